"""Headline figures in words: what each is called, how it is written, and whether it moved more than chance would move it."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy

from folkmoot.reports.rules import LEAST_BASE, Verdict
from folkmoot.reports.shapes import Change, Measure
from folkmoot.reports.wording.words import Line, Words, hours, label, line, pounds, share, whole
from folkmoot.reports.wording.words import say as _

LABELS = {
    "activities": gettext_lazy("Activities held"),
    "people": gettext_lazy("People reached (counted)"),
    "hours": gettext_lazy("Staff hours (recorded)"),
    "money": gettext_lazy("Money spent (recorded)"),
    "low_contact": gettext_lazy("Activities that reached a community we had little contact with"),
    "reached": gettext_lazy("Communities reached"),
    "quiet": gettext_lazy("Communities overdue for contact"),
    "raised": gettext_lazy("Points raised"),
    "answered": gettext_lazy("Points answered"),
    "told": gettext_lazy("Points where those who raised them were told"),
    "concerns_changed": gettext_lazy("Concerns that led to a change"),
    "median_days": gettext_lazy("Middle number of days to an answer"),
    "waiting": gettext_lazy("Points waiting for an answer"),
    "done": gettext_lazy("Actions due in the period that were done"),
    "overdue": gettext_lazy("Actions overdue"),
    "ownerless": gettext_lazy("Actions that nobody owns"),
    "signals_open": gettext_lazy("Differences that need review and are not answered"),
    "recommendations_finished": gettext_lazy("Recommendations of panels that are finished, with evidence"),
    "cases_scrutinised": gettext_lazy("Cases that panels looked at"),
    "measures_known": gettext_lazy("Measures of the strategy that have a figure"),
    "targets_reached": gettext_lazy("Targets of the workforce known to be reached"),
    "decisions_assessed": gettext_lazy("Decisions with an assessment of equality settled before"),
    "partnerships_lapsed": gettext_lazy("Partnerships without contact in their time"),
    "assessments_settled": gettext_lazy("Self-assessments of Areas that are settled"),
}


# Nationally a community is counted once in the register of each Area that keeps it.
_NATIONAL_LABELS = {
    "reached": gettext_lazy("Entries in the Areas' registers of communities that were reached"),
    "quiet": gettext_lazy("Entries in the Areas' registers of communities that are overdue for contact"),
}


def measure_label(key: str, *, national: bool = False) -> Words:
    labels = LABELS | _NATIONAL_LABELS if national else LABELS
    return label(labels[key]) if key in labels else Words(key)


def written(measure: Measure | None) -> Words:
    """A figure with its base; words where there is none."""
    if measure is None:
        return _("not measured")
    value, of = measure["value"], measure["of"] or 0
    if value is None:
        return _("none to measure")
    return _WRITTEN[measure["kind"]](value, of, measure["key"])


def _counted(value: float, of: int, key: str) -> Words:
    return _("%(value)s (in %(of)s activities)", value=whole(value), of=whole(of)) if key == "people" else Words(whole(value))


def _hours(value: float, of: int, key: str) -> Words:
    return _("%(value)s (in %(of)s activities)", value=hours(value), of=whole(of))


def _money(value: float, of: int, key: str) -> Words:
    return _("%(value)s (in %(of)s activities)", value=pounds(value), of=whole(of))


def _days(value: float, of: int, key: str) -> Words:
    return _("%(value)s days (%(of)s answered)", value=hours(value), of=whole(of))


def _share(value: float, of: int, key: str) -> Words:
    return Words(share(value, of)) if of else _("none to measure")


_WRITTEN: dict[str, Callable[[float, int, str], Words]] = {
    "count": _counted, "hours": _hours, "money": _money, "days": _days, "part": _share, "share": _share,
}  # fmt: skip


def verdict_words(change: Change) -> Line:
    """Whether the figure moved, and whether that is more than chance."""
    verdict = Verdict(change["verdict"])
    if verdict in _PLAIN:
        return line(label(_PLAIN[verdict]))
    if verdict is Verdict.TOO_FEW:
        return line(_("cannot tell: fewer than %(least)s in one of the two", least=LEAST_BASE))
    if verdict is Verdict.COUNT:
        return line(_difference(change))
    words = {
        Verdict.MORE: gettext_lazy("a rise beyond what chance would give"),
        Verdict.LESS: gettext_lazy("a fall beyond what chance would give"),
        Verdict.WITHIN_CHANCE: gettext_lazy("no more than chance could give"),
    }[verdict]
    return line(label(words), "; ", _("between %(low)s and %(high)s points", low=_points(change["low"]), high=_points(change["high"])))


_PLAIN = {
    Verdict.NO_EARLIER: gettext_lazy("no earlier report"),
    Verdict.NEW_MEASURE: gettext_lazy("new measure"),
    Verdict.SAME: gettext_lazy("the same"),
}


def _points(share_of_one: float | None) -> str:
    """A difference of shares in percentage points, with its sign."""
    points = (share_of_one or 0) * 100
    return f"{points:+.1f}".replace("-", "−")


def _difference(change: Change) -> Words:
    now, before = change["now"], change["before"]
    if before is None or now["value"] is None or before["value"] is None:
        return _("cannot be compared: there was nothing to measure in one of the two")
    moved = now["value"] - before["value"]
    if not moved:
        return _("the same; the base differs")
    write = {"money": pounds, "hours": hours, "days": hours}.get(now["kind"], whole)
    if moved > 0:
        return _("%(number)s more", number=write(moved))
    return _("%(number)s fewer", number=write(-moved)) if now["kind"] in {"count", "part"} else _("%(number)s less", number=write(-moved))
