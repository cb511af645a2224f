"""Panels: whether they met, what they recommended and what came of it, and for whom nobody on them speaks."""

from django.utils.translation import gettext_lazy

from folkmoot.reports.shapes import Figures
from folkmoot.reports.shapes_of_rooms import Gap, Panels
from folkmoot.reports.wording.document import Answer, Block, Bullets, Column, Heading, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.parts import late_things, open_ends, promised
from folkmoot.reports.wording.places import area_words
from folkmoot.reports.wording.words import Words, joined, label, line, named, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_NAMED = 12
STATES = {
    "unanswered": gettext_lazy("Not answered"),
    "accepted": gettext_lazy("Accepted, not begun"),
    "in_progress": gettext_lazy("In progress"),
    "finished": gettext_lazy("Finished, with evidence"),
    "rejected": gettext_lazy("Not accepted, with reasons"),
}


def section(figures: Figures) -> Section:
    panels = figures["panels"]
    blocks: list[Block] = [Answer(line(_answer(panels)), Target("panels:list"))]
    if panels["panels"]:
        blocks += [*_meetings(panels), *_recommendations(panels), *_spoken(figures)]
        blocks += [*promised(_late(figures)), *open_ends(_open(panels))]
    return Section("panels", _("Panels"), tuple(blocks))


def _answer(panels: Panels) -> Words:
    if not panels["panels"]:
        return _("No panel is on record for this scope.")
    return _(
        "%(met)s panels met in this period. They made %(made)s recommendations in it.",
        met=share(panels["met"]["count"], panels["met"]["of"]), made=whole(panels["made"]),
    )  # fmt: skip


def _meetings(panels: Panels) -> list[Block]:
    blocks: list[Block] = []
    if panels["meetings"]:
        words = _("%(share)s meetings had as many members as their terms ask for.", share=share(**panels["quorate"]))
        blocks.append(Paragraph(line(words), Target("panels:meetings")))
    if panels["not_met"]:
        shown = panels["not_met"][:MOST_NAMED]
        names = (_("Panels that did not meet:"), Words(" "), *joined(map(named, shown), "; "))
        more = len(panels["not_met"]) - len(shown)
        tail = (Words("; "), ngettext("and %(number)s more", "and %(number)s more", more)) if more else ()
        blocks.append(Paragraph((*names, *tail, Words("."))))
    return blocks


def _recommendations(panels: Panels) -> list[Block]:
    total = sum(panels["states"].values())
    if not total:
        return [Paragraph(line(_("No panel has made a recommendation yet.")), Target("panels:recommendations"))]
    columns = (Column(_("Where it stands"), number=False, weight=3), Column(_("Recommendations")))
    rows = [TableRow((line(label(STATES[key])), line(whole(panels["states"].get(key, 0))))) for key in STATES]
    rows.append(TableRow((line(_("All recommendations")), line(whole(total))), Target("panels:recommendations"), total=True))
    done = share(panels["states"].get("finished", 0), total)
    words = _("%(share)s recommendations that panels ever made are finished, with evidence.", share=done)
    table = Table(line(_("Recommendations by where they stand, whenever they were made")), columns, tuple(rows))
    return [Paragraph(line(words), Target("panels:recommendations")), table]


def _spoken(figures: Figures) -> list[Block]:
    panels = figures["panels"]
    missing = panels["missing"]
    if not missing["of"]:
        return []
    words = _(
        "Counted for each panel and each community that it ought to hear: for %(share)s, nobody who sits on the panel can speak.",
        share=share(**missing),
    )
    blocks: list[Block] = [Heading(_("Who speaks")), Paragraph(line(words), Target("panels:representation"))]
    if panels["gaps"]:
        shown = panels["gaps"][:MOST_NAMED]
        more = len(panels["gaps"]) - len(shown)
        lead = _("Communities for which no panel has a voice:")
        tail = (Words("; "), ngettext("and %(number)s more", "and %(number)s more", more)) if more else ()
        names = joined((_gap(one, national=figures["scope"] is None) for one in shown), "; ")
        blocks.append(Paragraph((lead, Words(" "), *names, *tail, Words("."))))
    return blocks


def _gap(one: Gap, *, national: bool) -> Words:
    name = named(one)
    return Words(f"{name.text} ({area_words(one['area']).text})", english=name.english) if national else name


def _late(figures: Figures) -> list[Block]:
    panels = figures["panels"]
    blocks: list[Block] = []
    if panels["owed"]:
        words = ngettext(
            "%(number)s recommendation has no answer, though the panel has met since.",
            "%(number)s recommendations have no answer, though their panels have met since.", panels["owed"],
        )  # fmt: skip
        blocks.append(Bullets((line(words),)))
    if panels["late"]:
        caption = _("Recommendations that were accepted and are late, the longest first")
        blocks.append(late_things(figures, panels["late"], caption, _("Was to be done by"), "panels:recommendation"))
    return blocks


def _open(panels: Panels) -> list[Words]:
    found = [
        _("For whom members speak beyond what they were asked to say: nobody is asked for more."),
        _("Whether a recommendation caused what followed: the records show the order of events."),
    ]
    silent = panels["meetings"] - panels["quorate"]["count"]
    if silent:
        found.insert(0, ngettext(
            "Whether %(number)s meeting would have said the same with more members there: too few came.",
            "Whether %(number)s meetings would have said the same with more members there: too few came.", silent,
        ))  # fmt: skip
    return found


def late_lines(figures: Figures) -> list[Words]:
    late = len(figures["panels"]["late"])
    return [ngettext(
        "%(number)s accepted recommendation of a panel is late.", "%(number)s accepted recommendations of panels are late.", late,
    )] if late else []  # fmt: skip


def unknowns(figures: Figures) -> list[Words]:
    gaps = len(figures["panels"]["gaps"])
    return [ngettext(
        "What %(number)s community would tell a panel: nobody on any panel can speak for it.",
        "What %(number)s communities would tell a panel: nobody on any panel can speak for them.", gaps,
    )] if gaps else []  # fmt: skip
