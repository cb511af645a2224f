"""The published tables that can be brought in, each declared in a few lines; one importer reads them all."""

from django.utils.translation import gettext_lazy as _

from folkmoot.census.sources import census_2011, census_2021, collected_2021, deprivation
from folkmoot.census.sources.declaring import NotUsable, Source

SOURCES: dict[str, Source] = {
    source.name: source
    for module in (census_2011, census_2021, collected_2021, deprivation)
    for source in module.SOURCES
}  # fmt: skip

NOT_USABLE = (
    NotUsable(
        ("msoa21cd", "all_lgb_plus"),
        _("It holds shares of people by small area. Shares are not counts and cannot be added up."),
        _("Bring the counts by lower tier local authority: TS077 for sexual orientation and TS078 for gender identity."),
    ),
)
