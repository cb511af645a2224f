"""Representation as rows of words: levels, units, days, and who joined, was promoted and left."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.workforce.headcounts.models import Headcount
from folkmoot.workforce.models import Unit
from folkmoot.workforce.representation.flows import FEWEST, Finding, Flow
from folkmoot.workforce.representation.population import Local
from folkmoot.workforce.representation.queries import Line, Past, Table
from folkmoot.workforce.web.words import ANSWERS, base, between, completeness, interval, missed, moved, people, process, share

BROKEN = {
    "source": gettext_lazy("another source"), "numbers": gettext_lazy("numbers counted another way"),
    "units": gettext_lazy("other units counted"),
}  # fmt: skip
FLOWS = (
    gettext_lazy("In the year"), gettext_lazy("The group"), gettext_lazy("Beside it"), gettext_lazy("Difference in percentage points"),
    gettext_lazy("Base"), gettext_lazy("Finding"),
)  # fmt: skip
FINDINGS = {
    Finding.DIFFERS: gettext_lazy("Needs review: more than chance alone would make it"),
    Finding.NOT_SHOWN: gettext_lazy("No difference shown: chance alone could make it"),
    Finding.TOO_FEW: gettext_lazy("Too few to judge"), Finding.CANNOT_TELL: gettext_lazy("Cannot tell: figures withheld"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A level, a unit or a day. `answer` and `missed`: beside the target, where one speaks of it."""

    name: str
    share: str
    process: str
    base: str
    known: str
    unit: Unit | None = None
    answer: object = ""
    colour: str = "grey"
    missed: str = ""
    broken: str = ""


def row(line: Line, name: str = "") -> Row:
    answer, colour = ANSWERS[line.against.answer] if line.against else ("", "grey")
    return Row(
        name or line.name, share(line.found), process(line.found), base(line.found), completeness(line.found), line.unit, answer, colour,
        missed(line.against) if line.against else "",
    )  # fmt: skip


def past_row(past: Past, name: str) -> Row:
    """A day; `broken` says what differs in how it was counted from the day before."""
    shown = row(past.line, name)
    words = ", ".join(str(BROKEN[one]) for one in past.broken)
    return Row(shown.name, shown.share, shown.process, shown.base, shown.known, broken=words)


@dataclass(frozen=True)
class FlowRow:
    name: str
    rate: str
    beside: str
    difference: str
    base: str
    finding: str
    review: bool


def flow_row(flow: Flow) -> FlowRow:
    difference = flow.difference
    apart = (
        _("%(value)s (%(low)s to %(high)s)")
        % {"value": f"{difference.value * 100:+.1f}", "low": f"{difference.low * 100:+.1f}", "high": f"{difference.high * 100:+.1f}"}
        if difference
        else "[c]"
    )
    return FlowRow(
        str(dict(Headcount.Measure.choices)[flow.measure]), interval(flow.rate) or between(flow.bounds), interval(flow.other_rate) or "[c]",
        apart, people(flow.base), str(FINDINGS[flow.finding]), flow.finding is Finding.DIFFERS,
    )  # fmt: skip


def sentences(table: Table, beside: Local | None) -> list[str]:
    found = table.everyone.found
    if found is None:
        return []
    said = [_("%(share)s of the staff whose group is known (%(base)s).") % {"share": share(found), "base": base(found)}]
    if found.not_known.high:
        said.append(_("Counting those who did not say, it may be %(range)s.") % {"range": between(found.everyone)})
    said += [moved(table.trend[-1])] if table.trend else []
    if beside:
        said += population(beside)
    return said


def population(beside: Local) -> list[str]:
    """The share of the people who live there, and whether the staff differ from it by more than chance."""
    place = beside.place or _("England and Wales")
    figures = {"share": f"{beside.share * 100:.1f}", "year": beside.year, "place": place, "base": f"{beside.base:,}"}
    if beside.adults:
        said = [_("Of the %(base)s people aged 16 and over who live in %(place)s, %(share)s %% belong to it (census %(year)s).") % figures]
    else:
        words = _("Of the %(base)s people who live in %(place)s, %(share)s %% belong to it (census %(year)s, all ages).")
        said = [words % figures]
    ratio = beside.beside.ratio if beside.beside is not None else None
    if ratio is not None:
        words = _("The share among staff is %(ratio)s times that of the population (95%% interval of the process: %(low)s to %(high)s).")
        said.append(words % {"ratio": f"{ratio.value:.2f}", "low": f"{ratio.low:.2f}", "high": f"{ratio.high:.2f}"})
    return [*said, beside.note] if beside.note else said


def method() -> list[str]:
    """How to read the tables; the same sentences stand on the page and in the notes of files."""
    return [
        _(
            "The share is of those whose group is known; who declined to say or never answered is not in it. “Known” says how large that "
            "part is."
        ),
        _("Where figures are rounded or withheld the share is a range: nothing between its ends can be ruled out."),
        _(
            "The interval (Wilson score, 95%) is for judging recruitment and retention: how far chance alone could move the share if they "
            "went on as they do. It says nothing more of the staff in post, who are everyone there is."
        ),
        _(
            "Joiners are a share of all who joined, beside the group’s share of the staff; promotions and leavers are of 100 staff of the "
            "group in post, beside everybody else whose group is known. Differences: Newcombe, 95%%; judged from %(least)d people on."
        )
        % {"least": FEWEST},
        _("[c]: withheld, because a count below 5 could be had from it."),
    ]  # fmt: skip
