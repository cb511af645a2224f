"""Minutes: written while meeting, circulated, corrected with the words before and after, agreed at a later meeting and fixed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.agenda.circulating import Readers, readers, tell
from folkmoot.panels.agenda.models import Circulation, Correction, Item, Minutes
from folkmoot.panels.agenda.operations.items import put_on_agenda
from folkmoot.panels.agenda.queries import unminuted, waiting_corrections
from folkmoot.panels.agenda.records import record_of
from folkmoot.panels.agenda.rules import (
    FEWEST_WORDS,
    AgreeingAt,
    agreeing_problem,
    circulating_problem,
    fingerprint,
    plain,
    writing_problem,
)
from folkmoot.panels.agenda.sources import MINUTES
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import quorum_of


@transaction.atomic
def write_minutes(
    *, by: Viewer, at: datetime, item: Item, words: str, outcome: str = "", unfinished: bool | None = None, seen_version: int | None = None
) -> list[str]:
    """Write what was said at an item and what came of it, while the meeting goes on or until the minutes are circulated.

    `unfinished` marks it to be carried over (None: as it is). Returns the fields that changed. Raises Refused, ChangedMeanwhile or
    NotAllowed.
    """
    by.require_for("panels.write", item.panel.area_id)
    if item.meeting is None:
        raise Refused({"": [_("The item is on no agenda. Put it on the agenda of the meeting first.")]})
    minutes = _held(by, at, item.meeting)
    values: dict[str, object] = {"words": plain(words), "outcome": plain(outcome)}
    if unfinished is not None and item.state == Item.State.ON_AGENDA:
        values["unfinished"] = unfinished
    _refuse_writing(item, item.meeting, minutes, values)
    changed = change(item, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=item, area_id=item.panel.area_id, detail={"fields": changed})
    return changed


@transaction.atomic
def write_opening(*, by: Viewer, at: datetime, meeting: Meeting, opening: str, seen_version: int | None = None) -> list[str]:
    """Write what stands before the first item. `seen_version` 0: no minutes were there yet. Raises as `write_minutes`."""
    by.require_for("panels.write", meeting.panel.area_id)
    new = not Minutes.objects.filter(meeting=meeting).exists()
    minutes = _held(by, at, meeting)
    problem = writing_problem(item_state="", meeting_state=meeting.state, minutes_state=minutes.state)
    if problem:
        raise Refused({"": [problem]})
    if seen_version == 0 and (new or not minutes.opening):
        seen_version = None
    changed = change(minutes, {"opening": plain(opening)}, seen_version=seen_version)
    if changed:
        _note(by, at, minutes, {"fields": changed})
    return changed


@transaction.atomic
def circulate_minutes(*, by: Viewer, at: datetime, minutes: Minutes, seen_version: int | None = None) -> Readers:
    """Circulate the minutes of a closed meeting: this version is kept as it is, and the members are told that they can read it.

    Again after a correction, as the next version. Returns who was written to and who was not. Raises Refused or ChangedMeanwhile.
    """
    by.require_for("panels.write", minutes.meeting.panel.area_id)
    held = _locked(minutes)
    problem = circulating_problem(
        minutes_state=held.state, meeting_state=held.meeting.state, unminuted=[item.title for item in unminuted(held.meeting)]
    )
    if problem:
        raise Refused({"": [problem]})
    record = record_of(held)
    last = held.circulations.order_by("-number").first()
    if last is not None and last.fingerprint == fingerprint(record):
        raise Refused({"": [_("Nothing has changed since they were circulated: everybody has this version.")]})
    change(held, {"state": Minutes.State.CIRCULATED}, seen_version=seen_version)
    told = readers(held.meeting.panel, at)
    circulation = Circulation(
        minutes=held, number=last.number + 1 if last else 1, record=record, fingerprint=fingerprint(record), told=len(told.written),
        circulated_by_id=by.account_id, circulated_at=at,
    )  # fmt: skip
    check(circulation)
    circulation.save()
    tell(by=by, at=at, circulation=circulation, members=told.written)
    _note(by, at, held, {"circulated": circulation.number, "fingerprint": circulation.fingerprint, "told": circulation.told})
    return told


@transaction.atomic
def ask_correction(
    *, by: Viewer, at: datetime, minutes: Minutes, asked: str, item: Item | None = None, attendance: Attendance | None = None
) -> Correction:
    """Ask that circulated minutes be corrected: the service, or a member from their own seat at that meeting (`attendance`).

    Without `item` it is about the opening words or who was there. Raises Refused or NotAllowed.
    """
    _require_asking(by, minutes, attendance)
    held = _locked(minutes)
    problems: dict[str, list[str]] = {}
    if held.state != Minutes.State.CIRCULATED:
        problems[""] = [_("Corrections are asked for between the day minutes are circulated and the meeting that agrees them.")]
    if (item is not None and item.meeting_id != held.meeting_id) or (attendance is not None and attendance.meeting_id != held.meeting_id):
        problems["item"] = [_("That belongs to another meeting.")]
    if len(asked.split()) < FEWEST_WORDS:
        problems["asked"] = [_("Say what should stand there instead, in your own words.")]
    if problems:
        raise Refused(problems)
    correction = Correction(
        minutes=held, item=item, attendance=attendance, asked=plain(asked), asked_by_id=by.account_id, asked_at=at
    )  # fmt: skip
    check(correction)
    correction.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=correction, area_id=held.meeting.panel.area_id)
    return correction


@transaction.atomic
def correct_minutes(
    *, by: Viewer, at: datetime, minutes: Minutes, words: str, outcome: str = "", item: Item | None = None, asked: str = "",
    correction: Correction | None = None, seen_version: int | None = None,
) -> Correction:  # fmt: skip
    """Correct circulated minutes; the words before and after are kept. Without `item` the opening words are corrected.

    `correction` is the one that asked for it; without one `asked` says what was wrong. `seen_version` is the item's (or minutes').
    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    by.require_for("panels.write", minutes.meeting.panel.area_id)
    correction = correction or ask_correction(by=by, at=at, minutes=minutes, asked=asked, item=item)
    held = _locked(minutes)
    _refuse_answered(correction, held)
    row: Item | Minutes = item if item is not None else held
    names = ("words", "outcome") if item is not None else ("opening",)
    before = {name: getattr(row, name) for name in names}
    after = dict(zip(names, (plain(words), plain(outcome)), strict=False))
    if not any(after.values()) and item is not None:
        raise Refused({"words": [_("Something must stand there: what was said, or what was decided.")]})
    if not change(row, after, seen_version=seen_version):
        raise Refused({"words": [_("These are the words that stand there now. Change them, or say why they stay.")]})
    _answer(correction, by, at, {"answer": Correction.Answer.MADE, "before": before, "after": after})
    return correction


