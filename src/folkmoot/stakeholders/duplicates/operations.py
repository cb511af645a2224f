"""Merging two rows into one, unmerging them completely, and putting pairs aside. Each is one transaction with its audit event."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stakeholders.duplicates import relinking
from folkmoot.stakeholders.duplicates.comparing import field_of, labels_of, sides, what_changed
from folkmoot.stakeholders.duplicates.consent import settle
from folkmoot.stakeholders.duplicates.fields import as_json, merged
from folkmoot.stakeholders.duplicates.keeping import keep_keys, kind_of, table_of
from folkmoot.stakeholders.duplicates.models import DuplicatePair, DuplicateRun, Merge, MergeMove
from folkmoot.stakeholders.duplicates.queries import has_died
from folkmoot.stakeholders.duplicates.rules import Kind
from folkmoot.stakeholders.rules import name_key


class CannotMerge(FolkmootError):
    """Two rows that may not become one, or a merge that cannot be taken back as things stand."""


class ChangedSinceMerged(FolkmootError):
    """Some of what a merge moved was altered afterwards. `changes` says what; say `anyway=True` to take the rest back."""

    def __init__(self, changes: list[str]) -> None:
        self.changes = changes
        super().__init__(
            _("Something was changed after the merge: %(changes)s.") % {"changes": ", ".join(changes)},
            _("That would stay as it is now; everything else goes back."),
            _("Look at it, then say whether to take the rest back."),
        )


@transaction.atomic
def merge(
    *, by: Viewer, at: datetime, kept: Model, gone: Model, choices: Mapping[str, str] | None = None,
    seen_versions: tuple[int, int] | None = None,
) -> Merge:  # fmt: skip
    """Make `gone` part of `kept`: fields as chosen ("kept" or "gone"), and everything that pointed at one now points at the other.

    Raises NotAllowed, CannotMerge, Refused, or ChangedMeanwhile where a row is no longer as it was seen.
    """
    for row in (kept, gone):
        by.require("stakeholders.write", _area(row))
    kept, gone = _locked(kept, gone)
    _refuse_merge(kept, gone, seen_versions)
    kind = kind_of(kept)
    made = Merge.objects.create(
        kind=kind,
        kept_id=kept.pk,
        gone_id=gone.pk,
        kept_area_id=_area(kept),
        gone_area_id=_area(gone),
        merged_by=by.account_id,
        merged_at=at,
    )
    values = _new_values(kept, gone, choices or {})
    if kind == Kind.PERSON:
        values |= settle(made, kept, gone, today=timezone.localdate(at))  # type: ignore[arg-type]
    relinking.move_links(made, type(kept))
    _claim(gone, {"merged_into_id": kept.pk})
    _rewrite(made, kept, values)
    keep_keys([kept, gone])
    _record(made, kept, by, at, "merged")
    return made


@transaction.atomic
def unmerge(*, by: Viewer, at: datetime, merge: Merge, anyway: bool = False) -> None:
    """Take a merge back completely: every link, every field. Raises ChangedSinceMerged, unless `anyway`, where something was altered
    since; CannotMerge where another merge must be taken back first; NotAllowed or Refused."""
    for area in (merge.kept_area_id, merge.gone_area_id):
        by.require("stakeholders.write", area)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, gone = _locked(*(table_of(merge.kind)._default_manager.get(pk=pk) for pk in (merge.kept_id, merge.gone_id)))
    _refuse_unmerge(merge, kept, gone)
    changes = what_changed(merge, kept)
    if changes and not anyway:
        raise ChangedSinceMerged(changes)
    _restore(kept, merge)
    relinking.move_back(merge)
    _claim(gone, {"merged_into_id": None})
    Merge.objects.filter(pk=merge.pk).update(undone_at=at, undone_by=by.account_id, version=F("version") + 1)
    keep_keys([kept, gone])
    _record(merge, kept, by, at, "unmerged")


@transaction.atomic
def put_aside(*, by: Viewer, at: datetime, pair: DuplicatePair) -> None:
    """Remember that the two are not the same; they are not offered again until either changes."""
    for area in (pair.left_area_id, pair.right_area_id):
        by.require("stakeholders.write", area)
    versions = dict(table_of(pair.kind)._default_manager.filter(pk__in=(pair.left_id, pair.right_id)).values_list("pk", "version"))
    DuplicatePair.objects.filter(pk=pair.pk).update(
        put_aside_at=at, put_aside_by=by.account_id, left_seen=versions[pair.left_id], right_seen=versions[pair.right_id],
        version=F("version") + 1,
    )  # fmt: skip
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=pair, area_id=pair.left_area_id, detail={"fields": ["put_aside"]})


@transaction.atomic
def start_search(*, by: Viewer, at: datetime, kind: str, area: Area | None) -> DuplicateRun:
    """Note that a search begins; whoever calls this starts the process that does it. Raises CannotMerge while one goes on."""
    by.require_for("stakeholders.write", area.pk if area else None)
    for run in DuplicateRun.objects.filter(kind=kind, area=area, ended_at__isnull=True):
        if not has_died(run, at=at):
            raise CannotMerge(_("This search is already going on."), "", _("Wait until it has finished."))
    run = DuplicateRun.objects.create(kind=kind, area=area, started_by=by.account_id, started_at=at, beat_at=at)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=run)
    return run


@transaction.atomic
def forget(*, by: Viewer, at: datetime, row: Model) -> list[int]:
    """Before a row is erased: drop what merges remember of it. Returns the ids of the rows merged into it, which must be erased too.

    Such merges cannot be taken back afterwards.
    """
    by.require("stakeholders.write", _area(row))
    kind = kind_of(row)
    merged_away: list[int] = []
    waiting = [row.pk]
    while waiting:
        found = Merge.objects.filter(kind=kind, kept_id__in=waiting, undone_at__isnull=True)
        waiting = list(found.values_list("gone_id", flat=True))
        merged_away += waiting
    all_of_them = [row.pk, *merged_away]
    concerned = Merge.objects.filter(Q(kept_id__in=all_of_them) | Q(gone_id__in=all_of_them), kind=kind)
    MergeMove.objects.filter(merge__in=concerned).update(values={})
    forgotten = concerned.update(before={}, after={})
    DuplicatePair.objects.filter(kind=kind, left_id__in=[row.pk, *merged_away]).delete()
    DuplicatePair.objects.filter(kind=kind, right_id__in=[row.pk, *merged_away]).delete()
    if forgotten:
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject=row, detail={"fields": ["merges"]})
    return merged_away


def _new_values(kept: Model, gone: Model, choices: Mapping[str, str]) -> dict[str, object]:
    values = merged(kind_of(kept), sides(kept, gone), choices, labels_of(type(kept)))
    if "name" in values:
        values["search_key"] = name_key(str(values["name"]))
    return values


def _rewrite(made: Merge, kept: Model, values: dict[str, object]) -> None:
    """Give the kept row its new values and remember what it said before."""
    attributes = {_attribute(kept, name): value for name, value in values.items()}
    made.before = {name: as_json(getattr(kept, name)) for name in attributes}
    made.after = {name: as_json(value) for name, value in attributes.items()}
    _claim(kept, attributes)
    made.save(update_fields=["before", "after"])


def _attribute(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).attname)  # type: ignore[union-attr]


def _restore(kept: Model, merge: Merge) -> None:
    """Give the kept row back what it said before, but for what was altered since."""
    as_left = [name for name, value in merge.after.items() if as_json(getattr(kept, name)) == value]
    back = {name: field_of(kept, name).to_python(merge.before[name]) for name in as_left}
    _claim(kept, back)


def _claim(row: Model, values: dict[str, object]) -> None:
    version = row.version  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            changed = type(row)._default_manager.filter(pk=row.pk, version=version).update(**values, version=F("version") + 1)
    except IntegrityError as error:
        raise Refused({"": [_("Another entry already has this name in this place.")]}) from error
    if not changed:
        raise ChangedMeanwhile(row)  # type: ignore[arg-type]
    row.refresh_from_db()


def _locked(one: Model, other: Model) -> tuple[Model, Model]:
    rows = type(one)._default_manager.select_for_update(of=("self",)).order_by("pk").in_bulk([one.pk, other.pk])
    return rows[one.pk], rows[other.pk]


def _area(row: Model) -> int:
    return int(row.area_id)  # type: ignore[attr-defined]


def _refuse_merge(kept: Model, gone: Model, seen: tuple[int, int] | None) -> None:
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise CannotMerge(_("These cannot become one."), _("Two different entries of one kind are needed."))
    for row in (kept, gone):
        if getattr(row, "merged_into_id", None):
            raise CannotMerge(_("“%(name)s” was already merged into another entry.") % {"name": row}, "", _("Open that one instead."))
        if getattr(row, "erased_on", None):
            raise CannotMerge(_("One of the two was erased."), _("Nothing of it is left to merge."))
    if _area(kept) != _area(gone):
        raise CannotMerge(
            _("These entries belong to different Areas."),
            _("What each Area recorded with its own entry would point at a person or organisation that it may not see."),
            _("Leave both; put the pair aside, or have one Area record its meetings with the other's entry."),
        )
    if seen is not None:
        for row, version in zip((kept, gone), seen, strict=True):
            if row.version != version:  # type: ignore[attr-defined]
                raise ChangedMeanwhile(row)  # type: ignore[arg-type]


def _refuse_unmerge(merge: Merge, kept: Model, gone: Model) -> None:
    if merge.undone_at or gone.merged_into_id != kept.pk:  # type: ignore[attr-defined]
        raise CannotMerge(_("This merge has already been taken back."))
    if getattr(kept, "erased_on", None) or getattr(gone, "erased_on", None):
        raise CannotMerge(_("This merge cannot be taken back."), _("The details were erased since."))
    later = Merge.objects.filter(kind=merge.kind, undone_at__isnull=True, pk__gt=merge.pk)
    if later.filter(gone_id=kept.pk).exists():
        raise CannotMerge(
            _("“%(name)s” was itself merged into another entry later.") % {"name": kept}, "", _("Take that later merge back first.")
        )
    if later.filter(kept_id=kept.pk).exists():
        raise CannotMerge(_("Another entry was merged into “%(name)s” later.") % {"name": kept}, "", _("Take the latest merge back first."))


def _record(merge: Merge, kept: Model, by: Viewer, at: datetime, deed: str) -> None:
    moved = Counter(merge.moves.values_list("model", flat=True))
    audit.record(
        audit.Kind.COMBINATION, by=by, at=at, subject=kept._meta.label_lower, ids=[merge.kept_id, merge.gone_id],
        area_id=merge.kept_area_id,
        detail={"deed": deed, "merge": merge.pk, "fields": sorted(merge.after), "moved": dict(sorted(moved.items()))},
    )  # fmt: skip
