"""Which reports may be made and signed, how two are compared, and what counts as a restatement. No database, no clock."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from folkmoot.foundation.periods import HalfYear
from folkmoot.reports.shapes import Change, Difference, Figures, Measure, OpenAction, Promise
from folkmoot.stats.intervals import newcombe_difference
from folkmoot.stats.significance import benjamini_hochberg, two_proportion_p


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    SIGNED = "signed"
    RESTATED = "restated"


# What a report can become, and by what. A signed report stays signed for ever; a later one may restate it.
_ANEW = "made again from records that had changed"
TRANSITIONS: tuple[tuple[State, str, State], ...] = (
    (State.DRAFT, "opened for review, with a last day", State.REVIEW),
    (State.REVIEW, "its last day passes, or the review is ended", State.REVIEWED),
    (State.REVIEWED, "given a later last day", State.REVIEW),
    (State.DRAFT, "returned by a signatory, with reasons", State.RETURNED),
    (State.REVIEWED, "returned by a signatory, with reasons", State.RETURNED),
    (State.DRAFT, "signed by everybody who was to sign, none of whom made it", State.SIGNED),
    (State.REVIEWED, "signed by everybody who was to sign, every challenge answered", State.SIGNED),
    (State.RETURNED, "signed after all by whoever returned it, as the last to sign", State.SIGNED),
    (State.RETURNED, "signed after all by whoever returned it, while others are still to sign", State.REVIEWED),
    (State.DRAFT, _ANEW, State.RESTATED),
    (State.REVIEW, _ANEW, State.RESTATED),
    (State.REVIEWED, _ANEW, State.RESTATED),
    (State.RETURNED, _ANEW, State.RESTATED),
    (State.SIGNED, _ANEW, State.RESTATED),
)


class Verdict(StrEnum):
    NO_EARLIER = "no_earlier"
    NEW_MEASURE = "new_measure"
    SAME = "same"
    COUNT = "count"
    TOO_FEW = "too_few"
    WITHIN_CHANCE = "within_chance"
    MORE = "more"
    LESS = "less"


AREA_SIGNER = "Another person who signs for this Area or headquarters must read and sign it."
NATIONAL_SIGNER = "Another person who signs for headquarters must read and sign it."
LEAST_BASE = 10  # below this, no share is compared: the smallest base that a result is reported on (equality note 4.5)
LEVEL = 0.95
# Three years of half-years give six points: run rules need about twice as many (equality note 2.7).
POINTS_FOR_A_TREND = 12


def state_of(*, signed: bool, restated: bool, returned: bool = False, review_open: bool | None = None) -> State:
    """`returned`: a signatory returned it and did not sign since. `review_open` is None where it was never opened for review."""
    if restated:
        return State.RESTATED
    if signed:
        return State.SIGNED
    if returned:
        return State.RETURNED
    if review_open is None:
        return State.DRAFT
    return State.REVIEW if review_open else State.REVIEWED


def period_problem(period: HalfYear, today: date) -> str | None:
    """Why no report can be made for a period yet, or None."""
    if period.first > today:
        return f"The half-year {period} begins on {period.first:%-d %B %Y}: there is nothing to report yet."
    return None


def position_on(period: HalfYear, today: date) -> date:
    """The day on which the report takes stock: the last of the period, or today while it still runs."""
    return min(period.last, today)


def sign_problem(*, state: State, maker_id: int | None, signer_id: int | None, ended: bool, national: bool) -> str | None:
    """Why this person may not sign this report, or None. Two people stand behind a signed report."""
    if signer_id is None:
        return "A report is signed by a person with an account, not by the command line."
    if state is State.SIGNED:
        return "This report is signed already."
    if state is State.RESTATED:
        return "A later report restates this one. Sign the later one."
    if state is State.REVIEW:
        return "It is open for review. Reviewers may still comment: sign it when the review is over."
    if maker_id == signer_id:
        return f"You made this report. {NATIONAL_SIGNER if national else AREA_SIGNER}"
    if not ended:
        return "The period has not ended, so the figures will still move. Make the report again after its last day, and sign that one."
    return None


def fingerprint(value: object) -> str:
    """SHA-256 of plain values as canonical JSON: the same for the same figures, whatever order they were gathered in."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def middle(values: Sequence[int]) -> float | None:
    """The median; None of nothing."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return None
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def headline(figures: Figures) -> list[Measure]:
    """The figures that are set beside the earlier report's, in the order in which they are read."""
    engagement, voice, actions = figures["engagement"], figures["voice"], figures["actions"]
    total, loop = engagement["total"], voice["loop"]
    return [
        _measure("activities", "count", total["activities"]),
        _measure("people", "count", total["people"]["total"], total["people"]["said"]),
        _measure("hours", "hours", total["quarters"]["total"] / 4, total["quarters"]["said"]),
        _measure("money", "money", total["pence"]["total"], total["pence"]["said"]),
        _measure("low_contact", "share", engagement["low_contact"]["count"], engagement["low_contact"]["of"]),
        _measure("reached", "part", engagement["reached"]["count"], engagement["reached"]["of"]),
        _measure("quiet", "part", engagement["quiet"]["count"], engagement["quiet"]["of"]),
        _measure("raised", "count", loop["raised"]),
        _measure("answered", "share", loop["answered"], loop["raised"]),
        _measure("told", "share", loop["told"], loop["raised"]),
        _measure("concerns_changed", "share", voice["concerns_changed"]["count"], voice["concerns_changed"]["of"]),
        _measure("median_days", "days", voice["median_days"], voice["answers"]),
        _measure("waiting", "count", voice["waiting"]),
        _measure("done", "share", actions["done"], actions["due"]),
        _measure("overdue", "part", actions["overdue"], actions["open"]),
        _measure("ownerless", "part", actions["ownerless"], actions["open"]),
        *_of_rooms(figures),
    ]


