"""Signals: differences that met the rule for review, what was done about them, and which wait too long. Never “biased”."""

from django.utils.translation import gettext_lazy

from folkmoot.reports.shapes import Figures
from folkmoot.reports.shapes_of_rooms import Signals
from folkmoot.reports.wording.document import Answer, Block, Bullets, Column, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.parts import open_ends, promised
from folkmoot.reports.wording.words import Words, day, label, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

STATES = {
    "open": gettext_lazy("Not answered"),
    "accepted": gettext_lazy("Accepted: the cases are looked at"),
    "explained": gettext_lazy("Explained, with evidence"),
    "closed": gettext_lazy("Closed: a later test no longer saw it"),
}


def section(figures: Figures) -> Section:
    signals = figures["signals"]
    total = sum(signals["states"].values())
    blocks: list[Block] = [Answer(line(_answer(figures, total)), Target("casework:signals"))]
    if total:
        blocks += [Paragraph(line(_acted(signals)), Target("casework:signals")), _table(signals, total)]
        blocks += promised(_late(signals, total))
    blocks += open_ends(_open())
    return Section("signals", _("Differences that need review"), tuple(blocks))


def _answer(figures: Figures, total: int) -> Words:
    signals = figures["signals"]
    if not total:
        return _("By %(day)s no difference had been taken up as one to be answered.", day=day(figures["position_on"]))
    return ngettext(
        "%(number)s difference newly met the rule for review in this period; %(open)s of all are not answered.",
        "%(number)s differences newly met the rule for review in this period; %(open)s of all are not answered.",
        signals["new"], open=share(signals["states"].get("open", 0), total),
    )  # fmt: skip


def _acted(signals: Signals) -> Words:
    return _(
        "In this period %(explained)s were explained with evidence, %(accepted)s accepted (%(action)s to be followed by an action,"
        " %(panel)s by a panel), and %(closed)s closed after a test that no longer saw them.",
        explained=whole(signals["explained"]), accepted=whole(signals["accepted"]), action=whole(signals["by_action"]),
        panel=whole(signals["by_panel"]), closed=whole(signals["closed"]),
    )  # fmt: skip


def _table(signals: Signals, total: int) -> Table:
    columns = (Column(_("Where it stands"), number=False, weight=3), Column(_("Differences")))
    rows = [TableRow((line(label(STATES[key])), line(whole(signals["states"].get(key, 0))))) for key in STATES]
    rows.append(TableRow((line(_("All that met the rule for review")), line(whole(total))), Target("casework:signals"), total=True))
    note = _("A difference is a reason to look. It says nothing of why groups differ.")
    return Table(line(_("Differences that need review, by where they stand")), columns, tuple(rows), line(note))


def _late(signals: Signals, total: int) -> list[Block]:
    found = []
    if signals["overdue"]:
        found.append(line(_("%(share)s have waited too long for an answer or a new test.", share=share(signals["overdue"], total))))
    if signals["overdue"] and signals["longest_days"] is not None:
        found.append(line(_("The longest unanswered one was noticed %(days)s days before.", days=whole(signals["longest_days"]))))
    return [Bullets(tuple(found))] if found else []


def _open() -> list[Words]:
    return [
        _("Why groups differ: the figures show that they do, and by how much, not the reason."),
        _("Differences among groups too small to be compared, and among people of whom nothing is recorded."),
    ]


def late_lines(figures: Figures) -> list[Words]:
    overdue = figures["signals"]["overdue"]
    return [ngettext(
        "%(number)s difference that needs review has waited too long.", "%(number)s differences that need review have waited too long.",
        overdue,
    )] if overdue else []  # fmt: skip


def unknowns(figures: Figures) -> list[Words]:
    waiting = figures["signals"]["states"].get("open", 0)
    return [ngettext(
        "What lies behind %(number)s difference that needs review: nobody has answered it yet.",
        "What lies behind %(number)s differences that need review: nobody has answered them yet.", waiting,
    )] if waiting else []  # fmt: skip
