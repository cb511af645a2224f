"""The kinds of panel and remits that ship in `data/`: their columns, and what must hold between them. No database."""

from dataclasses import dataclass
from pathlib import Path

from folkmoot.foundation.reference.files import Column, Line, Table, a_number, check_known, one_of, read_table, yes_or_no
from folkmoot.panels.rules import Ways, ways_problems

FOLDER = Path(__file__).parent / "data"
POSITIONS = ("member", "chair", "deputy", "facilitator", "legal_adviser", "service", "observer")
NUMBERS = ("meetings_a_year", "quorum", "least_members", "most_members", "least_cases", "most_cases", "renewals")
MONTHS = ("chair_months", "term_months", "undertaking_months")


def a_number_or_none(text: str) -> int | None:
    """Months as a whole number; blank where there is no limit."""
    return a_number(text) if text else None


KINDS = Table(
    "kinds.csv",
    (
        Column("code", required=True), Column("order", a_number), Column("level", one_of(("area", "national", "either"))),
        Column("name_en", required=True), Column("name_cy"), Column("purpose_en", required=True), Column("purpose_cy"),
        Column("meetings_a_year", a_number), Column("quorum", a_number), Column("voting", required=True),
        Column("chair_rule", one_of(("elected", "appointed", "independent", "service"))), Column("chair_months", a_number_or_none),
        Column("term_months", a_number_or_none), Column("renewals", a_number), Column("least_members", a_number),
        Column("most_members", a_number), Column("sees_cases", yes_or_no), Column("least_cases", a_number), Column("most_cases", a_number),
        Column("undertaking_months", a_number_or_none), Column("vetting"), Column("training"), Column("substitutes", yes_or_no),
        Column("source", required=True),
    ),
    ("code",),
)  # fmt: skip
REMITS = Table(
    "remits.csv",
    (
        Column("kind", required=True), Column("code", required=True), Column("order", a_number), Column("name_en", required=True),
        Column("name_cy"), Column("every_months", a_number),
    ),
    ("kind", "code"),
)  # fmt: skip


@dataclass(frozen=True)
class Kinds:
    """Both files, read and checked one against the other."""

    kinds: list[Line]
    remits: list[Line]


def read_kinds(folder: Path = FOLDER) -> Kinds:
    """Read and check the files. Raises BadReferenceFile, naming file, row and column, at the first fault."""
    read = Kinds(read_table(folder, KINDS), read_table(folder, REMITS))
    check_known(read.remits, "kind", {line.text("code") for line in read.kinds}, KINDS.file)
    for line in read.kinds:
        _check_ways(line)
    return read


def kind_values(line: Line) -> dict[str, object]:
    """The fields of a kind out of one row of its file."""
    return {**line.values, "voting": line.text("voting").split()}


def _check_ways(line: Line) -> None:
    numbers = {name: int(line.text(name) or 0) for name in NUMBERS[:-1]}
    months = line["undertaking_months"]
    ways = Ways(
        **numbers, voting=tuple(line.text("voting").split()), chair_rule=line.text("chair_rule"),
        undertaking_months=months if isinstance(months, int) else None,
    )  # fmt: skip
    for column, sentences in ways_problems(ways, POSITIONS).items():
        raise line.fault(column, sentences[0])
