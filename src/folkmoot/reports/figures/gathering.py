"""Everything a report says, gathered in one go, and what it was counted from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

from folkmoot.reports.figures import actions, engagement, fairness, voice
from folkmoot.reports.figures.actions import Standing
from folkmoot.reports.figures.rooms import gather_rooms
from folkmoot.reports.figures.scope import Scope, place_or_none
from folkmoot.reports.models import Report
from folkmoot.reports.rules import compared, headline, not_done
from folkmoot.reports.shapes import SCHEMA, Earlier, Figures, Input, OpenAction, Since

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Gathered:
    """The figures of a report, the notes of their sources, and the SHA-256 of each case file."""

    figures: Figures
    inputs: list[Input]
    case_files: list[str]


def gather(scope: Scope, *, before: Report | None, reports_before: int, tell: Tell) -> Gathered:
    """Count everything. `before` is the latest report of an earlier period; `tell` is given the name of each section as it begins."""
    tell("actions")
    acted, actions_note, known = actions.gather(scope)
    tell("engagement")
    engaged, engagement_note = engagement.gather(scope)
    tell("voice")
    said, voice_note = voice.gather(scope, known)
    tell("fairness")
    fair, fairness_note, files = fairness.gather(scope, before.figures["fairness"] if before else None)
    rooms, room_notes = gather_rooms(scope, known, before.figures if before else None, tell)
    figures: Figures = {
        "schema": SCHEMA,
        "fictional": _fictional(),
        "period": str(scope.period),
        "scope": place_or_none(scope.area),
        "first": scope.first.isoformat(),
        "last": scope.period.last.isoformat(),
        "position_on": scope.position.isoformat(),
        "ended": scope.period.last <= scope.position,
        "engagement": engaged,
        "voice": said,
        "actions": acted,
        "fairness": fair,
        "since": {"earlier": None, "reports_before": reports_before, "changes": [], "promised": 0, "not_done": []},
        **rooms,  # type: ignore[typeddict-item]
    }
    figures["since"] = _since(figures, scope, before, reports_before, known)
    return Gathered(figures, [engagement_note, voice_note, actions_note, fairness_note, *room_notes], files)


def _fictional() -> bool:
    """Whether the records are invented: read from the data folder at this moment, because a fictional year is marked while it is built."""
    return settings.FICTIONAL or any((settings.HOME / mark).exists() for mark in ("fictional", "building"))


def _since(figures: Figures, scope: Scope, before: Report | None, reports_before: int, known: Sequence[Standing]) -> Since:
    promised: list[OpenAction] = before.figures["actions"]["open_list"] if before else []
    still_open = {one.action.pk: one.action.due_on.isoformat() for one in known if one.open}
    return {
        "earlier": _earlier(before),
        "reports_before": reports_before,
        "changes": compared(headline(figures), headline(before.figures) if before else None),
        "promised": sum(one["due_on"] < scope.position.isoformat() for one in promised),
        "not_done": not_done(promised, still_open, scope.position),
    }


def _earlier(before: Report | None) -> Earlier | None:
    if before is None:
        return None
    return {"number": before.number, "period": before.period, "made_at": before.made_at.isoformat()}
