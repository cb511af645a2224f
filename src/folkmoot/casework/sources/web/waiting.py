"""What was counted and waits to be kept: the file itself is gone, its counts lie in the folder of the upload for two hours at most."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from folkmoot.casework.sources.preparing import Prepared
from folkmoot.casework.sources.report import from_plain
from folkmoot.engines import cubefile
from folkmoot.foundation import incoming
from folkmoot.foundation.incoming import NoSuchUpload, Upload

_CUBE = "counted.cube"


def receive(files: Iterable[Any], *, account_id: int | None, at: datetime, notes: dict[str, Any]) -> tuple[Upload, list[Path]]:
    """The files under one token, each in the folder of the first."""
    first, *others = list(files)
    upload = incoming.receive(first.name, first.chunks(), account_id=account_id, at=at, notes=notes)
    paths = [upload.path]
    for place, file in enumerate(others):
        path = upload.path.parent / _other_name(place, file.name)
        with path.open("wb") as target:
            path.chmod(0o600)
            for piece in file.chunks():
                target.write(piece)
        paths.append(path)
    return upload, paths


def _other_name(place: int, name: str) -> str:
    plain = "".join(mark if mark.isalnum() or mark in " ._()-" else "_" for mark in Path(name).name).strip(" .")[-90:]
    return f"{place + 2}-{plain}"


def put(upload: Upload, paths: Iterable[Path], prepared: Prepared, data_as_of: date) -> Upload:
    """Keep the counts beside the notes, and delete the files."""
    cubefile.write(prepared.cube, upload.path.parent / _CUBE)
    for path in paths:
        path.unlink(missing_ok=True)
    said = {
        "report": prepared.report.plain(), "file_name": prepared.file_name, "sha256": prepared.sha256, "months": list(prepared.months),
        "content_sha256": prepared.content_sha256, "undated_sha256": prepared.undated_sha256, "data_as_of": data_as_of.isoformat(),
    }  # fmt: skip
    return incoming.keep(upload, prepared=said)


def prepared_in(upload: Upload) -> tuple[Prepared, date]:
    """What waits under a token. Raises NoSuchUpload where it holds no counts."""
    said = upload.notes.get("prepared")
    if not said:
        raise NoSuchUpload
    cube = cubefile.read(upload.path.parent / _CUBE)
    prepared = Prepared(
        cube, from_plain(said["report"]), said["file_name"], said["sha256"], tuple(said["months"]), said["content_sha256"],
        said["undated_sha256"],
    )  # fmt: skip
    return prepared, date.fromisoformat(said["data_as_of"])
