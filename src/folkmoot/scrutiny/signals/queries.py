"""Reading what became of signals before panels. Which case is of which group is worked out here alone, and told only when it may be."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.signals.cases import cases_of
from folkmoot.casework.signals.found import Found
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.queries import Standing as SignalStanding
from folkmoot.casework.signals.queries import accepted as accepted_signals
from folkmoot.panels.queries import of_panels
from folkmoot.scrutiny.assessment.models import Assessment, JointView
from folkmoot.scrutiny.draws.models import DrawnCase
from folkmoot.scrutiny.learning.models import LearningPoint
from folkmoot.scrutiny.limits import limits
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.rules import Count
from folkmoot.scrutiny.signals.models import SignalCase, SignalReading
from folkmoot.scrutiny.signals.rules import LEAST_SIDE, Wanted, difference_words, gap_of, safely, settled, wanted
from folkmoot.stats.intervals import Estimate

CAPABILITY = "scrutiny.read"


@dataclass(frozen=True)
class Side:
    """What was found in the cases of one side. `grades` and `learning` are None where too few cases were read to tell anything."""

    group: str
    read: int
    concluded: int
    grades: dict[str, Count] | None
    learning: Count | None
    good: Count | None


@dataclass(frozen=True)
class Result:
    """A reading and how far it is. `sides` only once every case is settled; `gap` of the shares of cases that taught something."""

    reading: SignalReading
    drawn: int
    settled: int
    sides: tuple[Side, ...]
    gap: Estimate | None

    @property
    def done(self) -> bool:
        return self.drawn > 0 and self.settled == self.drawn


def readings(viewer: Viewer) -> QuerySet[SignalReading]:
    """The readings of the panels in sight, blind ones among them: see `shown_to` before showing one."""
    rows = SignalReading.objects.select_related("signal__area", "signal__analysis", "signal__source", "panel__area", "frame", "set_up_by")
    return of_panels(viewer, rows.defer("signal__analysis__cube"), CAPABILITY)


def shown_to(viewer: Viewer, result: Result) -> bool:
    """Whether somebody may be shown that this list is of this signal: a blind one only who set it up, until every case is settled."""
    reading = result.reading
    mine = viewer.account_id is not None and reading.set_up_by_id == viewer.account_id
    return not reading.blind or result.done or mine


def kept_from(account_id: int | None, frame_id: int) -> bool:
    """Whether somebody must not prepare or review packs from a list: they set it up as a blind reading that is not settled yet."""
    row = SignalReading.objects.filter(frame=frame_id, blind=True, set_up_by=account_id).first() if account_id is not None else None
    return row is not None and not result_of(row).done


def wanted_of(signal: Signal) -> Wanted:
    """What makes a row of a list a case of a signal, as its figures were counted. Raises NoCases."""
    found = cases_of(signal)
    return wanted(
        by=found.by, group=signal.group, reference=signal.reference, outcome_column=found.outcome_column,
        outcome_values=found.outcome_values, adverse_with=found.adverse_with, restricted=found.restricted, readings=found.readings,
    )  # fmt: skip


def expected_of(signal: Signal) -> int:
    """How many cases were counted of the signal: of its group, with the adverse result. Raises NoCases."""
    base, number = signal.base or 0, signal.with_outcome or 0
    return number if cases_of(signal).adverse_with else base - number


def to_bring(viewer: Viewer, today: date) -> list[SignalStanding]:
    """Accepted signals in sight of which nobody has brought the cases before a panel."""
    if not viewer.may("casework.read"):
        return []
    found = accepted_signals(viewer, today)
    brought = set(SignalReading.objects.filter(signal__in=[each.row for each in found]).values_list("signal_id", flat=True))
    return [each for each in found if each.row.pk not in brought]


def results(viewer: Viewer) -> list[Result]:
    """Every reading in sight with how far it is, the latest first."""
    return [result_of(row) for row in readings(viewer)]


def result_of(reading: SignalReading) -> Result:
    """How far a reading is and, where every case is settled, what was found by side."""
    drawn = list(_drawn(reading))
    rounds = _rounds([each.pack.pk for each in drawn if hasattr(each, "pack")])
    done = [
        each for each in drawn if hasattr(each, "pack") and settled(concluded=[view.concluded for view in rounds.get(each.pack.pk, [])])
    ]
    whole = bool(drawn) and len(done) == len(drawn)
    sides, gap = _sides(reading, drawn, rounds) if whole else ((), None)
    return Result(reading, len(drawn), len(done), sides, gap)


def _drawn(reading: SignalReading) -> QuerySet[DrawnCase]:
    """The cases drawn from the list that a panel reads: not replaced, not given up, the pack not recalled."""
    rows = DrawnCase.objects.filter(draw__frame=reading.frame_id, draw__state="drawn", draw__calibration=False, replaced_at__isnull=True)
    return rows.exclude(pack__state=Pack.State.WITHDRAWN).select_related("pack")


def _rounds(packs: list[int]) -> dict[int, list[JointView]]:
    """Pack → the view that holds of each round of judging it, in order; rounds that were set aside are left out."""
    rows = Assessment.objects.filter(pack__in=packs, set_aside_at__isnull=True).order_by("pack", "number")
    views = {view.assessment_id: view for view in JointView.objects.filter(assessment__in=rows).select_related("grade").order_by("number")}
    found: dict[int, list[JointView]] = {}
    for row in rows:
        if row.pk in views:
            found.setdefault(row.pack_id, []).append(views[row.pk])
    return found


def _sides(reading: SignalReading, drawn: list[DrawnCase], rounds: dict[int, list[JointView]]) -> tuple[tuple[Side, ...], Estimate | None]:
    of_signal = dict(SignalCase.objects.filter(reading=reading).values_list("case_id", "of_signal"))
    learned = _learned([each.pack.pk for each in drawn])
    parts = [(reading.signal.group, True), *([(reading.signal.reference, False)] if reading.compared else [])]
    packs = {own: [each.pack.pk for each in drawn if of_signal.get(each.case_id) is own] for _group, own in parts}
    sides = tuple(_side(group, packs[own], rounds, learned) for group, own in parts)
    if len(parts) < 2 or any(side.learning is None or side.learning.withheld for side in sides):
        return sides, None
    first, second = ((sum("learning" in learned.get(pk, set()) for pk in packs[own]), len(packs[own])) for own in (True, False))
    return sides, gap_of(first, second)


def _side(group: str, packs: list[int], rounds: dict[int, list[JointView]], learned: dict[int, set[str]]) -> Side:
    last = [rounds[pk][-1] for pk in packs]
    concluded = [view for view in last if view.concluded]
    if len(packs) < LEAST_SIDE:
        return Side(group, len(packs), len(concluded), None, None, None)
    names = Counter(str(view.grade) if view.grade else _("No grade, learning only") for view in concluded)
    names[_("The panel could not conclude")] = len(last) - len(concluded)
    least = limits().few_for_draw
    taught, good = (
        safely({"with": number, "without": len(packs) - number}, least)["with"]
        for number in (sum(kind in learned.get(pk, set()) for pk in packs) for kind in ("learning", "good_practice"))
    )
    return Side(group, len(packs), len(concluded), safely({name: number for name, number in names.items() if number}, least), taught, good)


def _learned(packs: list[int]) -> dict[int, set[str]]:
    """Pack → the kinds of learning that came from it."""
    found: dict[int, set[str]] = {}
    for pack, kind in LearningPoint.objects.filter(pack__in=packs).values_list("pack_id", "kind"):
        found.setdefault(pack, set()).add(kind)
    return found


def found_about(viewer: Viewer, signal_id: int) -> list[Found]:
    """What panels found in the cases of a signal, for its page in casework: named in settings.FOUND_ABOUT_SIGNALS.

    Of a blind reading that is not settled only that there is one, and neither before which panel nor from which list.
    """
    rows = SignalReading.objects.filter(signal=signal_id).select_related("signal", "panel", "frame")
    return [_found(viewer, result_of(row)) for row in rows]


def _found(viewer: Viewer, result: Result) -> Found:
    reading = result.reading
    if not shown_to(viewer, result):
        return Found(
            _("Before a panel, blind"),
            (_("Its cases are before a panel that does not know it. What it finds stands here once its views are agreed."),),
            "",
        )
    day = date_format(timezone.localdate(reading.set_up_at), "j F Y")
    title = _("%(panel)s, from a list of %(day)s") % {"panel": reading.panel.name, "day": day}
    seen = viewer.may("scrutiny.read") and viewer.sight("scrutiny.read").holds(reading.panel.area_id)
    return Found(title, tuple(lines_of(result)), reverse("scrutiny:signal_reading", args=[reading.pk]) if seen else "")


def lines_of(result: Result) -> list[str]:
    """How far a reading is and what was found, each a whole sentence."""
    lines = [difference_words(result.reading.found, result.reading.expected)]
    if not result.drawn:
        return [*lines, _("No case was drawn from the list yet.")]
    if not result.done:
        said = ngettext(
            "The panel has settled %(done)d of %(number)d case.", "The panel has settled %(done)d of %(number)d cases.", result.drawn
        )
        return [*lines, said % {"done": result.settled, "number": result.drawn}]
    for side in result.sides:
        lines += list(_side_lines(side))
    if result.gap:
        said = _("Difference in how many cases taught something: %(gap)+.0f percentage points (between %(low)+.0f and %(high)+.0f).")
        lines.append(said % {"gap": 100 * result.gap.value, "low": 100 * result.gap.low, "high": 100 * result.gap.high})
    return [*lines, _("A panel reads few cases. What it finds says where to look further; it neither proves a bias nor rules one out.")]


def _side_lines(side: Side) -> list[str]:
    read = ngettext("%(group)s: %(number)d case was read.", "%(group)s: %(number)d cases were read.", side.read)
    first = read % {"group": side.group, "number": side.read}
    if side.grades is None or side.learning is None or side.good is None:
        return [f"{first} {_('Too few to tell anything by group.')}"]
    grades = "; ".join(f"{name}: {count_words(count)}" for name, count in side.grades.items())
    taught = _("Cases that taught something: %(taught)s; with good practice: %(good)s.")
    return [f"{first} {grades}.", taught % {"taught": count_words(side.learning), "good": count_words(side.good)}]


def count_words(count: Count) -> str:
    """A number, or that it is withheld."""
    return _("withheld") if count.number is None else str(count.number)
