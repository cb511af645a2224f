"""Reading the rules in force with their earlier versions, the runs, and the re-tests that are due."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.runs.models import Retest, Run, SignalReading, SignalRule
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.queries import sources
from folkmoot.stats.judgement import Rule

READ = "casework.read"


def rules(viewer: Viewer) -> QuerySet[SignalRule]:
    """Every version of the rules of sources in sight, the latest first."""
    rows = SignalRule.objects.select_related("source", "source__area", "issued_by").order_by("source__title", "-number")
    return rows.filter(source__in=sources(viewer).values("pk"))


def rule_of(source: Source) -> SignalRule | None:
    """The version of a source's rule that was issued last; None where there is none."""
    return SignalRule.objects.filter(source=source).order_by("-number").first()


def workforce_rule() -> SignalRule | None:
    """The version of the rule for the workforce that was issued last; None where there is none."""
    return SignalRule.objects.filter(subject=Signal.Subject.WORKFORCE).order_by("-number").first()


def in_force() -> list[SignalRule]:
    """The rule of every source that is kept up, where one is in force."""
    latest: dict[int, SignalRule] = {}
    for row in SignalRule.objects.filter(source__isnull=False).select_related("source", "source__area").order_by("source", "number"):
        latest[row.source_id or 0] = row
    return [row for row in latest.values() if row.holds and row.source is not None and row.source.retired_on is None]


def thresholds_of(row: SignalRule) -> Rule:
    """The rule as the statistics read it."""
    return Rule(row.min_gap, row.min_events, row.min_at_risk, row.q, row.min_completeness)


def runs(viewer: Viewer) -> QuerySet[Run]:
    """The runs, the latest first; nothing for whoever may not read casework."""
    return Run.objects.select_related("by") if viewer.may(READ) else Run.objects.none()


def retests_due(today: date) -> QuerySet[Retest]:
    """The re-tests that are to be made, the longest waiting first. For the run, which sees everything."""
    return Retest.objects.filter(Q(done_at=None), due_on__lte=today).select_related("signal", "signal__source").order_by("due_on", "pk")


def readings_of(viewer: Viewer, run: Run) -> QuerySet[SignalReading]:
    """What a run read of the signals in sight."""
    rows = SignalReading.objects.filter(run=run).select_related("signal", "signal__area", "signal__source")
    return within(viewer, rows, READ, area="signal__area_id", national_rows=True).order_by("pk")


def area_names(area_ids: Collection[int]) -> list[str]:
    """The names of Areas as a run writes them."""
    return [area.name for area in Area.objects.filter(pk__in=area_ids)]
