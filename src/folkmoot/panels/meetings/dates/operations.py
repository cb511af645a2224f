"""Writing polls and series: asking which day suits, keeping answers, choosing the day, planning a year of meetings at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.meetings.dates.letters import ask
from folkmoot.panels.meetings.dates.models import Poll, PollAnswer, PollDate, PollVoice
from folkmoot.panels.meetings.dates.queries import closed, closed_for, voices_of
from folkmoot.panels.meetings.dates.rules import Pattern, days_of, moments_of, pattern_problems, poll_problems
from folkmoot.panels.meetings.models import Meeting, Series
from folkmoot.panels.meetings.operations import draft_meeting
from folkmoot.panels.meetings.replying import LONGEST_WORDS, LinkClosed
from folkmoot.panels.members.queries import sitting, voters
from folkmoot.panels.models import Panel

ANSWERS_KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Asked:
    """A poll, and who must be asked in another way, each with one sentence why."""

    poll: Poll
    by_hand: list[tuple[PollVoice, str]]


@transaction.atomic
def open_poll(
    *, by: Viewer, at: datetime, panel: Panel, dates: Iterable[datetime], closes_on: date | None, lasts: int = 120, where: str = "place",
    place: str = "", link: str = "", access: str = "", theme: str = "",
) -> Asked:  # fmt: skip
    """Ask every member who sits today which of these times suits. `dates` are aware times. Raises Refused or NotAllowed."""
    by.require_for("panels.write", panel.area_id)
    offered, today = sorted(dates), timezone.localdate(at)
    if problems := poll_problems(dates=offered, closes_on=closes_on, today=today, at=at):
        raise Refused(problems)
    members = list(sitting(panel, today))
    if not members or panel.ended_on is not None or closes_on is None:
        raise Refused({"": [_("Nobody sits on this panel today. Appoint members first.")]})
    poll = Poll(
        panel=panel, closes_on=closes_on, lasts=lasts, where=where, place=place.strip(), link=link.strip(), access=access.strip(),
        theme=theme.strip(), asked_by_id=by.account_id, asked_at=at,
    )  # fmt: skip
    check(poll)
    poll.save()
    for starts_at in offered:
        PollDate.objects.get_or_create(poll=poll, starts_at=starts_at)
    voting = set(voters(panel, today).values_list("pk", flat=True))
    PollVoice.objects.bulk_create([PollVoice(poll=poll, member=member, votes=member.pk in voting) for member in members])
    by_hand = ask(by=by, at=at, voices=list(voices_of(poll)))
    _note(by, at, poll, {"asked": len(members), "by_hand": len(by_hand)}, audit.Kind.COLLECTION)
    return Asked(poll, by_hand)


@transaction.atomic
def remind_of_poll(*, by: Viewer, at: datetime, poll: Poll) -> int:
    """Write again to those who have not answered, at most once a day; returns to how many. Raises Refused or NotAllowed."""
    by.require_for("panels.write", poll.panel.area_id)
    if over := closed(poll, timezone.localdate(at)):
        raise Refused({"": [over]})
    silent = [voice for voice in voices_of(poll).filter(answered_at__isnull=True) if not closed_for(voice, timezone.localdate(at))]
    by_hand = ask(by=by, at=at, voices=silent, mark=f"{timezone.localdate(at):%Y%m%d}")
    _note(by, at, poll, {"reminded": len(silent) - len(by_hand)})
    return len(silent) - len(by_hand)


@transaction.atomic
def answer_poll(*, by: Actor = THE_PRODUCT, at: datetime, voice: PollVoice, answers: Mapping[int, str], words: str = "") -> PollVoice:
    """Keep what a member answered, by the id of each date ("" takes an answer back). A later answer stands in place of an earlier one.

    Whoever calls it has made sure that the voice is their own. Raises Refused or LinkClosed.
    """
    held = PollVoice.objects.select_for_update(of=("self",)).select_related("poll__panel").get(pk=voice.pk)
    if over := closed_for(held, timezone.localdate(at)):
        raise LinkClosed(over)
    known = set(held.poll.dates.values_list("pk", flat=True))
    said = {pk: answer for pk, answer in answers.items() if pk in known}
    if not any(said.values()):
        raise Refused({"": [_("Say of at least one of the times whether you can come.")]})
    if set(said.values()) - {"", *PollAnswer.Answer.values}:
        raise Refused({"": [_("Choose one of the answers.")]})
    if len(words.strip()) > LONGEST_WORDS:
        raise Refused({"words": [_("Say it in at most %(most)d letters.") % {"most": LONGEST_WORDS}]})
    for pk, answer in said.items():
        _keep_answer(held, pk, answer)
    change(held, {"answered_at": at, "words": " ".join(words.split()) or held.words})
    _note(by, at, held.poll, {"answered": held.pk}, audit.Kind.COLLECTION)
    return held


@transaction.atomic
def record_poll_answer(*, by: Viewer, at: datetime, voice: PollVoice, answers: Mapping[int, str], words: str = "") -> PollVoice:
    """Enter what a member said by telephone. Raises Refused, LinkClosed or NotAllowed."""
    by.require_for("panels.write", voice.poll.panel.area_id)
    return answer_poll(by=by, at=at, voice=voice, answers=answers, words=words)


@transaction.atomic
def choose_date(*, by: Viewer, at: datetime, poll: Poll, date: PollDate) -> Meeting:
    """Choose one of the times: the poll ends in a draft meeting at it, which is then called. Raises Refused or NotAllowed."""
    held = _open(by, poll)
    if date.poll_id != held.pk:
        raise Refused({"": [_("This time was not offered.")]})
    if date.starts_at <= at:
        raise Refused({"": [_("This time has passed. Ask again with times to come.")]})
    same = {name: getattr(held, name) for name in ("lasts", "where", "place", "link", "access", "theme")}
    meeting = draft_meeting(by=by, at=at, panel=held.panel, starts_at=date.starts_at, **same)
    change(held, {"meeting": meeting})
    _note(by, at, held, {"chosen": date.pk})
    poll.refresh_from_db()
    return meeting


@transaction.atomic
def withdraw_poll(*, by: Viewer, at: datetime, poll: Poll, why: str) -> None:
    """Stop asking, with the reason. Raises Refused or NotAllowed."""
    held = _open(by, poll)
    if not why.strip():
        raise Refused({"why": [_("Say why.")]})
    change(held, {"withdrawn_on": timezone.localdate(at), "withdrawn_why": why.strip()})
    _note(by, at, held, {"withdrawn": True})
    poll.refresh_from_db()


@transaction.atomic
def plan_series(
    *, by: Viewer, at: datetime, panel: Panel, pattern: Pattern, days: Iterable[date] | None = None, **values: Any
) -> list[Meeting]:  # fmt: skip
    """Plan the meetings of a series as drafts, at the same hour by the clock of London. `values` as of `draft_meeting`.

    `days` leaves out those that do not suit; without it all of them. Raises Refused (by field of the pattern) or NotAllowed.
    """
    by.require_for("panels.write", panel.area_id)
    every = days_of(pattern)
    chosen = every if days is None else [day for day in every if day in set(days)]
    if problems := pattern_problems(pattern, chosen, today=timezone.localdate(at)):
        raise Refused(problems)
    series = Series(
        panel=panel, rhythm=pattern.rhythm, every=pattern.every, weekday=pattern.weekday, nth=pattern.nth, first_on=pattern.first_on,
        until=pattern.until, at_time=pattern.at, planned_by_id=by.account_id, planned_at=at,
    )  # fmt: skip
    check(series)
    series.save()
    made = [
        draft_meeting(by=by, at=at, panel=panel, starts_at=starts_at, series=series, **values) for starts_at in moments_of(pattern, chosen)
    ]
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=series, area_id=panel.area_id, detail={"meetings": len(made)})
    return made


def _open(by: Viewer, poll: Poll) -> Poll:
    held = Poll.objects.select_for_update(of=("self",)).select_related("panel").get(pk=poll.pk)
    by.require_for("panels.write", held.panel.area_id)
    if held.meeting_id is not None or held.withdrawn_on is not None:
        raise Refused({"": [_("The day has been found, or the question was withdrawn.")]})
    return held


def _keep_answer(voice: PollVoice, date_id: int, answer: str) -> None:
    if answer:
        PollAnswer.objects.update_or_create(voice=voice, date_id=date_id, defaults={"answer": answer})
    else:
        PollAnswer.objects.filter(voice=voice, date_id=date_id).delete()


def _note(by: Actor, at: datetime, row: Poll, detail: dict[str, object], kind: audit.Kind = audit.Kind.ALTERATION) -> None:
    audit.record(kind, by=by, at=at, subject=row, area_id=row.panel.area_id, detail=detail)


@transaction.atomic
def forget_answers(*, by: Actor, at: datetime) -> int:
    """Erase who could come when, a year after a poll was begun: it says where people were. Returns how many polls. For the daily run."""
    old = Poll.objects.filter(asked_at__lt=at - ANSWERS_KEPT, voices__answered_at__isnull=False).distinct()
    ids = list(old.values_list("pk", flat=True))
    if ids:
        PollAnswer.objects.filter(date__poll__in=ids).delete()
        PollVoice.objects.filter(poll__in=ids).update(words="", answered_at=None, version=F("version") + 1)
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject="panels.poll", ids=ids)
    return len(ids)
