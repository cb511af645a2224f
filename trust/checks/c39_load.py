"""Check 39: what a page costs, in processor time and in statements, whoever asks and whatever is sent."""

import json
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from unittest.mock import patch

from trust.checks import costing
from trust.checks.costing import BUDGETS, MOST_QUERIES, MOST_REPEATS, RATIOS, Cost, Page
from trust.figures import Figure, Size, check, control
from trust.places import Place, fictional, use

HOSTILE_SECONDS = 2.0
FEW = ("icem", "hq", "analyst")
TARGET = "processor ms at most: list 60, detail 40, save 30, search 80, sign-in 150; 25 queries; whatever is sent at most 2 s, below 500"
Beyond = Callable[[Cost, float], bool]


def _over_budget(cost: Cost, _empty: float) -> bool:
    return cost.ms > BUDGETS[cost.page.kind] or cost.queries > MOST_QUERIES or cost.repeats > MOST_REPEATS


def _over_ratio(cost: Cost, empty: float) -> bool:
    return cost.ms / empty > RATIOS[cost.page.kind]


@check(39, "Every list, detail, search, sign-in and save keeps its budget, for every role; no request is dear", target=TARGET)
def budgets(size: Size) -> Figure:
    return _measured(size)


@control(39, "finding out what somebody may do takes 80 ms of a processor")
def slow_scope(size: Size) -> Figure:
    return _measured(Size.GATE, broken=_slow_scope, roles=FEW[:1])


@control(39, "each organisation that is shown asks the database once more")
def asked_for_each_row(size: Size) -> Figure:
    return _measured(Size.GATE, broken=_asked_for_each_row, roles=FEW[:1])


@check(
    39, "No page costs many times an empty page of the same framework, measured in the same run", part="r",
    target="processor time at most so many times an empty page behind the same sign-in: list 30, detail 20, save 15, search 40, sign-in 75",
)  # fmt: skip
def ratios(size: Size) -> Figure:
    return _measured(size, _over_ratio, hostile=False)


@control("39r", "putting the frame of a page together takes 80 ms of a processor")
def slow_frame(size: Size) -> Figure:
    return _measured(Size.GATE, _over_ratio, broken=_slow_frame, roles=FEW[:1], hostile=False)


def _measured(
    size: Size, beyond: Beyond = _over_budget, *, broken: Any = nullcontext, roles: Collection[str] = (), hostile: bool = True
) -> Figure:
    place, whole = fictional(), size is Size.WHOLE
    use(place)
    costing.prepare()
    asked = roles or (() if whole else FEW)
    with broken():
        pages = costing.pages({role: email for role, email in cast_of(place).items() if not asked or role in asked}, everything=whole)
        empty = costing.empty_page()
        costs = [costing.cost(page, repeats=9 if whole else 1) for page in pages]
        costs = [costing.cost(each.page, repeats=9) if beyond(each, empty) else each for each in costs]  # dear once may be chance
        sent = costing.hostile(everything=whole) if hostile else []
    wrong = [_said(each, empty) for each in costs if beyond(each, empty)]
    wrong += [f"{what}: {seconds:.1f} s, status {status}" for what, seconds, status in sent if seconds > HOSTILE_SECONDS or status >= 500]
    more = _summary(costs, empty) | {"roles": len({each.page.role for each in costs} - {"nobody"})}
    if sent:
        more |= {"hostile requests": len(sent), "dearest, s": round(max(each[1] for each in sent), 2)}
    return Figure(len(wrong), len(costs) + len(sent), "pages" + " and hostile requests" * bool(sent), more, tuple(wrong), least=60)


def cast_of(place: Place) -> dict[str, str]:
    """One person of each role."""
    people: dict[str, str] = {}
    for each in json.loads((place.home / "fictional").read_text(encoding="utf-8"))["people"]:
        people.setdefault(each["role"], each["email"])
    return people


def _said(cost: Cost, empty: float) -> str:
    page: Page = cost.page
    repeats = f", one statement {cost.repeats} times" if cost.repeats > MOST_REPEATS else ""
    return (
        f"{page.kind} {page.address} as {page.role}: {cost.ms:.0f} ms of {BUDGETS[page.kind]}"
        f" ({cost.ms / empty:.0f} × an empty page), {cost.queries} queries{repeats}"
    )


def _summary(costs: list[Cost], empty: float) -> dict[str, Any]:
    """For each kind the median and the dearest page: processor ms, and times an empty page of the same framework in the same run."""
    told: dict[str, Any] = {"an empty page, signed in, ms": round(empty, 1)}
    for kind in BUDGETS:
        mine = sorted(each.ms for each in costs if each.page.kind == kind)
        if mine:
            middle, most = mine[len(mine) // 2], mine[-1]
            said = f"{middle:.0f} ({middle / empty:.0f}), at most {most:.0f} ({most / empty:.0f})"
            told[f"{kind}, {len(mine)} pages, ms (× empty)"] = said
    told["most queries of a page"] = max(each.queries for each in costs)
    told["one statement asked at most"] = max(each.repeats for each in costs)
    return told


def _slow_scope() -> AbstractContextManager[Any]:
    from folkmoot.accounts import middleware

    right = middleware.viewer_for

    def slow(*said: Any) -> Any:
        costing.burn(0.08)
        return right(*said)

    return patch.object(middleware, "viewer_for", slow)


def _slow_frame() -> AbstractContextManager[Any]:
    from folkmoot.config import context

    right = context.page

    def slow(*said: Any) -> Any:
        costing.burn(0.08)
        return right(*said)

    return patch.object(context, "page", slow)


def _asked_for_each_row() -> AbstractContextManager[Any]:
    from django.db.models.signals import post_init

    from folkmoot.areas.models import Area
    from folkmoot.stakeholders.models import Organisation

    def ask(**_said: Any) -> None:
        Area.objects.filter(pk=1).exists()

    post_init.connect(ask, sender=Organisation, weak=False)
    return nullcontext()
