"""From a fitted model to the figures of each group, its terms and its notes."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from folkmoot.stats.adjusted import wording
from folkmoot.stats.adjusted.design import Column
from folkmoot.stats.adjusted.directions import TermName
from folkmoot.stats.adjusted.effects import (
    Everyone,
    Standardised,
    effect_estimate,
    everyone,
    odds_estimate,
    rate_estimate,
    ratio_estimate,
    wald_p,
)
from folkmoot.stats.adjusted.levels import level_bases, level_counts, of_level
from folkmoot.stats.adjusted.model import Model, best_log_likelihood, cluster_codes
from folkmoot.stats.adjusted.results import (
    CANNOT_TELL_APART,
    INTERCEPT,
    ONE_VALUE,
    SEPARATION,
    Adjusted,
    AdjustedGroup,
    LeftOut,
    Note,
    Term,
)
from folkmoot.stats.cells import CellTable
from folkmoot.stats.counts import NONE_COUNTED, Counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def report(
    model: Model,
    people: Everyone,
    groups: Mapping[str, AdjustedGroup],
    terms: tuple[Term, ...],
    left_out: Sequence[LeftOut],
    notes: Sequence[Note],
) -> Adjusted:
    """Everything of a result in one place."""
    asked, likelihood = model.asked, model.fit.log_likelihood
    names = [column.name for column in model.columns]
    parameters = len(model.identified.kept)
    return Adjusted(
        asked.outcome,
        asked.characteristic,
        asked.reference,
        asked.controls,
        asked.level,
        groups,
        terms,
        model.table.total,
        int(people.base.sum()),
        tuple(left_out),
        tuple(notes),
        deviance=-2 * likelihood,
        null_deviance=-2 * best_log_likelihood(model.table, []),
        cell_deviance=max(0.0, 2 * (best_log_likelihood(model.table, names) - likelihood)),
        cell_degrees_of_freedom=len(model.by_column.base) - parameters,
        aic=-2 * likelihood + 2 * parameters,
        log_likelihood=likelihood,
        parameters=parameters,
        iterations=model.fit.iterations,
        cluster=asked.cluster,
        clusters=None if asked.cluster is None else cluster_codes(model.table, asked.cluster)[1],
    )


def standard_population(model: Model, separated: Collection[TermName]) -> Everyone:
    """The cases to average over: all that the model uses but those of separated groups.

    What would be predicted for such a group's people as if they were of another group rests on coefficients that have no value.
    """
    name = model.asked.characteristic
    without = {level for column, level in separated if column == name and level is not None}
    table = model.table.only(~of_level(model.table, name, without)) if without else model.table
    return everyone(table, model.columns, model.fit.coefficients)


def adjusted_groups(model: Model, names: Sequence[str], separated: Collection[TermName], people: Everyone) -> dict[str, AdjustedGroup]:
    """Each of these groups in their order; those without a case in the model, and the separated, without figures.

    `people` are those to predict: see `standard_population`.
    """
    counts = level_counts(model.table, model.asked.characteristic)
    reference = people.as_if(model.characteristic.reference, model.fit.coefficients)
    groups = {}
    for name in names:
        cases = counts.get(name, NONE_COUNTED)
        if not cases.base or (model.asked.characteristic, name) in separated:
            groups[name] = AdjustedGroup(name, cases)
        elif name == model.asked.reference:
            groups[name] = AdjustedGroup(name, cases, standardised_rate=rate_estimate(reference, model.spread, model.asked.level))
        else:
            groups[name] = _compared(model, name, cases, people, reference)
    return groups


def _compared(model: Model, name: str, cases: Counts, people: Everyone, reference: Standardised) -> AdjustedGroup:
    place = model.characteristic.levels.index(name)
    coefficient = float(model.fit.coefficients[model.characteristic.start + place])
    error = model.spread.error_at(model.characteristic.start + place)
    as_if = people.as_if(place, model.fit.coefficients)
    spread, level = model.spread, model.asked.level
    return AdjustedGroup(
        name,
        cases,
        odds_ratio=odds_estimate(coefficient, error, level),
        p_value=wald_p(coefficient, error),
        average_marginal_effect=effect_estimate(as_if, reference, spread, level),
        standardised_rate=rate_estimate(as_if, spread, level),
        standardised_relative_rate=ratio_estimate(as_if, reference, spread, level),
    )


def terms(model: Model, recorded: CellTable, separated: Collection[TermName]) -> tuple[Term, ...]:
    """Every coefficient on the scale of the data: linear controls for each 1 more of the number as written.

    Levels of `recorded` that are no longer in the model are listed too, without a coefficient.
    """
    found = [_term(model, (INTERCEPT, None), _intercept_gradient(model), separated)]
    for column in model.columns:
        if column.is_linear:
            found.append(_linear_term(model, column, separated))
            continue
        found.extend(_level_term(model, column, level, separated) for level in range(column.width))
        gone = sorted(set(level_bases(recorded, column.name)) - set(column.levels))
        found.extend(Term(column.name, level, None, None, why_none=SEPARATION) for level in gone)
    return tuple(found)


def _intercept_gradient(model: Model) -> "NDArray[np.float64]":
    """The intercept where linear controls are 0, by the coefficients of the centred ones."""
    gradient = _unit(model, 0)
    for column in model.columns:
        if column.is_linear and column.scale:
            gradient[column.start] = -column.centre / column.scale
    return gradient


def _linear_term(model: Model, column: Column, separated: Collection[TermName]) -> Term:
    if not column.scale:
        return Term(column.name, None, None, None, why_none=ONE_VALUE)
    if column.start in model.identified.same_as:
        return Term(column.name, None, None, None, why_none=CANNOT_TELL_APART)
    return _term(model, (column.name, None), _unit(model, column.start) / column.scale, separated)


def _level_term(model: Model, column: Column, level: int, separated: Collection[TermName]) -> Term:
    name, place = column.levels[level], column.start + level
    if level == column.reference:
        return Term(column.name, name, 0.0, None, is_reference=True)
    if place in model.identified.same_as:
        return Term(column.name, name, None, None, why_none=CANNOT_TELL_APART)
    if (column.name, name) in separated:
        return Term(column.name, name, None, None, why_none=SEPARATION)
    error = model.spread.error_at(place)
    return Term(column.name, name, float(model.fit.coefficients[place]), error if math.isfinite(error) else None)


def _term(model: Model, name: TermName, gradient: "NDArray[np.float64]", separated: Collection[TermName]) -> Term:
    if name in separated:
        return Term(*name, None, None, why_none=SEPARATION)
    error = model.spread.error(gradient)
    return Term(*name, float(gradient @ model.fit.coefficients), error if math.isfinite(error) else None)


def _unit(model: Model, place: int) -> "NDArray[np.float64]":
    import numpy as np

    unit = np.zeros(model.design.width)
    unit[place] = 1.0
    return unit


def model_notes(model: Model, wanted: Mapping[str, str], separated: Collection[TermName]) -> list[Note]:
    """What a reader has to know of the columns and the clusters. `wanted` gives the references asked for, by column."""
    notes = []
    for column in model.columns[1:]:
        if not column.estimated:
            notes.append(wording.one_value(column))
        asked_for = wanted.get(column.name)
        if asked_for is not None and column.estimated and asked_for != column.levels[column.reference]:
            notes.append(wording.other_reference(column.name, asked_for, column.levels[column.reference]))
    notes.extend(wording.told_apart(model.columns, model.identified, separated))
    return notes + _cluster_notes(model)


def _cluster_notes(model: Model) -> list[Note]:
    cluster, column = model.asked.cluster, model.characteristic
    if cluster is None:
        return []
    clusters = cluster_codes(model.table, cluster)[1]
    notes = [wording.few_clusters(cluster, clusters)] if clusters < wording.ENOUGH_CLUSTERS else []
    together = model.table.by([column.name, cluster])
    seen = Counter(together.factors[0].codes.tolist())
    names = together.factors[0].levels
    return notes + [wording.group_in_one_cluster(column.name, names[code] or "", cluster) for code, times in seen.items() if times == 1]


def group_notes(
    model: Model, groups: Mapping[str, AdjustedGroup], recorded: CellTable, cells: CellTable, said: Sequence[Note]
) -> list[Note]:
    """A note for each group without figures, or without an interval, of which nothing has been said yet.

    `recorded`: the cases of which every column is recorded; `cells`: all cases given.
    """
    column = model.asked.characteristic
    already = {level for note in said if note.code == SEPARATION and note.column == column for level in note.levels}
    left, all_cases = level_bases(recorded, column), level_bases(cells, column)
    notes = []
    for name, group in groups.items():
        if _is_unlimited(group):
            notes.append(wording.no_interval(column, name, model.asked.cluster or ""))
        if group.standardised_rate is None and name not in left:
            notes.append(wording.nobody_left(column, name, all_cases[name]))
        elif group.standardised_rate is None and name not in already:
            notes.append(wording.no_figures(column, name))
    return notes


def _is_unlimited(group: AdjustedGroup) -> bool:
    rate, odds = group.standardised_rate, group.odds_ratio
    return (rate is not None and (rate.low, rate.high) == (0, 1)) or (odds is not None and (odds.low, odds.high) == (0, math.inf))
