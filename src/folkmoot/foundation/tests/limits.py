"""A smaller limit for the files of a page, so that a test need not send fifty megabytes."""

import pytest

from folkmoot.foundation import uploads

_take_file = uploads.take_file


def at_most(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page that takes files takes `limit` bytes of them for as long as the test lasts."""
    monkeypatch.setattr(uploads, "take_file", lambda request, _limit: _take_file(request, limit))
