"""The smallest shapes of a report: names, places and parts of a whole."""

from typing import TypedDict


class Name(TypedDict):
    en: str
    cy: str


class Place(Name):
    """An Area, by its code and its names."""

    code: str


class Part(TypedDict):
    """How many of how many."""

    count: int
    of: int
