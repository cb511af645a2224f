"""The sections that came after the first four. Each is a module with `gather`; adding one is a line here and a line in the wording."""

from collections.abc import Callable
from typing import Any

from folkmoot.reports.figures import assurance, decisions, differing, measures, panels, partners, scrutiny, workforce
from folkmoot.reports.figures.actions import Standing
from folkmoot.reports.figures.scope import Scope
from folkmoot.reports.shapes import Figures, Input

Tell = Callable[[str], None]
# section -> the capability that opens its room, and how it is gathered, in the order of the report
_READ: dict[str, tuple[str, Callable[[Scope], tuple[Any, Input]]]] = {
    "panels": ("panels.read", panels.gather),
    "scrutiny": ("scrutiny.read", scrutiny.gather),
    "signals": ("signals.read", differing.gather),
    "workforce": ("workforce.read", workforce.gather),
    "partners": ("engagement.read", partners.gather),
    "assurance": ("assurance.read", assurance.gather),
}
_NATIONAL = frozenset({"workforce"})  # counted for the whole service only


def gather_rooms(scope: Scope, known: list[Standing], before: Figures | None, tell: Tell) -> tuple[dict[str, Any], list[Input]]:
    """Each section by its key, and the notes of them. What whoever makes the report may not read is named under `unread`.

    `known`: the actions of the scope as they stood; `before`: the figures of the report before.
    """
    gathering: dict[str, tuple[str, Callable[[Scope], tuple[Any, Input]]]] = {
        "measures": ("reference.read", lambda scope: measures.gather(scope, before.get("measures") if before else None)),
        "decisions": ("decisions.read", lambda scope: decisions.gather(scope, known)),
        **_READ,
    }
    found: dict[str, Any] = {}
    notes: list[Input] = []
    unread = []
    for key, (capability, gather) in gathering.items():
        if key in _NATIONAL and scope.area is not None:
            continue
        if not scope.viewer.may(capability):
            unread.append(key)
            continue
        tell(key)
        found[key], note = gather(scope)
        notes.append(note)
    return {**found, "unread": unread} if unread else found, notes
