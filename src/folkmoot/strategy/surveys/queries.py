"""Reading surveys: their results by community, of the place and the time asked for."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.strategy.measures.queries import CAPABILITY, of_place
from folkmoot.strategy.surveys.models import Result, Survey


@dataclass(frozen=True)
class Row:
    """One group in one survey. Withheld: too few answered, and there is no value."""

    survey_id: int
    characteristic: str
    group: str
    as_of: date
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    base: int | None
    design_effect: float | None
    unbased: bool
    withheld: bool
    source: str


def surveys(viewer: Viewer, *, taken_back_too: bool = False) -> QuerySet[Survey]:
    """The surveys in sight, the latest first."""
    rows = within(viewer, Survey.objects.select_related("area", "by", "measure"), CAPABILITY, national_rows=True)
    return rows if taken_back_too else rows.filter(taken_back_at__isnull=True)


def get_survey(viewer: Viewer, pk: int) -> Survey:
    """One survey, taken back or not. Raises Survey.DoesNotExist."""
    return surveys(viewer, taken_back_too=True).get(pk=pk)


def results_of(viewer: Viewer, measure_ids: Collection[int], area_id: int | None, *, on: date) -> dict[int, list[Row]]:
    """By measure: what each group answered in the surveys of one place up to a day, as the files list them. One query."""
    seen = surveys(viewer).filter(of_place(area_id), measure__in=list(measure_ids), as_of__lte=on)
    rows = Result.objects.filter(survey__in=seen.order_by()).exclude(group="").select_related("survey")
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows.order_by("survey__as_of", "survey_id", "order", "pk"):
        found[row.survey.measure_id].append(_row(row))
    return dict(found)


def results(viewer: Viewer, survey: Survey) -> list[Result]:
    """The results of one survey in sight, everybody's first."""
    return list(Result.objects.filter(survey__in=surveys(viewer, taken_back_too=True).filter(pk=survey.pk).order_by()))


def _row(row: Result) -> Row:
    return Row(
        row.survey_id, row.characteristic, row.group, row.survey.as_of, row.value, row.lower, row.upper, row.base,
        float(row.design_effect) if row.design_effect is not None else None, row.survey.unbased, row.withheld, row.survey.source,
    )  # fmt: skip
