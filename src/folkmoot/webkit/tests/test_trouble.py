"""What passes by itself is answered by “try again”, with what was typed; a mistake of the product is not."""

import errno
import sqlite3
from unittest import mock

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from folkmoot.webkit import trouble

TYPED = "They said: \n<b>“nobody”</b> calls back & nobody writes"


def _error(name: str) -> OperationalError:
    error = OperationalError(name)
    error.__cause__ = sqlite3.OperationalError(name)
    error.__cause__.sqlite_errorname = name
    return error


def _clumsy() -> Exception:
    """A mistake made while trouble was handled."""
    try:
        try:
            raise _error("SQLITE_BUSY")
        except OperationalError as trouble_:
            return {}[trouble_]
    except KeyError as mistake:
        return mistake


def _answer(error: Exception, path: str = "/f/1?a=1&b=2", **sent: str) -> HttpResponse:
    client = Client(raise_request_exception=False)
    with mock.patch("folkmoot.accounts.middleware.areas_of", side_effect=error):
        return client.post(path, sent) if sent else client.get("/accessibility")


@pytest.mark.parametrize("error", [_error("SQLITE_BUSY"), _error("SQLITE_FULL"), OSError(errno.ENOSPC, "full"), OperationalError("gone")])
def test_what_passes_by_itself_asks_to_try_again(error):
    answer = _answer(error)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert "Try again in a moment" in answer.text
    assert "nothing was half-saved" in answer.text
    assert "<form" not in answer.text


def test_what_was_typed_is_in_the_page_and_would_be_sent_again():
    answer = _answer(_error("SQLITE_BUSY"), words=TYPED, mark="m-1", csrfmiddlewaretoken="t" * 32)
    assert 'action="/f/1?a=1&amp;b=2"' in answer.text
    assert "They said: \n&lt;b&gt;“nobody”&lt;/b&gt; calls back &amp; nobody writes</textarea>" in answer.text
    assert f'name="csrfmiddlewaretoken" value="{"t" * 32}"' in answer.text
    assert 'name="mark" hidden>\nm-1</textarea>' in answer.text


@pytest.mark.parametrize(("path", "name"), [("/f/1", "password"), ("/f/1", "new_password2"), ("/account/2fa/authenticate/", "code")])
def test_no_secret_is_given_back(path, name):
    answer = _answer(_error("SQLITE_BUSY"), path, login="a@example.org", **{name: "secret words"})
    assert answer.status_code == 503
    assert "secret words" not in answer.text


@pytest.mark.parametrize("error", [_error("SQLITE_ERROR"), OSError(errno.ENOENT, "none"), ValueError("one"), _clumsy()])
def test_a_mistake_of_ours_is_none_of_these(error):
    assert not trouble.passes(error)
    assert _answer(error).status_code == 500


def test_what_an_error_came_from_counts():
    error = RuntimeError("the file was not kept")
    error.__cause__ = OSError(errno.ENOSPC, "full")
    assert trouble.passes(error)
