"""States, reasons and results of forms in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.stats.intervals import Estimate
from folkmoot.voice.forms.models import Form, FormQuestion, FormSection, Response
from folkmoot.voice.forms.queries import state_of_row
from folkmoot.voice.forms.results import Kept, MonitoringLine, QuestionResult, Results
from folkmoot.voice.forms.rules import CHOSEN, Kind, State
from folkmoot.voice.forms.suspicion import Reason
from folkmoot.voice.forms.web.asking import day_words, labels_of

STATE_WORDS: dict[State, Promise] = {
    State.DRAFT: gettext_lazy("Draft"),
    State.OPEN: gettext_lazy("Open"),
    State.CLOSED: gettext_lazy("Closed"),
}
STATE_COLOURS = {State.DRAFT: "grey", State.OPEN: "turquoise", State.CLOSED: "blue"}
REASON_WORDS: dict[str, Promise] = {
    Reason.TRAP: gettext_lazy("a field was filled in that people do not see"),
    Reason.QUICK: gettext_lazy("it came within a few seconds"),
    Reason.LINKS: gettext_lazy("it holds several links"),
    Reason.SAME: gettext_lazy("others came in the same words"),
    Reason.FLOOD: gettext_lazy("very many came to this form within the hour"),
}
CHANNEL_WORDS: dict[str, Promise] = {str(value): label for value, label in Response.Channel.choices}


@dataclass(frozen=True)
class Line:
    form: Form
    state_words: Promise
    state_colour: str


def line_of(form: Form, today: date) -> Line:
    state = state_of_row(form, today)
    return Line(form, STATE_WORDS[state], STATE_COLOURS[state])


def condition_words(row: FormQuestion | FormSection, numbers: dict[int, int], by_id: dict[int, FormQuestion]) -> str:
    """“Only if question 3 was answered: Yes, often; No”. Empty where everybody is asked."""
    if row.only_if_id is None or row.only_if_id not in by_id:
        return ""
    labels = labels_of(by_id[row.only_if_id])
    answers = "; ".join(str(labels.get(key, key)) for key in row.only_keys)
    return _("Only if question %(number)s was answered: %(answers)s") % {"number": numbers.get(row.only_if_id, "?"), "answers": answers}


def percent(share: float) -> str:
    """“62.5%”."""
    return f"{number_format(round(share * 100, 1), 1)}%"


def interval_words(share: Estimate) -> str:
    return _("%(low)s to %(high)s") % {"low": percent(share.low), "high": percent(share.high)}


def answered_words(result: QuestionResult) -> str:
    """“40 of the 52 who were asked answered; 12 (23.1%) did not.”"""
    if result.question.withdrawn_at:
        return ngettext("%(n)s answer, before it was taken out", "%(n)s answers, before it was taken out", result.answered) % {
            "n": result.answered
        }
    if not result.asked:
        return _("Nobody was asked.")
    words = _("%(answered)s of the %(asked)s who were asked answered; %(none)s (%(share)s) did not.")
    return words % {
        "answered": result.answered, "asked": result.asked, "none": result.unanswered, "share": percent(result.unanswered / result.asked),
    }  # fmt: skip


@dataclass(frozen=True)
class ShareLine:
    words: Any
    count: int
    share: str
    interval: str


@dataclass(frozen=True)
class Block:
    """One question of the results, in words."""

    result: QuestionResult
    number: int
    kind: str
    answered: str
    shares: list[ShareLine]
    mean: str
    spread: str
    several: bool
    chosen: bool
    kept: list[str]


def blocks_of(found: Results) -> list[Block]:
    return [_block(number, result) for number, result in enumerate(found.questions, 1)]


def _block(number: int, result: QuestionResult) -> Block:
    labels = labels_of(result.question)
    shares = [
        ShareLine(labels.get(each.key, each.key), each.count, percent(each.share.value), interval_words(each.share))
        for each in result.shares
    ]
    mean = "" if result.mean is None else number_format(round(result.mean, 2), 2)
    kind = Kind(result.question.kind)
    label = str(FormQuestion.Kind(result.question.kind).label)
    return Block(
        result, number, label, answered_words(result), shares, mean, _spread_words(result), kind is Kind.SEVERAL, kind in CHOSEN,
        kept_words(result),
    )  # fmt: skip


def kept_words(result: QuestionResult) -> list[str]:
    """How many answers in words are not shown, and why: a sentence for each reason."""
    restricted, elsewhere = result.kept.get(Kept.RESTRICTED, 0), result.kept.get(Kept.ELSEWHERE, 0)
    found = []
    if restricted:
        found.append(restricted_words(restricted))
    if elsewhere:
        words = ngettext(
            "%(n)s answer is not shown here: what it says was recorded in an Area whose points you do not see.",
            "%(n)s answers are not shown here: what they say was recorded in an Area whose points you do not see.",
            elsewhere,
        )
        found.append(words % {"n": elsewhere})
    return found


def restricted_words(number: int) -> str:
    words = ngettext(
        "%(n)s answer is not shown here: it may tell who somebody is, and only those who answer points may read it.",
        "%(n)s answers are not shown here: they may tell who somebody is, and only those who answer points may read them.",
        number,
    )
    return words % {"n": number}


def _spread_words(result: QuestionResult) -> str:
    """The lowest, the middle and the highest number; or the earliest, the middle and the latest day. Empty where they are not shown."""
    if result.spread is None:
        return ""
    values = (result.spread.lowest, result.spread.middle, result.spread.highest)
    if result.question.kind == Kind.DAY:
        first, middle, last = (day_words(value) for value in values)
        return _("Earliest %(first)s, middle %(middle)s, latest %(last)s.") % {"first": first, "middle": middle, "last": last}
    return _("Lowest %(low)s, middle %(middle)s, highest %(high)s.") % {"low": values[0], "middle": values[1], "high": values[2]}


def monitoring_words(line: MonitoringLine) -> str:
    if line.unsaid:
        return _("Preferred not to say, or left empty")
    return line.name if line.name is not None else _("Groups too small to show one by one")
