"""Postcode directories (ONSPD, NSPL): more than two million rows, read where they lie; only sectors and their authorities are kept.

A postcode itself is never stored: a sector holds some 3,000 homes.
"""

import csv
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from folkmoot.areas.authorities import rules
from folkmoot.areas.authorities.facts import BadPlaces, Facts, Held
from folkmoot.areas.authorities.sheets import not_ours
from folkmoot.engines.bolts import shut

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_POSTCODE = ("pcds", "pcd8", "pcd2", "pcd7", "pcd")
_AUTHORITY = re.compile(r"(?:os)?laua|lad(\d\d)?(?:cd)?", re.IGNORECASE)
_PSEUDO = "[EWSNLM]99999999"  # ONS: no authority, Scotland, Northern Ireland, Channel Islands, Isle of Man


def headings_of(path: Path) -> list[str] | None:
    """The headings of a text file where they are those of a postcode directory; else None."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            headings = next(csv.reader([file.readline(100_000)]), [])
    except (UnicodeDecodeError, csv.Error):
        return None
    lower = [heading.strip().lower() for heading in headings]
    return headings if any(each in lower for each in _POSTCODE) and any(map(_AUTHORITY.fullmatch, lower)) else None


def facts_of(path: Path, name: str, headings: list[str], held: Held) -> Facts:
    """How many live postcodes of each sector lie in each authority. Raises BadPlaces."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="folkmoot-") as folder, duckdb.connect() as database:
        try:
            _limit(database, folder, path)
            return _counted(database, name, headings, held)
        except duckdb.Error as error:
            told = str(error).splitlines()[0][:200].replace(str(path), name)
            raise BadPlaces(name, "", _("It cannot be read as a table of text (%(why)s).") % {"why": told}) from error


def _limit(database: "DuckDBPyConnection", folder: str, path: Path) -> None:
    """Little memory, spilling to disk; the file as a table of text, and nothing else to be opened after that."""
    database.execute("SET memory_limit = '500MB'")
    database.execute("SET temp_directory = $1", [folder])
    options = "all_varchar = true, header = true, null_padding = false, strict_mode = true"
    quoted = str(path.resolve()).replace("'", "''")
    database.execute(f"CREATE VIEW postcodes AS SELECT * FROM read_csv('{quoted}', {options})")  # noqa: S608
    shut(database, [path.resolve()])


def _counted(database: "DuckDBPyConnection", name: str, headings: list[str], held: Held) -> Facts:
    postcode, authority, ended = _columns(headings)
    live = f"coalesce(trim({_quoted(ended)}), '') = ''" if ended else "true"
    plain = f"replace(upper(coalesce({_quoted(postcode)}, '')), ' ', '')"
    code = f"coalesce(trim({_quoted(authority)}), '')"
    query = f"SELECT left({plain}, length({plain}) - 2) AS sector, {code} AS code, count(*) FROM postcodes WHERE {live} GROUP BY ALL"  # noqa: S608
    found = database.execute(query).fetchall()
    match = _AUTHORITY.fullmatch(authority)
    facts = Facts(rows=sum(count for *_rest, count in found), year=2000 + int(match[1]) if match and match[1] else None)
    elsewhere = 0
    for sector, code_found, count in found:
        if code_found[:1] in set("SNLM") or not code_found or re.fullmatch(_PSEUDO, code_found):
            elsewhere += count
            continue
        _check(database, (postcode, authority), (sector, code_found), name, facts, held)
        key = (rules.sector_of(sector), code_found)
        facts.sectors[key] = facts.sectors.get(key, 0) + count
    if elsewhere:
        facts.notes.append(_("%(count)d postcodes outside England and Wales are left out.") % {"count": elsewhere})
    if not facts.sectors:
        raise BadPlaces(name, "", _("It holds no live postcode of England or Wales."))
    return facts


def _columns(headings: list[str]) -> tuple[str, str, str]:
    by_lower = {heading.strip().lower(): heading for heading in headings}
    postcode = next(by_lower[each] for each in _POSTCODE if each in by_lower)
    authority = next(heading for lower, heading in by_lower.items() if _AUTHORITY.fullmatch(lower))
    return postcode, authority, by_lower.get("doterm", "")


def _check(database: "DuckDBPyConnection", columns: tuple[str, str], values: tuple[str, str], name: str, facts: Facts, held: Held) -> None:
    """Refuse a sector or code that is none, naming the first row that holds it."""
    postcode, authority = columns
    sector, code = values
    if not rules.sector_of(sector):
        why = _("“%(text)s…” is not a postcode.") % {"text": sector}
        raise _fault(database, name, postcode, f"starts_with(replace(upper({_quoted(postcode)}), ' ', ''), $1)", sector, why)
    if code in held.names and not held.ended_before(code, facts.year):
        return
    why = not_ours(code)
    if rules.GSS.fullmatch(code) and rules.kind_of(code) != "other":
        why = _("No authority with the code “%(code)s” is known or still in being: bring in the codes of authorities first.") % {
            "code": code
        }
    raise _fault(database, name, authority, f"trim({_quoted(authority)}) = $1", code, why)


def _fault(database: "DuckDBPyConnection", name: str, column: str, condition: str, value: str, why: str) -> BadPlaces:
    numbered = "SELECT *, row_number() OVER () AS place FROM postcodes"
    row = database.execute(f"SELECT min(place) FROM ({numbered}) WHERE {condition}", [value]).fetchone()  # noqa: S608
    number = row[0] + 1 if row and row[0] else 1
    return BadPlaces(name, _("row %(row)d, column “%(column)s”") % {"row": number, "column": column}, why)


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
