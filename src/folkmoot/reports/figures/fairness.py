"""The released tables of loaded case files. Small numbers were withheld in the casework room, before anything came here."""

from folkmoot.actions.queries import actions_from
from folkmoot.casework.queries import Reported, area_tables, report_tables
from folkmoot.casework.sentences import Sentence
from folkmoot.reports.figures.scope import Scope, noted, place_of
from folkmoot.reports.findings import differences_of, flagged_in, table_before, totals_before
from folkmoot.reports.shapes import AreaFinding, Fairness, FairTable, Input, Said
from folkmoot.stats.released import ReleasedTable

_QUERY = (
    "case files counted for this scope with data to a day of the period, or else the latest one before it; for England and Wales, those of"
    " the Areas in the period too; released tables only, with the actions raised from them by the time the report was made"
)
ORIGIN = "casework.analysis"


def gather(scope: Scope, before: Fairness | None) -> tuple[Fairness, Input, list[str]]:
    """The tables, the note of them, and the SHA-256 of each case file. `before`: what the report before held."""
    loaded = report_tables(scope.viewer, scope.area_id, scope.first, scope.position)
    of_areas = area_tables(scope.viewer, scope.first, scope.position) if scope.area is None else []
    raised = {one.analysis.pk: actions_from(scope.viewer, ORIGIN, one.analysis.pk).count() for one in (*loaded, *of_areas)}
    tables = [_table(one, table, said, raised[one.analysis.pk], before) for one in loaded for table, said in one.tables]
    files = sorted({one.analysis.file_sha256 for one in (*loaded, *of_areas)})
    rows = [
        ("casework.analysis", one.analysis.pk, one.analysis.version, (
            one.analysis.file_sha256, one.analysis.data_as_of, raised[one.analysis.pk],
        ))
        for one in (*loaded, *of_areas)
    ]  # fmt: skip
    figures: Fairness = {
        "files": len(loaded),
        "tables": tables,
        "areas": [_area_finding(one, raised[one.analysis.pk]) for one in of_areas],
        "before": totals_before(tables, before),
    }
    return figures, noted("fairness", _QUERY, rows), files


def _table(one: Reported, table: ReleasedTable, said: list[Sentence], actions: int, before: Fairness | None) -> FairTable:
    analysis = one.analysis
    earlier = table_before(table.by, analysis.outcome, before)
    return {
        "id": analysis.pk,
        "title": analysis.title,
        "source": analysis.source,
        "data_as_of": analysis.data_as_of.isoformat(),
        "outcome": analysis.outcome,
        "restricted_to": {column: [str(value) for value in values] for column, values in analysis.restricted_to.items()},
        "adverse": one.adverse,
        "file_sha256": analysis.file_sha256,
        "table": table.to_dict(),
        "said": [_said(sentence) for sentence in said],
        "actions": actions,
        "flagged_before": flagged_in(earlier),
        "same_file_before": earlier is not None and earlier["file_sha256"] == analysis.file_sha256,
    }


def _area_finding(one: Reported, actions: int) -> AreaFinding:
    """What an Area's case file found, from the tables as its own page releases them."""
    analysis = one.analysis
    assert analysis.area is not None
    released = [table for table, _ in one.tables]
    return {
        "id": analysis.pk,
        "area": place_of(analysis.area),
        "title": analysis.title,
        "data_as_of": analysis.data_as_of.isoformat(),
        "comparisons": released[0].comparisons if released else 0,
        "differences": [found for table in released for found in differences_of(table.to_dict(), analysis.outcome, one.adverse)],
        "actions": actions,
    }


def _said(sentence: Sentence) -> Said:
    return {
        "phrase": sentence.phrase,
        "values": {key: str(value) for key, value in sentence.values.items()},
        "needs_review": sentence.needs_review,
    }
