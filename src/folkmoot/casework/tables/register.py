"""The register in the database: what was ever released, as the attack reads it, and how more is put on it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.casework.tables.models import Edition, PublishedRelease
from folkmoot.errors import FolkmootError
from folkmoot.stats.register import Population, Record, records
from folkmoot.stats.released import ReleasedTable

How = PublishedRelease.How


class DamagedRelease(FolkmootError):
    """A row of the register that cannot be read: nothing may be released beside what is not known."""


def everything_released() -> list[Record]:
    """Every record there is, in the order of release. Raises DamagedRelease."""
    rows = PublishedRelease.objects.order_by("pk").values_list("pk", "record", "digest")
    return [_read(pk, plain, digest) for pk, plain, digest in rows]


def _read(pk: int, plain: object, digest: str) -> Record:
    try:
        found = Record.from_dict(plain)  # type: ignore[arg-type]  # whatever it is, it is refused below
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(pk) from error
    if digest_of(found) != digest:
        raise _damaged(pk)
    return found


def _damaged(pk: int) -> DamagedRelease:
    return DamagedRelease(
        f"Row {pk} of the register of what was published was changed.", "It is not what was released.",
        "Put the database back from a copy before anything is published: what is not known cannot be protected.",
    )  # fmt: skip


def digest_of(record: Record) -> str:
    """SHA-256 of what a record says, whenever it was said."""
    said = {**record.to_dict(), "released_on": ""}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def keep_published(
    *, by: Viewer, at: datetime, edition: Edition, kept: Sequence[tuple[Record, bool, int]], titles: Sequence[str]
) -> list[PublishedRelease]:
    """Put the records of a published edition on the register, each with the next number. Two at once cannot take the same number."""
    number = PublishedRelease.objects.aggregate(last=Max("number"))["last"] or 0
    rows = []
    for record, follows, place in kept:
        number += not follows
        rows.append(
            _row(
                record, how=How.PUBLISHED, number=None if follows else number, edition=edition, area_id=edition.area_id, follows=follows,
                title=titles[place][:300], released_by_id=by.account_id, released_at=at,
            )
        )  # fmt: skip
    return PublishedRelease.objects.bulk_create(rows)


def keep_taken(
    *, by: Viewer, at: datetime, tables: Iterable[ReleasedTable], population: Population, title: str, area: Area | None, origin_kind: str,
    origin_id: int | None,
) -> int:  # fmt: skip
    """Put tables that were taken away as a file on the register; returns how many were not there yet."""
    told = list(records(tables, population, at.date().isoformat()))
    there = set(PublishedRelease.objects.filter(how=How.TAKEN, digest__in=map(digest_of, told)).values_list("digest", flat=True))
    new = {digest_of(record): record for record in told if digest_of(record) not in there}
    PublishedRelease.objects.bulk_create(
        [
            _row(
                record, how=How.TAKEN, title=title[:300], area=area, origin_kind=origin_kind, origin_id=origin_id,
                released_by_id=by.account_id, released_at=at,
            )
            for record in new.values()
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(new)


def _row(record: Record, **values: object) -> PublishedRelease:
    numbers = [number for row in (*record.rows.values(), record.not_recorded, record.overall) for number in (row.base, row.with_outcome)]
    withheld = sum(number is None for number in numbers)
    return PublishedRelease(record=record.to_dict(), digest=digest_of(record), shown=len(numbers) - withheld, withheld=withheld, **values)
