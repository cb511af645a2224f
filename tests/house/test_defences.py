"""What a stranger may not do: fill the disk, send what cannot be stored, leave more files than a person needs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client, RequestFactory
from django.utils import timezone

from folkmoot.foundation import incoming
from folkmoot.foundation.uploads import RefuseFiles, take_file

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


@pytest.mark.parametrize("address", ["/people/?words=%00", "/import/a%00b/match/", "/voice/?theme=%00&x=1"])
def test_a_nul_in_an_address_is_refused(address):
    assert Client().get(address).status_code == 400


def test_one_account_has_five_files_waiting_at_most():
    at = timezone.now()
    kept = [incoming.receive("a.csv", [b"x"], account_id=77, at=at) for _ in range(incoming.MOST_WAITING)]
    with pytest.raises(incoming.TooManyWaiting):
        incoming.receive("a.csv", [b"x"], account_id=77, at=at)
    incoming.discard(kept[0])
    incoming.discard(incoming.receive("a.csv", [b"x"], account_id=77, at=at))
    for one in kept[1:]:
        incoming.discard(one)


def test_the_refusal_is_a_closed_connection():
    with pytest.raises(StopUpload):
        RefuseFiles().new_file()
