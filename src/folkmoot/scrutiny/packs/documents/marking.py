"""Marks that a person sets where the machine found nothing, and what stands in their place."""

from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.saving import Refused
from folkmoot.scrutiny.packs.documents.models import PackDocument, PackNames, PackSuggestion
from folkmoot.scrutiny.packs.documents.rules import overlaps, places_of
from folkmoot.scrutiny.packs.documents.texts import sealed, text_of, unsealed
from folkmoot.scrutiny.packs.models import Pack


def named_for(pack: Pack, words: str, kind: str) -> str:
    """What a person or a thing is called in this pack; somebody new gets the next name, which is kept with the others."""
    from folkmoot.redaction.pseudonyms import Pseudonyms
    from folkmoot.redaction.spans import Kind

    row = PackNames.objects.select_for_update().get_or_create(pack=pack)[0]
    kept = unsealed(row.sealed)
    pseudonyms = Pseudonyms.from_json(kept) if kept else Pseudonyms()
    named = pseudonyms.of_stranger(words) if kind == Kind.NAME else pseudonyms.of_value(Kind(kind), words)
    row.sealed = sealed(pseudonyms.to_json())
    row.save(update_fields=["sealed"])
    return named[:120]


def mark_in(
    document: PackDocument, words: str, kind: str, replacement: str, *, by: Viewer, at: datetime, place: tuple[int | None, int | None],
    only_there: bool = False,
) -> int:  # fmt: skip
    """Mark some words in one document, at `place` and (unless `only_there`) wherever else they stand; returns how many places were marked.

    What was suggested within a mark goes: the mark covers it. Raises Refused where a mark would cut through a suggestion.
    """
    text = text_of(document)
    there = [(row.pk, row.start, row.end) for row in PackSuggestion.objects.filter(document=document)]
    wanted = _wanted(text, words, place, only_there)
    marks, covered = [], set()
    for start, end in wanted:
        inside = {pk for pk, first, last in there if start <= first and last <= end}
        crossing = [(first, last) for pk, first, last in there if pk not in inside]
        if overlaps(start, end, crossing):
            continue
        marks.append((start, end))
        covered |= inside
    if place[0] is not None and not marks:
        raise Refused({"words": [_("Part of this is marked already. Change that mark instead.")]})
    PackSuggestion.objects.filter(pk__in=covered).delete()
    PackSuggestion.objects.bulk_create(
        PackSuggestion(
            document=document, start=start, end=end, kind=kind, replacement=replacement, suggested=replacement, by_machine=False,
            state=PackSuggestion.State.ACCEPTED, decided_by_id=by.account_id, decided_at=at,
        )
        for start, end in marks
    )  # fmt: skip
    return len(marks)


def _wanted(text: str, words: str, place: tuple[int | None, int | None], only_there: bool) -> list[tuple[int, int]]:
    """The places to mark: the one that was selected, where it still holds these words, and all the others."""
    start, end = place
    found = places_of(words, text, [])
    if start is None or end is None:
        return found
    if text[start:end].split() != words.split():
        raise Refused({"words": [_("Other words stand there now. Open the page again and select them once more.")]})
    if only_there:
        return [(start, end)]
    return [(start, end), *(each for each in found if not overlaps(*each, [(start, end)]))]
