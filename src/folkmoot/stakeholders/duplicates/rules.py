"""How likely two entries are one person or one organisation, and why, in words. No database, no clock.

Each detail in which two entries agree or differ adds a weight: log2 of how much oftener that happens for one and the same than for
two different ones. The weights are added to the odds before anything is compared. Source: I. P. Fellegi and A. B. Sunter, “A Theory
for Record Linkage”, Journal of the American Statistical Association 64 (1969). The weights here serve the check as one types and small
files; a search in the background learns its own from the data.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import log2

from django.utils.translation import gettext as _

from folkmoot.stakeholders.duplicates import details
from folkmoot.stakeholders.duplicates.names import SHARED, PersonName, person_keys, person_name
from folkmoot.stakeholders.duplicates.organisation_names import OrganisationName, organisation_keys, organisation_name
from folkmoot.stakeholders.duplicates.sounds import edits, nearly, sound

ODDS_BEFORE = -8.0  # log2 of the odds that two entries which share a key are one
WORTH_ASKING = 0.15  # as one types: a person looks at each of these
WORTH_LISTING = 0.2  # in the background: a person looks at each of these too, likeliest first

HARDLY = 0.02


class Kind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Entry:
    """One row as far as comparing needs, its details tidied. `domain` is the organisation's own, from its website or address."""

    kind: Kind
    name: str
    email: str = ""
    phone: str = ""
    postcode: str = ""
    birth_year: int | None = None
    town: str = ""
    domain: str = ""


@dataclass(frozen=True)
class Weighed:
    """`weight`: log2 odds that both are one; `reasons`: what speaks for it, then what speaks against it."""

    weight: float
    reasons: tuple[str, ...]

    @property
    def probability(self) -> float:
        return 1 / (1 + 2**-self.weight)


def entry(
    kind: Kind, name: str, *, email: str = "", phone: str = "", postcode: str = "", birth_year: int | None = None, town: str = "",
    website: str = "",
) -> Entry:  # fmt: skip
    """An entry with its details tidied."""
    address = details.tidy_email(email)
    domain = "" if kind is Kind.PERSON else details.website_domain(website) or details.own_domain(address)
    return Entry(
        kind, name, address, details.tidy_phone(phone), details.tidy_postcode(postcode), birth_year, town.strip().casefold(), domain
    )


def keys(one: Entry) -> tuple[str, ...]:
    """What two entries of one person or organisation share at least one of."""
    if one.kind is Kind.PERSON:
        return person_keys(one.name, email=one.email, phone=one.phone, postcode=one.postcode, birth_year=one.birth_year)
    return organisation_keys(one.name, email=one.email, phone=one.phone, postcode=one.postcode, domain=one.domain)


def finer_keys(one: Entry) -> tuple[str, ...]:
    """Keys for searching everything at once: a name together with a year or a neighbourhood, as thousands bear some names."""
    near = details.sector(one.postcode)
    by_name = [key for key in keys(one) if key[:2] in ("n ", "s ", "w ", "o ")]
    return tuple(f"{key} {more}" for key in by_name for more in (one.birth_year, near, one.town) if more)


def weigh(one: Entry, other: Entry, *, of_this_name: int = 1) -> Weighed:
    """Compare two entries of one kind. `of_this_name`: how many entries bear this very name; the more, the less it says."""
    name_parts = _people if one.kind is Kind.PERSON else _organisations
    found = [*name_parts(one, other), *_details(one, other)]
    common = log2(of_this_name) if of_this_name > 1 else 0.0
    weight = ODDS_BEFORE - common + sum(each for each, _words in found)
    ordered = sorted((each for each in found if each[1]), key=lambda each: -each[0])
    return Weighed(weight, tuple(words for _weight, words in ordered))


def possible(weighed: Weighed) -> bool:
    """Whether what a search in the background learnt from the data is borne out: a pair that the rules hold all but impossible is left."""
    return weighed.probability >= HARDLY


Found = list[tuple[float, str]]


def _details(one: Entry, other: Entry) -> Found:
    found: Found = []
    if one.email and other.email:
        found += [(9.0, _("the same e-mail address"))] if one.email == other.email else [(-1.0, _("different e-mail addresses"))]
    if one.phone and other.phone:
        found += [(7.5, _("the same telephone number"))] if one.phone == other.phone else [(-0.5, _("different telephone numbers"))]
    found += _places(one, other) + _births(one.birth_year, other.birth_year)
    if one.domain and other.domain and one.email != other.email:
        found += [(4.0, _("the same website or e-mail domain"))] if one.domain == other.domain else [(-0.5, "")]
    return found


def _places(one: Entry, other: Entry) -> Found:
    if one.postcode and other.postcode:
        if one.postcode == other.postcode:
            return [(5.0, _("the same postcode"))]
        if nearly(one.postcode, other.postcode):
            return [(3.0, _("postcodes that differ by one letter or figure"))]
        near = details.sector(one.postcode) == details.sector(other.postcode) != ""
        return [(1.0, _("postcodes of one neighbourhood"))] if near else [(-1.5, _("different postcodes"))]
    if one.town and other.town:
        return [(1.0, _("the same town"))] if one.town == other.town else [(-3.0, _("different towns"))]
    return []


def _births(one: int | None, other: int | None) -> Found:
    if one is None or other is None:
        return []
    if one == other:
        return [(4.5, _("born in the same year"))]
    slip = sum(a != b for a, b in zip(str(one), str(other), strict=False)) == 1 or sorted(str(one)) == sorted(str(other))
    if slip:
        return [(-3.0, _("years of birth that differ by one figure"))]
    return [(-9.0, _("born in different years"))]


