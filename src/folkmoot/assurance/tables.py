"""The first framework and the lines of the certificate that ship in `data/`: their columns, and what must hold. No database."""

from dataclasses import dataclass
from pathlib import Path

from folkmoot.assurance.certificates.pulling import PULLED
from folkmoot.assurance.figures import FIGURES
from folkmoot.foundation.reference.files import Column, Line, Table, a_number, one_of, read_table

FOLDER = Path(__file__).parent / "data"
LEVEL_NAMES = ("Not yet in place", "Begun", "Working", "Led with communities")
TITLE = "Working with communities"
ABOUT = (
    "Ten criteria in four groups, each with four levels, for an Area to say where it stands, for another Area to check, and for both"
    " to learn. They do not rank Areas."
)
SOURCE = "Ours: the text of the service’s former Community Engagement Validation Measures is not public."


def figure_codes(text: str) -> str:
    for code in text.split():
        if code not in FIGURES:
            raise ValueError(f"“{code}” is not one of: {', '.join(FIGURES)}.")
    return text


CRITERIA = Table(
    "criteria.csv",
    (
        Column("code", required=True), Column("order", a_number), Column("group", required=True), Column("title", required=True),
        Column("asks", required=True), Column("guidance", required=True), Column("figures", figure_codes),
        *(Column(f"level_{number}", required=True) for number in range(1, len(LEVEL_NAMES) + 1)),
    ),
    ("code",),
)  # fmt: skip
LINES = Table(
    "certificate_lines.csv",
    (
        Column("code", required=True), Column("order", a_number), Column("applies", one_of(("area", "headquarters", "both"))),
        Column("asks", required=True), Column("guidance"), Column("pulls", one_of(("", *PULLED))), Column("source", required=True),
    ),
    ("code",),
)  # fmt: skip


@dataclass(frozen=True)
class Shipped:
    """Both files, read and checked."""

    criteria: list[Line]
    certificate_lines: list[Line]


def read_shipped(folder: Path = FOLDER) -> Shipped:
    """Raises BadReferenceFile, naming file, row and column, at the first fault."""
    return Shipped(read_table(folder, CRITERIA), read_table(folder, LINES))
