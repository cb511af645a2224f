"""What is left of a difference once like is compared with like, and how much of a gap goes with what the groups differ in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.disparity.analysis.plain import DIGITS, EXACT, interval, number, significant, value
from folkmoot.disparity.analysis.plan import model_columns
from folkmoot.disparity.analysis.tables import Tables
from folkmoot.stats.adjusted import Adjusted, AdjustedGroup, Control, LeftOut, ModelProblem, Note, adjust
from folkmoot.stats.adjusted.results import SEPARATION
from folkmoot.stats.cells import CellTable
from folkmoot.stats.counts import Counts
from folkmoot.stats.decomposition import MOST_FACTORS, CannotDecompose, Decomposition, decompose
from folkmoot.stats.judgement import Finding
from folkmoot.stats.released import SYMBOL, ReleasedTable
from folkmoot.stats.stratified import strata_of, stratified

_LEAST_TOLD = 10
NOT_TAKEN_APART = (
    "The parts leave out what is not a category, or is one factor too many: {columns}. They cannot be set beside the adjusted gap."
)
DECIDED = "of a value with which everybody, or nobody, had the outcome"


@dataclass(frozen=True)
class Model:
    """The model of one characteristic at one stage, or the reason why there is none."""

    tables: Tables
    table: ReleasedTable
    stage: str
    cells: CellTable
    found: Adjusted | None
    problem: str = ""

    @property
    def groups(self) -> Mapping[str, AdjustedGroup]:
        return self.found.groups if self.found else {}

    def plain(self) -> dict[str, Any]:
        """The document's `model`."""
        exact = self._may_be_exact()
        found = self.found
        return {
            "controls": [{"column": one.name, "linear": one.linear} for one in controls_of(self.tables, self.table.by[0])],
            "cases": self._cases(found) if found else None,
            "left_out": [{"reason": self._reason(one), "rows": self._safe(one.rows)} for one in found.left_out] if found else [],
            "notes": [self.problem] if self.problem else [note.text for note in (found.notes if found else ()) if self._may_tell(note)],
            "clusters": {"column": found.cluster, "number": found.clusters} if found and found.cluster else None,
            "terms": _terms(found) if found and exact else None,
            "deviance": found.deviance if found and exact else None,
            "null_deviance": found.null_deviance if found and exact else None,
            "aic": found.aic if found and exact else None,
        }

    def _may_be_exact(self) -> bool:
        """The fit at full precision is a fingerprint of every cell behind it: only where no cell need be kept back."""
        return self.tables.request.threshold is None

    def _cases(self, found: Adjusted) -> int | None:
        """How many the model used; not told where a small number left out could be found by subtracting it from all."""
        return None if any(self._safe(one.rows) == SYMBOL for one in found.left_out) else found.cases.base

    def _reason(self, one: LeftOut) -> str:
        """Why cases are left out. Where numbers are kept back, no value of a column is named: the table may not show it."""
        return DECIDED if one.code == SEPARATION and self.tables.request.threshold else one.reason

    def _safe(self, rows: int) -> Any:
        threshold = self.tables.request.threshold or 1
        return SYMBOL if 0 < rows < threshold else rows

    def _may_tell(self, note: Note) -> bool:
        """A note on a group that is withheld, or on very few cases, would tell what the table keeps back."""
        threshold = self.tables.request.threshold or 1
        if threshold > 1 and 0 < note.rows < _LEAST_TOLD * threshold:  # beside the table, even a number above the threshold can tell
            return False
        shown = {row.group for row in self.table.rows if row.shown.counts is not None}
        return note.column != self.table.by[0] or threshold == 1 or set(note.levels) <= shown


def controls_of(tables: Tables, characteristic: str) -> tuple[Control, ...]:
    """The controls of a characteristic's model: all that were asked for, but never itself."""
    return tuple(Control(one.column, one.linear) for one in tables.request.adjust if one.column != characteristic)


def model(tables: Tables, column: str, stage: str) -> Model | None:
    """The model of a characteristic at a stage; None where no control was asked for, or the reference may not be shown."""
    controls = controls_of(tables, column)
    table = tables.table((column,), stage)
    if not controls or not tables.request.is_modelled(column, stage) or table.reference in (SYMBOL, ""):
        return None
    asked = tables.request
    cells = tables.cube.cell_table(model_columns(asked, column), stage)
    try:
        found = adjust(
            cells, column, controls, reference=table.reference, cluster=asked.cluster, level=asked.level, references=asked.references
        )
    except ModelProblem as problem:
        return Model(tables, table, stage, cells, None, " ".join(part for part in (problem.what, problem.why) if part))
    return Model(tables, table, stage, cells, found)


def _terms(found: Adjusted) -> list[dict[str, Any]]:
    return [
        {"term": term.term, "level": term.level, "coefficient": term.coefficient, "standard_error": term.standard_error}
        for term in found.terms
    ]


def stratified_parts(one: Model, shown: Mapping[str, Counts]) -> list[dict[str, Any]]:
    """Mantel-Haenszel by each categorical control, for every group that is shown."""
    digits = DIGITS if one.tables.request.threshold else EXACT
    column, reference = one.table.by[0], one.table.reference
    parts = []
    for control in controls_of(one.tables, column):
        if control.linear:
            continue
        table = one.cells.by((column, control.name))
        for group in _compared(shown, reference):
            found = stratified(strata_of(table, column, group, reference, (control.name,)), one.tables.request.level)
            parts.append(
                {
                    "group": group,
                    "by": control.name,
                    "odds_ratio": significant(value(found.odds_ratio), digits),
                    "odds_ratio_ci": significant(interval(found.odds_ratio), digits),
                    "p_value": significant(number(found.test.p_value), digits) if found.test else None,
                    "homogeneity_p": significant(number(found.homogeneity.p_value), digits) if found.homogeneity else None,
                    "strata": len(found.strata),
                }
            )
    return parts


def decompositions(one: Model, shown: Mapping[str, Counts]) -> list[dict[str, Any]]:
    """For every group with a difference: how much of it goes with the groups' different cases, by control, and how much with rates."""
    column, reference = one.table.by[0], one.table.reference
    factors = [control.name for control in controls_of(one.tables, column) if not control.linear][:MOST_FACTORS]
    parts = []
    different = {row.group for row in one.table.rows if row.finding is Finding.DIFFERENCE}
    cells = one.cells.by((column, *factors))
    for group in _compared(shown, reference) if factors else ():
        if group not in different:
            continue
        try:
            found = decompose(cells, column, group, reference, factors, one.tables.request.level)
        except CannotDecompose:
            continue
        parts.append(_decomposition(one, group, found))
    return parts


def _decomposition(one: Model, group: str, found: Decomposition) -> dict[str, Any]:
    digits = DIGITS if one.tables.request.threshold else EXACT
    used = {part.name for part in found.factors}
    missing = [control.name for control in controls_of(one.tables, one.table.by[0]) if control.name not in used]
    parts = [{"factor": part.name, "effect": part.effect.value, "share": part.share} for part in found.factors]
    return {
        "group": group,
        "difference": significant(found.gap, digits),
        "parts": [{name: significant(figure, digits) for name, figure in part.items()} for part in parts],
        "rate_effect": significant(found.rates.effect.value, digits),
        "notes": [NOT_TAKEN_APART.format(columns=", ".join(missing))] if missing else [],
    }


def _compared(shown: Mapping[str, Counts], reference: str) -> Sequence[str]:
    return [group for group in shown if group != reference]
