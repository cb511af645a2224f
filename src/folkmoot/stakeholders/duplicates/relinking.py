"""Moving everything that points at one row to another, and back. It asks the tables what points at them and knows none by name."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, Model, Q

from folkmoot.foundation.models import Row
from folkmoot.stakeholders.duplicates.fields import as_json
from folkmoot.stakeholders.duplicates.models import Merge, MergeMove

Deed = MergeMove.Deed
AT_ONCE = 500


@dataclass(frozen=True)
class Link:
    """A column of some table that points at the rows being merged. `joining`: the table only joins two others (many-to-many)."""

    model: type[Model]
    field: Any
    joining: bool

    def rows(self, pk: int) -> Any:
        return self.model._base_manager.filter(**{self.field.attname: pk})

    @property
    def others(self) -> list[str]:
        """The other columns of a joining table."""
        return [each.attname for each in self.model._meta.concrete_fields if not each.primary_key and each.attname != self.field.attname]


def links(model: type[Model]) -> list[Link]:
    """Every column of every table that points at `model`, but its own `merged_into`."""
    related = [each for each in model._meta.get_fields(include_hidden=True) if each.auto_created and not each.concrete]
    columns = [each for each in related if (each.one_to_many or each.one_to_one) and each.field.name != "merged_into"]  # type: ignore[union-attr]
    found = [Link(each.related_model, each.field, bool(each.related_model._meta.auto_created)) for each in columns]  # type: ignore[union-attr,arg-type]
    return sorted(found, key=lambda link: (link.model._meta.label, link.field.name))


def linked(row: Model) -> list[tuple[str, int]]:
    """How many rows of each table point at a row, by the table's name in words; tables with none are left out."""
    counts: Counter[str] = Counter()
    for link in links(type(row)):
        counts[_words(link)] += link.rows(row.pk).count()
    return sorted((name, count) for name, count in counts.items() if count)


def _words(link: Link) -> str:
    if not link.joining:
        return str(link.model._meta.verbose_name_plural)
    other = next(each for each in link.model._meta.concrete_fields if each.attname in link.others)
    return str((other.related_model or link.model)._meta.verbose_name_plural)


