"""Attaching a film, a reading or large print, confirming it as the second person, releasing, withdrawing and removing it."""

import re
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.languages import queries
from folkmoot.languages.media import files, tags
from folkmoot.languages.media.kinds import DOCUMENT, HEAD, FileKind, opened_document, recording_kind, wave_seconds
from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.rules import (
    MOST_DOCUMENT_BYTES,
    Looked,
    Said,
    Sort,
    State,
    attach_problems,
    confirm_problem,
    going_problem,
    release_problems,
    seconds_in,
)
from folkmoot.languages.models import Document, SourceVersion


@transaction.atomic
def attach(
    *, by: Viewer, at: datetime, document: Document, said: Said, file: "File[Any]", file_name: str, made_from: int
) -> Rendition:  # fmt: skip
    """Attach a file made from version `made_from` of the text; its bytes say what it is. Raises Refused (by field) or NotAllowed."""
    by.require("languages.translate")
    held = Document.objects.select_for_update().get(pk=document.pk)
    source = SourceVersion.objects.filter(document=held, number=made_from).first()
    looked, properties = _looked_at(file, said.sort)
    problems = attach_problems(said, looked, today=timezone.localdate(at))
    if source is None:
        problems["made_from"] = [_("The text has no such version. Choose the one from which this was made.")]
    if problems or looked.kind is None:
        raise Refused(problems)
    kept_as, sha256, size = _kept(file, looked.kind)
    last = held.renditions.filter(sort=said.sort, language=said.language).aggregate(last=Max("number"))["last"] or 0
    try:
        made = Rendition(
            document=held, source=source, sort=said.sort, language=said.language, number=last + 1, kept_as=kept_as, sha256=sha256,
            size=size, file_name=_safe_name(file_name, looked.kind.ending), says_who_wrote_it=properties, made_by_id=by.account_id,
            made_at=at, **(_recorded(said) if said.recorded else {}),
        )  # fmt: skip
        check(made)
        made.save()
        detail = {"document": held.pk, "sort": said.sort, "language": said.language, "size": size, "version": made_from}
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=made, detail=detail)
    except BaseException:
        files.discard(kept_as)
        raise
    return made