def _of_rooms(figures: Figures) -> list[Measure]:
    """One figure of each room that the report holds. They are counts of a known whole, and not samples: nothing is tested."""
    found = []
    if "signals" in figures:
        states = figures["signals"]["states"]
        found.append(_measure("signals_open", "part", states.get("open", 0), sum(states.values())))
    if "panels" in figures:
        states = figures["panels"]["states"]
        found.append(_measure("recommendations_finished", "part", states.get("finished", 0), sum(states.values())))
    if "scrutiny" in figures:
        found.append(_measure("cases_scrutinised", "count", figures["scrutiny"]["cases"]))
    if "measures" in figures:
        cards = figures["measures"]["cards"]
        found.append(_measure("measures_known", "part", sum(bool(one["latest"]) for one in cards), len(cards)))
    if "workforce" in figures:
        targets = figures["workforce"]["targets"]
        found.append(_measure("targets_reached", "part", sum(one["answer"] == "met" for one in targets), len(targets)))
    if "decisions" in figures:
        informed = figures["decisions"]["informed"]
        found.append(_measure("decisions_assessed", "part", informed["count"], informed["of"]))
    if "partners" in figures:
        partners = figures["partners"]
        found.append(_measure("partnerships_lapsed", "part", len(partners["lapsed"]), partners["partnerships"]))
    if "assurance" in figures:
        areas = (figures["assurance"]["standing"]["round"] or {"areas": []})["areas"]
        found.append(_measure("assessments_settled", "part", sum(one["state"] == "settled" for one in areas), len(areas)))
    return found


def _measure(key: str, kind: str, value: float | None, of: int | None = None) -> Measure:
    return {"key": key, "kind": kind, "value": value, "of": of}


def compared(now: Sequence[Measure], before: Sequence[Measure] | None) -> list[Change]:
    """Each headline figure beside the earlier one. `before` is None where there is no earlier report.

    Shares are compared by Newcombe's interval for the difference and a test adjusted for all shares of the report (Benjamini and
    Hochberg): a change counts as beyond chance only where both say so.
    """
    earlier = {measure["key"]: measure for measure in before or ()}
    tested = [one for one in now if _testable(one, earlier.get(one["key"]))]
    p_values = [two_proportion_p(*_counts(one), *_counts(earlier[one["key"]])) for one in tested]
    adjusted = dict(zip((one["key"] for one in tested), benjamini_hochberg(p_values), strict=True))
    return [_change(one, earlier.get(one["key"]), before is not None, adjusted.get(one["key"])) for one in now]


def _counts(measure: Measure) -> tuple[int, int]:
    return int(measure["value"] or 0), int(measure["of"] or 0)


def _testable(now: Measure, before: Measure | None) -> bool:
    if before is None or now["kind"] != "share" or before["kind"] != "share":
        return False
    return min(now["of"] or 0, before["of"] or 0) >= LEAST_BASE


def _change(now: Measure, before: Measure | None, has_earlier: bool, adjusted: float | None) -> Change:
    low = high = None
    if before is None:
        verdict = Verdict.NEW_MEASURE if has_earlier else Verdict.NO_EARLIER
    elif now["kind"] == "share":
        verdict = Verdict.TOO_FEW
        if adjusted is not None:
            gap = newcombe_difference(*_counts(now), *_counts(before), LEVEL)
            low, high = gap.low, gap.high
            verdict = _against_chance(low, high, adjusted)
    else:
        verdict = Verdict.SAME if (now["value"], now["of"]) == (before["value"], before["of"]) else Verdict.COUNT
    return {"now": now, "before": before, "verdict": verdict.value, "low": low, "high": high}


def _against_chance(low: float, high: float, adjusted: float) -> Verdict:
    if adjusted > 1 - LEVEL or low <= 0 <= high:
        return Verdict.WITHIN_CHANCE
    return Verdict.MORE if low > 0 else Verdict.LESS


def not_done(promised: Iterable[OpenAction], still_open: Mapping[int, str], position: date) -> list[Promise]:
    """What the earlier report said would be done by now and is still open. `still_open` gives each open action's due date today."""
    return [
        {"title": one["title"], "area": one["area"], "promised_for": one["due_on"], "due_on": still_open[one["id"]]}
        for one in promised
        if one["id"] in still_open and one["due_on"] < position.isoformat()
    ]


SECTIONS = (
    "engagement", "voice", "actions", "fairness", "signals", "panels", "scrutiny", "measures", "workforce", "decisions", "partners",
    "assurance",
)  # fmt: skip


def differences(now: Figures, before: Figures) -> list[Difference]:
    """What changed between a report and the one it restates: headline figures, then the sections where other figures differ."""
    earlier = {measure["key"]: measure for measure in headline(before)}
    found: list[Difference] = [
        {"section": "headline", "now": one, "before": earlier.get(one["key"])} for one in headline(now) if one != earlier.get(one["key"])
    ]
    sections = [name for name in SECTIONS if _part(now, name) != _part(before, name)]
    found += [{"section": name, "now": None, "before": None} for name in sections]
    if now["position_on"] != before["position_on"]:
        found.append({"section": "position_on", "now": None, "before": None})
    # Where a headline figure moved, the comparison with the earlier report moved with it: that goes without saying.
    return found or [{"section": "since", "now": None, "before": None}]


def _part(figures: Figures, name: str) -> Any:
    return figures.get(name)


def same_figures(now: Figures, before: Figures) -> bool:
    """Whether two reports say the same: then the earlier one stands, and no new one is made."""
    return fingerprint(now) == fingerprint(before)
