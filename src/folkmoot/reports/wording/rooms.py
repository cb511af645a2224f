"""The sections of the rooms in their order: each a module with `section`, and where it has them `unknowns` and `late_lines`."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext_lazy

from folkmoot.reports.shapes import Figures
from folkmoot.reports.wording import assurance, decisions, differing, measures_of_strategy, panels, partners, scrutiny, workforce
from folkmoot.reports.wording.document import Answer, Block, Paragraph, Section, Table, Target
from folkmoot.reports.wording.places import asks_of
from folkmoot.reports.wording.words import Line, Words, label, line
from folkmoot.reports.wording.words import say as _

Asks = tuple[tuple[str, str], ...]
Says = Callable[[Figures], list[Words]]
NAMES = {
    "signals": gettext_lazy("Differences that need review"),
    "panels": gettext_lazy("Panels"),
    "scrutiny": gettext_lazy("Scrutiny of cases"),
    "measures": gettext_lazy("Measures of success"),
    "workforce": gettext_lazy("The workforce"),
    "decisions": gettext_lazy("Decisions, assessments and consultations"),
    "partners": gettext_lazy("Partnerships, briefings and forms"),
    "assurance": gettext_lazy("Assurance"),
}
_SECTIONS: dict[str, Callable[[Figures], Section]] = {
    "signals": differing.section,
    "panels": panels.section,
    "scrutiny": scrutiny.section,
    "measures": measures_of_strategy.section,
    "workforce": workforce.section,
    "decisions": decisions.section,
    "partners": partners.section,
    "assurance": assurance.section,
}
_UNKNOWN: dict[str, Says] = {
    "signals": differing.unknowns,
    "measures": measures_of_strategy.unknowns,
    "panels": panels.unknowns,
    "scrutiny": scrutiny.unknowns,
    "workforce": workforce.unknowns,
}
_LATE: dict[str, Says] = {
    "panels": panels.late_lines,
    "scrutiny": scrutiny.late_lines,
    "signals": differing.late_lines,
    "decisions": decisions.late_lines,
    "partners": partners.late_lines,
    "assurance": assurance.late_lines,
}


def sections(figures: Figures) -> tuple[Section, ...]:
    """Those that were gathered; a report made before a room was there has none of it."""
    return tuple(_of_the_area(write(figures), figures) for key, write in _SECTIONS.items() if key in figures)


def _of_the_area(section: Section, figures: Figures) -> Section:
    """The same section; the lists to which it leads are asked for the Area of the report."""
    asks = asks_of(figures, period=False)
    return replace(section, blocks=tuple(_asking(block, asks) for block in section.blocks)) if asks else section


def _asking(block: Block, asks: Asks) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=tuple(replace(row, target=_asked(row.target, asks)) for row in block.rows))
    return replace(block, target=_asked(block.target, asks)) if isinstance(block, Answer | Paragraph) else block


def _asked(target: Target | None, asks: Asks) -> Target | None:
    return replace(target, asks=asks) if target and target.key is None and not target.asks else target


def unknowns(figures: Figures) -> list[Words]:
    """What the rooms leave open, and which of them whoever made the report may not read."""
    unread = [
        _("What “%(section)s” holds: whoever made this report may not read it.", section=label(NAMES[key]).text)
        for key in figures.get("unread", [])
    ]
    if figures["scope"] and "workforce" not in figures:
        unread.append(_("Whether this Area's staff reflect its public: staff are counted for the whole service, in the national report."))
    return [*unread, *(words for key, say in _UNKNOWN.items() if key in figures for words in say(figures))]


def late_lines(figures: Figures) -> list[Line]:
    return [line(words) for key, say in _LATE.items() if key in figures for words in say(figures)]
