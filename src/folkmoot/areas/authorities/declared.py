"""The published tables that can be brought in. To add an edition or a new table, declare its columns here."""

from django.utils.translation import gettext_lazy as _

from folkmoot.areas.authorities import lookups
from folkmoot.areas.authorities.sheets import Source, Wanted

PORTAL = "https://geoportal.statistics.gov.uk"
_CODE, _NAME, _WELSH = "(?:CD|_code)", "(?:NM|_name)", "(?:NMW|_name_cy|_name_welsh)"


def _of(geography: str, kind: str) -> str:
    """How ONS writes a heading: LAD24CD, CSP24NM; and how the humaniverse tables do: ltla24_code."""
    return rf"(?:{geography})(\d\d){kind}"


FORCES = Source(
    code="authority-forces",
    title=_("Authorities, community safety partnerships and police forces"),
    makes=_("the force and the partnerships of each authority"),
    published_at=f"{PORTAL}, “Local Authority District to Community Safety Partnerships to Police Force Areas”, each December",
    columns=(
        Wanted("code", _of("LAD|LTLA", _CODE)),
        Wanted("name", _of("LAD|LTLA", _NAME)),
        Wanted("name_cy", _of("LAD|LTLA", _WELSH), required=False),
        Wanted("csp", _of("CSP", _CODE)),
        Wanted("csp_name", _of("CSP", _NAME)),
        Wanted("force", _of("PFA", _CODE)),
        Wanted("force_name", _of("PFA", _NAME)),
    ),
    reads=lookups.forces,
)
UPPER_TIERS = Source(
    code="upper-tiers",
    title=_("Districts and their county councils"),
    makes=_("the county council above each district"),
    published_at=f"{PORTAL}, “Lower Tier Local Authority to Upper Tier Local Authority”",
    columns=(
        Wanted("code", _of("LAD|LTLA", _CODE)),
        Wanted("name", _of("LAD|LTLA", _NAME)),
        Wanted("upper", _of("UTLA|CTYUA|CTY", _CODE)),
        Wanted("upper_name", _of("UTLA|CTYUA|CTY", _NAME)),
    ),
    reads=lookups.upper_tiers,
)
HISTORY = Source(
    code="authority-history",
    title=_("Codes of authorities, year beside year"),
    makes=_("authorities, their first and last days, and who followed whom"),
    published_at=f"{PORTAL}, “Code History Database”; as one table in the geographr package of the British Red Cross",
    columns=(
        Wanted("code", _of("LAD|LTLA", _CODE)),
        Wanted("name", _of("LAD|LTLA", _NAME)),
    ),
    reads=lookups.history,
    by_year=True,
)
REGISTER = Source(
    code="authority-register",
    title=_("Register of local authorities"),
    makes=_("first and last days, who followed whom, county councils and other names"),
    published_at="https://pages.mysociety.org/uk_local_authority_names_and_codes/, “uk_local_authorities.csv”",
    columns=(
        Wanted("code", "gss-code"),
        Wanted("own_code", "local-authority-code"),
        Wanted("name", "nice-name"),
        Wanted("official_name", "official-name"),
        Wanted("starts", "start-date"),
        Wanted("ends", "end-date"),
        Wanted("replaced_by", "replaced-by"),
        Wanted("nation", "nation"),
        Wanted("county", "county-la"),
        Wanted("alt_names", "alt-names", required=False),
    ),
    reads=lookups.register,
)
TABLES = (FORCES, UPPER_TIERS, HISTORY, REGISTER)
