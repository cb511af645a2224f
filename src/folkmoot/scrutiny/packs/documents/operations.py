"""Bringing documents of a case in, and going through what is to be replaced in them. Each is one transaction with its audit event.

An audit event names a document by its number and counts passages; no word of a document stands in it.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.papers.keeping import FileGone, Opened, Upload
from folkmoot.scrutiny.packs.claiming import locked_for_preparing, person
from folkmoot.scrutiny.packs.documents import files, job
from folkmoot.scrutiny.packs.documents.marking import mark_in, named_for
from folkmoot.scrutiny.packs.documents.models import PackDocument, PackNames, PackSuggestion
from folkmoot.scrutiny.packs.documents.queries import Part, part_of
from folkmoot.scrutiny.packs.documents.rules import KIND_CODES, Decision, decision_problem, upload_problem
from folkmoot.scrutiny.packs.documents.texts import sealed, text_of, unsealed
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.rules import WORKING_KEPT

State, Decided = PackDocument.State, PackSuggestion.State
CAPABILITY = "scrutiny.identities"


@transaction.atomic
def add_document(*, by: Viewer, at: datetime, pack: Pack, what: str, upload: Upload | None) -> PackDocument:
    """Take a document of the case in, sealed; it is read once this is stored. Raises Refused (by field), NotAllowed or KeyLost."""
    held = locked_for_preparing(pack, by, at)
    by.require_for(CAPABILITY, held.area_id)
    problem = upload_problem(len(upload.data) if upload else 0)
    if problem or upload is None:
        raise Refused({"file": [problem]})
    if not what.strip():
        raise Refused({"what": [_("Say what it is, by kind. Members read this above its text.")]})
    kept_as = files.keep(upload.data)
    try:
        document = PackDocument(
            pack=held, number=(held.documents.aggregate(last=Max("number"))["last"] or 0) + 1, what=what.strip(), kept_as=kept_as,
            size=len(upload.data), sealed_name=sealed(upload.name), added_by_id=person(by), added_at=at,
        )  # fmt: skip
        check(document)
        document.save()
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=document, detail={"pack": held.pk, "size": document.size})
    except BaseException:
        files.discard(kept_as)
        raise
    transaction.on_commit(lambda: job.launch(document.pk))
    return document


@transaction.atomic
def read_again(*, by: Viewer, at: datetime, document: PackDocument) -> None:
    """Read a document anew whose reading broke off, or that could not be read. What people decided stays. Raises Refused or NotAllowed."""
    held = _held(by, at, document)
    if not held.kept_as:
        raise Refused({"": [_("The document is no longer here.")]})
    change(held, {"state": State.WAITING, "beat_at": at, "problem": ""})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"state": "waiting"})
    transaction.on_commit(lambda: job.launch(held.pk))


@transaction.atomic
def remove_document(*, by: Viewer, at: datetime, document: PackDocument, why: str) -> None:
    """Take a document out and erase it at once; that there was one stays on record. Raises Refused or NotAllowed."""
    held = _held(by, at, document)
    if len(why.split()) < 2:
        raise Refused({"why": [_("Say in a few words why it is removed.")]})
    change(held, {"state": State.REMOVED, "removed_at": at, "removed_why": why.strip(), **_emptied(held, at)})
    held.suggestions.all().delete()
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=held, detail={"pack": held.pack_id})


@transaction.atomic
def see_hazards(*, by: Viewer, at: datetime, document: PackDocument) -> None:
    """Say that one has looked at what else a document holds. Raises Refused or NotAllowed."""
    held = _held(by, at, document)
    change(held, {"hazards_seen_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"hazards seen": len(held.hazards)})


@transaction.atomic
def open_part(*, by: Viewer, at: datetime, document: PackDocument, number: int, route: str = "") -> Part:
    """One page of a document with every name in it. Each look is logged. Raises IndexError, NotAllowed or KeyLost."""
    by.require_for(CAPABILITY, document.area_id)
    part = part_of(document, number, text_of(document))
    audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=document, route=route, detail={"part": number})
    return part


@transaction.atomic
def open_original(*, by: Viewer, at: datetime, document: PackDocument, why: str, route: str = "") -> Opened:
    """Hand over the file as it was sent, to whoever may see whose case it is. Raises Refused, NotAllowed, FileGone or KeyLost."""
    by.require_for(CAPABILITY, document.area_id)
    if len(why.split()) < 3:
        raise Refused({"why": [_("Say in a few words what you need the original for. It is recorded with your name.")]})
    try:
        data = files.read(document)
    except OSError as error:
        raise FileGone from error
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=document, route=route, recipient=by.name, detail={"why": why.strip()[:300]})
    return Opened(data, "application/octet-stream", unsealed(document.sealed_name))


@transaction.atomic
def decide(*, by: Viewer, at: datetime, document: PackDocument, decisions: Sequence[Decision]) -> int:
    """Accept, change or leave passages of one document; returns how many were really decided anew. All or none.

    Raises Refused with what is wrong by the number of the passage (as a word), or NotAllowed.
    """
    held = _held(by, at, document)
    asked = {one.pk: one for one in decisions}
    rows = list(PackSuggestion.objects.select_for_update(of=("self",)).filter(document=held, pk__in=asked))
    problems = {str(pk): [problem] for pk, one in asked.items() if (problem := decision_problem(one, PackSuggestion.Reason.values))}
    if len(rows) < len(asked):
        problems[""] = [_("Some of these passages are no longer there: the document was read anew. Open the page again.")]
    if problems:
        raise Refused(problems)
    moved = [row for row in rows if _take(row, asked[row.pk], by, at)]
    _save(moved)
    if moved:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"decided": dict(Counter(str(row.state) for row in moved))})
    return len(moved)


@transaction.atomic
def accept_alike(*, by: Viewer, at: datetime, document: PackDocument, rule: str) -> int:
    """Accept everything in a document that one rule found and nobody decided yet; returns how many. Raises Refused or NotAllowed."""
    held = _held(by, at, document)
    rows = list(PackSuggestion.objects.select_for_update(of=("self",)).filter(document=held, state=Decided.OPEN, rule=rule))
    for row in rows:
        _take(row, Decision(row.pk, Decided.ACCEPTED), by, at)
    _save(rows)
    if rows:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"accepted by rule": len(rows)})
    return len(rows)


@transaction.atomic
def mark_missed(
    *, by: Viewer, at: datetime, document: PackDocument, words: str, kind: str, replacement: str = "", everywhere: bool = False,
    start: int | None = None, end: int | None = None,
) -> int:  # fmt: skip
    """Mark a passage that the machine missed, at one place or wherever the words stand in the pack; returns how many places.

    The words are added to what is known of the case, so that they are looked for in every document to come and by the leak scan.
    Raises Refused (by field) or NotAllowed.
    """
    held = _held(by, at, document)
    if kind not in KIND_CODES:
        raise Refused({"kind": [_("Choose what it is.")]})
    named = replacement.strip() or named_for(held.pack, words.strip(), kind)
    others = PackDocument.objects.filter(pack=held.pack, state=State.READ) if everywhere else PackDocument.objects.filter(pk=held.pk)
    here = (start, end)
    marked = {
        row.pk: mark_in(row, words, kind, named, by=by, at=at, place=here if row.pk == held.pk else (None, None), only_there=not everywhere)
        for row in others
    }
    if not sum(marked.values()):
        raise Refused({"words": [_("These words do not stand in the document like this, or are marked already.")]})
    from folkmoot.redaction.spans import Kind, Known
    from folkmoot.scrutiny.identities.operations import add_details

    add_details(by=by, at=at, identity=held.pack.drawn.case.identity, known=[Known(words.strip(), Kind(kind))])
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=held, detail={"marked by a person": sum(marked.values()), "kind": kind})
    return sum(marked.values())


@transaction.atomic
def unmark(*, by: Viewer, at: datetime, document: PackDocument, suggestion: PackSuggestion) -> None:
    """Take back a mark that a person made; what the machine found is left with a reason instead. Raises Refused or NotAllowed."""
    held = _held(by, at, document)
    if suggestion.by_machine or suggestion.document_id != held.pk:
        raise Refused({"": [_("Only what a person marked can be taken back.")]})
    suggestion.delete()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"mark taken back": 1})


@transaction.atomic
def erase_due(*, by: Viewer, at: datetime) -> int:
    """Erase documents, their text and who was called what, four weeks after a pack closed; returns of how many documents.

    What members read stays with the judgements that were made on it. Made to be repeated each day.
    """
    by.require_national("scrutiny.prepare")
    over = at - WORKING_KEPT
    closed = Q(pack__expires_at__lt=over) | Q(pack__state=Pack.State.WITHDRAWN, pack__withdrawn_at__lt=over)
    left = Q(pack__released_at__isnull=True, pack__drawn__draw__meeting__starts_at__lt=over - 2 * WORKING_KEPT)
    rows = list(PackDocument.objects.filter(closed | left, erased_at__isnull=True).select_related("pack__drawn__draw__panel"))
    for row in rows:
        change(row, _emptied(row, at))
        row.suggestions.all().delete()
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject=row, area_id=row.area_id, detail={"kept long enough": "document"})
    PackNames.objects.filter(pack__in={row.pack_id for row in rows}).update(sealed="")
    return len(rows)


def _held(by: Viewer, at: datetime, document: PackDocument) -> PackDocument:
    """The document as it is now, its pack being a draft and the person one who may see whose case it is."""
    pack = locked_for_preparing(document.pack, by, at)
    by.require_for(CAPABILITY, pack.area_id)
    held = PackDocument.objects.select_related("pack__drawn__case__identity", "pack__drawn__draw__panel").get(pk=document.pk)
    if held.state == State.REMOVED or held.erased_at:
        raise Refused({"": [_("The document was removed.")]})
    return held


def _take(row: PackSuggestion, one: Decision, by: Viewer, at: datetime) -> bool:
    """Set a decision on a row; whether it says anything new."""
    replacement = one.replacement.strip()[:120] if one.state == Decided.CHANGED else row.suggested or row.replacement
    values = (one.state, replacement, one.reason if one.state == Decided.REFUSED else "")
    if values == (row.state, row.replacement, row.reason):
        return False
    row.state, row.replacement, row.reason = values
    undone = one.state == Decided.OPEN
    row.decided_by_id, row.decided_at = (None, None) if undone else (by.account_id, at)
    return True


def _save(rows: Sequence[PackSuggestion]) -> None:
    PackSuggestion.objects.bulk_update(rows, ["state", "replacement", "reason", "decided_by", "decided_at"], batch_size=300)


def _emptied(document: PackDocument, at: datetime) -> dict[str, object]:
    kept_as = document.kept_as
    transaction.on_commit(lambda: files.discard(kept_as))
    return {"kept_as": "", "sealed_text": "", "sealed_name": "", "cuts": [], "erased_at": at}
