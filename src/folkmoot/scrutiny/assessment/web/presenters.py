"""Assessments in words: answers, where a case stands, and the sentences that stand on every form."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from folkmoot.scrutiny.assessment.queries import Case, Standing
from folkmoot.scrutiny.assessment.questions.models import Grade, Question
from folkmoot.scrutiny.assessment.questions.rules import NO, NOT_APPLICABLE, UNSAID, VALUES, WORDS, YES
from folkmoot.scrutiny.assessment.rules import State
from folkmoot.scrutiny.assessment.together import Beside

# What every panel of this kind says of itself (Durham, Devon and Cornwall, British Transport Police, North Yorkshire, Cumbria).
BASIS: tuple[Promise, ...] = (
    _("Judge what was done on what was known to whoever decided, at the time."),
    _("The panel cannot reopen or change a case, hear an appeal, or discipline anybody."),
)
NO_GRADES_KNOWN = _(
    "No published source shows a prosecution panel giving grades: what they publish are learning points. Grades come from police panels."
)
ANSWER_WORDS: dict[str, Promise] = {
    YES: _("Yes"), NO: _("No"), NOT_APPLICABLE: _("Does not apply to this case"), UNSAID: _("The pack does not say"),
    "1": _("Not at all"), "2": _("A little"), "3": _("In part"), "4": _("Mostly"), "5": _("Fully"),
}  # fmt: skip
STATE_WORDS: dict[State, Promise] = {
    State.ALONE: _("Members judge it alone"),
    State.SHOWN: _("Answers shown, joint view to come"),
    State.CONCLUDED: _("Joint view recorded"),
    State.NOT_CONCLUDED: _("Could not conclude"),
    State.SET_ASIDE: _("Set aside"),
}
STATE_COLOURS = {
    State.ALONE: "light-blue", State.SHOWN: "yellow", State.CONCLUDED: "green", State.NOT_CONCLUDED: "orange", State.SET_ASIDE: "grey",
}  # fmt: skip
STANDS: tuple[tuple[str, Promise], ...] = (
    *((state.value, words) for state, words in STATE_WORDS.items()),
    ("late", _("The unit’s reply is late")),
    ("returns", _("To be taken to a later meeting")),
)
STAGES: dict[str, tuple[Promise, str, Promise | str]] = {
    "todo": (_("To judge"), "yellow", _("Read and judge")),
    "begun": (_("Begun"), "yellow", _("Go on")),
    "shown": (_("To talk about"), "light-blue", _("See the answers side by side")),
    "read": (_("To read"), "light-blue", _("Read")),
    "locked": (_("You have locked yours"), "turquoise", _("Your answers")),
    "not_concluded": (_("Comes back to a later meeting"), "orange", _("What is missing")),
    "concluded": (_("The panel agreed its view"), "green", _("The panel’s view")),
    "closed": (_("Closed to you"), "grey", ""),
    "aside": (_("You stand aside"), "grey", ""),
    "set_aside": (_("Set aside"), "grey", ""),
}


def choices_of(question: Question) -> list[tuple[str, Promise]]:
    return [(value, ANSWER_WORDS[value]) for value in VALUES[question.kind]]


def said_answer(question: Question, value: str) -> str | Promise:
    """An answer as people say it; the words themselves where it was answered in words."""
    return value if question.kind == WORDS else ANSWER_WORDS.get(value, "–")


@dataclass(frozen=True)
class CaseLine:
    """A case as a line of the member’s list. `route` of the member’s pages, "" where there is nothing to open."""

    case: Case
    words: Promise
    colour: str
    button: Promise | str
    route: str


def case_line(case: Case) -> CaseLine:
    words, colour, button = STAGES[case.stage]
    routes = {"todo": "judge", "begun": "judge", "locked": "judge", "read": "pack"}
    together = case.stage in ("shown", "concluded", "not_concluded")
    return CaseLine(case, words, colour, button, routes.get(case.stage, "together" if together else ""))


@dataclass(frozen=True)
class StandingLine:
    standing: Standing
    words: Promise
    colour: str
    progress: str


def standing_line(standing: Standing) -> StandingLine:
    return StandingLine(standing, STATE_WORDS[standing.state], STATE_COLOURS[standing.state], progress(standing))


def progress(standing: Standing) -> str:
    """“3 of 5 members have locked.” while it is judged alone, else how many judgements there are."""
    if standing.judges is None:
        return ngettext("%(number)d judgement", "%(number)d judgements", standing.locked) % {"number": standing.locked}
    return ngettext(
        "%(locked)d of %(judges)d member has locked.", "%(locked)d of %(judges)d members have locked.", standing.judges
    ) % {"locked": standing.locked, "judges": standing.judges}  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """How many members gave one answer to a question; `own`: the reader is one of them."""

    words: str | Promise
    number: int
    own: bool


@dataclass(frozen=True)
class BesideLine:
    question: Question
    differ: bool
    tallies: list[Tally]
    remarks: list[tuple[int, str]]
    in_words: bool


def beside_lines(beside: Beside) -> list[BesideLine]:
    """Question by question: how many gave each answer, and every remark under the number of whoever made it."""
    own = {column.number for column in beside.columns if column.own}
    found = []
    for line in beside.lines:
        by_value: dict[str, list[int]] = {}
        for answer in line.answers:
            if answer.value:
                by_value.setdefault(answer.value, []).append(answer.number)
        in_words = line.question.kind == WORDS
        tallies = [
            Tally(ANSWER_WORDS[value], len(by_value[value]), bool(own & set(by_value[value])))
            for value in VALUES[line.question.kind]
            if value in by_value
        ]
        said = [(answer.number, answer.value) for answer in line.answers if in_words and answer.value]
        remarks = [*said, *((answer.number, answer.remark) for answer in line.answers if answer.remark)]
        found.append(BesideLine(line.question, line.differ, tallies, remarks, in_words))
    return found


def grade_tallies(beside: Beside) -> list[Tally]:
    grades: dict[int, tuple[Grade, int, bool]] = {}
    for column in beside.columns:
        grade = column.judgement.grade
        if grade is not None:
            _known, number, own = grades.get(grade.pk, (grade, 0, False))
            grades[grade.pk] = (grade, number + 1, own or column.own)
    return [Tally(grade.name, number, own) for grade, number, own in sorted(grades.values(), key=lambda each: each[0].order)]
