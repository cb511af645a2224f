"""Making suggestions, and learning from what people coded. A suggestion codes nothing: only a person does."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.voice.models import Point
from folkmoot.voice.themes.cues import cues_of
from folkmoot.voice.themes.learning import MOST_LETTERS, learn
from folkmoot.voice.themes.lists.queries import latest_issued
from folkmoot.voice.themes.models import Reading, Suggester, Suggestion, Theme
from folkmoot.voice.themes.queries import RESTRICTED, themes_in_use
from folkmoot.voice.themes.suggesting.kept import keep, learned_by

MOST_SUGGESTED = 5
LEAST_READ = 100  # points that people coded, below which only cue words are used
MOST_READ = 20_000  # the latest codings that are learned from: a person waits, and older ones tell of older lists
_EVERYONE = Viewer(None, "")  # themes are public; nobody's sight narrows them


@transaction.atomic
def suggest(*, by: Actor, at: datetime, point: Point) -> tuple[Suggester, list[Suggestion]]:
    """The suggestions for a point, the strongest first, and what made them. Made once: looking again changes nothing."""
    suggester = _now_suggesting(at=at)
    held = list(point.suggestions.filter(suggester=suggester).select_related("theme"))
    if held or point.suggestions.filter(suggester=suggester).exists():
        return suggester, held
    themes = list(themes_in_use(_EVERYONE, area_id=point.area_id, on=timezone.localdate(at)))
    strongest = sorted(_scores_of(suggester, themes, point.words).items(), key=lambda item: (-item[1], item[0]))[:MOST_SUGGESTED]
    by_code = {theme.code: theme for theme in themes}
    made = [Suggestion(point=point, theme=by_code[code], suggester=suggester, score=score) for code, score in strongest]
    Suggestion.objects.bulk_create(made, ignore_conflicts=True)
    if made:
        detail: dict[str, object] = {"suggested": [each.theme.code for each in made], "by": str(suggester)}
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail=detail)
    return suggester, list(point.suggestions.filter(suggester=suggester).select_related("theme"))


def _scores_of(suggester: Suggester, themes: Iterable[Theme], words: str) -> dict[str, float]:
    """How far words point to each theme, by its code: as learned where a theme was learned, by its cue words otherwise."""
    codes = {theme.code: theme for theme in themes}
    learned = learned_by(suggester) if suggester.kind == Suggester.Kind.LEARNED else None
    known = set(learned.themes) if learned else set()
    text = words[:MOST_LETTERS]
    scores = cues_of({code: theme.cues.splitlines() for code, theme in codes.items() if code not in known}).scores(text)
    if learned:
        scores |= {code: score for code, score in learned.scores(text).items() if code in codes}
    return scores


def _now_suggesting(*, at: datetime) -> Suggester:
    """What makes suggestions now: the latest learning whose file is there, or else the cue words of the issued list."""
    latest = Suggester.objects.filter(kind=Suggester.Kind.LEARNED).order_by("-number").first()
    if latest and learned_by(latest):
        return latest
    number = issued.number if (issued := latest_issued()) else 0
    return Suggester.objects.get_or_create(kind=Suggester.Kind.CUES, number=number, defaults={"at": at, "list_number": number})[0]


@transaction.atomic
def learn_from_codings(*, by: Viewer, at: datetime) -> Suggester:
    """Learn from the points that people went through last, those kept to who answers left out; the next suggestions come from it.

    The same codings give the same numbers. Raises FolkmootError where too little was coded, or NotAllowed.
    """
    by.require_national("voice.write")
    rows = Reading.objects.filter(blind=False, undone_at__isnull=True).exclude(point__visibility=RESTRICTED)
    newest = list(rows.select_related("point").prefetch_related("themes").order_by("-pk")[:MOST_READ])
    latest = {reading.point_id: reading for reading in reversed(newest)}
    if len(latest) < LEAST_READ:
        raise FolkmootError(
            _("There is not enough to learn from yet."),
            _("%(number)d points were gone through with the list; %(least)d are the least.") % {"number": len(latest), "least": LEAST_READ},
            _("Code more points by hand. Until then suggestions come from the cue words of the list."),
        )
    texts = [reading.point.words for reading in latest.values()]
    learned = learn(texts, [{theme.code for theme in reading.themes.all()} for reading in latest.values()])
    before = Suggester.objects.filter(kind=Suggester.Kind.LEARNED).order_by("-number").first()
    number = before.number + 1 if before else 1
    issued = latest_issued()
    suggester = Suggester.objects.create(
        kind=Suggester.Kind.LEARNED, number=number, at=at, list_number=issued.number if issued else 0, points=len(texts),
        themes=dict(zip(learned.themes, learned.points, strict=True)), file_hash=keep(learned, number),
    )  # fmt: skip
    detail: dict[str, object] = {"points": len(texts), "themes": list(learned.themes)}
    audit.record(audit.Kind.COMBINATION, by=by, at=at, subject=suggester, detail=detail)
    return suggester
