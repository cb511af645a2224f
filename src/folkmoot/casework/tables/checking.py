"""The check: every table of an edition released together, and attacked with everything that was ever released. It cannot be skipped:
what is published is what comes out of here, and nothing else makes it.

Tables of the same people are released together. Then each of those sets is set beside every earlier release and every other set, two at
a time (`stats.register`), and all parts of a whole are taken away from it at once (`slices`). Whatever can be worked out is withheld
further, until nothing is found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from folkmoot.casework.sentences import answer_of
from folkmoot.casework.tables.comparing import Comparing, nothing_of
from folkmoot.casework.tables.contents import Drawn, Handed, Prepared
from folkmoot.casework.tables.grid import Grid, given_grid, lines_of
from folkmoot.casework.tables.handed import record_of, small_rows
from folkmoot.casework.tables.slices import LeftOver, left_over, sliced, without_repeats
from folkmoot.disparity import figures as f
from folkmoot.errors import FolkmootError
from folkmoot.stats.attacker import NOTHING_MORE, Knowledge, known_of
from folkmoot.stats.counts import Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, SUPPRESSED, Suppressed
from folkmoot.stats.disparity import EVERYONE, DisparityTable, label
from folkmoot.stats.figures import WHOLLY_WITHHELD, plain_row
from folkmoot.stats.register import Difference, Population, Record, records
from folkmoot.stats.released import Release, ReleasedTable, released

By = tuple[str, ...]
Also = dict[By, frozenset[Key]]
_ROUNDS = 40
ALREADY = "Earlier releases alone give this away, whatever is withheld here:"


class CannotBePublished(FolkmootError):
    """Whatever is withheld, a small number can be worked out; or the same table stands twice in an edition."""


@dataclass(frozen=True)
class Told:
    """What the check has to say of one table: cells shown and withheld, and groups withheld only because of other tables."""

    title: str
    shown: int
    withheld: int
    more: tuple[str, ...]
    left_out: bool


@dataclass(frozen=True)
class Checked:
    """The tables as they may be published, what they say for the register, and what was found.

    `of`: for each table the place of its draft. `kept`: a record, whether it only follows from a table, and the place of the table.
    `because` and `warnings` are English sentences.
    """

    grids: tuple[Grid, ...]
    of: tuple[int, ...]
    kept: tuple[tuple[Record, bool, int], ...]
    told: tuple[Told, ...]
    because: tuple[str, ...]
    warnings: tuple[str, ...]
    compared: int
    unknowns: int
    protected: int


@dataclass
class _Set:
    """Tables of the same people. `also` grows while something is found; `no_total`: nor is it said how many there are in all, where that
    is so near to what was said before that the difference would be told."""

    population: Population
    prepared: list[Prepared] = field(default_factory=list)
    handed: Handed | None = None
    tables: dict[tuple[By, str], DisparityTable] = field(default_factory=dict)
    also: Also = field(default_factory=dict)
    no_total: bool = False
    threshold: int = DEFAULT_THRESHOLD
    release: Release | None = None
    records: list[Record] = field(default_factory=list)
    follows: list[Record] = field(default_factory=list)

    @property
    def knowledge(self) -> Knowledge:
        return known_of(table.counts for table in self.tables.values()) if self.tables else NOTHING_MORE

    @property
    def names(self) -> dict[str, Key]:
        return {label(key): key for table in self.tables.values() for key in table.counts.cells}


@dataclass
class _Heard:
    """What was found on the way, as sentences in their order; and the attacks that were made."""

    because: dict[str, None] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)
    comparing: Comparing = field(default_factory=Comparing)


def check(drafts: Sequence[Drawn], earlier: Iterable[Record], today: date) -> Checked:
    """Release the tables of an edition together beside all that was released before. Raises CannotBePublished."""
    before = without_repeats(earlier)
    sets, heard = _sets(drafts), _Heard()
    for _ in range(_ROUNDS):
        for one in sets:
            _release(one, today)
        found = _found(sets, before, heard)
        if not found:
            return _told(drafts, sets, heard, len(before))
        if not _withhold(sets, found):
            break
    raise CannotBePublished(
        next(iter(heard.because), "A small number can be worked out from these tables."),
        "Withholding more groups does not change that.",
        "Take out the table that is in the way, or choose a longer period or fewer characteristics.",
    )


def _sets(drafts: Sequence[Drawn]) -> list[_Set]:
    sets: list[_Set] = []
    for draft in drafts:
        if isinstance(draft, Handed):
            sets.append(_Set(draft.table.population, handed=draft))
            continue
        one = next((each for each in sets if each.handed is None and each.population == draft.population), None)
        if one is None:
            one = _Set(draft.population, threshold=draft.threshold)
            sets.append(one)
        _add(one, draft)
    return sets


def _add(one: _Set, draft: Prepared) -> None:
    one.prepared.append(draft)
    one.threshold = max(one.threshold, draft.threshold)
    for table in draft.tables:
        if (table.counts.by, table.counts.outcome) not in one.tables or table.compared:
            one.tables[table.counts.by, table.counts.outcome] = table
    for by, keys in draft.also.items():
        one.also[by] = one.also.get(by, frozenset()) | frozenset(keys)


def _release(one: _Set, today: date) -> None:
    if one.handed is not None:
        one.records = [record_of(one.handed.table, today, one.also.get(tuple(one.handed.table.by), frozenset()), one.threshold)]
        return
    found = released(list(one.tables.values()), one.threshold, also=one.also)
    one.release = replace(found, tables=tuple(map(_without_total, found.tables))) if one.no_total else found
    one.records = list(records(one.release.tables, one.population, today.isoformat(), one.names))
    one.follows = [record for draft in one.prepared for record in _sliced(one.records, draft)]


def _without_total(table: ReleasedTable) -> ReleasedTable:
    """The table without its total, and without what the total would follow from."""
    known = replace(table.completeness, share_recorded=SUPPRESSED, eligible=SUPPRESSED)
    return replace(table, overall=plain_row(EVERYONE, WHOLLY_WITHHELD, table.settings.level), completeness=known)


def _sliced(found: Sequence[Record], draft: Prepared) -> Iterator[Record]:
    for record in found:
        same = (each for each in found if each.by == (draft.place_column,) and each.outcome == record.outcome)
        totals = next((each.rows for each in same), {})
        yield from sliced(record, draft.place_column, draft.places, totals)


@dataclass(frozen=True)
class _Finding:
    """Rows of one set's records that give something away."""

    place: int
    keys: Mapping[By, frozenset[Key]]
    total: bool = False


