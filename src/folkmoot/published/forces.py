"""Names of the police forces and their areas as published tables write them, and the name by which each is known here."""

import re
from dataclasses import dataclass

FORCES = (
    "Avon and Somerset", "Bedfordshire", "Cambridgeshire", "Cheshire", "City of London", "Cleveland", "Cumbria", "Derbyshire",
    "Devon and Cornwall", "Dorset", "Durham", "Dyfed-Powys", "Essex", "Gloucestershire", "Greater Manchester", "Gwent", "Hampshire",
    "Hertfordshire", "Humberside", "Kent", "Lancashire", "Leicestershire", "Lincolnshire", "Merseyside", "Metropolitan Police", "Norfolk",
    "North Wales", "North Yorkshire", "Northamptonshire", "Northumbria", "Nottinghamshire", "South Wales", "South Yorkshire",
    "Staffordshire", "Suffolk", "Surrey", "Sussex", "Thames Valley", "Warwickshire", "West Mercia", "West Midlands", "West Yorkshire",
    "Wiltshire", "British Transport Police",
)  # fmt: skip
MET_AND_CITY = "Metropolitan and City"  # one row of the outcome tables, two forces
OUTCOME_AREAS = (*(force for force in FORCES[:-1] if force not in ("City of London", "Metropolitan Police")), MET_AND_CITY)
TERRITORIAL = FORCES[:-1]
_ALIASES = {
    "Met": "Metropolitan Police", "Metropolitan": "Metropolitan Police", "MPS": "Metropolitan Police",
    "London, City of": "City of London", "London, Metropolitan": "Metropolitan Police",
    "Hampshire and Isle of Wight": "Hampshire", "Leicestershire and Rutland": "Leicestershire", "GMP": "Greater Manchester",
    "Devon, Cornwall and the Isles of Scilly": "Devon and Cornwall", "BTP": "British Transport Police",
    "Heddlu Gogledd Cymru": "North Wales", "Heddlu De Cymru": "South Wales", "Heddlu Gwent": "Gwent", "Heddlu Dyfed-Powys": "Dyfed-Powys",
    "Metropolitan and City of London": MET_AND_CITY, "Metropolitan & City": MET_AND_CITY, "London": MET_AND_CITY,
}  # fmt: skip
_SURROUNDING = re.compile(r"^(cps|the)\s+|[\s,]+(police service|police force|police|constabulary|force area)$", re.IGNORECASE)
_TOTAL = re.compile(r"\*?\s*(grand |sub-?)?total\b.*|national( total)?|all( areas| forces)?|england(,| and| &)? wales", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """What a written name stands for; `known` is False where it is kept as it was written."""

    name: str
    known: bool


def key(written: str) -> str:
    """The form in which names are compared: no case, space, hyphen or "&"; so GreaterManchester is Greater Manchester."""
    return "".join(letter for letter in written.replace("&", " and ").casefold() if letter.isalnum())


_KNOWN = {key(name): name for name in (*FORCES, MET_AND_CITY)} | {key(alias): name for alias, name in _ALIASES.items()}


def force_of(written: str) -> Named:
    """The force, or area named after it, that a table means."""
    plain = " ".join(written.replace("*", " ").split())
    for form in (plain, _SURROUNDING.sub("", plain)):
        if key(form) in _KNOWN:
            return Named(_KNOWN[key(form)], True)
    return Named(plain, False)


def is_total(written: str) -> bool:
    """Whether a row so named is a sum of the others: National, Total England and Wales, All."""
    return _TOTAL.fullmatch(" ".join(written.split())) is not None
