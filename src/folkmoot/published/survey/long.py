"""Sheets from 2020 on: one row of headings, then one row for each group of each organisation or year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from folkmoot.published.survey.catalogue import (
    characteristic_of_labels,
    characteristic_of_variable,
    folded,
    item_of,
    plain,
    question_of,
)
from folkmoot.published.survey.cells import are_fractions, decimals_of, is_number, number_of, usual_decimals
from folkmoot.published.survey.collecting import RATE, Base, Found, Owner, are_rounded, base_from, whose_of
from folkmoot.published.survey.figures import Place, Said, SheetKind, Whose
from folkmoot.published.survey.grids import Grid, below, cell

_ROLES = {
    "year": "year", "count": "count", "number of respondents": "count", "number of responses": "count",
    "response": "response", "focus demographic response": "response",
    "demographic variable": "variable", "focus demographic variable": "variable",
    "other demographic variable": "other", "other demographic response": "other_response",
    "organisation name": "name", "organisation": "organisation", "organisation code": "code",
    "organisation group": "department", "department group": "department", "departmental group": "department",
    "notes": "aside", "organisation notes": "aside", "response_order": "aside",
}  # fmt: skip
_LEAST_SCORES = 3
_FAMILIES = (("C01_1", "C01_2", "C01_3", "C01_4"), ("C01_01", "C01_02", "C01_03", "C01_04"))
_ENDS = ("yes", "no", "pnts")


@dataclass(frozen=True)
class Columns:
    """Which column of a sheet plays which part, the scores that are kept, and the row of the headings."""

    row: int
    headings: tuple[str, ...]
    roles: dict[str, int]
    scores: dict[int, str]


def headings_of(grid: Grid) -> tuple[int, tuple[str, ...]] | None:
    """The row that holds the headings of a long sheet: one of a response or organisation beside several scores."""
    for row, cells in grid.head:
        said = {role_of(text) for text in cells}
        scores = sum(1 for text in cells if item_of(text) or question_of(text))
        if scores >= _LEAST_SCORES and said & {"response", "name", "organisation"}:
            return row, cells
    return None


def role_of(heading: str) -> str:
    clean = folded(heading).replace("response_", "response ").strip() if folded(heading) != "response_order" else "response_order"
    return _ROLES.get(clean, "")


def kind_of(grid: Grid, headings: Sequence[str]) -> SheetKind:
    """What a long sheet says, by its headings and, for groups crossed with others, by its title."""
    said = {role_of(text) for text in headings}
    if said & {"name", "organisation"}:
        return SheetKind.ORGANISATIONS if "response" in said else SheetKind.SCORES
    if "other" in said:
        return SheetKind.CROSSED
    if "year" in said:
        return SheetKind.TREND
    return SheetKind.CROSSED if folded(grid.title).startswith("results for ") else SheetKind.EVERYBODY


def read_long(grid: Grid, found: Found, year: int) -> None:
    """Take every figure of a long sheet. Raises SurveyError naming row and column."""
    headed = headings_of(grid)
    if headed is None:
        return
    columns = _columns(grid, found, *headed)
    rows = [
        (number, cells)
        for number, cells in below(grid, columns.row)
        if any(is_number(cell(cells, at)) for at in columns.scores) or _marked(cells, columns)
    ]
    texts = [[cell(cells, at) for at in columns.scores] for _, cells in rows]
    fraction = are_fractions(cell(cells, at) for _, cells in rows for at, item in columns.scores.items() if item != RATE)
    if fraction:
        found.say(Said.FRACTIONS, Place(grid.sheet))
    usual = usual_decimals(texts)
    rounded = _rounded(grid, found, rows, columns)
    named = _names(grid, found, rows, columns)
    characteristics = _characteristics(grid, found, rows, columns)
    for (number, cells), scores in zip(rows, texts, strict=True):
        owner = _owner(grid, found, number, cells, columns, year, named, characteristics)
        if owner is None or owner.whose is not Whose.MEDIAN:  # medians of organisations need not make 100
            _add_up(grid, found, number, cells, columns)
        if owner is None:
            continue
        base = _base(grid, number, cells, columns, rounded)
        decimals = max(usual, max(map(decimals_of, scores), default=0))
        for at, item in columns.scores.items():
            place = grid.place(number, at, columns.headings[at])
            found.take(owner, item, cell(cells, at), base, decimals=decimals, fraction=fraction, place=place)


def _marked(cells: tuple[str, ...], columns: Columns) -> bool:
    return any(cell(cells, at).strip() for at in columns.scores)


def _columns(grid: Grid, found: Found, row: int, headings: tuple[str, ...]) -> Columns:
    roles: dict[str, int] = {}
    rest = []
    for at, heading in enumerate(headings):
        role = role_of(heading)
        if role:
            roles.setdefault(role, at)
        else:
            rest.append(at)
    if "organisation" in roles:  # with a column of names beside it, it holds the codes
        roles.setdefault("code" if "name" in roles else "name", roles["organisation"])
    return Columns(row, headings, roles, found.take_columns(grid, headings, rest))


def _rounded(grid: Grid, found: Found, rows: Sequence[tuple[int, tuple[str, ...]]], columns: Columns) -> bool:
    at = columns.roles.get("count")
    if at is None or not are_rounded(cell(cells, at) for _, cells in rows):
        return False
    found.say(Said.BASES_ROUNDED, Place(grid.sheet))
    return True


def _base(grid: Grid, number: int, cells: tuple[str, ...], columns: Columns, rounded: bool) -> Base:
    at = columns.roles.get("count")
    return Base() if at is None else base_from(cell(cells, at), grid.place(number, at, "Count"), rounded=rounded)


def _names(grid: Grid, found: Found, rows: Sequence[tuple[int, tuple[str, ...]]], columns: Columns) -> int | None:
    """The column of the organisations' names. In 2022 its heading and the department's were exchanged: names are more than departments."""
    name, department = columns.roles.get("name"), columns.roles.get("department")
    if name is None or department is None:
        return name
    names, departments = ({cell(cells, at) for _, cells in rows} for at in (name, department))
    if len(names) >= len(departments):
        return name
    found.say(Said.NAMES_SWAPPED, Place(grid.sheet), plain(columns.headings[name]), plain(columns.headings[department]))
    return department


def _characteristics(grid: Grid, found: Found, rows: Sequence[tuple[int, tuple[str, ...]]], columns: Columns) -> dict[str, str | None]:
    """For each variable named ("" where the sheet names none) the characteristic it is, by its code or by all its labels."""
    response, variable = columns.roles.get("response"), columns.roles.get("variable")
    if response is None:
        return {"": ""}
    labels: dict[str, set[str]] = {}
    for _, cells in rows:
        labels.setdefault(cell(cells, variable) if variable is not None else "", set()).add(cell(cells, response))
    known = {said: characteristic_of_variable(said) or _by_labels(said, labels[said]) for said in labels}
    for said in (said for said, characteristic in known.items() if characteristic is None):
        found.say(Said.UNKNOWN_CHARACTERISTIC, Place(grid.sheet), plain(said)[:120] or ", ".join(sorted(labels[said]))[:120])
    return known


def _by_labels(variable: str, labels: Iterable[str]) -> str | None:
    """A variable with a code that is not known is not guessed at: "Yes" and "No" are answers to many questions."""
    return None if question_of(variable) else characteristic_of_labels(list(labels))


def _owner(
    grid: Grid, found: Found, number: int, cells: tuple[str, ...], columns: Columns, year: int, named: int | None,
    characteristics: dict[str, str | None],
) -> Owner | None:  # fmt: skip
    roles = columns.roles
    characteristic = characteristics.get(cell(cells, roles["variable"]) if "variable" in roles else "")
    if characteristic is None:
        return None
    group = ""
    if "response" in roles:
        at = roles["response"]
        known = found.group(characteristic, cell(cells, at), grid.place(number, at, "Response"))
        if known is None:
            return None
        group = known.code
    if "year" in roles:
        place = grid.place(number, roles["year"], "Year")
        return Owner(int(number_of(cell(cells, roles["year"]), place)), Whose.MEAN, "", characteristic, group)
    if named is None:
        return Owner(year, Whose.MEAN, "", characteristic, group)
    name = plain(cell(cells, named))
    whose = whose_of(cell(cells, roles["code"]) if "code" in roles else "", name)
    return Owner(year, whose, name if whose is Whose.ORGANISATION else "", characteristic, group)


def _add_up(grid: Grid, found: Found, number: int, cells: tuple[str, ...], columns: Columns) -> None:
    """Say where the answers to one question do not make 100 within their rounding."""
    questions = {question_of(heading): at for at, heading in enumerate(columns.headings) if question_of(heading)}
    families = [*_FAMILIES, *(tuple(f"{one}_{end}" for end in _ENDS) for one in ("E01", "E03"))]
    for family in families:
        places = [questions[one] for one in family if one in questions]
        texts = [cell(cells, at) for at in places]
        if len(places) < len(family) or not all(map(is_number, texts)):
            continue
        total = sum((number_of(text, grid.place(number, at)) for text, at in zip(texts, places, strict=True)), Decimal(0))
        whole = Decimal(1) if total < 2 else Decimal(100)
        if abs(total - whole) > len(places) * Decimal("0.5").scaleb(-max(map(decimals_of, texts))) + Decimal("0.001"):
            found.say(Said.DOES_NOT_ADD_UP, grid.place(number, places[0], columns.headings[places[0]]), family[0], f"{total}")
