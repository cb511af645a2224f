"""What anybody may get of a text in other forms, once the room that the text belongs to has published it.

These functions take no viewer, because everybody may see what they return: nothing that was not released. Whether the text itself is
public only its own room knows, so whoever shows this asks there first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.queries import latest_released
from folkmoot.languages.models import Document, EasyEdition, EasyPart, SourceVersion
from folkmoot.languages.queries import released_easy
from folkmoot.languages.shapes import ReleasedEasy


@dataclass(frozen=True)
class Medium:
    """A released film, reading or large print; `old`: the text was changed since it was made."""

    row: Rendition
    old: bool


@dataclass(frozen=True)
class Forms:
    """A text in every other form that was released; `easy_since` is when its Easy Read edition was."""

    document: Document
    media: tuple[Medium, ...]
    easy_since: datetime | None

    @property
    def any(self) -> bool:
        return bool(self.media) or self.easy_since is not None


def released_forms(documents: Collection[Document]) -> list[Forms]:
    """Each text with what was released of it, in the order given; in a fixed number of statements. Texts with nothing are left out."""
    current = dict(SourceVersion.objects.filter(document__in=documents).order_by("number").values_list("document", "pk"))
    rows = Rendition.objects.filter(document__in=documents, released_at__isnull=False).select_related("document", "source")
    media: dict[int, list[Medium]] = {}
    for row in sorted(latest_released(rows), key=lambda one: (_ORDER.index(one.sort), one.language)):
        media.setdefault(row.document_id, []).append(Medium(row, row.source_id != current[row.document_id]))
    easy = dict(
        EasyEdition.objects.filter(document__in=documents, released_at__isnull=False)
        .order_by("number")
        .values_list("document", "released_at")
    )
    found = [Forms(one, tuple(media.get(one.pk, ())), easy.get(one.pk)) for one in documents]
    return [one for one in found if one.any]


def forms_of(kind: str, number: int) -> Forms | None:
    """What was released of one text, by the kind and number it has in its room; None where nothing was."""
    document = Document.objects.filter(kind=kind, number=number).first()
    return next(iter(released_forms([document])), None) if document else None


def released_medium(pk: int) -> Medium | None:
    """One released film, reading or large print as long as it is the one that stands; else None."""
    row = Rendition.objects.select_related("document").filter(pk=pk).first()
    forms = released_forms([row.document]) if row else []
    return next((each for one in forms for each in one.media if each.row.pk == pk), None)


def easy_of(document: Document) -> ReleasedEasy | None:
    return released_easy(document.kind, document.number)


def easy_picture(pk: int) -> EasyPart | None:
    """A part with a picture of the Easy Read edition that was last released of its text; else None."""
    part = EasyPart.objects.select_related("edition__document").filter(pk=pk).exclude(picture_format="").first()
    if part is None:
        return None
    last = part.edition.document.easy_editions.filter(released_at__isnull=False).order_by("number").last()
    return part if last and last.pk == part.edition_id else None


_ORDER: list[str] = list(Rendition.Sort.values)
