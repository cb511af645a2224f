"""A published table under the fields its source declares: which column is which, and how a fault in a row is named."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from folkmoot.areas.authorities.facts import BadPlaces, Facts, Held
from folkmoot.areas.authorities.rules import ANY_GSS, GSS, kind_of
from folkmoot.foundation.tables.table import Row, Table


@dataclass(frozen=True)
class Wanted:
    """A column that a source declares: our field, and how its heading is written (a pattern; a group in it is the year, as 24)."""

    field: str
    heading: str
    required: bool = True

    def match(self, heading: str) -> re.Match[str] | None:
        return re.fullmatch(self.heading, heading.strip(), re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A table and where in it each field stands. A source with columns `by_year` has its fields under (field, year), others under
    (field, 0).
    """

    file: str
    table: Table
    at: dict[tuple[str, int], int]

    def text(self, row: Row, field: str, year: int = 0) -> str:
        """The cell, without space around it; "" where the file has no such column."""
        place = self.at.get((field, year))
        return row.values[place].strip() if place is not None else ""

    def fault(self, row: Row, field: str, why: str, year: int = 0) -> BadPlaces:
        heading = self.table.columns[self.at[field, year]]
        return BadPlaces(self.file, _("row %(row)d, column “%(column)s”") % {"row": row.number, "column": heading}, why)

    def day(self, row: Row, field: str) -> date | None:
        text = self.text(row, field)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self.fault(row, field, _("“%(text)s” is not a date such as 2023-04-01.") % {"text": text}) from None

    def authority(self, row: Row, field: str, held: Held | None = None, year: int = 0, edition: int | None = None) -> str:
        """A code of a local authority of England or Wales, in being in the year of the edition. Raises BadPlaces."""
        code = self.text(row, field, year)
        if not GSS.fullmatch(code) or kind_of(code) == "other":
            raise self.fault(row, field, not_ours(code), year)
        last = held.ended_before(code, edition) if held else None
        if last:
            told = {"code": code, "name": held.names.get(code, "") if held else "", "day": last, "year": edition}
            raise self.fault(row, field, _("%(code)s %(name)s ended on %(day)s: it has no place in an edition of %(year)s.") % told, year)
        return code

    def refuse_repeats(self, key: Sequence[tuple[str, int]]) -> None:
        """No two rows say the same. Raises BadPlaces at the second."""
        seen: dict[tuple[str, ...], int] = {}
        for row in self.table.rows:
            said = tuple(self.text(row, *each) for each in key)
            earlier = seen.setdefault(said, row.number)
            if earlier != row.number:
                told = {"said": ", ".join(said), "row": earlier}
                raise self.fault(row, *key[0][:1], _("“%(said)s” is already in row %(row)d.") % told, key[0][1])

    def elsewhere(self, row: Row, field: str, year: int = 0) -> bool:
        """Whether a row of a United Kingdom file is about Scotland or Northern Ireland."""
        code = self.text(row, field, year)
        return bool(ANY_GSS.fullmatch(code)) and code[0] in "SN"


def not_ours(code: str) -> str:
    """Why a code is refused."""
    if not code:
        return _("The code is empty.")
    if not ANY_GSS.fullmatch(code):
        return _("“%(code)s” is not a nine-character code such as E07000146.") % {"code": code}
    if code[0] not in "EW":
        return _("“%(code)s” is not a code of England or Wales.") % {"code": code}
    return _("“%(code)s” is not the code of a local authority.") % {"code": code}


@dataclass(frozen=True)
class Source:
    """A published table that can be brought in: its columns, what it makes, where it is published, and who reads it."""

    code: str
    title: Promise
    makes: Promise
    published_at: str
    columns: tuple[Wanted, ...]
    reads: Callable[[Sheet, Held], Facts]
    by_year: bool = False
    form: str = "table"

    def matched(self, headings: Sequence[str]) -> dict[tuple[str, int], int] | None:
        """Where each field stands among these headings; None where they are not of this source."""
        found = dict(self._found(headings))
        have = {field for field, _year in found}
        if any(wanted.required and wanted.field not in have for wanted in self.columns):
            return None
        if self.by_year and (len(found) != len(headings) or len({year for _field, year in found}) < 2):
            return None
        return found

    def _found(self, headings: Sequence[str]) -> Iterator[tuple[tuple[str, int], int]]:
        """A heading that comes twice counts once, as it first stands."""
        seen = set()
        for place, heading in enumerate(headings):
            for wanted in self.columns:
                match = wanted.match(heading)
                key = (wanted.field, int(match[1]) if match and self.by_year else 0)
                if match and key not in seen:
                    seen.add(key)
                    yield key, place
                    break

    def year_of(self, headings: Sequence[str]) -> int | None:
        """The year of the edition, from the first column that names one."""
        for heading in headings:
            match = self.columns[0].match(heading)
            if match and match.groups() and match[1]:
                return 2000 + int(match[1])
        return None
