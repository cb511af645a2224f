"""The released tables of loaded case files. Small numbers were withheld in the casework room, before anything came here."""

from folkmoot.casework.queries import Reported, report_tables
from folkmoot.casework.sentences import Sentence
from folkmoot.reports.figures.scope import Scope, noted
from folkmoot.reports.shapes import Fairness, FairTable, Input, Said
from folkmoot.stats.released import ReleasedTable

_QUERY = "case files counted for this scope with data to a day of the period, or else the latest one before it; released tables only"


def gather(scope: Scope) -> tuple[Fairness, Input, list[str]]:
    """The tables, the note of them, and the SHA-256 of each case file."""
    loaded = report_tables(scope.viewer, scope.area_id, scope.first, scope.position)
    tables = [_table(one, table, said) for one in loaded for table, said in one.tables]
    files = sorted({one.analysis.file_sha256 for one in loaded})
    rows = [
        ("casework.analysis", one.analysis.pk, one.analysis.version, (one.analysis.file_sha256, one.analysis.data_as_of)) for one in loaded
    ]
    return {"files": len(loaded), "tables": tables}, noted("fairness", _QUERY, rows), files


def _table(one: Reported, table: ReleasedTable, said: list[Sentence]) -> FairTable:
    analysis = one.analysis
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
    }


def _said(sentence: Sentence) -> Said:
    return {
        "phrase": sentence.phrase,
        "values": {key: str(value) for key, value in sentence.values.items()},
        "needs_review": sentence.needs_review,
    }