def _found(sets: Sequence[_Set], before: Sequence[Record], heard: _Heard) -> list[_Finding]:
    found: list[_Finding] = []
    known = list(before)
    for place, one in enumerate(sets):
        others = [*known, *(nothing_of(one.records) if one.handed is not None else ())]  # so that what is handed over is attacked by itself
        for unit in _units(one):
            told = heard.comparing.differences(unit, others, one.threshold, one.knowledge)
            of_total = [each.sentence for each, _group in told if each.sure and not each.figure.by]
            if of_total and one.release and not one.no_total:
                heard.because |= dict.fromkeys(of_total)
                one.no_total = True  # first of all: while the total stands, no group withheld helps
                return [_Finding(place, {}, total=True)]
            found += _of_unit(place, one, unit, told, heard)
        known += [*one.records, *one.follows]
    own = [record for one in sets for record in (*one.records, *one.follows)]
    for rest in left_over(without_repeats([*own, *before]), max((one.threshold for one in sets), default=DEFAULT_THRESHOLD)):
        of_rest = _of_rest(sets, rest)
        heard.because |= {rest.sentence: None} if of_rest else {}
        found += of_rest
    return found


def _of_unit(
    place: int, one: _Set, unit: Sequence[Record], told: Sequence[tuple[Difference, list[Record]]], heard: _Heard
) -> list[_Finding]:
    heard.warnings |= dict.fromkeys(each.sentence for each, _group in told if not each.sure)
    sure = [each.sentence for each, _group in told if each.sure]
    if not sure:
        return []
    keys = _back(one, unit, heard.comparing.more_withheld(unit, told, one.threshold, one.knowledge))
    if not _is_new(one, keys):
        old = heard.comparing.told_before(unit, told, one.threshold, one.knowledge)
        heard.warnings |= dict.fromkeys(f"{ALREADY} {sentence}" for sentence in sure if sentence in old)
        sure = [sentence for sentence in sure if sentence not in old]
    heard.because |= dict.fromkeys(sure)
    return [_Finding(place, keys)] if sure else []


def _is_new(one: _Set, keys: Mapping[By, frozenset[Key]]) -> bool:
    return any(each - one.also.get(by, frozenset()) for by, each in keys.items())


def _units(one: _Set) -> Iterator[list[Record]]:
    """The records of each population that a set speaks of."""
    yield one.records
    places = dict.fromkeys(tuple(sorted(record.population.places or ())) for record in one.follows)
    yield from ([record for record in one.follows if tuple(sorted(record.population.places or ())) == place] for place in places)


def _back(one: _Set, unit: Sequence[Record], keys: Mapping[By, frozenset[Key]]) -> dict[By, frozenset[Key]]:
    """Groups of one place as groups of the table by places that they were read off."""
    if not unit or unit[0].population == one.population:
        return dict(keys)
    code = next(iter(unit[0].population.places or ()), "")
    back: dict[By, frozenset[Key]] = {}
    for draft in one.prepared:
        levels = [level for level, each in draft.places.items() if each == code]
        for table in draft.tables:
            by = table.counts.by
            if draft.place_column in by and len(by) > 1:
                at = by.index(draft.place_column)
                wanted = keys.get(by[:at] + by[at + 1 :], frozenset())
                back[by] = frozenset((*key[:at], level, *key[at:]) for key in wanted for level in levels)
    return back


