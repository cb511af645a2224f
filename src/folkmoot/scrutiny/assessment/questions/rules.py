"""Which questions are put to which case, what an answer may be, and what a version needs before it is issued. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

YES_NO, SCALE, WORDS = "yes_no", "scale", "words"
YES, NO, NOT_APPLICABLE, UNSAID = "yes", "no", "na", "unsaid"
STEPS = ("1", "2", "3", "4", "5")  # from not at all to fully
VALUES: Mapping[str, tuple[str, ...]] = {YES_NO: (YES, NO, NOT_APPLICABLE, UNSAID), SCALE: (*STEPS, NOT_APPLICABLE, UNSAID), WORDS: ()}
MOST_WORDS = 4000
MOST_QUESTIONS = 40  # more are not answered with care by volunteers
LEAST_GRADES = 2


@dataclass(frozen=True)
class Asked:
    """One question as the rules see it: its code, how it is answered, and its weight."""

    code: str
    kind: str
    weight: int = 1


def plain(strand: str) -> str:
    """A strand as it is compared: “Hate_crime ” and “hate crime” are the same."""
    return " ".join(strand.replace("_", " ").casefold().split())


def fit(*, strand: str, kind: str, set_strands: Iterable[str], set_kind: str) -> int:
    """How well a set fits a case: 3 its strand, 2 its kind of panel, 1 any case, 0 not meant for it."""
    strands = {plain(each) for each in set_strands}
    if plain(strand) and plain(strand) in strands:
        return 3
    if set_kind:
        return 2 if set_kind == kind else 0
    return 0 if strands else 1


def answer_problem(asked: Asked, value: str) -> str:
    """Why a value cannot be kept as the answer to a question, or ""; none at all is no problem in a draft."""
    if asked.kind == WORDS:
        return _("Write at most %(most)d characters.") % {"most": MOST_WORDS} if len(value) > MOST_WORDS else ""
    return "" if not value or value in VALUES[asked.kind] else _("Choose one of the answers.")


def issuing_problems(*, state: str, questions: Sequence[Asked], number: int, changed_what: str) -> dict[str, list[str]]:
    """Why a version may not be issued, by field; empty when it may."""
    if state != "draft":
        return {"": [_("Only a draft can be issued.")]}
    problems: dict[str, list[str]] = {}
    if not any(each.kind != WORDS for each in questions):
        problems[""] = [_("It asks nothing that can be compared. Add at least one question that is not answered in words.")]
    if len(questions) > MOST_QUESTIONS:
        problems[""] = [
            _("It asks more than %(most)d questions. Nobody answers so many with care: take some out.") % {"most": MOST_QUESTIONS}
        ]
    if number > 1 and len(changed_what.split()) < 3:
        problems["changed_what"] = [_("Say in a few words what changed since the last version: members will ask.")]
    return problems


def question_problems(*, state: str, words: str, taken: bool) -> dict[str, list[str]]:
    """Why a question may not be kept in a version. `taken`: another question of it has this short name."""
    if state != "draft":
        return {"": [_("This version was issued and stays as it is. Draft a new version.")]}
    problems: dict[str, list[str]] = {}
    if len(words.split()) < 3:
        problems["words_en"] = [_("Write a whole question.")]
    if taken:
        problems["code"] = [_("Another question of this version has this short name.")]
    return problems


def grade_problems(*, shipped: bool, used: bool, words_change: bool, escalates_to: str, reply_days: int | None) -> dict[str, list[str]]:
    """Why a grade may not be changed. `used`: a judgement or a joint view carries it; then its words stay, not who replies."""
    problems: dict[str, list[str]] = {}
    if words_change and shipped:
        problems["name_en"] = [_("This grade ships with Folkmoot. Make a scale of your own to word it differently.")]
    elif words_change and used:
        problems["name_en"] = [_("Cases were graded by these words, so they stay. Make a new scale to word it differently.")]
    if escalates_to.strip() and not reply_days:
        problems["reply_days"] = [_("Say within how many days they reply.")]
    if reply_days and not escalates_to.strip():
        problems["escalates_to"] = [_("Say who replies: an office, not a person.")]
    return problems


def scale_problems(*, code_taken: bool, grades: Sequence[str]) -> dict[str, list[str]]:
    """Why a scale of the service's own may not be kept. `grades`: the names of its grades, best first."""
    problems: dict[str, list[str]] = {}
    if code_taken:
        problems["code"] = [_("There is a scale of this short name.")]
    if len(grades) < LEAST_GRADES:
        problems["grades"] = [_("Give at least two grades, one a line, the best first. Without grades use “learning only”.")]
    elif len({each.casefold() for each in grades}) < len(grades):
        problems["grades"] = [_("Two grades have the same name.")]
    return problems
