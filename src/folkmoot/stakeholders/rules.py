"""When two names are the same organisation or person, and what must be true of a contact. No database, no clock."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

EARLIEST = date(2000, 1, 1)
# Words that say nothing about which organisation it is.
_IDLE_WORDS = frozenset({"the", "ltd", "limited", "cic", "cio", "plc", "llp", "y", "yr"})
_APOSTROPHES = str.maketrans("", "", "'’‘`")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")

# What erasing a contact takes away, and what is left in its place.
ERASED: dict[str, object] = {
    "name": "", "search_key": "", "role": "", "email": "", "phone": "", "access_needs": "", "source": "", "organisation_id": None,
    "channel": "email", "language": "en", "birth_year": None, "times": "", "formats": [], "needs": [],
}  # fmt: skip
USED = ("engagement", "invitations", "bulletins", "panels")  # what details may be used for, besides being kept
NO_BASIS = frozenset({"to_be_asked", "withdrawn"})  # such details may be used for nothing but asking
EARLIEST_BIRTH = 1900
MARKS = range(1, 6)  # what influence and interest are given in
QUIET_MONTHS = 12
FOUND_AT_MOST = 1001  # rows that a search by name finds: one more than anybody is shown
_SUFFIXES = frozenset({"jr", "sr", "obe", "mbe", "cbe", "phd", "kc", "qc", "jp", "dl", "ba", "ma", "rev", "cllr", "dr"})
_LOST_ZERO = re.compile(r"[1237]\d{8,9}")


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


def contact_problems(
    *, name: str, basis: str, basis_on: date | None, keep_until: date | None, today: date, keep_until_changed: bool = True,
    birth_year: int | None = None, needs_asked_on: date | None = None,
) -> dict[str, list[str]]:  # fmt: skip
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
    if birth_year and not EARLIEST_BIRTH <= birth_year <= today.year:
        problems["birth_year"] = [_("Check the year of birth.")]
    if needs_asked_on and needs_asked_on > today:
        problems["needs_asked_on"] = [_("This cannot be a day in the future.")]
    return problems


def unknown_choices(chosen: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Those chosen that are not among the choices."""
    known = set(allowed)
    return [each for each in chosen if each not in known]


def tidy_phone(typed: str) -> str:
    """A telephone number with the zero that spreadsheets take from its front; anything else as it was typed."""
    bare = re.sub(r"[ ().-]", "", typed.strip())
    return f"0{typed.strip()}" if _LOST_ZERO.fullmatch(bare) and typed.strip()[0].isdigit() else typed.strip()


def forename_first(name: str) -> str:
    """“Prŷs, Siân” as “Siân Prŷs”; a name without one comma, or with letters after it (“OBE”), as it was."""
    family, comma, given = (part.strip() for part in name.partition(","))
    turned = comma and family and given and "," not in given and given.casefold().rstrip(".") not in _SUFFIXES
    return f"{given} {family}" if turned else name.strip()


@dataclass(frozen=True)
class Agreed:
    """One line of the trail of what details may be used for, as far as deciding needs. Days are inclusive of the first only."""

    purpose: str
    basis: str
    given_on: date | None
    ended_on: date | None


def in_use(agreed: Agreed, on: date) -> bool:
    """Whether a line holds on a day: from the day it was given to the day before it ended. What is still to be asked never does."""
    begun = agreed.given_on is None or agreed.given_on <= on
    return begun and agreed.basis not in NO_BASIS and (agreed.ended_on is None or on < agreed.ended_on)


def may_be_used(purpose: str, trail: Iterable[Agreed], *, on: date, keep_until: date | None) -> bool:
    """Whether details may be used for a purpose on a day: they may still be kept, and that purpose has a basis."""
    held = {line.purpose for line in trail if in_use(line, on)}
    return "keep" in held and purpose in held and (keep_until is None or on <= keep_until)


def days_problem(first: date | None, last: date | None, *, first_field: str = "starts", last_field: str = "ends") -> dict[str, list[str]]:
    """Why two days cannot be the first and the last, by field."""
    problems: dict[str, list[str]] = {}
    for name, day in ((first_field, first), (last_field, last)):
        if day and day < date(EARLIEST_BIRTH, 1, 1):
            problems[name] = [_("Check the year.")]
    if first and last and last < first:
        problems[last_field] = [_("The last day is before the first.")]
    return problems


def on_that_day(first: date | None, last: date | None, on: date) -> bool:
    """Whether something goes on on a day, its first and last day included."""
    return (first is None or first <= on) and (last is None or on <= last)


def agreement_problems(*, purposes: Iterable[str], basis: str, how: str, given_on: date | None, today: date) -> dict[str, list[str]]:
    """Why an agreement may not be recorded, by field."""
    problems: dict[str, list[str]] = {}
    if not list(purposes):
        problems["purposes"] = [_("Choose what their details may be used for.")]
    if basis in NO_BASIS:
        problems["basis"] = [_("Choose a basis: what is still to be asked may be used for nothing.")]
    if basis == "consent" and given_on is None:
        problems["given_on"] = [_("Give the day on which they agreed.")]
    if basis == "consent" and not how:
        problems["how"] = [_("Say how they agreed.")]
    return problems | past_problem("given_on", given_on, today)


def past_problem(name: str, day: date | None, today: date) -> dict[str, list[str]]:
    """Why a day cannot be one on which something already happened, by field."""
    if day and day > today:
        return {name: [_("This cannot be a day in the future.")]}
    if day and day < EARLIEST:
        return {name: [_("Check the year.")]}
    return {}


def mark_problems(influence: int, interest: int, reason: str) -> dict[str, list[str]]:
    """Why an assessment may not be recorded, by field."""
    given = {"influence": influence, "interest": interest}
    problems = {name: [_("Choose a number from 1 to 5.")] for name, mark in given.items() if mark not in MARKS}
    return problems | ({} if reason.strip() else {"reason": [_("Say why, so that the next person can judge it.")]})


def reason_problem(reason: str) -> str | None:
    """Why this is no reason for reading a note on safe contact, or None."""
    return None if len(re.findall(r"\w", reason)) >= 5 else _("Say in a few words why you need to read it now.")


def told_apart(one: int | None, other: int | None) -> bool:
    """Whether two people of one name are certainly two: both years of birth are known and differ."""
    return bool(one and other and one != other)


def may_belong(*, community_area: int | None, area: int) -> bool:
    """An organisation belongs to communities of its own Area, or of the whole service."""
    return community_area is None or community_area == area
