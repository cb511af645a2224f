"""Keeping, handing over and removing files of panels. Who may is asked by the operation that calls: it knows what the file belongs to."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engagement.papers.files import NotAPicture, harmless
from folkmoot.engagement.papers.rules import BY_ENDING, kind_of
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.models import Panel
from folkmoot.panels.papers import files
from folkmoot.panels.papers.models import PanelFile
from folkmoot.panels.papers.rules import file_problem


class FileGone(FolkmootError):
    """The file is missing from the data folder, or is not what was stored."""

    def __init__(self) -> None:
        super().__init__(
            _("This file cannot be handed over."), _("It is missing, or it was changed outside Folkmoot."),
            _("Ask whoever runs the service to restore it from a backup."),
        )  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Opened:
    """A file as it is handed over, always to be saved and never shown by the service."""

    data: bytes
    content_type: str
    file_name: str


@transaction.atomic
def keep_file(*, by: Actor, at: datetime, panel: Panel, use: str, upload: Upload, field: str = "file") -> PanelFile:
    """Keep a file of a panel; `use` is of `PanelFile.Use`. The caller has asked who may. Raises Refused at `field`."""
    kind = kind_of(upload.data)
    problem = file_problem(kind, size=len(upload.data))
    if problem or kind is None:
        raise Refused({field: [problem]})
    try:
        kept = harmless(upload.data, kind) if kind.sort == "picture" else upload.data
    except NotAPicture as error:
        raise Refused({field: [str(error)]}) from error
    kept_as, sha256 = files.keep(kept, kind.ending)
    try:
        file = PanelFile(
            panel=panel, use=use, file_name=_safe_name(upload.name, kind.ending), kept_as=kept_as, sha256=sha256, size=len(kept),
            added_at=at, added_by_id=by.account_id,
        )  # fmt: skip
        check(file)
        file.save()
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=file, detail={"use": use, "size": len(kept)})
    except BaseException:
        files.discard(kept_as)
        raise
    return file


@transaction.atomic
def hand_over_file(*, by: Actor, at: datetime, file: PanelFile, route: str = "") -> Opened:
    """The file, recorded as a disclosure. The caller has asked who may. Raises FileGone."""
    if file.removed_at:
        raise FileGone
    try:
        data = files.read(file)
    except (OSError, ValueError) as error:
        raise FileGone from error
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=file, route=route, recipient=by.name)
    return Opened(data, BY_ENDING[file.kept_as.rsplit(".", 1)[-1]].content_type, file.file_name)


@transaction.atomic
def remove_file(*, by: Actor, at: datetime, file: PanelFile, reason: str) -> None:
    """Remove a file for good, saying why; that there was one stays on record. The caller has asked who may. Raises Refused."""
    if not reason.strip():
        raise Refused({"reason": [_("Say why it is removed.")]})
    if file.removed_at:
        raise Refused({"": [_("It was removed already.")]})
    change(file, {"file_name": "-", "removed_at": at, "removed_by_id": by.account_id, "removed_why": reason.strip()})
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=file, detail={"use": file.use})
    transaction.on_commit(lambda: files.discard(file.kept_as))


def _safe_name(name: str, ending: str) -> str:
    """The name the person knows, without what means something to a file system, with the ending of what the file really is."""
    stem = re.sub(r"[^\w ()-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip(" ._") or "file"
    return f"{stem[:100]}.{ending}"
