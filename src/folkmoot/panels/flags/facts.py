"""What the flags of panels follow from, read for many panels at once in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from folkmoot.panels.agenda.queries import coverage_of_many
from folkmoot.panels.flags.rules import Facts, Held, Laid, RemitPart, Seat, Waiting
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member, Office, Undertaking
from folkmoot.panels.members.queries import on_day
from folkmoot.panels.members.rules import CHAIRS, SIGNS
from folkmoot.panels.models import Panel, Position, Terms
from folkmoot.panels.queries import latest_terms
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import standing_of, with_history

CHAIRING = sorted({position for positions in CHAIRS.values() for position in positions})


def facts_of(panels: Iterable[Panel], today: date) -> dict[int, Facts]:
    """The facts of each panel, by its number."""
    among = list(panels)
    terms, held = latest_terms(among, today), _held(among)
    began, called = _terms_since(among), _called(among, today)
    seats, waiting, remits = _seats(among, terms, today), _waiting(among, held), coverage_of_many(among, today)
    late = _late(among, today)
    ends, left = _chairs_end(among, today), _chairs_left(among, today)
    return {
        panel.pk: Facts(
            starts=panel.starts,
            terms=_laid(terms[panel.pk], began[panel.pk]) if panel.pk in terms else None,
            held=tuple(each for _number, each in held[panel.pk]),
            next_on=called.get(panel.pk),
            seats=tuple(seats[panel.pk]),
            chair_ends=ends.get(panel.pk),
            chair_left=left.get(panel.pk),
            waiting=tuple(waiting[panel.pk]),
            late=tuple(late[panel.pk]),
            terms_from=began[panel.pk] if panel.pk not in terms and began[panel.pk] > today else None,
            remit=tuple(RemitPart(each.remit.name, each.due_by) for each in remits[panel.pk]),
        )
        for panel in among
    }


def _laid(terms: Terms, since: date) -> Laid:
    return Laid(
        since=since,
        meetings_a_year=terms.meetings_a_year,
        voting=tuple(terms.voting),
        chairs=CHAIRS[terms.chair_rule],
        least_members=terms.least_members,
        undertaking=bool(terms.confidentiality_en.strip()),
    )


def _terms_since(panels: list[Panel]) -> dict[int, date]:
    """Since when each panel has had terms, but not before it was set up: only from then on can it be behind."""
    rows = Terms.objects.filter(panel__in=panels, holds_from__isnull=False).order_by("-holds_from").values_list("panel_id", "holds_from")
    first = {number: day for number, day in rows if day is not None}
    return {panel.pk: max(panel.starts, first.get(panel.pk, panel.starts)) for panel in panels}


def _held(panels: list[Panel]) -> dict[int, list[tuple[int, Held]]]:
    """The meetings that were closed, each with its number as a row, the latest first."""
    found: dict[int, list[tuple[int, Held]]] = defaultdict(list)
    rows = Meeting.objects.filter(panel__in=panels, state=Meeting.State.CLOSED).order_by("-starts_at", "-number")
    for row in rows.values_list("panel_id", "pk", "starts_at", "quorate", "minutes__state"):
        panel_id, number, starts_at, quorate, minutes = row
        found[panel_id].append((number, Held(timezone.localdate(starts_at), bool(quorate), minutes or "")))
    return found


def _called(panels: list[Panel], today: date) -> dict[int, date]:
    rows = Meeting.objects.filter(panel__in=panels, state__in=(Meeting.State.CALLED, Meeting.State.IN_PROGRESS)).order_by("-starts_at")
    days = [(panel_id, timezone.localdate(at)) for panel_id, at in rows.values_list("panel_id", "starts_at")]
    return {panel_id: day for panel_id, day in days if day >= today}


def _seats(panels: list[Panel], terms: dict[int, Terms], today: date) -> dict[int, list[Seat]]:
    rows = Member.objects.filter(on_day(today), panel__in=panels, contact__erased_on__isnull=True)
    held = list(rows.values_list("panel_id", "contact_id", "contact__merged_into_id", "position", "ends", "renewed_by"))
    signed = _signed(panels)
    found: dict[int, dict[int, Seat]] = defaultdict(dict)
    for panel_id, contact_id, merged_into, position, ends, renewal in held:
        who, laid = merged_into or contact_id, terms.get(panel_id)
        last = signed.get((panel_id, who)) or signed.get((panel_id, contact_id))
        found[panel_id][who] = Seat(
            position=position, ends=ends, renewed=renewal is not None, signs=position in SIGNS,
            signed=last is not None and laid is not None and last[1] == laid.confidentiality_en, bound_until=last[0] if last else None,
        )  # fmt: skip
    return {panel.pk: list(found[panel.pk].values()) for panel in panels}


def _signed(panels: list[Panel]) -> dict[tuple[int, int], tuple[date | None, str]]:
    """The last undertaking of each person on each panel: its last day, and the words that were signed."""
    rows = Undertaking.objects.filter(member__panel__in=panels).order_by("signed_on", "pk")
    values = rows.values_list("member__panel_id", "contact_id", "lapses_on", "terms__confidentiality_en")
    return {(panel_id, contact_id): (lapses_on, words) for panel_id, contact_id, lapses_on, words in values}


def _chairs_end(panels: list[Panel], today: date) -> dict[int, date]:
    """The day on which whoever chairs each panel can do so no longer: of the seat (unless renewed) or of the office."""
    seats = Member.objects.filter(on_day(today), panel__in=panels, position=Position.CHAIR)
    days = list(seats.filter(ends__isnull=False, renewed_by__isnull=True).values_list("panel_id", "ends"))
    offices = Office.objects.filter(member__in=seats, position=Position.CHAIR, ended_on__isnull=True, ends__isnull=False)
    days += list(offices.values_list("member__panel_id", "ends"))
    return {panel_id: day for panel_id, day in sorted(days, key=lambda each: each[1] or date.max, reverse=True) if day is not None}


def _chairs_left(panels: list[Panel], today: date) -> dict[int, date]:
    """The first day without a chair, of the panels that had one: the day after the seat or the office of the last one ended."""
    seats = Member.objects.filter(panel__in=panels, position__in=CHAIRING).annotate(last=Coalesce("ended_on", "ends"))
    offices = Office.objects.filter(member__panel__in=panels, position=Position.CHAIR, ended_on__isnull=False)
    gone = [
        *seats.filter(last__lt=today).order_by().values_list("panel_id").annotate(day=Max("last")),
        *offices.order_by().values_list("member__panel_id").annotate(day=Max("ended_on")),
    ]
    return {panel_id: day + timedelta(days=1) for panel_id, day in sorted(gone, key=lambda each: each[1])}


def _waiting(panels: list[Panel], held: dict[int, list[tuple[int, Held]]]) -> dict[int, list[Waiting]]:
    """The recommendations without an answer though the panel has met since they were made."""
    found: dict[int, list[Waiting]] = defaultdict(list)
    rows = Recommendation.objects.filter(panel__in=panels, answers__isnull=True).values_list("panel_id", "number", "meeting_id", "made_on")
    for panel_id, number, meeting_id, made_on in rows:
        since = [meeting.on for pk, meeting in held[panel_id] if pk != meeting_id and meeting.on > made_on]
        if since:
            found[panel_id].append(Waiting(number, min(since)))
    return found


def _late(panels: list[Panel], today: date) -> dict[int, list[tuple[int, date]]]:
    """The recommendations that were accepted and are not done though their day has passed, each with that day."""
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for row in with_history().filter(panel__in=panels, answers__due_on__lt=today).distinct():
        standing = standing_of(row, today)
        if standing.late and standing.answer and standing.answer.due_on:
            found[row.panel_id].append((row.number, standing.answer.due_on))
    return found
