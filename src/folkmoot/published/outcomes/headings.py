"""The headings of the monthly table of outcomes by principal offence category: 25 counts, each with a percentage beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.foundation.tables.table import Row
from folkmoot.published.model import Outcome
from folkmoot.published.sheets import HEADINGS_WITHIN, Sheet, plain

ADMIN_FINALISED = "Not known (administratively finalised)"
OFFENCES = (
    "Homicide", "Offences against the person", "Sexual offences", "Burglary", "Robbery", "Theft and handling", "Fraud and forgery",
    "Criminal damage", "Drugs offences", "Public order offences", "All other offences (excluding motoring)", "Motoring offences",
)  # fmt: skip
_HEADING = re.compile(r"(number|percentage|%) of (.+?) (convictions?|unsuccessful(?: outcomes)?)", re.IGNORECASE)
_FEWEST = 3


def _key(text: str) -> str:
    return "".join(letter for letter in text.replace("&", " and ").casefold() if letter.isalnum())


_KNOWN = {_key(name): name for name in OFFENCES} | {
    "adminfinalised": ADMIN_FINALISED, "administrativelyfinalised": ADMIN_FINALISED, "administrativefinalisations": ADMIN_FINALISED,
    "sexualoffenses": "Sexual offences", "drugoffences": "Drugs offences",
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """One column, counted from 0: a count or a percentage of an offence and an outcome. `known`: the offence is one of the usual."""

    column: int
    text: str
    percentage: bool
    offence: str
    outcome: Outcome
    known: bool


def heading_of(column: int, text: str) -> Heading | None:
    found = _HEADING.fullmatch(plain(text))
    if not found:
        return None
    offence = _KNOWN.get(_key(found.group(2)), plain(found.group(2)))
    outcome = Outcome.CONVICTION if found.group(3).casefold().startswith("conviction") else Outcome.UNSUCCESSFUL
    if offence == ADMIN_FINALISED:
        outcome = Outcome.ADMIN_FINALISED
    known = offence in OFFENCES or offence == ADMIN_FINALISED
    return Heading(column, plain(text), found.group(1).casefold() != "number", offence, outcome, known)


def headings_in(sheet: Sheet) -> tuple[Row, tuple[Heading, ...]] | None:
    """The row of headings, and those that are of outcomes; None where the sheet is another table."""
    for row in sheet.rows[:HEADINGS_WITHIN]:
        found = tuple(heading for column, text in enumerate(row.values) if (heading := heading_of(column, text)))
        if sum(not heading.percentage for heading in found) >= _FEWEST:
            return row, found
    return None


@dataclass(frozen=True)
class Counted:
    """A column of counts with the percentage that stands beside it. `mislabelled`: by its heading that is of something else."""

    heading: Heading
    percentage: Heading | None
    mislabelled: bool = False


def counted(headings: Sequence[Heading]) -> Iterator[Counted]:
    """Each column of counts with its percentage: the one of the same name, else a misnamed one directly after it."""
    shares = [heading for heading in headings if heading.percentage]
    own = {(heading.offence, heading.outcome): heading for heading in shares}
    counts = [heading for heading in headings if not heading.percentage]
    taken = {(count.offence, count.outcome) for count in counts}
    for count in counts:
        beside = own.get((count.offence, count.outcome))
        if beside is None:
            after = next((share for share in shares if share.column == count.column + 1), None)
            free = after is not None and (after.offence, after.outcome) not in taken
            yield Counted(count, after if free else None, mislabelled=free)
        else:
            yield Counted(count, beside)


def missing(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Columns of counts that the table usually has and this one has not."""
    expected = [(offence, outcome) for offence in OFFENCES for outcome in (Outcome.CONVICTION, Outcome.UNSUCCESSFUL)]
    expected.append((ADMIN_FINALISED, Outcome.ADMIN_FINALISED))
    here = {(heading.offence, heading.outcome) for heading in headings if not heading.percentage}
    return tuple(f"{offence}: {outcome}" for offence, outcome in expected if (offence, outcome) not in here)
