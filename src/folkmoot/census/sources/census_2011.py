"""Census of 27 March 2011, England and Wales."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from folkmoot.census.sources.declaring import Published, Source, Wide

DAY = date(2011, 3, 27)
EVERYBODY = 56_075_912

ETHNIC_GROUP = Source(
    name="census-2011-ks201",
    title=_("Ethnic group, census 2011 (KS201EW)"),
    year=2011,
    day=DAY,
    base=_("all usual residents"),
    address="https://www.nomisweb.co.uk/census/2011/ks201ew",
    layout=Wide(
        variable="Ethnic Group", total=("All categories: Ethnic group",),
        named={"Mixed": "M", "Asian": "A", "Black": "B", "Other": "O"},
    ),
    boundaries=(DAY, date(2016, 12, 31)),
    scheme="ethnicity-census-2011",
    published=(
        Published(_("everybody"), number=EVERYBODY),
        Published(_("White"), ("W1", "W2", "W3", "W9"), percent=86.0),
        Published(_("Asian"), ("A1", "A2", "A3", "A4", "A9"), percent=7.5),
        Published(_("Black"), ("B1", "B2", "B9"), percent=3.3),
    ),
    perturbed=False,
    everybody=True,
    caveat=_("In 2011 some records were exchanged between neighbouring places to protect people. Totals were not changed."),
)  # fmt: skip

SOURCES = (ETHNIC_GROUP,)
