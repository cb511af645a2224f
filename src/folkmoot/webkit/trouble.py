"""What goes wrong for a while and rights itself: a database away or busy, a full disk. Said as “try again”, with what was typed kept."""

import errno
import sqlite3
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

AFTER_SECONDS = 10
# Source: https://sqlite.org/rescode.html (SQLITE_ERROR, a mistake in a statement, is an OperationalError too, and passes by no waiting).
_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_NOMEM", "SQLITE_PROTOCOL")
_SYSTEM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
_SECRETS = "/account/"  # passwords, one-time and recovery codes: their pages ask for everything anew


def passes(error: BaseException | None) -> bool:
    """Whether the same request may well work a little later: nothing is wrong with it, or with the product."""
    return any(_is_passing(each) for each in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from. Not what it merely followed: a mistake in the handling of trouble is a mistake."""
    for _depth in range(20):
        if error is None:
            return
        yield error
        error = error.__cause__


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _SYSTEM
    if isinstance(error.__cause__, sqlite3.Error):
        return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlite_errorname", "").startswith(_SQLITE)
    # PostgreSQL: connections, resources, locks and shutdowns are operational; an interface error is a closed connection, or misuse.
    return isinstance(error, OperationalError) or (isinstance(error, InterfaceError) and "connection" in str(error))


def try_again(request: HttpRequest) -> HttpResponse:
    """The page that asks to try again, status 503. It needs no database and no file; what was sent by a form is in it, to be sent again."""
    sent = _sent(request)
    page = render_to_string("webkit/try_again.html", {
        "sent": sent, "token": request.POST.get("csrfmiddlewaretoken", "") if sent is not None else "",
        "address": request.get_full_path(), "seconds": AFTER_SECONDS,
    })  # fmt: skip
    return HttpResponse(page, status=503, headers={"Retry-After": str(AFTER_SECONDS), "Cache-Control": "no-store"})


def _sent(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of the form, without secrets and files; None where no form was sent, or one too large to be given back."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method != "POST" or request.path.startswith(_SECRETS):
        return None
    if not length.isdecimal() or int(length) > settings.MOST_FROM_STRANGERS:
        return None
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, MultiPartParserError, RequestDataTooBig, SuspiciousOperation):
        return None
    if any("password" in name.lower() for name, _value in fields):
        return None
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
