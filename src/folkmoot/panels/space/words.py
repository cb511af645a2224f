"""The words that members meet, explained plainly: kept in `data/words.csv`. Panels asked for such a list when they were young."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "words.csv"


@dataclass(frozen=True)
class Word:
    """`meaning_cy` is empty where nobody has translated it."""

    term: str
    meaning_en: str
    meaning_cy: str


@cache
def words() -> tuple[Word, ...]:
    """Every word, by its letters."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(sorted((Word(**row) for row in csv.DictReader(file)), key=lambda word: word.term.casefold()))
