"""Events of taking everything out, as a table shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.models import AuditEvent
from folkmoot.wholesale.operations import BEGUN, BROUGHT, FINISHED
from folkmoot.wholesale.rules import WITHOUT_PERSONAL

_STAGES: dict[str, Promise] = {
    BEGUN: _("Begun to be taken out"),
    FINISHED: _("Taken out"),
    BROUGHT: _("Brought in here"),
}
_EMPTIED = _("Taken out without what is about people")


@dataclass(frozen=True)
class Line:
    """One event. `rows` and `files` are None where it says nothing of them."""

    at: datetime
    by: str
    what: str
    recipient: str
    reason: str
    rows: int | None
    files: int | None
    fingerprint: str


def lines_of(events: Iterable[AuditEvent]) -> list[Line]:
    """Newest first. A beginning is shown only where no end is known: its file may lie somewhere all the same."""
    lines, ended = [], 0
    for event in events:
        stage = event.detail.get("stage")
        if stage == BEGUN and ended:
            ended -= 1
            continue
        ended += stage == FINISHED
        lines.append(_line(event))
    return lines


def _line(event: AuditEvent) -> Line:
    said = event.detail
    emptied = said.get("stage") == FINISHED and said.get("variant") == WITHOUT_PERSONAL
    what = _EMPTIED if emptied else _STAGES.get(str(said.get("stage")), _("Something else"))
    return Line(
        event.at, event.actor_name, str(what), event.recipient, str(said.get("reason", "")), said.get("rows"), said.get("files"),
        str(said.get("fingerprint", "")),
    )  # fmt: skip
