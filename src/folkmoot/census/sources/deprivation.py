"""Indices of multiple deprivation by authority. Each nation and each edition is a measure of its own: never compared or ranked together."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from folkmoot.census.sources.declaring import Coverage, Scores, Source

IMD = "https://github.com/humaniverse/IMD"
_CAVEAT = _("Scores of England and of Wales, and of different editions, are made differently and cannot be compared.")

ENGLAND_2019 = Source(
    name="imd-2019-england", title=_("Index of multiple deprivation 2019, England"), year=2019, day=date(2019, 9, 26),
    base=_("small areas of 2011"), address=IMD, layout=Scores(code=("ltla22_code",), average="Score", share_worst="Proportion"),
    boundaries=(date(2022, 12, 31),), coverage=Coverage.ENGLAND, unit="", perturbed=False, caveat=_CAVEAT,
)  # fmt: skip

WALES_2019 = Source(
    name="imd-2019-wales", title=_("Index of multiple deprivation 2019, Wales"), year=2019, day=date(2019, 11, 27),
    base=_("small areas of 2011"), address=IMD, layout=Scores(code=("ltla22_code",), average="Score", share_worst="Proportion"),
    boundaries=(date(2022, 12, 31),), coverage=Coverage.WALES, unit="", perturbed=False, caveat=_CAVEAT,
)  # fmt: skip

ENGLAND_2025 = Source(
    name="imd-2025-england", title=_("Index of multiple deprivation 2025, England"), year=2025, day=date(2025, 10, 30),
    base=_("small areas of 2021"), address=IMD,
    layout=Scores(
        code=("ltla24_code",), average="imd_average_score",
        share_worst="imd_proportion_of_lso_as_in_most_deprived_10_percent_nationally",
    ),
    boundaries=(date(2024, 12, 31),), coverage=Coverage.ENGLAND, unit="", perturbed=False, caveat=_CAVEAT,
)  # fmt: skip

SOURCES = (ENGLAND_2019, WALES_2019, ENGLAND_2025)
