"""Scrutiny: how many cases panels looked at, what they learned and what came of it. Never a case, never a person."""

from django.utils.translation import gettext_lazy

from folkmoot.reports.rules import LEAST_BASE
from folkmoot.reports.shapes import Figures
from folkmoot.reports.shapes_of_rooms import Scrutiny
from folkmoot.reports.wording.document import Answer, Block, Bullets, Column, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.parts import open_ends, promised
from folkmoot.reports.wording.words import Line, Words, label, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

STATES = {
    "unanswered": gettext_lazy("Not replied to"),
    "accepted": gettext_lazy("Something will be done"),
    "in_progress": gettext_lazy("In progress"),
    "finished": gettext_lazy("Finished, with evidence"),
    "answered": gettext_lazy("Nothing more is to be done, with reasons"),
}


def section(figures: Figures) -> Section:
    scrutiny = figures["scrutiny"]
    blocks: list[Block] = [Answer(line(_answer(scrutiny)), Target("scrutiny:judgements"))]
    blocks += _agreement(scrutiny)
    blocks += _learning(scrutiny)
    blocks += [*promised(_late(scrutiny)), *open_ends(_open(scrutiny))]
    return Section("scrutiny", _("Scrutiny of cases"), tuple(blocks))


def _answer(scrutiny: Scrutiny) -> Words:
    if not scrutiny["cases"]:
        return _("No case was taken to a panel in this period.")
    return ngettext(
        "Panels looked at %(number)s case in this period, with the identities in it removed. It was drawn at random or for a stated"
        " reason.",
        "Panels looked at %(number)s cases in this period, with the identities in them removed. They were drawn at random or for a stated"
        " reason.",
        scrutiny["cases"],
    )  # fmt: skip


def _agreement(scrutiny: Scrutiny) -> list[Block]:
    concluded, dissent = scrutiny["concluded"], scrutiny["dissent"]
    if not scrutiny["cases"]:
        return []
    if concluded is None:
        words = _("How the cases were judged is withheld: fewer than %(least)s were looked at.", least=LEAST_BASE)
        return [Paragraph(line(words), Target("scrutiny:judgements"))]
    said: Line = line(_("Panels came to a joint view on %(share)s cases.", share=share(**concluded)))
    if dissent is not None:
        said = (*said, Words(" "), _("With %(share)s of those views, at least one member differed and said why.", share=share(**dissent)))
    judgements = ngettext(
        "%(number)s judgement, made alone before the others were shown, counts.",
        "%(number)s judgements, each made alone before the others were shown, count.", scrutiny["judgements"],
    )  # fmt: skip
    return [Paragraph((*said, Words(" "), judgements), Target("scrutiny:judgements"))]


def _learning(scrutiny: Scrutiny) -> list[Block]:
    total = sum(scrutiny["states"].values())
    none = not scrutiny["learning"] and not scrutiny["good_practice"]
    words = _("Panels recorded no point of learning and none of good practice in this period.") if none else _(
        "In this period panels recorded %(learning)s points of learning and %(good)s of good practice.",
        learning=whole(scrutiny["learning"]), good=whole(scrutiny["good_practice"]),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(line(words), Target("scrutiny:learning"))]
    if total:
        columns = (Column(_("Where it stands"), number=False, weight=3), Column(_("Learning points")))
        rows = [TableRow((line(label(STATES[key])), line(whole(scrutiny["states"].get(key, 0))))) for key in STATES]
        rows.append(TableRow((line(_("All learning points")), line(whole(total))), Target("scrutiny:learning"), total=True))
        blocks.append(Table(line(_("Learning by where it stands, whenever it was recorded")), columns, tuple(rows)))
    return blocks


def _late(scrutiny: Scrutiny) -> list[Block]:
    found = []
    if scrutiny["owed"]:
        found.append(line(ngettext(
            "%(number)s learning point has had no reply by its day.", "%(number)s learning points have had no reply by their day.",
            scrutiny["owed"],
        )))  # fmt: skip
    late = scrutiny["late"] - scrutiny["owed"]
    if late > 0:
        found.append(line(ngettext(
            "What was to be done about %(number)s more learning point is late.",
            "What was to be done about %(number)s more learning points is late.", late,
        )))  # fmt: skip
    return [Bullets(tuple(found))] if found else []


def _open(scrutiny: Scrutiny) -> list[Words]:
    return [
        _("How all cases were handled: panels see a few, and cases drawn for a reason stand for no others."),
        _("Whether a case was decided unfairly: panels judge how it was handled, from papers with the identities taken out."),
    ]


def late_lines(figures: Figures) -> list[Words]:
    late = figures["scrutiny"]["late"]
    return [ngettext(
        "%(number)s learning point of scrutiny is late.", "%(number)s learning points of scrutiny are late.", late,
    )] if late else []  # fmt: skip


def unknowns(figures: Figures) -> list[Words]:
    if figures["scrutiny"]["cases"]:
        return []
    return [_("What people outside the service would say of its cases: no panel looked at one in this period.")]
