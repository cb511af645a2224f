"""Issuing a rule, and the monthly run: what crossed is listed once, what is listed is read again, and re-tests that are due are made."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.operations import finish_retest, raise_from, read_again
from folkmoot.casework.signals.queries import standing_of, with_history
from folkmoot.casework.signals.rules import capability
from folkmoot.casework.signals.runs.looking import Key, Look, Read, look
from folkmoot.casework.signals.runs.models import Retest, Run, SignalReading, SignalRule
from folkmoot.casework.signals.runs.queries import in_force, retests_due
from folkmoot.casework.signals.runs.rules import Scope, Thresholds, rule_problems, threshold_problems
from folkmoot.casework.signals.runs.windows import month_before
from folkmoot.casework.sources.models import Load, Source
from folkmoot.casework.workbench.opening import open_source
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check
from folkmoot.stats.judgement import Finding

LOAD = "casework.load"
SEEN, NOT_SEEN, CANNOT_TELL = SignalReading.Finding.SEEN, SignalReading.Finding.NOT_SEEN, SignalReading.Finding.CANNOT_TELL
RETEST_OF = {SEEN: Retest.Finding.STILL_THERE, NOT_SEEN: Retest.Finding.NOT_SEEN, CANNOT_TELL: Retest.Finding.CANNOT_TELL}
_READS: dict[Finding | None, tuple[str, str]] = {
    Finding.DIFFERENCE: (SEEN, ""), Finding.NO_DIFFERENCE: (NOT_SEEN, ""), Finding.TOO_FEW: (CANNOT_TELL, "too_few"),
    Finding.MISSING_DATA: (CANNOT_TELL, "missing"), Finding.REFERENCE: (CANNOT_TELL, "gone"),
    Finding.NOT_COMPARED: (CANNOT_TELL, "gone"), None: (CANNOT_TELL, "withheld"),
}  # fmt: skip


@transaction.atomic
def issue_rule(
    *, by: Viewer, at: datetime, source: Source, thresholds: Thresholds, scope: Scope, why: str, holds: bool = True
) -> SignalRule:
    """Issue the next version of a source's rule; earlier ones stay. `holds` False: from now on nothing is looked at.

    Raises Refused (by field), NotAllowed, or what opening the source raises.
    """
    by.require_for(LOAD, source.area_id)
    Source.objects.select_for_update().get(pk=source.pk)
    shape = open_source(by, source.pk).shape
    problems = rule_problems(thresholds, scope, why, stages=shape.stage_names, columns=shape.controls)
    if problems:
        raise Refused(problems)
    given = {
        **asdict(scope),
        "stages": list(scope.stages),
        "characteristics": list(scope.characteristics),
        "controls": list(scope.controls),
    }
    return _issued(by, at, thresholds, why, holds, source=source, **given)


@transaction.atomic
def issue_workforce_rule(*, by: Viewer, at: datetime, thresholds: Thresholds, why: str, holds: bool = True) -> SignalRule:
    """Issue the next version of the rule for the workforce; earlier ones stay. Raises Refused (by field) or NotAllowed."""
    by.require_national(capability(Signal.Subject.WORKFORCE, "write"))
    problems = threshold_problems(thresholds, why)
    if problems:
        raise Refused(problems)
    return _issued(by, at, thresholds, why, holds, subject=Signal.Subject.WORKFORCE)


def _issued(by: Viewer, at: datetime, thresholds: Thresholds, why: str, holds: bool, **given: object) -> SignalRule:
    earlier = SignalRule.objects.filter(**({"source": given["source"]} if "source" in given else {"source": None}))
    number = (earlier.aggregate(Max("number"))["number__max"] or 0) + 1
    row = SignalRule(number=number, why=why.strip(), holds=holds, issued_by_id=by.account_id, issued_at=at, **asdict(thresholds), **given)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"rule": number, "holds": holds})
    return row


def run_signals(*, at: datetime, month: str | None = None, by: Viewer = THE_PRODUCT) -> Run:
    """Look at every source with a rule, for the data up to `month` (without one: the last month that is over).

    Idempotent: a second run on the same data lists nothing, adds nothing to any history, and gives the run that there was; re-tests that
    have come due since are made. Nothing is ever closed by it. Raises NotAllowed.
    """
    by.require_national(LOAD)
    month, today = month or month_before(timezone.localdate(at)), timezone.localdate(at)
    last = Run.objects.filter(month=month).order_by("pk").last()
    if last is not None and not _anything_new(last) and not retests_due(today).exists():
        return last
    found = look(in_force(), month=month)
    with transaction.atomic():
        return _written(by, at, month, found)


def _anything_new(last: Run) -> bool:
    """Whether data came or went, or a rule was issued, since a run."""
    loads = Load.objects.filter(Q(received_at__gt=last.at) | Q(taken_back_at__gt=last.at))
    return loads.exists() or SignalRule.objects.filter(issued_at__gt=last.at).exists()


def _written(by: Viewer, at: datetime, month: str, found: Look) -> Run:
    crossed = {key: read for key, read in found.read.items() if read.finding is Finding.DIFFERENCE and read.figures is not None}
    run = Run.objects.create(
        month=month, at=at, by_id=by.account_id, sources=len(found.windows), comparisons=found.comparisons, crossed=len(crossed),
        report=found.unread,
    )  # fmt: skip
    known = {_key(row): row for row in with_history(Signal.objects.filter(source__isnull=False, restricted_to={}))}
    for key, read in crossed.items():
        if key not in known:
            _list(at, read, run)
            run.listed += 1
    for key, row in known.items():
        run.read += _read_known(at, row, found, found.read.get(key), run)
    run.retested = _retest(at, found)
    run.save(update_fields=["listed", "read", "retested"])
    audit.record(audit.Kind.COMBINATION, by=by, at=at, subject=run, detail={"month": month, "listed": run.listed, "read": run.read})
    return run


def _key(row: Signal) -> Key:
    return row.source_id or 0, row.stage, row.by_columns[0], row.group, row.area_id


def _list(at: datetime, read: Read, run: Run) -> None:
    """A new signal with what it reads first."""
    assert read.figures is not None
    raise_from(
        by=THE_PRODUCT, at=at, figures=read.figures, subject=Signal.Subject.CASEWORK, area=read.area, source=read.source, stage=read.stage,
        run=run, left=read.left(),
    )  # fmt: skip


def _read_known(at: datetime, row: Signal, found: Look, read: Read | None, run: Run) -> bool:
    """Add what a signal reads now, where that is anything new; whether it was added."""
    source = row.source_id or 0
    if source not in found.windows:
        return False
    finding, why = _READS[read.finding] if read is not None else (CANNOT_TELL, "gone")
    figures = read.figures if read is not None else None
    if finding != CANNOT_TELL and figures is None:
        finding, why = CANNOT_TELL, "withheld"
    window, as_of = found.windows[source], found.as_of[source]
    last = standing_of(row, timezone.localdate(at)).last
    if last is not None and _same(last, window, finding, why, figures.numbers() if figures else {}):
        return False
    left = read.left() if read is not None and figures is not None else None
    read_again(by=THE_PRODUCT, at=at, signal=row, figures=figures, finding=finding, why=why, run=run, left=left, window=window, as_of=as_of)
    return True


def _same(last: SignalReading, window: tuple[str, str], finding: str, why: str, numbers: dict[str, float | int | None]) -> bool:
    """Whether a reading says nothing that the last did not say: of the same months, the same finding and the same counts.

    Figures of the same months that may no longer be shown, because a later month that has begun is small, say nothing new either.
    """
    if (last.window_first, last.window_last) == window and why == "withheld" and last.gap is not None:
        return True
    counts = ("base", "with_outcome", "reference_base", "reference_with")
    told = (last.window_first, last.window_last, last.finding, last.why, *(getattr(last, name) for name in counts))
    return told == (*window, finding, why, *(numbers.get(name) for name in counts))


def _retest(at: datetime, found: Look) -> int:
    """Make the re-tests that are due; how many."""
    rows = list(retests_due(timezone.localdate(at)))
    for row in rows:
        _retest_one(at, row, found)
    return len(rows)


def _retest_one(at: datetime, row: Retest, found: Look) -> None:
    reading = _reading_for(row, found)
    finding = RETEST_OF[SignalReading.Finding(reading.finding)] if reading is not None else Retest.Finding.CANNOT_TELL
    words = "" if reading is not None else _why_not(row, found)
    finish_retest(by=THE_PRODUCT, at=at, retest=row, finding=finding, reading=reading, words=words)
    signal = with_history(Signal.objects.all()).get(pk=row.signal_id)
    owner = standing_of(signal, timezone.localdate(at)).owner
    if owner is not None:
        said = _("The signal “%(what)s” was tested again: %(finding)s.") % {"what": signal, "finding": str(finding.label).lower()}
        address = reverse("casework:signal", args=[signal.pk])
        notify(by=THE_PRODUCT, at=at, account=owner, kind="casework.retest", words=said, address=address, key=f"casework.retest:{row.pk}")


def _reading_for(row: Retest, found: Look) -> SignalReading | None:
    """What was read of the signal last, of data that had not been read when the re-test was set; None where there is nothing newer."""
    readings = list(row.signal.history.order_by("pk"))
    before = [one.window_last for one in readings if one.at <= row.set_at]
    later = [one for one in readings if one.at > row.set_at]
    if row.signal.source_id is None:
        return later[-1] if later else None
    if row.signal.source_id not in found.windows or row.signal.restricted_to:
        return None
    newer = [one for one in later if one.window_last > max(before, default=row.signal.window_last)]
    return newer[-1] if newer else None


def _why_not(row: Retest, found: Look) -> str:
    signal = row.signal
    if signal.analysis_id is not None:
        return _("Its table was counted from one file. Count a newer file, and raise the signal anew where the group needs review again.")
    if signal.restricted_to:
        return _("It was raised from a part of its source, which the monthly run does not look at by itself. Look at it in the workbench.")
    if signal.source_id is None:
        return _("No newer figures have come in since the re-test was set.")
    return {
        "stopped": _("The source could not be read."),
        "no_data": _("The source has no complete period."),
    }.get(found.stopped.get(signal.source_id, ""), _("No complete period of new data has come in, or no rule is in force for its source."))
