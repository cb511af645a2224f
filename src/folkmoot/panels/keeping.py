"""Keeping the kinds of panel and their remits: those that ship, and those that headquarters adds or changes.

What headquarters has changed is its own: loading the shipped tables again leaves it as it is.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.files import Line
from folkmoot.foundation.reference.rows import Changes, record_changes, store, withdraw_others
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels import rules, tables
from folkmoot.panels.models import Panel, PanelKind, Position, Remit, Ways

WAYS = frozenset(field.name for field in Ways._meta.get_fields())
KIND_VALUES = WAYS | {"order", "level", "name_en", "name_cy", "purpose_en", "purpose_cy", "sees_cases", "source"}
REMIT_VALUES = frozenset({"order", "name_en", "name_cy", "every_months"})


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, folder: Path = tables.FOLDER) -> list[Changes]:
    """Store the kinds of panel and the remits that ship: all of it, or nothing. Loading them again changes nothing.

    Raises BadReferenceFile for a fault in a file.
    """
    read = tables.read_kinds(folder)
    loaded = [_store(PanelKind, ("code",), (tables.kind_values(line) for line in read.kinds), at)]
    ids = dict(PanelKind.objects.values_list("code", "pk"))
    loaded.append(_store(Remit, ("kind_id", "code"), (_remit(line, ids) for line in read.remits), at))
    record_changes(loaded, by=by, at=at)
    return loaded


def _store(model: type[PanelKind] | type[Remit], key: tuple[str, ...], wanted: Iterable[Mapping[str, object]], at: datetime) -> Changes:
    """Bring one table in line with its file; what was kept by hand is no longer the file's."""
    changes, rows = Changes(model), list(wanted)
    own = set(model._default_manager.filter(shipped=False).values_list(*key))
    keys = [tuple(values[name] for name in key) for values in rows]
    store(changes, key, (values for values, its_key in zip(rows, keys, strict=True) if its_key not in own))
    withdraw_others(changes, key, [*keys, *own], timezone.localdate(at))
    return changes


def _remit(line: Line, kind_ids: Mapping[str, int]) -> dict[str, object]:
    values = {name: line[name] for name in ("code", "order", "name_en", "name_cy", "every_months")}
    return {**values, "kind_id": kind_ids[line.text("kind")]}


def ways_of(values: Mapping[str, Any]) -> rules.Ways:
    """The numbers by which a panel works, out of the fields of a kind or of terms. A blank number counts as nought."""
    names = ("meetings_a_year", "quorum", "least_members", "most_members", "least_cases", "most_cases")
    numbers = {name: values.get(name) or 0 for name in names}
    return rules.Ways(
        **numbers, voting=tuple(values.get("voting") or ()), chair_rule=str(values.get("chair_rule") or ""),
        undertaking_months=values.get("undertaking_months"),
    )  # fmt: skip


def refuse_ways(values: Mapping[str, Any]) -> None:
    """Raises Refused (by field) where no panel could work so."""
    problems = rules.ways_problems(ways_of(values), Position.values)
    if problems:
        raise Refused(problems)


@transaction.atomic
def keep_kind(*, by: Viewer, at: datetime, code: str, seen_version: int | None = None, **values: Any) -> PanelKind:
    """Add a kind of panel, or change the one of this code. `values` are of KIND_VALUES. Panels that are set up keep their own terms.

    Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    by.require_national("panels.kinds")
    _refuse_unknown(values, KIND_VALUES)
    values = _tidied(values)
    kind = PanelKind.objects.filter(code=code).first()
    if kind is None:
        return _add_kind(by, at, code.strip(), values)
    refuse_ways({name: values.get(name, getattr(kind, name)) for name in WAYS})
    changed = change(kind, values, seen_version=seen_version)
    if changed:
        change(kind, {"shipped": False})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=kind, detail={"fields": changed})
    return kind


def _add_kind(by: Viewer, at: datetime, code: str, values: dict[str, Any]) -> PanelKind:
    problem = rules.code_problem(code)
    if problem:
        raise Refused({"code": [problem]})
    kind = PanelKind(code=code, shipped=False, **values)
    refuse_ways({name: getattr(kind, name) for name in WAYS})
    check(kind)
    kind.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=kind)
    return kind


@transaction.atomic
def withdraw_kind(*, by: Viewer, at: datetime, kind: PanelKind) -> None:
    """Let no new panel be set up of a kind. Refused while a panel of it stands."""
    by.require_national("panels.kinds")
    standing = Panel.objects.filter(kind=kind, ended_on__isnull=True).count()
    if standing:
        raise Refused({"": [_("Panels of this kind are still at work. It can be taken out of use when the last of them has ended.")]})
    change(kind, {"withdrawn_on": timezone.localdate(at), "shipped": False})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=kind, detail={"withdrawn": True})


@transaction.atomic
def keep_remit(*, by: Viewer, at: datetime, kind: PanelKind, code: str, seen_version: int | None = None, **values: Any) -> Remit:
    """Add a part to the remit of a kind, or change the one of this code; one that was taken out comes back."""
    by.require_national("panels.kinds")
    _refuse_unknown(values, REMIT_VALUES)
    values = _tidied(values)
    if not values.get("every_months", 1):
        raise Refused({"every_months": [_("Say within how many months it must be discussed: at least one.")]})
    remit = Remit.objects.filter(kind=kind, code=code.strip()).first()
    if remit is None:
        remit = Remit(kind=kind, code=code.strip(), shipped=False, **values)
        check(remit)
        remit.save()
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=remit)
    elif changed := change(remit, {**values, "withdrawn_on": None}, seen_version=seen_version):
        change(remit, {"shipped": False})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=remit, detail={"fields": changed})
    return remit


@transaction.atomic
def withdraw_remit(*, by: Viewer, at: datetime, remit: Remit) -> None:
    """Take a part out of a kind's remit. What was discussed of it stays."""
    by.require_national("panels.kinds")
    change(remit, {"withdrawn_on": timezone.localdate(at), "shipped": False})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=remit, detail={"withdrawn": True})


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _refuse_unknown(values: dict[str, Any], known: frozenset[str]) -> None:
    if unknown := set(values) - known:
        raise KeyError(f"{', '.join(sorted(unknown))} cannot be set here")
