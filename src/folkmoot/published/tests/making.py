"""Published tables made for one test, as text and as workbooks."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from folkmoot.published.forces import OUTCOME_AREAS, TERRITORIAL
from folkmoot.published.outcomes.headings import OFFENCES
from folkmoot.published.stop_search import COLUMNS

Cell = str | int | float


def csv_bytes(rows: Sequence[Sequence[Cell]]) -> bytes:
    def quoted(cell: Cell) -> str:
        text = str(cell)
        return f'"{text}"' if "," in text else text

    return "".join(",".join(map(quoted, row)) + "\n" for row in rows).encode()


def xlsx_bytes(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return target.getvalue()


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def monthly_headings() -> list[str]:
    heads = [""]
    for offence in OFFENCES:
        for outcome in ("Convictions", "Unsuccessful"):
            heads += [f"Number of {offence} {outcome}", f"Percentage of {offence} {outcome}"]
    return [*heads, "Number of Admin Finalised Unsuccessful", "Percentage of L Motoring Offences Unsuccessful"]


def monthly_counts(name: str, counts: Sequence[int]) -> list[Cell]:
    """One row of 25 counts, each with its percentage."""
    row: list[Cell] = [name]
    for place in range(0, 24, 2):
        convicted, other = counts[place], counts[place + 1]
        row += [f"{convicted:,}", share(convicted, convicted + other), f"{other:,}", share(other, convicted + other)]
    return [*row, counts[24], share(counts[24], counts[24])]


def monthly(areas: Mapping[str, Sequence[int]] | None = None, total: str = "National") -> list[list[Cell]]:
    """A month of all areas (each cell differs), with its total first; `total` "" leaves it out."""
    counts = (
        dict(areas)
        if areas
        else {name: [(7 * at + 3 * place) % 41 + place for place in range(25)] for at, name in enumerate(OUTCOME_AREAS)}
    )
    rows: list[list[Cell]] = [list(monthly_headings())]
    if total:
        rows.append(monthly_counts(total, [sum(column) for column in zip(*counts.values(), strict=True)]))
    return rows + [monthly_counts(name, row) for name, row in counts.items()]


def search(**values: str) -> list[str]:
    usual = {
        "Type": "Person search", "Date": "2020-01-05T10:00:00+00:00", "Gender": "Male", "Age range": "18-24",
        "Self-defined ethnicity": "White - Irish", "Officer-defined ethnicity": "White", "Object of search": "Controlled drugs",
        "Outcome": "Arrest", "Outcome linked to object of search": "True",
    }  # fmt: skip
    named = usual | {name.replace("_", " "): value for name, value in values.items()}
    return [named.get(column, "") for column in COLUMNS]


def searches(*rows: Sequence[str]) -> bytes:
    return csv_bytes([COLUMNS, *rows])


TACTICS = (
    ("Total (excluding not reported and tactical communication)", "*Total Tactics", 15),
    ("Restraint", "*Total Restraint", 11),
    ("Restraint", "Handcuffing, of which", 7),
    ("Restraint", "Compliant handcuffing", 4),
    ("Restraint", "Non-compliant handcuffing", 3),
    ("Restraint", "Ground restraint", 4),
    ("Firearms", "*Total Firearms", 4),
    ("Not reported", "*Total Not reported", 2),
    ("Tactical communication", "Tactical communication", 9),
)


def force_table(groups: Sequence[str], forces: Sequence[str] = TERRITORIAL) -> list[list[Cell]]:
    """Every tactic of every force once for the first group, twice for the second and so on, with England and Wales before them."""
    rows: list[list[Cell]] = [["Police Force", "Type of force", "Tactic", *groups, "Number of times tactic reported"]]
    for force, times in (("Total England and Wales", len(forces)), *((force, 1) for force in forces)):
        for type_of_force, tactic, count in TACTICS:
            counts = [float(count * times * (place + 1)) for place in range(len(groups))]
            rows.append([force, type_of_force, tactic, *counts, sum(counts)])
    return rows
