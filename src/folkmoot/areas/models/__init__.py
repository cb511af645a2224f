"""Areas, police forces and counties; local authorities and what belongs to them."""

from folkmoot.areas.models.areas import (
    Area,
    AreaAlias,
    AreaCounty,
    AreaForce,
    AreaSuccession,
    County,
    Coverage,
    ForceAlias,
    ForceCounty,
    Place,
    PoliceForce,
    starts_before_ends,
)
from folkmoot.areas.models.authorities import (
    Authority,
    AuthorityAlias,
    AuthorityPart,
    AuthoritySuccession,
    Boundary,
    BroughtIn,
    PostcodeSector,
    Tile,
)

__all__ = [
    "Area",
    "AreaAlias",
    "AreaCounty",
    "AreaForce",
    "AreaSuccession",
    "Authority",
    "AuthorityAlias",
    "AuthorityPart",
    "AuthoritySuccession",
    "Boundary",
    "BroughtIn",
    "County",
    "Coverage",
    "ForceAlias",
    "ForceCounty",
    "Place",
    "PoliceForce",
    "PostcodeSector",
    "Tile",
    "starts_before_ends",
]
