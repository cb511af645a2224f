"""Whose case it is: sealed, known again, opened only with a reason that is recorded, and erased when its day is over."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem, inspector
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.redaction.spans import Kind, Known
from folkmoot.scrutiny.identities import keeping
from folkmoot.scrutiny.identities.keys import KeyLost, key_path, keys, make_key, open_to_others
from folkmoot.scrutiny.identities.models import CaseIdentity
from folkmoot.scrutiny.identities.operations import add_details, erase_due, known_for, open_identity

pytestmark = pytest.mark.django_db
NAMES = (Known("Victoria Sample", Kind.NAME, "victim", "Victoria Sample"), Known("CB4 1AA", Kind.POSTCODE))


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def identity(reference: str = "05/AB/12345/26") -> CaseIdentity:
    return keeping.keep_identity(area=area(), reference=reference, details=NAMES, at=NOW)


def test_the_same_case_in_any_writing_is_one_and_grows():
    first = identity()
    again = keeping.keep_identity(
        area=area(), reference="05 ab 12345-26", details=[Known("Vicky S", Kind.NAME, "victim", "Victoria Sample")], at=NOW
    )
    assert again.pk == first.pk
    assert [each.value for each in keeping.known_of(again)] == ["05/AB/12345/26", "Victoria Sample", "CB4 1AA", "Vicky S"]
    assert identity("05/AB/12346/26").pk != first.pk
    with pytest.raises(keeping.NoReference):
        keeping.mark_of(" -/ ")


def test_the_key_is_a_file_of_its_own_that_only_the_service_reads(home):
    row = identity()
    assert key_path().parent == home
    assert not open_to_others()
    assert "Victoria" not in row.sealed
    assert "12345" not in row.sealed + row.mark
    assert make_key() is False


def test_a_lost_or_another_key_is_said_with_what_to_do():
    row = identity()
    kept = key_path().read_bytes()
    key_path().unlink()
    for do in (make_key, keys, lambda: keeping.known_of(row)):
        with pytest.raises(KeyLost, match="put back the file"):
            do()
    key_path().write_text("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    with pytest.raises(KeyLost, match="another key"):
        keeping.known_of(row)
    with pytest.raises(KeyLost, match="another key"):
        identity("05/AB/99999/26")
    key_path().write_text("not a key")
    with pytest.raises(KeyLost):
        keeping.check_key()
    key_path().write_bytes(kept)
    assert keeping.known_of(row)[0].value == "05/AB/12345/26"


def test_opening_needs_the_role_in_the_area_and_a_reason_and_is_recorded():
    row = identity()
    with pytest.raises(Refused, match="why you need to know"):
        open_identity(by=icem(), at=NOW, identity=row, why="because")
    opened = open_identity(by=icem(), at=NOW, identity=row, why="To ask the unit for the file", route="/scrutiny/")
    assert (opened.reference, opened.known) == ("05/AB/12345/26", NAMES)
    event = AuditEvent.objects.get(kind="disclosure")
    assert (event.subject_ids, event.recipient, event.detail) == ([row.pk], "Nia Rowe", {"why": "To ask the unit for the file"})
    assert "Sample" not in str(list(AuditEvent.objects.values()))
    for nobody in (hq(), inspector()):
        with pytest.raises(NotAllowed):
            open_identity(by=nobody, at=NOW, identity=row, why="To see who it is about")
    lawyer = account("lena.frost@example.org", "Lena Frost")
    grant(lawyer, Role.LAWYER, [area()])
    assert open_identity(by=viewer_for(lawyer, TODAY), at=NOW, identity=row, why="To review the pack again").reference


def test_the_machine_uses_it_once_for_each_edition_in_the_record():
    row = identity()
    assert known_for(by=icem(), at=NOW, identity=row, use="pack 1, edition 1") == keeping.known_of(row)
    known_for(by=icem(), at=NOW, identity=row, use="pack 1, edition 1")
    known_for(by=icem(), at=NOW, identity=row, use="pack 1, edition 2")
    assert AuditEvent.objects.filter(kind="consultation").count() == 2


def test_details_are_added_once():
    row = identity()
    more = [Known("Victoria Sample", Kind.NAME, "victim", "Victoria Sample"), Known("AB12 CDE", Kind.VEHICLE)]
    assert add_details(by=icem(), at=NOW, identity=row, known=more) == 1
    assert add_details(by=icem(), at=NOW, identity=row, known=more) == 0
    assert [each.value for each in keeping.known_of(row)][-1] == "AB12 CDE"
    with pytest.raises(NotAllowed):
        add_details(by=inspector(), at=NOW, identity=row, known=more)


def test_when_its_day_is_over_nothing_is_kept_but_the_mark():
    row, other = identity(), identity("05/AB/77777/26")
    keeping.keep_until([row.pk], date(2026, 3, 9))
    assert erase_due(by=THE_PRODUCT, at=NOW) == 1
    assert erase_due(by=THE_PRODUCT, at=NOW) == 0
    row.refresh_from_db()
    assert (row.sealed, row.erased_at) == ("", NOW)
    with pytest.raises(keeping.Erased):
        keeping.known_of(row)
    assert keeping.known_of(other)
    again = identity()
    assert again.pk == row.pk
    assert keeping.known_of(again)


def test_a_day_that_is_later_is_kept():
    row = identity()
    keeping.keep_until([row.pk], date(2026, 5, 1))
    assert CaseIdentity.objects.get(pk=row.pk).erase_on == date(2026, 5, 1)
    keeping.keep_until([row.pk], date(2026, 4, 1), at_least=True)
    assert CaseIdentity.objects.get(pk=row.pk).erase_on == date(2026, 5, 1)
    keeping.keep_until([row.pk], date(2026, 5, 1) + timedelta(days=1), at_least=True)
    assert CaseIdentity.objects.get(pk=row.pk).erase_on == date(2026, 5, 2)


def test_documents_are_sealed_with_the_same_key():
    sealed = keeping.seal_bytes(b"%PDF the file of the case")
    assert b"file of the case" not in sealed
    assert keeping.unseal_bytes(sealed) == b"%PDF the file of the case"
