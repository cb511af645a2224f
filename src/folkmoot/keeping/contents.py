"""What of the data folder belongs into a backup: everything that lies there but what is named here, so that nothing is forgotten."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# Each with its reason; the ends of names stand for all files of the database.
LEFT_OUT: dict[str, str] = {
    "folkmoot.sqlite3": "the database is taken as one moment, by its own means",
    "folkmoot.sqlite3-journal": "it belongs to the database",
    "folkmoot.sqlite3-wal": "it belongs to the database",
    "folkmoot.sqlite3-shm": "it belongs to the database",
    "cases.key": "it opens sealed cases; whoever holds the backup must not hold it too: keep its copy apart",
    "secret.key": "with it sessions could be forged on the running service; a new one is made, and people sign in again",
    "static": "it comes with the product: folkmoot setup puts it there",
    "cache": "it is made anew",
    "incoming": "it holds files that nobody has used yet, and is emptied after two hours",
    "outbox": "it holds copies of letters that were written to files because no mail server is named",
    "server.log": "it is no part of the service",
}


def places(home: Path, *besides: Path) -> Iterator[str]:
    """Every file that belongs into a backup, as its place in `home`, in order; `besides` names folders and files to leave out.

    What begins with a dot and links inside the folders are left out too; a folder of `home` that is a link to another disk is walked.
    """
    shut = {path.resolve() for path in besides}
    for top in sorted(home.iterdir()):
        if top.name in LEFT_OUT or top.name.startswith(".") or top.resolve() in shut:
            continue
        if top.is_file():
            yield top.name
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(name for name in folders if not name.startswith(".") and (Path(folder) / name).resolve() not in shut)
            for name in sorted(files):
                path = Path(folder) / name
                if path.is_file() and not path.is_symlink() and path.resolve() not in shut:
                    yield path.relative_to(home).as_posix()


class Held:
    """Files held fast while a backup is taken: one that the product removes meanwhile stays here until it was taken."""

    def __init__(self, home: Path, hold: Path, *besides: Path) -> None:
        self._home, self._hold, self._besides = home, hold, (*besides, hold)
        self.found: dict[str, Path] = {}

    def take(self) -> None:
        """Hold every file that lies there now and is not held yet, or is another than the one held."""
        for place in places(self._home, *self._besides):
            here, there = self._home / place, self._hold / place
            try:
                if place not in self.found or not _same(here, there):
                    _hold(here, there)
            except FileNotFoundError:  # removed in this very moment
                continue
            self.found[place] = there


def _hold(here: Path, there: Path) -> None:
    there.parent.mkdir(parents=True, exist_ok=True)
    there.unlink(missing_ok=True)
    try:
        os.link(here, there)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one that knows no links
        shutil.copy2(here, there)


def _same(here: Path, there: Path) -> bool:
    one, other = here.stat(), there.stat()
    return os.path.samestat(one, other) or (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)
