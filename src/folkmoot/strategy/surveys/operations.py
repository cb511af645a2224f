"""Writing surveys: one brought in whole or not at all, and one taken back. Results are never changed."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.operations import store
from folkmoot.strategy.measures.rules import EARLIEST
from folkmoot.strategy.surveys.models import Result, Survey
from folkmoot.strategy.surveys.rules import Plan, Read

WRITE = "surveys.load"


@dataclass(frozen=True)
class Described:
    """What a person says of a survey that its file does not. `vouched`: how it is known that no base is published, "" where one is."""

    name: str
    question: str
    source: str
    starts: date | None
    as_of: date
    vouched: str = ""


@transaction.atomic
def bring_in(
    *, by: Viewer, at: datetime, measure: Measure, area: Area | None, said: Described, plan: Plan, file_name: str, sha256: str
) -> Survey:
    """Keep the results of a survey; the row of everybody becomes the figure of the measure.

    Raises Refused where the file holds faults, the same results are in, or a figure of that day stands, and NotAllowed.
    """
    by.require_for(WRITE, area.pk if area else None)
    if plan.faults or not plan.results:
        raise Refused({"": plan.faults or [_("There are no results in this file.")]})
    digest = _digest(plan.results)
    problems = _problems(measure, area, said, plan, digest, timezone.localdate(at))
    if problems:
        raise Refused(problems)
    survey = Survey(
        measure=measure, area=area, name=said.name.strip(), question=said.question.strip(), source=said.source.strip(),
        starts=said.starts, as_of=said.as_of, unbased=bool(said.vouched.strip()), vouched=said.vouched.strip(),
        file_name=file_name[-200:], sha256=sha256, digest=digest, by_id=by.account_id, at=at,
    )  # fmt: skip
    check(survey)
    survey.save()
    rows = [_row(survey, place, one) for place, one in enumerate(plan.results)]
    for row in rows:
        row.full_clean(exclude=["survey"], validate_constraints=False, validate_unique=False)
    Result.objects.bulk_create(rows)
    _observe(survey, plan.everybody, by=by, at=at)
    detail: dict[str, object] = {"file": survey.file_name, "sha256": sha256, "results": len(rows), "unbased": survey.unbased}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=survey, detail=detail)
    return survey


@transaction.atomic
def take_back(*, by: Viewer, at: datetime, survey: Survey, why: str, seen_version: int | None = None) -> None:
    """Take a survey out of use, saying why: no figure and no judgement rests on it any longer. It stays on record.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    by.require_for(WRITE, survey.area_id)
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if row.taken_back_at:
        raise Refused({"": [_("This survey was taken back already.")]})
    if len(why.split()) < 2:
        raise Refused({"why": [_("Say in a few words why it is taken back.")]})
    values = {"taken_back_at": at, "taken_back_by_id": by.account_id, "taken_back_why": why.strip()}
    change(row, values, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"taken_back": True, "why": why.strip()})


def _problems(measure: Measure, area: Area | None, said: Described, plan: Plan, digest: str, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    own = measure.strategy.area_id
    if own is not None and (area is None or area.pk != own):
        problems[""] = [_("This measure belongs to the strategy of one Area: bring its surveys in for that Area.")]
    if not measure.unit:
        problems[""] = [_("Nobody has said yet in what unit this measure is counted. Say so first.")]
    if not EARLIEST <= said.as_of <= today:
        problems["as_of"] = [_("Give the last day that the survey covers, not one in the future.")]
    elif said.starts and said.starts > said.as_of:
        problems["starts"] = [_("The first day lies after the last one.")]
    if len(said.source.split()) < 2:
        problems["source"] = [_("Say where it is published, for example “Crime Survey for England and Wales, 2025”.")]
    if said.vouched.strip() and len(said.vouched.split()) < 4:
        problems["vouched"] = [_("Say how it is known, for example “The publisher confirmed it by e-mail on 3 March 2026”.")]
    if any(one.base is not None for one in plan.results) and said.vouched.strip():
        problems["vouched"] = [_("The file gives bases. Leave this empty, so that its results can be judged.")]
    standing = Survey.objects.filter(measure=measure, area=area, taken_back_at__isnull=True)
    if standing.filter(as_of=said.as_of, digest=digest).exists():
        problems[""] = [_("These results are in already. Nothing was stored.")]
    elif standing.filter(as_of=said.as_of).exists():
        problems["as_of"] = [_("A survey of this measure, place and day is in already. Take that one back first, saying why.")]
    return problems


def _observe(survey: Survey, everybody: Read | None, *, by: Viewer, at: datetime) -> None:
    """The figure of everybody as that of the measure."""
    if everybody is None or everybody.value is None:
        return
    standing = Observation.objects.filter(measure=survey.measure, area=survey.area, replaced_by__isnull=True)
    before = standing.filter(as_of=survey.as_of, survey__taken_back_at__isnull=True).first()
    if before:
        words = _("A figure of this day stands already, from %(source)s. Correct that one instead.")
        raise Refused({"as_of": [words % {"source": before.source}]})
    row = Observation(
        measure=survey.measure, area=survey.area, as_of=survey.as_of, value=everybody.value, lower=everybody.lower,
        upper=everybody.upper, base=everybody.base, design_effect=everybody.design_effect, unbased=survey.unbased, survey=survey,
        source=f"{survey.name}, {survey.source}"[:300], note=survey.question, by_id=by.account_id, at=at,
    )  # fmt: skip
    store(by=by, at=at, row=row)


def _row(survey: Survey, place: int, one: Read) -> Result:
    return Result(
        survey=survey, order=place, characteristic=one.characteristic, group=one.group, value=one.value, lower=one.lower,
        upper=one.upper, base=one.base, design_effect=one.design_effect, withheld=one.withheld, place=one.place[:200],
    )  # fmt: skip


def _digest(results: list[Read]) -> str:
    said = "\x1e".join(
        "\x1f".join(str(part) for part in (one.characteristic, one.group, one.value, one.lower, one.upper, one.base)) for one in results
    )
    return hashlib.sha256(said.encode()).hexdigest()
