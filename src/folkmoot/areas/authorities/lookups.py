"""Readers of published tables: each turns the rows of one declared source into facts, and refuses what does not hold together."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from folkmoot.areas.authorities import rules
from folkmoot.areas.authorities.facts import Facts, Held, Known, Part
from folkmoot.areas.authorities.sheets import Sheet
from folkmoot.areas.authorities.shipped import days_by_steps
from folkmoot.areas.rules import force_key
from folkmoot.foundation.tables.table import Row


def forces(sheet: Sheet, held: Held) -> Facts:
    """Authority, community safety partnership, police force: one row for each partnership of an authority."""
    facts = Facts(rows=len(sheet.table.rows), year=_year(sheet, "code"))
    sheet.refuse_repeats([("code", 0), ("csp", 0), ("force", 0)])
    for row in sheet.table.rows:
        code = sheet.authority(row, "code", held, edition=facts.year)
        _known(facts, sheet, row, code)
        csp = sheet.text(row, "csp_name") or sheet.text(row, "csp")
        facts.parts.append(Part(code, sheet.text(row, "csp"), csp, _force(sheet, row, held)))
    several = [code for code, count in Counter(part.authority for part in facts.parts).items() if count > 1]
    if several:
        told = {"rows": facts.rows, "authorities": len(facts.authorities), "several": len(several)}
        facts.notes.append(
            _("%(rows)d rows for %(authorities)d authorities: %(several)d authorities have several partnerships. Each is kept once.") % told
        )
    return facts


def history(sheet: Sheet, held: Held) -> Facts:
    """Codes side by side, a pair of columns a year: where a row's code changes, one authority followed another on 1 April."""
    years = sorted({year for _field, year in sheet.at})
    facts = Facts(rows=len(sheet.table.rows), year=2000 + years[-1])
    sheet.refuse_repeats([("code", year) for year in years])
    ours = [row for row in sheet.table.rows if not sheet.elsewhere(row, "code", years[0])]
    for row in ours:
        for year in years:
            _known(facts, sheet, row, sheet.authority(row, "code", year=year), year)
    steps = {step for row in ours for step in _steps(sheet, row, years)}
    counted = Counter((code, on) for code, _later, on in steps)
    facts.steps = [rules.Step(code, later, on, counted[code, on] > 1) for code, later, on in sorted(steps)]
    _give_days(facts, {sheet.text(row, "code", year): None for row in ours for year in years[-1:]})
    _note_elsewhere(facts, facts.rows - len(ours))
    return facts


def upper_tiers(sheet: Sheet, held: Held) -> Facts:
    """A district and the county council above it; a unitary authority stands beside itself."""
    facts = Facts(rows=len(sheet.table.rows), year=_year(sheet, "code"))
    sheet.refuse_repeats([("code", 0)])
    ours = [row for row in sheet.table.rows if not sheet.elsewhere(row, "code")]
    for row in ours:
        code = sheet.authority(row, "code", held, edition=facts.year)
        upper = sheet.authority(row, "upper")
        known = _known(facts, sheet, row, code)
        if upper != code:
            known.upper = upper
            facts.authorities.setdefault(upper, Known(upper, sheet.text(row, "upper_name")))
    _note_elsewhere(facts, facts.rows - len(ours))
    return facts


def register(sheet: Sheet, held: Held) -> Facts:
    """The register of local authorities: first and last days, who took over, other names."""
    facts = Facts(rows=len(sheet.table.rows))
    ours = [row for row in sheet.table.rows if sheet.text(row, "nation") in {"England", "Wales"}]
    councils = {sheet.text(row, "own_code"): row for row in ours if rules.kind_of(sheet.text(row, "code")) != "other"}
    seen: dict[str, int] = {}
    for row in councils.values():
        code = sheet.authority(row, "code")
        if code in seen:
            raise sheet.fault(row, "code", _("“%(said)s” is already in row %(row)d.") % {"said": code, "row": seen[code]})
        seen[code] = row.number
        _registered(facts, sheet, row, councils)
    for row in councils.values():
        _registered_steps(facts, sheet, row, councils)
    _note_elsewhere(facts, facts.rows - len(ours))
    if len(ours) != len(councils):
        facts.notes.append(_("%(count)d combined or regional authorities are left out.") % {"count": len(ours) - len(councils)})
    return facts


def _registered(facts: Facts, sheet: Sheet, row: Row, councils: dict[str, Row]) -> None:
    known = _known(facts, sheet, row, sheet.text(row, "code"))
    known.starts, known.ends = sheet.day(row, "starts"), sheet.day(row, "ends")
    if known.starts and known.ends and known.ends < known.starts:
        raise sheet.fault(row, "ends", _("The last day is before the first, %(day)s.") % {"day": known.starts})
    county = sheet.text(row, "county")
    if county and county not in councils:
        raise sheet.fault(row, "county", _("“%(code)s” is not in this register.") % {"code": county})
    known.upper = sheet.text(councils[county], "code") if county else ""
    known.aliases = _other_names(sheet, row)


