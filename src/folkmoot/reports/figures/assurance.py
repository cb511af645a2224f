"""Where assurance stands: the round of the half-year, the levels that were settled, and the certificates."""

from folkmoot.assurance.queries import standing
from folkmoot.reports.figures.scope import Scope, noted
from folkmoot.reports.shapes import Input
from folkmoot.reports.shapes_of_rooms import Assured

_QUERY = (
    "the round of assurance of the half-year with the levels that were settled, and the certificates of its units, when the report was made"
)


def gather(scope: Scope) -> tuple[Assured, Input]:
    found = standing(scope.viewer, period=scope.period, today=scope.position, area=scope.area)
    rows = [("assurance.certificate", place, 0, (one["state"], one["signed_on"])) for place, one in enumerate(found["certificates"])]
    rows += [("assurance.criterion", place, 0, (one["code"], one["levels"])) for place, one in enumerate(found["criteria"])]
    return {"standing": found}, noted("assurance", _QUERY, rows)
