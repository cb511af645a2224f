"""Bringing headcounts in, taking them back. Each is one transaction with its audit event; what cannot be read changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.areas.queries import areas_by_key
from folkmoot.areas.rules import name_key
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.workforce.headcounts.earlier import in_already, same_numbers_before, within
from folkmoot.workforce.headcounts.keeping import File, Prepared, digest_of, prepared
from folkmoot.workforce.headcounts.models import Headcount, HeadcountLoad
from folkmoot.workforce.headcounts.reading import Line
from folkmoot.workforce.headcounts.words import WHOLE, questions
from folkmoot.workforce.models import Unit

WRITE = "workforce.write"
_AT_ONCE = 2000
MOST_DAYS = 40
APART = timedelta(days=20)  # exact counts nearer to one another are of the same people


@transaction.atomic
def bring_in(
    *, by: Viewer, at: datetime, file: File, as_of: date, source: str, kinds: Mapping[str, str] | None = None
) -> list[HeadcountLoad]:
    """Keep the headcounts of a file, as a load for each day it holds (`as_of` where it names none), the earliest first.

    Units it names that are not known are added, of the kind that `kinds` gives by name. Raises Refused or NotAllowed.
    """
    by.require_national(WRITE)
    days = prepared(file, as_of, within())
    problems = _problems(file, days, source, timezone.localdate(at))
    if problems:
        raise Refused(problems)
    names = {line.unit for day in days for line in day.lines}
    places = {name: _unit_of(name, (kinds or {}).get(name, "")) for name in sorted(names)}
    return [_keep(by, at, file, day, source, places) for day in days]


def _keep(by: Viewer, at: datetime, file: File, day: Prepared, source: str, places: Mapping[str, Unit]) -> HeadcountLoad:
    earlier = same_numbers_before(day.lines, day.day)
    again = [f"All numbers are those of “{earlier}”, as of {earlier.as_of}: is it the same file again?"] if earlier else []
    load = HeadcountLoad(
        as_of=day.day, source=source.strip(), counted=file.asked.counted, file_name=file.name[:200], sha256=file.sha256,
        digest=digest_of(day.lines, day.day), headings=file.headings, words=_words(file), kept=len(day.lines),
        report=[*again, *day.remarks], by_id=by.account_id, at=at,
    )  # fmt: skip
    check(load)
    load.save()
    Headcount.objects.bulk_create((_row(load, places[line.unit], line) for line in day.lines), batch_size=_AT_ONCE)
    detail = {"kept": load.kept, "sha256": load.sha256, "as_of": day.day.isoformat()}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=load, detail=detail)
    return load


def _words(file: File) -> dict[str, dict[str, str]]:
    return {"words": dict(file.asked.words), "columns": dict(file.asked.columns)}


def _problems(file: File, days: Sequence[Prepared], source: str, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if file.found.unknown:
        problems[""] = [_("Some words of the file have not been explained yet.")]
        return problems
    if any(day.day > today for day in days):
        problems["as_of"] = [_("The day cannot be still to come.")]
    exact = file.asked.counted == HeadcountLoad.Counted.EXACT
    if exact and any(later.day - earlier.day < APART for earlier, later in pairwise(days)):
        problems["as_of"] = [
            _("Exact counts of days less than %(days)d apart could be subtracted from one another.") % {"days": APART.days}
        ]
    if len(days) > MOST_DAYS:
        problems["as_of"] = [_("A file may hold at most %(days)d days.") % {"days": MOST_DAYS}]
    if not source.strip():
        problems["source"] = [_("Say where the figures come from.")]
    standing = [sentence for day in days for sentence in _standing(file, day)]
    if standing:
        problems[""] = standing
    return problems


def _standing(file: File, day: Prepared) -> list[str]:
    """Why a day may not be kept: its figures are in already, or others of the same people are, and both would tell more than each."""
    standing = HeadcountLoad.objects.filter(taken_back_at__isnull=True)
    same = in_already(day.lines, day.day)
    if same:
        return [_("These figures are in already: they came with “%(name)s”, as of %(day)s.") % {"name": same, "day": same.as_of}]
    exact = Q(counted=HeadcountLoad.Counted.EXACT)
    if file.asked.counted == HeadcountLoad.Counted.EXACT:
        in_use = standing.filter(Q(as_of=day.day) | exact & Q(as_of__gt=day.day - APART, as_of__lt=day.day + APART))
    else:
        in_use = standing.filter(exact, as_of=day.day)
    kinds = {(line.group.characteristic, line.measure) for line in day.lines}
    others = Headcount.objects.filter(load__in=in_use).values_list("characteristic", "measure", "load__file_name", "load__as_of").distinct()
    said = [
        _(
            "%(what)s as of %(day)s is in already, from “%(name)s”. Two files of the same people could be subtracted from one another: "
            "take that one back first."
        )
        % {"what": questions()[characteristic].name, "day": as_of, "name": name}
        for characteristic, measure, name, as_of in others.order_by("characteristic", "load__file_name")
        if (characteristic, measure) in kinds
    ]  # fmt: skip
    return list(dict.fromkeys(said))[:3]


def _unit_of(name: str, kind: str = "") -> Unit:
    """The unit of that name, added where there is none: an Area's where it is the name of one, or else of the kind given."""
    clean = " ".join(name.split())
    if clean == WHOLE:
        whole = Unit.objects.filter(kind=Unit.Kind.SERVICE).order_by("pk").first()
        return whole or _added(Unit(name=WHOLE, kind=Unit.Kind.SERVICE))
    known = Unit.objects.filter(name__iexact=clean).first()
    if known:
        return known
    area = areas_by_key(THE_PRODUCT).get(name_key(clean))
    found = Unit.Kind.AREA if area else Unit.Kind(kind) if kind and kind != Unit.Kind.AREA else Unit.Kind.DIRECTORATE
    return _added(Unit(name=clean[:160], kind=found, area=area))


def _added(unit: Unit) -> Unit:
    check(unit)
    unit.save()
    return unit


def _row(load: HeadcountLoad, unit: Unit, line: Line) -> Headcount:
    return Headcount(
        load=load, unit=unit, level=line.level, measure=line.measure, characteristic=line.group.characteristic, group=line.group.group,
        kind=line.group.kind, low=line.count.low, high=line.count.high, printed=line.count.printed,
    )  # fmt: skip


@transaction.atomic
def take_back(*, by: Viewer, at: datetime, load: HeadcountLoad, why: str, seen_version: int | None = None) -> None:
    """Take a file's headcounts out of every figure, with the reason; the record of it stays. Raises Refused or NotAllowed."""
    by.require_national(WRITE)
    if not why.strip():
        raise Refused({"why": [_("Say why it is taken back.")]})
    if load.taken_back_at:
        raise Refused({"": [_("It was taken back already.")]})
    change(load, {"taken_back_at": at, "taken_back_by_id": by.account_id, "taken_back_why": why.strip()}, seen_version=seen_version)
    removed, _each = load.headcounts.all().delete()
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=load, detail={"headcounts": removed})
