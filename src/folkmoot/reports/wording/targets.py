"""Where the rows behind each headline figure can be seen."""

from folkmoot.reports.shapes import Figures
from folkmoot.reports.wording.document import Target
from folkmoot.reports.wording.places import asks_days, asks_of


def target_of(key: str, figures: Figures) -> Target | None:
    """The page of the rows behind a headline figure; None where there is none."""
    if key in {"activities", "people", "hours", "money", "low_contact"}:
        return Target("engagement:list", asks=asks_days(figures))
    if key in {"reached", "quiet"}:
        return Target("engagement:reach", asks=asks_of(figures, period=False))
    if key in _VOICE:
        return Target("voice:list", asks=(*asks_of(figures), *_VOICE[key]))
    if key == "waiting":
        return Target("voice:list", asks=asks_of(figures, period=False, state="raised"))
    if key in {"done", "overdue", "ownerless"}:
        late = (("state", "overdue"),) if key == "overdue" else ()
        return Target("actions:list", asks=(*asks_of(figures, period=False), *late))
    return Target(_ROOMS[key], asks=asks_of(figures, period=False)) if key in _ROOMS else None


_ROOMS = {
    "signals_open": "casework:signals", "recommendations_finished": "panels:recommendations", "cases_scrutinised": "scrutiny:judgements",
    "measures_known": "strategy:measures", "targets_reached": "workforce:home", "decisions_assessed": "decisions:list",
    "partnerships_lapsed": "stakeholders:partnerships", "assessments_settled": "assurance:home",
}  # fmt: skip
_VOICE: dict[str, tuple[tuple[str, str], ...]] = {
    "raised": (),
    "answered": (("reached", "answered"),),
    "median_days": (("reached", "answered"),),
    "told": (("reached", "told"),),
    "concerns_changed": (("reached", "changed"), ("nature", "concern")),
}
