"""Writing measures and observations. An observation is never changed: a correction is a new one that replaces it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.strategy.measures.models import Baseline, Break, Measure, Observation
from folkmoot.strategy.measures.rules import EARLIEST, Seen, measure_problems, observation_problems, sample_interval
from folkmoot.strategy.measures.words import day
from folkmoot.strategy.models import Aim, Commitment

# What may be changed of a measure; once it has figures, only what leaves them comparable.
CHANGEABLE = frozenset({
    "name_en", "name_cy", "definition", "why", "how", "unit", "direction", "source", "frequency", "target", "target_on", "wanted", "owner",
})  # fmt: skip
WITH_FIGURES = frozenset({"name_cy", "why", "how", "source", "frequency", "target_on", "wanted", "target", "owner"})


@transaction.atomic
def add_measure(*, by: Viewer, at: datetime, commitment: Commitment | None = None, aim: Aim | None = None, **values: object) -> Measure:
    """Add a measure under a commitment or an aim. Raises Refused (by field), NotAllowed, or KeyError for another field."""
    above = commitment or aim
    if above is None:
        raise Refused({"": [_("A measure stands under a commitment or an aim.")]})
    by.require_for("strategy.write", above.strategy.area_id)
    _check_fields(values)
    _check_target_day(values.get("target_on"), at)
    measure = Measure(commitment=commitment, aim=None if commitment else aim, shipped=False, **values)
    measure.code = _free_code(measure.name_en)
    measure.order = Measure.objects.filter(commitment=commitment, aim=measure.aim).count() + 1
    _check(measure)
    check(measure)
    measure.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=measure)
    return measure


@transaction.atomic
def change_measure(*, by: Viewer, at: datetime, measure: Measure, seen_version: int | None = None, **values: object) -> list[str]:
    """Say how a measure is counted; returns the fields that changed. A target once published is not changed.

    Raises Refused, ChangedMeanwhile, NotAllowed, or KeyError for another field.
    """
    by.require_for("strategy.write", measure.strategy.area_id)
    _check_fields(values)
    moved = {name for name, value in values.items() if getattr(measure, name) != value}
    if measure.target is not None and "target" in moved:
        raise Refused({"target": [_("A target that was published or set is not changed. Add another measure with the new one.")]})
    if moved - WITH_FIGURES and measure.observations.exists():
        words = _("This measure has figures, and they would no longer be comparable. Note a break, or add another measure instead.")
        raise Refused({field: [words] for field in sorted(moved - WITH_FIGURES)})
    if "target_on" in moved:
        _check_target_day(values["target_on"], at)
    trial = Measure(**{name: values.get(name, getattr(measure, name)) for name in CHANGEABLE})
    _check(trial)
    changed = change(measure, {**values, "shipped": False} if moved else {}, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=measure, detail={"fields": changed})
    return changed


@transaction.atomic
def observe(
    *, by: Viewer, at: datetime, measure: Measure, area: Area | None, as_of: date, value: Decimal, source: str,
    lower: Decimal | None = None, upper: Decimal | None = None, base: int | None = None, note: str = "", sampled: bool = False,
    replaces: Observation | None = None, design_effect: Decimal | None = None, unbased: bool = False, restated: bool = False,
) -> Observation:  # fmt: skip
    """Record what a measure was on a day, of the whole service (no Area) or of one Area.

    `sampled`: work the 95 % interval out from the percentage and its base. `replaces`: the observation that this one corrects, with
    the reason in `note`; `restated`: because its source gave another figure. `unbased`: its source publishes no base. Raises Refused
    (by field) or NotAllowed.
    """
    by.require_for("strategy.write", area.pk if area else None)
    _check_place(measure, area, replaces)
    if restated and not replaces:
        raise Refused({"": [_("Only a figure that is there already can be restated. Correct that one.")]})
    if sampled:
        lower, upper = _worked_out(measure, value, base)
    problems = observation_problems(Seen(as_of, value, lower, upper, base), unit=measure.unit, source=source, today=timezone.localdate(at))
    if not measure.unit:
        problems["value"] = [_("Nobody has said yet in what unit this measure is counted. Say so first, or add a measure that says it.")]
    if unbased and base:
        problems["base"] = [_("Give the base, or say that its source publishes none: not both.")]
    if design_effect is not None and design_effect <= 0:
        problems["design_effect"] = [_("A design effect is a number above 0, such as 1.2.")]
    if replaces and len(note.split()) < 2:
        problems["note"] = [_("Say why the earlier figure was wrong.")]
    if not replaces and _current(measure, area).filter(as_of=as_of).exists():
        problems["as_of"] = [_("There is a figure of this day already. Correct that one: both will be kept.")]
    if problems:
        raise Refused(problems)
    row = Observation(
        measure=measure, area=area, as_of=as_of, value=value, lower=lower, upper=upper, base=base, source=source.strip(),
        design_effect=design_effect, unbased=unbased, restated=restated, note=note.strip(), replaces=replaces,
        by_id=by.account_id, at=at,
    )  # fmt: skip
    return store(by=by, at=at, row=row)


@transaction.atomic
def choose_baseline(*, by: Viewer, at: datetime, observation: Observation, why: str) -> Baseline:
    """Say from which figure a measure is judged, of the place that the figure is of. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", observation.area_id)
    problems: dict[str, list[str]] = {}
    if len(why.split()) < 2:
        problems["why"] = [_("Say in a few words why this one, for example “The last year before the strategy”.")]
    after = observation.measure.breaks.filter(on__gt=observation.as_of, on__lte=timezone.localdate(at)).order_by("-on").first()
    if after:
        words = _("This figure is of another definition: it has been counted otherwise since %(day)s. Choose a figure from that day on.")
        problems[""] = [words % {"day": day(after.on)}]
    if Observation.objects.filter(replaces=observation).exists():
        problems[""] = [_("This figure was corrected. Choose the one that replaced it.")]
    if problems:
        raise Refused(problems)
    row = Baseline(observation=observation, why=why.strip(), by_id=by.account_id, at=at)
    check(row)
    row.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=observation.measure, detail={"baseline": observation.pk})
    return row


