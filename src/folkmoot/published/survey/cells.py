"""One cell of a published table: a number with the precision it was printed with, or a mark that says why there is none.

Source of the marks: Government Statistical Service symbols guidance; until 2019 the survey printed ".." and "<10" for [c].
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from folkmoot.published.survey.figures import Mark, Place, SurveyError

_MARKS = {
    "[c]": Mark.WITHHELD, "..": Mark.WITHHELD, "…": Mark.WITHHELD, "*": Mark.WITHHELD, "[z]": Mark.NOT_ASKED, "": Mark.NOT_ASKED,
    "-": Mark.NOT_ASKED, "n/a": Mark.NOT_ASKED, "na": Mark.NOT_ASKED, "[x]": Mark.NOT_PUBLISHED, ":": Mark.NOT_PUBLISHED,
}  # fmt: skip
_NUMBER = re.compile(r"-?(?:\d[\d,]*)?\.?\d+")
_REMARK = re.compile(r"\s*\[(?:notes?\s*)?[\d,\s]+\]$")
_FEWER = re.compile(r"<\s?\d+")
_MOST_DECIMALS = 6


def mark_of(text: str) -> Mark | None:
    """The mark a cell holds, None where it holds something else."""
    clean = text.strip()
    return Mark.WITHHELD if _FEWER.fullmatch(clean) else _MARKS.get(clean.casefold())


def number_of(text: str, place: Place) -> Decimal:
    """Raises SurveyError for a cell that is neither a number nor a mark."""
    clean = _REMARK.sub("", text.strip()).removesuffix("%").strip()
    if not _NUMBER.fullmatch(clean):
        raise SurveyError(
            f"“{text.strip()[:40]}” is not a figure.",
            "A cell holds a number, or a mark such as [c].",
            "Correct the cell, or bring in the file as it was published.",
            place=place,
        )
    return Decimal(clean.replace(",", ""))


def decimals_of(text: str) -> int:
    """How many decimals are printed; 0 for a mark."""
    clean = _REMARK.sub("", text.strip()).removesuffix("%")
    return len(clean.partition(".")[2]) if mark_of(text) is None else 0


def is_number(text: str) -> bool:
    return mark_of(text) is None and bool(_NUMBER.fullmatch(_REMARK.sub("", text.strip()).removesuffix("%").strip()))


def are_fractions(cells: Iterable[str]) -> bool:
    """Whether scores are printed as shares of 1: none of at least five is larger, and one of them lies between 0 and 1."""
    numbers = [cell for cell in cells if is_number(cell)]
    if len(numbers) < 5 or any(cell.strip().endswith("%") for cell in numbers):
        return False
    values = [Decimal(_REMARK.sub("", cell.strip()).replace(",", "")) for cell in numbers]
    return all(abs(value) <= 1 for value in values) and any(0 < value < 1 for value in values)


def usual_decimals(rows: Iterable[Sequence[str]]) -> int:
    """Precision of a sheet: that of most of its rows. A figure that happens to end in 0 is printed shorter than it is known."""
    counted = Counter(max(map(decimals_of, row), default=0) for row in rows if any(map(is_number, row)))
    return counted.most_common(1)[0][0] if counted else 0


def interval_of(text: str, decimals: int, fraction: bool, place: Place) -> tuple[float, float]:
    """Every value, in per cent, that rounds to the one printed with so many decimals. Raises SurveyError outside 0 to 100."""
    scale = 100 if fraction else 1
    value = number_of(text, place) * scale
    if not 0 <= value <= 100:
        raise SurveyError(
            f"{value} is no score.",
            "A score of the survey lies between 0 and 100.",
            "Correct the cell, or bring in the file as it was published.",
            place=place,
        )
    half = Decimal(1).scaleb(-min(decimals, _MOST_DECIMALS + 2)) / 2 * scale
    return float(max(Decimal(0), value - half)), float(min(Decimal(100), value + half))


def shown_decimals(decimals: int, fraction: bool) -> int:
    """Decimals of a score once it is in per cent."""
    return min(_MOST_DECIMALS, max(0, decimals - 2) if fraction else decimals)


def base_of(text: str, place: Place) -> tuple[int | None, str]:
    """A number of respondents, or None and the mark in its place. Raises SurveyError."""
    mark = mark_of(text)
    if mark is not None:
        return None, Mark.WITHHELD if mark is Mark.WITHHELD else Mark.NOT_PUBLISHED
    number = number_of(text, place)
    if number < 0 or number != number.to_integral_value():
        raise SurveyError(
            f"{number} is no number of people.", "", "Correct the cell, or bring in the file as it was published.", place=place
        )
    return int(number), ""
