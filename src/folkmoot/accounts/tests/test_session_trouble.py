"""A session that could not be kept is not taken for one that has ended."""

from unittest import mock

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError

from folkmoot.accounts.sessions import SessionStore


@pytest.fixture
def store(db):
    made = SessionStore()
    made.create()
    return made


def test_a_full_disk_is_said_as_that(store):
    with mock.patch.object(Session, "save", side_effect=OperationalError("full")), pytest.raises(OperationalError, match="full"):
        store.save()


def test_a_session_that_has_ended_is_not_written_again(store):
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()
