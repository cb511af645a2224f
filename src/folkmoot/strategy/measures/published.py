"""First figures that were published before the service kept its own, each with its source: `strategy/data/published.csv`.

They are taken in like those of any room, when somebody asks for it; loading the reference data brings none.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation.reference.files import Column, Line, Table, a_day, read_table
from folkmoot.strategy.measures.supplied import Supplied
from folkmoot.strategy.tables import FOLDER


def a_figure(text: str) -> str:
    """A number with its digits as printed; blank where none was published. Raises ValueError."""
    if text and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise ValueError(f"“{text}” is not a number such as 58.4.")
    return text


PUBLISHED = Table(
    "published.csv",
    (
        Column("code", required=True), Column("as_of", a_day, required=True), Column("value", a_figure, required=True),
        Column("lower", a_figure), Column("upper", a_figure), Column("base", a_figure), Column("design_effect", a_figure),
        Column("source", required=True), Column("note"),
    ),
    ("code", "as_of"),
)  # fmt: skip


def supplied(viewer: Viewer, *, area: Area | None, on: date, folder: Path = FOLDER) -> list[Supplied]:
    """The published figures of the whole service up to a day; none of an Area. Without a base one is never judged."""
    lines = read_table(folder, PUBLISHED) if area is None else []
    return [_supplied(line, as_of) for line in lines if (as_of := line.day("as_of")) and as_of <= on]


def _supplied(line: Line, as_of: date) -> Supplied:
    value, low, high, effect = (_decimal(line.text(name)) for name in ("value", "lower", "upper", "design_effect"))
    assert value is not None  # the table requires it
    base = int(line.text("base")) if line.text("base") else None
    return Supplied(
        line.text("code"), value, low, high, base, as_of, line.text("source"), note=line.text("note"), design_effect=effect,
        unbased=base is None,
    )  # fmt: skip


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
