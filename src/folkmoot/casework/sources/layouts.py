"""Proposing what each column is for, from its heading and its values, and what a layout must hold. No database."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from folkmoot.areas.rules import force_key, name_key
from folkmoot.casework.rules import Column as LookedAt
from folkmoot.casework.rules import identifying_heading
from folkmoot.casework.sources.columns import KEYED, SINGLE, Column, Role, key_of
from folkmoot.casework.sources.schemes import fitting, labels_of, schemes
from folkmoot.casework.stages.outcomes import stages_of
from folkmoot.casework.stages.scheme import fields_of, meaning_of
from folkmoot.engines.errors import ReadingUnclear
from folkmoot.engines.periods import order_of, period_of
from folkmoot.engines.readings import Bands, number_of

MOST_CHARACTERISTICS = 6
MOST_FLAGS = 14
AGE_BANDS = "10-13,14-17,18-24,25-34,35-44,45-54,55-64,65+"
_WORDS = {
    Role.MONTH: r"month|date|period|day|year month",
    Role.AREA: r"area|cps area|region",
    Role.FORCE: r"force|police|constabulary",
    Role.OFFENCE: r"offence|crime type|principal offence",
    Role.COUNT: r"count|number of (?:cases|suspects|defendants|records)|cases|records|n|total|frequency",
}
_CHARACTERISTICS = {
    "ethnicity": r"ethnic|race|sde|self defined", "ethnicity_officer_perceived": r"officer|ic code|perceived|6\+1", "sex": r"sex|gender",
    "age": r"age", "disability": r"disab", "religion": r"religio|faith|belief", "sexual_orientation": r"orientation|lgb",
    "gender_identity": r"gender identity|trans",
}  # fmt: skip
_FLAG_WORDS = {
    "hate_race": "racis|race flag|hate race|racially", "hate_religion": "hate relig|religiously", "hate_sexual_orientation": "homophob",
    "hate_disability": "disability hate|hate disab", "hate_transgender": "transphob|hate trans", "older_people": "older",
    "vawg_domestic_abuse": "domestic", "vawg_rape_sexual_offences": "rape|rasso", "vawg_child_abuse": "child abuse|csa",
    "vawg_honour_based_abuse": "honour", "vawg_forced_marriage": "forced marriage", "vawg_sexual_exploitation": "sexual exploitation",
    "vawg_trafficking": "traffick|slavery", "vawg_fgm": "fgm|genital",
}  # fmt: skip
_STAGE_WORDS = {
    "decision": r"decision|charging outcome|pre charge|disposal", "outcome": r"outcome|result|finalisation|verdict", "plea": r"plea",
    "prosecution": r"prosecuted|prosecution", "sentence": r"sentence|disposal", "uplift_announced": r"uplift announced|announced",
    "uplift_recorded": r"uplift recorded|uplift", "attendance": r"attend", "retraction": r"retract|withdr",
    "statement_offered": r"personal statement|vps", "measures_needed": r"measures needed", "measures_granted": r"measures granted|measures",
    "letter_satisfaction": r"letter|satisf",
}  # fmt: skip


def proposed(
    looked: Sequence[LookedAt], population: str, areas: Iterable[str] = (), forces: Iterable[str] = ()
) -> tuple[Column, ...]:  # fmt: skip
    """A role for each column of which one can be guessed; a column of names or numbers gets none. `areas`, `forces`: keys of names."""
    known_areas, known_forces, taken = set(areas), set(forces), set[str]()
    found = []
    for column in looked:
        one = None if identifying_heading(column.name) else _proposed(column, population, known_areas, known_forces)
        if (one is not None and one.name not in taken) or (one is not None and one.role is Role.STAGE and one.key not in taken):
            found.append(one)
            taken.add(one.key if one.role is Role.STAGE else one.name)
    return tuple(found)


def _proposed(column: LookedAt, population: str, areas: set[str], forces: set[str]) -> Column | None:
    heading = _in_words(column.name)
    stage = _stage(column, heading, population)
    if stage is not None:
        return stage
    if _are_dates(column, heading):
        return Column(column.name, Role.MONTH)
    if _mostly(column.values, areas, name_key) and not re.search(_WORDS[Role.FORCE], heading):
        return Column(column.name, Role.AREA)
    if _mostly(column.values, forces, force_key):
        return Column(column.name, Role.FORCE)
    flag = next((key for key, words in _FLAG_WORDS.items() if re.search(words, heading) and _is_yes_or_no(column.values)), "")
    if flag:
        return Column(column.name, Role.FLAG, flag)
    return _by_heading(column, heading)


def _by_heading(column: LookedAt, heading: str) -> Column | None:
    key = next((key for key, words in reversed(_CHARACTERISTICS.items()) if re.search(rf"\b(?:{words})", heading)), "")
    if key:
        return _characteristic(column, key)
    if re.search(rf"\b(?:{_WORDS[Role.OFFENCE]})\b", heading):
        return Column(column.name, Role.OFFENCE)
    if re.fullmatch(_WORDS[Role.COUNT], heading):
        return Column(column.name, Role.COUNT)
    return None


def _characteristic(column: LookedAt, key: str) -> Column:
    numbers = [value for value in column.values if number_of(value) is not None]
    if key == "age" and len(numbers) * 2 > len(column.values):
        return Column(column.name, Role.CHARACTERISTIC, key, bands=AGE_BANDS)
    scheme = fitting(tuple(column.values))
    return Column(column.name, Role.CHARACTERISTIC, key, scheme if schemes().get(scheme, ("",))[0] == key else "")


def _stage(column: LookedAt, heading: str, population: str) -> Column | None:
    """A stage column: its heading says so, and its values say at least two things that the field may say."""
    for field in fields_of(population):
        meanings = {value: code for value in column.values if (code := meaning_of(field, value))}
        if re.search(rf"\b(?:{_STAGE_WORDS[field]})", heading) and len(set(meanings.values())) >= 2:
            return Column(column.name, Role.STAGE, field, meanings=meanings)
    return None


def _are_dates(column: LookedAt, heading: str) -> bool:
    if not re.search(rf"\b(?:{_WORDS[Role.MONTH]})\b", heading):
        return False
    try:
        order = order_of(column.name, column.values)
    except ReadingUnclear:
        return True  # a person must look at it, and the counting says why
    read = [value for value in column.values if period_of(value, "month", order)]
    return len(read) * 2 > len(column.values) or not column.values


def _mostly(values: Sequence[str], known: set[str], key: Callable[[str], str]) -> bool:
    found = sum(key(value) in known for value in values)
    return bool(values) and found * 5 >= len(values) * 4


def _is_yes_or_no(values: Sequence[str]) -> bool:
    return bool(values) and {value.casefold() for value in values} <= {"yes", "no", "y", "n", "1", "0", "true", "false", "x"}


def _in_words(heading: str) -> str:
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"[^\W_]+", split.casefold()))


def frozen(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with their category schemes as they stand today: a scheme that changes later changes no earlier figure."""
    return tuple(replace(column, labels=labels_of(column.scheme)) if column.scheme else column for column in columns)


