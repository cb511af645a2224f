"""Languages that people may speak as their main language, with their names in English and, where one is published, in Welsh."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

_FILE = Path(__file__).parent / "data" / "languages.csv"


@dataclass(frozen=True)
class Language:
    code: str
    name_en: str
    name_cy: str

    @property
    def name(self) -> str:
        """The name in the language of the page, in English where no Welsh name is published."""
        return self.name_cy if self.language == "cy" else self.name_en

    @property
    def language(self) -> str:
        """The language in which `name` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.name_cy else "en"


@cache
def languages() -> dict[str, Language]:
    """Every language of the list by its code, in the order of the English names. Source: `data/README.md`."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Language(**row) for row in csv.DictReader(file)}


def languages_of(codes: Iterable[str]) -> list[Language]:
    """The languages of these codes, in the order of their names on the page; a code that is not in the list is left out."""
    return sorted((languages()[code] for code in codes if code in languages()), key=lambda each: each.name.casefold())


def unknown_codes(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code not in languages()]
