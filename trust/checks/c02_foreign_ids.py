"""Check 2: the id of another Area's row, wherever a request can carry one, is refused as if there were no such row."""

import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from trust.checks.ids import area_of_row, blanked, filled, foreign_row, forms_made, missing_like, rows_fetched, rows_saved
from trust.checks.walking import BEGINNINGS, Person, harvest, people
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use

SLACK = 1  # questions to the database more or less than for what is missing
# Where the small size looks for forms.
FORMS = ("/actions/new", "/engagement/new", "/voice/new", "/decisions/new", "/organisations/people/new", "/communities/new", "/panels/new")
# Fields that offer rows of other Areas on purpose: (form, field): why.
BY_DESIGN: dict[tuple[str, str], str] = {}


@dataclass
class Tried:
    """What was tried of each kind, and what was accepted or told apart."""

    kinds: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    passed_over: set[str] = field(default_factory=set)

    def count(self, kind: str, wrong: str = "") -> None:
        self.kinds[kind] += 1
        if wrong:
            self.found.append(f"{kind}: {wrong}")


@cache
def prepared(size: Size) -> tuple[Person, Person, frozenset[int]]:
    """Somebody who may do all in an Area, somebody who may do the same in another, and the Areas of the second."""
    use(fictional())
    logging.disable(logging.ERROR)
    those = [person for person in people(most_of_a_role=9) if person.name.startswith("icem")]
    owner = those[0]
    mine = owner.viewer.sight("stakeholders.read").area_ids
    other = next(person for person in those if not person.viewer.sight("stakeholders.read").area_ids & mine)
    for person in (owner, other):
        if size is Size.WHOLE:
            harvest(person, of_each=2)
        else:
            harvest(person, of_each=1, most=38 if person is owner else 12, begin=BEGINNINGS if person is owner else FORMS)
    return owner, other, other.viewer.sight("stakeholders.read").area_ids


def measured(size: Size) -> Figure:
    owner, other, own = prepared(size)
    tried = Tried()
    for route, addresses in sorted(owner.reached.items()):
        for address in addresses:
            _addresses(route, address, owner, other, own, tried)
    for route, addresses in sorted(other.reached.items()):
        for address in addresses:
            _fields(route, address, other, own, tried)
    more = dict(sorted(tried.kinds.items()))
    more["fields that offer rows of no Area"] = len(tried.passed_over)
    grouped = [f"{words} ({number})" for words, number in Counter(tried.found).most_common(20)]
    least = 500 if size is Size.WHOLE else 18
    return Figure(len(tried.found), sum(tried.kinds.values()), "foreign ids put into requests", more, tuple(grouped), least=least)


def asked(person: Person, method: str, address: str, data: dict[str, Any] | None = None) -> tuple[Any, int]:
    """The answer, and how many questions it put to the database. Whatever it did is taken back."""
    from django.db import connection, transaction

    questions = []

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        questions.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(count):
        answer = getattr(person.client, method)(address, data or {})
        transaction.set_rollback(True)
    return answer, len(questions)


def _addresses(route: str, address: str, owner: Person, other: Person, own: frozenset[int], tried: Tried) -> None:
    """A row of the owner's Area in the address: asked by the other, it must be as if it were missing. Pairs too."""
    parts = _parts(route, address)
    if not parts:
        return
    with rows_fetched() as rows:
        answer, _number = asked(owner, "get", address)
    if answer.status_code != 200:
        return
    named = {value: row for value in parts for row in rows if value in _keys(row)}
    foreign = {value for value, row in named.items() if (area := area_of_row(row)) is not None and area not in own}
    if foreign:
        _as_if_missing(route, address, foreign, other, tried, "addresses")
    for pair in _pairs(route, address, parts, foreign, other):
        _as_if_missing(route, pair, foreign, other, tried, "pairs of parent and child")


def _pairs(route: str, address: str, parts: list[str], foreign: set[str], other: Person) -> list[str]:
    """The other's own address of the same route, with one part after the first taken from the foreign one."""
    mine = next(iter(other.reached.get(route, [])), "")
    ours = _parts(route, mine) if mine else []
    if len(parts) < 2 or len(ours) != len(parts):
        return []
    made = []
    for place in range(1, len(parts)):
        if parts[place] in foreign:
            made.append(_with(route, [*ours[:place], parts[place], *ours[place + 1 :]]))
    return made


def _as_if_missing(route: str, address: str, foreign: set[str], other: Person, tried: Tried, kind: str) -> None:
    values = _parts(route, address)
    last = next(value for value in reversed(values) if value in foreign)
    instead = missing_like(last)
    query = address.partition("?")[1:]
    nothing = _with(route, [instead if value == last else value for value in values]) + "".join(query)
    for method in ("get", "post"):
        there, questions = asked(other, method, address)
        missing, usual = asked(other, method, nothing)
        tried.count(kind, _told_apart(method, route, there, missing, (last, instead), questions - usual))


