"""The page of representation: a group's share by level, by unit and over time, beside target and population; and as a file."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import Viewer
from folkmoot.workforce.headcounts.words import questions
from folkmoot.workforce.representation import queries
from folkmoot.workforce.representation.population import local
from folkmoot.workforce.representation.queries import Table
from folkmoot.workforce.representation.web.presenters import flow_row, method, past_row, row, sentences
from folkmoot.workforce.representation.web.sheets import FORMATS, send, table_sheets
from folkmoot.workforce.targets.queries import target_of
from folkmoot.workforce.web.views import chosen_unit
from folkmoot.workforce.web.words import said_day, target_words


@may("workforce.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Sentences, then tables by level, unit, movement and day, then the method."""
    viewer, unit = request.viewer, chosen_unit(request)
    there = queries.characteristics(viewer)
    characteristic, groups, table = _asked(request, there)
    goal = target_of(viewer, characteristic, groups)
    context: dict[str, object] = {
        "characteristics": [questions()[key] for key in there], "characteristic": characteristic,
        "question": questions().get(characteristic), "choices": [("+".join(one), named(one)) for one in queries.choices(characteristic)],
        "groups": "+".join(groups), "table": table, "unit": unit, "named": named(groups), "goal": goal,
        "goal_words": target_words(goal) if goal else "", "may_write": viewer.sight("workforce.write").national,
    }  # fmt: skip
    if table:
        context |= _tables(viewer, table)
    return render(request, "workforce/representation.html", context)


def _tables(viewer: Viewer, table: Table) -> dict[str, object]:
    found, area = table.everyone.found, table.unit.area if table.unit else None
    beside = local(viewer, table.characteristic, table.groups, found, area) if found else None
    return {
        "said": sentences(table, beside), "levels": [row(one) for one in table.by_level], "units": [row(one) for one in table.by_unit],
        "flows": [flow_row(one) for one in table.flows], "days": [past_row(one, said_day(one.as_of)) for one in table.over_time],
        "method": method(), "formats": FORMATS,
    }  # fmt: skip


@may("workforce.read")
@transaction.atomic
def download(request: HttpRequest, ending: str) -> HttpResponse:
    """The tables of the page as a file."""
    characteristic, groups, table = _asked(request, queries.characteristics(request.viewer))
    if table is None or ending not in FORMATS:
        raise Http404
    name = f"representation-{characteristic}-{table.as_of}"
    return send(request, table_sheets(table, named(groups)), ending, name, f"representation {characteristic}")


def _asked(request: HttpRequest, there: list[str]) -> tuple[str, tuple[str, ...], Table | None]:
    asked = request.GET.get("characteristic", "")
    characteristic = asked if asked in there else there[0] if there else ""
    choices = queries.choices(characteristic) if characteristic else []
    wanted = tuple(one for one in request.GET.get("groups", "").split("+") if one)
    groups = wanted if wanted in choices else choices[0] if choices else ()
    if not groups:
        return characteristic, groups, None
    goal = target_of(request.viewer, characteristic, groups)
    shares = dict.fromkeys(goal.levels or [""], goal.share) if goal else {}
    return characteristic, groups, queries.table(request.viewer, characteristic, groups, unit=chosen_unit(request), shares=shares)


def named(groups: tuple[str, ...]) -> str:
    return _("All ethnic minority groups together") if len(groups) > 2 else ", ".join(groups)
