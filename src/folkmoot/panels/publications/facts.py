"""What the records say of a panel between two days, for its publications: no person, and no number of people under five.

What is read here is kept with the publication, so that a later look shows what has changed since.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from folkmoot.panels.agenda.models import Item, Minutes
from folkmoot.panels.agenda.sources import raised_by
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel, Remit, Terms
from folkmoot.panels.publications.rules import FEWEST_SHOWN, Kind
from folkmoot.panels.recommendations.models import RecommendationStep
from folkmoot.panels.recommendations.queries import Standing, finished_on, standing_of, with_history
from folkmoot.panels.representation.queries import representation
from folkmoot.panels.representation.statement import LANGUAGES, statement_of
from folkmoot.panels.space.queries import told_between
from folkmoot.panels.space.survey.models import Survey
from folkmoot.panels.space.survey.queries import results

Fact = dict[str, Any]
_HELD = (Meeting.State.CLOSED, Meeting.State.CALLED, Meeting.State.IN_PROGRESS, Meeting.State.CANCELLED)
_CAME = (Attendance.Present.ROOM, Attendance.Present.ONLINE)
# What the public page of a panel tells of an item: what members briefed and the minutes are told elsewhere, a case is never named.
_TOLD = (
    Item.Kind.STANDING, Item.Kind.DISCUSSION, Item.Kind.ACTION, Item.Kind.RECOMMENDATION, Item.Kind.ENQUIRY, Item.Kind.CONSULTATION,
)  # fmt: skip


def facts_of(kind: Kind, panel: Panel, *, first: date, last: date, meeting: Meeting | None = None) -> Fact:
    """What one kind of publication tells, as the records stand now; every value can be stored as JSON."""
    found = {"panel": _panel(panel)}
    if kind is Kind.UPDATE and meeting is not None:
        return found | {
            "meeting": _meetings([meeting])[0], "items": _items([meeting]),
            "made": _recommendations(with_history().filter(meeting=meeting)),
            "answered": _answered_since_last(panel, meeting), "next": _first_after(panel, meeting, Meeting.State.CALLED),
            "again": _first_after(panel, meeting, Meeting.State.CLOSED),
        }  # fmt: skip
    if kind is Kind.REPRESENTATION:
        return found | {"represented": _represented(panel, last), "organisations": _organisations(panel, last, last)}
    meetings = _meetings(panel.meetings.filter(state__in=_HELD, starts_at__date__range=(first, last)).order_by("starts_at"))
    return found | {
        "terms": _terms(panel, first, last), "meetings": meetings, "organisations": _organisations(panel, first, last),
        "recommendations": _recommendations(with_history().filter(panel=panel, made_on__range=(first, last))),
        "earlier": _still_open_before(panel, first) if kind is Kind.ANNUAL else [],
        "actions": _actions(panel, first, last),
        "coverage": _coverage(panel, first, last) if kind is Kind.ANNUAL else [],
        "briefed": _briefed(panel, first, last) if kind is Kind.ANNUAL else {},
        "represented": _represented(panel, last) if kind is Kind.ANNUAL else {},
        "survey": _survey(panel, first, last) if kind is Kind.ANNUAL else {},
    }  # fmt: skip


def _panel(panel: Panel) -> Fact:
    area = panel.area
    return {
        "name": _both(panel, "name"), "kind": _both(panel.kind, "name"), "purpose": _both(panel, "purpose"),
        "area": _both(area, "name") if area else None, "since": panel.starts.isoformat(),
    }  # fmt: skip


def _both(row: object, name: str) -> dict[str, str]:
    """A recorded text in English and, where somebody wrote it, in Welsh."""
    return {"en": getattr(row, f"{name}_en"), "cy": getattr(row, f"{name}_cy", "") or ""}


def shown_number(number: int) -> int | None:
    """A number of people as it may be told: None where it is too small, 0 where there was nobody."""
    return None if 0 < number < FEWEST_SHOWN else number


def _meetings(rows: Iterable[Meeting]) -> list[Fact]:
    among = list(rows)
    came = dict(
        Attendance.objects.filter(meeting__in=among, present__in=_CAME, member__isnull=False).order_by()
        .values_list("meeting").annotate(number=Count("pk"))
    )  # fmt: skip
    agreed = _minutes_agreed(among)
    return [
        {
            "number": row.number, "on": timezone.localdate(row.starts_at).isoformat() if row.starts_at else "", "state": row.state,
            "kind": row.kind, "where": row.where, "quorate": row.quorate, "theme": row.theme, "came": shown_number(came.get(row.pk, 0)),
            "minutes": agreed.get(row.pk, ""),
        }
        for row in among
    ]  # fmt: skip


def _minutes_agreed(meetings: list[Meeting]) -> dict[int, str]:
    """For each meeting with minutes how they stand: “draft”, “circulated” or “agreed”."""
    return dict(Minutes.objects.filter(meeting__in=meetings).order_by().values_list("meeting_id", "state"))


def _items(meetings: Iterable[Meeting]) -> list[Fact]:
    rows = Item.objects.filter(meeting__in=list(meetings), kind__in=_TOLD, state__in=(Item.State.DONE, Item.State.CARRIED))
    return [
        {
            "kind": row.kind, "title": _both(row, "title"), "remit": _both(row.remit, "name") if row.remit else None,
            "outcome": row.outcome, "carried": row.state == Item.State.CARRIED,
        }
        for row in rows.select_related("remit").order_by("order", "pk")
    ]  # fmt: skip


def _recommendations(rows: Any) -> list[Fact]:
    return [_recommendation(standing_of(row, row.made_on)) for row in rows.order_by("number")]


def _recommendation(standing: Standing) -> Fact:
    row, answer, done_on = standing.row, standing.answer, finished_on(standing)
    done = [step.words for step in row.steps.all() if step.kind == RecommendationStep.Kind.FINISHED][-1:] if done_on else []
    return {
        "number": row.number, "on": row.made_on.isoformat(), "words": _both(row, "words"), "to": row.to, "to_whom": row.to_whom,
        "answer": answer.outcome if answer else "", "answered_on": _day(answer.answered_on) if answer else "",
        "reason": _both(answer, "reason") if answer else None, "due_on": _day(answer.due_on) if answer else "",
        "done_on": _day(done_on), "done": "".join(done),
    }  # fmt: skip


def _answered_since_last(panel: Panel, meeting: Meeting) -> list[Fact]:
    """Recommendations of earlier meetings that were answered, or finished, since the meeting before this one."""
    day = _london_day(meeting)
    earlier = panel.meetings.filter(state=Meeting.State.CLOSED, starts_at__lt=meeting.starts_at).order_by("-starts_at").first()
    since = _london_day(earlier) if earlier else panel.starts
    new = Q(answers__answered_on__range=(since, day)) | Q(steps__kind=RecommendationStep.Kind.FINISHED, steps__on__range=(since, day))
    rows = panel.recommendations.exclude(meeting=meeting).filter(new, made_on__lt=day)
    return _recommendations(with_history().filter(pk__in=rows.values("pk")))


def _still_open_before(panel: Panel, first: date) -> list[Fact]:
    """What the panel recommended before these days and was neither finished nor rejected when they began."""
    rows = with_history().filter(panel=panel, made_on__lt=first)
    start = first.isoformat()
    found = _recommendations(rows)
    return [
        each for each in found
        if not (each["done_on"] and each["done_on"] < start) and not (each["answer"] == "rejected" and each["answered_on"] < start)
    ]  # fmt: skip


def _first_after(panel: Panel, meeting: Meeting, state: str) -> str:
    """The day of the first meeting after this one that is called, or was held."""
    after = panel.meetings.filter(state=state, starts_at__gt=meeting.starts_at).aggregate(on=Min("starts_at"))["on"]
    return timezone.localdate(after).isoformat() if after else ""


def _terms(panel: Panel, first: date, last: date) -> list[Fact]:
    """The agreed versions that held on any of these days, the earliest first."""
    rows = list(Terms.objects.filter(panel=panel, agreed_on__isnull=False, holds_from__lte=last).order_by("holds_from", "number"))
    at_first = [row for row in rows if row.holds_from and row.holds_from <= first]
    return [
        {
            "number": row.number, "agreed_on": _day(row.agreed_on), "holds_from": _day(row.holds_from), "agreed_how": row.agreed_how,
            "scope": _both(row, "scope"), "conduct": _both(row, "conduct"), "a_year": row.meetings_a_year, "quorum": row.quorum,
            "least": row.least_members, "most": row.most_members, "chair": row.chair_rule, "months": row.term_months,
            "renewals": row.renewals, "voting": list(row.voting),
        }
        for row in [*at_first[-1:], *rows[len(at_first) :]]
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _organisations(panel: Panel, first: date, last: date) -> list[str]:
    """The organisations from which members sat on the panel on any of these days, by name; never how many came from each."""
    held = Member.objects.filter(panel=panel, starts__lte=last).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=first), Q(ends__isnull=True) | Q(ends__gte=first)
    )
    return sorted(set(held.exclude(organisation__isnull=True).order_by().values_list("organisation__name", flat=True)))


def _coverage(panel: Panel, first: date, last: date) -> list[Fact]:
    """How often each part of the remit was discussed at a meeting that was held, and when last."""
    rows = Item.objects.filter(
        panel=panel, state=Item.State.DONE, meeting__state=Meeting.State.CLOSED, meeting__starts_at__date__range=(first, last),
        remit__isnull=False,
    )  # fmt: skip
    counted = {remit: (times, on) for remit, times, on in rows.order_by().values_list("remit").annotate(
        times=Count("meeting", distinct=True), on=Max("meeting__starts_at"))}  # fmt: skip
    remits = Remit.objects.filter(kind=panel.kind_id, withdrawn_on__isnull=True).order_by("order", "code")
    return [
        {
            "name": _both(remit, "name"), "times": counted.get(remit.pk, (0, None))[0],
            "on": timezone.localdate(counted[remit.pk][1]).isoformat() if remit.pk in counted else "",
        }
        for remit in remits
    ]  # fmt: skip


def _actions(panel: Panel, first: date, last: date) -> list[Fact]:
    """What was raised from the panel's work in these days: what will be done, and how it stood on the last of them; nobody's name."""
    return [
        {
            "title": action.title, "due_on": action.due_on.isoformat(), "seen_on": last.isoformat(),
            "state": action.state, "done_on": _day(action.latest_on),  # type: ignore[attr-defined]
        }
        for action in raised_by(panel, last)
        if first <= timezone.localdate(action.raised_at) <= last
    ]  # fmt: skip


def _briefed(panel: Panel, first: date, last: date) -> Fact:
    told = told_between([panel], first=first, last=last).get(panel.pk)
    return {"times": told.briefings, "people": shown_number(told.people)} if told else {}


def _survey(panel: Panel, first: date, last: date) -> Fact:
    """What members answered in a survey that closed in these days, as far as it may be shown; shares in whole per cent."""
    closed = Survey.objects.filter(panel=panel, closes_on__range=(first, last - timedelta(days=1))).order_by("-closes_on")[:1]
    found = results(closed, today=last)
    if not found:
        return {}
    return {
        "closed_on": found[0].survey.closes_on.isoformat(), "asked": shown_number(found[0].asked),
        "answered": shown_number(found[0].answered),
        "lines": [
            {
                "key": line.question.key, "base": shown_number(line.base),
                "share": [round(100 * each) for each in (line.share.value, line.share.low, line.share.high)] if line.share else None,
            }
            for line in found[0].questions
        ],
    }  # fmt: skip


def _represented(panel: Panel, on: date) -> Fact:
    """The statement of representation of a day in every language in which it is written."""
    found = representation(panel, on)
    return {language: dict(statement_of(found, language)) for language in LANGUAGES}


def _london_day(meeting: Meeting) -> date:
    if meeting.starts_at is None:
        raise ValueError("a meeting that was held has a time")
    return timezone.localdate(meeting.starts_at)
