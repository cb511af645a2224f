"""The files of strategies that ship in `data/`: their columns, and what must hold between them. No database."""

from dataclasses import dataclass
from pathlib import Path

from folkmoot.foundation.reference.files import Column, Line, Table, a_day, a_number, check_date_order, check_known, one_of, read_table
from folkmoot.strategy.rules import KINDS

FOLDER = Path(__file__).parent / "data"


def a_target(text: str) -> int | None:
    """A published target as a whole number; blank where none was published."""
    return a_number(text) if text else None


STRATEGIES = Table(
    "strategies.csv",
    (
        Column("code", required=True), Column("area"), Column("name_en", required=True), Column("name_cy"), Column("period"),
        Column("starts", a_day), Column("ends", a_day), Column("source", required=True),
    ),
    ("code",),
)  # fmt: skip
AIMS = Table(
    "aims.csv",
    (
        Column("strategy", required=True), Column("code", required=True), Column("parent"), Column("order", a_number),
        Column("name_en", required=True), Column("name_cy"), Column("words_en"), Column("words_cy"),
    ),
    ("code",),
)  # fmt: skip
COMMITMENTS = Table(
    "commitments.csv",
    (
        Column("strategy", required=True), Column("code", required=True), Column("aim"), Column("heading", required=True),
        Column("order", a_number), Column("kind", one_of(KINDS)), Column("words_en", required=True), Column("words_cy"),
    ),
    ("code",),
)  # fmt: skip
MEASURES = Table(
    "measures.csv",
    (
        Column("code", required=True), Column("commitment", required=True), Column("order", a_number), Column("name_en", required=True),
        Column("name_cy"), Column("definition", required=True), Column("why"), Column("how"), Column("unit"), Column("direction"),
        Column("source", required=True),
        Column("frequency"), Column("target", a_target), Column("target_on", a_day), Column("wanted"),
    ),
    ("code",),
)  # fmt: skip


@dataclass(frozen=True)
class Strategies:
    """Every file of this room, read and checked one against another."""

    strategies: list[Line]
    aims: list[Line]
    commitments: list[Line]
    measures: list[Line]


def read_strategies(folder: Path = FOLDER) -> Strategies:
    """Read and check all files of strategies. Raises BadReferenceFile, naming file, row and column, at the first fault."""
    read = Strategies(*(read_table(folder, table) for table in (STRATEGIES, AIMS, COMMITMENTS, MEASURES)))
    known = {line.text("code") for line in read.strategies}
    for lines in (read.aims, read.commitments):
        check_known(lines, "strategy", known, STRATEGIES.file)
    check_known(read.measures, "commitment", {line.text("code") for line in read.commitments}, COMMITMENTS.file)
    check_date_order(read.strategies)
    _check_parents(read.aims)
    _check_aims(read)
    return read


def _check_parents(aims: list[Line]) -> None:
    """A parent is an aim of the same strategy that stands above its sub-aims in the file and has no parent itself."""
    tops: set[tuple[str, str]] = set()
    for line in aims:
        parent = line.text("parent")
        if not parent:
            tops.add((line.text("strategy"), line.text("code")))
        elif (line.text("strategy"), parent) not in tops:
            raise line.fault("parent", f"“{parent}” is not an aim of {line.text('strategy')} in a row above.")


def _check_aims(read: Strategies) -> None:
    strategy_of = {line.text("code"): line.text("strategy") for line in read.aims}
    check_known(read.commitments, "aim", strategy_of, AIMS.file)
    for line in read.commitments:
        if line.text("aim") and strategy_of[line.text("aim")] != line.text("strategy"):
            raise line.fault("aim", f"It is an aim of {strategy_of[line.text('aim')]}.")
