"""Decisions, assessments of equality and consultations: whether what people know and say came before what was decided."""

from folkmoot.reports.shapes import Figures
from folkmoot.reports.shapes_of_rooms import Decisions
from folkmoot.reports.wording.document import Answer, Block, Paragraph, Section, Target
from folkmoot.reports.wording.parts import late_things, open_ends, promised
from folkmoot.reports.wording.words import Line, Words, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext


def section(figures: Figures) -> Section:
    decisions = figures["decisions"]
    blocks: list[Block] = [
        Answer(line(_answer(decisions)), Target("decisions:list")),
        Paragraph(_assessed(decisions), Target("decisions:assessments")),
        Paragraph(_asked(decisions), Target("decisions:consultations")),
        *promised(_late(figures)),
        *open_ends(_open(decisions)),
    ]
    return Section("decisions", _("Decisions, assessments and consultations"), tuple(blocks))


def _answer(decisions: Decisions) -> Words:
    if not decisions["taken"]:
        return _("No decision was recorded as taken in this period.")
    informed = share(**decisions["informed"])
    return ngettext(
        "%(number)s decision was recorded as taken; for %(informed)s an assessment of equality was settled before.",
        "%(number)s decisions were recorded as taken; for %(informed)s of them an assessment of equality was settled before.",
        decisions["taken"], informed=informed,
    )  # fmt: skip


def _assessed(decisions: Decisions) -> Line:
    none = not decisions["assessments"] and not decisions["published"]
    words = _("No assessment of equality was signed or published in this period.") if none else ngettext(
        "%(number)s assessment was signed in this period and %(published)s published.",
        "%(number)s assessments were signed in this period and %(published)s published.",
        decisions["assessments"], published=whole(decisions["published"]),
    )  # fmt: skip
    if not decisions["mitigations"]:
        return line(words)
    tail = ngettext(
        "%(number)s action against harm that assessments found is open, %(late)s of them late.",
        "%(number)s actions against harm that assessments found are open, %(late)s of them late.",
        decisions["mitigations"], late=whole(decisions["mitigations_overdue"]),
    )  # fmt: skip
    return line(words, " ", tail)


def _asked(decisions: Decisions) -> Line:
    if not decisions["opened"] and not decisions["closed"]:
        return line(_("No consultation opened or closed in this period."))
    opened = ngettext(
        "%(number)s consultation opened in this period.", "%(number)s consultations opened in this period.", decisions["opened"]
    )
    if not decisions["closed"]:
        return line(opened, " ", _("None closed."))
    closed = _(
        "%(answered)s that closed in it have their response; they drew %(responses)s responses.",
        answered=share(**decisions["answered"]), responses=whole(decisions["responses"]),
    )  # fmt: skip
    return line(opened, " ", closed)


def _late(figures: Figures) -> list[Block]:
    decisions = figures["decisions"]
    blocks: list[Block] = []
    if decisions["reviews_overdue"]:
        caption = _("Assessments whose review is overdue, the longest first")
        blocks.append(late_things(figures, decisions["reviews_overdue"], caption, _("Review was due"), "decisions:assessment"))
    if decisions["unanswered"]:
        caption = _("Consultations that closed and have no response yet")
        blocks.append(late_things(figures, decisions["unanswered"], caption, _("Closed on"), "decisions:consultation"))
    return blocks


def _open(decisions: Decisions) -> list[Words]:
    found = [_("How many decisions were taken and never recorded here.")]
    without = decisions["taken"] - decisions["informed"]["count"]
    if without:
        found.insert(0, ngettext(
            "What %(number)s decision means for different people: no assessment was settled before it.",
            "What %(number)s decisions mean for different people: no assessment was settled before them.", without,
        ))  # fmt: skip
    return found


def late_lines(figures: Figures) -> list[Words]:
    decisions, found = figures["decisions"], []
    reviews, unanswered = len(decisions["reviews_overdue"]), len(decisions["unanswered"])
    if reviews:
        found.append(ngettext(
            "The review of %(number)s assessment of equality is overdue.", "The reviews of %(number)s assessments of equality are overdue.",
            reviews,
        ))  # fmt: skip
    if unanswered:
        found.append(ngettext(
            "%(number)s consultation has closed without a response.", "%(number)s consultations have closed without a response.", unanswered
        ))  # fmt: skip
    return found