@transaction.atomic
def confirm(*, by: Viewer, at: datetime, rendition: Rendition, same: bool, seen_version: int | None = None) -> Rendition:
    """Say, as a second person, that it says what the text says and the transcript what it says. Raises Refused or NotAllowed."""
    by.require("languages.check")
    held = _held(rendition, seen_version)
    problem = confirm_problem(state=held.state, maker=held.made_by_id, checker=by.account_id, same=same)
    if problem:
        raise Refused({"same" if not same and held.made_by_id != by.account_id else "": [problem]})
    files.check_whole(held)
    change(held, {"checked_by_id": by.account_id, "checked_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"did": "confirmed"})
    return held


@transaction.atomic
def send_back(*, by: Viewer, at: datetime, rendition: Rendition, reason: str, seen_version: int | None = None) -> Rendition:
    """Send it back with what is wrong: another one takes its place. Raises Refused (by field) or NotAllowed."""
    by.require("languages.check")
    held = _held(rendition, seen_version)
    _refuse_unless(held, State.RETURNED, reason)
    change(held, {"returned_by_id": by.account_id, "returned_at": at, "returned_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"did": "sent back"})
    return held


@transaction.atomic
def release(
    *, by: Viewer, at: datetime, rendition: Rendition, office: str, old_too: bool = False, seen_version: int | None = None
) -> Rendition:
    """Release what a second person confirmed; `old_too`: although the text was changed since. Raises Refused (by field) or NotAllowed."""
    by.require("languages.release")
    held = _held(rendition, seen_version)
    current = queries.current_source(held.document)
    old = current is not None and current.pk != held.source_id
    problems = release_problems(state=held.state, office=office, old=old, old_too=old_too)
    if problems:
        raise Refused(problems)
    files.check_whole(held)
    change(held, {"office": office.strip(), "released_by_id": by.account_id, "released_at": at})
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=held, recipient="public", detail={"sort": held.sort, "sha256": held.sha256})
    return held


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, rendition: Rendition, reason: str, seen_version: int | None = None) -> Rendition:
    """Take it off the public site, saying why. Raises Refused (by field) or NotAllowed."""
    by.require("languages.release")
    held = _held(rendition, seen_version)
    _refuse_unless(held, State.WITHDRAWN, reason)
    change(held, {"withdrawn_by_id": by.account_id, "withdrawn_at": at, "withdrawn_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"did": "withdrawn"})
    return held


@transaction.atomic
def remove(*, by: Viewer, at: datetime, rendition: Rendition, reason: str, seen_version: int | None = None) -> Rendition:
    """Remove the file and the words for good, with who signed or spoke; that there was one stays. Raises Refused or NotAllowed."""
    by.require("languages.release")
    held = _held(rendition, seen_version)
    _refuse_unless(held, State.REMOVED, reason)
    gone = dict.fromkeys(("transcript", "performer", "agreed_how"), "-" if held.recorded else "")
    values = {**gone, "short_why": "", "file_name": "-", "removed_by_id": by.account_id, "removed_at": at, "removed_why": reason.strip()}
    change(held, values)
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=held, detail={"document": held.document_id, "sort": held.sort})
    transaction.on_commit(lambda: files.discard(held.kept_as))
    return held


def _held(rendition: Rendition, seen_version: int | None) -> Rendition:
    held = Rendition.objects.select_for_update(of=("self",)).select_related("document").filter(pk=rendition.pk).first()
    if held is None or (seen_version is not None and seen_version != held.version):
        raise ChangedMeanwhile(rendition)
    return held


def _refuse_unless(held: Rendition, after: State, reason: str) -> None:
    problems: dict[str, list[str]] = {}
    if problem := going_problem(held.state, after):
        problems[""] = [problem]
    if not reason.strip():
        problems["reason"] = [_("Say why. It is kept on record.")]
    if problems:
        raise Refused(problems)


def _looked_at(file: "File[Any]", sort: str) -> tuple[Looked, bool]:
    """What the file is by its bytes, and whether it names who wrote it. Only a document of a fair size is opened whole."""
    size = file.size or 0
    file.seek(0)
    head = file.read(HEAD)
    if sort == Sort.LARGE and 0 < size <= MOST_DOCUMENT_BYTES:
        found = opened_document(head + file.read())
        looked, properties = Looked(found.kind, size, problem=found.problem), found.properties
    else:
        looked, properties = Looked(recording_kind(head), size, wave_seconds(head, size)), False
    file.seek(0)
    return looked, properties


def _kept(file: "File[Any]", kind: FileKind) -> tuple[str, str, int]:
    """Its name, sum and size as it is kept: a recording without what programs and devices wrote beside it. Raises Refused."""
    if kind.what == DOCUMENT:
        return *files.keep(file, kind.ending), file.size or 0
    try:
        with tags.cleaned(file, kind) as bare:
            return *files.keep(bare, kind.ending), bare.size or 0
    except tags.CannotClean as error:
        raise Refused({"file": [str(error)]}) from error


def _recorded(said: Said) -> dict[str, Any]:
    return {
        "sound": said.sound, "seconds": seconds_in(said.length), "transcript": said.transcript.replace("\r\n", "\n").strip(),
        "short_why": said.short_why.strip(), "performer": said.performer.strip(), "agreed_on": said.agreed_on,
        "agreed_how": said.agreed_how.strip(),
    }  # fmt: skip


def _safe_name(name: str, ending: str) -> str:
    """The name the person knows, without what means something to a file system, with the ending of what the file really is."""
    stem = re.sub(r"[^\w ()-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip(" ._") or "file"
    return f"{stem[:100]}.{ending}"
