"""Check 5: what a page sorts and filters by is declared; a lookup of somebody else's making changes nothing and breaks nothing."""

import logging
import re
import sys
from collections import Counter
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from trust.checks.walking import Leads, Person, harvest, people, route_of
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use

# What a list would obey that passes a request's words to the database: ordering, lookups, relation hops.
UNDECLARED = (
    "order_by=recorded_by__password", "ordering=-owner__password", "sort=by__password", "o=-1", "order=area__code;--",
    "owner__password__startswith=a", "recorded_by__email__icontains=zq", "by__password__regex=^argon", "area__code__startswith=zq",
    "area__accounts__password__startswith=a", "pk__in=0", "id__lt=0", "id=0", "area_id=0", "created_at__isnull=True", "fields=password",
    "annotate=password", "values=by__password", "select_related=by", "include=by", "expand=owner.password", "where=1=0",
)  # fmt: skip
# What a declared parameter may be given.
HOSTILE = (
    "owner__password", "-recorded_by__password", "password__startswith", "1) OR 1=1 --", "9" * 40, "-1", "1.5", "\x00", "\u2066zq",
    "[]", "1,2", "' OR ''='", "{}", "2026-99-99", "0000-00-00", "None", "True",
)  # fmt: skip
LOOKUPS = ("__startswith=zq", "__in=0", "__isnull=True", "__by__password__startswith=zq", "_id=0")


@cache
def prepared(size: Size) -> list[tuple[Person, str]]:
    """Pages with lists, and who opens them."""
    use(fictional())
    logging.disable(logging.ERROR)
    found, whole = {}, size is Size.WHOLE
    for person in people(most_of_a_role=1):
        if person.name.split()[0] not in (("icem", "hq", "nobody", "administrator") if whole else ("icem",)):
            continue
        harvest(person, of_each=1, most=100_000 if whole else 16)
        for route, addresses in person.reached.items():
            found.setdefault(route, (person, addresses[0]))
    return [found[route] for route in sorted(found)]


def measured(size: Size) -> Figure:
    found: list[str] = []
    kinds: Counter[str] = Counter()
    for number, (person, address) in enumerate(prepared(size)):
        path = address.split("?")[0]
        plain, page = _asked(person, path)
        if page.status_code != 200 or "html" not in page.headers.get("Content-Type", ""):
            continue
        declared = sorted(_declared(page.text, address))
        kinds["pages"] += 1
        foreign = [*UNDECLARED, *(f"{name}{lookup}" for name in declared for lookup in LOOKUPS if f"{name}{lookup[:3]}" not in declared)]
        for said in foreign if size is Size.WHOLE else foreign[number % 4 :: 4][:5]:
            kinds["undeclared lookups"] += 1
            asked, answer = _asked(person, f"{path}?{said}")
            if answer.status_code >= 500:
                found.append(f"{route_of(path)} ?{said}: {answer.status_code}")
            elif said.split("=")[0] not in declared and asked != plain:
                found.append(f"{route_of(path)} ?{said}: the database was asked something else")
        tries = [(name, value) for name in declared for value in HOSTILE]
        for name, value in tries if size is Size.WHOLE else tries[number % 5 :: 5][:4]:
            kinds["values of declared filters"] += 1
            answer = person.client.get(path, {name: value})
            if answer.status_code >= 500:
                found.append(f"{route_of(path)} ?{name}={value!r}: {answer.status_code}")
    tried = kinds["undeclared lookups"] + kinds["values of declared filters"]
    more = {**dict(kinds), "lookups obeyed": sum("something else" in each for each in found)}
    return Figure(len(found), tried, "requests", more, tuple(sorted(found)[:20]), least=3000 if size is Size.WHOLE else 60)


def _asked(person: Person, address: str) -> tuple[list[str], Any]:
    """The questions put to the database, with their values, apart from those about the session and what is kept of time; and the answer."""
    from django.db import connection

    questions = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.startswith("SELECT") and "session" not in sql:
            questions.append(f"{sql} {_timeless(params)}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = person.client.get(address)
    return sorted(questions), answer


def _timeless(params: Any) -> str:
    return re.sub(r"\d\d:\d\d:\d\d(\.\d+)?", "", str(params))


def _declared(page: str, address: str) -> set[str]:
    """The parameters that a page itself offers: of its forms that are sent by address, and of its links to itself."""
    from trust.checks.asked_by_address import offered

    here = address.split("?")[0]
    leads = [lead.split("?")[1] for lead in (address, *Leads(page, here).found) if lead.startswith(f"{here}?")]
    names = {name for lead in leads for name, _value in parse_qsl(lead)}
    return (names | offered(page)) - {"csrfmiddlewaretoken"}


@check(
    5,
    "A page sorts and filters by what it declares: other lookups change nothing, and none breaks a page",
    target="0 undeclared lookups accepted, 0 × 5xx",
)
def lookups(size: Size) -> Figure:
    return measured(size)


@control(5, "lists take their lookups and their order from the address, as a filter library does by default")
def obedient(size: Size) -> Figure:
    prepared(size)
    from django.core.exceptions import FieldError
    from django.test import Client

    from folkmoot.accounts import scope

    original, plain, said = scope.within, Client.get, {}

    def get(self: Any, path: str, data: Any = None, *args: Any, **named: Any) -> Any:
        said.clear()
        said.update(parse_qsl(path.partition("?")[2]))
        return plain(self, path, data, *args, **named)

    def within(viewer: Any, rows: Any, *args: Any, **named: Any) -> Any:
        seen = original(viewer, rows, *args, **named)
        for name, value in said.items():
            try:
                seen = seen.order_by(value) if name in ("order_by", "ordering", "sort") else seen.filter(**{name: value})
            except (FieldError, ValueError):
                continue
        return seen

    Client.get = get
    for module in list(sys.modules.values()):
        if getattr(module, "within", None) is original:
            module.within = within
    return measured(size)
