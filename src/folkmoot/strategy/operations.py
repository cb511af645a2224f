"""Writing strategies: those that ship, those that are typed in, who answers for their lines, and where each stands."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.files import Line, check_known
from folkmoot.foundation.reference.rows import Changes, Reference, record_changes, store, withdraw_others
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.strategy import tables
from folkmoot.strategy.lines import NewLine
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.models import Aim, Commitment, Correction, Ownership, Standing, Strategy
from folkmoot.strategy.rules import correction_problems, end_problems, standing_problems

Fields = dict[str, object]
AnyReference = TypeVar("AnyReference", bound=Reference)
Filed = type[Strategy] | type[Aim] | type[Commitment] | type[Measure]  # the tables that ship as files
CORRECTABLE: dict[type, frozenset[str]] = {
    Aim: frozenset({"name_en", "name_cy", "words_en", "words_cy"}),
    Commitment: frozenset({"words_en", "words_cy"}),
}


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, folder: Path = tables.FOLDER) -> list[Changes]:
    """Store what the files say: all of it, or nothing. Loading the same files again changes nothing and leaves no audit event.

    The Areas must have been loaded first. Returns the changes, one for each table. Raises BadReferenceFile for a fault in a file.
    """
    read = tables.read_strategies(folder)
    area_ids = dict(Area.objects.values_list("code", "pk"))
    check_known(read.strategies, "area", area_ids, "the loaded Areas")
    loaded = [_store(Strategy, (_fields(line, area=area_ids) for line in read.strategies), at)]
    loaded.append(_store_aims(read.aims, at))
    ids = {"strategy": _ids(Strategy), "aim": _ids(Aim)}
    loaded.append(_store(Commitment, (_fields(line, **ids) for line in read.commitments), at))
    commitments = _ids(Commitment)
    loaded.append(_store(Measure, (_fields(line, commitment=commitments) for line in read.measures), at))
    record_changes(loaded, by=by, at=at)
    return loaded


def _store(model: Filed, wanted: Iterable[Fields], at: datetime) -> Changes:
    """Bring one table in line with its file. What was added or corrected by hand is no longer the file's: it stays as it is."""
    changes, rows, own = Changes(model), list(wanted), _by_hand(model)
    store(changes, ("code",), (values for values in rows if values["code"] not in own))
    withdraw_others(changes, ("code",), [*((values["code"],) for values in rows), *((code,) for code in own)], timezone.localdate(at))
    return changes


def _store_aims(lines: list[Line], at: datetime) -> Changes:
    """Aims first, so that their sub-aims can refer to them."""
    changes, own, strategies = Changes(Aim), _by_hand(Aim), _ids(Strategy)
    for is_sub_aim in (False, True):
        parents = _ids(Aim)
        chosen = [line for line in lines if bool(line.text("parent")) is is_sub_aim and line.text("code") not in own]
        store(changes, ("code",), [_fields(line, strategy=strategies, parent=parents) for line in chosen])
    withdraw_others(changes, ("code",), [*(line.key for line in lines), *((code,) for code in own)], timezone.localdate(at))
    return changes


def _by_hand(model: Filed) -> set[str]:
    return set(model._default_manager.filter(shipped=False).values_list("code", flat=True))


def _ids(model: Filed) -> dict[str, int]:
    return dict(model._default_manager.values_list("code", "pk"))


def _fields(line: Line, **ids: dict[str, int]) -> Fields:
    """The fields of a row: columns named in `ids` hold codes, which become ids (none for a blank)."""
    return {
        f"{name}_id" if name in ids else name: (ids[name][str(value)] if value else None) if name in ids else value
        for name, value in line.values.items()
    }


