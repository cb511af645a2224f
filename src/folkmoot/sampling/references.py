"""References that a spreadsheet may have rewritten: seen and said, never corrected."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from folkmoot.sampling.frame import Case

_SHOWN = 5
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d\d)?\d\d"
    rf"|\d{{1,2}}[ -]{_MONTH}(?:[ -](?:\d\d)?\d\d)?"
    rf"|{_MONTH}[ -]\d\d(?:\d\d)?",
    re.IGNORECASE,
)
_ROUNDED = re.compile(r"[1-9]\d{14}0+")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PUNCTUATION = re.compile(r"[\W_]+")
_ERRORS = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d+")


def suspicions(cases: Sequence[Case]) -> list[str]:
    """Sentences on references that do not look like what somebody entered, each with rows."""
    found = [_told(sentence, cases, test) for sentence, test in _TESTS]
    return [each for each in [*found, *_shortened(cases), *_alike(cases)] if each]


_TESTS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("{count} in scientific notation (such as {example}): digits are lost, and different cases can look the same", _SCIENTIFIC.fullmatch),
    ("{count} like a date (such as {example}): a spreadsheet may have turned a reference into one", _DATE.fullmatch),
    ("{count} like a number rounded to 15 digits (such as {example}): spreadsheets keep no more", _ROUNDED.fullmatch),
    ("{count} like a decimal number (such as {example}): a spreadsheet may have changed a reference into one", _DECIMAL.fullmatch),
    ("{count} like an error of a spreadsheet (such as {example})", _ERRORS.fullmatch),
    ("{count} with a character that nobody sees (such as {example}): two that look the same can differ", _INVISIBLE.search),
)


def _told(sentence: str, cases: Sequence[Case], test: Callable[[str], object]) -> str:
    held = [case for case in cases if test(case.id)]
    if not held:
        return ""
    count = "1 reference looks" if len(held) == 1 else f"{len(held):,} references look"
    return f"{sentence.format(count=count, example=f'“{held[0].id}”')}. {_rows(held)}"


def _rows(cases: Sequence[Case]) -> str:
    shown = ", ".join(f"{case.row:,}" if case.row is not None else f"“{case.id}”" for case in cases[:_SHOWN])
    return f"See row{'s' if len(cases) > 1 else ''} {shown}{' and others' if len(cases) > _SHOWN else ''}."


def _shortened(cases: Sequence[Case]) -> Iterator[str]:
    digits = [case for case in cases if case.id.isdecimal()]
    if not digits:
        return
    usual, times = Counter(len(case.id) for case in digits).most_common(1)[0]
    shorter = [case for case in digits if len(case.id) < usual]
    if shorter and times > len(digits) / 2:
        some = "1 reference has" if len(shorter) == 1 else f"{len(shorter):,} references have"
        yield f"Most references have {usual} digits and {some} fewer: zeros at their beginning may be lost. {_rows(shorter)}"


def _alike(cases: Sequence[Case]) -> Iterator[str]:
    by_letters: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_letters[_PUNCTUATION.sub("", case.id.casefold()) or case.id].append(case)
    groups = [group for group in by_letters.values() if len(group) > 1]
    if groups:
        some = "1 reference is" if len(groups) == 1 else f"{len(groups):,} references are"
        pair = " and ".join(f"“{case.id}”" for case in groups[0][:2])
        yield f"{some} written in two ways (such as {pair}): if it is one case it would be twice as likely to be drawn. {_rows(groups[0])}"
