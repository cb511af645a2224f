"""Reading published counts. They are public; the viewer is taken all the same, so that no page can forget who is looking."""

from folkmoot.census.queries.changes import ChangeRow, Changes, change
from folkmoot.census.queries.deprivation import Deprivation, deprivation_of
from folkmoot.census.queries.populations import Asked, Population, population, populations
from folkmoot.census.queries.profiles import NotIn, Profile, ProfileRow, profile, profiles
from folkmoot.census.queries.reconciling import Line, Reconciliation, reconciliations
from folkmoot.census.queries.standing import Standing, standings, tables_in_use

__all__ = [
    "Asked", "ChangeRow", "Changes", "Deprivation", "Line", "NotIn", "Population", "Profile", "ProfileRow", "Reconciliation", "Standing",
    "change", "deprivation_of", "population", "populations", "profile", "profiles", "reconciliations", "standings", "tables_in_use",
]  # fmt: skip
