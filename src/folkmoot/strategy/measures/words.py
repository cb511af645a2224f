"""Measures in words: a figure with its unit, an interval, a judgement with what it rests on. No database, no clock."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.stats.intervals import Estimate
from folkmoot.strategy.measures.judgement import LEAST_BASE, Judged, Reason, Sampled, Verdict, effective_base, matters
from folkmoot.strategy.measures.rules import known_until

VERDICTS: dict[Verdict, tuple[Promise, str]] = {
    Verdict.IMPROVED: (_("Improved"), "turquoise"),
    Verdict.UNCHANGED: (_("Unchanged"), "blue"),
    Verdict.WORSE: (_("Worse"), "orange"),
    Verdict.CANNOT_TELL: (_("Cannot tell"), "grey"),
}
REASONS: dict[Reason, Promise] = {
    Reason.NO_FIGURE: _("there is no figure yet."),
    Reason.ONE_FIGURE: _("there is one point only, and nothing earlier to set it beside."),
    Reason.NO_BASELINE: _("there is no baseline to set it beside."),
    Reason.UNBASED: _("its source does not say how many answered, so how much is chance cannot be known."),
    Reason.NO_MARGIN: _("a base or a margin is missing, so how much is chance cannot be known."),
    Reason.NO_DIRECTION: _("nobody has said whether higher or lower is better."),
}


def day(value: date) -> str:
    """A day as people say it: “3 March 2026”."""
    return date_format(value, "j F Y")


def figure(value: Decimal | float | None, unit: str) -> str:
    """A value with its unit; "" for none."""
    if value is None:
        return ""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    plain = f"{exact.normalize():,f}"
    if unit == "percent":
        return f"{plain}%"
    if unit == "pounds":
        return f"£{plain}"
    return gettext("%(number)s days") % {"number": plain} if unit == "days" else plain


def span(low: Decimal | float | None, high: Decimal | float | None, unit: str) -> str:
    """“24.1% to 31.9%”; "" where no interval is known."""
    if low is None or high is None:
        return ""
    return gettext("%(low)s to %(high)s") % {"low": figure(low, unit), "high": figure(high, unit)}


def judged_in_words(judged: Judged, latest: Sampled | None, baseline: Sampled | None, unit: str, breaks: Collection[date] = ()) -> str:
    """One sentence: the verdict, the change with its interval, the bases, and why the verdict is not a firmer one."""
    tag = str(VERDICTS[judged.verdict][0])
    if judged.reason in REASONS:
        return f"{tag}: {REASONS[judged.reason]}"
    if latest is None or baseline is None:
        return tag
    if judged.reason is Reason.BROKEN:
        on = max(one for one in breaks if baseline.seen.as_of < one <= latest.seen.as_of)
        said = gettext("it has been counted otherwise since %(day)s, and the baseline is of %(before)s.")
        return f"{tag}: " + said % {"day": day(on), "before": day(baseline.seen.as_of)}
    assert judged.difference is not None  # every other reason comes of a difference
    parts = [_moved(judged.difference, unit, baseline), _bases(latest, baseline), _because(judged, latest, baseline, unit)]
    return f"{tag}: " + " ".join(part for part in parts if part)


def late_in_words(as_of: date, frequency: str, today: date) -> str:
    """Since when a newer figure is overdue; "" where it is not late."""
    until = known_until(as_of, frequency)
    if until is None or until >= today:
        return ""
    return gettext("Late: a newer figure was due by %(day)s.") % {"day": day(until)}


def _moved(found: Estimate, unit: str, baseline: Sampled) -> str:
    words = gettext("%(change)s since %(day)s, 95%% interval %(low)s to %(high)s.")
    said = {"change": signed(found.value, unit), "low": signed(found.low, unit), "high": signed(found.high, unit)}
    return words % {**said, "day": day(baseline.seen.as_of)}


def signed(value: float, unit: str) -> str:
    """“+3.0 points”, “−0.4 points”; other units without a name."""
    rounded = round(value, 1) + 0.0
    plain = f"{'−' if rounded < 0 else '+'}{abs(rounded):,.1f}"
    return gettext("%(number)s points") % {"number": plain} if unit in {"percent", "score"} else plain


def _bases(latest: Sampled, baseline: Sampled) -> str:
    if latest.seen.base is None or baseline.seen.base is None:
        return gettext("The bases are not published; the published margins were used.")
    said = {"now": f"{latest.seen.base:,}", "then": f"{baseline.seen.base:,}"}
    return gettext("It rests on %(now)s now and %(then)s then.") % said


def _because(judged: Judged, latest: Sampled, baseline: Sampled, unit: str) -> str:
    if judged.reason is Reason.SMALL_BASE:
        smallest = int(min(effective_base(one, unit) for one in (latest, baseline) if one.seen.base is not None))
        words = ngettext(
            "That is worth %(number)d independent answer; fewer than %(least)d are not judged.",
            "That is worth %(number)d independent answers; fewer than %(least)d are not judged.",
            smallest,
        )
        return words % {"number": smallest, "least": LEAST_BASE}
    if judged.reason is Reason.TOO_UNCERTAIN:
        smallest_words = signed(matters(unit, float(baseline.seen.value)), unit).lstrip("+")
        return gettext("It may be no change at all, or a change of %(smallest)s or more.") % {"smallest": smallest_words}
    if judged.reason is Reason.TOO_SMALL_TO_MATTER:
        return gettext("Any change is within chance and too small to matter.")
    return gettext("The whole interval lies on one side of no change.")
