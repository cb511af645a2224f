"""Files that wait to be counted: each in a private folder of its own under a random name, gone once counted or after two hours.

What a person chose so far waits beside the file, so that nothing of a file that is never counted reaches the database.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from folkmoot.casework.process import Looked
from folkmoot.casework.rules import Column, is_stale
from folkmoot.errors import FolkmootError

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_COUNTING = ".counting"


class NoSuchUpload(FolkmootError):
    """The file was counted, given up, removed after two hours, or belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "This file is no longer here.",
            "A file is removed as soon as it is counted, when it cannot be read, and after two hours.",
            "If its table is not in the list, choose the file again.",
        )


class BeingCounted(FolkmootError):
    """The same file was sent to be counted a moment ago."""

    def __init__(self) -> None:
        super().__init__("This file is being counted.", "You sent it a moment ago.", "Open Casework in a minute: its table will be there.")


@dataclass(frozen=True)
class About:
    """What was said of the file when it was sent. `area_id` is None for England and Wales; the day is ISO text."""

    account_id: int
    received_at: str
    area_id: int | None
    title: str
    source: str
    data_as_of: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.data_as_of)


@dataclass(frozen=True)
class Upload:
    """A file that waits, its columns once they are known, and the columns chosen so far."""

    token: str
    path: Path
    about: About
    looked: Looked | None = None
    chosen: dict[str, object] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        return self.path.name

    def column(self, name: str) -> Column:
        """Raises NoSuchUpload where the columns are not known, and KeyError for a name that is none of them."""
        if self.looked is None:
            raise NoSuchUpload
        return {column.name: column for column in self.looked.columns}[name]


def folder() -> Path:
    place = Path(settings.HOME) / "incoming"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def receive(name: str, pieces: Iterable[bytes], about: About) -> Upload:
    """Keep a file under a random name; the folder and the file open for their owner alone."""
    token = secrets.token_urlsafe(24)
    place = folder() / token
    place.mkdir(mode=0o700)
    upload = Upload(token, place / _safe_name(name), about)
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
    """The file of this token, if this account sent it less than two hours ago. Raises NoSuchUpload or BeingCounted."""
    if not _TOKEN.fullmatch(token):
        raise NoSuchUpload
    upload = _read(folder() / token)
    if upload is None and (folder() / (token + _COUNTING)).is_dir():
        raise BeingCounted
    if upload is None or upload.about.account_id != account_id:
        raise NoSuchUpload
    if is_stale(datetime.fromisoformat(upload.about.received_at), at):
        discard(upload)
        raise NoSuchUpload
    return upload


def keep(upload: Upload, *, looked: Looked | None = None, chosen: dict[str, object] | None = None) -> Upload:
    """The same file with what is now known or chosen."""
    fuller = replace(upload, looked=looked or upload.looked, chosen=upload.chosen if chosen is None else chosen)
    _note(fuller)
    return fuller


def claim(upload: Upload) -> Upload:
    """Take the file to count it: whoever comes second finds it taken. Raises BeingCounted."""
    place = upload.path.parent
    taken = place.with_name(place.name + _COUNTING)
    try:
        place.rename(taken)
    except OSError as error:
        raise BeingCounted from error
    return replace(upload, path=taken / upload.path.name)


def discard(upload: Upload) -> None:
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
        return datetime.fromisoformat(upload.about.received_at)
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
    looked = asdict(upload.looked) if upload.looked else None
    text = json.dumps({"about": asdict(upload.about), "file": upload.path.name, "looked": looked, "chosen": upload.chosen})
    target = _notes_of(upload.path.parent)
    target.touch(mode=0o600)
    target.write_text(text, encoding="utf-8")


def _read(place: Path) -> Upload | None:
    try:
        said = json.loads(_notes_of(place).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    looked = Looked.from_plain(said["looked"]) if said["looked"] else None
    return Upload(place.name.removesuffix(_COUNTING), place / said["file"], About(**said["about"]), looked, said["chosen"])
