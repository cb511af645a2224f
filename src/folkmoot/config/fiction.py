"""Whom one can be in the fictional year: read from the mark that `folkmoot demo` leaves in its data folder."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from folkmoot.accounts.models import ROLE_NAMES
from folkmoot.accounts.rules import Role


@dataclass(frozen=True)
class Invented:
    name: str
    email: str
    role: object
    area: str


@dataclass(frozen=True)
class Cast:
    password: str
    people: tuple[Invented, ...]


@cache
def cast(mark: Path) -> Cast:
    told = json.loads(mark.read_text(encoding="utf-8"))
    people = tuple(Invented(one["name"], one["email"], ROLE_NAMES[Role(one["role"])], one["area"]) for one in told["people"])
    return Cast(told["password"], people)
