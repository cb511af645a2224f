"""Screening: which characteristics a proposal may touch, and how much of an assessment follows. No database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy


class Characteristic(StrEnum):
    """The nine of the Equality Act 2010, sections 5 to 12 and 18, and after them those the service adds."""

    AGE = "age"
    DISABILITY = "disability"
    GENDER_REASSIGNMENT = "gender_reassignment"
    MARRIAGE = "marriage"
    PREGNANCY = "pregnancy"
    RACE = "race"
    RELIGION = "religion"
    SEX = "sex"
    ORIENTATION = "orientation"
    CARE = "care"
    SOCIO_ECONOMIC = "socio_economic"
    CARERS = "carers"
    LANGUAGE = "language"


OWN = (Characteristic.CARE, Characteristic.SOCIO_ECONOMIC, Characteristic.CARERS, Characteristic.LANGUAGE)
PROTECTED = tuple(each for each in Characteristic if each not in OWN)
NAMES: dict[Characteristic, Promise] = {
    Characteristic.AGE: _lazy("Age"), Characteristic.DISABILITY: _lazy("Disability"),
    Characteristic.GENDER_REASSIGNMENT: _lazy("Gender reassignment"),
    Characteristic.MARRIAGE: _lazy("Marriage and civil partnership"), Characteristic.PREGNANCY: _lazy("Pregnancy and maternity"),
    Characteristic.RACE: _lazy("Race"), Characteristic.RELIGION: _lazy("Religion or belief"), Characteristic.SEX: _lazy("Sex"),
    Characteristic.ORIENTATION: _lazy("Sexual orientation"), Characteristic.CARE: _lazy("Care-experienced people"),
    Characteristic.SOCIO_ECONOMIC: _lazy("Socio-economic background"), Characteristic.CARERS: _lazy("Carers"),
    Characteristic.LANGUAGE: _lazy("Language, Welsh among them"),
}  # fmt: skip


class Aim(StrEnum):
    """The three aims of the duty: section 149(1)(a) to (c)."""

    ELIMINATE = "eliminate"
    ADVANCE = "advance"
    FOSTER = "foster"


AIM_NAMES: dict[Aim, Promise] = {
    Aim.ELIMINATE: _lazy("Eliminate discrimination, harassment and victimisation"),
    Aim.ADVANCE: _lazy("Advance equality of opportunity"),
    Aim.FOSTER: _lazy("Foster good relations"),
}


def aims_for(code: str) -> tuple[Aim, ...]:
    """The aims that reach a characteristic: marriage and civil partnership only the first (section 149(7) leaves it out)."""
    return (Aim.ELIMINATE,) if code == Characteristic.MARRIAGE else tuple(Aim)


class Touch(StrEnum):
    """What screening says of one characteristic."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NONE = "none"
    NOT_KNOWN = "not_known"


class Need(StrEnum):
    """How much is needed, the least first."""

    NONE = "none"
    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True)
class Screened:
    """What screening comes to, and the sentence that says why."""

    need: Need
    why: str


def screen(touches: Mapping[str, str], *, large: bool) -> Screened:
    """What is needed. `touches`: characteristic to `Touch`; `large`: it changes a policy, a public service or a thing for many people.

    Negative anywhere, or a large change with something not known: full. Otherwise anything touched, not known, or large: short.
    """
    negative, unknown, positive = (_named(touches, touch) for touch in (Touch.NEGATIVE, Touch.NOT_KNOWN, Touch.POSITIVE))
    if negative:
        return Screened(Need.FULL, _("Full, because it may harm: %(names)s.") % {"names": negative})
    if large and unknown:
        return Screened(Need.FULL, _("Full, because it is a large change and its effect is not known for: %(names)s.") % {"names": unknown})
    if unknown:
        return Screened(Need.SHORT, _("Short, because the effect is not known for: %(names)s.") % {"names": unknown})
    if positive:
        return Screened(Need.SHORT, _("Short, because it touches, and only for the better: %(names)s.") % {"names": positive})
    if large:
        return Screened(Need.SHORT, _("Short, because it is a large change, although no characteristic is thought to be touched."))
    return Screened(Need.NONE, _("None, because no characteristic is touched and the change is not large."))


def _named(touches: Mapping[str, str], touch: Touch) -> str:
    return ", ".join(str(NAMES[each]) for each in Characteristic if touches.get(each) == touch)


def screening_problems(
    touches: Mapping[str, str], whys: Mapping[str, str], *, large: bool, chosen: str, reason: str
) -> dict[str, list[str]]:
    """Why a screening may not be saved, by field ("touch_age", "why_age", "chosen", "reason"); empty when it may."""
    problems: dict[str, list[str]] = {}
    for code in Characteristic:
        if touches.get(code) not in set(Touch):
            problems[f"touch_{code}"] = [_("Say how it may touch “%(name)s”; “not known” is an answer.") % {"name": NAMES[code]}]
        elif len(whys.get(code, "").split()) < 2 and touches[code] != Touch.NONE:
            problems[f"why_{code}"] = [_("Say in one line why, for “%(name)s”.") % {"name": NAMES[code]}]
    if not problems:
        problems |= _choice_problems(screen(touches, large=large).need, chosen, reason)
    return problems


def _choice_problems(needed: Need, chosen: str, reason: str) -> dict[str, list[str]]:
    order = list(Need)
    if chosen and order.index(Need(chosen)) < order.index(needed):
        return {"chosen": [_("The answers ask for more than this. You may choose more than is asked, never less.")]}
    if (chosen or needed) == Need.NONE and len(reason.split()) < 4:
        return {"reason": [_("Say why no assessment is needed, in a sentence that would convince somebody it affects.")]}
    return {}
