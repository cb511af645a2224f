"""Standing work with others: partnerships, briefings of staff, and forms for the public. Small units are withheld by the room itself."""

from collections.abc import Sequence
from datetime import date

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Grant, Viewer
from folkmoot.engagement.briefings.queries import briefing_coverage, list_briefings
from folkmoot.reports.figures.scope import Scope, local_day, noted, place_or_none
from folkmoot.reports.shapes import Input
from folkmoot.reports.shapes_of_rooms import Partners, Thing
from folkmoot.stakeholders.partnerships.models import Partnership
from folkmoot.stakeholders.partnerships.queries import partnerships
from folkmoot.stakeholders.partnerships.rules import due_on
from folkmoot.voice.forms.models import Form
from folkmoot.voice.forms.queries import forms

_QUERY = (
    "partnerships of the scope in being on the day of the report with their contacts and outcomes by then, briefings held in the period,"
    " and forms that closed in it with the answers that count"
)


def gather(scope: Scope) -> tuple[Partners, Input]:
    held = list(list_briefings(scope.viewer, area_id=scope.area_id, first=scope.first, last=scope.position))
    coverage = briefing_coverage(_reader(scope), area=scope.area, first=scope.first, last=scope.position)
    asked = [one for one in scope.of_area(forms(scope.viewer)).filter(opened_at__isnull=False) if scope.holds(_closed(one))]
    standing = _partnerships(scope)
    last = {one.pk: _last(one, scope.position) for one in standing}
    total = coverage.total
    figures: Partners = {
        "partnerships": len(standing),
        "lapsed": [thing for one in standing if (thing := _lapsed(one, last[one.pk], scope.position))],
        "outcomes": sum(scope.holds(outcome.on) for one in standing for outcome in one.outcomes.all()),
        "briefings": len(held),
        "briefed": {"count": total.least, "of": total.headcount} if total else None,
        "units_left_out": coverage.left_out,
        "forms": len(asked),
        "answers": sum(getattr(one, "counted", 0) for one in asked),
    }
    return figures, _note(standing, last, held, asked)


def _reader(scope: Scope) -> Viewer:
    """Somebody who reads coverage and does not keep it: so small units are withheld from every report, whoever makes it."""
    areas = frozenset({scope.area.pk}) if scope.area else frozenset()
    return Viewer(None, scope.viewer.name, (Grant(Role.INSPECTOR, national=scope.area is None, area_ids=areas),))


def _partnerships(scope: Scope) -> list[Partnership]:
    rows = scope.of_area(partnerships(scope.viewer)).filter(starts__lte=scope.position).prefetch_related("contacts", "outcomes")
    return [one for one in rows.order_by("title", "pk") if one.ended_on is None or one.ended_on > scope.position]


def _last(row: Partnership, position: date) -> date | None:
    return max((one.on for one in row.contacts.all() if one.on <= position), default=None)


def _lapsed(row: Partnership, last: date | None, position: date) -> Thing | None:
    due = due_on(last=last, starts=row.starts, every_months=row.review_every_months)
    if due >= position:
        return None
    return {"id": row.pk, "title": row.title, "area": place_or_none(row.area), "due_on": due.isoformat()}


def _closed(form: Form) -> date:
    return min(local_day(form.closed_at), form.closes_on) if form.closed_at else form.closes_on


def _note(standing: Sequence[Partnership], last: dict[int, date | None], held: Sequence[object], asked: Sequence[Form]) -> Input:
    rows: list[tuple[str, int, int, Sequence[object]]] = [
        ("stakeholders.partnership", one.pk, one.version, (last[one.pk],)) for one in standing
    ]
    rows += [("engagement.briefing", one.pk, one.version, (one.held_on,)) for one in held]  # type: ignore[attr-defined]
    rows += [("voice.form", one.pk, one.version, (getattr(one, "counted", 0),)) for one in asked]
    return noted("partners", _QUERY, rows)
