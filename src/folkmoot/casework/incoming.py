"""Case files that wait to be counted (see `foundation.incoming`), with what was said of each, its columns and what was chosen."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from folkmoot.casework.process import Looked
from folkmoot.casework.rules import Column
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import InUse as BeingCounted
from folkmoot.foundation.incoming import NoSuchUpload, claim, discard, sweep

__all__ = ["About", "BeingCounted", "NoSuchUpload", "Upload", "claim", "discard", "keep", "receive", "sweep", "waiting"]


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


def receive(name: str, pieces: Iterable[bytes], about: About) -> Upload:
    """Keep a file under a random name; the folder and the file open for their owner alone."""
    at = datetime.fromisoformat(about.received_at)
    kept = incoming.receive(name, pieces, account_id=about.account_id, at=at, notes={"about": asdict(about)})
    return Upload(kept.token, kept.path, about)


def waiting(token: str, account_id: int | None, at: datetime) -> Upload:
    """The file of this token, if this account sent it less than two hours ago. Raises NoSuchUpload or BeingCounted."""
    kept = incoming.waiting(token, account_id, at)
    if "about" not in kept.notes:  # sent to be brought in, not to be counted
        raise NoSuchUpload
    looked = kept.notes.get("looked")
    about, chosen = About(**kept.notes["about"]), kept.notes.get("chosen", {})
    return Upload(kept.token, kept.path, about, Looked.from_plain(looked) if looked else None, chosen)


def keep(upload: Upload, *, looked: Looked | None = None, chosen: dict[str, object] | None = None) -> Upload:
    """The same file with what is now known or chosen."""
    fuller = replace(upload, looked=looked or upload.looked, chosen=upload.chosen if chosen is None else chosen)
    about = upload.about
    kept = incoming.Upload(upload.token, upload.path, about.account_id, datetime.fromisoformat(about.received_at), {"about": asdict(about)})
    incoming.keep(kept, looked=fuller.looked and asdict(fuller.looked), chosen=fuller.chosen)
    return fuller
