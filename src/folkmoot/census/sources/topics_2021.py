"""The topics of the census of 21 March 2021 whose tables are brought in: what each counts, its words, and what it must add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from folkmoot.census.sources.declaring import Published, Words

DAY = date(2021, 3, 21)
# The authorities of the first releases (331), and of the tables put on later boundaries (318).
BOUNDARIES = (date(2021, 12, 31), date(2023, 12, 31))
EVERYBODY = Published(_("everybody"), number=59_597_542)

_SEPARATED = "Separated, but still legally married or still legally in a civil partnership"
_DISSOLVED = "Divorced or civil partnership dissolved"
_BEREAVED = "Widowed or surviving civil partnership partner"
_PARTNERS = "Married or in a registered civil partnership"
VOLUNTARY = _("The question was voluntary and asked of people aged 16 and over. Those who did not answer are in the base.")

ALL = _("all usual residents")


@dataclass(frozen=True)
class Topic:
    """`variable` as it stands in headings of Nomis, `filtered` in those of the ONS, which count “Does not apply” as a category."""

    table: str
    title: Words
    scheme: str
    variable: str
    filtered: str
    base: Words = ALL
    total: tuple[str, ...] = ("Total: All usual residents", "Total")
    aliases: Mapping[str, str] = field(default_factory=dict)
    subtotals: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()
    everybody: bool = False
    caveat: Words = ""


_AGED_16 = ("Total: All usual residents aged 16 years and over", "Total")
_AGED_16_WORDS = _("usual residents aged 16 and over")

ETHNIC_GROUP = Topic(
    "TS021", _("Ethnic group, census 2021 (TS021)"), "ethnicity-census-2021", "Ethnic group", "Ethnic group (20 categories)",
    published=(
        EVERYBODY,
        Published(_("White"), ("13", "14", "15", "16", "17"), percent=81.7),
        Published(_("Asian"), ("1", "2", "3", "4", "5"), percent=9.3),
        Published(_("Black"), ("6", "7", "8"), percent=4.0),
        Published(_("Mixed"), ("9", "10", "11", "12"), percent=2.9),
        Published(_("Other ethnic group"), ("18", "19"), percent=2.1),
    ),
    everybody=True,
)  # fmt: skip

RELIGION = Topic(
    "TS030", _("Religion, census 2021 (TS030)"), "religion-census-2021", "Religion", "Religion (10 categories)",
    published=(
        EVERYBODY,
        Published(_("Christian"), ("2",), percent=46.2),
        Published(_("No religion"), ("1",), percent=37.2),
        Published(_("Muslim"), ("6",), percent=6.5),
    ),
    everybody=True,
    caveat=_("The question was voluntary. Those who did not answer are in the base."),
)  # fmt: skip

DISABILITY = Topic(
    "TS038", _("Disability, census 2021 (TS038)"), "disability-census-2021", "Disability", "Disability (5 categories)",
    subtotals=("Disabled under the Equality Act", "Not disabled under the Equality Act"), published=(EVERYBODY,), everybody=True,
)  # fmt: skip

SEX = Topic(
    "TS008", _("Sex, census 2021 (TS008)"), "sex", "Sex", "Sex (2 categories)",
    total=("All persons", "Total: All usual residents", "Total"),
    published=(EVERYBODY, Published(_("Female"), ("F",), percent=51.0), Published(_("Male"), ("M",), percent=49.0)), everybody=True,
)  # fmt: skip

AGE = Topic(
    "TS007A", _("Age in five-year bands, census 2021 (TS007A)"), "age-census-2021-18", "Age", "Age (B) (18 categories)",
    published=(EVERYBODY,), everybody=True,
)  # fmt: skip

AGE_BROAD = Topic(
    "TS007B", _("Age in broad bands, census 2021 (TS007B)"), "age-census-2021-11", "Age", "",
    published=(EVERYBODY,), everybody=True,
)  # fmt: skip

LANGUAGE = Topic(
    "TS024", _("Main language, census 2021 (TS024)"), "main-language-census-2021", "Main language (detailed)",
    "Main language (detailed) (95 categories)", base=_("usual residents aged 3 and over"),
    total=("Total: All usual residents aged 3 years and over", "Total"),
    published=(Published(_("English (in Wales: English or Welsh)"), ("english",), percent=91.1),),
)  # fmt: skip

SEXUAL_ORIENTATION = Topic(
    "TS077", _("Sexual orientation, census 2021 (TS077)"), "sexual-orientation-census-2021-5", "Sexual orientation",
    "Sexual orientation (6 categories)", base=_AGED_16_WORDS, total=_AGED_16,
    published=(Published(_("Not answered"), ("NA",), percent=7.5),), caveat=VOLUNTARY,
)  # fmt: skip

GENDER_IDENTITY = Topic(
    "TS078", _("Gender identity, census 2021 (TS078)"), "gender-identity-census-2021-6", "Gender identity",
    "Gender identity (7 categories)", base=_AGED_16_WORDS, total=_AGED_16, published=(Published(_("Not answered"), ("NA",), percent=6.0),),
    caveat=_(
        "The question was voluntary and asked of people aged 16 and over. Those who did not answer are in the base. "
        "The publisher has since called these figures official statistics in development: some people may not have understood the question "
        "as it was meant."
    ),
)  # fmt: skip

LEGAL_PARTNERSHIP = Topic(
    "TS002", _("Marriage and civil partnership, census 2021 (TS002)"), "legal-partnership-census-2021",
    "Marital and civil partnership status", "Marital and civil partnership status (12 categories)", base=_AGED_16_WORDS, total=_AGED_16,
    aliases={
        f"{_PARTNERS}: Married: Opposite sex": "2",
        f"{_PARTNERS}: Married: Same sex": "3",
        f"{_PARTNERS}: In a registered civil partnership: Opposite sex": "4",
        f"{_PARTNERS}: In a registered civil partnership: Same sex": "5",
        f"{_SEPARATED}: Separated, but still married": "6",
        f"{_SEPARATED}: Separated, but still in a registered civil partnership": "7",
        f"{_DISSOLVED}: Divorced": "8",
        f"{_DISSOLVED}: Formerly in a civil partnership now legally dissolved": "9",
        f"{_BEREAVED}: Widowed": "10",
        f"{_BEREAVED}: Surviving partner from civil partnership": "11",
    },
    subtotals=(_PARTNERS, f"{_PARTNERS}: Married", f"{_PARTNERS}: In a registered civil partnership", _SEPARATED, _DISSOLVED, _BEREAVED),
)  # fmt: skip

TOPICS = (
    ETHNIC_GROUP, RELIGION, DISABILITY, SEX, AGE, AGE_BROAD, LANGUAGE, SEXUAL_ORIENTATION, GENDER_IDENTITY, LEGAL_PARTNERSHIP,
)  # fmt: skip
