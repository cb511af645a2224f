"""Invented lists of finalised cases, brought in as a person would."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.frames.models import Frame
from folkmoot.scrutiny.frames.operations import bring_in

HEADINGS = ("URN", "Finalised", "Status", "Appeal", "Restrictions", "Youth", "Strand", "Force", "Outcome", "Offence", "Victim", "Defendant")
COLUMNS = {
    "reference": "URN", "finalised_on": "Finalised", "status": "Status", "appeal": "Appeal", "restrictions": "Restrictions",
    "youth": "Youth", "strand": "Strand", "force": "Force", "outcome": "Outcome", "offence": "Offence",
    "victim": "Victim", "defendant": "Defendant",
}  # fmt: skip
Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Sent:
    """A file as somebody sent it."""

    path: Path
    file_name: str


def case(number: int, strand: str = "racial", finalised: str = "2026-01-15", **over: str) -> list[str]:
    """One row of a list: a case that may be drawn, unless something is said otherwise."""
    given = {
        "URN": f"05/AB/{10_000 + number}/25", "Finalised": finalised, "Status": "Finalised", "Appeal": "No", "Restrictions": "None",
        "Youth": "N", "Strand": strand, "Force": "Cambridgeshire" if number % 3 else "Essex", "Outcome": "Convicted",
        "Offence": "Public order", "Victim": f"Victoria Sample{number}", "Defendant": f"David Example{number}",
    } | over  # fmt: skip
    return [given[heading] for heading in HEADINGS]


def cases(number: int = 24) -> list[list[str]]:
    """So many cases, of three strands: two thirds racial, the rest religious, and the last two disability."""
    strands = ["disability" if place >= number - 2 else "racial" if place % 3 else "religious" for place in range(number)]
    return [case(place, strand) for place, strand in enumerate(strands)]


def as_csv(rows: Rows, headings: Sequence[str] = HEADINGS) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([headings, *rows])
    return written.getvalue().encode()


def sent(data: bytes, name: str = "finalised cases.csv") -> Sent:
    path = Path(mkdtemp(prefix="folkmoot-list-")) / "file"
    path.write_bytes(data)
    return Sent(path, name)


def frame(panel: Panel, rows: Rows | None = None, *, by: Viewer | None = None, **over: object) -> Frame:
    """A list brought in, of three strands by which it is grouped."""
    given = {
        "title": "Hate crime finalised in the winter", "source": "Case management system", "columns": COLUMNS, "strata": ["strand"],
        "window": (date(2025, 10, 1), date(2026, 1, 31)),
    } | over  # fmt: skip
    given.setdefault("upload", sent(as_csv(cases() if rows is None else rows)))
    return bring_in(by=by or icem(), at=NOW, panel=panel, **given)  # type: ignore[arg-type]
