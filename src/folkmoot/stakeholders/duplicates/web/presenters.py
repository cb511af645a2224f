"""Two rows side by side, in words; and how far a search is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.stakeholders.duplicates.fields import CHOSEN, JOINED
from folkmoot.stakeholders.duplicates.keeping import kind_of
from folkmoot.stakeholders.duplicates.models import DuplicateRun, Merge
from folkmoot.stakeholders.duplicates.queries import has_died
from folkmoot.stakeholders.duplicates.rules import Kind


@dataclass(frozen=True)
class SideBySide:
    """One detail of both rows in words. `is_chosen`: somebody says whose is right; else both are kept together."""

    field: str
    label: str
    left: str
    right: str
    is_chosen: bool

    @property
    def differ(self) -> bool:
        return self.left != self.right

    @property
    def proposed(self) -> str:
        return "right" if self.right and not self.left else "left"


def side_by_side(left: Model, right: Model) -> list[SideBySide]:
    """Every detail that either row says anything of."""
    kind = kind_of(left)
    chosen = CHOSEN[kind]
    made = [
        SideBySide(name, _capital(left._meta.get_field(name).verbose_name), _said(left, name), _said(right, name), name in chosen)  # type: ignore[union-attr]
        for name in (*chosen, *JOINED[kind])
    ]
    return [each for each in made if each.left or each.right]


def _capital(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


def _said(row: Model, name: str) -> str:
    value = getattr(row, f"get_{name}_display")() if hasattr(row, f"get_{name}_display") else getattr(row, name)
    if isinstance(value, list):
        choices = dict({"needs": type(row).Need.choices, "formats": type(row).Format.choices}.get(name, []))
        return ", ".join(str(choices.get(each, each)) for each in value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return "" if value is None else str(value)


def address_of(row: Model) -> str:
    return reverse("stakeholders:person" if kind_of(row) == Kind.PERSON else "stakeholders:detail", args=[row.pk])


def told_apart(row: Model) -> str:
    """What tells a row from another of the same name: where it is, or with whom."""
    nearer = getattr(row, "town", "") or getattr(row, "organisation", None)
    area = row.area.name
    return f"{nearer}, {area}" if nearer else str(area)


@dataclass(frozen=True)
class RunShown:
    """A search as the page speaks of it."""

    words: str
    going_on: bool
    failed: bool


def run_shown(run: DuplicateRun | None, *, at: datetime) -> RunShown | None:
    if run is None:
        return None
    where = run.area.name if run.area else _("England and Wales")
    if run.state == DuplicateRun.State.DONE and run.ended_at:
        said = _("%(where)s was last searched on %(day)s. Entries searched: %(rows)s. Pairs found: %(pairs)s.")
        return RunShown(said % _figures(run, where), False, False)
    if run.state == DuplicateRun.State.FAILED or has_died(run, at=at):
        said = _(
            "The search of %(where)s on %(day)s stopped before it had finished. What earlier searches found is still here. Search again."
        )
        return RunShown(said % _figures(run, where), False, True)
    said = _("%(where)s is being searched. %(state)s: %(done)s of %(rows)s. You can leave this page; the search goes on.")
    return RunShown(said % _figures(run, where), True, False)


def _figures(run: DuplicateRun, where: str) -> dict[str, object]:
    return {
        "where": where, "day": date_format(run.ended_at or run.started_at, "j F Y"), "rows": f"{run.rows_total:,}",
        "done": f"{run.rows_done:,}", "pairs": f"{run.pairs_found:,}", "state": run.get_state_display(),
    }  # fmt: skip


@dataclass(frozen=True)
class MergeShown:
    """A merge with both its rows; a row that was erased has no name left."""

    merge: Merge
    kept: Model
    gone: Model


def merges_shown(merges: Iterable[Merge], rows: dict[tuple[str, int], Model]) -> list[MergeShown]:
    return [MergeShown(each, rows[each.kind, each.kept_id], rows[each.kind, each.gone_id]) for each in merges]
