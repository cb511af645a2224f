"""A file brought in: all of it or nothing, once, and what is wrong named by its place."""

import argparse
import contextlib
import csv
import io
import os
import random
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from trust.figures import Figure, Size, check, control
from trust.places import empty, fictional, folder, postgresql, use

AREA = "east-of-england"
Lines = list[dict[str, str]]


def _lines(how_many: int) -> Lines:
    """Organisations that nobody knows, by a word of their own each."""
    return [
        {"Name": f"{secrets.token_hex(6)} Society", "Kind": "community", "Town": "Ely", "Notes": f"Line {number} of a file"}
        for number in range(1, how_many + 1)
    ]


def _csv(lines: Lines) -> Path:
    path = folder() / "organisations.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, list(lines[0]))
        written.writeheader()
        written.writerows(lines)
    return path


def _workbook(lines: Lines, sheet: str) -> Path:
    import xlsxwriter

    path = folder() / "organisations.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, list(lines[0]))
        for number, line in enumerate(lines, 1):
            page.write_row(number, 0, list(line.values()))
    return path


def _import(path: Path) -> tuple[int, str]:
    """`folkmoot import organisations PATH --area …`, as the command does it, in this process; its exit code and what it printed."""
    from folkmoot.cli import imports

    parser = argparse.ArgumentParser()
    imports.configure(parser)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = imports.run(parser.parse_args(["organisations", str(path), "--area", AREA]))
    return code, said.getvalue()


@contextlib.contextmanager
def _importing(path: Path) -> Iterator[int]:
    """The same in a process of its own, which may be killed."""
    _leave()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os._exit(_import(path)[0])
        os._exit(9)
    yield child


def _there(lines: Lines) -> int:
    from folkmoot.stakeholders.models import Organisation

    names = [line["Name"] for line in lines]
    return sum(Organisation.objects.filter(name__in=names[at : at + 500]).count() for at in range(0, len(names), 500))


def _runs() -> int:
    from folkmoot.foundation.models import ImportRun

    return ImportRun.objects.count()


def _state() -> tuple[object, ...]:
    """What an import that changes nothing leaves as it was: every organisation, every import on record, the last audit event."""
    from folkmoot.foundation import audit
    from folkmoot.stakeholders.models import Organisation

    return tuple(Organisation.objects.order_by("pk").values_list("pk", "version")), _runs(), audit.head()


def _kills(how_many: int, lines_each: int) -> tuple[list[str], int, dict[str, int]]:
    """Kill as many imports at random moments; what was wrong, how many were killed, and how they ended."""
    _import(_csv(_lines(lines_each)))
    begun = time.monotonic()
    _import(_csv(_lines(lines_each)))
    usual = time.monotonic() - begun
    wrong, ended = [], {"nothing there": 0, "all there": 0}
    killed = 0
    while killed < how_many:
        lines, before = _lines(lines_each), _runs()
        with _importing(_csv(lines)) as child:
            time.sleep(random.random() * usual * 1.3)
            os.kill(child, signal.SIGKILL)
            killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        there, runs = _there(lines), _runs() - before
        if there not in (0, lines_each) or runs != (there > 0):
            wrong.append(f"kill {killed}: {there} of {lines_each} rows, {runs} imports on record")
        ended["all there" if there else "nothing there"] += 1
    return wrong, killed, ended


def _again() -> tuple[list[str], int]:
    """The same file twice, its rows in another order, saved as another kind of file: each changes nothing."""
    lines = _lines(200)
    path = _csv(lines)
    _import(path)
    before, wrong = _state(), []
    shuffled = _csv(random.sample(lines, len(lines)))
    others = {"the same file": path, "its rows in another order": shuffled, "as a workbook": _workbook(lines, "Groups")}
    for name, again in others.items():
        code, said = _import(again)
        if code or _state() != before:
            wrong.append(f"{name}, brought in again, changed something: {said.strip().splitlines()[-1]}")
    return wrong, len(others)


def _one_bad(how_many: int) -> tuple[list[str], int]:
    """One bad row of many, of four kinds: named by sheet, row and column, and nothing is changed."""
    bad = {"Kind": "submarine", "Postcode": "no postcode", "E-mail": "nobody", "Name": ""}
    before, wrong = _state(), []
    for column, value in bad.items():
        lines = [line | {"Postcode": "", "E-mail": ""} for line in _lines(how_many)]
        at = random.randrange(how_many)
        lines[at][column] = value
        place = f"sheet “Groups”, row {at + 2}, column {'ABCDEF'[list(lines[0]).index(column)]} ({column})"
        code, said = _import(_workbook(lines, "Groups"))
        if code != 1 or place not in said or "1 problems" not in said or _state() != before:
            wrong.append(f"{place}: {' '.join(said.split())[-300:]}")
    return wrong, len(bad)


def _two_at_once(pairs: int) -> tuple[list[str], int]:
    wrong = []
    for _turn in range(pairs):
        lines = _lines(60)
        path, before = _csv(lines), _runs()
        with _importing(path) as first, _importing(path) as second:
            ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in (first, second)]
        if _there(lines) != len(lines) or ends != [0, 0] or _runs() != before + 1:
            wrong.append(f"two at once: {_there(lines)} rows of {len(lines)}, {_runs() - before} imports on record, ended {ends}")
    return wrong, pairs


def _measured(size: Size, break_it: Callable[[], None] | None = None) -> Figure:
    use(fictional())
    if break_it:
        break_it()
    whole = size is Size.WHOLE
    wrong, killed, ended = _kills(100 if whole else 10, 150)
    parts: dict[str, Callable[[], tuple[list[str], int]]] = {
        "brought in again": _again, "files with one bad row": lambda: _one_bad(10_000 if whole else 500),
        "two at once": lambda: _two_at_once(20 if whole else 2),
    }  # fmt: skip
    more: dict[str, Any] = {"killed": killed, **ended}
    tried = killed
    for name, part in parts.items() if not break_it else ():
        found, times = part()
        wrong, tried, more = [*wrong, *found], tried + times, more | {name: times}
    _leave()
    return Figure(len(wrong), tried, "imports", more, tuple(wrong), least=10)


def _leave() -> None:
    from django.db import connections

    connections.close_all()


@check(
    20, "A file is brought in whole or not at all, once, and a bad row is named by its place",
    target="100 kills: rows are none or all; the same file twice changes 0; 1 bad row of 10,000 named by sheet, row, column; 0 duplicates",
)  # fmt: skip
def imports(size: Size) -> Figure:
    return _measured(size)


@control(20, "each row is stored by itself, not all of them in one transaction")
def row_by_row(size: Size) -> Figure:
    def break_it() -> None:
        from django.db import transaction

        from folkmoot.foundation.importing import running

        running.bring_in = running.bring_in.__wrapped__
        running._on_record = transaction.atomic(running._on_record)

    return _measured(Size.GATE, break_it)


def _on_postgresql(size: Size, break_it: Callable[[], None] | None = None) -> Figure:
    with postgresql() as address:
        use(empty(address))
        if break_it:
            break_it()
        wrong, pairs = _two_at_once(20 if size is Size.WHOLE else 5)
        _leave()
    return Figure(len(wrong), pairs, "files brought in by two people at once", {}, tuple(wrong), least=5)


@check(20, "Two people who bring in the same file at once make no row twice (PostgreSQL)", target="0 of 20 files", part="b")
def two_on_postgresql(size: Size) -> Figure:
    return _on_postgresql(size)


@control("20b", "an import does not wait for its turn")
def no_turn(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.foundation.importing import running

        running._wait_for_turn = lambda: None

    return _on_postgresql(Size.WHOLE, break_it)
