"""Section 3: actions due, done, late, overdue and without an owner. The Area is named, not the owner."""

from django.utils.translation import gettext_lazy

from folkmoot.reports.shapes import Actions, AreaActions, Figures, OverdueAction
from folkmoot.reports.wording.document import Answer, Block, Column, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.places import area_column, area_words, asks_of, in_area
from folkmoot.reports.wording.voice import share_or_count
from folkmoot.reports.wording.words import Words, data, day, label, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_SHOWN = 10
LEVELS = {
    "not_progressed": gettext_lazy("Not progressed"),
    "in_progress": gettext_lazy("In progress"),
    "substantial": gettext_lazy("Substantial progress"),
    "achieved": gettext_lazy("Achieved, without evidence yet"),
}


def section(figures: Figures) -> Section:
    actions = figures["actions"]
    blocks: list[Block] = [Answer(line(_due(actions)), Target("actions:list", asks=asks_of(figures, period=False)))]
    if actions["achieved_from_before"]:
        blocks.append(Paragraph(line(_from_before(actions["achieved_from_before"]))))
    if actions["open"]:
        blocks += [Paragraph(line(_ownerless(actions))), _levels(actions)]
    if actions["by_area"]:
        blocks.append(_by_area(actions["by_area"]))
    blocks += _overdue(figures)
    return Section("actions", _("Actions"), tuple(blocks))


def _due(actions: Actions) -> Words:
    if not actions["due"]:
        return _("No action was due in this period.")
    done = share(actions["done"], actions["due"])
    if not actions["done_late"]:
        return _("%(done)s actions due in this period were done, none of them late.", done=done)
    return ngettext(
        "%(done)s actions due in this period were done, %(number)s of them after its date.",
        "%(done)s actions due in this period were done, %(number)s of them after their date.", actions["done_late"], done=done,
    )  # fmt: skip


def _from_before(number: int) -> Words:
    return ngettext(
        "%(number)s action that was due before this period was done in it.",
        "%(number)s actions that were due before this period were done in it.",
        number,
    )


def _ownerless(actions: Actions) -> Words:
    if not actions["ownerless"]:
        return ngettext(
            "%(number)s action is open, and it has an owner.", "%(number)s actions are open, and each has an owner.", actions["open"]
        )
    return ngettext(
        "%(number)s of %(open)s open actions has no owner: the person has left or no longer holds a role.",
        "%(number)s of %(open)s open actions have no owner: the person has left or no longer holds a role.",
        actions["ownerless"], open=whole(actions["open"]),
    )  # fmt: skip


def _levels(actions: Actions) -> Table:
    rows = [
        TableRow((line(label(LEVELS[level])), line(share_or_count(number, actions["open"]))))
        for level, number in ((level, actions["levels"][level]) for level in LEVELS)
    ]
    total = TableRow((line(_("All open actions")), line(whole(actions["open"]))), total=True)
    columns = (Column(_("How far it has got"), number=False, weight=3), Column(_("Actions")))
    return Table(line(_("Progress of open actions")), columns, (*rows, total))


def _by_area(rows: list[AreaActions]) -> Table:
    columns = (
        Column(_("Area"), number=False), Column(_("Due")), Column(_("Done")), Column(_("of them late")), Column(_("Overdue")),
        Column(_("No owner")),
    )  # fmt: skip
    lines = [
        TableRow(
            (line(area_words(one["area"])), *(line(whole(one[key])) for key in ("due", "done", "done_late", "overdue", "ownerless"))),
            Target("actions:list", asks=(("area", one["area"]["code"]),)) if one["area"] else None,
        )
        for one in rows
    ]
    note = line(_("Due and done: actions due in this period. Overdue and no owner: all open actions, whenever they were due."))
    return Table(line(_("Actions by Area")), columns, tuple(lines), note)


def _overdue(figures: Figures) -> list[Block]:
    actions = figures["actions"]
    if not actions["overdue"]:
        return [Paragraph(line(_("No action is overdue.")))]
    words = _("%(share)s open actions are overdue.", share=share(actions["overdue"], actions["open"]))
    before = actions["overdue_from_before"]
    of_them = ngettext("%(number)s of them was due before this period.", "%(number)s of them were due before this period.", before)
    national = figures["scope"] is None
    columns = (
        Column(_("Action"), number=False, weight=3.2), *area_column(national),
        Column(_("Due"), number=False, weight=1.5), Column(_("Days late"), weight=0.7),
        Column(_("How far it has got"), number=False, weight=1.5),
    )  # fmt: skip
    longest = sorted(actions["overdue_list"], key=lambda one: -one["days"])[:MOST_SHOWN]
    rows = tuple(_overdue_row(one, national) for one in longest)
    left = actions["overdue"] - len(rows)
    note = line(ngettext("And %(number)s more.", "And %(number)s more.", left)) if left > 0 else ()
    target = Target("actions:list", asks=asks_of(figures, period=False, state="overdue"))
    said = line(words, " ", of_them) if before else line(words)
    return [Paragraph(said, target), Table(line(_("Overdue actions, the longest first")), columns, rows, note)]


def _overdue_row(one: OverdueAction, national: bool) -> TableRow:
    cells = (
        line(data(one["title"])), *([line(area_words(one["area"]))] if national else []), line(day(one["due_on"])),
        line(whole(one["days"])), line(label(LEVELS[one["level"]])),
    )  # fmt: skip
    return TableRow(cells, Target("actions:detail", key=one["id"], area=in_area(one["area"])))