def _people(one: Entry, other: Entry) -> Found:
    return [_people_names(person_name(one.name), person_name(other.name))]


def _people_names(one: PersonName, other: PersonName) -> tuple[float, str]:
    if not one.forms or not other.forms:
        return 0.0, ""
    few = 0.0 if min(len(one.forms), len(other.forms)) > 1 else -3.0  # one name alone says less
    if sorted(one.words) == sorted(other.words):
        same_order = one.words == other.words
        return (9.0 if same_order else 8.0) + few, _("the same name") if same_order else _("the same names in another order")
    if sorted(one.forms) == sorted(other.forms):
        return 8.0 + few, _("two forms of one name")
    if _whole_slip(_telling(one), _telling(other)):
        return 6.5 + few, _("nearly the same name")
    return _names_in_part(one, other)


def _telling(name: PersonName) -> str:
    return " ".join(word for word in name.words if word not in SHARED)


def _whole_slip(one: str, other: str) -> bool:
    """Whether two whole names differ by a slip or two of the hand, wherever in them but at the start."""
    shortest = min(len(one), len(other))
    allowed = 2 if shortest >= 9 else 1
    begins = one[:1] == other[:1] or one[:2] == other[1::-1]
    return begins and shortest >= 6 and abs(len(one) - len(other)) <= allowed and edits(one, other) <= allowed


def _names_in_part(one: PersonName, other: PersonName) -> tuple[float, str]:
    """Pair off names that agree, then near ones; what is left on both sides speaks against."""
    left, right = list(one.forms), list(other.forms)
    same = _pair_off(left, right, lambda a, b: a == b)
    near = _pair_off(left, right, _alike)
    initials = _pair_initials(left, other.initials) + _pair_initials(right, one.initials)
    telling = [name for name in same if name not in SHARED]
    if left and right:
        return _different(telling, near)
    if len(telling) >= 1 and initials:
        return 5.0, _("the same surname and an initial that fits") if len(same) == 1 else _("the same names, some as initials")
    if len(telling) >= 1 and near:
        return 7.0, _("nearly the same name")
    if len(same) >= 2 and telling:
        return 6.0, _("all of one name within the other")
    if near and len(near) >= min(len(one.forms), len(other.forms)):
        return (5.5, _("names that sound or are spelt alike")) if len(near) > 1 else (1.5, _("one name nearly the same"))
    return (1.5, _("one name the same, the other missing")) if telling else (-2.0, _("little of the name the same"))


def _different(telling: list[str], near: list[str]) -> tuple[float, str]:
    """Something on each side that fits nothing on the other: another person of the family, or a name changed, as on marriage."""
    if len(telling) >= 2:
        return 3.0, _("several names the same, one different")
    if telling:
        return -0.5, _("one name the same, another different")
    return (-2.5, _("one name nearly the same, another different")) if near else (-7.0, _("different names"))


def _alike(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    short_form = shortest >= 3 and (one.startswith(other) or other.startswith(one))
    return short_form or nearly(one, other) or (shortest > 3 and len(sound(one)) > 2 and sound(one) == sound(other))


def _pair_off(left: list[str], right: list[str], fits: object) -> list[str]:
    """Take the pairs that fit out of both lists; returns those taken, as the left wrote them."""
    taken = []
    for name in list(left):
        partner = next((each for each in right if fits(name, each)), None)  # type: ignore[operator]
        if partner is not None:
            taken.append(name)
            left.remove(name)
            right.remove(partner)
    return taken


def _pair_initials(names: list[str], initials: tuple[str, ...]) -> int:
    waiting = list(initials)
    for name in list(names):
        if name[0] in waiting:
            waiting.remove(name[0])
            names.remove(name)
    return len(initials) - len(waiting)


def _organisations(one: Entry, other: Entry) -> Found:
    names = organisation_name(one.name), organisation_name(other.name)
    found = [_organisation_names(*names)]
    if names[0].numbers != names[1].numbers:
        found.append((-8.0, _("different numbers in the names")))
    tiers = names[0].tiers, names[1].tiers
    if all(tiers) and not tiers[0] & tiers[1]:
        found.append((-7.0, _("different sorts of council")))
    elif any(tiers) and not all(tiers):
        found.append((-0.5, ""))
    return found


def _organisation_names(one: OrganisationName, other: OrganisationName) -> tuple[float, str]:
    if not one.words or not other.words:
        return 0.0, ""
    if one.words == other.words:
        return 9.0, _("the same name, but for words such as “The” and “Ltd”")
    left, right = list(one.words), list(other.words)
    same = _pair_off(left, right, lambda a, b: a == b)
    if not left and not right:
        return 8.0, _("the same words in another order")
    if "".join(one.words) == "".join(other.words):
        return 8.0, _("the same name, written apart or together")
    near = _pair_off(left, right, _slip)
    if not left and not right:
        return (7.0 if len(near) == 1 else 5.0), _("nearly the same name")
    return _organisations_in_part(len(same), len(near), left, right)


def _slip(one: str, other: str) -> bool:
    plural = one.rstrip("s") == other.rstrip("s") and min(len(one), len(other)) > 3
    return plural or (not one.isdecimal() and not other.isdecimal() and nearly(one, other))


def _organisations_in_part(same: int, near: int, left: list[str], right: list[str]) -> tuple[float, str]:
    if not (left and right):
        extra = len(left or right)
        if same + near >= 2:
            return (5.5 if extra == 1 else 4.0), _("all of one name within the other")
        return (3.0 if same else 0.0), _("all of one name within the other")
    if same + near > len(left) + len(right):
        return 1.0, _("most of the name the same")
    return (-3.0, _("some words of the name the same")) if same + near else (-8.0, _("different names"))
