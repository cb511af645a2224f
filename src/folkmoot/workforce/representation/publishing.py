"""Tables of representation that may be published, as `casework.tables` takes them: by grade and by unit; ranges stay ranges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.tables.protocol import GivenRow, MoreColumn, Range
from folkmoot.stats.register import Population
from folkmoot.stats.workforce.headcounts import Headcount
from folkmoot.stats.workforce.representation import Representation
from folkmoot.webkit.dates import day_in_english
from folkmoot.workforce.headcounts.queries import loads
from folkmoot.workforce.headcounts.words import questions
from folkmoot.workforce.representation.queries import Line, Table, characteristics, choices, table

GRADE, UNIT = "grade", "unit"
_HEADINGS: Mapping[str, str] = {GRADE: "Grade", UNIT: "Unit"}
NOTES = (
    "A share is of staff whose group is known; who declined to say or never answered is not in it.",
    "Counts below 5 are never kept. Counts from which one could be had are kept as ranges, and so are shares made of them.",
    "Staff in post are everyone there is, not a sample: a range says what the counts allow.",
)


@dataclass(frozen=True)
class RepresentationTable:
    """A `PublishedTable` of one group by grade or by unit on one day."""

    key: str
    title: str
    by: tuple[str, ...]
    outcome: str
    base_words: str
    had_words: str
    rows: Sequence[GivenRow]
    overall: GivenRow
    columns: Sequence[MoreColumn]
    sentences: Sequence[str]
    notes: Sequence[str]
    source: str
    data_as_of: date
    population: Population


class RepresentationOffer:
    """What the workforce offers for publication. A key is "grade:ethnicity:Asian+Black"."""

    kind = "workforce.representation"

    def offered(self, viewer: Viewer) -> Sequence[tuple[str, str]]:
        if not viewer.sight("workforce.read").national:
            return []
        return [
            (_key(by, characteristic, groups), _title(by, characteristic, groups))
            for characteristic in characteristics(viewer) for by in (GRADE, UNIT) for groups in choices(characteristic)
        ]  # fmt: skip

    def table(self, viewer: Viewer, key: str) -> RepresentationTable | None:
        by, _, rest = key.partition(":")
        characteristic, _, named = rest.partition(":")
        groups = tuple(named.split("+"))
        if by not in _HEADINGS or not viewer.sight("workforce.read").national or groups not in choices(characteristic):
            return None
        found = table(viewer, characteristic, groups)
        lines = [] if found is None else [one for one in (found.by_level if by == GRADE else found.by_unit) if one.found is not None]
        return _published(viewer, by, found, lines) if found is not None and found.everyone.found is not None and lines else None


def _key(by: str, characteristic: str, groups: Sequence[str]) -> str:
    return f"{by}:{characteristic}:{'+'.join(groups)}"


def _title(by: str, characteristic: str, groups: Sequence[str]) -> str:
    return f"{questions()[characteristic].name}: {_group(groups)}, staff in post by {by}"


def _group(groups: Sequence[str]) -> str:
    return "ethnic minority" if len(groups) > 2 else " or ".join(groups).lower()


def _published(viewer: Viewer, by: str, found: Table, lines: Sequence[Line]) -> RepresentationTable:
    everyone, named, group = found.everyone.found, questions()[found.characteristic].name, _group(found.groups)
    assert everyone is not None
    overall = _given("", everyone)
    said = f"{_percent(overall)} of staff whose group is known are {group}, as of {day_in_english(found.as_of)}."
    loaded = loads(viewer).filter(as_of=found.as_of, taken_back_at__isnull=True)
    sources = {(row.sha256, row.source) for row in loaded.filter(headcounts__characteristic=found.characteristic).distinct()}
    where = {"measure": frozenset({"in_post"}), "characteristic": frozenset({found.characteristic})}
    return RepresentationTable(
        _key(by, found.characteristic, found.groups), _title(by, found.characteristic, found.groups), (_HEADINGS[by],), group,
        f"Staff whose {named.lower()} is known", f"Of them, {group}",
        [_given(line.name, line.found) for line in lines if line.found is not None], overall, (), (said,), NOTES,
        "; ".join(sorted({source for _, source in sources})), found.as_of,
        Population(frozenset(digest for digest, _ in sources), where, frozenset({f"{found.as_of:%Y-%m}"})),
    )  # fmt: skip


def _given(name: str, found: Representation) -> GivenRow:
    bounds = found.bounds
    share = (bounds.low, bounds.high) if bounds is not None and bounds.high is not None else None
    return GivenRow((name,), _range(found.group + found.others), _range(found.group), share)


def _range(count: Headcount) -> Range:
    return Range(count.low, count.high)


def _percent(row: GivenRow) -> str:
    if row.share is None:
        return "[c]"
    low, high = (f"{end * 100:.1f}" for end in row.share)
    return f"{low}%" if low == high else f"Between {low}% and {high}%"


OFFER = RepresentationOffer()
