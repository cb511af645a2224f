"""From a choice to tables: the one place that knows where published tables come from. Nothing it returns may be shown as it is.

A choice is an analysis of a file ({"kind": "analysis", "id": 5, "by": [["Ethnicity"]]}), a view of the workbench ({"kind": "view",
"view": {…}}), or a table of another room ({"kind": "workforce.representation", "key": "…"}).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

from django.conf import settings
from django.utils.module_loading import import_string

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted, get_analysis
from folkmoot.casework.rules import in_words
from folkmoot.casework.sources.models import Source
from folkmoot.casework.tables.populations import population_of, population_of_view
from folkmoot.casework.tables.protocol import Offer, PublishedTable
from folkmoot.casework.workbench import queries as workbench
from folkmoot.casework.workbench.answering import TablesOfView, tables_of
from folkmoot.casework.workbench.opening import NotThere, Opened, open_source
from folkmoot.casework.workbench.rules import Section, View, from_json
from folkmoot.disparity.words import gettext_noop
from folkmoot.engines.cube import Cube
from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import Key
from folkmoot.stats.disparity import DisparityTable, Settings, uncompared_table, unread_table
from folkmoot.stats.register import Population
from folkmoot.stats.released import ReleasedTable

ANALYSIS, VIEW = "analysis", "view"
SECTIONS = (Section.RATES, Section.TOGETHER, Section.AREAS, Section.STAGES)  # sides of a view that are tables of counts and rates
EVERYWHERE = "England and Wales"
PLACE, PERIOD, OF_WHOM = gettext_noop("Place"), gettext_noop("Period"), gettext_noop("Of whom")
ONLY, OUTCOME = gettext_noop("Only"), gettext_noop("Outcome")


class CannotBeChosen(FolkmootError):
    """What was chosen is not there any more, or not for this person."""


@dataclass(frozen=True)
class Prepared:
    """The tables of one choice before they are released together with the others. `alone`: as they would be released by themselves.

    `also` are groups withheld because of the filters of a view; `worse` says of each outcome whether having it is the worse result.
    `place_column` and `places`: where a column holds Areas, which, and the code of each.
    """

    key: str
    tables: tuple[DisparityTable, ...]
    alone: tuple[ReleasedTable, ...]
    population: Population
    threshold: int
    worse: Mapping[str, bool]
    about: tuple[tuple[str, str], ...]
    source: str
    data_as_of: date
    also: Mapping[tuple[str, ...], frozenset[Key]] = field(default_factory=dict)
    place_column: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    period: str = ""
    is_file: bool = False  # a file that does not say of which months it is: the edition says so


@dataclass(frozen=True)
class Handed:
    """A table of another room."""

    key: str
    table: PublishedTable


Drawn: TypeAlias = "Prepared | Handed"


def drawn(viewer: Viewer, choice: Mapping[str, Any], months: frozenset[str]) -> Drawn:
    """The tables of a choice. `months` are those of the edition, for a file that does not say of which months it is.

    Raises FolkmootError where what was chosen is out of sight, gone, or cannot be shown at all.
    """
    if choice["kind"] == ANALYSIS:
        return _of_analysis(_analysis(viewer, choice["id"]), [tuple(by) for by in choice["by"]], months)
    if choice["kind"] == VIEW:
        return _of_view(viewer, from_json(choice["view"]))
    return _handed(viewer, choice)


def name_of(viewer: Viewer, choice: Mapping[str, Any]) -> str:
    """The choice in words. Raises as `drawn` does."""
    if choice["kind"] == ANALYSIS:
        row = _analysis(viewer, choice["id"])
        return f"{row.title}: {', '.join(' × '.join(map(in_words, by)) for by in choice['by'])}"[:300]
    if choice["kind"] == VIEW:
        opened, view = _opened(viewer, from_json(choice["view"]))
        said = "; ".join(value for _label, value in _about_view(opened, view))
        return f"{opened.title}: {', '.join(opened.shape.title(one) for one in view.by)}; {said}"[:300]
    return _handed(viewer, choice).table.title[:300]


def offers() -> dict[str, Offer]:
    """What other rooms offer, by kind."""
    found = [import_string(name) for name in getattr(settings, "TABLES_TO_PUBLISH", ())]
    return {offer.kind: offer for offer in found}


def _analysis(viewer: Viewer, pk: int) -> Analysis:
    try:
        return get_analysis(viewer, pk)
    except Analysis.DoesNotExist:
        raise CannotBeChosen("A file that was chosen is not there for you.", "It may have been removed.", "Take it out.") from None


def _of_analysis(row: Analysis, wanted: Sequence[tuple[str, ...]], months: frozenset[str]) -> Prepared:
    counted, cube = Counted(row), Cube.from_json(row.cube)
    settings_ = Settings(row.references)
    by = [one for one in wanted if set(one) <= set(counted.by_columns)]
    if not by:
        raise CannotBeChosen("Nothing of this file is chosen.", "The columns are not among those that were counted.", "Choose again.")
    tables = tuple(unread_table(cube.counts(one, row.outcome), settings_) for one in by)
    only = sorted((column, sorted(values)) for column, values in row.restricted_to.items())
    return Prepared(
        f"analysis {row.area.code if row.area else ''} {only or ''}", tables, tuple(counted.table(one) for one in by),
        population_of(row, months), row.threshold,
        {row.outcome: counted.adverse}, tuple(_about_analysis(row)), row.source, row.data_as_of,
        titles={column: in_words(column) for column in counted.by_columns}, period=_span(months), is_file=True,
    )  # fmt: skip


def _about_analysis(row: Analysis) -> list[tuple[str, str]]:
    only = [(ONLY, f"{in_words(column)}: {'; '.join(values)}") for column, values in row.restricted_to.items()]
    return [(OUTCOME, row.outcome), (PLACE, row.area.name_en if row.area else EVERYWHERE), *only]


def _opened(viewer: Viewer, view: View) -> tuple[Opened, View]:
    try:
        opened = open_source(viewer, view.source)
    except NotThere:
        raise CannotBeChosen("A source that was chosen is not there for you.", "", "Take it out, or ask for sight of it.") from None
    asked = workbench.allowed(viewer, opened, replace(view, controls=()))
    return opened, asked if asked.section in SECTIONS else asked.at(Section.RATES)


def _of_view(viewer: Viewer, view: View) -> Prepared:
    opened, asked = _opened(viewer, view)
    if asked.section is Section.AREAS and opened.areas_of(viewer) is not None:
        raise CannotBeChosen("A table of all Areas is published by those who see all of them.", "", "Choose your own Area.")
    found = tables_of(asked, opened.shape, opened.cube)
    tables = tuple(_as_computed(found, table) for table in found.release.tables)
    return Prepared(
        f"source {opened.source} {replace(asked, period='').to_query()}", tables, found.release.tables,
        population_of_view(opened, asked, found),
        found.request.threshold or 1, {outcome.name: found.request.adverse for outcome in found.request.outcomes},
        tuple(_about_view(opened, asked)), _source_words(opened.row), opened.data_as_of or date.min, found.also,
        opened.shape.title(opened.shape.area) if opened.shape.area else "", {level: area.code for level, area in opened.areas.items()},
        period=asked.period or _span(frozenset(opened.shape.months)),
    )  # fmt: skip


def _as_computed(found: TablesOfView, table: ReleasedTable) -> DisparityTable:
    counts = found.counts(table.by, table.outcome)
    return unread_table(counts, found.settings) if table.reference else uncompared_table(counts, found.settings)


def _about_view(opened: Opened, view: View) -> list[tuple[str, str]]:
    stage, area = opened.shape.stage(view.stage), opened.area_of(view)
    found = [(OUTCOME, stage.title), (PLACE, area.name_en if area else view.area or EVERYWHERE)]
    found += [(PERIOD, view.period or _span(frozenset(opened.shape.months)))] if opened.shape.month else []
    found += [(OF_WHOM, stage.denominator)] if stage.denominator else []
    only = [*(one for one in (view.force, view.offence) if one), *(opened.shape.title(flag) for flag in view.flags)]
    return [*found, *((ONLY, one) for one in only)]


def _span(months: frozenset[str]) -> str:
    if not months:
        return ""
    return min(months) if len(months) == 1 else f"{min(months)} to {max(months)}"


def _source_words(row: Source) -> str:
    return f"{row.publisher}: {row.title}" + (f". {row.licence}" if row.licence else "")


def _handed(viewer: Viewer, choice: Mapping[str, Any]) -> Handed:
    offer = offers().get(choice["kind"])
    table = offer.table(viewer, choice["key"]) if offer else None
    if table is None:
        raise CannotBeChosen("A table that was chosen is not there for you.", "It may have been taken back.", "Take it out.")
    return Handed(f"{choice['kind']} {table.key}", table)
