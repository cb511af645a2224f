"""The document as tables to be read: each figure with its interval in one cell. Text and page print the same ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from folkmoot.disparity import figures as f
from folkmoot.disparity.sentences.groups import Part, named
from folkmoot.disparity.sentences.stages import conditions_of
from folkmoot.disparity.words import Sentence, Value, gettext_noop

Cell: TypeAlias = "str | Sentence"

NOT_RECORDED = gettext_noop("Not recorded")
EVERYONE = gettext_noop("Everyone at risk")
GROUP, AT_RISK, WITH_IT, RATE = gettext_noop("Group"), gettext_noop("At risk"), gettext_noop("With it"), gettext_noop("Rate (interval)")
GAP, FINDING = gettext_noop("Gap in points (interval)"), gettext_noop("Finding")
RELATIVE, COMPLEMENT = gettext_noop("Relative rate (interval)"), gettext_noop("Relative rate of not having it (interval)")
VERDICTS = {
    "reference": gettext_noop("compared with"), "difference found": gettext_noop("needs review"),
    "no difference found": gettext_noop("no difference found"), "cannot tell (too few)": gettext_noop("cannot tell: too few"),
    "cannot tell (missing data)": gettext_noop("cannot tell: too much not recorded"), "not compared": gettext_noop("not compared"),
    f.WITHHELD: gettext_noop("[c] withheld"),
}  # fmt: skip
POSITIONS = {
    "inside": gettext_noop("inside the limits"), "beyond 95%": gettext_noop("beyond the 95%% limits"),
    "beyond 99.8%": gettext_noop("beyond the 99.8%% limits"), "too few": gettext_noop("cannot tell: too few"),
    f.WITHHELD: VERDICTS[f.WITHHELD],
}  # fmt: skip

TITLE_RATES = gettext_noop("%(outcome)s, by %(by)s: rates, gaps and relative rates")
TITLE_WHAT_WOULD = gettext_noop("%(outcome)s, by %(by)s: what would change this answer")
TITLE_TESTS = gettext_noop("%(outcome)s, by %(by)s: tests")
TITLE_TERMS = gettext_noop("%(outcome)s, by %(by)s: the model's coefficients")
TITLE_STRATA = gettext_noop("%(outcome)s, by %(by)s: compared within strata")
TITLE_PARTS = gettext_noop("%(outcome)s, by %(by)s: the gap in parts, in percentage points")
TITLE_CHAIN = gettext_noop("Relative rates of the stages, by %(by)s")
TITLE_AREAS = gettext_noop("%(outcome)s, by Area")
TITLE_AREA_GROUPS = gettext_noop("%(outcome)s: %(group)s beside %(reference)s, within each Area")
TITLE_PERIODS = gettext_noop("%(outcome)s, by %(unit)s")
TITLE_PERIOD_GROUPS = gettext_noop("%(outcome)s, by %(unit)s and %(by)s")
TITLE_RECORDED = gettext_noop("Share recorded, by %(unit)s")
TITLE_KNOWN = gettext_noop("How much is on record")
TITLE_SCAN = gettext_noop("What the search found")


@dataclass(frozen=True)
class Table:
    """A caption, headings, and rows whose first cell names the row. `wordy` are the places of columns that hold words."""

    title: Sentence
    headings: Sequence[Sentence]
    rows: Sequence[Sequence[Cell]]
    wordy: frozenset[int] = frozenset()


_NO_FIGURE = (f.NOT_DEFINED, f.WITHHELD)
Column: TypeAlias = tuple[str, Callable[[Any], Cell]]


def _named_so(table: Part, stage: Part) -> dict[str, Value]:
    return {"outcome": stage["name"], "by": named(table)}


def _beside(table: Part) -> list[Part]:
    return [group for group in table["groups"] if group["verdict"] not in {"reference", "not compared"}]


def what_would_change(table: Part, stage: Part) -> Table:
    """Of a characteristic or an intersection: after adjustment, whoever is missing, drawn together."""
    columns = _WHAT_WOULD if table["not_recorded"]["n"] != 0 else [column for column in _WHAT_WOULD if column not in _WHOEVER]
    return _with_more_than_gaps(_made(Sentence(TITLE_WHAT_WOULD, _named_so(table, stage)), GROUP, "group", columns, _beside(table)))


def tests(table: Part, stage: Part) -> Table:
    return _made(Sentence(TITLE_TESTS, _named_so(table, stage)), GROUP, "group", _TESTS, _beside(table))


def taken_into_account(table: Part, stage: Part) -> list[Table]:
    """Strata, parts of the gap, and coefficients of the model."""
    named_so = _named_so(table, stage)
    terms = (table["model"] or {}).get("terms") or ()
    return [
        _made(Sentence(TITLE_STRATA, named_so), GROUP, "group", _STRATA, table["stratified"] or ()),
        _made(Sentence(TITLE_PARTS, named_so), GROUP, "group", _PARTS, _parts(table)),
        _made(Sentence(TITLE_TERMS, named_so), gettext_noop("Column"), "term", _TERMS, terms),
    ]


def _with_more_than_gaps(table: Table) -> Table:
    """No rows where the gap, which stands in the table before, is all it would repeat."""
    only_gaps = all(heading.phrase in {GROUP, GAP} for heading in table.headings)
    return Table(table.title, table.headings, [] if only_gaps else table.rows, table.wordy)


def rates(table: Part, stage: Part) -> Table:
    """Of a characteristic or an intersection; with two rows that are compared with nothing: not recorded, and everyone."""
    shown = _made(Sentence(TITLE_RATES, _named_so(table, stage)), GROUP, "group", _RATES, table["groups"], keep=4, wordy={FINDING})
    plain = [] if table["not_recorded"]["n"] == 0 else [(NOT_RECORDED, table["not_recorded"])]
    rest = [f.NOT_DEFINED] * (len(shown.headings) - 4)
    more = [
        [Sentence(name, {}), f.counted(row["n"]), f.counted(row["k"]), f.rate_with(row["rate"], row["rate_ci"]), *rest]
        for name, row in [*plain, (EVERYONE, stage["overall"])]
    ]
    return Table(shown.title, shown.headings, [*shown.rows, *more], shown.wordy)


def _made(
    title: Sentence, first: str, name: str, columns: Sequence[Column], items: Iterable[Part], keep: int = 1, wordy: Iterable[str] = ()
) -> Table:
    """A table of items; a column that shows no figure for any of them is left out, except the first `keep`."""
    all_columns: list[Column] = [(first, lambda item: str(item[name])), *columns]
    rows = [[show(item) for _, show in all_columns] for item in items]
    kept = [place for place in range(len(all_columns)) if place < keep or any(row[place] not in _NO_FIGURE for row in rows)]
    headings = [all_columns[place][0] for place in kept]
    texts = frozenset(place for place, heading in enumerate(headings) if place and heading in {*wordy, *_WORDY})
    cells = [[row[place] for place in kept] for row in rows] if len(kept) > 1 else []
    return Table(title, [Sentence(heading, {}) for heading in headings], cells, texts)


def _of(form: Callable[[Any, Any], Cell], figure: str) -> Callable[[Any], Cell]:
    return lambda item: form(item[figure], item[f"{figure}_ci"])


def _one(form: Callable[[Any], Cell], figure: str) -> Callable[[Any], Cell]:
    return lambda item: form(item[figure])


def _adjusted(form: Callable[[Any, Any], Cell], figure: str) -> Callable[[Any], Cell]:
    return lambda group: form(f.within(group["adjusted"], figure), f.within(group["adjusted"], f"{figure}_ci"))


def _bounds(form: Callable[[Any], Cell], figure: str) -> Callable[[Any], Cell]:
    return lambda group: form(f.within(group["missing_bounds"], figure))


def _verdict(group: Part) -> Cell:
    return Sentence(VERDICTS[group["verdict"]], {})


_COUNTS: Sequence[Column] = ((AT_RISK, _one(f.counted, "n")), (WITH_IT, _one(f.counted, "k")))
_RATES: Sequence[Column] = (
    *_COUNTS,
    (RATE, _of(f.rate_with, "rate")),
    (GAP, _of(f.points_with, "difference")),
    (FINDING, _verdict),
    (RELATIVE, _of(f.ratio_with, "relative_rate")),
    (COMPLEMENT, _of(f.ratio_with, "complement_relative_rate")),
)
_WHOEVER: Sequence[Column] = (
    (gettext_noop("Rate in %%, whoever is missing"), _bounds(f.shares_between, "rate")),
    (gettext_noop("Relative rate, whoever is missing"), _bounds(f.ratios_between, "relative_rate")),
    (gettext_noop("Could completing the record change it?"), _bounds(f.answer, "verdict_could_change")),
)
_WHAT_WOULD: Sequence[Column] = (
    (GAP, _of(f.points_with, "difference")),
    (gettext_noop("Gap after adjustment (interval)"), _adjusted(f.points_with, "average_marginal_effect")),
    (gettext_noop("Relative rate after adjustment (interval)"), _adjusted(f.ratio_with, "standardised_relative_rate")),
    (gettext_noop("Rate after adjustment (interval)"), _adjusted(f.rate_with, "standardised_rate")),
    *_WHOEVER,
    (gettext_noop("Rate drawn towards that of all (interval)"), _of(f.rate_with, "shrunk_rate")),
    (gettext_noop("E-value"), _one(f.ratio, "e_value")),
    (gettext_noop("E-value of the interval"), _one(f.ratio, "e_value_limit")),
)
_TESTS: Sequence[Column] = (
    (gettext_noop("p"), _one(f.p_value, "p_value")),
    (gettext_noop("p adjusted for all comparisons"), _one(f.p_value, "q_value")),
    (gettext_noop("Odds ratio (interval)"), _of(f.ratio_with, "odds_ratio")),
    (gettext_noop("Odds ratio after adjustment (interval)"), _adjusted(f.ratio_with, "odds_ratio")),
    (gettext_noop("p after adjustment"), lambda group: f.p_value(f.within(group["adjusted"], "p_value"))),
    (gettext_noop("Four fifths"), lambda group: _four_fifths(group["four_fifths"])),
)
_STRATA: Sequence[Column] = (
    (gettext_noop("Strata of"), lambda one: str(one["by"])),
    (gettext_noop("Strata"), _one(f.counted, "strata")),
    (gettext_noop("Pooled odds ratio (interval)"), _of(f.ratio_with, "odds_ratio")),
    (gettext_noop("p"), _one(f.p_value, "p_value")),
    (gettext_noop("p of being the same in all strata"), _one(f.p_value, "homogeneity_p")),
)
_PARTS: Sequence[Column] = (
    (gettext_noop("Goes with"), lambda part: part["factor"]),
    (gettext_noop("Points"), _one(f.points, "effect")),
    (gettext_noop("Share of the gap"), lambda part: _signed_share(part["share"])),
)
_TERMS: Sequence[Column] = (
    (gettext_noop("Value"), lambda term: str(term["level"]) if term["level"] is not None else f.NOT_DEFINED),
    (gettext_noop("Coefficient"), _one(f.plain, "coefficient")),
    (gettext_noop("Standard error"), _one(f.plain, "standard_error")),
)
_AREAS: Sequence[Column] = (
    *_COUNTS,
    (RATE, _of(f.rate_with, "rate")),
    (gettext_noop("Where it lies, spread allowed for"), lambda area: Sentence(POSITIONS[area["position"]], {})),
    (gettext_noop("95%% limits, spread allowed for"), _one(f.shares_between, "limits_95")),
    (gettext_noop("99.8%% limits, spread allowed for"), _one(f.shares_between, "limits_998")),
    (gettext_noop("z"), _one(f.plain, "z")),
    (gettext_noop("z, spread allowed for"), _one(f.plain, "z_adjusted")),
)
_AREA_GROUPS: Sequence[Column] = (
    *_COUNTS,
    (RELATIVE, _of(f.ratio_with, "relative_rate")),
    (gettext_noop("Relative rate drawn towards that of all Areas"), _one(f.ratio, "shrunk_relative_rate")),
)
_PERIODS: Sequence[Column] = (
    *_COUNTS,
    (RATE, _of(f.rate_with, "rate")),
    (gettext_noop("Lower limit"), _one(f.share, "lower")),
    (gettext_noop("Centre"), _one(f.share, "centre")),
    (gettext_noop("Upper limit"), _one(f.share, "upper")),
    (gettext_noop("Signals"), lambda point: _signals(point["signals"])),
)
_PERIOD_GROUPS: Sequence[Column] = (
    (GROUP, lambda point: str(point["group"])),
    *_COUNTS,
    (gettext_noop("Rate"), _one(f.share, "rate")),
    (RELATIVE, _of(f.ratio_with, "relative_rate")),
)
_KNOWN: Sequence[Column] = (
    (gettext_noop("Where"), lambda part: part["where"]),
    (gettext_noop("Rows"), _one(f.counted, "rows")),
    (gettext_noop("Share recorded"), _one(f.share, "share")),
)
_SCAN: Sequence[Column] = (
    (gettext_noop("Outcome"), lambda one: str(one["stage"])),
    *_COUNTS,
    (gettext_noop("Rate seen"), _one(f.share, "observed_rate")),
    (gettext_noop("Rate expected"), _one(f.share, "expected_rate")),
    (gettext_noop("Score"), _one(f.plain, "score")),
    (gettext_noop("p by shuffling"), _one(f.p_value, "p_value")),
)
_WORDY = {
    "Outcome",
    "Finding",
    "Signals",
    "Strata of",
    "Goes with",
    "Value",
    "Where",
    "Group",
    "Where it lies, spread allowed for",
    "Four fifths",
}
FIFTHS = {"below": gettext_noop("below four fifths"), "not below": gettext_noop("not below four fifths")}


def _signals(signals: Sequence[str]) -> Cell:
    if not signals:
        return Sentence(gettext_noop("none"), {})
    return Sentence("%(signals)s", {"signals": [Sentence(signal) for signal in signals]})


def _four_fifths(said: Any) -> Cell:
    return Sentence(FIFTHS[said], {}) if said in FIFTHS else f.counted(said)


def _signed_share(share: Any) -> str:
    said = f.points(share)
    return said if said.startswith("[") else f"{said}%"


def _parts(table: Part) -> list[Part]:
    rest = Sentence(gettext_noop("between records alike in all of these"), {})
    return [
        {**part, "group": one["group"]}
        for one in table["decomposition"] or ()
        for part in [*one["parts"], {"factor": rest, "effect": one["rate_effect"], "share": None}]
    ]


def chain_table(chain: Part) -> Table:
    """One column a stage, and all stages together."""
    stages = list(dict.fromkeys(step["stage"] for group in chain["groups"] for step in group["steps"]))
    columns: list[Column] = [(stage.replace("%", "%%"), _step(stage)) for stage in stages]
    columns.append((gettext_noop("All stages together (interval)"), _of(f.ratio_with, "cumulative")))
    return _made(Sentence(TITLE_CHAIN, {"by": chain["characteristic"]}), GROUP, "group", columns, chain["groups"], keep=len(columns) + 1)


def _step(stage: str) -> Callable[[Any], Cell]:
    def show(group: Any) -> Cell:
        found = next((step for step in group["steps"] if step["stage"] == stage), None)
        return f.ratio_with(found["relative_rate"], found["relative_rate_ci"]) if found else f.NOT_DEFINED

    return show


def tables_of_areas(funnel: Part) -> list[Table]:
    area = gettext_noop("Area")
    made = [_made(Sentence(TITLE_AREAS, {"outcome": funnel["stage"]}), area, "area", _AREAS, funnel["areas"], keep=4)]
    for one in funnel["characteristics"]:
        reference = one["reference"] or f.NOT_DEFINED
        title = Sentence(TITLE_AREA_GROUPS, {"outcome": funnel["stage"], "group": one["group"], "reference": reference})
        made.append(_made(title, area, "area", _AREA_GROUPS, one["areas"], keep=3))
    return made


def tables_of_periods(series: Part) -> list[Table]:
    period = gettext_noop("Period")
    named_so: dict[str, Value] = {"outcome": series["stage"], "unit": Sentence(series["unit"])}
    made = [_made(Sentence(TITLE_PERIODS, named_so), period, "period", _PERIODS, series["points"], keep=4)]
    for one in series["characteristics"]:
        title = Sentence(TITLE_PERIOD_GROUPS, {**named_so, "by": one["name"]})
        made.append(_made(title, period, "period", _PERIOD_GROUPS, one["points"], keep=4))
    if series["completeness"]:
        made.append(_recorded(series, named_so))
    return made


def _recorded(series: Part, named_so: dict[str, Value]) -> Table:
    periods = list(dict.fromkeys(value["period"] for one in series["completeness"] for value in one["values"]))
    shares = {(one["column"], value["period"]): value["recorded"] for one in series["completeness"] for value in one["values"]}
    columns = [one["column"] for one in series["completeness"]]
    rows = [[period, *(f.share(shares.get((column, period))) for column in columns)] for period in periods]
    headings = [Sentence(gettext_noop("Period"), {}), *(Sentence(column) for column in columns)]
    return Table(Sentence(TITLE_RECORDED, named_so), headings, rows)


def tables_of_completeness(document: Part) -> list[Table]:
    whole = Sentence(gettext_noop("everywhere"), {})
    lines = [
        {**part, "column": one["column"], "where": part.get("where") or f"{part['dimension']}: {part['value']}"}
        for one in document["completeness"]
        for part in [{"where": whole, "rows": one["rows"], "share": one["share"]}, *one["by"]]
    ]
    made = _made(Sentence(TITLE_KNOWN, {}), gettext_noop("Column"), "column", _KNOWN, lines)
    return [made]


def tables_of_scan(scan: Part) -> list[Table]:
    lines = [{**one, "named": "; ".join(said.said() for said in conditions_of(one)) or f.WITHHELD} for one in scan["subgroups"]]
    made = _made(Sentence(TITLE_SCAN, {}), gettext_noop("Subgroup"), "named", _SCAN, lines, keep=3)
    return [made]
