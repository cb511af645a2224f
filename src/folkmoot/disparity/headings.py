"""Headings of the workbook's columns, and how the figures below them are rounded."""

from enum import Enum

from folkmoot.disparity.figures import NEARLY_NOUGHT
from folkmoot.disparity.words import Sentence, gettext_noop


class Form(Enum):
    """How a figure is written in the workbook: times what, to how many places."""

    COUNT = (1, 0)
    PERCENT = (100, 1)
    POINTS = (100, 1, True)  # may be less than nought, and nought is an answer
    RATIO = (1, 2)
    P = (1, 4)
    PLAIN = (1, None)  # of a model: six digits, wherever the point stands

    def rounded(self, value: float) -> float | int | str:
        """“[low]” for what rounds to nought and is not, where nought would say that there is none."""
        times, places = self.value[:2]
        if places is None:
            return float(f"{value:.6g}")
        said = round(value * times, places) + 0.0
        if said == 0 and value != 0 and len(self.value) == 2:
            return NEARLY_NOUGHT
        return int(said) if places == 0 else said


NAMES = {
    "area": gettext_noop("Area"), "period": gettext_noop("Period"), "group": gettext_noop("Group"), "stage": gettext_noop("Outcome"),
    "characteristic": gettext_noop("Characteristic"), "detail": gettext_noop("Of what"),
    "n": gettext_noop("At risk"), "k": gettext_noop("With the outcome"), "rate": gettext_noop("Rate (%%)"),
    "difference": gettext_noop("Gap (percentage points)"), "relative_rate": gettext_noop("Relative rate"),
    "complement_relative_rate": gettext_noop("Relative rate of not having it"), "p_value": gettext_noop("p"),
    "q_value": gettext_noop("p adjusted for all comparisons"), "verdict": gettext_noop("Finding"),
    "four_fifths": gettext_noop("Four fifths"),
    "odds_ratio": gettext_noop("Odds ratio"), "adjusted.odds_ratio": gettext_noop("Odds ratio after adjustment"),
    "adjusted.p_value": gettext_noop("p after adjustment"),
    "adjusted.average_marginal_effect": gettext_noop("Gap after adjustment (percentage points)"),
    "adjusted.standardised_rate": gettext_noop("Rate after adjustment (%%)"),
    "adjusted.standardised_relative_rate": gettext_noop("Relative rate after adjustment"),
    "missing_bounds.rate": gettext_noop("Rate, whoever is missing (%%)"),
    "missing_bounds.relative_rate": gettext_noop("Relative rate, whoever is missing"),
    "missing_bounds.verdict_could_change": gettext_noop("Could completing the record change it?"),
    "shrunk_rate": gettext_noop("Rate drawn towards that of all (%%)"), "e_value": gettext_noop("E-value"),
    "e_value_limit": gettext_noop("E-value of the interval"), "suppressed": gettext_noop("Anything withheld?"),
    "strata": gettext_noop("Strata"), "homogeneity_p": gettext_noop("p of being the same in all strata"),
    "effect": gettext_noop("Part of the gap (percentage points)"), "share": gettext_noop("Share (%%)"),
    "rate_effect": gettext_noop("Between records alike (percentage points)"), "cases": gettext_noop("Records in the model"),
    "deviance": gettext_noop("Deviance"), "null_deviance": gettext_noop("Deviance without any term"), "aic": gettext_noop("AIC"),
    "rows": gettext_noop("Rows"), "used": gettext_noop("Rows counted"), "size": gettext_noop("Bytes"),
    "unmapped_rows": gettext_noop("Rows with a value its scheme does not know"), "invalid_rows": gettext_noop("Rows that cannot be read"),
    "outcome_not_recorded": gettext_noop("Outcome not recorded"), "eligible": gettext_noop("At risk before that"),
    "not_recorded": gettext_noop("Not recorded"), "share_recorded": gettext_noop("Share recorded (%%)"),
    "not_stated": gettext_noop("Not stated"), "coefficient": gettext_noop("Coefficient"), "standard_error": gettext_noop("Standard error"),
    "cumulative": gettext_noop("Relative rate of all stages together"), "target": gettext_noop("Rate the Areas are set beside (%%)"),
    "phi": gettext_noop("Spread, times what chance would make"), "tau2": gettext_noop("Variance between Areas"),
    "z": gettext_noop("z"), "z_adjusted": gettext_noop("z, spread allowed for"),
    "position": gettext_noop("Where it lies, spread allowed for"),
    "limits_95": gettext_noop("95%% limits, spread allowed for (%%)"), "limits_998": gettext_noop("99.8%% limits, spread allowed for (%%)"),
    "shrunk_relative_rate": gettext_noop("Relative rate drawn towards that of all Areas"), "lower": gettext_noop("Lower limit (%%)"),
    "centre": gettext_noop("Centre (%%)"), "upper": gettext_noop("Upper limit (%%)"), "signals": gettext_noop("Signals"),
    "recorded": gettext_noop("Recorded"), "observed_rate": gettext_noop("Rate seen (%%)"),
    "expected_rate": gettext_noop("Rate expected (%%)"), "score": gettext_noop("Score"), "direction": gettext_noop("Direction"),
    "permutations": gettext_noop("Shuffled files"),
}  # fmt: skip
LOW, HIGH = gettext_noop("%(figure)s: low end"), gettext_noop("%(figure)s: high end")
HEADINGS = {name: Sentence(phrase, {}) for name, phrase in NAMES.items()}

