"""Translation memory: how the same or a like segment was put before, in words a second person checked, and where that stands."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Length

from folkmoot.accounts.scope import Viewer
from folkmoot.languages.models import Translation, Wording
from folkmoot.languages.rules import MOST_MATCHES, SMALLEST_LIKENESS, changed_words, likeness

MOST_LOOKED_AT = 1000  # the latest checked wordings of about the same length


@dataclass(frozen=True)
class Match:
    """A checked wording of a like source; `wording` is its id.

    `percent`: how alike the sources are; `changes`: what differs, as a word diff.
    """

    wording: int
    source: str
    text: str
    percent: int
    document: str
    checked_at: datetime | None
    changes: tuple[tuple[str, str], ...]

    @property
    def exact(self) -> bool:
        return self.percent == 100


def matches(viewer: Viewer, translation: Translation, source: str) -> list[Match]:
    """At most five checked wordings in the same language whose source is at least 70 percent alike, the most alike first."""
    if not viewer.may("languages.read") or not source:
        return []
    # Twice the shorter over both lengths is the most that likeness can be, so other lengths need not be looked at.
    shortest = len(source) * SMALLEST_LIKENESS / (2 - SMALLEST_LIKENESS)
    longest = len(source) * (2 - SMALLEST_LIKENESS) / SMALLEST_LIKENESS
    rows = (
        Wording.objects.annotate(letters=Length("source_text"))
        .filter(
            checked_at__isnull=False, translation__language=translation.language,
            translation__document__language=translation.document.language,
            letters__gte=int(shortest), letters__lte=int(longest) + 1,
        )
        .select_related("translation__document")
        .order_by("-pk")[:MOST_LOOKED_AT]
    )  # fmt: skip
    found: dict[tuple[str, str], Match] = {}
    for row in rows:
        pair = (row.source_text, row.text)
        if pair in found:
            continue
        alike = likeness(source, row.source_text)
        if alike >= SMALLEST_LIKENESS:
            differences = tuple(changed_words(row.source_text, source)) if alike < 1 else ()
            found[pair] = Match(row.pk, *pair, int(alike * 100), row.translation.document.title, row.checked_at, differences)
    return sorted(found.values(), key=lambda one: -one.percent)[:MOST_MATCHES]
