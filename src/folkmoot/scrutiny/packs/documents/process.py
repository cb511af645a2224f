"""Starting the reading process, hearing how far it is, and ending it: whatever a document does to it, the caller gets one answer."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError
from folkmoot.redaction.spans import Known

WALL_SECONDS = 600.0


class CannotRead(FolkmootError):
    """A document that could not be read; says why without quoting it."""


@dataclass(frozen=True)
class Suggested:
    """One passage as the machine found it."""

    start: int
    end: int
    kind: str
    replacement: str
    confidence: float
    rule: str


@dataclass(frozen=True)
class Read:
    """What came of a document. `hazards` are kind, where and how many; `pseudonyms` is the pack's, grown by this document."""

    text: str
    kind: str
    pages: int
    hazards: tuple[tuple[str, str, int], ...]
    suggestions: tuple[Suggested, ...]
    pseudonyms: str
    by_model: bool


def read(data: bytes, known: Sequence[Known], pseudonyms: str, progress: Callable[[int, int], None]) -> Read:
    """Read a document and suggest what to replace. Raises CannotRead."""
    return _read({"size": len(data), **_told(known, pseudonyms)}, data, progress)


def suggest(text: str, known: Sequence[Known], pseudonyms: str) -> Read:
    """Suggest anew for a text that was read. Raises CannotRead."""
    return _read({"text": text, **_told(known, pseudonyms)}, b"", lambda _done, _total: None)


def _told(known: Sequence[Known], pseudonyms: str) -> dict[str, Any]:
    return {"known": [[each.value, str(each.kind), each.role, each.person] for each in known], "pseudonyms": pseudonyms}


def _read(asked: dict[str, Any], data: bytes, progress: Callable[[int, int], None]) -> Read:
    said = _conversation(json.dumps(asked).encode() + b"\n" + data, progress)
    if "error" in said:
        raise CannotRead(*(str(said["error"].get(part, "")) for part in ("what", "why", "do")))
    try:
        return Read(
            text=str(said.get("text", asked.get("text", ""))), kind=str(said.get("kind", "")), pages=int(said.get("pages", 1)),
            hazards=tuple((str(kind), str(where), int(count)) for kind, where, count in said.get("hazards", ())),
            suggestions=tuple(_suggested(each) for each in said["spans"]),
            pseudonyms=str(said["pseudonyms"]), by_model=bool(said["model"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise _died() from error


def _suggested(said: dict[str, Any]) -> Suggested:
    return Suggested(
        int(said["start"]), int(said["end"]), str(said["kind"]), str(said["replacement"]), float(said["confidence"]), str(said["rule"])
    )


def _conversation(told: bytes, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """The last line that the process wrote; each before it says how far it is."""
    child = subprocess.Popen(  # this program itself; nothing of the document is part of the command
        [sys.executable, "-I", "-X", "utf8", "-m", "folkmoot.scrutiny.packs.documents.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        env={key: os.environ[key] for key in ("LD_LIBRARY_PATH", "HOME") if key in os.environ},
    )  # fmt: skip
    clock = threading.Timer(WALL_SECONDS, _end, [child])
    clock.start()
    feeder = threading.Thread(target=_feed, args=(child, told), daemon=True)
    feeder.start()
    try:
        return _last_said(child, progress)
    finally:
        clock.cancel()
        _end(child)
        feeder.join()


def _feed(child: subprocess.Popen[bytes], told: bytes) -> None:
    if child.stdin is None:
        return
    with suppress(BrokenPipeError, OSError), child.stdin as pipe:  # it may end before it has read everything
        pipe.write(told)


def _last_said(child: subprocess.Popen[bytes], progress: Callable[[int, int], None]) -> dict[str, Any]:
    if child.stdout is None:
        raise _died()
    with child.stdout as lines:
        for line in lines:
            said = _understood(line)
            if "total" not in said:
                return said
            progress(int(said["done"]), int(said["total"]))
    raise _died()


def _understood(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise _died() from error
    if not isinstance(said, dict):
        raise _died()
    return said


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):  # it may end in this moment
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _died() -> CannotRead:
    return CannotRead(
        _("This document could not be read."), _("It is damaged, or it needs more memory or time than is allowed."),
        _("Open it, save it anew, and send that; or send it in parts."),
    )  # fmt: skip