@transaction.atomic
def leave_as_it_is(*, by: Viewer, at: datetime, correction: Correction, reason: str) -> None:
    """Answer a correction that is not made, with the reason, which stands in the minutes. Raises Refused or NotAllowed."""
    minutes = correction.minutes
    by.require_for("panels.write", minutes.meeting.panel.area_id)
    _refuse_answered(correction, _locked(minutes))
    if len(reason.split()) < FEWEST_WORDS:
        raise Refused({"reason": [_("Say why the words stay as they are: whoever asked will read it.")]})
    _answer(correction, by, at, {"answer": Correction.Answer.NOT_MADE, "reason": reason.strip()})


@transaction.atomic
def agree_minutes(
    *, by: Viewer, at: datetime, minutes: Minutes, at_meeting: Meeting, how: str = "", seen_version: int | None = None
) -> None:
    """Record that a later meeting agreed the minutes: from now on they are fixed, with their fingerprint.

    `how` says how they were agreed, where there is more to say than that. Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    by.require_for("panels.write", minutes.meeting.panel.area_id)
    held = _locked(minutes)
    problem = agreeing_problem(minutes_state=held.state, waiting=waiting_corrections(held).count(), at_meeting=_agreeing(held, at_meeting))
    if problem:
        raise Refused({"": [problem]})
    record = record_of(held)
    values = {
        "state": Minutes.State.AGREED, "agreed_at_meeting": at_meeting, "agreed_at": at, "agreed_by_id": by.account_id,
        "agreed_how": how.strip(), "record": record, "fingerprint": fingerprint(record),
    }  # fmt: skip
    change(held, values, seen_version=seen_version)
    _note(by, at, held, {"agreed": held.fingerprint, "at meeting": at_meeting.pk})
    _minute_the_agreement(by, at, held, at_meeting)


def _agreeing(minutes: Minutes, at_meeting: Meeting) -> AgreeingAt:
    first, then = minutes.meeting.starts_at, at_meeting.starts_at
    quorate = bool(at_meeting.quorate) if at_meeting.state == Meeting.State.CLOSED else quorum_of(at_meeting).met
    return AgreeingAt(
        same_panel=at_meeting.panel_id == minutes.meeting.panel_id, state=at_meeting.state,
        later=first is not None and then is not None and then > first, quorate=quorate,
    )  # fmt: skip


def _minute_the_agreement(by: Viewer, at: datetime, minutes: Minutes, at_meeting: Meeting) -> None:
    """The item that asked for it gets its outcome, so that nobody writes the same twice."""
    waiting = Item.objects.filter(origin_kind=MINUTES, origin_id=minutes.pk, state__in=(Item.State.WAITING, Item.State.ON_AGENDA))
    item = waiting.select_related("panel", "meeting").first()
    if item is None or at_meeting.state != Meeting.State.IN_PROGRESS:
        return
    if item.state == Item.State.WAITING:
        put_on_agenda(by=by, at=at, item=item, meeting=at_meeting)
    if item.meeting_id == at_meeting.pk and not item.outcome:
        held_on = minutes.meeting.starts_at
        day = date_format(timezone.localtime(held_on), "j F Y") if held_on else ""
        corrected = minutes.corrections.filter(answer=Correction.Answer.MADE).exists()
        outcome = _("The minutes of %(day)s were agreed as corrected.") if corrected else _("The minutes of %(day)s were agreed.")
        write_minutes(by=by, at=at, item=item, words=item.words, outcome=outcome % {"day": day})


def _held(by: Viewer, at: datetime, meeting: Meeting) -> Minutes:
    """The minutes of a meeting, begun where there are none, kept from change until the transaction ends."""
    minutes, made = Minutes.objects.get_or_create(meeting=meeting, defaults={"begun_by_id": by.account_id, "begun_at": at})
    if made:
        _note(by, at, minutes, {"state": "begun"})
    return _locked(minutes)


def _locked(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting__panel").get(pk=minutes.pk)


def _refuse_writing(item: Item, meeting: Meeting, minutes: Minutes, values: dict[str, object]) -> None:
    problem = writing_problem(item_state=item.state, meeting_state=meeting.state, minutes_state=minutes.state)
    if problem:
        raise Refused({"": [problem]})
    if item.state == Item.State.DONE and not (values["words"] or values["outcome"]):
        raise Refused({"words": [_("The meeting is closed and this item was dealt with: something must stand there.")]})


def _require_asking(by: Viewer, minutes: Minutes, attendance: Attendance | None) -> None:
    panel = minutes.meeting.panel
    if by.sight("panels.write").holds(panel.area_id):
        return
    own = attendance is not None and attendance.member is not None and attendance.member.account_id == by.account_id
    if not (own and by.account_id is not None and panel.code in by.panels("panel.home")):
        raise NotAllowed("panels.write")


def _refuse_answered(correction: Correction, minutes: Minutes) -> None:
    if correction.minutes_id != minutes.pk or correction.answer != Correction.Answer.WAITING:
        raise ChangedMeanwhile(correction)
    if minutes.state != Minutes.State.CIRCULATED:
        raise Refused({"": [_("These minutes were agreed by the panel and are fixed.")]})


def _answer(correction: Correction, by: Viewer, at: datetime, values: dict[str, object]) -> None:
    change(correction, values | {"answered_by_id": by.account_id, "answered_at": at})
    audit.record(
        audit.Kind.ALTERATION, by=by, at=at, subject=correction, area_id=correction.minutes.meeting.panel.area_id,
        detail={"answer": str(values["answer"])},
    )  # fmt: skip


def _note(by: Viewer, at: datetime, minutes: Minutes, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=minutes, area_id=minutes.meeting.panel.area_id, detail=detail)
