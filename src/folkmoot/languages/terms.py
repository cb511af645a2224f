"""Terms with their published Welsh and where it was published. The file is made from the Welsh catalogue: docs/welsh-sources.md."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "terms.csv"
HEADINGS = ("english", "welsh", "source")


@dataclass(frozen=True)
class Term:
    """A term in English, its Welsh as published, and where."""

    english: str
    welsh: str
    source: str


@cache
def terms() -> tuple[Term, ...]:
    """Every term, the longest first, so that “panel member” is found before “member”."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [Term(*(row[name] for name in HEADINGS)) for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda one: (-len(one.english), one.english)))


def terms_in(text: str) -> list[Term]:
    """The terms that stand in an English text as whole words, in any case; a longer term hides the shorter ones within it."""
    found, left = [], text.casefold()
    for term in terms():
        pattern = re.compile(rf"(?<!\w){re.escape(term.english.casefold())}(?!\w)")
        if pattern.search(left):
            found.append(term)
            left = pattern.sub(" \x00 ", left)
    return sorted(found, key=lambda one: one.english.casefold())
