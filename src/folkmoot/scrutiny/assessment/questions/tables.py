"""The scales, grades, sets and questions that ship in `data/`: their columns, and what must hold between them. No database."""

from dataclasses import dataclass
from pathlib import Path

from folkmoot.foundation.reference.files import Column, Line, Table, a_number, check_known, one_of, read_table, yes_or_no

FOLDER = Path(__file__).parent / "data"


def a_number_or_none(text: str) -> int | None:
    return a_number(text) if text else None


SCALES = Table(
    "scales.csv",
    (
        Column("code", required=True), Column("order", a_number), Column("name_en", required=True), Column("name_cy"),
        Column("about_en", required=True), Column("about_cy"), Column("source", required=True),
    ),
    ("code",),
)  # fmt: skip
GRADES = Table(
    "grades.csv",
    (
        Column("scale", required=True), Column("code", required=True), Column("order", a_number), Column("name_en", required=True),
        Column("name_cy"), Column("meaning_en", required=True), Column("meaning_cy"), Column("concludes", yes_or_no),
        Column("escalates_to"), Column("reply_days", a_number_or_none),
    ),
    ("scale", "code"),
)  # fmt: skip
SETS = Table(
    "sets.csv",
    (
        Column("code", required=True), Column("edition", a_number), Column("name_en", required=True), Column("name_cy"), Column("kind"),
        Column("strands"), Column("scale", required=True),
    ),
    ("code",),
)  # fmt: skip
QUESTIONS = Table(
    "questions.csv",
    (
        Column("set", required=True), Column("code", required=True), Column("order", a_number),
        Column("kind", one_of(("yes_no", "scale", "words"))), Column("words_en", required=True), Column("words_cy"), Column("help_en"),
        Column("help_cy"), Column("weight", a_number), Column("source", required=True),
    ),
    ("set", "code"),
)  # fmt: skip


@dataclass(frozen=True)
class Shipped:
    """The four files, read and checked one against the other."""

    scales: list[Line]
    grades: list[Line]
    sets: list[Line]
    questions: list[Line]


def read_shipped(folder: Path = FOLDER) -> Shipped:
    """Read and check the files. Raises BadReferenceFile, naming file, row and column, at the first fault."""
    read = Shipped(*(read_table(folder, table) for table in (SCALES, GRADES, SETS, QUESTIONS)))
    scales = {line.text("code") for line in read.scales}
    check_known(read.grades, "scale", scales, SCALES.file)
    check_known(read.sets, "scale", scales, SCALES.file)
    check_known(read.questions, "set", {line.text("code") for line in read.sets}, SETS.file)
    asked = {line.text("set") for line in read.questions}
    for line in read.sets:
        if line.text("code") not in asked:
            raise line.fault("code", f"No question of this set stands in {QUESTIONS.file}.")
    for line in read.grades:
        if bool(line.text("escalates_to")) != (line["reply_days"] is not None):
            raise line.fault("reply_days", "A grade that goes to somebody needs the days for the reply, and only such a grade.")
    return read


def lines_of(text: str) -> str:
    """“hate crime;race” as one a line, as a set of questions keeps them."""
    return "\n".join(part.strip() for part in text.split(";") if part.strip())