@transaction.atomic
def add_strategy(
    *, by: Viewer, at: datetime, area: Area | None, name_en: str, name_cy: str = "", period: str = "", starts: date | None = None,
    ends: date | None = None, source: str, replaces: Strategy | None = None,
) -> Strategy:  # fmt: skip
    """Add a strategy of the whole service or of one Area. `replaces` names the one that it succeeds, which stays in force until ended.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_for("strategy.write", area.pk if area else None)
    if replaces and replaces.area_id != (area.pk if area else None):
        raise Refused({"replaces": [_("A strategy is succeeded by one of the same Area, or of the whole service.")]})
    strategy = Strategy(
        code=_free_code(Strategy, name_en), area=area, name_en=name_en, name_cy=name_cy, period=period, starts=starts, ends=ends,
        source=source, shipped=False,
    )  # fmt: skip
    if not source.strip():
        raise Refused({"source": [_("Say where it was published or adopted.")]})
    _added(strategy, by=by, at=at)
    if replaces:
        change(replaces, {"successor": strategy, "shipped": False})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=replaces, detail={"fields": ["successor"]})
    return strategy


@transaction.atomic
def date_strategy(
    *, by: Viewer, at: datetime, strategy: Strategy, starts: date | None, ends: date | None, seen_version: int | None = None
) -> list[str]:
    """Say from when to when a strategy is in force, where the document does not. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_for("strategy.write", strategy.area_id)
    if starts and ends and ends < starts:
        raise Refused({"ends": [_("It cannot end before it starts.")]})
    changed = change(strategy, {"starts": starts, "ends": ends, "shipped": False}, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=strategy, detail={"fields": changed})
    return changed


@transaction.atomic
def end_strategy(*, by: Viewer, at: datetime, strategy: Strategy, on: date, reason: str, successor: Strategy | None = None) -> None:
    """Say since when a strategy is no longer in force, and what succeeds it. Nothing of it is lost. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", strategy.area_id)
    problems = end_problems(ended_on=strategy.ended_on, on=on, reason=reason, today=timezone.localdate(at))
    if successor and (successor == strategy or successor.area_id != strategy.area_id):
        problems["successor"] = [_("Choose another strategy of the same Area, or of the whole service.")]
    if problems:
        raise Refused(problems)
    values = {"ended_on": on, "ended_why": reason.strip(), "successor": successor or strategy.successor, "shipped": False}
    changed = change(strategy, values)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=strategy, detail={"fields": changed})


@transaction.atomic
def add_aim(
    *, by: Viewer, at: datetime, strategy: Strategy, name_en: str, parent: Aim | None = None, name_cy: str = "", words_en: str = "",
    words_cy: str = "",
) -> Aim:  # fmt: skip
    """Add an aim as published, or a sub-aim under `parent`. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", strategy.area_id)
    _check_open(strategy)
    if parent and (parent.strategy_id != strategy.pk or parent.parent_id):
        raise Refused({"parent": [_("Choose an aim of this strategy that is itself under no other aim.")]})
    aim = Aim(
        strategy=strategy, parent=parent, code=_free_code(Aim, name_en), order=_next_order(strategy.aims.all()), name_en=name_en,
        name_cy=name_cy, words_en=words_en, words_cy=words_cy, shipped=False,
    )  # fmt: skip
    return _added(aim, by=by, at=at)


