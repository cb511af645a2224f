"""What the sections of the rooms share: what was promised and is not done, and what cannot be known, each with where it stands."""

from collections.abc import Sequence

from folkmoot.reports.shapes import Figures
from folkmoot.reports.shapes_of_rooms import Thing
from folkmoot.reports.wording.document import Block, Bullets, Column, Heading, Paragraph, Table, TableRow, Target
from folkmoot.reports.wording.places import area_column, area_words, in_area
from folkmoot.reports.wording.words import Line, Words, data, day, line
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_SHOWN = 10
LONGEST_TITLE = 160


def late_things(figures: Figures, things: Sequence[Thing], caption: Words, due: Words, route: str) -> Table:
    """What is late, the longest first, each leading to its page."""
    national = figures["scope"] is None
    columns = (Column(_("What"), number=False, weight=3), *area_column(national), Column(due, number=False, weight=1.2))
    ordered = sorted(things, key=lambda one: (one["due_on"], one["title"]))
    rows = tuple(
        TableRow(
            (
                line(data(shortened(one["title"]))), *([line(area_words(one["area"]))] if national else []),
                line(day(one["due_on"]) if one["due_on"] else _("no day was set")),
            ),
            Target(route, key=one["id"], area=in_area(one["area"])),
        )
        for one in ordered[:MOST_SHOWN]
    )  # fmt: skip
    left = len(things) - len(rows)
    return Table(line(caption), columns, rows, line(ngettext("And %(number)s more.", "And %(number)s more.", left)) if left > 0 else ())


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"


def promised(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of what was promised and is not done; that there is nothing is said too."""
    return [Heading(_("Promised and not done")), *(blocks or [Paragraph(line(_("Nothing that was promised here is late.")))])]


def open_ends(items: Sequence[Words | Line]) -> list[Block]:
    """What this section cannot know."""
    return [Heading(_("What cannot be known here")), Bullets(tuple(one if isinstance(one, tuple) else line(one) for one in items))]
