"""Storing the authorities and successions that ship. Published files add to them, so nothing is withdrawn here."""

from collections.abc import Iterable
from datetime import date, timedelta

from folkmoot.areas.authorities import rules
from folkmoot.areas.models import Authority, AuthoritySuccession, County
from folkmoot.areas.tables import Places
from folkmoot.foundation.reference.files import Line
from folkmoot.foundation.reference.rows import Changes, store

Fields = dict[str, object]
Days = tuple[date | None, date | None]


def store_authorities(places: Places) -> list[Changes]:
    """Bring authorities and successions in line with the files; the first and last days that published files gave are kept."""
    authorities, successions = Changes(Authority), Changes(AuthoritySuccession)
    store(authorities, ("code",), _authorities(places))
    ids = dict(Authority.objects.values_list("code", "pk"))
    store(successions, ("from_authority_id", "to_authority_id"), (_succession(line, ids) for line in places.authority_successions))
    return [authorities, successions]


def days_by_steps(steps: Iterable[rules.Step], kept: set[str] | None = None) -> dict[str, Days]:
    """First and last day of each code as its successions tell them: the earlier ends on the day before the later begins.

    A code in `kept` goes on after giving something up, or was there before it took something over: it gets no day.
    """
    starts: dict[str, date] = {}
    ends: dict[str, date] = {}
    for step in steps:
        starts[step.to_code] = step.on
        ends[step.from_code] = step.on - timedelta(days=1)
    return {code: (starts.get(code), ends.get(code)) for code in {*starts, *ends} - (kept or set())}


def _authorities(places: Places) -> list[Fields]:
    held: dict[str, Days] = {code: (starts, ends) for code, starts, ends in Authority.objects.values_list("code", "starts", "ends")}
    steps = [_step(line) for line in places.authority_successions]
    told = days_by_steps(steps)
    counties = dict(County.objects.values_list("code", "pk"))
    return [_fields(line, counties, held, told) for line in places.authorities]


def _fields(line: Line, counties: dict[str, int], held: dict[str, Days], told: dict[str, Days]) -> Fields:
    code = line.text("authority")
    starts, ends = (known or ours for known, ours in zip(held.get(code, (None, None)), told.get(code, (None, None)), strict=True))
    return {
        "code": code,
        "name_en": line.text("name_en"),
        "name_cy": line.text("name_cy"),
        "kind": rules.kind_of(code),
        "county_id": counties[line.text("county")],
        "note": line.text("note"),
        "starts": starts,
        "ends": ends,
    }


def _step(line: Line) -> rules.Step:
    return rules.Step(line.text("from_authority"), line.text("to_authority"), line.day("on") or date.min, line.yes("lossy"))


def _succession(line: Line, ids: dict[str, int]) -> Fields:
    both = {"from_authority_id": ids[line.text("from_authority")], "to_authority_id": ids[line.text("to_authority")]}
    return both | {"on": line.day("on"), "lossy": line.yes("lossy"), "note": line.text("note")}