@transaction.atomic
def add_commitment(
    *, by: Viewer, at: datetime, strategy: Strategy, words_en: str, kind: str = "commitment", aim: Aim | None = None, heading: str = "",
    words_cy: str = "",
) -> Commitment:  # fmt: skip
    """Add a line of a strategy as published, under an aim or a heading. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", strategy.area_id)
    _check_open(strategy)
    if aim and aim.strategy_id != strategy.pk:
        raise Refused({"aim": [_("Choose an aim of this strategy.")]})
    if not aim and not heading.strip():
        raise Refused({"heading": [_("Choose an aim, or give the heading of the document under which it stands.")]})
    order = _next_order(strategy.commitments.all())
    line = Commitment(
        strategy=strategy, aim=aim, code=_free_code(Commitment, f"{strategy.code[:60]}-{order}"), order=order, kind=kind,
        heading=heading.strip() or (aim.name_en if aim else ""), words_en=words_en.strip(), words_cy=words_cy.strip(), shipped=False,
    )  # fmt: skip
    return _added(line, by=by, at=at)


@transaction.atomic
def correct_words(
    *, by: Viewer, at: datetime, row: Aim | Commitment, field: str, now: str, reason: str, seen_version: int | None = None
) -> Correction:
    """Correct published words that were kept wrongly. The words before, the day and the reason stay beside them for good.

    `field` is words_en or words_cy, for an aim also name_en or name_cy. Raises Refused, KeyError, ChangedMeanwhile or NotAllowed.
    """
    by.require_for("strategy.write", row.strategy.area_id)
    if field not in CORRECTABLE[type(row)]:
        raise KeyError(f"the {field} of a line is not corrected")
    was = getattr(row, field)
    if problems := correction_problems(was=was, now=now, reason=reason):
        raise Refused(problems)
    change(row, {field: now.strip(), "shipped": False}, seen_version=seen_version)
    of = {"aim": row} if isinstance(row, Aim) else {"commitment": row}
    correction = Correction(
        **of, on=timezone.localdate(at), field=field, was=was, now=now.strip(), reason=reason.strip(), by_id=by.account_id
    )
    check(correction)
    correction.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"fields": [field], "correction": correction.pk})
    return correction


@transaction.atomic
def withdraw_commitment(*, by: Viewer, at: datetime, commitment: Commitment, on: date, reason: str) -> None:
    """Say since when a commitment no longer holds, and why. Its words and its history stay. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", commitment.strategy.area_id)
    problems = end_problems(ended_on=commitment.ended_on, on=on, reason=reason, today=timezone.localdate(at))
    if problems:
        raise Refused(problems)
    change(commitment, {"ended_on": on, "ended_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=commitment, detail={"fields": ["ended_on", "ended_why"]})


@transaction.atomic
def give_owner(*, by: Viewer, at: datetime, commitment: Commitment, account: Account | None, since: date) -> Ownership:
    """Say who answers for a commitment from a day on; no account: nobody does. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", commitment.strategy.area_id)
    last = Ownership.objects.filter(commitment=commitment).last()
    if last and since < last.since:
        raise Refused({"since": [_("The owner before this one answers since %(day)s.") % {"day": date_format(last.since, "j F Y")}]})
    if (last.account if last else None) == account:
        raise Refused({"account": [_("It is so already.")]})
    owner = Ownership(commitment=commitment, account=account, since=since, by_id=by.account_id)
    check(owner)
    owner.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=commitment, detail={"fields": ["owner"], "ownership": owner.pk})
    return owner


@transaction.atomic
def report_standing(
    *, by: Viewer, at: datetime, commitment: Commitment, level: str, on: date, evidence: str = "", reason: str = ""
) -> Standing:
    """Report where a commitment stands on a day. Raises Refused (by field) or NotAllowed."""
    by.require_for("strategy.write", commitment.strategy.area_id)
    if problems := standing_problems(level=level, evidence=evidence, reason=reason, on=on, today=timezone.localdate(at)):
        raise Refused(problems)
    report = Standing(commitment=commitment, level=level, on=on, evidence=evidence.strip(), reason=reason.strip(), by_id=by.account_id)
    check(report)
    report.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=commitment, detail={"standing": level})
    return report


def _added(row: AnyReference, *, by: Viewer, at: datetime) -> AnyReference:
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row)
    return row


def _check_open(strategy: Strategy) -> None:
    if strategy.ended_on or strategy.withdrawn_on:
        raise Refused({"": [_("This strategy is no longer in force. Add it to the one that succeeds it.")]})


def _next_order(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(last=Max("order"))["last"] or 0) + 1


def _free_code(model: Filed, words: str) -> str:
    """A short name made of the words, with a number where it is taken."""
    stem = slugify(words)[:50].strip("-") or model._meta.model_name or ""
    taken = set(model._default_manager.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if code not in taken)


@transaction.atomic
def add_lines(*, by: Viewer, at: datetime, strategy: Strategy, lines: Iterable[NewLine]) -> int:
    """Add the aims and lines of a file, all or none; returns how many. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", strategy.area_id)
    aims = {aim.name_en: aim for aim in strategy.aims.filter(withdrawn_on__isnull=True)}
    number = 0
    for line in lines:
        above = aims[line.aim] if line.aim else None
        if line.kind == "aim":
            aims[line.words] = add_aim(by=by, at=at, strategy=strategy, name_en=line.words, name_cy=line.words_cy, parent=above)
        else:
            add_commitment(
                by=by,
                at=at,
                strategy=strategy,
                words_en=line.words,
                words_cy=line.words_cy,
                kind=line.kind,
                aim=above,
                heading=line.heading,
            )
        number += 1
    return number