def set_fields(merge: Merge, row: Model, **values: object) -> None:
    """Change fields of a row that points at those being merged, and record it."""
    before = {name: as_json(getattr(row, name)) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    _written(type(row), [row.pk], values)
    MergeMove.objects.create(
        merge=merge, deed=Deed.SET, model=row._meta.label, row_id=row.pk, from_id=merge.gone_id, to_id=merge.kept_id,
        values={"before": before, "after": {name: as_json(value) for name, value in values.items()}},
    )  # fmt: skip


def move_links(merge: Merge, model: type[Model]) -> None:
    """Point at the kept row everything that points at the one merged away. What the tables' own rules forbid stays where it is."""
    for link in links(model):
        if link.joining:
            _drop_doubles(merge, link)
        ids = list(link.rows(merge.gone_id).order_by("pk").values_list("pk", flat=True))
        if not ids:
            continue
        moved = ids if _try(link, ids, merge.kept_id) else [pk for pk in ids if _try(link, [pk], merge.kept_id)]
        MergeMove.objects.bulk_create((_move(merge, link, pk, Deed.MOVED) for pk in moved), batch_size=AT_ONCE)


def _drop_doubles(merge: Merge, link: Link) -> None:
    there = set(link.rows(merge.kept_id).values_list(*link.others))
    doubles = [row for row in link.rows(merge.gone_id) if tuple(getattr(row, name) for name in link.others) in there]
    made = (_move(merge, link, row.pk, Deed.DROPPED, {name: as_json(getattr(row, name)) for name in link.others}) for row in doubles)
    MergeMove.objects.bulk_create(made, batch_size=AT_ONCE)
    link.model._base_manager.filter(pk__in=[row.pk for row in doubles]).delete()


def _move(merge: Merge, link: Link, pk: int, deed: str, values: dict[str, object] | None = None) -> MergeMove:
    return MergeMove(
        merge=merge, deed=deed, model=link.model._meta.label, field=link.field.name, row_id=pk, from_id=merge.gone_id, to_id=merge.kept_id,
        values=values or {},
    )  # fmt: skip


def _try(link: Link, ids: list[int], to: int) -> bool:
    """Whether these rows could be pointed there; a rule of their own table may forbid it."""
    try:
        with transaction.atomic():
            _written(link.model, ids, {link.field.attname: to})
    except IntegrityError:
        return False
    return True


def _written(model: type[Model], ids: list[int], values: dict[str, object]) -> int:
    versioned: dict[str, object] = {"version": F("version") + 1} if issubclass(model, Row) else {}
    changed = 0
    for start in range(0, len(ids), AT_ONCE):
        changed += model._base_manager.filter(pk__in=ids[start : start + AT_ONCE]).update(**values, **versioned)
    return changed


def changed_since(merge: Merge) -> list[str]:
    """What was altered after the merge and so would not go back by itself, in words."""
    found: Counter[str] = Counter()
    for move in merge.moves.exclude(deed=Deed.DROPPED).iterator():
        if not _as_left(move):
            found[words_of(move)] += 1
    return [f"{name} ({count})" for name, count in sorted(found.items())]


def words_of(move: MergeMove) -> str:
    """The name in words of what a recorded move was about."""
    model = apps.get_model(move.model)
    if not move.field:
        return str(model._meta.verbose_name_plural)
    return _words(Link(model, model._meta.get_field(move.field), bool(model._meta.auto_created)))


def _as_left(move: MergeMove) -> bool:
    """Whether the row still says what the merge made it say."""
    model = apps.get_model(move.model)
    wanted = move.values["after"] if move.deed == Deed.SET else {_column(model, move): move.to_id}
    current = model._base_manager.filter(pk=move.row_id).values(*wanted).first()
    return current is not None and as_json(current) == wanted


def _column(model: type[Model], move: MergeMove) -> str:
    return str(model._meta.get_field(move.field).attname)  # type: ignore[union-attr]


def move_back(merge: Merge) -> None:
    """Take back everything a merge did to other rows, last first. What was altered since stays as it is."""
    for (deed, label, name), moves in _backwards(merge):
        model = apps.get_model(label)
        if deed == Deed.MOVED:
            link = Link(model, model._meta.get_field(name), False)
            _written(model, [move.row_id for move in moves if _as_left(move)], {link.field.attname: merge.gone_id})
        for move in moves if deed != Deed.MOVED else []:
            _put_back(model, move)


def _backwards(merge: Merge) -> Iterator[tuple[tuple[str, str, str], list[MergeMove]]]:
    for what, moves in groupby(merge.moves.order_by("-pk"), key=lambda move: (move.deed, move.model, move.field)):
        yield what, list(moves)


def _put_back(model: type[Model], move: MergeMove) -> None:
    if move.deed == Deed.SET:
        if _as_left(move):
            before = {name: model._meta.get_field(name).to_python(value) for name, value in move.values["before"].items()}  # type: ignore[union-attr]
            _written(model, [move.row_id], before)
    elif not model._base_manager.filter(pk=move.row_id).exists() and _still_there(model, move.values):
        model._base_manager.create(pk=move.row_id, **{_column(model, move): move.from_id}, **move.values)


def _still_there(model: type[Model], values: dict[str, Any]) -> bool:
    """Whether the rows at the other end of a dropped link are all still in being."""
    others = [each for each in model._meta.concrete_fields if each.attname in values and each.is_relation]
    return all(each.related_model._base_manager.filter(pk=values[each.attname]).exists() for each in others)  # type: ignore[union-attr]


def forget_moves(model: type[Model], ids: list[int]) -> None:
    """Drop what merges of these entries remember of their rows in a table; taking such a merge back leaves that table as it is."""
    merges = Merge.objects.filter(Q(kept_id__in=ids) | Q(gone_id__in=ids))
    MergeMove.objects.filter(merge__in=merges, model=model._meta.label).delete()