def _told_apart(method: str, route: str, there: Any, missing: Any, values: tuple[str, str], slack: int) -> str:
    said = f"{method.upper()} {route}"
    if there.status_code in (200, 302) and missing.status_code == 404:
        return f"{said} answers {there.status_code}"
    if there.status_code != missing.status_code:
        return f"{said} answers {there.status_code}, and {missing.status_code} for what is missing"
    if there.status_code == 200:
        return ""  # the same page whatever is named: what it shows is check 1
    if blanked(there.content, *values) != blanked(missing.content, *values):
        return f"{said} has another body than for what is missing"
    left, right = (
        {name: re.sub("|".join(values), "*", text) for name, text in each.headers.items() if _telling(name)} for each in (there, missing)
    )
    if left != right:
        return f"{said} has other headers than for what is missing: {sorted(set(left.items()) ^ set(right.items()))[:2]}"
    return f"{said} puts {slack:+} questions to the database" if abs(slack) > SLACK else ""


def _telling(name: str) -> bool:
    return name.lower() not in {"content-length", "content-security-policy", "date", "server-timing", "x-request-id"}


def _fields(route: str, address: str, person: Person, own: frozenset[int], tried: Tried) -> None:
    """Each field of each form on a page that names a row: a foreign row in it is refused at the field."""
    with forms_made() as made:
        asked(person, "get", address)
    for form in {type(form): form for form in made}.values():
        for name, each in list(form.fields.items()):
            if not hasattr(each, "queryset"):
                continue
            row = foreign_row(each.queryset.model, own)
            if row is None or (type(form).__name__, name) in BY_DESIGN:
                tried.passed_over.add(f"{type(form).__name__}.{name}")
                continue
            _field(route, address, person, form, name, row, own, tried)


def _field(route: str, address: str, person: Person, form: Any, name: str, row: Any, own: frozenset[int], tried: Tried) -> None:
    each = form.fields[name]
    key = each.prepare_value(row)
    several = type(each).__name__.startswith("ModelMultiple") or isinstance(each.prepare_value([row]), list)
    data = filled(form) | {form.add_prefix(name): [key] if several else key}
    said = f"{route} {type(form).__name__}.{name} ({row._meta.label})"
    reached = False
    for method in ("post", "get"):
        with forms_made() as made, rows_saved() as saved:
            asked(person, method, address, data)
            into = [one for one in saved if _points_at(one, row)]
        bound = [one for one in made if type(one) is type(form) and one.is_bound and name in one.fields]
        reached = reached or bool(bound)
        taken = [one for one in bound if one.is_valid() is not None and _holds(one.cleaned_data.get(name), row)]
        if taken or into:
            tried.count("fields", f"{method.upper()} {said} accepted")
            return
    tried.count(
        "fields" if reached else "fields whose form is sent elsewhere, asked itself",
        "" if reached else _itself(form, name, key, several, said),
    )


def _itself(form: Any, name: str, key: Any, several: bool, said: str) -> str:
    """The field is asked without a request."""
    from django.core.exceptions import ValidationError

    try:
        form.fields[name].clean([key] if several else key)
    except ValidationError:
        return ""
    return f"{said} accepted"


def _holds(value: Any, row: Any) -> bool:
    if value is None or isinstance(value, str):
        return False
    return row in value if hasattr(value, "__iter__") else value == row


def _points_at(saved: Any, row: Any) -> bool:
    return any(
        each.related_model is type(row) and getattr(saved, each.attname) == row.pk
        for each in saved._meta.concrete_fields
        if each.is_relation
    )


def _keys(row: Any) -> set[str]:
    """What an address may name a row by."""
    return {str(row.pk), *(str(getattr(row, name)) for name in ("code", "slug", "number", "uuid", "reference") if hasattr(row, name))}


def _parts(route: str, address: str) -> list[str]:
    found = re.fullmatch(re.sub(r"<\w+>", "([^/]+)", re.escape(route.replace("\\", ""))), address.split("?")[0])
    return list(found.groups()) if found else []


def _with(route: str, values: list[str]) -> str:
    left = iter(values)
    return re.sub(r"<\w+>", lambda _found: next(left), route.replace("\\", ""))


@check(
    2,
    "A row of another Area cannot be named in a request: in an address, a pair of parent and child, or a field of a form",
    target="0 accepted of F; another Area's row answers as a missing one does",
    gate=True,
)
def foreign_ids(size: Size) -> Figure:
    return measured(size)


@control(2, "scope is not decided: `within` returns every row")
def scope_open(size: Size) -> Figure:
    prepared(size)
    import sys

    from folkmoot.accounts import scope

    original = scope.within
    for module in list(sys.modules.values()):
        if getattr(module, "within", None) is original:
            module.within = lambda _viewer, rows, *_capability, **_named: rows
    return measured(size)
