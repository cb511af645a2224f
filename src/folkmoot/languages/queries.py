"""What a viewer sees of texts and their translations, and what other rooms may show of what was released."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from folkmoot.accounts.scope import Viewer
from folkmoot.languages.models import Document, EasyEdition, Release, SourceSegment, SourceVersion, Translation, Wording
from folkmoot.languages.rules import Progress, State, Worded, progress_of, state_of
from folkmoot.languages.shapes import EasyPart, Part, Released, ReleasedEasy

READ = "languages.read"


@dataclass(frozen=True)
class Line:
    """One segment of the current source, its latest wording, and where that stands."""

    key: str
    position: int
    source: str
    wording: Wording | None

    @cached_property
    def state(self) -> State:
        return state_of(self.source, worded(self.wording) if self.wording else None)


@dataclass(frozen=True)
class Standing:
    """A translation, segment by segment, with what was released last."""

    translation: Translation
    source: int
    lines: tuple[Line, ...]
    released: Release | None

    @cached_property
    def progress(self) -> Progress:
        return progress_of([line.state for line in self.lines])

    @cached_property
    def next_line(self) -> Line | None:
        """The first segment to translate: one that has no words, or words from an earlier source."""
        return next((line for line in self.lines if line.state in (State.MISSING, State.OUT_OF_DATE)), None)


@dataclass(frozen=True)
class Overview:
    """A text in the list, with each translation asked for and how far its Easy Read has come."""

    document: Document
    segments: int
    standings: tuple[Standing, ...]
    easy: EasyEdition | None


def worded(wording: Wording) -> Worded:
    return Worded(wording.source_text, wording.text, wording.checked_at is not None)


def documents(viewer: Viewer) -> list[Overview]:
    """Every text that was offered, by its title. They are public texts of the whole service, so no Area divides them."""
    if not viewer.may(READ):
        return []
    rows = list(Document.objects.prefetch_related("translations"))
    sources = {one.document_id: one for one in SourceVersion.objects.filter(document__in=rows).order_by("document", "number")}
    segments = defaultdict(list)
    for one in SourceSegment.objects.filter(source__in=sources.values()):
        segments[one.source_id].append(one)
    wordings: dict[int, dict[str, Wording]] = defaultdict(dict)
    for each in Wording.objects.order_by("pk"):
        wordings[each.translation_id][each.key] = each
    releases = {one.translation_id: one for one in Release.objects.order_by("pk").defer("parts")}
    easy = {one.document_id: one for one in EasyEdition.objects.order_by("document", "number")}
    found = []
    for row in rows:
        source = sources[row.pk]
        standings = tuple(
            Standing(each, source.number, _lines(segments[source.pk], wordings[each.pk]), releases.get(each.pk))
            for each in row.translations.all()
        )
        found.append(Overview(row, len(segments[source.pk]), standings, easy.get(row.pk)))
    return found


def get_document(viewer: Viewer, pk: int) -> Document:
    """One text. Raises Document.DoesNotExist where there is none in sight."""
    return (Document.objects.all() if viewer.may(READ) else Document.objects.none()).get(pk=pk)


def get_translation(viewer: Viewer, pk: int) -> Translation:
    """One translation with its text. Raises Translation.DoesNotExist where there is none in sight."""
    rows = Translation.objects.select_related("document")
    return (rows if viewer.may(READ) else rows.none()).get(pk=pk)


def current_source(document: Document) -> SourceVersion | None:
    return document.versions.order_by("-number").prefetch_related("segments").first()


def standing_of(translation: Translation) -> Standing:
    """How the translation stands against the current source."""
    source = current_source(translation.document)
    latest: dict[str, Wording] = {}
    for one in translation.wordings.select_related("by", "checked_by").order_by("pk"):
        latest[one.key] = one
    segments = list(source.segments.all()) if source else []
    return Standing(translation, source.number if source else 0, _lines(segments, latest), translation.releases.order_by("pk").last())


def _lines(segments: list[SourceSegment], wordings: dict[str, Wording]) -> tuple[Line, ...]:
    return tuple(Line(one.key, one.position, one.text, wordings.get(one.key)) for one in segments)


def released(kind: str, number: int, language: str) -> Released | None:
    """What was last released of a text in a language, for the room it belongs to; None where nothing was. Open to everybody."""
    row = (
        Release.objects.filter(translation__document__kind=kind, translation__document__number=number, translation__language=language)
        .select_related("translation__document")
        .order_by("-pk")
        .first()
    )
    if row is None:
        return None
    document = row.translation.document
    parts = tuple(Part(**one) for one in row.parts)
    return Released(document.title, language, parts, row.translated, row.office, row.at, _behind(document, row.source_id))


def released_easy(kind: str, number: int) -> ReleasedEasy | None:
    """The Easy Read edition of a text that was last released; None where none was. Open to everybody."""
    edition = (
        EasyEdition.objects.filter(document__kind=kind, document__number=number, released_at__isnull=False)
        .select_related("document")
        .order_by("-number")
        .first()
    )
    reading = edition.readings.order_by("pk").last() if edition else None
    if edition is None or reading is None or edition.released_at is None:
        return None
    parts = tuple(
        EasyPart(one.words, one.pk if one.picture_format else None, one.alternative, credit(one.picture_source, one.licence))
        for one in edition.parts.defer("picture")
    )
    behind = _behind(edition.document, edition.source_id)
    return ReleasedEasy(edition.document.title, parts, edition.office, reading.office, edition.released_at, behind)


def credit(source: str, licence: str) -> str:
    """What stands below a picture: where it is from and its licence; empty where there is none."""
    return f"{source} ({licence})" if source else ""


def _behind(document: Document, source_id: int) -> bool:
    return document.versions.order_by("-number").values_list("pk", flat=True).first() != source_id
