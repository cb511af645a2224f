"""The adjusted analysis from counts to figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from folkmoot.stats.adjusted import problems, wording
from folkmoot.stats.adjusted.columns import columns_of, design_of
from folkmoot.stats.adjusted.design import Column
from folkmoot.stats.adjusted.directions import Direction, TermName, changed_terms, direction_of, terms_at
from folkmoot.stats.adjusted.fitting import fit
from folkmoot.stats.adjusted.identification import identify
from folkmoot.stats.adjusted.levels import by_columns, found_reference, level_bases
from folkmoot.stats.adjusted.model import Asked, Model, spread_of
from folkmoot.stats.adjusted.reporting import adjusted_groups, group_notes, model_notes, report, standard_population, terms
from folkmoot.stats.adjusted.results import Adjusted, Control, LeftOut, Note
from folkmoot.stats.adjusted.separation import Decided, Separated, decided_levels, without_levels
from folkmoot.stats.adjusted.usable import Usable, usable_cases
from folkmoot.stats.cells import CellTable

METHODS: Mapping[str, str] = {
    "model": "binomial model with a logit link, fitted to counts by Newton's method",
    "odds_ratio": "Wald interval on the scale of log-odds",
    "p_value": "Wald test by the normal distribution, two-sided",
    "average_marginal_effect": "difference of standardised rates; delta method, symmetric",
    "standardised_rate": "everyone predicted as if of the group, averaged; delta method on the scale of log-odds",
    "standardised_relative_rate": "ratio of standardised rates; delta method on the scale of logarithms",
    "cluster": "sandwich by cluster with the factor G/(G-1) x (N-1)/(N-K), normal distribution",
}


def adjust(
    cells: CellTable,
    characteristic: str,
    controls: Sequence[Control],
    *,
    reference: str,
    cluster: str | None = None,
    level: float = 0.95,
    references: Mapping[str, str] | None = None,
) -> Adjusted:
    """What is left of the differences between the groups of a characteristic once the controls are held equal.

    `cells` must be counted by the characteristic, all controls and the cluster. `reference` is the group to compare with;
    `references` gives the reference level of controls by name, the largest level without one (names that are no control are passed
    over). A case with any of these columns not recorded is left out and counted. A level in which everyone or nobody had the outcome
    is left out with its cases, as Stata's `logit` does: the other coefficients are then what they would tend to with it.
    Standardised rates are averages over the cases used. Raises ModelProblem.
    """
    usable = usable_cases(cells, characteristic, controls, cluster)
    asked = Asked(cells.outcome, characteristic, tuple(controls), found_reference(usable.table, characteristic, reference), cluster, level)
    return _adjusted(asked, cells, usable, references or {})


def unadjusted(
    cells: CellTable,
    characteristic: str,
    *,
    reference: str,
    cluster: str | None = None,
    level: float = 0.95,
    same_cases_as: Sequence[Control] = (),
) -> Adjusted:
    """The same figures with nothing held equal, to stand beside the adjusted ones: odds ratios and rates are the raw ones.

    With `same_cases_as` only the cases are used for which these controls are recorded, so that a difference between the two is due to
    the controls and not to other cases. Raises ModelProblem.
    """
    usable = usable_cases(cells, characteristic, same_cases_as, cluster)
    asked = Asked(cells.outcome, characteristic, (), found_reference(usable.table, characteristic, reference), cluster, level)
    columns = [characteristic] if cluster is None else [characteristic, cluster]
    return _adjusted(asked, cells, replace(usable, table=by_columns(usable.table, columns)), {})


@dataclass(eq=False)
class _Search:
    """The cases still in the model while what cannot be estimated is taken out of it, and the record of what was.

    `directions`: along which the coefficients would run away. `confounded`: terms that could not be told apart from others before
    any case was left out; their figures stand, with a note.
    """

    table: CellTable
    left_out: list[LeftOut]
    notes: list[Note] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    confounded: set[TermName] | None = None

    @property
    def has_left_out(self) -> bool:
        return bool(self.notes)

    def leave_out(self, kept: CellTable, note: Note, left_out: LeftOut) -> None:
        self.table = kept
        self.notes.append(note)
        self.left_out.append(left_out)


def _adjusted(asked: Asked, cells: CellTable, usable: Usable, references: Mapping[str, str]) -> Adjusted:
    wanted = {name: found_reference(usable.table, name, references[name]) for name in asked.categories[1:] if name in references}
    wanted[asked.characteristic] = asked.reference
    _check_there_is_something_to_compare(asked, usable.table)
    search = _Search(usable.table, list(usable.left_out))
    model = _settled(asked, search, usable, wanted)
    separated = _separated_terms(search, model)
    people = standard_population(model, separated)
    groups = adjusted_groups(model, sorted(level_bases(cells, asked.characteristic)), separated, people)
    notes = search.notes + model_notes(model, wanted, separated)
    notes += group_notes(model, groups, usable.table, cells, notes)
    return report(model, people, groups, terms(model, usable.table, separated), search.left_out, notes)


def _check_there_is_something_to_compare(asked: Asked, table: CellTable) -> None:
    if len(level_bases(table, asked.characteristic)) < 2:
        raise problems.one_group(asked.characteristic)
    total = table.total
    if total.with_outcome in (0, total.base):
        raise problems.no_variation(table.outcome, total.with_outcome > 0)


def _settled(asked: Asked, search: _Search, usable: Usable, wanted: Mapping[str, str]) -> Model:
    """The model of the cases in which nothing is decided. Each round leaves cases out, so the rounds come to an end."""
    while True:
        columns = columns_of(search.table, asked.characteristic, asked.controls, usable.numbers, wanted)
        design = design_of(columns, search.table)
        identified = identify(design)
        if search.confounded is None:
            search.confounded = terms_at(columns, identified.involved)
        if _leave_out_decided(asked, search):
            continue
        fitted = fit(design, identified.kept, search.table.base.astype("float64"), search.table.with_outcome.astype("float64"))
        if isinstance(fitted, Separated):
            _leave_out_separated(asked, search, columns, fitted)
            continue
        spread = spread_of(asked, search.table, design, identified, fitted)
        return Model(asked, search.table, columns, design, identified, fitted, spread)


def _separated_terms(search: _Search, model: Model) -> set[TermName]:
    """Terms without a value: those a direction changes, and those that can no longer be told apart for want of the cases left out."""
    separated = {name for direction in search.directions for name in changed_terms(model.columns, direction)}
    if search.has_left_out:
        separated |= terms_at(model.columns, model.identified.involved) - (search.confounded or set())
    return separated


def _leave_out_decided(asked: Asked, search: _Search) -> bool:
    """Leave out levels in which everyone or nobody had the outcome, if there are any; others may then be left without variation."""
    found = [decided for name in asked.categories for decided in decided_levels(search.table, name, each=name == asked.characteristic)]
    _check_reference_is_not_decided(asked, search.table, found)
    of_the_rest = search.has_left_out
    for decided in found:
        kept = without_levels(search.table, decided)
        rows = int(search.table.base.sum() - kept.base.sum())
        if rows:
            search.leave_out(kept, *wording.decided(decided, decided.column == asked.characteristic, of_the_rest, rows))
    _check_something_is_left(asked, search.table, [decided.column for decided in found])
    return bool(found)


def _check_reference_is_not_decided(asked: Asked, table: CellTable, found: Sequence[Decided]) -> None:
    nothing_varies = table.total.with_outcome in (0, table.total.base)  # then the reference is not to blame
    for decided in found:
        if (decided.column, *decided.levels) == (asked.characteristic, asked.reference) and not nothing_varies:
            raise problems.reference_decided(decided.column, asked.reference, decided.everyone)


def _leave_out_separated(asked: Asked, search: _Search, columns: Sequence[Column], found: Separated) -> None:
    kept = search.table.only(~found.cells)
    rows = int(search.table.base.sum() - kept.base.sum())
    search.leave_out(kept, *wording.separated(columns, found.places, rows))
    search.directions.append(direction_of(columns, found.direction))
    _check_something_is_left(asked, kept, [column.name for column in columns])


def _check_something_is_left(asked: Asked, table: CellTable, columns: Sequence[str]) -> None:
    """`columns`: those the cases were left out for."""
    if not len(table.base):
        raise problems.outcome_decided(list(dict.fromkeys(columns)))
    if asked.reference not in level_bases(table, asked.characteristic):
        raise problems.reference_separated(asked.characteristic, asked.reference)
