"""Bringing the cases of an accepted signal before a panel: exactly those, and where asked as many others, blind where asked."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.queries import standing_of
from folkmoot.casework.signals.rules import State
from folkmoot.engines.spec import folded
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check
from folkmoot.foundation.tables.table import Table
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.frames import operations as frames
from folkmoot.scrutiny.frames.columns import BY_NAME, mapping_problems, propose
from folkmoot.scrutiny.frames.models import Frame
from folkmoot.scrutiny.frames.reading import table_of
from folkmoot.scrutiny.signals.models import SignalCase, SignalReading
from folkmoot.scrutiny.signals.queries import expected_of, wanted_of
from folkmoot.scrutiny.signals.rules import Sides, Wanted, as_many, missing_columns, reduced, setting_up_problems, sides_of, tells

CAPABILITY = "scrutiny.prepare"
GROUP = "compared group"
NEUTRAL = "list.csv"  # the name of the file as it was sent may tell what the list is of


@dataclass(frozen=True)
class Sent:
    """A list as it was sent: its bytes and the name that the person knows."""

    data: bytes
    file_name: str


@dataclass(frozen=True)
class Waiting:
    """A file that waits to be brought in."""

    path: Path
    file_name: str


@transaction.atomic
def bring_cases(
    *, by: Viewer, at: datetime, signal: Signal, panel: Panel, sent: Sent, title: str, source: str, compared: bool = True,
    blind: bool = True, vouched: Sequence[str] = (),
) -> SignalReading:  # fmt: skip
    """Bring in the list from which an analysis was counted: only the signal's cases of it, with `compared` as many others, before a panel.

    `blind`: the list is kept without the columns that tell the group, in one stratum. `vouched`: of `frames.rules.Asked` what somebody
    answers for where the list has no column. Raises Refused (by field), TableError, KeyLost or NotAllowed.
    """
    by.require_for(CAPABILITY, panel.area_id)
    by.require_for("casework.read", signal.area_id or panel.area_id)
    asked, table = wanted_of(signal), _table(sent)
    sides = _sides(signal, at, asked, table, compared, tells([title, source], asked, signal.outcome) if blind else [])
    columns = _columns(table, asked, blind, vouched)
    digest = hashlib.sha256(sent.data).hexdigest()
    _refuse_again(signal, panel, digest)
    rows = _chosen(table, sides, columns["reference"], digest, compared)
    frame = _frame(
        by, at, panel, reduced(table, rows, _hidden(asked, columns) if blind else ()), NEUTRAL if blind else sent.file_name, title=title,
        source=source,
        columns=columns, vouched=dict.fromkeys(vouched, "clear"), facts=_facts(asked, table) if compared and not blind else {},
    )  # fmt: skip
    reading = SignalReading(
        signal=signal, panel=panel, frame=frame, blind=blind, compared=compared, found=len(sides.signal), expected=expected_of(signal),
        file_sha256=digest, set_up_by_id=by.account_id, set_up_at=at,
    )  # fmt: skip
    check(reading)
    reading.save()
    own = frozenset(sides.signal)
    SignalCase.objects.bulk_create(SignalCase(reading=reading, case=case, of_signal=case.row in own) for case in frame.cases.all())
    detail: dict[str, object] = {
        "signal": signal.pk,
        "found": reading.found,
        "expected": reading.expected,
        "blind": blind,
        "compared": compared,
    }
    audit.record(audit.Kind.COMBINATION, by=by, at=at, subject=reading, detail=detail)
    return reading


def _sides(signal: Signal, at: datetime, asked: Wanted, table: Table, compared: bool, telling: list[str]) -> Sides:
    missing = missing_columns(asked, table.columns)
    sides = None if missing else sides_of(table, asked)
    accepted = standing_of(signal, timezone.localdate(at)).state is State.ACCEPTED
    problems = setting_up_problems(accepted=accepted, missing=missing, sides=sides, compared=compared, telling=telling)
    if problems or sides is None:
        raise Refused(problems)
    return sides


def _refuse_again(signal: Signal, panel: Panel, digest: str) -> None:
    """Said here, and without the name of the list: whoever asks again must not learn which list is blind for this signal."""
    known = SignalReading.objects.filter(signal=signal, panel=panel, file_sha256=digest, frame__withdrawn_at__isnull=True)
    if known.exists():
        raise Refused({"file": [_("The cases of this signal are before this panel already, from this same file.")]})


def _chosen(table: Table, sides: Sides, reference: str, digest: str, compared: bool) -> frozenset[int]:
    if not compared:
        return frozenset(sides.signal)
    place = table.columns.index(reference)
    references = {row.number: row.values[place] for row in table.rows}
    return frozenset(sides.signal) | frozenset(as_many(sides.others, len(sides.signal), references, digest))


def _columns(table: Table, asked: Wanted, blind: bool, vouched: Sequence[str]) -> dict[str, str]:
    """Which column of the list is what, as it is proposed. Blind, what tells the group is no fact of a case. Raises Refused."""
    hidden = {folded(column) for column in asked.columns} if blind else set()
    facts = {
        name: heading for name, heading in propose(table.columns).items() if not (folded(heading) in hidden and BY_NAME[name].use == "fact")
    }
    columns = {name: heading for name, heading in facts.items() if name not in vouched}
    problems = mapping_problems(columns, table.columns, dict.fromkeys(vouched, "clear"))
    if problems:
        named = "; ".join(str(BY_NAME[name].label) for name in problems if name in BY_NAME)
        said = _("No column was recognised for: %(fields)s. Name the columns so, or say below that you answer for the whole list.")
        raise Refused({"file": [said % {"fields": named}]})
    return columns


def _hidden(asked: Wanted, columns: Mapping[str, str]) -> list[str]:
    """The columns of the analysis that the list is kept without: all but those that say whether a case may be seen."""
    needed = {folded(heading) for heading in columns.values()}
    return [column for column in asked.columns if folded(column) not in needed]


def _facts(asked: Wanted, table: Table) -> dict[str, str]:
    """The group as a fact by which cases are drawn, where everybody may know it."""
    first = next(iter(asked.groups))
    return {GROUP: next(heading for heading in table.columns if folded(heading) == folded(first))}


def _frame(
    by: Viewer, at: datetime, panel: Panel, data: bytes, name: str, *, title: str, source: str, columns: dict[str, str],
    vouched: dict[str, str], facts: dict[str, str],
) -> Frame:  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(data)
        return frames.bring_in(
            by=by, at=at, panel=panel, upload=Waiting(path, name), title=title, source=source, columns=columns, strata=tuple(facts),
            facts=facts, vouched=vouched,
        )  # fmt: skip


def _table(sent: Sent) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(sent.data)
        return table_of(path, sent.file_name)
