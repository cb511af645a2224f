"""The model that Splink learns from the data, without being told which pairs are one. Only used in the process of the search.

Where there is too little to learn from, the probabilities below stand; they are those of `rules`, level by level.
"""

import logging
from typing import Any

from folkmoot.stakeholders.duplicates.rules import Kind

COLUMNS = {
    "unique_id": "BIGINT", "said": "VARCHAR", "forms": "VARCHAR", "telling": "VARCHAR[]", "heard": "VARCHAR[]", "initials": "VARCHAR[]",
    "sort": "VARCHAR", "email": "VARCHAR", "phone": "VARCHAR", "postcode": "VARCHAR", "birth_year": "INTEGER", "domain": "VARCHAR",
    "town": "VARCHAR",
}  # fmt: skip
ENOUGH = 2000  # rows; fewer teach nothing reliable
DUPLICATED = 0.03  # the share of rows taken to be duplicates before anything is compared
SEED = 20260310
SAMPLED = 2_000_000  # pairs

Level = tuple[str, float, float]  # condition, probability among pairs that are one, probability among pairs that are two
_SLIP = "left(said_l, 1) = left(said_r, 1) AND least(length(said_l), length(said_r)) >= 9 AND damerau_levenshtein(said_l, said_r) <= 2"
_BOTH = "len(list_intersect(telling_l, telling_r))"
_LEAST = "least(len(telling_l), len(telling_r))"
_NAMES: list[Level] = [
    ("said_l = said_r", 0.55, 2e-5),
    ("forms_l = forms_r", 0.15, 1e-5),
    (_SLIP, 0.12, 2e-5),
    (f"{_BOTH} >= 2", 0.05, 2e-4),
    (f"heard_l = heard_r AND {_LEAST} > 1", 0.04, 1e-4),
    (f"{_BOTH} = 1 AND len(initials_l) + len(initials_r) > 0", 0.03, 3e-4),
    (f"{_BOTH} = 1 OR len(list_intersect(heard_l, heard_r)) >= 1", 0.05, 3e-2),
]
_BODIES: list[Level] = [
    ("said_l = said_r", 0.5, 5e-6),
    ("forms_l = forms_r", 0.1, 5e-6),
    (_SLIP, 0.15, 1e-5),
    (f"{_BOTH} >= 2 AND {_BOTH} = {_LEAST}", 0.12, 2e-4),
    (f"heard_l = heard_r AND {_LEAST} > 1", 0.04, 1e-4),
    (f"{_BOTH} >= 1", 0.07, 5e-2),
]
_SORTS: list[Level] = [("sort_l = sort_r", 0.9, 0.7), ("sort_l = '' OR sort_r = ''", 0.09, 0.25)]
_BIRTHS: list[Level] = [
    ("birth_year_l = birth_year_r", 0.96, 0.015),
    ("abs(birth_year_l - birth_year_r) IN (1, 10, 20, 30, 9, 18, 27)", 0.03, 0.13),
]
_POSTCODES: list[Level] = [
    ("postcode_l = postcode_r", 0.80, 5e-4),
    ("damerau_levenshtein(postcode_l, postcode_r) <= 1", 0.08, 1e-3),
    ("length(postcode_l) > 4 AND left(postcode_l, length(postcode_l) - 2) = left(postcode_r, length(postcode_r) - 2)", 0.03, 2e-3),
]


def schema() -> Any:
    """The columns of `COLUMNS` as Arrow knows them."""
    import pyarrow

    sorts = {
        "BIGINT": pyarrow.int64(),
        "VARCHAR": pyarrow.string(),
        "VARCHAR[]": pyarrow.list_(pyarrow.string()),
        "INTEGER": pyarrow.int32(),
    }
    return pyarrow.schema([(name, sorts[sort]) for name, sort in COLUMNS.items()])


def predict(database: Any, kind: Kind, count: int, threshold: float) -> str | None:
    """Score the pairs of the table `blocked`; the name of the table of results, or None where nothing is to be compared."""
    from splink import DuckDBAPI, Linker

    if not database.execute("SELECT 1 FROM blocked LIMIT 1").fetchall():
        return None
    api = DuckDBAPI(database)
    linker = Linker(api.register("people"), _settings(kind, count), log_level=logging.ERROR)
    if count >= ENOUGH:
        _learn(linker, kind)
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    return str(linker.inference.predict(threshold_match_probability=threshold).physical_name)


def _learn(linker: Any, kind: Kind) -> None:
    """How often details agree by chance, from random pairs; how often among pairs that are one, by expectation and maximisation."""
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=SEED)
    for columns in (("forms",), ("postcode",), ("phone",)):
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*columns), fix_probability_two_random_records_match=True, max_pairs=SAMPLED, record_sample_proportion=1.0
            )
        except EMTrainingException:  # nobody shares this detail: the probabilities above stand
            continue


def _settings(kind: Kind, count: int) -> Any:
    from splink import SettingsCreator, block_on

    bodies = [("sort", _SORTS), ("domain", [("domain_l = domain_r", 0.5, 5e-4)]), ("town", [("town_l = town_r", 0.9, 5e-2)])]
    own = [("birth_year", _BIRTHS)] if kind is Kind.PERSON else bodies
    comparisons = [
        _comparison("name", "said", _NAMES if kind is Kind.PERSON else _BODIES, common="forms" if count >= ENOUGH else ""),
        _comparison("postcode", "postcode", _POSTCODES),
        _comparison("email", "email", [("email_l = email_r", 0.5, 1e-5)]),
        _comparison("phone", "phone", [("phone_l = phone_r", 0.6, 2e-5)]),
        *(_comparison(name, name, levels) for name, levels in own),
    ]
    return SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=[block_on("forms")],
        probability_two_random_records_match=min(0.5, 2 * DUPLICATED / count), retain_matching_columns=False,
    )  # fmt: skip


def _comparison(name: str, column: str, levels: list[Level], common: str = "") -> Any:
    """One comparison for Splink: nothing said, then each level, then anything else. A common value says less where `common` is given."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    made: list[Any] = [cll.NullLevel(column)]
    for place, (condition, same, chance) in enumerate(levels):
        often: dict[str, Any] = {"tf_adjustment_column": common, "tf_adjustment_weight": 1.0} if common and place < 2 else {}
        level = cll.CustomLevel(condition, label_for_charts=f"{name} {place}")
        made.append(level.configure(m_probability=same, u_probability=chance, **often))
    rest = 1 - sum(level[1] for level in levels), 1 - sum(level[2] for level in levels)
    made.append(cll.ElseLevel().configure(m_probability=max(rest[0], 1e-4), u_probability=rest[1]))
    return cl.CustomComparison(output_column_name=name, comparison_levels=made)