def _registered_steps(facts: Facts, sheet: Sheet, row: Row, councils: dict[str, Row]) -> None:
    earlier = facts.authorities[sheet.text(row, "code")]
    later = [each.strip() for each in sheet.text(row, "replaced_by").split(",") if each.strip()]
    for own_code in later:
        if own_code not in councils:
            raise sheet.fault(row, "replaced_by", _("“%(code)s” is not in this register.") % {"code": own_code})
        follower = facts.authorities[sheet.text(councils[own_code], "code")]
        on = follower.starts or (earlier.ends + timedelta(days=1) if earlier.ends else None)
        if on is None:
            raise sheet.fault(row, "replaced_by", _("No day is given on which the one took over from the other."))
        if earlier.ends == on:  # some registers give the day of the change, others the day before
            earlier.ends = on - timedelta(days=1)
        facts.steps.append(rules.Step(earlier.code, follower.code, on, len(later) > 1))


def _other_names(sheet: Sheet, row: Row) -> set[str]:
    """The names of a cell that parts them by commas, also where a name itself holds one."""
    said = sheet.text(row, "alt_names")
    whole = {name for name in (sheet.text(row, "official_name"), sheet.text(row, "name")) if name}
    for name in sorted(whole, key=len, reverse=True):
        if "," in name:
            said = "|".join(_split_off(said, name))
    return {name.strip() for name in (*whole, *said.replace("|", ",").split(",")) if len(rules.authority_key(name)) > 2}


def _split_off(said: str, name: str) -> list[str]:
    folded, looked = said.casefold(), name.casefold()
    parts, start = [], 0
    while (at := folded.find(looked, start)) >= 0:
        parts.append(said[start:at])
        start = at + len(name)
    return [*parts, said[start:]]


def _known(facts: Facts, sheet: Sheet, row: Row, code: str, year: int = 0) -> Known:
    """What the row says of an authority. Within one edition a code has one name; in another year it may be renamed."""
    name = sheet.text(row, "name", year)
    if not name:
        raise sheet.fault(row, "name", _("The name is empty."), year)
    known = facts.authorities.setdefault(code, Known(code, name, sheet.text(row, "name_cy", year)))
    if known.name_en != name and not year:
        told = {"code": code, "one": known.name_en, "other": name}
        raise sheet.fault(row, "name", _("%(code)s is called “%(other)s” here and “%(one)s” above.") % told)
    if known.name_en != name:
        known.aliases.add(known.name_en)
        known.name_en = name
    return known


def _force(sheet: Sheet, row: Row, held: Held) -> str:
    code, name = sheet.text(row, "force"), sheet.text(row, "force_name")
    found, named = held.forces_by_ons.get(code), held.forces_by_key.get(force_key(name))
    if name and named is None:
        raise sheet.fault(row, "force_name", _("No police force is called “%(name)s”.") % {"name": name})
    if found is None:
        raise sheet.fault(row, "force", _("“%(code)s” is not the code of a police force.") % {"code": code})
    if name and named != found:
        raise sheet.fault(row, "force_name", _("“%(name)s” is not the force whose code is %(code)s.") % {"name": name, "code": code})
    return found


def _steps(sheet: Sheet, row: Row, years: list[int]) -> list[tuple[str, str, date]]:
    found = []
    for earlier, later in pairwise(years):
        before, after = sheet.text(row, "code", earlier), sheet.text(row, "code", later)
        if before == after:
            continue
        if later != earlier + 1:
            told = {"earlier": 2000 + earlier, "later": 2000 + later}
            raise sheet.fault(row, "code", _("The day of the change between %(earlier)d and %(later)d cannot be told.") % told, later)
        found.append((before, after, date(2000 + later, 4, 1)))
    return found


def _give_days(facts: Facts, still_there: dict[str, None]) -> None:
    """First and last days, as the successions tell them; who is still there in the last year has no last day."""
    for code, (starts, ends) in days_by_steps(facts.steps).items():
        known = facts.authorities[code]
        known.starts, known.ends = starts, None if code in still_there else ends


def _year(sheet: Sheet, field: str) -> int | None:
    digits = "".join(mark for mark in sheet.table.columns[sheet.at[field, 0]] if mark.isdigit())
    return 2000 + int(digits[:2]) if len(digits) == 2 else None


def _note_elsewhere(facts: Facts, count: int) -> None:
    if count:
        facts.notes.append(_("%(count)d rows of Scotland and Northern Ireland are left out.") % {"count": count})
