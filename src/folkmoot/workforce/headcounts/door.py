"""The door: a table that names or numbers members of staff, or has a line for each of them, is refused with its sheet and column.

Nothing of such a file is kept. Headings are looked at first, then what stands under them: addresses of e-mail, National Insurance
numbers, days of birth, and columns in which nearly every line has a value of its own. No database, no clock.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from folkmoot.casework.rules import identifying_heading
from folkmoot.errors import FolkmootError
from folkmoot.workforce.headcounts.words import folded

_NO_PEOPLE = frozenset({"number", "no", "n"})  # here a number is a headcount
_STAFF = re.compile(
    r"(?:staff|employee|payroll|personnel|person|works?|position|post) ?(?:id|no|number|name|ref(?:erence)?)s?"
    r"|(?:line )?manager(?: name)?|(?:job|post) ?holder|(?:basic |annual )?(?:salary|pay)|colleagues?|employee|person|who|known as|enw"
    r"|(?:team )?member(?: of staff)?|full name of .*|surname,? ?(?:and )?forenames?|user ?names?|log ?in"
    r"|(?:oracle|sop|system) ?(?:id|number)|uin|birthday"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_INSURANCE = re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_DAY = re.compile(r"(?P<year>\d{4})-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-](?P<later>\d{4})")
_BORN = range(1935, 2012)
_FEW_BIRTHS, _FEW_VALUES, _OWN_SHARE = 5, 30, 0.4
_LIST = 10  # so many lines that each count one person are a list of staff
_TOTALS_OF_A_LIST = 2  # lines of a list that may count more: what is added up below it
_DO = "Ask for the table of headcounts, or take out everything but headcounts, and bring it again."
_ONLY = "Only headcounts by unit, grade and group are taken. Nothing of the file was kept."


class NamesStaff(FolkmootError):
    """A table that names or numbers members of staff."""


def refuse_named_staff(columns: Iterable[str], place: str = "") -> None:
    """Raise NamesStaff for a heading that says that a column names, numbers or addresses people, or holds their pay."""
    for column in columns:
        plain = _as_read(column)
        said = folded(plain).replace("_", " ").strip()
        if (identifying_heading(plain) and said not in _NO_PEOPLE) or _STAFF.fullmatch(said):
            raise NamesStaff(f"{place}the column “{column[:60]}” names or numbers members of staff, or tells of one of them.", _ONLY, _DO)


def _as_read(heading: str) -> str:
    """A heading as people read it: without signs that are not seen, and full-width letters as plain ones."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", heading) if unicodedata.category(sign) != "Cf")


def refuse_what_tells_of_one(values: Mapping[str, Sequence[str]], strange: Iterable[str], place: str = "") -> None:
    """Raise NamesStaff for a column whose cells are those of people. `values`: the cells by heading, of every column that is no number.

    `strange`: the headings nobody knows, which may hold anything.
    """
    for column, cells in values.items():
        said = [cell.strip() for cell in cells if cell.strip()]
        if any(_EMAIL.search(cell) for cell in said):
            raise _told(place, column, "holds e-mail addresses")
        if any(_INSURANCE.search(cell.upper()) for cell in said):
            raise _told(place, column, "holds National Insurance numbers")
        if len({cell for cell in said if _of_birth(cell)}) >= _FEW_BIRTHS:
            raise _told(place, column, "holds what look like days of birth")
    for column in strange:
        said = [cell.strip() for cell in values.get(column, ()) if cell.strip()]
        different = len(set(said))
        if different > _FEW_VALUES and different > _OWN_SHARE * len(said):
            raise _told(place, column, "has a value of its own on nearly every line, as names and staff numbers have")


def _told(place: str, column: str, what: str) -> NamesStaff:
    return NamesStaff(f"{place}the column “{column[:60]}” {what}.", _ONLY, _DO)


def _of_birth(cell: str) -> bool:
    found = _DAY.fullmatch(cell.split("T")[0].split(" ")[0])
    year = found and (found["year"] or found["later"])
    return bool(year) and int(year or 0) in _BORN


def refuse_a_line_for_each(counts: Sequence[Sequence[str]], place: str = "") -> None:
    """Raise NamesStaff where every line counts one person or nobody. `counts`: the cells of numbers, line by line."""
    lines = [{re.sub(r"\.0*$", "", cell.strip()) for cell in line} for line in counts]
    told = [line for line in lines if line - {""}]
    if len(told) > _LIST and sum(line <= {"0", "1", ""} for line in told) >= len(told) - _TOTALS_OF_A_LIST:
        raise NamesStaff(
            f"{place}every line counts one person.",
            "It is a list of staff, not a table of headcounts. Nothing of it was kept.",
            "Ask for the table of headcounts.",
        )
