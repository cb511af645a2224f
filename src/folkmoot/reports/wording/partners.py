"""Standing work with others: partnerships, briefings of staff and forms for the public."""

from folkmoot.reports.shapes import Figures
from folkmoot.reports.shapes_of_rooms import Partners
from folkmoot.reports.wording.document import Answer, Block, Paragraph, Section, Target
from folkmoot.reports.wording.parts import late_things, open_ends, promised
from folkmoot.reports.wording.words import Line, Words, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext


def section(figures: Figures) -> Section:
    partners = figures["partners"]
    blocks: list[Block] = [
        Answer(line(_answer(partners)), Target("stakeholders:partnerships")),
        Paragraph(_briefed(partners), Target("engagement:briefings")),
        Paragraph(line(_asked(partners)), Target("voice:forms")),
        *promised(_late(figures)),
        *open_ends(_open(partners)),
    ]
    return Section("partners", _("Partnerships, briefings and forms"), tuple(blocks))


def _answer(partners: Partners) -> Words:
    if not partners["partnerships"]:
        return _("No partnership is on record for this scope.")
    lapsed = share(len(partners["lapsed"]), partners["partnerships"])
    if not partners["outcomes"]:
        return _("%(lapsed)s partnerships are without contact in their time. No outcome of one was recorded in this period.", lapsed=lapsed)
    return ngettext(
        "%(lapsed)s partnerships are without contact in their time. %(number)s outcome was recorded in this period.",
        "%(lapsed)s partnerships are without contact in their time. %(number)s outcomes were recorded in this period.",
        partners["outcomes"], lapsed=lapsed,
    )  # fmt: skip


def _briefed(partners: Partners) -> Line:
    if not partners["briefings"]:
        return line(_("No briefing of staff was recorded in this period."))
    held = ngettext("%(number)s briefing of staff was held.", "%(number)s briefings of staff were held.", partners["briefings"])
    briefed = partners["briefed"]
    if not briefed or not briefed["of"]:
        return line(held)
    return line(held, " ", _("At least %(share)s staff of the units that are shown came to one.", share=share(**briefed)))


def _asked(partners: Partners) -> Words:
    if not partners["forms"]:
        return _("No form for the public closed in this period.")
    return ngettext(
        "%(number)s form for the public closed in this period, with %(answers)s answers that count.",
        "%(number)s forms for the public closed in this period, with %(answers)s answers that count.",
        partners["forms"], answers=whole(partners["answers"]),
    )  # fmt: skip


def _late(figures: Figures) -> list[Block]:
    lapsed = figures["partners"]["lapsed"]
    if not lapsed:
        return []
    caption = _("Partnerships without contact in their time, the longest first")
    return [late_things(figures, lapsed, caption, _("Contact was due"), "stakeholders:partnership")]


def _open(partners: Partners) -> list[Words]:
    found = [_("Who did not answer a form: whoever answers chose to, so the answers stand for nobody else.")]
    if partners["units_left_out"]:
        found.append(ngettext(
            "How many came to briefings from %(number)s unit that is too small to show.",
            "How many came to briefings from %(number)s units that are too small to show.", partners["units_left_out"],
        ))  # fmt: skip
    return found


def late_lines(figures: Figures) -> list[Words]:
    lapsed = len(figures["partners"]["lapsed"])
    return [ngettext(
        "%(number)s partnership is without contact in its time.", "%(number)s partnerships are without contact in their time.", lapsed
    )] if lapsed else []  # fmt: skip
