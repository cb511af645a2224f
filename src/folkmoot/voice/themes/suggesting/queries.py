"""What people made of the suggestions, theme by theme."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.voice.themes.models import Coding, Reading, Suggester, Suggestion, Theme
from folkmoot.voice.themes.queries import points_in_sight
from folkmoot.voice.themes.rules import Changes


def changes_of_suggestions(viewer: Viewer, *, kind: str = "") -> dict[Theme, Changes]:
    """Accepted, rejected and added by hand, by theme, of the points in sight; those most often changed first. `kind`: of one kind of
    suggester only.

    “Added” are themes that a person chose with suggestions on the screen, of which the theme was none. What was undone counts nowhere.
    """
    seen = points_in_sight(viewer).values("pk")
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    decided = Suggestion.objects.filter(point__in=seen).exclude(outcome=Suggestion.Outcome.WAITING)
    by_hand = Coding.objects.filter(point__in=seen, how=Coding.How.HAND, reading__beside__isnull=False, reading__undone_at__isnull=True)
    was_suggested = Suggestion.objects.filter(point=OuterRef("point"), theme=OuterRef("theme"), suggester=OuterRef("reading__beside"))
    if kind:
        decided, by_hand = decided.filter(suggester__kind=kind), by_hand.filter(reading__beside__kind=kind)
    rows: Any = decided.order_by().values_list("theme", "outcome").annotate(number=Count("pk"))
    for theme, outcome, number in rows:
        numbers[theme][outcome] = number
    added: Any = by_hand.filter(~Exists(was_suggested)).order_by().values_list("theme").annotate(number=Count(F("point"), distinct=True))
    for theme, number in added:
        numbers[theme]["added"] = number
    themes = Theme.objects.in_bulk(numbers)
    found = {themes[key]: Changes(**each) for key, each in numbers.items()}
    return dict(sorted(found.items(), key=lambda item: (-(item[1].rejected + item[1].added), item[0].name_en)))


@dataclass(frozen=True)
class Changed:
    """One point where a person chose otherwise than was suggested."""

    reading: Reading
    accepted: list[Theme]
    rejected: list[Theme]
    added: list[Theme]


def changed_readings(viewer: Viewer, *, theme: Theme | None = None, kind: str = "") -> QuerySet[Reading]:
    """The readings of points in sight that rejected a suggestion or added what was not suggested, the latest first."""
    rejected = Suggestion.objects.filter(reading=OuterRef("pk"), outcome=Suggestion.Outcome.REJECTED)
    suggested = Suggestion.objects.filter(point=OuterRef("point"), theme=OuterRef("theme"), suggester=OuterRef("reading__beside"))
    added = Coding.objects.filter(reading=OuterRef("pk"), how=Coding.How.HAND).filter(~Exists(suggested))
    if theme:
        rejected, added = rejected.filter(theme=theme), added.filter(theme=theme)
    rows = Reading.objects.filter(beside__isnull=False, undone_at__isnull=True, point__in=points_in_sight(viewer).values("pk"))
    rows = rows.filter(beside__kind=kind) if kind else rows
    return rows.filter(Q(Exists(rejected)) | Q(Exists(added))).select_related("point__area", "by").order_by("-pk")


def what_changed(readings: Iterable[Reading]) -> list[Changed]:
    """What each reading made of its suggestions. Two queries, whatever the number."""
    rows = list(readings)
    decided: dict[int, list[Suggestion]] = defaultdict(list)
    for each in Suggestion.objects.filter(reading__in=rows).select_related("theme"):
        decided[each.reading_id or 0].append(each)
    by_hand: dict[int, list[Theme]] = defaultdict(list)
    for coding in Coding.objects.filter(reading__in=rows, how=Coding.How.HAND).select_related("theme"):
        by_hand[coding.reading_id or 0].append(coding.theme)
    return [_changed(row, decided[row.pk], by_hand[row.pk]) for row in rows]


def _changed(reading: Reading, decided: list[Suggestion], by_hand: list[Theme]) -> Changed:
    of = {outcome: [each.theme for each in decided if each.outcome == outcome] for outcome in Suggestion.Outcome}
    suggested = {each.theme_id for each in decided}
    added = [theme for theme in by_hand if theme.pk not in suggested]
    return Changed(reading, of[Suggestion.Outcome.ACCEPTED], of[Suggestion.Outcome.REJECTED], added)


def suggesters(viewer: Viewer) -> list[Suggester]:
    """Every version of what made suggestions, the latest first."""
    return list(Suggester.objects.all())
