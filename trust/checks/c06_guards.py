"""Check 6: each guard is taken away, one at a time, and it must be seen: a page opens against its rule, or a foreign row is shown."""

import logging
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from trust.checks.area_canaries import CANARY, area_of, plant
from trust.checks.c01_every_route import _opens, _routes
from trust.checks.ids import area_of_row, foreign_row, forms_made, rows_fetched
from trust.checks.walking import Person, harvest, people, route_of, said_in
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use


@dataclass
class Ground:
    """Who asks, and the addresses of one who may do all in an Area. By the modules whose `within` they met: addresses of foreign rows
    (`scoped`), and pages of the other (`lists`)."""

    owner: Person
    other: Person
    without: list[Person]
    pages: dict[str, str]
    scoped: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lists: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@cache
def prepared(size: Size) -> Ground:
    use(fictional())
    plant()
    logging.disable(logging.ERROR)
    whole = size is Size.WHOLE
    everybody = people(most_of_a_role=9)
    those = [person for person in everybody if person.name.startswith("icem")]
    mine = those[0].viewer.sight("stakeholders.read").area_ids
    other = next(person for person in those if not person.viewer.sight("stakeholders.read").area_ids & mine)
    without = [
        person for person in everybody if person.name in ("administrator 1", "governance_member 1", "panel_member 1", "lawyer 1", "icem 1")
    ]
    harvest(those[0], of_each=1, most=100_000 if whole else 60)
    pages = {route: addresses[0] for route, addresses in those[0].reached.items()}
    if whole:
        for person in everybody:
            if person.name in ("hq 1", "administrator 1", "panel_member 1", "analyst 1", "hr 1"):
                harvest(person, of_each=1)
                pages |= {route: addresses[0] for route, addresses in person.reached.items() if route not in pages}
    harvest(other, of_each=1, most=100_000 if whole else 60)
    ground = Ground(those[0], other, without, pages)
    _note_scopes(ground)
    return ground


def _modules_with_within() -> list[Any]:
    from folkmoot.accounts import scope

    return [module for _name, module in sorted(sys.modules.items()) if getattr(module, "within", None) is scope.within]


def _note_scopes(ground: Ground) -> None:
    """Which modules' `within` each foreign row's address meets, on the way to a row of an Area that is not the other's."""
    from folkmoot.accounts import scope

    met: list[str] = []
    own = ground.other.viewer.sight("stakeholders.read").area_ids
    with _replaced({module: _noting(scope.within, module.__name__, met) for module in _modules_with_within()}):
        for route, address in ground.pages.items():
            if "<" not in route:
                continue
            met.clear()
            with rows_fetched() as rows:
                answer = ground.owner.client.get(address)
            if answer.status_code != 200 or not any((area_of_row(row) or next(iter(own))) not in own for row in rows):
                continue
            for name in dict.fromkeys(met):
                ground.scoped[name].append(address)
        for addresses in ground.other.reached.values():
            met.clear()
            ground.other.client.get(addresses[0])
            for name in dict.fromkeys(met):
                ground.lists[name].append(addresses[0])


def _noting(original: Any, name: str, met: list[str]) -> Callable[..., Any]:
    def within(*args: Any, **named: Any) -> Any:
        met.append(name)
        return original(*args, **named)

    return within


@contextmanager
def _replaced(those: dict[Any, Any]) -> Iterator[None]:
    before = {module: module.within for module in those}
    for module, function in those.items():
        module.within = function
    try:
        yield
    finally:
        for module, function in before.items():
            module.within = function


def measured(size: Size, *, blind: bool = False) -> Figure:
    """`blind`: what a removal opened is not looked at (the control)."""
    ground = prepared(size)
    found: list[str] = []
    doors, held = _doors(ground, found, blind)
    scopes, unseen = _scopes(ground, found, blind, size)
    caught = doors + scopes - len(found)
    more = {"declarations and refusals taken away": doors, "pages that a further guard still refuses": held,
            "scopes of a module taken away": scopes, "scopes that no page met": unseen,
            "caught": f"{caught} of {doors + scopes}"}  # fmt: skip
    return Figure(
        len(found), doors + scopes, "guards taken away and not seen", more, tuple(found[:20]), least=200 if size is Size.WHOLE else 30
    )