def _of_rest(sets: Sequence[_Set], rest: LeftOver) -> list[_Finding]:
    """The smallest row of this edition among those that give the rest away."""
    rows = [
        (record.rows[rest.key].base or 0, place, record)
        for record in rest.rows
        for place, one in enumerate(sets)
        if rest.key in record.rows and any(record is each for each in (*one.records, *one.follows))
    ]
    if not rows:
        return [_Finding(0, {})] if any(_is_of(one, record) for one in sets for record in rest.rows) else []
    _size, place, record = min(rows, key=lambda row: (row[0], row[1]))
    return [_Finding(place, _back(sets[place], [record], {record.by: frozenset({rest.key})}))]


def _is_of(one: _Set, record: Record) -> bool:
    return any(record is each for each in (*one.records, *one.follows))


def _withhold(sets: Sequence[_Set], found: Sequence[_Finding]) -> bool:
    """Withhold what was found, and totals where that does not do; whether that is more than before."""
    grew = any(finding.total for finding in found)
    for finding in found:
        one = sets[finding.place]
        for by, keys in finding.keys.items():
            held = one.also.get(by, frozenset())
            grew |= bool(keys - held)
            one.also[by] = held | keys
    if grew:
        return True
    totals = [one for one in (sets[finding.place] for finding in found) if not one.no_total and one.handed is None]
    for one in totals:
        one.no_total = True
    return bool(totals)


def _told(drafts: Sequence[Drawn], sets: Sequence[_Set], heard: _Heard, compared: int) -> Checked:
    grids: list[Grid] = []
    told: list[Told] = []
    kept: list[tuple[Record, bool, int]] = []
    used: set[tuple[int, By, str]] = set()
    of: list[int] = []
    for order, draft in enumerate(drafts):
        place, one = next(pair for pair in enumerate(sets) if _holds(pair[1], draft))
        for grid, more, record in _grids(draft, one):
            if (place, record.by, record.outcome) in used:
                continue
            used.add((place, record.by, record.outcome))
            told.append(Told(grid.title, grid.shown, grid.withheld, more, grid.left_out))
            kept.append((record, False, len(grids)))
            kept += [(each, True, len(grids)) for each in one.follows if _read_off(each, record)]
            grids.append(grid)
            of.append(order)
    attacks = [one.release.attack for one in sets if one.release is not None]
    unknowns, protected = sum(attack.unknowns for attack in attacks), sum(attack.protected for attack in attacks)
    return Checked(
        tuple(grids), tuple(of), tuple(kept), tuple(told), tuple(heard.because), tuple(heard.warnings), compared, unknowns, protected
    )  # fmt: skip


def _holds(one: _Set, draft: Drawn) -> bool:
    return one.handed is draft or any(each is draft for each in one.prepared)


def _read_off(part: Record, whole: Record) -> bool:
    return part.outcome == whole.outcome and len(whole.by) == len(part.by) + 1 and set(part.by) < set(whole.by)


def _grids(draft: Drawn, one: _Set) -> Iterator[tuple[Grid, tuple[str, ...], Record]]:
    if isinstance(draft, Handed):
        hidden = one.also.get(tuple(draft.table.by), frozenset()) | small_rows(draft.table, one.threshold)
        names = [tuple(str(part) for part in key) for key in hidden]
        grid = replace(given_grid(draft.table, names), key=draft.key)
        yield grid, tuple(" · ".join(name) for name in sorted(names) if name), one.records[0]
        return
    final = {(table.by, table.outcome): table for table in (one.release.tables if one.release else ())}
    for table, alone in zip(draft.tables, draft.alone, strict=True):
        shown = final[table.counts.by, table.counts.outcome]
        record = next(each for each in one.records if (each.by, each.outcome) == (shown.by, shown.outcome))
        yield _grid(draft, shown, one.names), _more(alone, shown), record


def _more(alone: ReleasedTable, shown: ReleasedTable) -> tuple[str, ...]:
    """Groups of which a rate would be shown if the table were the only one."""
    still = {row.group for row in (*shown.rows, shown.overall) if not isinstance(row.rate, Suppressed)}
    return tuple(row.group for row in (*alone.rows, alone.overall) if not isinstance(row.rate, Suppressed) and row.group not in still)


def _grid(draft: Prepared, table: ReleasedTable, names: Mapping[str, Key]) -> Grid:
    by = tuple(draft.titles.get(column, column) for column in table.by)
    columns, lines = lines_of(table, names if len(by) > 1 else {}, by)
    share = table.completeness.share_recorded
    sentences = answer_of(table, draft.worse[table.outcome]) if table.reference else []
    return Grid(
        f"{draft.key} {' × '.join(by)} {table.outcome}", f"{table.outcome}, by {' and '.join(by)}", by, table.outcome, table.reference,
        columns, lines, draft.about, tuple(sentences), tuple(table.caveats), draft.source, draft.data_as_of.isoformat(),
        f.WITHHELD if isinstance(share, Suppressed) else round(share * 100, 1), period=draft.period, left_out=table.combinations_withheld,
    )  # fmt: skip
