"""The file, how complete it is, how small numbers were kept back, how the figures were made, and what to keep in mind."""

from collections.abc import Iterator

from folkmoot.disparity import figures as f
from folkmoot.disparity.sentences.groups import Part
from folkmoot.disparity.words import Sentence, Value, gettext_noop

COUNTED = gettext_noop("%(used)s of %(rows)s rows were counted, from: %(files)s.")
EXCLUDED = gettext_noop("%(rows)s rows were not counted: %(reason)s.")
UNMAPPED = gettext_noop("%(rows)s rows have a value of %(column)s that its scheme does not know: %(values)s.")
INVALID = gettext_noop("%(rows)s rows have a value of %(column)s that cannot be read.")
ONLY_ROWS = gettext_noop("Only rows with: %(conditions)s.")
AT_RISK = gettext_noop("At risk of “%(outcome)s”: rows with %(conditions)s.")
CONDITION = gettext_noop("%(column)s: %(values)s")
ADVERSE_YES = gettext_noop("Taken to be the worse result: having the outcome (--adverse no, if it is the better one).")
ADVERSE_NO = gettext_noop("Declared to be the worse result: not having the outcome (--adverse no).")
RULE = gettext_noop(
    "A difference is called one when its p value, adjusted for all %(comparisons)s comparisons made here, is at most %(q)s, the gap is at"
    " least %(gap)s percentage points, both sides have at least %(at_risk)s at risk and %(events)s events (seen or expected), and at least"
    " %(complete)s of groups are recorded."
)
INTERVALS = gettext_noop("Intervals are given with %(level)s%% confidence.")
METHOD = gettext_noop("%(figure)s: %(method)s")
RECORDED = gettext_noop("%(column)s is recorded in %(share)s of %(rows)s rows.")
LOWEST = gettext_noop("%(column)s is recorded least where %(dimension)s is %(value)s: in %(share)s of %(rows)s rows.")
THRESHOLD = gettext_noop("Counts of fewer than %(threshold)s, and whatever they could be worked out from, are withheld ([c]).")
ROUNDED = gettext_noop("Counts are rounded to the nearest %(rounding)s.")
NOT_FOR_RELEASE = gettext_noop("Small numbers are shown. This is not for release.")
ATTACKED = gettext_noop(
    "Before this was written, an attempt was made to work out the withheld counts from everything shown: %(tables)s tables, %(unknowns)s"
    " unknown counts, of which %(protected)s must not be found. Not one was found (%(method)s)."
)
NOT_ATTACKED = gettext_noop("No attempt was made to work out withheld counts from what is shown.")
REGISTERED = gettext_noop("Compared with %(releases)s earlier releases in the register %(file)s.")
NO_REGISTER = gettext_noop(
    "No register of earlier releases was given: another release of nearly the same file could be subtracted from this one."
)


def about_source(document: Part) -> list[Sentence]:
    source, asked = document["source"], document["specification"]
    files = [one["name"] for one in source["files"]]
    said = [Sentence(COUNTED, {"used": f.counted(source["used"]), "rows": f.counted(source["rows"]), "files": files})]
    said += [Sentence(EXCLUDED, {"rows": f.counted(one["rows"]), "reason": Sentence(one["reason"])}) for one in source["excluded"]]
    said += [sentence for one in source["values"] for sentence in _values(one)]
    said += [Sentence(ONLY_ROWS, {"conditions": _conditions(asked["where"])})] if asked["where"] else []
    for outcome in asked["outcomes"]:
        if outcome["at_risk"]:
            said.append(Sentence(AT_RISK, {"outcome": outcome["name"], "conditions": _conditions(outcome["at_risk"])}))
    return said


def _conditions(conditions: list[Part]) -> list[Sentence]:
    return [Sentence(CONDITION, {"column": one["column"], "values": ", ".join(one["values"])}) for one in conditions]


def _values(one: Part) -> Iterator[Sentence]:
    if one["unmapped_rows"]:
        values = [f"{value['value']} ({f.counted(value['rows'])})" for value in one["unmapped"]]
        yield Sentence(UNMAPPED, {"rows": f.counted(one["unmapped_rows"]), "column": one["column"], "values": values})
    if one["invalid_rows"]:
        yield Sentence(INVALID, {"rows": f.counted(one["invalid_rows"]), "column": one["column"]})


def about_method(document: Part) -> list[Sentence]:
    asked = document["specification"]
    rule = asked["rule"]
    values: dict[str, Value] = {
        "comparisons": f.counted(asked["comparisons"]), "q": f"{rule['q']:g}", "gap": f"{rule['min_gap'] * 100:g}",
        "at_risk": f.counted(rule["min_at_risk"]), "events": f.counted(rule["min_events"]), "complete": f.share(rule["min_completeness"]),
    }  # fmt: skip
    said = [Sentence(ADVERSE_YES if asked["adverse"] == "yes" else ADVERSE_NO, {}), Sentence(RULE, values)]
    said.append(Sentence(INTERVALS, {"level": f"{asked['level'] * 100:g}"}))
    return said + [Sentence(METHOD, {"figure": name.replace("_", " "), "method": Sentence(how)}) for name, how in asked["methods"].items()]


def about_completeness(document: Part) -> list[Sentence]:
    return [sentence for one in document["completeness"] for sentence in _known(one)]


def _known(one: Part) -> Iterator[Sentence]:
    yield Sentence(RECORDED, {"column": one["column"], "share": f.share(one["share"]), "rows": f.counted(one["rows"])})
    parts = [part for part in one["by"] if f.is_number(part["share"])]
    if len(parts) > 1:
        least = min(parts, key=lambda part: part["share"])
        values: dict[str, Value] = {"column": one["column"], "dimension": least["dimension"], "value": least["value"]}
        yield Sentence(LOWEST, {**values, "share": f.share(least["share"]), "rows": f.counted(least["rows"])})


def about_disclosure(document: Part) -> list[Sentence]:
    kept = document["disclosure"]
    if kept["off"] or kept["threshold"] is None:
        return [Sentence(NOT_FOR_RELEASE, {})]
    said = [Sentence(THRESHOLD, {"threshold": str(kept["threshold"])})]
    said += [Sentence(ROUNDED, {"rounding": str(kept["rounding"])})] if kept["rounding"] else []
    return [*said, _attack(kept["attack"]), *_register(kept["register"])]


def _attack(attack: Part) -> Sentence:
    if not attack["ran"]:
        return Sentence(NOT_ATTACKED, {})
    numbers = {name: f.counted(attack[name]) for name in ("tables", "unknowns", "protected")}
    method: Value = Sentence(attack["method"]) if attack["method"] else f.NOT_AVAILABLE
    return Sentence(ATTACKED, {**numbers, "method": method})


def _register(register: Part | None) -> Iterator[Sentence]:
    if register is None:
        yield Sentence(NO_REGISTER, {})
        return
    yield Sentence(REGISTERED, {"releases": f.counted(register["releases"]), "file": register["file"]})
    yield from (Sentence(difference) for difference in register["differences"])


def caveats(document: Part) -> list[Sentence]:
    return [Sentence(caveat) for caveat in document["caveats"]]
