"""Names, successions and postcodes of authorities: values in, values out."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from folkmoot.areas.rules import name_key

GSS = re.compile(r"[EW]\d{8}")
ANY_GSS = re.compile(r"[A-Z]\d{8}")

# Words that a council adds to the name of its place. What is left must still name it: “City of London” keeps its words.
_WORDS_OF_COUNCILS = frozenset(
    {
        "authority", "bc", "borough", "bwrdeistref", "cbc", "cc", "city", "corporation", "council", "councils", "county", "cyngor", "dc",
        "dinas", "district", "lb", "lbc", "mbc", "mdc", "metropolitan", "of", "rb", "royal", "sirol", "the", "ua", "unitary",
    }
)  # fmt: skip
_NAMES_OF_THEIR_OWN = frozenset({"", "london"})
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d)[A-Z]{2}")

# The tier and kind of a council, by the first three characters of its code. Source: ONS, Register of Geographic Codes.
KIND_OF_CODE: Mapping[str, str] = {
    "E06": "unitary",
    "E07": "district",
    "E08": "metropolitan",
    "E09": "london",
    "E10": "county_council",
    "W06": "welsh",
}


@dataclass(frozen=True)
class Step:
    """One authority followed another on a day; `lossy` where what was counted for the earlier one cannot be given to one later one."""

    from_code: str
    to_code: str
    on: date
    lossy: bool


def kind_of(code: str) -> str:
    return KIND_OF_CODE.get(code[:3], "other")


def authority_key(name: str) -> str:
    """What two ways of writing a council share: “St. Helens MBC”, “St Helens” and “Saint Helens Borough Council” give "sthelens"."""
    words = re.sub(r"[^\w\s]|_", " ", name.casefold().replace("&", " and ").replace("'", "").replace("’", "")).split()
    words = ["borough" if word == "boro" else "st" if word == "saint" else word for word in words]
    borough_of_london = {at for at, pair in enumerate(pairwise(words)) if pair == ("london", "borough")}
    kept = [word for at, word in enumerate(words) if word not in _WORDS_OF_COUNCILS and at not in borough_of_london]
    key = name_key("".join(kept))
    return key if key not in _NAMES_OF_THEIR_OWN else name_key(name)


def current(code: str, steps: Iterable[Step], on: date) -> list[tuple[str, bool]]:
    """The codes that stand where `code` stood, on a day, through every step taken by then, each with whether anything was divided
    on the way; [(code, False)] where nothing followed it.
    """
    following: dict[str, list[Step]] = {}
    for step in steps:
        if step.on <= on:
            following.setdefault(step.from_code, []).append(step)
    found: dict[str, bool] = {}
    _follow(code, following, frozenset(), False, found)
    return list(found.items())


def _follow(code: str, following: Mapping[str, list[Step]], passed: frozenset[str], lossy: bool, found: dict[str, bool]) -> None:
    nexts = [step for step in following.get(code, []) if step.to_code not in passed]
    if not nexts:
        found[code] = found.get(code, False) or lossy
    for step in nexts:
        _follow(step.to_code, following, passed | {code}, lossy or step.lossy or len(nexts) > 1, found)


def in_a_circle(steps: Iterable[Step]) -> str:
    """The first code that would follow itself; "" where none does."""
    following: dict[str, set[str]] = {}
    for step in steps:
        following.setdefault(step.from_code, set()).add(step.to_code)
    for code in following:
        if code in _reached_from(code, following):
            return code
    return ""


def _reached_from(code: str, following: Mapping[str, Collection[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(following.get(code, ()))
    while waiting:
        later = waiting.pop()
        if later not in reached:
            reached.add(later)
            waiting += following.get(later, ())
    return reached


def sector_of(postcode: str) -> str:
    """The sector of a full postcode, or a sector itself: "cb11pt" and "CB1 1" give "CB1 1"; "" where it is neither."""
    plain = "".join(postcode.upper().split())
    full = _POSTCODE.fullmatch(plain) or _POSTCODE.fullmatch(plain + "AA")
    return f"{full[1]} {full[2]}" if full else ""


Place = tuple[int, int]


def tiles_for(codes: Iterable[str], tiles: Mapping[str, Place], before: Mapping[str, Collection[str]]) -> dict[str, Place]:
    """A column and row of its own for each code: its own tile; else the free tile nearest to those of the authorities it followed
    (`before`); else one in a row below all others, in the order given.
    """
    wanted = list(codes)
    found = {code: tiles[code] for code in wanted if code in tiles}
    taken = set(found.values())
    for code in wanted:
        if code not in found and (earlier := sorted(tiles[each] for each in before.get(code, ()) if each in tiles)):
            found[code] = _nearest_free(earlier, taken)
            taken.add(found[code])
    below = max((row for _, row in taken), default=-2) + 2
    rest = [code for code in wanted if code not in found]
    width = max(8, max((column for column, _ in taken), default=0) + 1)
    return found | {code: (place % width, below + place // width) for place, code in enumerate(rest)}


def _nearest_free(around: list[Place], taken: Collection[Place]) -> Place:
    """One of `around` or the free place nearest to their middle."""
    x, y = sum(column for column, _ in around) / len(around), sum(row for _, row in around) / len(around)
    free = [place for place in around if place not in taken] or [
        (column, row)
        for column in range(max(0, int(x) - 30), int(x) + 31)
        for row in range(max(0, int(y) - 30), int(y) + 31)
        if (column, row) not in taken
    ]
    return min(free, key=lambda place: ((place[0] - x) ** 2 + (place[1] - y) ** 2, place))
