"""No file is read that was not scanned to its end, whatever the scanner does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from folkmoot.cli.health.finding import State
from folkmoot.cli.health.outside import virus_scanner
from folkmoot.foundation import audit, scanner
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tests.clamd import EICAR, clamd
from folkmoot.foundation.uploads import takes_file


@takes_file(10_000_000)
def _page(request):
    return HttpResponse(request.FILES["file"].read())


def _answer(data: bytes) -> bytes:
    request = RequestFactory().post("/x/", {"file": SimpleUploadedFile("a.csv", data)})
    request.csrf_processing_done = True
    request.viewer, request.at = audit.SYSTEM, timezone.now()
    try:
        return _page(request).content
    finally:
        request.close()


@pytest.mark.django_db
def test_a_page_gets_what_is_clean_and_nothing_else(settings):
    assert _answer(EICAR) == EICAR  # no scanner is set
    large = b"a" * 3_000_000  # on disk rather than in memory
    for mode, data, refused in (
        ("scan", b"a,b", None), ("scan", large, None), ("scan", b"a" + EICAR, scanner.Harmful), ("found", b"a,b", scanner.Harmful),
        ("limit", b"a" * 2000, scanner.TooLargeToScan), ("limit", large, scanner.NotPassed), ("down", b"a,b", scanner.ScannerSilent),
    ):  # fmt: skip
        with clamd(mode, limit=1000) as fake:
            settings.SCANNER = fake.address
            if refused is None:
                assert _answer(data) == data
                assert fake.seen == [data]
                continue
            with pytest.raises(refused, match=r"refused|cannot be taken"):
                _answer(data)
    settings.SCANNER = fake.address  # nobody listens there any more
    with pytest.raises(scanner.ScannerSilent):
        _answer(b"a,b")
    said = list(AuditEvent.objects.order_by("seq").values_list("subject_kind", "detail"))
    assert [kind for kind, _ in said] == ["foundation.upload"] * 6
    assert said[0][1] == {"refused": "Harmful", "signature": "Eicar-Test-Signature"}


@pytest.mark.parametrize("answer", ["", "stream: OK FOUND", "OK", "stream: OKAY", "stream: Heuristics FOUND ERROR", "UNKNOWN COMMAND"])
def test_only_what_is_called_clean_is_clean(answer):
    with pytest.raises(scanner.NotPassed):
        scanner._judge(answer)


def test_the_doctor_says_what_is_scanned(settings):
    assert (virus_scanner().state, "No file" in virus_scanner().words) == (State.LOOK, True)
    for wrong in ("localhost:3310", "clamd://"):
        settings.SCANNER = wrong
        assert virus_scanner().state is State.WRONG
        with pytest.raises(scanner.ScannerSilent):
            scanner.scan([b"a"])
    with clamd() as fake:
        settings.SCANNER = fake.address
        assert virus_scanner().state is State.OK
    assert "does not answer" in virus_scanner().words


def test_a_socket_of_this_machine(settings, tmp_path):
    settings.SCANNER = f"clamd://{tmp_path}/none.ctl"
    assert scanner.place() == scanner.Place(path=f"{tmp_path}/none.ctl")
    with pytest.raises(scanner.ScannerSilent):
        scanner.scan([b"a"])
