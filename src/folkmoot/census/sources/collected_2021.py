"""Census of 21 March 2021 as others publish it again: the collections demographr (by authority) and Trafford Data Lab (ten authorities)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from folkmoot.census.sources import topics_2021 as topics
from folkmoot.census.sources.declaring import Coverage, Long, Source, Wide, Words
from folkmoot.census.sources.topics_2021 import DAY, Topic

DEMOGRAPHR = "https://github.com/humaniverse/demographr"
TRAFFORD = "https://github.com/traffordDataLab/open_data/tree/master/census2021"
ON_2021 = (date(2021, 12, 31),)
ON_2024 = (date(2024, 12, 31),)
SMALL_AREAS = 35_672  # lower layer super output areas of England and Wales, 2021
_AREA = ("area_name", "geography", "period", "indicator", "measure", "unit")


def _of(topic: Topic, name: str, title: Words, address: str, layout: Wide | Long, **over: object) -> Source:
    values: dict[str, object] = {
        "name": name, "title": title, "year": 2021, "day": DAY, "base": topic.base, "address": address, "layout": layout,
        "boundaries": ON_2021, "scheme": topic.scheme, "published": topic.published, "everybody": topic.everybody,
        "caveat": topic.caveat,
    }  # fmt: skip
    return Source(**(values | over))  # type: ignore[arg-type]


def _part(topic: Topic, name: str, title: Words, label: str, unit: str = "Persons", **over: object) -> Source:
    """One of the files of the ten authorities of Greater Manchester: counts alone, of one day."""
    same = {"measure": ("Count",), "unit": (unit,), "period": (DAY.isoformat(),), "geography": ("Local authority",)}
    layout = Long(code=("area_code",), label=(label,), value=("value",), beside=_AREA, same=same)
    counted = "people" if unit == "Persons" else "households"
    values: dict[str, object] = {"coverage": Coverage.PART, "published": (), "unit": counted}
    return _of(topic, f"census-2021-{name}-part", title, TRAFFORD, layout, **(values | over))


ETHNIC_GROUP = _of(
    topics.ETHNIC_GROUP, "census-2021-ethnic-group", _("Ethnic group, census 2021 (collected by demographr)"), DEMOGRAPHR,
    Long(
        code=("ltla21_code",), label=("ethnic_group",), value=("value",), beside=("ltla21_name",),
        endings={"(number)": True, "(percent)": False},
    ),
)  # fmt: skip

RELIGION = _of(
    topics.RELIGION, "census-2021-religion", _("Religion, census 2021 (added up from small areas)"), DEMOGRAPHR,
    Long(code=("ltla24_code",), label=("religion",), value=("n",), beside=("ltla24_name",)), boundaries=ON_2024,
    small_areas=SMALL_AREAS,
)  # fmt: skip

DISABILITY = _of(
    topics.DISABILITY, "census-2021-disability", _("Disability in two groups, census 2021 (added up from small areas)"), DEMOGRAPHR,
    Long(code=("ltla24_code",), label=("disability",), value=("n",), beside=("ltla24_name",)), boundaries=ON_2024,
    scheme="disability-equality-act", small_areas=SMALL_AREAS,
    aliases={"Disabled under the Equality Act": "D", "Not disabled under the Equality Act": "N"},
)  # fmt: skip

# The bands “younger”, “working age” and “older” of this file are not explained in it, and do not match the published ages: left out.
SEX = _of(
    topics.SEX, "census-2021-sex", _("Sex, census 2021 (collected by demographr)"), DEMOGRAPHR,
    Wide(
        variable="total", total=("total_population",), code=("ltla21_code",), dated="",
        named={"total_females": "F", "total_males": "M"},
        beside=(
            "ltla21_name", "younger_females", "working_age_females", "older_females", "younger_males", "working_age_males", "older_males",
        ),
    ),
)  # fmt: skip

_LANGUAGES = {"English": "english", "Welsh": "welsh"}

PARTS = (
    _part(topics.ETHNIC_GROUP, "ethnic-group", _("Ethnic group, census 2021 (Greater Manchester)"), "ethnic_group"),
    _part(topics.RELIGION, "religion", _("Religion, census 2021 (Greater Manchester)"), "religion"),
    _part(topics.DISABILITY, "disability", _("Disability, census 2021 (Greater Manchester)"), "disability_category"),
    _part(topics.GENDER_IDENTITY, "gender-identity", _("Gender identity, census 2021 (Greater Manchester)"), "gender_identity"),
    _part(topics.SEXUAL_ORIENTATION, "sexual-orientation", _("Sexual orientation, census 2021 (Greater Manchester)"), "sexual_orientation"),
    _part(topics.LANGUAGE, "language", _("Main language, census 2021 (Greater Manchester)"), "language", aliases=_LANGUAGES),
    _part(
        topics.LANGUAGE, "household-language", _("English in households, census 2021 (Greater Manchester)"), "household_language",
        unit="Households", scheme="household-language-census-2021", base=_("all households"),
    ),
)  # fmt: skip

SOURCES = (ETHNIC_GROUP, RELIGION, DISABILITY, SEX, *PARTS)
