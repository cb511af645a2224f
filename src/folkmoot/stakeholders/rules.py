"""When two names are the same organisation or person, and what must be true of a contact. No database, no clock."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

NEAR = 0.9  # how alike two names must be, of 1, before a person is asked whether they are the same
EARLIEST = date(2000, 1, 1)
# Words that say nothing about which organisation it is.
_IDLE_WORDS = frozenset({"the", "ltd", "limited", "cic", "cio", "plc", "llp", "y", "yr"})
_APOSTROPHES = str.maketrans("", "", "'’‘`")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")

# What erasing a contact takes away, and what is left in its place.
ERASED: dict[str, object] = {
    "name": "", "search_key": "", "role": "", "email": "", "phone": "", "access_needs": "", "source": "", "organisation_id": None,
    "channel": "email", "language": "en",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """An organisation already known, as far as comparing needs."""

    id: int
    key: str
    postcode: str = ""


def name_key(name: str) -> str:
    """What two spellings of a name share: no case, accents or punctuation, “&” as “and”, without “the”, “Ltd”, “CIC” and the like.

    "The St. Mary's Trust Ltd" and "st marys trust" both give "st marys trust".
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and ").translate(_APOSTROPHES))
    words = "".join(mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark)).split()
    return " ".join([word for word in words if word not in _IDLE_WORDS] or words)[:400]


def search_words(typed: str) -> list[str]:
    """The words to look for in keys, each wherever it stands; none where nothing was typed."""
    return name_key(typed).split()


def tidy_postcode(typed: str) -> str:
    """A postcode as the post writes it: "pe301jj" gives "PE30 1JJ". What is no postcode is returned as typed, in capitals."""
    bare = re.sub(r"\s", "", typed).upper()
    return f"{bare[:-3]} {bare[-3:]}" if _POSTCODE.fullmatch(bare) else typed.strip().upper()


def postcode_problem(postcode: str) -> str | None:
    if postcode and not _POSTCODE.fullmatch(postcode.replace(" ", "")):
        return _("Enter a whole postcode, for example PE30 1JJ, or leave it blank.")
    return None


def likeness(key: str, other: str) -> float:
    """How alike two keys are: 1 for equal, 0 for nothing in common; 0 at once where they cannot reach NEAR."""
    if key == other:
        return 1.0
    matcher = SequenceMatcher(None, key, other, autojunk=False)
    if matcher.real_quick_ratio() < NEAR or matcher.quick_ratio() < NEAR:
        return 0.0
    return matcher.ratio()


def known_already(name: str, postcode: str, known: Iterable[Known]) -> list[int]:
    """The ids of those that may be the same organisation, likeliest first: a near name, or the same postcode and first word."""
    key = name_key(name)
    first = key.split(" ")[0]
    scored = []
    for other in known:
        same_door = bool(postcode) and postcode == other.postcode and first == other.key.split(" ")[0]
        alike = likeness(key, other.key)
        if alike >= NEAR or same_door:
            scored.append((-alike, other.id))
    return [identity for _, identity in sorted(scored)]


def contact_problems(
    *, name: str, basis: str, basis_on: date | None, keep_until: date | None, today: date, keep_until_changed: bool = True
) -> dict[str, list[str]]:
    """Why a contact may not be stored as it is, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not name.strip():
        problems["name"] = [_("Enter the person's name.")]
    if basis == "consent" and basis_on is None:
        problems["basis_on"] = [_("Give the day on which they agreed.")]
    if basis_on and basis_on > today:
        problems["basis_on"] = [_("This cannot be a day in the future.")]
    if basis_on and basis_on < EARLIEST:
        problems["basis_on"] = [_("Check the year.")]
    if keep_until and keep_until_changed and keep_until < today:
        problems["keep_until"] = [_("Details cannot be kept until a day that has passed. Erase the contact instead.")]
    return problems


def may_belong(*, community_area: int | None, area: int) -> bool:
    """An organisation belongs to communities of its own Area, or of the whole service."""
    return community_area is None or community_area == area
