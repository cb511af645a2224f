"""What a report says of assurance: plain values of one half-year."""

from datetime import date
from typing import Any

from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.assurance.certificates.queries import standings
from folkmoot.assurance.rounds.queries import compared, levels_settled, round_before, rounds, state_of_row, taking_part
from folkmoot.assurance.rounds.rules import moved
from folkmoot.foundation.periods import HalfYear


def standing(viewer: Viewer, *, period: HalfYear, today: date | None = None, area: Area | None = None) -> dict[str, Any]:
    """Where assurance stands in a half-year, of one Area or of all in sight; days as "2026-06-30", Areas as {"code", "en", "cy"}.

    "round": None where none was opened, else {"framework", "self_due", "validation_due", "reply_due", "moderation_due", "areas":
    [{"area", "validator", "state"}]}. "criteria": [{"code", "title", "group", "levels": [{"area", "level", "name", "before", "moved"}]}],
    settled levels only, Areas by name and in no other order. "certificates": [{"area" (None: head office), "state", "late", "due_on",
    "signed_on", "open_lines", "exceptions": [{"line", "words", "doing", "by_on"}]}]; exceptions of signed ones only.
    `state` is of `rounds.rules.State` and `certificates.rules.State`.
    """
    day = today or timezone.localdate()
    held = rounds(viewer).filter(period=str(period)).first()
    return {
        "period": str(period),
        "round": _round(viewer, held, area) if held else None,
        "criteria": _criteria(viewer, held, area) if held else [],
        "certificates": _certificates(viewer, period, day, area),
    }


def _round(viewer: Viewer, held: Any, area: Area | None) -> dict[str, Any]:
    rows = [row for row in taking_part(viewer, held) if area is None or row.area_id == area.pk]
    return {
        "framework": held.framework.number,
        **{name: getattr(held, name).isoformat() for name in ("self_due", "validation_due", "reply_due", "moderation_due")},
        "areas": [{"area": _place(row.area), "validator": _place(row.validator), "state": state_of_row(row).value} for row in rows],
    }


def _criteria(viewer: Viewer, held: Any, area: Area | None) -> list[dict[str, Any]]:
    rows = [row for row in compared(viewer, held) if row.settled_at and (area is None or row.area_id == area.pk)]
    before = levels_settled(round_before(held), [row.area_id for row in rows])
    found: dict[str, dict[str, Any]] = {
        one.code: {"code": one.code, "title": one.title, "group": one.group, "levels": []} for one in held.framework.criteria.all()
    }
    for row in rows:
        for answer in row.answers.all():
            criterion, level = answer.criterion, answer.settled_level
            earlier = before.get((row.area_id, criterion.code))
            names = {each.number: each.name for each in criterion.levels.all()}
            found[criterion.code]["levels"].append(
                {
                    "area": _place(row.area),
                    "level": level,
                    "name": names.get(level or 0, ""),
                    "before": earlier,
                    "moved": moved(earlier, level),
                }
            )
    return list(found.values())


def _certificates(viewer: Viewer, period: HalfYear, today: date, area: Area | None) -> list[dict[str, Any]]:
    units = [one for one in standings(viewer, period, today=today) if area is None or (one.area and one.area.pk == area.pk)]
    return [
        {
            "area": _place(one.area) if one.area else None,
            "state": one.state.value,
            "late": one.late,
            "due_on": one.due_on.isoformat(),
            "signed_on": timezone.localdate(one.row.signed_at).isoformat() if one.row and one.row.signed_at else None,
            "open_lines": one.open_lines,
            "exceptions": [
                {"line": each.asks, "words": each.words, "doing": each.doing, "by_on": each.by_on.isoformat() if each.by_on else None}
                for each in one.exceptions
            ],
        }
        for one in units
    ]


def _place(area: Area) -> dict[str, str]:
    return {"code": area.code, "en": area.name_en, "cy": area.name_cy}
