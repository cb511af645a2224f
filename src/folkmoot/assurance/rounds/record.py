"""What is frozen when an assessment is submitted: what another Area reads, and no more."""

from datetime import date
from typing import Any

from django.utils.translation import override

from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer
from folkmoot.decisions.evidence import safe


def record_of(row: AreaAssessment, today: date) -> dict[str, Any]:
    """The whole submission in plain values: what another Area reads, and no more. Who said something, and names, are left out."""
    answers = row.answers.select_related("criterion").prefetch_related("evidence", "figures", "criterion__levels")
    return {
        "area": row.area.code,
        "period": row.round.period,
        "framework": row.round.framework.number,
        "as_of": today.isoformat(),
        "criteria": [_line_of(one) for one in answers.order_by("criterion__order", "pk")],
    }


def _line_of(one: CriterionAnswer) -> dict[str, Any]:
    names = {level.number: level.name for level in one.criterion.levels.all()}
    with override("en-gb"):
        return {
            "code": one.criterion.code,
            "title": one.criterion.title,
            "level": one.level,
            "level_name": names.get(one.level or 0, ""),
            "words": safe(one.words),
            "evidence": [
                {"kind": link.kind, "words": link.words, "note": safe(link.note), "as_of": link.as_of.isoformat()}
                for link in one.evidence.all()
            ],
            "figures": [
                {"code": each.code, "counted": each.counted, "base": each.base, "as_of": each.as_of.isoformat()}
                for each in one.figures.all()
            ],
        }
