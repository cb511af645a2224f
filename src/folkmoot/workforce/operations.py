"""Saying what a unit is: its name, its kind, its Area and what it is part of."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change
from folkmoot.workforce.models import Unit
from folkmoot.workforce.rules import parent_problem

WRITE = "workforce.write"


@transaction.atomic
def change_unit(
    *, by: Viewer, at: datetime, unit: Unit, name: str, kind: str, area: Area | None, parent: Unit | None, seen_version: int | None = None
) -> None:
    """Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_national(WRITE)
    problems: dict[str, list[str]] = {}
    if not name.strip():
        problems["name"] = [_("Give the unit a name.")]
    elif Unit.objects.filter(name__iexact=name.strip()).exclude(pk=unit.pk).exists():
        problems["name"] = [_("Another unit has this name.")]
    if kind == Unit.Kind.AREA and area is None:
        problems["area"] = [_("Say which Area it is.")]
    if kind == Unit.Kind.SERVICE and Unit.objects.filter(kind=Unit.Kind.SERVICE).exclude(pk=unit.pk).exists():
        problems["kind"] = [_("Another unit stands for the whole service already.")]
    above = dict(Unit.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
    if parent is not None and parent_problem(unit.pk, parent.pk, above):
        problems["parent"] = [_("A unit cannot be part of itself, nor of one of its own parts.")]
    if problems:
        raise Refused(problems)
    values = {"name": name.strip(), "kind": kind, "area": area, "parent": parent}
    changed = change(unit, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=unit, detail={"changed": changed})
