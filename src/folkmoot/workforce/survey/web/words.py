"""What the codes of the survey are called on a page, in both languages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from folkmoot.published.survey.figures import NOT_KEPT, Said, SheetKind
from folkmoot.stats.judgement import Finding
from folkmoot.workforce.survey.rules import Movement, Why

CHARACTERISTICS: dict[str, Any] = {
    "ethnicity": gettext_lazy("Ethnicity"), "ethnicity_groups": gettext_lazy("Ethnic group"),
    "disability": gettext_lazy("Limiting long-term condition"), "sex": gettext_lazy("Sex"),
    "gender_identity": gettext_lazy("Gender identity"), "sexual_orientation": gettext_lazy("Sexual orientation"),
    "occupation": gettext_lazy("Occupation of parents"), "background": gettext_lazy("Socio-economic background"),
    "school": gettext_lazy("School attended"), "qualification": gettext_lazy("Qualifications of parents"),
}  # fmt: skip
ITEMS: dict[str, Any] = {
    "EES": gettext_lazy("Employee engagement index"), "HSE": gettext_lazy("Proxy Stress Index"), "PERMA": gettext_lazy("PERMA Index"),
    "MW": gettext_lazy("My work"), "OP": gettext_lazy("Organisational objectives and purpose"), "LM": gettext_lazy("My manager"),
    "MT": gettext_lazy("My team"), "LD": gettext_lazy("Learning and development"), "IF": gettext_lazy("Inclusion and fair treatment"),
    "RW": gettext_lazy("Resources and workload"), "PB": gettext_lazy("Pay and benefits"),
    "LC": gettext_lazy("Leadership and managing change"), "E01": gettext_lazy("Discriminated against at work in the last 12 months"),
    "E03": gettext_lazy("Bullied or harassed at work in the last 12 months"), "RR": gettext_lazy("Response rate"),
}  # fmt: skip
GROUPS: dict[tuple[str, str], Any] = {
    ("ethnicity", "white"): gettext_lazy("White"), ("ethnicity", "minority"): gettext_lazy("Ethnic minority"),
    ("ethnicity_groups", "white"): gettext_lazy("White"), ("ethnicity_groups", "mixed"): gettext_lazy("Mixed or multiple ethnic groups"),
    ("ethnicity_groups", "asian"): gettext_lazy("Asian"), ("ethnicity_groups", "black"): gettext_lazy("Black"),
    ("ethnicity_groups", "other"): gettext_lazy("Any other ethnic group"),
    ("disability", "no"): gettext_lazy("No limiting long-term condition"),
    ("disability", "yes"): gettext_lazy("Limiting long-term condition"),
    ("sex", "male"): gettext_lazy("Male"), ("sex", "female"): gettext_lazy("Female"),
    ("sex", "another"): gettext_lazy("Identifies in another way"),
    ("gender_identity", "same"): gettext_lazy("Gender identity the same as sex registered at birth"),
    ("gender_identity", "trans"): gettext_lazy("Transgender or other"),
    ("sexual_orientation", "straight"): gettext_lazy("Straight or heterosexual"),
    ("sexual_orientation", "lgbo"): gettext_lazy("Lesbian, gay, bisexual or other"),
    ("occupation", "high"): gettext_lazy("Parents in higher occupations"),
    ("occupation", "intermediate"): gettext_lazy("Parents in intermediate occupations"),
    ("occupation", "routine"): gettext_lazy("Parents in routine occupations"),
    ("occupation", "never"): gettext_lazy("Parents who never worked or were long unemployed"),
    ("background", "not_lower"): gettext_lazy("Not of lower socio-economic background"),
    ("background", "lower"): gettext_lazy("Of lower socio-economic background"),
    ("school", "state"): gettext_lazy("State school without selection"),
    ("school", "selective"): gettext_lazy("State school with selection"),
    ("school", "bursary"): gettext_lazy("Independent school, with bursary"),
    ("school", "fees"): gettext_lazy("Independent school, no bursary"),
    ("school", "abroad"): gettext_lazy("School abroad, or another"), ("school", "other"): gettext_lazy("Another school"),
    ("qualification", "degree"): gettext_lazy("A parent with a degree"),
    ("qualification", "below"): gettext_lazy("A parent with qualifications below a degree"),
    ("qualification", "none"): gettext_lazy("Parents without qualifications"),
    ("qualification", "other"): gettext_lazy("Other qualifications of a parent"), ("qualification", "na"): gettext_lazy("Not applicable"),
}  # fmt: skip
ALONE = {"pnts": gettext_lazy("Prefer not to say"), "unknown": gettext_lazy("Not known")}
FINDINGS: dict[Finding, tuple[Any, str]] = {
    Finding.DIFFERENCE: (gettext_lazy("Needs review"), "orange"), Finding.NO_DIFFERENCE: (gettext_lazy("No difference found"), "grey"),
    Finding.TOO_FEW: (gettext_lazy("Cannot tell"), "yellow"), Finding.MISSING_DATA: (gettext_lazy("Cannot tell"), "yellow"),
    Finding.NOT_COMPARED: (gettext_lazy("Not compared"), "grey"),
}  # fmt: skip
WHYS: dict[Why, Any] = {
    Why.WITHHELD: gettext_lazy("withheld by the publisher because too few people answered"),
    Why.TOO_FEW: gettext_lazy("too few people answered for a test"),
    Why.BASE_UNKNOWN: gettext_lazy("how many answered is not published"),
    Why.ROUNDED: gettext_lazy("the answer depends on digits that were rounded away"),
    Why.SPREAD_UNKNOWN: gettext_lazy("the spread of the scores is not published"),
    Why.NOT_COMPARED: gettext_lazy("it says nothing of who they are"),
}
MOVEMENTS: dict[Movement, Any] = {
    Movement.CLOSING: gettext_lazy("The gap has become smaller."),
    Movement.WIDENING: gettext_lazy("The gap has become larger: needs review."),
    Movement.CANNOT_TELL: gettext_lazy("Nothing shows that the gap has become smaller or larger."),
    Movement.NOT_TESTED: gettext_lazy("The change cannot be tested, because the spread of the scores is not published."),
}  # fmt: skip
SHEETS: dict[str, Any] = {
    SheetKind.ORGANISATIONS: gettext_lazy("Organisations by group"),
    SheetKind.TREND: gettext_lazy("All civil servants by group, over the years"),
    SheetKind.EVERYBODY: gettext_lazy("All civil servants by group"), SheetKind.SCORES: gettext_lazy("Organisations as a whole"),
    SheetKind.SERIES: gettext_lazy("Mean or median, over the years"),
    SheetKind.CROSSED: gettext_lazy("Groups crossed with other groups: not read"), SheetKind.WORDS: gettext_lazy("Words, no figures"),
    SheetKind.UNKNOWN: gettext_lazy("Not recognised: not read"),
}  # fmt: skip
REMARKS: dict[str, str] = {
    Said.NOT_ITS_NAME: noop("Its name ends in %(first)s, but it is really of another kind (%(second)s). It was read as what it is."),
    Said.YEAR_FROM_NAME: noop("No sheet says the year of the survey: %(first)s was taken from the file's name."),
    Said.FRACTIONS: noop("Scores are printed as shares of 1 and were read as per cent."),
    Said.NAMES_SWAPPED: noop(
        "The headings “%(first)s” and “%(second)s” are exchanged: the column with more names was taken for the organisations."
    ),
    Said.RENAMED: noop("“%(first)s” is another label of a group that is known."),
    Said.BASES_ROUNDED: noop("Numbers of respondents are printed to the nearest 10: tests take 5 fewer."),
    Said.UNKNOWN_COLUMN: noop("Not known, not kept: “%(first)s”."),
    Said.UNKNOWN_LABEL: noop("A group that is not known, not kept: “%(first)s”."),
    Said.UNKNOWN_CHARACTERISTIC: noop("Groups that are not kept: %(first)s."),
    Said.QUESTIONS_NOT_KEPT: noop("Single questions from %(first)s to %(second)s are not kept."),
    Said.DIFFERENCES_NOT_READ: noop(
        "Printed differences (“%(first)s”) are of rounded numbers: they were not read, and are worked out anew."
    ),
    Said.CROSSED_NOT_READ: noop("Groups crossed with other groups are not read. %(first)s"),
    Said.SHEET_UNKNOWN: noop("This sheet was not recognised. %(first)s"),
    Said.OVER_100: noop("A response rate above 100% is printed for %(first)s (%(second)s). It was not kept."),
    Said.DOES_NOT_ADD_UP: noop("The answers to %(first)s add up to %(second)s, not 100."),
    Said.TWO_FIGURES: noop("%(first)s has two figures that contradict each other: %(second)s and %(third)s. The more precise is kept."),
}  # fmt: skip
BREAKS: dict[str, str] = {
    "OP": noop("The theme is made of one question fewer from 2017."), "RW": noop("The theme is made of one question fewer from 2017."),
    "LC": noop("The theme is made of one question fewer from 2017."),
    "LM": noop("The theme leaves out a question from 2022; figures published before then hold it."),
    "E01-2019": noop("From 2019 people could say whether it happened in the Civil Service, and the question was worded anew."),
    "E03-2019": noop("From 2019 people could say whether it happened in the Civil Service, and the question was worded anew."),
    "E01-2021": noop("The wording of the questions on discrimination changed in 2021."),
    "E03-2021": noop("The wording of the questions on bullying and harassment changed in 2021."),
    "sex-2017": noop("The question became one on gender identity in 2017."), "sex-2018": noop("The answers became man and woman in 2018."),
    "sex-2020": noop("The question was aligned with the census in 2020; the publisher says not to compare with earlier years."),
    "sex-2024": noop("From 2024 sex stands alone; before it was made from sex and gender identity together."),
    "gender_identity-2020": noop("The question was aligned with the census in 2020."),
    "gender_identity-2024": noop("From 2024 gender identity stands alone; before it was made from sex and gender identity together."),
    "sexual_orientation": noop("From 2016 the group holds people of another orientation too."),
}  # fmt: skip


def group_words(characteristic: str, group: str) -> str:
    return str(GROUPS.get((characteristic, group)) or ALONE.get(group, group))


def break_words(code: str, year: int) -> str:
    said = BREAKS.get(f"{code}-{year}") or BREAKS.get(code)
    return _(said) if said else str(year)


def remark_words(remark: dict[str, Any]) -> str:
    """A remark of a load's report as a sentence."""
    first, second, third = [*map(str, remark["what"]), "", "", ""][:3]
    return _(REMARKS[remark["said"]]) % {"first": first, "second": second, "third": third}


def is_not_kept(remark: dict[str, Any]) -> bool:
    return remark["said"] in {one.value for one in NOT_KEPT}