def layout_problems(columns: Sequence[Column], population: str) -> dict[str, list[str]]:
    """Why these columns make no layout, by field; empty where they do."""
    found = [*_problems_together(columns), *(problem for column in columns for problem in _problems_of(column, population))]
    return {"": found} if found else {}


def _problems_of(column: Column, population: str) -> Iterator[str]:
    said = {"heading": column.heading, "scheme": column.scheme}
    if identifying_heading(column.heading):
        yield _("“%(heading)s” holds names, numbers or addresses of people or cases. It is never counted.") % said
    if column.role in KEYED and not column.key:
        yield _("Say which characteristic or flag “%(heading)s” is.") % said
    if column.scheme and column.scheme not in schemes():
        yield _("There is no category scheme “%(scheme)s”.") % said
    if column.role is Role.STAGE and column.key not in fields_of(population):
        yield _("“%(heading)s” says something of other people than this source is of.") % said
    if column.bands:
        try:
            Bands.parsed(column.bands)
        except ReadingUnclear as error:
            yield str(error)


def _problems_together(columns: Sequence[Column]) -> Iterator[str]:
    roles = [column.role for column in columns]
    for role in SINGLE:
        several = [column.heading for column in columns if column.role is role]
        if len(several) > 1:
            yield _("Only one column can be this: %(columns)s.") % {"columns": "; ".join(several)}
    names = [(column.role is Role.STAGE, column.key) for column in columns if column.key]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _("Two columns are given as “%(name)s”. Choose one of them.") % {"name": name[1]}
    if not 1 <= roles.count(Role.CHARACTERISTIC) <= MOST_CHARACTERISTICS:
        yield _("Choose between 1 and %(most)s characteristics.") % {"most": MOST_CHARACTERISTICS}
    if roles.count(Role.FLAG) > MOST_FLAGS:
        yield _("Choose no more than %(most)s flags.") % {"most": MOST_FLAGS}
    if not stages_of([column for column in columns if column.role is Role.STAGE]):
        yield _("No stage can be made of these columns. Choose a column of decisions or outcomes, and say what its values mean.")


def other_key(heading: str, taken: Mapping[str, object]) -> str:
    """A name for a column that is kept to be taken into account, unlike any other's."""
    key = key_of(heading)
    return key if key not in taken else f"{key}_2"
