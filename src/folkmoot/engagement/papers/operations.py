"""Attaching, changing, handing over and removing papers. Each is one transaction with its audit event."""

import re
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.engagement.models import Activity
from folkmoot.engagement.papers import files
from folkmoot.engagement.papers.models import Paper
from folkmoot.engagement.papers.rules import BY_ENDING, FileKind, kind_of, paper_problems
from folkmoot.engagement.queries import state_of_row
from folkmoot.engagement.rules import State
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.languages.media import kinds, tags


class PaperGone(FolkmootError):
    """The file is missing from the data folder, or is not what was stored."""

    def __init__(self) -> None:
        super().__init__(
            _("This file cannot be handed over."), _("It is missing, or it was changed outside Folkmoot."),
            _("Ask whoever runs the service to restore it from a backup."),
        )  # fmt: skip


@transaction.atomic
def add_paper(
    *, by: Viewer, at: datetime, activity: Activity, file_name: str, data: bytes, title: str, consent: str = "", transcript: str = ""
) -> Paper:
    """Attach a file to an activity that was not cancelled; its bytes say what it is. Raises Refused, NotAPicture or NotAllowed."""
    by.require("engagement.write", activity.area_id)
    if state_of_row(activity) is State.CANCELLED:
        raise Refused({"": [_("Nothing is attached to a cancelled activity.")]})
    kind = kind_of(data)
    problems = paper_problems(kind=kind, title=title, consent=consent, transcript=transcript, empty=not data)
    if problems or kind is None:
        raise Refused(problems)
    kept = _kept(data, kind)
    kept_as, sha256 = files.keep(kept, kind.ending)
    try:
        paper = Paper(
            activity=activity, title=title.strip(), sort=kind.sort, consent=consent if kind.sort == "picture" else "",
            transcript=transcript.strip(), file_name=_safe_name(file_name, kind.ending), kept_as=kept_as, sha256=sha256, size=len(kept),
            added_at=at, added_by_id=by.account_id,
        )  # fmt: skip
        check(paper)
        paper.save()
        detail = {"activity": activity.pk, "sort": kind.sort, "size": len(kept)}
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=paper, area_id=activity.area_id, detail=detail)
    except BaseException:
        files.discard(kept_as)
        raise
    return paper


def _kept(data: bytes, kind: FileKind) -> bytes:
    """What is kept of a file: pictures and recordings without what devices wrote beside them. Raises Refused and NotAPicture."""
    if kind.sort == "picture":
        return files.harmless(data, kind)
    if kind.sort != "recording":
        return data
    try:
        with tags.cleaned(ContentFile(data), kinds.BY_ENDING[kind.ending]) as bare:
            kept: bytes = bare.read()
            return kept
    except tags.CannotClean as error:
        raise Refused({"file": [str(error)]}) from error


@transaction.atomic
def hand_over(*, by: Viewer, at: datetime, paper: Paper, route: str = "") -> tuple[bytes, str]:
    """The file and its content type, recorded as a disclosure. Raises PaperGone or NotAllowed."""
    by.require("engagement.read", paper.area_id)
    try:
        data = files.read(paper)
    except (OSError, ValueError) as error:
        raise PaperGone from error
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=paper, area_id=paper.area_id, route=route, recipient=by.name)
    return data, BY_ENDING[paper.kept_as.rsplit(".", 1)[-1]].content_type


@transaction.atomic
def remove_paper(*, by: Viewer, at: datetime, paper: Paper, reason: str) -> None:
    """Remove a file for good, saying why; that there was one stays on record. Raises Refused or NotAllowed."""
    by.require("engagement.write", paper.area_id)
    if not reason.strip():
        raise Refused({"reason": [_("Say why it is removed.")]})
    if paper.removed_at:
        raise Refused({"": [_("It was removed already.")]})
    blank = {"title": _("Removed"), "file_name": "-", "transcript": "-" if paper.sort == Paper.Sort.RECORDING else ""}
    change(paper, {**blank, "removed_at": at, "removed_by_id": by.account_id, "removed_why": reason.strip()})
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=paper, area_id=paper.area_id, detail={"activity": paper.activity_id})
    transaction.on_commit(lambda: files.discard(paper.kept_as))


def _safe_name(name: str, ending: str) -> str:
    """The name the person knows, without what means something to a file system, with the ending of what the file really is."""
    stem = re.sub(r"[^\w ()-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip(" ._") or "file"
    return f"{stem[:100]}.{ending}"
