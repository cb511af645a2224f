"""Check 10b: no file that the product hands over holds a cell that is run, whatever stands in its free texts."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any
from urllib.parse import unquote

from trust.checks.area_canaries import KEYS, without_guards
from trust.checks.formulas import csv_unprotected, leads, ods_guessing, planted, read, xlsx_guessing
from trust.checks.walking import Person, harvest, people, route_of
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use

KINDS = {"text/csv": "csv", "spreadsheetml": "xlsx", "opendocument.spreadsheet": "ods", "application/zip": "zip"}
# Texts that programs read, or that a page compares: they are no words of anybody.
READ_BY_PROGRAMS = re.compile(
    rf"{KEYS.pattern}|email|phone|postcode|slug|version|answer_kind|role|action|status|unit|stratum|seed|cube|address|url|file_name|timezone"
)
WORD = "zqf"
ASKED = {Size.GATE: ("icem",), Size.WHOLE: ("icem", "hq", "administrator", "analyst", "nobody")}
MOST = {Size.GATE: 45, Size.WHOLE: 100_000}


@check(
    10, "No export holds a cell that is run, whatever people wrote into the texts that it holds", part="b",
    target="0 dangerous cells, headings, names of sheets or of files, in every file that links lead to", gate=True,
)  # fmt: skip
def exports(size: Size) -> Figure:
    return _measured(size, nullcontext())


@control("10b", "text in CSV files gets no mark")
def no_mark(size: Size) -> Figure:
    return _measured(Size.GATE, csv_unprotected())


@control("10b", "the writer of Excel workbooks guesses that a text is a formula")
def guessed_xlsx(size: Size) -> Figure:
    return _measured(Size.GATE, xlsx_guessing())


@control("10b", "the writer of OpenDocument spreadsheets guesses that a text is a formula")
def guessed_ods(size: Size) -> Figure:
    return _measured(Size.GATE, ods_guessing())


def _measured(size: Size, broken: Any) -> Figure:
    use(fictional())
    import logging

    logging.disable(logging.CRITICAL)
    fields, rows = _plant()
    tried: Counter[str] = Counter()
    wrong: list[str] = []
    routes: set[str] = set()
    with broken:
        for person, address, name, data in _files(size, tried):
            routes.add(route_of(address))
            tried[f"files: {name.rsplit('.', 1)[1]}"] += 1
            wrong += [f"{person}: {address}: {fault}" for fault in _faults(name, data, tried)]
    known = _known()
    more = {
        "texts planted": rows, "in fields": len(fields), **tried, "routes of tables": f"{len(routes & known)} of {len(known)}",
        "not come to": ", ".join(sorted(known - routes)) or "none",
    }  # fmt: skip
    least = 20_000 if size is Size.WHOLE else 1000
    return Figure(len(wrong), tried["cells"], "cells of exports", more, tuple(wrong), least)


def _plant() -> tuple[list[str], int]:
    """Put a text that begins as a formula before every free text of the year; which fields, and how many texts."""
    from django.apps import apps
    from django.db import connection

    without_guards()
    fields, rows = [], 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        for model in apps.get_models():
            if not model.__module__.startswith("folkmoot.") or not model._meta.managed or model._meta.app_label == "foundation":
                continue
            table, key = model._meta.db_table, model._meta.pk.column
            for field in _free(model):
                cursor.execute(f'SELECT "{key}", "{field.column}" FROM "{table}" WHERE "{field.column}" <> \'\'')
                held = [(pk, text) for pk, text in cursor.fetchall() if isinstance(text, str)]
                leading = zip(held, planted(rows, len(held)), strict=True)
                new = [((lead + text)[: field.max_length], pk) for (pk, text), lead in leading]
                cursor.executemany(f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s', new)
                rows += len(new)
                fields += [f"{model._meta.label_lower}.{field.name}"] if new else []
    return fields, rows


def _free(model: Any) -> list[Any]:
    """Texts of a model that people write, and that no program reads."""
    from django.db import models

    told_apart = {name for each in model._meta.total_unique_constraints for name in each.fields}
    told_apart |= {name for names in model._meta.unique_together for name in names}
    return [
        field for field in model._meta.local_concrete_fields
        if isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, (models.SlugField, models.URLField))
        and not field.choices and not field.unique and field.name not in told_apart and not READ_BY_PROGRAMS.search(field.name)
    ]  # fmt: skip


def _files(size: Size, tried: Counter[str]) -> Iterator[tuple[str, str, str, bytes]]:
    """Who got it, its address, its name and what is in it, of every file of tables that people come to by links."""
    for person in people(most_of_a_role=1):
        if person.name.split()[0] not in ASKED[size]:
            continue
        met: dict[str, tuple[str, bytes]] = {}
        _watch(person, met, tried)
        harvest(person, of_each=4 if size is Size.GATE else 6, most=MOST[size], begin=_beginnings(size))
        for address, (name, data) in met.items():
            yield person.name, address, name, data


def _watch(person: Person, met: dict[str, tuple[str, bytes]], tried: Counter[str]) -> None:
    client: Any = person.client
    plain = client.get

    def get(address: str, *asked: Any, **named: Any) -> Any:
        answer = plain(address, *asked, **named)
        tried["pages that broke"] += answer.status_code >= 500
        ending = next((known for kind, known in KINDS.items() if kind in answer.headers.get("Content-Type", "")), "")
        if ending and answer.status_code == 200:
            said = re.search(r"filename\*?=(?:utf-8'')?\"?([^\";]*)", answer.headers.get("Content-Disposition", ""))
            name = unquote(said[1]) if said else "table"
            met[address] = (
                f"{name.removesuffix(f'.{ending}')}.{ending}",
                b"".join(answer.streaming_content) if answer.streaming else answer.content,
            )
        return answer

    client.get = get


def _beginnings(size: Size) -> tuple[str, ...]:
    """Where to begin: with the pages above files, and (at the whole size) everywhere."""
    above = {re.sub(r"[^/]+$", "", route) for route in _known() if "<" not in route.rsplit("/", 1)[0]}
    return tuple(sorted(above)) if size is Size.GATE else ("/", "/public/", *sorted(above))


def _known() -> set[str]:
    """Routes that end as files of tables do."""
    from tools.documents import routes

    return {route.address for route in routes() if re.search(r"\.(csv|<(ending|kind)>)$|take-out/<ending>$", route.address)}


def _faults(name: str, data: bytes, tried: Counter[str]) -> Iterator[str]:
    """What of a file would be run, and what the product's own reader does not give back; counted as it goes."""
    if leads(name) or re.search(r"[\r\n\0/\\]", name):
        yield f"is called {name!r}"
    ending = name.rsplit(".", 1)[1]
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for inner in package.namelist():
                if inner.rsplit(".", 1)[-1] in ("csv", "xlsx", "ods"):
                    yield from _faults(inner.rsplit("/", 1)[-1], package.read(inner), tried)
        return
    held = read(ending, data)
    tried["cells"] += len(held.cells)
    tried["cells with a text that was planted"] += sum(WORD in text for _sheet, text, _number in held.cells)
    yield from held.faults
