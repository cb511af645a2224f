"""Check 19: whatever file is sent to whatever page takes one, the answer is a result or a plain error, and nothing is half stored."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from trust.checks.bombs import bombs
from trust.checks.in_process import begin
from trust.checks.uploading import Point, nothing_kept, points
from trust.figures import Cannot, Figure, Size, check, control
from trust.places import ROOT

MOST_SECONDS, MOST_MEGABYTES = 10.0, 300.0  # of the processor, and beyond what the process held before; a reader in a child counts too
HOSTILE = Path(os.environ.get("FOLKMOOT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "hostile" / "spreadsheets"
TRACES = ("Traceback (most recent", "Error at /", "DETAIL:")


@check(
    19, "Whatever file is sent to whatever page takes one, the answer is a result or one plain error, and nothing is half stored",
    target="every file at every upload point: 0 × 5xx, 0 partial imports, at most 10 processor seconds and 300 MB each",
)  # fmt: skip
def bad_files(size: Size) -> Figure:
    begin()
    return _sent_everywhere(size)


@control("19", "what a reader of workbooks cannot make sense of is not turned into a plain error")
def unread(size: Size) -> Figure:
    begin()
    from folkmoot.foundation.tables import reading

    def broken(*_asked: Any, **_named: Any) -> Any:
        raise KeyError("xl/worksheets/sheet1.xml")

    for name in ("read_table", "read_tables", "open_table", "sheet_names"):
        if hasattr(reading, name):
            _everywhere(getattr(reading, name), broken)
    return _sent_everywhere(size)


@control("19", "a file that is refused leaves a row behind")
def half_stored(size: Size) -> Figure:
    begin()
    from folkmoot.actions.models import Plan

    original = Point.send

    def leaving(self: Point, *asked: Any, **named: Any) -> Any:
        row = Plan.objects.first()
        row.pk = None
        Plan.objects.bulk_create([row])
        return original(self, *asked, **named)

    with mock.patch.object(Point, "send", leaving):
        return _sent_everywhere(size)


def _everywhere(original: Callable[..., Any], instead: Callable[..., Any]) -> None:
    import sys

    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()) if module and module.__name__.startswith("folkmoot.") else []:
            if value is original:
                setattr(module, name, instead)


def _sent_everywhere(size: Size) -> Figure:
    doors, closed = points()
    if size is Size.GATE:
        doors = doors[::4]
    found, tried, answers = [], 0, Counter()
    longest, widest = 0.0, 0.0
    for name, data in _files(size):
        for door in doors:
            tried += 1
            fault, status, seconds, megabytes = _sent(door, name, data)
            answers[status] += 1
            longest, widest = max(longest, seconds), max(widest, megabytes)
            found += [f"{door.route.name} · {name}: {fault}"] if fault else []
    more = {
        "upload points": len(doors), "not open in the fictional year": ", ".join(closed) or "none",
        "answers": dict(sorted(answers.items())),
        "longest": f"{longest:.1f} processor seconds", "most memory": f"{widest:.0f} MB",
        "not measured": "the 934 files of the full corpus are not here: those that are, and bombs made on the spot, were sent",
    }  # fmt: skip
    return Figure(len(found), tried, "files sent", more, tuple(found), least=40)


def _files(size: Size) -> Iterator[tuple[str, bytes]]:
    if not HOSTILE.is_dir():
        raise Cannot(f"hostile files not found at {HOSTILE}; set FOLKMOOT_SHARED_DATA to the folder of shared data")
    paths = sorted(path for path in HOSTILE.rglob("*") if path.suffix in {".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})
    for path in paths if size is Size.WHOLE else paths[::20]:
        yield path.name, path.read_bytes()
    yield from (bombs() if size is Size.WHOLE else list(bombs())[::3])


def _sent(door: Point, name: str, data: bytes) -> tuple[str, int, float, float]:
    """What was wrong, the status, processor seconds of this process and its children, and megabytes beyond those before."""
    _forget_what_waits()
    with nothing_kept():
        before, held, began = _rows(), _now_held(), _processor()
        try:
            answer = door.send(name, data)
        except BaseException as error:
            return f"{type(error).__name__} came through", 0, _processor() - began, _most_held() - held
        seconds, megabytes = _processor() - began, _most_held() - held
        changed = {table: after - before[table] for table, after in _rows().items() if after != before[table]}
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page = said.decode("utf-8", "replace")
    faults = [
        f"{answer.status_code}" if answer.status_code >= 500 else "",
        "the error is no plain one" if any(trace in page for trace in TRACES) else "",
        "it was refused without a word" if answer.status_code in (400, 409, 422) and "govuk-error-summary" not in page else "",
        f"it was refused, and rows changed: {changed}" if answer.status_code >= 400 and changed else "",
        f"it took {seconds:.1f} processor seconds" if seconds > MOST_SECONDS else "",
        f"it took {megabytes:.0f} MB" if megabytes > MOST_MEGABYTES else "",
    ]
    return "; ".join(filter(None, faults)), answer.status_code, seconds, megabytes


def _forget_what_waits() -> None:
    """Files of this sender that wait to be used: after a few of them the next is refused for that alone."""
    import shutil

    from django.conf import settings

    shutil.rmtree(Path(settings.HOME) / "incoming", ignore_errors=True)


def _rows() -> dict[str, int]:
    """Rows of every table but those that tell of visits and refusals."""
    from django.apps import apps

    told = {"foundation.auditevent", "foundation.auditmark"}
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("folkmoot.") and model._meta.label_lower not in told and model._meta.managed
    }


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _now_held() -> float:
    """Megabytes held now; the most ever held is forgotten, so that it counts from here."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _most_held() -> float:
    return _status("VmHWM")


def _status(name: str) -> float:
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(name))
    return int(line.split()[1]) / 1024
