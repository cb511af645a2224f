"""What a stranger may not do: fill the disk, send what cannot be stored, leave more files than a person needs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from folkmoot.foundation import incoming
from folkmoot.foundation.access import may
from folkmoot.foundation.uploads import RefuseFiles, take_file, takes_file

pytestmark = pytest.mark.django_db


def test_a_page_that_takes_no_file_refuses_the_first_byte(client):
    sent = {"login": "a@example.org", "password": "x", "anything": SimpleUploadedFile("big.bin", b"0" * 5_000_000)}
    request = RequestFactory().post("/account/login/", sent)
    assert not request.FILES
    assert [type(handler) for handler in request.upload_handlers] == [RefuseFiles]


def test_the_same_request_is_taken_where_a_page_says_so():
    request = RequestFactory().post("/import/", {"file": SimpleUploadedFile("small.csv", b"a,b")})
    take_file(request, 1000)
    assert request.FILES["file"].read() == b"a,b"


def test_files_of_one_request_are_counted_together():
    request = RequestFactory().post("/import/", {"file": SimpleUploadedFile("big.csv", b"a" * 5000)})
    take_file(request, 1000)
    assert not request.FILES
    assert request.file_too_large


def _views(patterns):
    for pattern in patterns:
        yield from [pattern.callback] if isinstance(pattern, URLPattern) else _views(pattern.url_patterns)


def test_no_page_of_ours_lets_the_door_pass_but_those_that_take_a_file():
    passed = [view for view in _views(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)]
    ours = [view for view in passed if view.__module__.startswith("folkmoot.")]
    assert len(ours) > 15
    assert not [view for view in ours if not getattr(view, "takes_file", False)]


@may("imports.run")
@takes_file(1000)
def _page(request):
    return HttpResponse(f"{len(request.FILES)} {getattr(request, 'file_too_large', False)}")


class _Viewer:
    def may(self, capability):
        return True


class _Account:
    is_authenticated = True


def _sent(size, **headers):
    request = RequestFactory(enforce_csrf_checks=True, headers=headers).post("/x/", {"file": SimpleUploadedFile("a.csv", b"a" * size)})
    request.user, request.viewer = _Account(), _Viewer()
    return request


def test_a_page_that_takes_a_file_is_guarded_and_protected():
    assert _page.access_rule == "imports.run"
    assert _page.csrf_exempt
    assert _page(_sent(10)).status_code == 403
    signed = _sent(10, cookie="csrftoken=" + "a" * 32, x_csrftoken="a" * 32)
    assert _page(signed).content == b"1 False"
    assert _page(_sent(5000, cookie="csrftoken=" + "a" * 32, x_csrftoken="a" * 32)).content == b"0 True"


@pytest.mark.parametrize("address", ["/people/?words=%00", "/import/a%00b/match/", "/voice/?theme=%00&x=1"])
def test_a_nul_in_an_address_is_refused(address):
    assert Client().get(address).status_code == 400


def test_one_account_has_five_files_waiting_at_most():
    at = timezone.now()
    kept = [incoming.receive(f"{number}.csv", [b"x"], account_id=77, at=at) for number in range(incoming.MOST_WAITING)]
    with pytest.raises(incoming.TooManyWaiting):
        incoming.receive("a.csv", [b"x"], account_id=77, at=at)
    incoming.discard(kept[0])
    incoming.discard(incoming.receive("a.csv", [b"x"], account_id=77, at=at))
    for one in kept[1:]:
        incoming.discard(one)


def test_the_refusal_is_a_closed_connection():
    with pytest.raises(StopUpload):
        RefuseFiles().new_file()
