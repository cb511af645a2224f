"""From a drawn case to a pack that members read, and back at once. Each is one transaction with its audit event.

Whatever would change what members read claims the pack first, so that of two requests at once one is refused: nothing is reviewed or
released in another form than the one that was on screen.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.members.models import Member
from folkmoot.scrutiny.draws.models import DrawnCase
from folkmoot.scrutiny.frames.blind import refuse_whoever_knows
from folkmoot.scrutiny.packs import telling
from folkmoot.scrutiny.packs.claiming import locked, locked_for_preparing, note_hand, person
from folkmoot.scrutiny.packs.composing import compose, documents_in
from folkmoot.scrutiny.packs.documents.models import PackSuggestion
from folkmoot.scrutiny.packs.documents.texts import text_of
from folkmoot.scrutiny.packs.models import Pack, PackBlock, PackFalseAlarm, PackReading, PackReview
from folkmoot.scrutiny.packs.queries import Block, apart_why, blocks_of, had_a_hand, reading_problem, standing_reviews
from folkmoot.scrutiny.packs.reading import PackText, reader_name, text_for
from folkmoot.scrutiny.packs.rules import (
    end_problem,
    recall_problems,
    releasing_problems,
    reopening_problems,
    review_problems,
    submitting_problems,
    supervised_problems,
)
from folkmoot.scrutiny.packs.scanning import Found, look, still_open
from folkmoot.scrutiny.packs.summary.queries import summary_of
from folkmoot.scrutiny.packs.summary.rarity import rare_in

State, Level = Pack.State, Pack.Level


class PackClosed(FolkmootError):
    """A member may not open this pack, or no longer."""

    def __init__(self, why: str) -> None:
        super().__init__(_("You cannot open this case."), why, _("If you need it, ask the person who runs your panel."))


@transaction.atomic
def begin_pack(*, by: Viewer, at: datetime, drawn: DrawnCase, level: str = Level.SUMMARY, title: str = "", strand: str = "") -> Pack:
    """Begin the pack of a drawn case; `level` is of `Pack.Level`. Raises Refused or NotAllowed."""
    by.require_for("scrutiny.prepare", drawn.area_id)
    refuse_whoever_knows(by, drawn.case.frame_id)
    if drawn.replaced_at or drawn.draw.state != "drawn":
        raise Refused({"": [_("Only a case that was drawn, and not replaced since, can be prepared.")]})
    if Pack.objects.filter(drawn=drawn).exists():
        raise Refused({"": [_("Somebody has begun this pack already.")]})
    pack = Pack(drawn=drawn, level=level, title=title.strip(), strand=strand, begun_by_id=by.account_id, begun_at=at)
    check(pack)
    pack.save()
    note_hand(pack, by, at)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=pack, detail={"level": level, "drawn": drawn.pk})
    return pack


@transaction.atomic
def change_pack(*, by: Viewer, at: datetime, pack: Pack, level: str, title: str, strand: str, seen_version: int | None = None) -> list[str]:
    """Change what the panel sees, and what the case is called. Raises Refused, ChangedMeanwhile or NotAllowed."""
    held = locked_for_preparing(pack, by, at)
    if seen_version is not None and seen_version != held.version:
        raise ChangedMeanwhile(held)
    changed = change(held, {"level": level, "title": title.strip(), "strand": strand})
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"fields": changed})
    return changed


@transaction.atomic
def put_aside(*, by: Viewer, at: datetime, pack: Pack, mark: str, why: str, alike: bool = False) -> int:
    """Say why something that the leak scan found is no leak, with `alike` wherever the same words stand; returns how many places.

    Numbers can never be put aside. Raises Refused or NotAllowed.
    """
    held = locked_for_preparing(pack, by, at)
    all_found = look(by=by, at=at, pack=held, blocks=compose(held))
    found = next((one for one in all_found if one.mark == mark), None)
    if found is None:
        raise Refused({"": [_("This is no longer in the pack.")]})
    if not found.may_be_put_aside:
        raise Refused({"": [_("A number or an address always tells who somebody is. Take it out of the pack.")]})
    if len(why.split()) < 3:
        raise Refused({"why": [_("Say in a few words why this tells who nobody is: those who review read it.")]})
    same = {one.mark: one for one in all_found if one.mark == mark or (alike and one.same_words_as(found))}
    for each in same.values():
        if each.alarm is None:
            row = PackFalseAlarm(pack=held, mark=each.mark, why=why.strip(), by_id=person(by), at=at)
            check(row)
            row.save()
            audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"pack": held.pk, "kind": found.kind})
    return len(same)


@transaction.atomic
def submit(*, by: Viewer, at: datetime, pack: Pack, seen_version: int | None = None) -> None:
    """Write down what members would read and ask two others to review it. Raises Refused with everything that is missing."""
    held = locked_for_preparing(pack, by, at)
    if seen_version is not None and seen_version != held.version:
        raise ChangedMeanwhile(held)
    blocks = compose(held)
    problems = _submit_problems(by=by, at=at, pack=held, blocks=blocks)
    if problems:
        raise Refused(problems)
    PackBlock.objects.bulk_create(
        PackBlock(pack=held, edition=held.edition, order=number, kind=block.kind, field=block.field, words=block.words)
        for number, block in enumerate(blocks, 1)
    )
    _move(held, by, at, State.SUBMITTED, {"submitted_at": at}, detail={"blocks": len(blocks)})
    telling.tell_reviewers(by=by, at=at, pack=held)


def _submit_problems(*, by: Viewer, at: datetime, pack: Pack, blocks: list[Block]) -> dict[str, list[str]]:
    """Everything that keeps a pack from review, by field, the leak scan included (which `audit.record`s the use of what is known)."""
    documents = documents_in(pack)
    found: list[Found] = look(by=by, at=at, pack=pack, blocks=blocks) if blocks else []
    return submitting_problems(
        state=pack.state, level=pack.level, title=pack.title, has_summary=summary_of(pack) is not None, documents=len(documents),
        unread=sum(each.state != "read" for each in documents),
        undecided=PackSuggestion.objects.filter(document__in=documents, state="open").count(),
        unseen_hazards=sum(bool(each.hazards) and each.hazards_seen_at is None for each in documents),
        rare=len(rare_in(pack, at)), leaks=still_open(found),
    )  # fmt: skip


@transaction.atomic
def review(
    *, by: Viewer, at: datetime, pack: Pack, cleared: bool, remarks: str = "", checked: Sequence[str] = (), seen_edition: int | None = None
) -> PackReview:
    """Clear a pack or send it back to whoever prepared it. The second clearing by another person makes it ready for release.

    `checked` are codes of `rules.CHECKS`; `seen_edition` is the edition that was on screen. Raises Refused, ChangedMeanwhile, NotAllowed.
    """
    by.require_for("scrutiny.review", pack.area_id)
    held = locked(pack)
    if seen_edition is not None and seen_edition != held.edition:
        raise ChangedMeanwhile(held)
    refuse_whoever_knows(by, held.drawn.case.frame_id)
    before = standing_reviews(held)
    problems = review_problems(
        state=held.state, had_a_hand=had_a_hand(held, by.account_id), reviewed_before=by.account_id in {each.by_id for each in before},
        cleared=cleared, checked=checked, remarks=remarks,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    row = PackReview(
        pack=held, edition=held.edition, number=len(before) + 1, by_id=person(by), at=at, cleared=cleared, checked=sorted(checked),
        remarks=remarks.strip(),
    )  # fmt: skip
    check(row)
    row.save()
    if cleared:
        _move(held, by, at, State.CLEARED if before else State.REVIEWED, {}, detail={"review": row.number})
        if not before:
            telling.tell_reviewers(by=by, at=at, pack=held)
    else:
        _back_to_draft(held, by, at, {"review": row.number})
        telling.tell_preparers(by=by, at=at, pack=held, words=_("A pack was sent back: %(title)s") % {"title": held.title})
    return row


@transaction.atomic
def release(*, by: Viewer, at: datetime, pack: Pack, expires_at: datetime | None) -> None:
    """Open a pack to the members who may read it, until `expires_at`. The leak scan is made once more. Raises Refused or NotAllowed."""
    by.require_for("scrutiny.review", pack.area_id)
    held = locked(pack)
    meeting, blocks = held.drawn.draw.meeting, blocks_of(held)
    found = look(by=by, at=at, pack=held, blocks=blocks) if blocks else []
    problems = releasing_problems(
        state=held.state, clearers={each.by_id for each in standing_reviews(held) if each.cleared},
        hands=set(held.hands.values_list("who_id", flat=True)), leaks=still_open(found), expires_at=expires_at, at=at,
        meeting_at=meeting.starts_at, meeting_state=meeting.state,
    )  # fmt: skip
    if held.drawn.replaced_at:
        problems = {"": [_("This case was replaced by another in the draw.")]}
    if problems:
        raise Refused(problems)
    values = {"released_at": at, "released_by_id": by.account_id, "expires_at": expires_at}
    _move(held, by, at, State.RELEASED, values, kind=audit.Kind.DISCLOSURE)
    telling.tell_members_released(by=by, at=at, pack=held)


@transaction.atomic
def lengthen(*, by: Viewer, at: datetime, pack: Pack, expires_at: datetime | None) -> None:
    """Let members read a released pack longer, or less long. Raises Refused or NotAllowed."""
    by.require_for("scrutiny.review", pack.area_id)
    held = locked(pack)
    if held.state != State.RELEASED:
        raise Refused({"": [_("Only a pack that was released has a time until which it is read.")]})
    if problem := end_problem(expires_at, meeting_at=held.drawn.draw.meeting.starts_at, at=at):
        raise Refused({"expires_at": [problem]})
    change(held, {"expires_at": expires_at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"fields": ["expires_at"]})


@transaction.atomic
def recall(*, by: Viewer, at: datetime, pack: Pack, why: str) -> None:
    """Take a pack back at once, from everybody: the very next request of a member finds it closed. Raises Refused or NotAllowed."""
    if not any(by.sight(each).holds(pack.area_id) for each in ("scrutiny.review", "scrutiny.prepare")):
        by.require_for("scrutiny.review", pack.area_id)
    held = locked(pack)
    problems = recall_problems(held.state, why)
    if problems:
        raise Refused(problems)
    was_open = held.released_at is not None
    _void_reviews(held, at)
    _move(held, by, at, State.WITHDRAWN, {"withdrawn_at": at, "withdrawn_by_id": by.account_id, "withdrawn_why": why.strip()})
    if was_open:
        telling.tell_members_recalled(by=by, at=at, pack=held)


@transaction.atomic
def reopen(*, by: Viewer, at: datetime, pack: Pack, why: str) -> None:
    """Take a pack back to draft, in a new edition: its reviews are void and members cannot read it. Raises Refused or NotAllowed."""
    by.require_for("scrutiny.prepare", pack.area_id)
    held = locked(pack)
    problems = reopening_problems(held.state, why)
    if problems:
        raise Refused(problems)
    _back_to_draft(held, by, at)
    note_hand(held, by, at)


@transaction.atomic
def open_for(*, by: Viewer, at: datetime, pack: Pack, seat: Member, route: str = "") -> PackText:
    """Hand a pack to a member whose seat the caller has proved. Every opening is kept and logged. Raises PackClosed."""
    held = locked(pack)
    why = reading_problem(held, seat, at)
    if why:
        raise PackClosed(why)
    PackReading.objects.create(pack=held, member=seat, edition=held.edition, at=at)
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject=held, area_id=held.area_id, route=route, recipient=reader_name(seat),
        detail={"edition": held.edition},
    )  # fmt: skip
    return text_for(held, reader_name(seat), at)


@transaction.atomic
def open_supervised(*, by: Viewer, at: datetime, pack: Pack, readers: Sequence[Member], route: str = "") -> list[tuple[str, str]]:
    """Open a full file on the screen of whoever supervises, for the members beside them: each document's kind and text.

    Each of them is kept as a reader, and logged as one to whom it was disclosed. Raises Refused or NotAllowed.
    """
    by.require_for("scrutiny.identities", pack.area_id)
    held = locked(pack)
    may = [seat for seat in readers if not apart_why(held, seat, at)]
    problems = supervised_problems(
        level=held.level, state=held.state, expired=held.expires_at is None or held.expires_at <= at,
        meeting_state=held.drawn.draw.meeting.state, readers=len(readers), strangers=len(readers) - len(may),
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    for seat in may:
        PackReading.objects.create(pack=held, member=seat, edition=held.edition, at=at)
        audit.record(
            audit.Kind.DISCLOSURE, by=by, at=at, subject=held, area_id=held.area_id, route=route, recipient=reader_name(seat),
            detail={"edition": held.edition, "supervised": True},
        )  # fmt: skip
    return [(document.what, text_of(document)) for document in documents_in(held)]


def _move(
    pack: Pack,
    by: Viewer,
    at: datetime,
    state: str,
    values: Mapping[str, object],
    *,
    kind: audit.Kind = audit.Kind.ALTERATION,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Bring a pack that is held into another state."""
    change(pack, {"state": state, **values})
    audit.record(
        kind, by=by, at=at, subject=pack, area_id=pack.area_id, detail={"state": str(state), "edition": pack.edition, **(detail or {})}
    )


def _back_to_draft(pack: Pack, by: Viewer, at: datetime, detail: Mapping[str, object] | None = None) -> None:
    """A new edition begins: whatever was reviewed of the one before holds no more."""
    _void_reviews(pack, at)
    _move(pack, by, at, Pack.State.DRAFT, {"edition": pack.edition + 1, "submitted_at": None}, detail=detail)


def _void_reviews(pack: Pack, at: datetime) -> None:
    pack.reviews.filter(void_at__isnull=True).update(void_at=at, version=F("version") + 1)
