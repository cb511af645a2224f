"""The files of category schemes that ship in `data/`: their columns, and what must hold between them. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from folkmoot.characteristics.rules import Kind, Step, label_key, unmapped_answers
from folkmoot.foundation.reference.files import (
    Column,
    Line,
    Table,
    a_day,
    a_number,
    check_date_order,
    check_known,
    one_of,
    read_table,
    yes_or_no,
)

FOLDER = Path(__file__).parent / "data"

_NAMES = (Column("name_en", required=True), Column("name_cy"))
_DATES = (Column("starts", a_day), Column("ends", a_day))

SCHEMES = Table(
    "schemes.csv",
    (
        Column("code", required=True), Column("characteristic", required=True), Column("version", required=True), *_NAMES,
        Column("multiple", yes_or_no), Column("provisional", yes_or_no), *_DATES, Column("source", required=True), Column("note"),
    ),
    ("code",),
)  # fmt: skip
CATEGORIES = Table(
    "categories.csv",
    (
        Column("scheme", required=True), Column("code", required=True), Column("parent"), Column("order", a_number), *_NAMES,
        Column("kind", one_of([kind.value for kind in Kind])), *_DATES,
    ),
    ("scheme", "code"),
)  # fmt: skip
MAPPINGS = Table(
    "mappings.csv",
    (
        Column("from_scheme", required=True), Column("from_code", required=True), Column("to_scheme", required=True),
        Column("to_code", required=True), Column("lossy", yes_or_no), Column("note"),
    ),
    ("from_scheme", "from_code", "to_scheme"),
)  # fmt: skip
LABELS = Table(
    "labels.csv", (Column("scheme", required=True), Column("label", required=True), Column("code", required=True)), ("scheme", "label")
)


@dataclass(frozen=True)
class Schemes:
    """Every file of this room, read and checked one against another."""

    schemes: list[Line]
    categories: list[Line]
    mappings: list[Line]
    labels: list[Line]

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of schemes between which there is a mapping, in file order."""
        return list(dict.fromkeys((line.text("from_scheme"), line.text("to_scheme")) for line in self.mappings))

    def steps(self, from_scheme: str, to_scheme: str) -> list[Step]:
        return [
            Step(line.text("from_code"), line.text("to_code"), line.yes("lossy"), line.text("note"))
            for line in self.mappings
            if (line["from_scheme"], line["to_scheme"]) == (from_scheme, to_scheme)
        ]


def read_schemes(folder: Path = FOLDER) -> Schemes:
    """Read and check all files of schemes. Raises BadReferenceFile, naming file, row and column, at the first fault."""
    schemes = Schemes(*(read_table(folder, table) for table in (SCHEMES, CATEGORIES, MAPPINGS, LABELS)))
    known = {line.text("code") for line in schemes.schemes}
    for lines in (schemes.categories, schemes.labels):
        check_known(lines, "scheme", known, SCHEMES.file)
    for column in ("from_scheme", "to_scheme"):
        check_known(schemes.mappings, column, known, SCHEMES.file)
    for lines in (schemes.schemes, schemes.categories):
        check_date_order(lines)
    kinds = {(line.text("scheme"), line.text("code")): Kind(line.text("kind")) for line in schemes.categories}
    _check_parents(schemes.categories, kinds)
    _check_codes(schemes.labels, "scheme", "code", kinds)
    _check_mappings(schemes, kinds)
    _check_labels(schemes)
    return schemes


def _check_parents(categories: Iterable[Line], kinds: dict[tuple[str, str], Kind]) -> None:
    for line in categories:
        parent = line.text("parent")
        if parent and kinds.get((line.text("scheme"), parent)) is not Kind.GROUP:
            raise line.fault("parent", f"“{parent}” is not a heading of the scheme {line.text('scheme')}.")
        if parent and line.text("kind") == Kind.GROUP:
            raise line.fault("parent", "A heading stands under no other heading.")


def _check_codes(lines: Iterable[Line], scheme: str, code: str, kinds: dict[tuple[str, str], Kind]) -> None:
    for line in lines:
        if (line.text(scheme), line.text(code)) not in kinds:
            raise line.fault(code, f"“{line.text(code)}” is not a category of {line.text(scheme)}.")


def _check_mappings(schemes: Schemes, kinds: dict[tuple[str, str], Kind]) -> None:
    """Ends exist, headings are left out, a lossy line says why, and no answer of the first scheme is left without a home."""
    for end in ("from", "to"):
        _check_codes(schemes.mappings, f"{end}_scheme", f"{end}_code", kinds)
    for line in schemes.mappings:
        if Kind.GROUP in (kinds[line.text("from_scheme"), line.text("from_code")], kinds[line.text("to_scheme"), line.text("to_code")]):
            raise line.fault("from_code", "A heading counts nobody and cannot be mapped.")
        if line.yes("lossy") and not line.text("note"):
            raise line.fault("note", "A lossy line must say what is lost.")
    for pair in schemes.pairs():
        first = next(line for line in schemes.mappings if (line["from_scheme"], line["to_scheme"]) == pair)
        answers = [(code, kind) for (scheme, code), kind in kinds.items() if scheme == pair[0]]
        left = unmapped_answers(answers, schemes.steps(*pair))
        if left:
            raise first.fault("from_code", f"The mapping from {pair[0]} to {pair[1]} leaves out: {', '.join(left)}.")


def _check_labels(schemes: Schemes) -> None:
    """Within a scheme a name or label stands for one category, and a code is nobody else's name."""
    owner: dict[tuple[str, str], str] = {}
    for line in schemes.categories:
        for column in ("name_en", "name_cy"):
            key = (line.text("scheme"), label_key(line.text(column)))
            if key[1] and owner.setdefault(key, line.text("code")) != line.text("code"):
                raise line.fault(column, f"It already stands for “{owner[key]}”.")
    for line in schemes.labels:
        key = (line.text("scheme"), label_key(line.text("label")))
        if key in owner:
            raise line.fault("label", f"It already stands for “{owner[key]}”.")
        owner[key] = line.text("code")
