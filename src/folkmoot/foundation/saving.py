"""Writing rows so that no change is lost: version checks, and plain errors in place of broken constraints."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model

from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row

AnyRow = TypeVar("AnyRow", bound=Row)
_left_to_the_database: ContextVar[bool] = ContextVar("left_to_the_database", default=False)


class ChangedMeanwhile(FolkmootError):
    """Somebody else saved the same row after this person opened it."""

    def __init__(self, row: Row) -> None:
        super().__init__(
            f"“{row}” was changed by somebody else while you had it open.",
            "Saving now would overwrite their change.",
            "Open it again, compare, and enter your change once more.",
        )


class Refused(FolkmootError):
    """A value that may not be stored; `problems` maps field names to sentences ("" for the row as a whole)."""

    def __init__(self, problems: Mapping[str, Iterable[str]]) -> None:
        self.problems = {field: list(sentences) for field, sentences in problems.items()}
        super().__init__(" ".join(sentence for sentences in self.problems.values() for sentence in sentences))


@contextmanager
def constraints_left_to_the_database() -> Iterator[None]:
    """For thousands of rows at once: `check` leaves constraints to the database, which refuses a broken one with IntegrityError.

    Asking the database beforehand costs one query for each constraint of each row.
    """
    before = _left_to_the_database.set(True)
    try:
        yield
    finally:
        _left_to_the_database.reset(before)


def check(row: Row) -> None:
    """Validate a row before it is written: field rules, uniqueness and constraints. Raises Refused."""
    try:
        row.full_clean(validate_constraints=not _left_to_the_database.get())
    except ValidationError as error:
        raise Refused({"" if field == "__all__" else field: texts for field, texts in error.message_dict.items()}) from error


def change(row: AnyRow, values: Mapping[str, object], *, seen_version: int | None = None) -> list[str]:
    """Set `values` on a stored row; returns the names of the fields that really changed (none: nothing is written).

    `seen_version` is the version the person had on screen. Raises ChangedMeanwhile or Refused.
    """
    if seen_version is not None and seen_version != row.version:
        raise ChangedMeanwhile(row)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return []
    before = row.version
    for name in changed:
        setattr(row, name, values[name])
    check(row)
    claimed = type(row)._default_manager.filter(pk=row.pk, version=before).update(version=F("version") + 1)
    if not claimed:
        raise ChangedMeanwhile(row)
    row.version = before + 1
    row.save(update_fields=[*changed, "version"])
    return changed


def change_with_links(
    row: AnyRow, values: Mapping[str, object], links: Mapping[str, Iterable[Model]], *, seen_version: int | None = None
) -> list[str]:
    """As `change`, and sets many-to-many `links` as well; returns the names that really changed.

    A change of links alone raises the version too, so that two editors cannot overwrite each other's choices unseen.
    """
    wanted = {name: {linked.pk for linked in rows} for name, rows in links.items()}
    moved = [name for name, ids in wanted.items() if ids != set(getattr(row, name).values_list("pk", flat=True))]
    changed = change(row, values, seen_version=seen_version)
    if moved and not changed:
        claim(row)
    for name in moved:
        getattr(row, name).set(wanted[name])
    return [*changed, *moved]


def claim(row: Row, *, seen_version: int | None = None) -> None:
    """Raise the version of a row of which something was changed that is kept elsewhere. Raises ChangedMeanwhile."""
    if seen_version is not None and seen_version != row.version:
        raise ChangedMeanwhile(row)
    if not type(row)._default_manager.filter(pk=row.pk, version=row.version).update(version=F("version") + 1):
        raise ChangedMeanwhile(row)
    row.version += 1
