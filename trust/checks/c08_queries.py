"""Check 8: words that mean something to a database never do: not in any parameter, name of one, or key, and no query is made of them."""

import itertools
import json
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote, urlencode

from trust.checks.c05_lookups import _declared
from trust.checks.walking import Leads, Person, harvest, people, route_of
from trust.figures import Figure, Size, check, control
from trust.places import ROOT, fictional, use

LISTED = Path(os.environ.get("FOLKMOOT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "hostile" / "blns.json"
LONGEST = 2.0  # seconds of the processor for one answer
WORD = "zqxvj"  # stands in no row
# Of each pair the first asks for every row and the second for none, where a database reads them.
PAIRS = tuple(
    (f"{before}{WORD}{after} OR {true}{end}", f"{before}{WORD}{after} AND {false}{end}")
    for before, after in (("", ""), ("", "'"), ("", '"'), ("", "')"), ("", "'))"), ("", "%'"), ("", "`"), ("1) OR (", ")"))
    for true, false, end in (("1=1", "1=2", "--"), ("'1'='1", "'1'='2", ""), ("1=1", "1=2", "/*"), ("true", "false", "#"))
)
BREAKING = (
    "'", '"', "''", "`", "\\", "';", "')--", "'))--", "%'--", "1;SELECT pg_sleep(9)--", "';SELECT pg_sleep(9)--", "'||pg_sleep(9)||'",
    "1 AND randomblob(900000000)", "' AND 1=LIKE('ABC',UPPER(HEX(RANDOMBLOB(500000000))))--", "' UNION SELECT NULL--",
    "' UNION ALL SELECT password,2,3 FROM accounts_account--", "1;DROP TABLE accounts_account--", "'; DROP TABLE accounts_account;--",
    "'; DELETE FROM stakeholders_contact;--", "' OR sleep(9)='", "benchmark(90000000,md5(1))", "WAITFOR DELAY '0:0:9'", "$$;SELECT 1;$$",
    "{\"a\":\"') OR 1=1--\"}", "name->>'a' OR 1=1", "a__b'c", "date_trunc('year', now())", "year'); DROP TABLE x;--", "(SELECT 1)",
    "CASE WHEN 1=1 THEN 1 ELSE 1/0 END", "1/0", "~1", "name; --", "-name'", "?", "%s", "%(a)s", ":a", "$1",
    "\u02bc OR 1=1--", "\uff07 OR 1=1--",
    "%27%20OR%201=1--", "*", "*:*", "NEAR(", "a NEAR b", '"a" OR "b"', "a* OR b*", "a:b", "^a", "a AND", "NOT", "(",
    "a & | b", "!a", "a <-> b",
)  # fmt: skip
NAMES = ("a'b", 'a"b', "a;--", "a) OR 1=1--", "a__in", "extra", "a[]", "a[$ne]", "{}", "%s")


def listed() -> list[str]:
    """The strings of the published list that mean something to a database or to the program around it; none where it is not here."""
    if not LISTED.is_file():
        return []
    told = (
        "drop table",
        "select",
        "union",
        " or ",
        "--",
        "'1",
        "';",
        "%s",
        "$home",
        "eval(",
        "system(",
        "`",
        "passwd",
        "0x",
        "{{",
        "%x",
        "%d",
    )
    return [
        each for each in json.loads(LISTED.read_text(encoding="utf-8")) if any(word in each.lower() for word in told) and len(each) < 300
    ]


ASKING = {Size.GATE: ("icem",), Size.WHOLE: ("icem", "hq", "nobody", "administrator", "analyst")}


@cache
def _pages(size: Size) -> list[tuple[Person, str, tuple[str, ...]]]:
    """Pages with parameters: who opens each, its address, the names that it takes."""
    use(fictional())
    logging.disable(logging.CRITICAL)
    found: dict[str, tuple[Person, str, tuple[str, ...]]] = {}
    for person in people(most_of_a_role=1):
        if person.name.split()[0] not in (
            ("icem", "hq", "nobody", "administrator", "analyst") if size is Size.WHOLE else ("icem", "nobody")
        ):
            continue
        harvest(person, of_each=2, most=100_000 if size is Size.WHOLE else 20)
        for route, addresses in person.reached.items():
            address = next((each for each in addresses if "?" in each), addresses[0])
            if route in found or "html" not in (page := person.client.get(address)).headers.get("Content-Type", ""):
                continue
            if names := sorted(_declared(page.text, address)):
                found[route] = (person, address.split("?")[0], tuple(names))
    return [found[route] for route in sorted(found)]


@check(
    8, "Words that mean something to a database mean nothing in any parameter: no error, no other rows, none within a query",
    target="0 × 5xx, 0 answers beyond 2 s, 0 changed row sets, 0 within the text of a query",
)  # fmt: skip
def queries(size: Size) -> Figure:
    return _asked_everywhere(size)


@control("8", "lists put what was asked into the text of a query")
def spliced(size: Size) -> Figure:
    return _broken("name LIKE '%%{}%%'")


@control("8", "lists compare with what was asked in the text of a query, its quotes escaped badly")
def spliced_numbers(size: Size) -> Figure:
    return _broken("(1=0 OR '{}' = '')")


def _broken(condition: str) -> Figure:
    _pages(Size.GATE)
    import sys

    from django.test import Client

    from folkmoot.accounts import scope

    original, plain, said = scope.within, Client.get, []

    def get(self: Any, path: str, *asked: Any, **named: Any) -> Any:
        from urllib.parse import parse_qsl

        said[:] = [value for _name, value in parse_qsl(path.partition("?")[2])]
        return plain(self, path, *asked, **named)

    def within(viewer: Any, rows: Any, *asked: Any, **named: Any) -> Any:
        seen = original(viewer, rows, *asked, **named)
        for value in said:
            seen = seen.extra(where=[condition.format(value.replace("%", "%%"))])
        return seen

    for module in list(sys.modules.values()):
        if getattr(module, "within", None) is original:
            module.within = within
    with mock.patch.object(Client, "get", get):
        return _asked_everywhere(Size.GATE)


def _asked_everywhere(size: Size) -> Figure:
    pages, wrong, kinds = _pages(size), [], Counter[str]()
    tables = _rows()
    longest = 0.0
    for place, (person, path, names) in enumerate(pages):
        for name, value, other in _tries(size, place, names):
            kinds["pairs" if other else "values" if name in names else "names"] += 1
            fault, seconds, seen = _asked(person, path, name, value)
            longest = max(longest, seconds)
            if other and not fault:
                fault, _seconds, opposite = _asked(person, path, name, other)
                fault = fault or ("asks for other rows than its opposite" if seen != opposite else "")
            wrong += [f"{route_of(path)} ?{name}={value!r}: {fault}"] if fault else []
    gone = [f"{table}: {before} rows were {after}" for table, before in tables.items() if (after := _rows()[table]) < before]
    more = {
        "pages": len(pages), "parameters": sum(len(each[2]) for each in pages), **kinds, "longest": f"{longest:.1f} processor seconds",
        "strings": len(PAIRS) * 2 + len(BREAKING) + len(NAMES) + len(listed()),
        "not measured": "the list of 972 lines is not here: those made here and of the published list of naughty strings were sent",
    }  # fmt: skip
    return Figure(len(wrong) + len(gone), sum(kinds.values()), "requests", more, tuple(gone + wrong), 5000 if size is Size.WHOLE else 100)


def _tries(size: Size, place: int, names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Name, value, and the value that asks for the opposite."""
    single = [(name, value, "") for name in names for value in (*BREAKING, *listed())]
    single += [(name, WORD, "") for name in NAMES]
    pairs = [(name, *pair) for name in names for pair in PAIRS]
    if size is Size.WHOLE:
        yield from itertools.chain(single, pairs)
    else:
        yield from itertools.chain(single[place % 23 :: 23][:8], pairs[place % 13 :: 13][:4])


def _asked(person: Person, path: str, name: str, value: str) -> tuple[str, float, frozenset[str]]:
    """What is wrong with the answer, the seconds of the processor that it took, and which objects it leads to."""
    from django.db import connection

    spliced_in = []

    def watch(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if len(value) > 3 and (value in str(sql) or value.replace("'", "''") in str(sql)):
            spliced_in.append(sql)
        return execute(sql, params, many, context)

    began = time.process_time()
    with connection.execute_wrapper(watch):
        answer = person.client.get(f"{path}?{urlencode({name: value}, quote_via=quote)}")
    seconds = time.process_time() - began
    kind = answer.headers.get("Content-Type", "")
    leads = frozenset(_objects(answer.text, path)) if "html" in kind and not answer.streaming else frozenset()
    faults = (
        str(answer.status_code) if answer.status_code >= 500 else "",
        "stands in the text of a query" if spliced_in else "",
        f"{seconds:.1f} processor seconds" if seconds > LONGEST else "",
    )
    return "; ".join(filter(None, faults)), seconds, leads


def _objects(page: str, path: str) -> Iterator[str]:
    """Rows that a page leads to: links with a number in them."""
    for lead in Leads(page, path).found:
        where = lead.split("?")[0]
        if where != path and any(part.isdigit() for part in where.split("/")):
            yield where


def _rows() -> dict[str, int]:
    from django.apps import apps

    models = [each for each in apps.get_models() if each._meta.managed and each.__module__.startswith("folkmoot.")]
    return {model._meta.label: model._base_manager.count() for model in models}
