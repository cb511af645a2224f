"""What a viewer sees of films, readings and large print, and in which forms each text exists."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max

from folkmoot.accounts.scope import Viewer
from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.rules import State
from folkmoot.languages.models import Document, EasyEdition, Release, SourceVersion, Translation
from folkmoot.languages.queries import READ
from folkmoot.languages.shapes import ENGLISH, WELSH


class Form(StrEnum):
    """A form in which somebody may need a text."""

    ENGLISH = "english"
    WELSH = "welsh"
    EASY = "easy"
    LARGE = "large_print"
    AUDIO = "audio"
    BSL = "bsl"


class Extent(StrEnum):
    """How far a text is there in a form."""

    THERE = "there"
    PART = "part"
    OLD = "old"
    COMING = "coming"
    MISSING = "missing"


@dataclass(frozen=True)
class Line:
    """One film, reading or large print; `old`: the text was changed since it was made; `shown`: it is the one that anybody gets."""

    row: Rendition
    old: bool
    shown: bool


def lines_of(viewer: Viewer, document: Document) -> list[Line]:
    """Everything made of one text, by what it is and its language, the latest first."""
    if not viewer.may(READ):
        return []
    rows = list(document.renditions.select_related("document", "source", "made_by", "checked_by"))
    current = document.versions.aggregate(last=Max("number"))["last"]
    shown = {row.pk for row in latest_released(rows)}
    return [Line(row, row.source.number != current, row.pk in shown) for row in rows]


def get_rendition(viewer: Viewer, pk: int) -> Rendition:
    """One with its text. Raises Rendition.DoesNotExist where there is none in sight."""
    rows = Rendition.objects.select_related(
        "document", "source", "made_by", "checked_by", "returned_by", "released_by", "withdrawn_by", "removed_by"
    )
    return (rows if viewer.may(READ) else rows.none()).get(pk=pk)


def is_old(row: Rendition) -> bool:
    """Whether the text was changed since it was made."""
    return SourceVersion.objects.filter(document=row.document_id, number__gt=row.source.number).exists()


def latest_released(rows: Iterable[Rendition]) -> list[Rendition]:
    """Of each text, form and language the one that stands: the last that was released and not withdrawn, if it has its file."""
    newest: dict[tuple[int, str, str], Rendition] = {}
    for row in sorted(rows, key=lambda one: one.number):
        if row.state is State.RELEASED:
            newest[(row.document_id, row.sort, row.language)] = row
    return list(newest.values())


def extents(documents: Collection[Document]) -> dict[int, dict[Form, Extent]]:
    """How far each text is there in each form, by its number; in a fixed number of statements."""
    sources = SourceVersion.objects.filter(document__in=documents).order_by("number").values_list("document", "pk")
    current = dict(sources)
    found = {row.pk: dict.fromkeys(Form, Extent.MISSING) for row in documents}
    for row in documents:
        found[row.pk][_of_language(row.language)] = Extent.THERE
    for number, language, extent in _in_languages(documents, current):
        found[number][_of_language(language)] = extent
    for number, extent in _in_easy(documents, current):
        found[number][Form.EASY] = extent
    for number, sort, extent in _in_media(documents, current):
        found[number][Form(sort)] = extent
    return found


def _of_language(language: str) -> Form:
    return {ENGLISH: Form.ENGLISH, WELSH: Form.WELSH}[language]


def _in_languages(documents: Collection[Document], current: dict[int, int]) -> Iterable[tuple[int, str, Extent]]:
    released = {
        row.translation_id: row for row in Release.objects.filter(translation__document__in=documents).order_by("pk").defer("parts")
    }
    for asked in Translation.objects.filter(document__in=documents):
        row = released.get(asked.pk)
        if row is None:
            yield asked.document_id, asked.language, Extent.COMING
        elif row.source_id != current[asked.document_id]:
            yield asked.document_id, asked.language, Extent.OLD
        else:
            yield asked.document_id, asked.language, Extent.THERE if row.translated == row.total else Extent.PART


def _in_easy(documents: Collection[Document], current: dict[int, int]) -> Iterable[tuple[int, Extent]]:
    """What is being written first, so that what is released stands where there is both."""
    rows = sorted(EasyEdition.objects.filter(document__in=documents), key=lambda row: (row.released_at is not None, row.number))
    for row in rows:
        if row.released_at is None:
            yield row.document_id, Extent.COMING
        else:
            yield row.document_id, Extent.THERE if row.source_id == current[row.document_id] else Extent.OLD


def _in_media(documents: Collection[Document], current: dict[int, int]) -> Iterable[tuple[int, str, Extent]]:
    """The best of each form: one from the current version before an older one, before one that waits."""
    rows = list(Rendition.objects.filter(document__in=documents, removed_at__isnull=True).defer("transcript"))
    held: dict[tuple[int, str], set[Extent]] = defaultdict(set)
    for row in latest_released(rows):
        held[(row.document_id, row.sort)].add(Extent.THERE if row.source_id == current[row.document_id] else Extent.OLD)
    for row in rows:
        if row.state in (State.WAITING, State.CONFIRMED):
            held[(row.document_id, row.sort)].add(Extent.COMING)
    for (number, sort), extents_held in held.items():
        yield number, sort, next(each for each in (Extent.THERE, Extent.OLD, Extent.COMING) if each in extents_held)
