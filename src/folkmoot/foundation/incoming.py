"""Files that wait to be used: each in a private folder of its own under a random name, gone once used or after two hours.

What is known of the file and what a person chose so far waits beside it as notes, so that nothing of a file that is never used
reaches the database.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.errors import FolkmootError

KEPT_FOR = timedelta(hours=2)
MOST_WAITING = 5  # files of one account at a time
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_IN_USE = ".in-use"


class NoSuchUpload(FolkmootError):
    """The file was used, given up, removed after two hours, or belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__(
            _("This file is no longer here."),
            _("A file is removed as soon as it is used, when it cannot be read, and after two hours."),
            _("If what it held is not in the list, choose the file again."),
        )


class TooManyWaiting(FolkmootError):
    """One account has several files waiting already."""

    def __init__(self) -> None:
        super().__init__(
            _("You have several files waiting already."),
            "",
            _("Finish with them, delete them, or come back in two hours: by then they are gone."),
        )


class InUse(FolkmootError):
    """The same file was sent to be used a moment ago."""

    def __init__(self) -> None:
        super().__init__(_("This file is being used."), _("You sent it a moment ago."), _("Look again in a minute."))


class Kept(Protocol):
    """Anything that stands for a file kept here; a room may add what it knows of it."""

    @property
    def path(self) -> Path: ...


AnyKept = TypeVar("AnyKept", bound=Kept)


@dataclass(frozen=True)
class Upload:
    """A file that waits for one account. `received_at` is aware; `notes` is whatever JSON holds."""

    token: str
    path: Path
    account_id: int | None
    received_at: datetime
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        return self.path.name


def folder() -> Path:
    place = Path(settings.HOME) / "incoming"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def is_stale(received_at: datetime, at: datetime) -> bool:
    """Whether a file has waited too long and must go."""
    return at - received_at > KEPT_FOR


def receive(name: str, pieces: Iterable[bytes], *, account_id: int | None, at: datetime, notes: dict[str, Any] | None = None) -> Upload:
    """Keep a file under a random name; the folder and the file open for their owner alone.

    A file of the same name that the same account sent to the same page is replaced: it was corrected and sent again.
    """
    ours = [held for each in folder().iterdir() if (held := _read(each)) and held.account_id == account_id]
    free = [held for held in ours if not held.path.parent.name.endswith(_IN_USE)]
    again = [held for held in free if held.file_name == _safe_name(name) and held.notes.get("kind") == (notes or {}).get("kind")]
    for held in again if account_id is not None else ():
        discard(held)
        ours.remove(held)
    if len(ours) >= MOST_WAITING:
        raise TooManyWaiting
    token = secrets.token_urlsafe(24)
    place = folder() / token
    place.mkdir(mode=0o700)
    upload = Upload(token, place / _safe_name(name), account_id, at, notes or {})
    try:
        _note(upload)
        with upload.path.open("wb") as target:
            upload.path.chmod(0o600)
            for piece in pieces:
                target.write(piece)
    except BaseException:
        discard(upload)
        raise
    return upload


def waiting(token: str, account_id: int | None, at: datetime) -> Upload:
    """The file of this token, if this account sent it less than two hours ago. Raises NoSuchUpload or InUse."""
    if not _TOKEN.fullmatch(token):
        raise NoSuchUpload
    upload = _read(folder() / token)
    if upload is None and (folder() / (token + _IN_USE)).is_dir():
        raise InUse
    if upload is None or upload.account_id != account_id:
        raise NoSuchUpload
    if is_stale(upload.received_at, at):
        discard(upload)
        raise NoSuchUpload
    return upload


def keep(upload: Upload, **notes: Any) -> Upload:
    """The same file with more notes."""
    fuller = replace(upload, notes=upload.notes | notes)
    _note(fuller)
    return fuller


def claim(upload: AnyKept) -> AnyKept:
    """Take the file to use it: whoever comes second finds it taken. Raises InUse."""
    place = upload.path.parent
    taken = place.with_name(place.name + _IN_USE)
    try:
        place.rename(taken)
    except OSError as error:
        raise InUse from error
    return replace(upload, path=taken / upload.path.name)  # type: ignore[type-var]


def give_back(upload: Upload) -> Upload:
    """Let a claimed file wait again, as before."""
    place = upload.path.parent
    free = place.with_name(place.name.removesuffix(_IN_USE))
    place.rename(free)
    return replace(upload, path=free / upload.path.name)


def discard(upload: Kept) -> None:
    shutil.rmtree(upload.path.parent, ignore_errors=True)


def sweep(at: datetime) -> int:
    """Remove every file that has waited more than two hours; returns how many."""
    stale = [place for place in folder().iterdir() if place.is_dir() and is_stale(_received_at(place), at)]
    for place in stale:
        shutil.rmtree(place, ignore_errors=True)
    return len(stale)


def _received_at(place: Path) -> datetime:
    upload = _read(place)
    if upload:
        return upload.received_at
    try:
        return datetime.fromtimestamp(place.stat().st_mtime, UTC)
    except OSError:  # somebody else removed it in this moment
        return datetime.fromtimestamp(time.time(), UTC)


def _safe_name(name: str) -> str:
    """The name the person knows, without anything that means something to a file system or a pattern."""
    plain = re.sub(r"[^\w .()-]", "_", Path(name.replace("\\", "/")).name).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return (f"{stem[:80]}{dot}{ending[:10]}" if dot else plain[:80]) or "file"


def _notes_of(place: Path) -> Path:
    return place / "?.json"  # no kept name can hold a question mark


def _note(upload: Upload) -> None:
    said = {
        "file": upload.path.name, "account_id": upload.account_id, "received_at": upload.received_at.isoformat(), "notes": upload.notes
    }  # fmt: skip
    target = _notes_of(upload.path.parent)
    target.touch(mode=0o600)
    target.write_text(json.dumps(said), encoding="utf-8")


def _read(place: Path) -> Upload | None:
    try:
        said = json.loads(_notes_of(place).read_text(encoding="utf-8"))
        received_at = datetime.fromisoformat(said["received_at"])
        return Upload(place.name.removesuffix(_IN_USE), place / said["file"], said["account_id"], received_at, said["notes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