@transaction.atomic
def note_break(*, by: Viewer, at: datetime, measure: Measure, on: date, what: str, definition: str = "") -> Break:
    """Say from which day a measure is counted otherwise, and what changed; `definition`: its words from now on, "" for the same.

    Figures on the two sides are never compared from then on. Raises Refused (by field) or NotAllowed.
    """
    by.require_for("strategy.write", measure.strategy.area_id)
    problems: dict[str, list[str]] = {}
    if not EARLIEST <= on <= timezone.localdate(at):
        problems["on"] = [_("Give the day from which it is counted otherwise, not one in the future.")]
    elif measure.breaks.filter(on=on).exists():
        problems["on"] = [_("A break is noted for this day already.")]
    if len(what.split()) < 3:
        problems["what"] = [_("Say in a sentence what changed, for example “The question names the service, and not the whole system”.")]
    if definition.strip() and len(definition.split()) < 5:
        problems["definition"] = [_("Say in a sentence what is counted, out of what.")]
    if problems:
        raise Refused(problems)
    row = Break(measure=measure, on=on, what=what.strip(), was=measure.definition, by_id=by.account_id, at=at)
    check(row)
    row.save()
    change(measure, {"definition": definition.strip() or measure.definition, "shipped": False})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=measure, detail={"break": row.pk, "on": on.isoformat()})
    return row


def store(*, by: Viewer, at: datetime, row: Observation) -> Observation:
    """Keep a figure that was checked before, with its audit event; whoever calls it asks whether this viewer may."""
    check(row)
    row.save()
    detail: dict[str, object] = {"replaces": row.replaces_id} if row.replaces_id else {}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail=detail)
    return row


def _check_target_day(target_on: object, at: datetime) -> None:
    if isinstance(target_on, date) and target_on <= timezone.localdate(at):
        raise Refused({"target_on": [_("This day has passed, so the target could never be worked for. Give a day to come, or none.")]})


def _check_fields(values: dict[str, object]) -> None:
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a measure's {', '.join(sorted(unknown))} cannot be set")


def _check(measure: Measure) -> None:
    problems = measure_problems(
        name=measure.name_en, definition=measure.definition, source=measure.source, target=measure.target, target_on=measure.target_on,
        unit=measure.unit,
    )  # fmt: skip
    if problems:
        raise Refused(problems)


def _check_place(measure: Measure, area: Area | None, replaces: Observation | None) -> None:
    own = measure.strategy.area_id
    if own is not None and (area is None or area.pk != own):
        raise Refused({"": [_("This measure belongs to the strategy of one Area: record its figures for that Area.")]})
    if replaces and (replaces.measure_id != measure.pk or replaces.area_id != (area.pk if area else None)):
        raise Refused({"": [_("A correction is of the same measure and the same place.")]})
    if replaces and Observation.objects.filter(replaces=replaces).exists():
        raise Refused({"": [_("This figure was corrected already. Correct the one that replaced it.")]})


def _worked_out(measure: Measure, value: Decimal, base: int | None) -> tuple[Decimal, Decimal]:
    if measure.unit != Measure.Unit.PERCENT or not base:
        raise Refused({"base": [_("An interval can be worked out only for a percentage with its base.")]})
    found = sample_interval(value, base)
    if found is None:
        raise Refused({"value": [_("A percentage lies between 0 and 100.")]})
    return found


def _current(measure: Measure, area: Area | None) -> QuerySet[Observation]:
    return Observation.objects.filter(measure=measure, area=area, replaced_by__isnull=True, survey__taken_back_at__isnull=True)


def _free_code(name: str) -> str:
    stem = slugify(name)[:70].strip("-") or "measure"
    taken = set(Measure.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if code not in taken)
