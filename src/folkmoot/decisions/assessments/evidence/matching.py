"""Which category schemes and which columns of case files tell of a characteristic. No database, no clock."""

import re

from folkmoot.decisions.assessments.screening import Characteristic

C = Characteristic
# The schemes by which the census counts and communities are described. None: nothing in the product is recorded by it.
SCHEMES: dict[Characteristic, frozenset[str]] = {
    C.AGE: frozenset({"age-census-2021-11", "age-census-2021-18", "age-civil-service"}),
    C.DISABILITY: frozenset({"disability-census-2021", "disability-equality-act"}),
    C.GENDER_REASSIGNMENT: frozenset({"gender-identity-census-2021", "gender-identity-census-2021-6"}),
    C.MARRIAGE: frozenset({"legal-partnership-census-2021"}),
    C.PREGNANCY: frozenset({"pregnancy-maternity"}),
    C.RACE: frozenset({"ethnicity-census-2021"}),
    C.RELIGION: frozenset({"religion-census-2021"}),
    C.SEX: frozenset({"sex"}),
    C.ORIENTATION: frozenset({"sexual-orientation-census-2021", "sexual-orientation-census-2021-5"}),
    C.CARE: frozenset(),
    C.SOCIO_ECONOMIC: frozenset({"seb-occupation"}),
    C.CARERS: frozenset(),
    C.LANGUAGE: frozenset({"main-language-census-2021", "household-language-census-2021"}),
}
# What each is called in the category schemes and in the equality codes of points.
RECORDED_AS: dict[Characteristic, str] = {
    C.AGE: "age", C.DISABILITY: "disability", C.GENDER_REASSIGNMENT: "gender_identity", C.MARRIAGE: "marriage_and_civil_partnership",
    C.PREGNANCY: "pregnancy_and_maternity", C.RACE: "ethnicity", C.RELIGION: "religion_or_belief", C.SEX: "sex",
    C.ORIENTATION: "sexual_orientation", C.CARE: "care_experience", C.SOCIO_ECONOMIC: "socio_economic_background", C.CARERS: "carers",
    C.LANGUAGE: "main_language",
}  # fmt: skip
# Words in the heading of a column of a case file that say it tells of a characteristic.
_HEADINGS: dict[Characteristic, re.Pattern[str]] = {
    C.AGE: re.compile(r"\bage"), C.DISABILITY: re.compile(r"\bdisab"), C.RACE: re.compile(r"\b(?:ethnic|race\b|racial)"),
    C.RELIGION: re.compile(r"\b(?:religio|faith|belief)"), C.SEX: re.compile(r"\b(?:sex\b|gender\b(?! (?:identity|reassign)))"),
    C.GENDER_REASSIGNMENT: re.compile(r"\b(?:gender (?:identity|reassign)|trans(?:gender)?\b)"),
    C.ORIENTATION: re.compile(r"\b(?:sexual )?orientation"), C.LANGUAGE: re.compile(r"\blanguage"),
    C.PREGNANCY: re.compile(r"\b(?:pregnan|maternity)"), C.MARRIAGE: re.compile(r"\b(?:marriage|marital|partnership status)"),
    C.SOCIO_ECONOMIC: re.compile(r"\b(?:depriv|socio|imd\b)"), C.CARE: re.compile(r"\bcare (?:experienc|leaver)"),
    C.CARERS: re.compile(r"\bcarer"),
}  # fmt: skip


def column_tells(column: str, code: Characteristic) -> bool:
    """Whether a column of a case file tells of a characteristic, by its heading ("age_band", "self-defined ethnicity")."""
    words = " ".join(re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).casefold()))
    return bool(_HEADINGS[code].search(words))
