"""The flags of the panels in sight, worked out anew each time: nothing is ever ticked off by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.panels.flags.facts import facts_of
from folkmoot.panels.flags.rules import Kind, flags_of_facts
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import may_in, panels

# Where on the panel's page each kind is put right.
PLACES = {
    Kind.NO_TERMS: "terms", Kind.CHAIR_VACANT: "seats", Kind.NO_QUORUM: "meetings", Kind.BEHIND: "meetings",
    Kind.UNANSWERED: "recommendations", Kind.LATE: "recommendations", Kind.MINUTES: "meetings",
    Kind.UNDERTAKING: "seats", Kind.SEATS: "seats",
    Kind.CHAIR_LEAVING: "seats", Kind.TERM_ENDING: "seats", Kind.REMIT: "remit",
}  # fmt: skip


@dataclass(frozen=True)
class Flag:
    """Something of a panel that needs somebody: a sentence, since (or on) what day, and the place where it is put right."""

    panel: Panel
    kind: Kind
    words: str
    since: date | None
    address: str


def flags_of(viewer: Viewer, *, today: date, panel: Panel | None = None, area: Area | None = None) -> list[Flag]:
    """The flags of the panels in sight that have not ended (or of one of them), the gravest first, then the oldest."""
    if panel is not None:
        among = [panel] if panel.ended_on is None and may_in(viewer, panel, "panels.read") else []
    else:
        among = list(panels(viewer, area=area))
    return flags_of_panels(among, today=today)


def flags_of_panels(among: Iterable[Panel], *, today: date) -> list[Flag]:
    """The flags of panels that somebody was found to see already."""
    chosen = [panel for panel in among if panel.ended_on is None]
    facts = facts_of(chosen, today)
    found = [_flag(panel, each.kind, each.words, each.since) for panel in chosen for each in flags_of_facts(facts[panel.pk], today)]
    order = list(Kind)
    return sorted(found, key=lambda flag: (order.index(flag.kind), flag.since or date.max, flag.panel.pk))


def _flag(panel: Panel, kind: Kind, words: str, since: date | None) -> Flag:
    return Flag(panel, kind, words, since, f"{reverse('panels:panel', args=[panel.code])}#{PLACES[kind]}")
