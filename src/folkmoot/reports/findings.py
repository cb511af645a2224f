"""What released tables found, from the plain values that a report keeps: each difference with both rates, and how many there were."""

from collections.abc import Iterable, Sequence
from typing import Any

from folkmoot.reports.shapes import FairBefore, FairDifference, Fairness, FairTable
from folkmoot.stats.judgement import Finding


def differences_of(table: dict[str, Any], outcome: str, adverse: bool) -> list[FairDifference]:
    """The differences that need review in one table (`ReleasedTable.to_dict`). Only figures that are shown can be among them."""
    reference = next((row for row in table["groups"] if row["group"] == table["reference"]), None)
    if reference is None:
        return []
    found = [row for row in table["groups"] if row["finding"] == Finding.DIFFERENCE.value]
    return [_difference(row, reference, table["by"], outcome, adverse) for row in found]


def _difference(row: dict[str, Any], reference: dict[str, Any], by: list[str], outcome: str, adverse: bool) -> FairDifference:
    gap = row["difference"]
    return {
        "outcome": outcome,
        "by": by,
        "group": row["group"],
        "rate": row["rate"]["value"],
        "with_outcome": row["with_outcome"],
        "base": row["base"],
        "reference": reference["group"],
        "reference_rate": reference["rate"]["value"],
        "reference_with_outcome": reference["with_outcome"],
        "reference_base": reference["base"],
        "gap": gap["value"],
        "low": gap["low"],
        "high": gap["high"],
        "worse": (gap["value"] > 0) == adverse,
    }


def differences_in(tables: Iterable[FairTable]) -> list[FairDifference]:
    return [found for one in tables for found in differences_of(one["table"], one["outcome"], one["adverse"])]


def comparisons_in(tables: Iterable[FairTable]) -> int:
    """How many comparisons were made; those of one case file were made together and each of its tables tells their number."""
    return sum({one["id"]: one["table"]["comparisons"] for one in tables}.values())


def table_before(by: Sequence[str], outcome: str, before: Fairness | None) -> FairTable | None:
    """The table of the same outcome by the same characteristics in the earlier report."""
    tables = before["tables"] if before else []
    return next((one for one in tables if one["outcome"] == outcome and list(one["table"]["by"]) == list(by)), None)


def flagged_in(table: FairTable | None) -> list[str] | None:
    """The groups of a table that needed review; None where there is no such table."""
    return None if table is None else [one["group"] for one in differences_in([table])]


def totals_before(tables: Sequence[FairTable], before: Fairness | None) -> FairBefore | None:
    """How many differences the earlier report held; None where it held no case file."""
    if before is None or not before["files"]:
        return None
    then, now = ({one["file_sha256"] for one in given} for given in (before["tables"], tables))
    return {
        "differences": len(differences_in(before["tables"])),
        "comparisons": comparisons_in(before["tables"]),
        "same_files": then == now,
    }