_PERCENT = (
    "rate", "standardised_rate", "shrunk_rate", "share", "share_recorded", "target", "limits_95", "limits_998", "lower", "centre", "upper",
    "observed_rate", "expected_rate",
)  # fmt: skip
_RATIOS = (
    "relative_rate", "complement_relative_rate", "odds_ratio", "standardised_relative_rate", "e_value", "e_value_limit", "cumulative",
    "shrunk_relative_rate",
)  # fmt: skip
_COUNTS = (
    "n", "k", "strata", "cases", "rows", "used", "size", "unmapped_rows", "invalid_rows", "outcome_not_recorded", "eligible",
    "not_recorded", "not_stated", "recorded", "permutations",
)  # fmt: skip
FORMS = {
    **dict.fromkeys(_PERCENT, Form.PERCENT),
    **dict.fromkeys(_RATIOS, Form.RATIO),
    **dict.fromkeys(_COUNTS, Form.COUNT),
    **dict.fromkeys(("difference", "average_marginal_effect", "effect", "rate_effect"), Form.POINTS),
    **dict.fromkeys(("p_value", "q_value", "homogeneity_p"), Form.P),
}

PART_TITLES = {
    "source": gettext_noop("Rows counted"), "file": gettext_noop("Files"), "excluded": gettext_noop("Rows not counted"),
    "values": gettext_noop("Values that are not known"), "unmapped value": gettext_noop("Values that their scheme does not know"),
    "everyone": gettext_noop("Everyone at risk"), "groups": gettext_noop("Groups compared"),
    "not recorded": gettext_noop("Group not recorded, and how much is on record"), "combinations": gettext_noop("Combinations compared"),
    "strata": gettext_noop("Compared within strata"), "decomposition": gettext_noop("The gap and what remains between records alike"),
    "decomposition, part": gettext_noop("The gap in parts"), "model": gettext_noop("The model"),
    "model, left out": gettext_noop("Records not in the model"), "model, term": gettext_noop("Coefficients of the model"),
    "chain, stage": gettext_noop("Relative rates stage by stage"),
    "chain, all stages": gettext_noop("Relative rates of all stages together"), "areas": gettext_noop("Areas together"),
    "area": gettext_noop("Area by Area"), "area, group": gettext_noop("Groups within each Area"), "period": gettext_noop("Over time"),
    "period, group": gettext_noop("Groups over time"), "period, completeness": gettext_noop("Share recorded over time"),
    "completeness": gettext_noop("How much is on record"), "completeness, part": gettext_noop("How much is on record, in parts"),
    "scan": gettext_noop("What the search found"),
}  # fmt: skip
CAME_FROM = {
    "off": gettext_noop("Warning"), "file": gettext_noop("File"), "rows": gettext_noop("Rows in the files"),
    "used": gettext_noop("Rows counted"), "engine": gettext_noop("Counted by"), "schema": gettext_noop("Form of the document"),
    "answer": gettext_noop("The answer"),
}  # fmt: skip


def heading_of(column: str) -> Sentence:
    """The heading of one end of an interval: "rate low"."""
    name, _, end = column.rpartition(" ")
    return Sentence(LOW if end == "low" else HIGH, {"figure": HEADINGS[name]})
