"""Check 1: every route, asked by everybody, shows no row of an Area to anybody who may not see it there."""

import re
import sys
from collections import Counter
from functools import cache
from typing import Any

from trust.checks.area_canaries import CANARY, Planted, plant
from trust.checks.walking import Person, harvest, people, route_of, said_in
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use

# Which capability opens the sensitive words of a room's rows, in the Area of the row. Any of them does.
OPENS = {
    "stakeholders": ("stakeholders.read",),
    "engagement": ("engagement.read", "calendar.read", "bulletins.read"),
    "voice": ("voice.read", "forms.read"),
    "actions": ("actions.read",),
    "communities": ("communities.read",),
    "casework": ("casework.read", "quality.read", "tables.read", "signals.read"),
    "workforce": ("workforce.read",),
    "panels": ("panels.read", "panels.members", "panel.home"),
    "scrutiny": ("scrutiny.read", "scrutiny.identities", "scrutiny.prepare", "case.judge"),
    "decisions": ("decisions.read", "consultations.read", "assessments.read"),
    "assurance": ("assurance.read", "assurance.validate"),
    "reports": ("reports.read", "reports.review"),
    "strategy": ("reference.read",),
    "languages": ("languages.read",),
}
# What is shown outside its Area by design: (field, route, why). "*" stands for every route.
BY_DESIGN = (
    ("assurance.", r"^/assurance/", "the Area that validates, and those compared side by side, read how another Area assessed itself"),
)
# Who is asked with each change: nobody, who may do all in one Area, who may do little there, who sits on a panel, who keeps accounts, and
# who sees every Area and so leads to rows that the others may not see.
AT_THE_GATE = ("nobody", "icem", "staff", "panel_member", "administrator", "hq")
CHANGING = ("post", "put", "patch", "delete")


@cache
def prepared(size: Size) -> tuple[Planted, list[Person]]:
    use(fictional())
    planted = plant()
    everybody = people(most_of_a_role=2 if size is Size.WHOLE else 1)
    return planted, everybody if size is Size.WHOLE else [person for person in everybody if person.name.split()[0] in AT_THE_GATE]


def walked(size: Size) -> Figure:
    planted, everybody = prepared(size)
    addresses = _addresses(everybody, size)
    found: list[str] = []
    asked, kinds = 0, Counter()
    for address in addresses:
        for person in everybody:
            for method in ("get", *(CHANGING if size is Size.WHOLE else CHANGING[:1])):
                asked += 1
                status, wrong = _ask(person, method, address, planted)
                kinds[f"{status // 100}xx"] += 1
                found += wrong
    routes = _routes()
    reached = {route_of(address) for address in addresses}
    opened = [route for route in routes if route.rule != "closed"]
    missed = [route.address for route in opened if route.address not in reached]
    found += [f"{route.address}: no declared rule" for route in routes if not route.rule]
    more = {
        "routes asked": f"{len(reached & {route.address for route in opened})} of {len(opened)}", "people": len(everybody),
        "rows with a canary": planted.rows, "fields with a canary": len(planted.fields),
        "sensitive texts without one": len(planted.passed_over), "answers": dict(sorted(kinds.items())),
        "routes that nobody was led to": ", ".join(missed[:40]) + (" …" if len(missed) > 40 else "") if size is Size.WHOLE else len(missed),
    }  # fmt: skip
    return Figure(len(found), asked, "requests", more, tuple(_grouped(found)), least=1000 if size is Size.WHOLE else 150)


def _grouped(found: list[str]) -> list[str]:
    """The commonest first, each once."""
    return [f"{words} ({number})" for words, number in Counter(found).most_common(20)]


def _addresses(everybody: list[Person], size: Size) -> list[str]:
    """What anybody was led to, at most so many of each route; the small size takes every so manieth route."""
    for person in everybody[1:] if size is Size.WHOLE else _widest(everybody):
        harvest(person, of_each=2 if size is Size.WHOLE else 1, most=100_000 if size is Size.WHOLE else 38)
    by_route: dict[str, list[str]] = {}
    for person in everybody:
        for route, addresses in person.reached.items():
            known = by_route.setdefault(route, [])
            known += [address for address in addresses if address not in known]
    most = 4 if size is Size.WHOLE else 1
    chosen = [address for route in sorted(by_route) for address in by_route[route][:most]]
    return chosen if size is Size.WHOLE else chosen[::2][:15]


def _widest(everybody: list[Person]) -> list[Person]:
    return [person for person in everybody if person.name.startswith("hq")]


def _ask(person: Person, method: str, address: str, planted: Planted) -> tuple[int, list[str]]:
    """The status, and what was wrong with the answer. What a changing request does is taken back."""
    from django.db import transaction

    with transaction.atomic():
        answer = getattr(person.client, method)(address)
        transaction.set_rollback(True)
    route, wrong = route_of(address), []
    if answer.status_code >= 500:
        wrong.append(f"{method.upper()} {route} by {person.name}: {answer.status_code}")
    for text in said_in(answer):
        for area, number in set(CANARY.findall(text)):
            label = planted.fields[int(number)]
            if not may_see(person, label, int(area), route):
                wrong.append(f"{method.upper()} {route} shows {person.name} {label} of an Area that is not theirs")
    if answer.status_code == 200 and not _opens(person, route):
        wrong.append(f"{method.upper()} {route} opens for {person.name} against its rule")
    return answer.status_code, wrong


def may_see(person: Person, label: str, area: int, route: str) -> bool:
    """Whether this person may meet this field of a row of this Area on this route, by the written rule above."""
    if any(label.startswith(field) and re.search(where, route) for field, where, _why in BY_DESIGN):
        return True
    if person.viewer is None:
        return False
    return any(person.viewer.sight(capability).holds(area) for capability in OPENS.get(label.split(".")[0], ())) or _on_its_panel(person)


def _on_its_panel(person: Person) -> bool:
    """Members of a panel see what belongs to their panel, whose Area is not theirs by role."""
    return bool(person.viewer.panels("panel.home"))


@cache
def _routes() -> list[Any]:
    from tools.documents import routes

    return routes()


def _opens(person: Person, address: str) -> bool:
    rules = {route.address.replace("\\", ""): route.rule for route in _routes()}
    rule = rules.get(address.replace("\\", ""))
    if rule is None or rule in ("public", "closed"):
        return True  # of no route of ours: a file that is served as it is
    if person.viewer is None:
        return False
    return rule == "signed in" or any(person.viewer.may(each) for each in rule.split(" or "))


@check(
    1,
    "No route shows a row of an Area to anybody who may not see it",
    target="0 leaks of N requests, 0 routes without a rule, 0 × 5xx",
    gate=True,
)
def every_route(size: Size) -> Figure:
    return walked(size)


def _everything(_viewer: Any, rows: Any, *_capability: Any, **_named: Any) -> Any:
    return rows


def open_scope() -> None:
    """Take the first fence down in this process: `within` returns every row, wherever it was imported."""
    from folkmoot.accounts import scope

    original = scope.within
    for module in list(sys.modules.values()):
        if getattr(module, "within", None) is original:
            module.within = _everything


@control(1, "scope is not decided: `within` returns every row")
def scope_open(size: Size) -> Figure:
    prepared(size)
    open_scope()
    return walked(size)
