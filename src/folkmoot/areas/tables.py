"""The files of places that ship in `data/`: their columns, and what must hold between them. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from folkmoot.areas import rules
from folkmoot.areas.authorities.rules import GSS, Step, in_a_circle
from folkmoot.foundation.reference.files import (
    Column,
    Line,
    Table,
    Value,
    a_day,
    check_date_order,
    check_known,
    one_of,
    read_table,
    yes_or_no,
)

FOLDER = Path(__file__).parent / "data"

_NAMES = (Column("name_en", required=True), Column("name_cy"))
_DATES = (Column("starts", a_day), Column("ends", a_day))
_COVERAGE = Column("coverage", one_of(("whole", "part")))
_KINDS = ("area", "direct", "proceeds_of_crime", "casework_division", "headquarters")

AREAS = Table(
    "areas.csv",
    (
        Column("code", required=True), Column("kind", one_of(_KINDS)), *_NAMES, Column("starts", a_day),
        Column("starts_by", a_day), Column("ends", a_day), Column("ends_by", a_day), Column("source", required=True),
    ),
    ("code",),
)  # fmt: skip
ALIASES = Table("aliases.csv", (Column("area", required=True), Column("alias", required=True), Column("note")), ("alias",))
SUCCESSIONS = Table(
    "successions.csv",
    (
        Column("from_area", required=True), Column("to_area", required=True), Column("on", a_day), Column("by", a_day),
        Column("lossy", yes_or_no), Column("note"),
    ),
    ("from_area", "to_area"),
)  # fmt: skip
FORCES = Table(
    "forces.csv",
    (Column("code", required=True), Column("kind", one_of(("territorial", "national"))), Column("ons_code"), *_NAMES, *_DATES),
    ("code",),
)
FORCE_ALIASES = Table(
    "force_aliases.csv",
    (Column("force", required=True), Column("alias", required=True), Column("combined", yes_or_no), Column("note")),
    ("force", "alias"),
)
COUNTIES = Table(
    "counties.csv",
    (
        Column("code", required=True),
        Column("kind", one_of(("ceremonial", "preserved"))),
        Column("nation", one_of(("England", "Wales"))),
        *_NAMES,
    ),
    ("code",),
)
AREA_FORCES = Table(
    "area_forces.csv",
    (
        Column("area", required=True), Column("force", required=True), *_DATES, Column("shared", yes_or_no),
        Column("basis", one_of(("stated", "inferred"))), Column("source"), Column("note"),
    ),
    ("area", "force"),
)  # fmt: skip
AREA_COUNTIES = Table(
    "area_counties.csv", (Column("area", required=True), Column("county", required=True), _COVERAGE, Column("note")), ("area", "county")
)
FORCE_COUNTIES = Table(
    "force_counties.csv", (Column("force", required=True), Column("county", required=True), _COVERAGE, Column("note")), ("force", "county")
)


def _gss(text: str) -> str:
    if not GSS.fullmatch(text):
        raise ValueError(f"“{text}” is not a code of England or Wales such as E07000146.")
    return text


def _first_day(text: str) -> Value:
    if not text:
        raise ValueError("Give the first day of the later authority.")
    return a_day(text)


AUTHORITIES = Table(
    "authority_counties.csv",
    (Column("authority", _gss), *_NAMES, Column("county", required=True), Column("note")),
    ("authority",),
)
AUTHORITY_SUCCESSIONS = Table(
    "authority_successions.csv",
    (Column("from_authority", _gss), Column("to_authority", _gss), Column("on", _first_day), Column("lossy", yes_or_no), Column("note")),
    ("from_authority", "to_authority"),
)


@dataclass(frozen=True)
class Places:
    """Every file of this room, read and checked one against another."""

    areas: list[Line]
    aliases: list[Line]
    successions: list[Line]
    forces: list[Line]
    force_aliases: list[Line]
    counties: list[Line]
    area_forces: list[Line]
    area_counties: list[Line]
    force_counties: list[Line]
    authorities: list[Line]
    authority_successions: list[Line]


_TABLES = (
    AREAS, ALIASES, SUCCESSIONS, FORCES, FORCE_ALIASES, COUNTIES, AREA_FORCES, AREA_COUNTIES, FORCE_COUNTIES, AUTHORITIES,
    AUTHORITY_SUCCESSIONS,
)  # fmt: skip


def read_places(folder: Path = FOLDER) -> Places:
    """Read and check all files of places. Raises BadReferenceFile, naming file, row and column, at the first fault."""
    places = Places(*(read_table(folder, table) for table in _TABLES))
    _check_references(places)
    for lines in (places.areas, places.forces, places.area_forces):
        check_date_order(lines)
    _check_bounds(places)
    _check_authorities(places)
    _check_area_names(places)
    _check_force_names(places)
    return places


def _check_references(places: Places) -> None:
    areas, forces, counties = ({line.text("code") for line in lines} for lines in (places.areas, places.forces, places.counties))
    for lines in (places.aliases, places.area_forces, places.area_counties):
        check_known(lines, "area", areas, AREAS.file)
    for column in ("from_area", "to_area"):
        check_known(places.successions, column, areas, AREAS.file)
    for lines in (places.force_aliases, places.area_forces, places.force_counties):
        check_known(lines, "force", forces, FORCES.file)
    for lines in (places.area_counties, places.force_counties):
        check_known(lines, "county", counties, COUNTIES.file)


def _check_bounds(places: Places) -> None:
    for line in places.areas:
        for known, bound in (("starts", "starts_by"), ("ends", "ends_by")):
            if line.day(known) and line.day(bound):
                raise line.fault(bound, f"A latest possible day stands only where “{known}” is blank.")
    steps = [rules.Succession(line.text("from_area"), line.text("to_area"), line.yes("lossy")) for line in places.successions]
    for line in places.successions:
        if (line.day("on") is None) == (line.day("by") is None):
            raise line.fault("on", "Give the day in “on”, or the latest possible day in “by”: one of the two.")
        if rules.in_a_circle(line.text("from_area"), steps):
            raise line.fault("to_area", "An Area would follow itself.")


def _check_authorities(places: Places) -> None:
    check_known(places.authorities, "county", {line.text("code") for line in places.counties}, COUNTIES.file)
    codes = {line.text("authority") for line in places.authorities}
    for column in ("from_authority", "to_authority"):
        check_known(places.authority_successions, column, codes, AUTHORITIES.file)
    steps = [
        Step(line.text("from_authority"), line.text("to_authority"), line.day("on") or date.min, line.yes("lossy"))
        for line in places.authority_successions
    ]
    circling = in_a_circle(steps)
    for line in places.authority_successions:
        if line.text("from_authority") == circling:
            raise line.fault("to_authority", "An authority would follow itself.")


def _check_area_names(places: Places) -> None:
    """No name, code or alias may stand for two Areas."""
    owner: dict[str, str] = {}
    for line in places.areas:
        for column in ("code", "name_en", "name_cy"):
            _claim(owner, rules.name_key(line.text(column)), line.text("code"), line, column)
    for line in places.aliases:
        key = rules.name_key(line.text("alias"))
        if key in owner:
            raise line.fault("alias", f"It already stands for “{owner[key]}”.")
        owner[key] = line.text("area")


def _check_force_names(places: Places) -> None:
    """A name stands for one force, unless every row that gives it says that it is combined."""
    owner: dict[str, str] = {}
    for line in places.forces:
        for column in ("code", "name_en", "name_cy"):
            _claim(owner, rules.force_key(line.text(column)), line.text("code"), line, column)
    combined = _keys(line for line in places.force_aliases if line.yes("combined"))
    for line in places.force_aliases:
        key = rules.force_key(line.text("alias"))
        if key in owner or (key in combined and not line.yes("combined")):
            raise line.fault("alias", f"It already stands for “{owner.get(key, 'several forces')}”.")
        if not line.yes("combined"):
            owner[key] = line.text("force")


def _keys(lines: Iterable[Line]) -> set[str]:
    return {rules.force_key(line.text("alias")) for line in lines}


def _claim(owner: dict[str, str], key: str, code: str, line: Line, column: str) -> None:
    if key and owner.setdefault(key, code) != code:
        raise line.fault(column, f"It already stands for “{owner[key]}”.")
