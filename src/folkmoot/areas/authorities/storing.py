"""Storing what a published file says: rows are added and filled in; nothing known is emptied, nothing is multiplied."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.areas.authorities import rules
from folkmoot.areas.authorities.facts import BadPlaces, Facts, Known
from folkmoot.areas.models import (
    Authority,
    AuthorityAlias,
    AuthorityPart,
    AuthoritySuccession,
    Boundary,
    PoliceForce,
    PostcodeSector,
    Tile,
)
from folkmoot.foundation.reference.rows import Changes, store, withdraw_others

Fields = dict[str, object]


def store_facts(facts: Facts, *, file: str, edition: str, on: date) -> list[Changes]:
    """Store everything a file says. Call it in a transaction. Returns the changes, one for each table; raises BadPlaces."""
    _refuse_circles(facts, file)
    authorities, aliases = Changes(Authority), Changes(AuthorityAlias)
    held = {row.code: row for row in Authority.objects.select_related("county")}
    store(authorities, ("code",), [_authority(known, held, facts) for known in facts.authorities.values()])
    ids = dict(Authority.objects.values_list("code", "pk"))
    uppers = [{"code": each.code, "upper_tier_id": ids[each.upper]} for each in facts.authorities.values() if each.upper in ids]
    store(authorities, ("code",), uppers)
    store(aliases, ("authority_id", "key"), _aliases(facts, held, ids))
    return [
        authorities,
        aliases,
        _store_steps(facts, ids),
        _store_parts(facts, ids, edition, on),
        _store_outlines(facts, ids, edition),
        _store_tiles(facts, ids, edition),
        _store_sectors(facts, ids, edition),
    ]


def _authority(known: Known, held: dict[str, Authority], facts: Facts) -> Fields:
    """What is stored of an authority: the file fills what is not known yet; a name that is stored stays (another is an alias)."""
    row = held.get(known.code)
    if row is None:
        county = _county_before(known.code, held, facts)
        if county is None and rules.kind_of(known.code) != Authority.Kind.COUNTY_COUNCIL:
            facts.notes.append(_("The county of %(name)s (%(code)s) is not known yet.") % {"name": known.name_en, "code": known.code})
        return {
            "code": known.code, "name_en": known.name_en, "name_cy": known.name_cy, "kind": rules.kind_of(known.code),
            "county_id": county, "starts": known.starts, "ends": known.ends,
        }  # fmt: skip
    differ = [ours for ours, theirs in ((row.starts, known.starts), (row.ends, known.ends)) if ours and theirs and ours != theirs]
    if differ:
        facts.notes.append(_("%(name)s (%(code)s): other days are stored already and were kept.") % {"name": row.name_en, "code": row.code})
    return {
        "code": row.code,
        "name_cy": row.name_cy or known.name_cy,
        "starts": row.starts or known.starts,
        "ends": row.ends or known.ends,
    }


def _county_before(code: str, held: dict[str, Authority], facts: Facts) -> int | None:
    """The county of a new authority where all whom it followed belong to one."""
    before = {held[step.from_code].county_id for step in facts.steps if step.to_code == code and step.from_code in held}
    return before.pop() if len(before) == 1 else None


def _aliases(facts: Facts, held: dict[str, Authority], ids: dict[str, int]) -> list[Fields]:
    found: dict[tuple[str, str], Fields] = {}
    for known in facts.authorities.values():
        row = held.get(known.code)
        own = {rules.authority_key(name) for name in ((row.name_en, row.name_cy) if row else (known.name_en, known.name_cy))}
        for alias in sorted({known.name_en, *known.aliases}):
            key = rules.authority_key(alias)
            if key and key not in own:
                found.setdefault((known.code, key), {"authority_id": ids[known.code], "alias": alias[:120], "key": key[:120]})
    return list(found.values())


def _refuse_circles(facts: Facts, file: str) -> None:
    circling = rules.in_a_circle([*_held_steps(), *facts.steps])
    if circling:
        raise BadPlaces(file, "", _("%(code)s would follow itself, by this file and what is stored.") % {"code": circling})


def _held_steps() -> list[rules.Step]:
    rows = AuthoritySuccession.objects.values_list("from_authority__code", "to_authority__code", "on", "lossy")
    return [rules.Step(*row) for row in rows]


def _store_steps(facts: Facts, ids: dict[str, int]) -> Changes:
    changes = Changes(AuthoritySuccession)
    held = {(step.from_code, step.to_code): step for step in _held_steps()}
    wanted: dict[tuple[str, str], Fields] = {}
    for step in facts.steps:
        kept = held.get((step.from_code, step.to_code), step)
        wanted[step.from_code, step.to_code] = {
            "from_authority_id": ids[step.from_code], "to_authority_id": ids[step.to_code], "on": kept.on,
            "lossy": kept.lossy or step.lossy,
        }  # fmt: skip
    store(changes, ("from_authority_id", "to_authority_id"), wanted.values())
    return changes


def _store_parts(facts: Facts, ids: dict[str, int], edition: str, on: date) -> Changes:
    """The parts of each authority as its newest edition gives them; an older edition tells only of authorities it alone knows."""
    changes = Changes(AuthorityPart)
    if not facts.parts:
        return changes
    forces = dict(PoliceForce.objects.values_list("code", "pk"))
    newest: dict[int, str] = {}
    live = AuthorityPart.objects.filter(withdrawn_on__isnull=True)
    for authority_id, held_edition in live.values_list("authority_id", "edition"):
        newest[authority_id] = max(held_edition, newest.get(authority_id, ""))
    told = [part for part in facts.parts if newest.get(ids[part.authority], "") <= edition]
    key = ("authority_id", "csp_code", "force_id")
    wanted: list[Fields] = [
        {"authority_id": ids[part.authority], "csp_code": part.csp_code, "force_id": forces[part.force], "csp_name": part.csp_name,
         "edition": edition}
        for part in told
    ]  # fmt: skip
    store(changes, key, wanted)
    replaced = {ids[part.authority] for part in told}
    others = [tuple(row) for row in live.exclude(authority__in=replaced).values_list(*key)]
    withdraw_others(changes, key, [*others, *(tuple(each[name] for name in key) for each in wanted)], on)
    older = len({part.authority for part in facts.parts}) - len(replaced)
    if older:
        facts.notes.append(_("%(count)d authorities are told of by a newer edition already, which was kept.") % {"count": older})
    return changes


def _store_outlines(facts: Facts, ids: dict[str, int], edition: str) -> Changes:
    changes = Changes(Boundary)
    if not facts.outlines:
        return changes
    forces = dict(PoliceForce.objects.values_list("code", "pk"))
    held: dict[tuple[int | None, int | None], str] = {
        (row[0], row[1]): row[2] for row in Boundary.objects.values_list("authority_id", "force_id", "edition")
    }
    wanted: list[Fields] = []
    for outline in facts.outlines:
        key = (ids[outline.code], None) if outline.of == "authority" else (None, forces[outline.code])
        if held.get(key, "") > edition and edition:
            continue
        rings = [[list(point) for point in ring] for ring in outline.rings]
        wanted.append({"authority_id": key[0], "force_id": key[1], "edition": edition, "rings": rings, "simplified": outline.simplified})
    store(changes, ("authority_id", "force_id"), wanted)
    if len(wanted) < len(facts.outlines):
        facts.notes.append(_("%(count)d outlines are there in a newer edition already.") % {"count": len(facts.outlines) - len(wanted)})
    return changes


def _store_tiles(facts: Facts, ids: dict[str, int], edition: str) -> Changes:
    """A layout is one whole: another one takes the place of all of it."""
    changes = Changes(Tile)
    wanted = {ids[code]: place for code, place in facts.tiles.items()}
    held = {row[0]: (row[1], row[2]) for row in Tile.objects.values_list("authority_id", "column", "row")}
    if wanted and wanted != held:
        Tile.objects.all().delete()
        rows = [Tile(authority_id=key, column=column, row=row, edition=edition) for key, (column, row) in wanted.items()]
        Tile.objects.bulk_create(rows)
        changes.added = list(facts.tiles)
    return changes


def _store_sectors(facts: Facts, ids: dict[str, int], edition: str) -> Changes:
    """A directory is one whole too."""
    changes = Changes(PostcodeSector)
    wanted = {(sector, ids[code]): count for (sector, code), count in facts.sectors.items()}
    held = {(row[0], row[1]): row[2] for row in PostcodeSector.objects.values_list("sector", "authority_id", "postcodes")}
    if wanted and wanted != held:
        PostcodeSector.objects.all().delete()
        PostcodeSector.objects.bulk_create(_sectors(wanted, edition), batch_size=2_000)
        changes.added = sorted({sector for sector, _code in facts.sectors})
    return changes


def _sectors(wanted: dict[tuple[str, int], int], edition: str) -> Iterable[PostcodeSector]:
    for (sector, authority_id), count in wanted.items():
        yield PostcodeSector(sector=sector, authority_id=authority_id, postcodes=count, edition=edition)
