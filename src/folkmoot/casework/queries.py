"""Reading analyses. Every query starts from the viewer's scope, and every figure from a released table.

A table of England and Wales is seen by everyone who may see disproportionality tables anywhere: it is what an Area is read
beside, and small numbers are withheld in it as in any other. A table of an Area is seen in that Area and nationally.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.casework.models import Analysis
from folkmoot.casework.rules import offered_pairs
from folkmoot.casework.sentences import Sentence, answer_of
from folkmoot.engines.cube import Completeness, Cube
from folkmoot.errors import FolkmootError
from folkmoot.stats.counts import CountsTable
from folkmoot.stats.disparity import Settings, disparity_tables
from folkmoot.stats.released import ReleasedTable, release_all

MOST_COMBINATIONS = 2_000  # beyond it no one can read the table, and making sure that nothing can be worked out takes too long


class TooManyCombinations(FolkmootError):
    """Two characteristics of very many values each."""

    def __init__(self, by: tuple[str, ...]) -> None:
        super().__init__(
            f"{' and '.join(by)} together make more than {MOST_COMBINATIONS:,} combinations.",
            "Most of them would hold too few records to show.",
            "Group the values first, for example ages into bands, and count the file again.",
        )


class Counted:
    """An analysis with its cube opened: the tables that may be shown, and nothing else."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._cube = Cube.from_json(analysis.cube)

    @property
    def by_columns(self) -> tuple[str, ...]:
        return self._cube.spec.by

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The characteristics that may be looked at two together."""
        return offered_pairs(self.by_columns)

    @property
    def adverse(self) -> bool:
        """Whether having the outcome is the worse result."""
        return self.analysis.adverse == Analysis.Adverse.WITH

    @cached_property
    def tables(self) -> list[ReleasedTable]:
        """One table for each characteristic, withheld and adjusted together because they are seen together."""
        return self._released([self._counts((column,)) for column in self.by_columns])

    def table(self, by: tuple[str, ...]) -> ReleasedTable:
        """The table of one characteristic, or of two together. Raises KeyError or TooManyCombinations."""
        if len(by) == 1:
            return dict(zip(self.by_columns, self.tables, strict=True))[by[0]]
        ordered = tuple(column for column in self.by_columns if column in by)
        if ordered not in self.pairs or len(by) != len(ordered):
            raise KeyError(by)
        counts = self._counts(ordered)
        if len(counts.cells) > MOST_COMBINATIONS:
            raise TooManyCombinations(ordered)
        return self._released([counts])[0]

    @property
    def completeness(self) -> Completeness:
        """Of all rows counted. For computing: small numbers are not withheld in it."""
        return self._cube.completeness

    def _counts(self, by: tuple[str, ...]) -> CountsTable:
        return self._cube.counts(by, self._cube.spec.outcomes[0].name)

    def _released(self, counts: list[CountsTable]) -> list[ReleasedTable]:
        return release_all(disparity_tables(counts, Settings(self.analysis.references)), self.analysis.threshold)


@dataclass(frozen=True)
class Reported:
    """An analysis for a report: its released tables, each with what it says in sentences."""

    analysis: Analysis
    tables: list[tuple[ReleasedTable, list[Sentence]]]
    adverse: bool


def analyses(viewer: Viewer) -> QuerySet[Analysis]:
    """The analyses in sight, without their cubes."""
    rows = Analysis.objects.select_related("area", "made_by").defer("cube")
    return within(viewer, rows, "casework.read", national_rows=True)


def get_analysis(viewer: Viewer, analysis_id: int) -> Analysis:
    """One analysis in sight. Raises Analysis.DoesNotExist for one out of sight, as for one that does not exist."""
    return analyses(viewer).defer(None).get(pk=analysis_id)


def list_analyses(viewer: Viewer, *, area_id: int | None = None, national: bool = False) -> QuerySet[Analysis]:
    """Analyses in sight, the latest data first; those of one Area, or only those of England and Wales."""
    rows = analyses(viewer)
    if national:
        return rows.filter(area__isnull=True)
    return rows.filter(area_id=area_id) if area_id is not None else rows


def disparity_for(viewer: Viewer, analysis_id: int, by: str | tuple[str, ...], outcome: str | None = None) -> ReleasedTable:
    """The released table of one characteristic, or of two together, computed from the cube now.

    Raises Analysis.DoesNotExist for an analysis out of sight, KeyError for a characteristic or an outcome that was not counted.
    """
    analysis = get_analysis(viewer, analysis_id)
    if outcome is not None and outcome != analysis.outcome:
        raise KeyError(outcome)
    return Counted(analysis).table((by,) if isinstance(by, str) else by)


def already_counted(viewer: Viewer, *, sha256: str, area_id: int | None) -> QuerySet[Analysis]:
    """Analyses in sight of the very same file in the same scope."""
    return list_analyses(viewer, area_id=area_id, national=area_id is None).filter(file_sha256=sha256)


def report_tables(viewer: Viewer, area_id: int | None, first: date, last: date) -> list[Reported]:
    """For a report on an Area (None: England and Wales): the analyses of data in the period, else the latest one before it."""
    rows = list_analyses(viewer, area_id=area_id, national=area_id is None).defer(None).filter(data_as_of__lte=last)
    chosen = list(rows.filter(data_as_of__gte=first)) or list(rows[:1])
    return [_reported(Counted(analysis)) for analysis in chosen]


def area_tables(viewer: Viewer, first: date, last: date) -> list[Reported]:
    """For a report on England and Wales: every analysis of an Area in sight with data to a day of the period, by the Area's name."""
    rows = analyses(viewer).defer(None).filter(area__isnull=False, data_as_of__range=(first, last))
    return [_reported(Counted(analysis)) for analysis in rows.order_by("area__name_en", "data_as_of", "pk")]


def _reported(counted: Counted) -> Reported:
    tables = [(table, answer_of(table, counted.adverse)) for table in counted.tables]
    return Reported(counted.analysis, tables, counted.adverse)