def _doors(ground: Ground, found: list[str], blind: bool) -> tuple[int, int]:
    """Take the rule from each page's view, twice over: its declaration, which the list of routes must then miss; and its refusal alone,
    so that the page says a rule it does not keep: where it opens, check 1 sees it open against its rule."""
    from django.urls import resolve

    tried = held = 0
    rules = {each.address.replace("\\", ""): each.rule for each in _routes()}
    for route, address in sorted(ground.pages.items()):
        rule = rules.get(route.replace("\\", ""), "public")
        asker = next((each for each in ground.without if not _opens(each, route)), None)
        if rule in ("public", "closed", "signed in") or asker is None:
            continue
        view = resolve(address.split("?")[0]).func
        if _capabilities(view) is None:
            continue
        tried += 2
        with _undeclared(view):
            if blind or not any(not each.rule for each in routes_now()):
                found.append(f"{route}: its declaration was taken away and nothing was seen")
        with _letting_through(view):
            opened = asker.client.get(address).status_code == 200
        held += not opened
        if opened and (blind or _opens(asker, route)):
            found.append(f"{route}: its refusal was taken away and nothing was seen")
    return tried, held


def routes_now() -> list[Any]:
    from tools.documents import routes

    return routes()


@contextmanager
def _undeclared(view: Any) -> Iterator[None]:
    rule = view.access_rule
    del view.access_rule
    try:
        yield
    finally:
        view.access_rule = rule


def _capabilities(view: Any) -> Any:
    """Where the decorator `may` keeps its capabilities, under whatever else was put around the view. None for a guard of another shape."""
    while view is not None:
        for cell, name in zip(view.__closure__ or (), view.__code__.co_freevars, strict=True):
            if name == "capabilities":
                return cell
        view = getattr(view, "__wrapped__", None)
    return None


@contextmanager
def _letting_through(view: Any) -> Iterator[None]:
    """The view opens for everybody who has any role, and still says its rule."""
    cell = _capabilities(view)
    plain = cell.cell_contents
    cell.cell_contents = ("home.read", "panel.home")
    try:
        yield
    finally:
        cell.cell_contents = plain


def _scopes(ground: Ground, found: list[str], blind: bool, size: Size) -> tuple[int, int]:
    """Let each module's `within` return every row: a foreign row's address must now answer otherwise, or a page show or offer one."""
    tried = unmet = 0
    modules = _modules_with_within()
    for module in modules if size is Size.WHOLE else modules[::4]:
        foreign, pages = ground.scoped.get(module.__name__, [])[:12], ground.lists.get(module.__name__, [])[:12]
        if not foreign and not pages:
            unmet += 1
            continue
        tried += 1
        before = [_seen(ground, address) for address in (*foreign, *pages)]
        with _replaced({module: lambda _viewer, rows, *_capability, **_named: rows}):
            after = [_seen(ground, address) for address in (*foreign, *pages)]
        if blind or before == after:
            named = ", ".join(dict.fromkeys(map(route_of, (*foreign, *pages)[:3])))
            found.append(f"{module.__name__}: every row was let through and nothing was seen at {named}")
    return tried, unmet


def _seen(ground: Ground, address: str) -> tuple[int, int, int]:
    """What checks 1 and 2 look at: the status, canaries of foreign Areas, and fields that offer a foreign row."""
    own = ground.other.viewer.sight("stakeholders.read").area_ids
    with forms_made() as made:
        answer = ground.other.client.get(address)
    shown = {found for text in said_in(answer) for found in CANARY.findall(text) if int(found[0]) not in own}
    offering = sum(_offers_foreign(each, own) for form in made for each in form.fields.values() if hasattr(each, "queryset"))
    return answer.status_code, len(shown), offering


def _offers_foreign(each: Any, own: frozenset[int]) -> bool:
    row = foreign_row(each.queryset.model, own)
    return row is not None and each.queryset.filter(**_of_foreign(each.queryset.model, own)).exists()


def _of_foreign(model: Any, own: frozenset[int]) -> dict[str, Any]:
    from folkmoot.areas.models import Area

    way = "pk" if model is Area else area_of(model)
    return {f"{way}__in": [pk for pk in Area.objects.values_list("pk", flat=True) if pk not in own]}


@check(
    6,
    "No guard can be taken away unseen: each page's rule and each room's scope, one at a time",
    target="100 % of removals seen by what checks 1 and 2 measure",
)
def guards(size: Size) -> Figure:
    return measured(size)


@control(6, "the measurement does not look at what a removal opened")
def blind(size: Size) -> Figure:
    return measured(size, blind=True)
