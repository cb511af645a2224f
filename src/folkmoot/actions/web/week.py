"""The board for the week, and the months ahead: what is late, what falls due, what waits for somebody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, chosen_area
from folkmoot.actions.models import Action
from folkmoot.actions.queries import CLOSED, DueDay, dates, list_actions, reviews_due, waiting_for_evidence
from folkmoot.actions.rules import State, months_later
from folkmoot.actions.web.presenters import STATE_COLOURS, STATE_WORDS, Line, line_of

SHOWN = 20
MONTHS = 3


@dataclass(frozen=True)
class Column:
    """One heading of the board: `step` names the page that does what is wanted; `total` counts those not shown too."""

    key: str
    heading: Promise
    step: str
    step_words: Promise
    lines: list[Line]
    total: int


@may("actions.read")
def week(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "actions.read", today=today)
    area = chosen_area(request.GET, areas)
    mine = request.GET.get("mine") == "1"
    columns = _columns(viewer, today, area_id=area.pk if area else None, owner_id=viewer.account_id if mine else None)
    context = {
        "columns": columns, "areas": areas, "area": area, "mine": mine, "total": sum(column.total for column in columns),
        "monday": _monday(today), "sunday": _monday(today) + timedelta(days=6), "kept": [("mine", "1")] if mine else [],
        "may_write": viewer.may("actions.write"),
    }  # fmt: skip
    return render(request, "actions/week.html", context)


def _columns(viewer: Any, today: date, **who: int | None) -> list[Column]:
    """What stands under one heading does not stand under the next of the first three; the others may name it again."""
    monday = _monday(today)
    open_rows = list_actions(viewer, today=today, **who).exclude(state__in=CLOSED)  # type: ignore[arg-type,misc]
    this_week, next_week = (today, monday + timedelta(days=6)), (monday + timedelta(days=7), monday + timedelta(days=13))
    kinds: list[tuple[str, Promise, str, Promise, QuerySet[Action]]] = [
        ("overdue", _("Overdue"), "progress", _("Record progress"), open_rows.filter(due_on__lt=today)),
        ("this-week", _("Due this week"), "progress", _("Record progress"), open_rows.filter(due_on__range=this_week)),
        ("next-week", _("Due next week"), "progress", _("Record progress"), open_rows.filter(due_on__range=next_week)),
        ("evidence", _("Waiting for evidence"), "evidence", _("Add evidence"), waiting_for_evidence(viewer, today=today, **who)),
        ("reviews", _("Waiting for “did it work?”"), "review", _("Answer"), reviews_due(viewer, today=today, **who)),
    ]
    if who.get("owner_id") is None:
        nobodys = list_actions(viewer, today=today, ownerless=True, **who)  # type: ignore[arg-type]
        kinds.append(("ownerless", _("Nobody owns it"), "hand_over", _("Say who takes it on"), nobodys))
    return [_column(kind, today) for kind in kinds]


def _column(kind: tuple[str, Promise, str, Promise, QuerySet[Action]], today: date) -> Column:
    key, heading, step, step_words, rows = kind
    first = list(rows[: SHOWN + 1])
    total = len(first) if len(first) <= SHOWN else rows.count()
    lines = [line_of(row, State(row.state), today) for row in first[:SHOWN]]
    return Column(key, heading, f"actions:{step}", step_words, lines, total)


@dataclass(frozen=True)
class DueLine:
    due: DueDay
    state_words: Promise
    state_colour: str


@dataclass(frozen=True)
class Month:
    """One month with what falls due in it, by day."""

    first: date
    lines: list[DueLine]


@may("actions.read")
def months(request: HttpRequest) -> HttpResponse:
    """Three months of due dates from `?from=2026-03`, the month of today without it."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "actions.read", today=today)
    area = chosen_area(request.GET, areas)
    first = _month_asked(request.GET.get("from", ""), today)
    shown = dates(viewer, area, first, months_later(first, MONTHS) - timedelta(days=1), today=today)
    starts = [months_later(first, place) for place in range(MONTHS)]
    rows = [Month(start, [_due(one) for one in shown if one.day.replace(day=1) == start]) for start in starts]
    context = {
        "months": rows, "areas": areas, "area": area, "earlier": f"{months_later(first, -MONTHS):%Y-%m}",
        "later": f"{months_later(first, MONTHS):%Y-%m}", "kept": [("from", f"{first:%Y-%m}")],
    }  # fmt: skip
    return render(request, "actions/months.html", context)


def _due(one: DueDay) -> DueLine:
    return DueLine(one, STATE_WORDS[one.state], STATE_COLOURS[one.state])


def _month_asked(asked: str, today: date) -> date:
    """Months between 2000 and 2099; anything else is the month of today."""
    year, _dash, month = asked.partition("-")
    if year.isdecimal() and month.isdecimal() and 2000 <= int(year[:5]) <= 2099 and 1 <= int(month[:3]) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
