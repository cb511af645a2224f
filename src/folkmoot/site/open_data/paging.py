"""Pages of rows that stay in their place: in the order of their ids, each page beginning after the id that the last one ended with.

A row that is added or withdrawn between two pages moves no other. No database, no clock.
"""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.errors import FolkmootError
from folkmoot.site.open_data.declared import Endpoint, Row

A_PAGE, MOST = 100, 1000
LONGEST_CURSOR = 400
CURSOR, LIMIT, FORMAT = "cursor", "limit", "format"


class BadQuestion(FolkmootError):
    """A parameter that the endpoint does not take, or a value that cannot be read."""


@dataclass(frozen=True)
class Asked:
    """What of a collection was asked for. `after`: the id after which the page begins; `by`: field → the words it has to be."""

    after: str
    limit: int
    by: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """`total`: rows that were asked for, on all pages. `cursor` opens the next page; empty on the last."""

    rows: tuple[Row, ...]
    total: int
    cursor: str


def asked_of(endpoint: Endpoint, given: Mapping[str, str]) -> Asked:
    """Read the parameters of a question. Raises BadQuestion for one that is not known or cannot be read."""
    names = {field.name for field in endpoint.chosen_by}
    unknown = sorted(set(given) - names - {CURSOR, LIMIT, FORMAT})
    if unknown:
        raise BadQuestion(
            f"“{unknown[0][:40]}” is no parameter of {endpoint.name}.", "A misspelt one would have been left out unseen.",
            f"Use {', '.join(sorted({*names, CURSOR, LIMIT, FORMAT}))}.",
        )  # fmt: skip
    by = tuple(sorted((name, given[name]) for name in names if given.get(name)))
    return Asked(id_of(given.get(CURSOR, "")), _limit(given.get(LIMIT, "")), by)


def _limit(given: str) -> int:
    if not given:
        return A_PAGE
    if not (given.isascii() and given.isdecimal() and len(given) <= 6 and 1 <= int(given) <= MOST):
        raise BadQuestion(f"“{given[:20]}” is no limit.", "", f"Give a whole number from 1 to {MOST}.")
    return int(given)


def page_of(rows: Sequence[Row], asked: Asked) -> Page:
    """The page of rows that was asked for; `rows` are in the order of `in_order`."""
    fitting = [row for row in rows if all(_plain(row[name]) == words for name, words in asked.by)]
    place = ordered(asked.after)
    ahead = [row for row in fitting if not asked.after or ordered(str(row["id"])) > place]
    shown = tuple(ahead[: asked.limit])
    return Page(shown, len(fitting), cursor_of(str(shown[-1]["id"])) if len(ahead) > len(shown) else "")


def in_order(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: ordered(str(row["id"]))))


def ordered(key: str) -> tuple[tuple[int, int, str], ...]:
    """An id as it is put in order: numbers in it by their size."""
    parts = re.findall(r"[0-9]+|[^0-9]+", key)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def cursor_of(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def id_of(cursor: str) -> str:
    """The id that a cursor holds. Raises BadQuestion for one that was not given by us."""
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise ValueError(cursor)
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error, UnicodeDecodeError):
        raise BadQuestion("This cursor cannot be read.", "", "Use the address under “next”, or begin without a cursor.") from None


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
