"""Offering a text, asking for it in Welsh, translating and checking each segment, and releasing the translation."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.saving import check as hold
from folkmoot.languages import queries
from folkmoot.languages.models import Document, Release, SourceSegment, SourceVersion, Translation, Wording
from folkmoot.languages.rules import State, checking_problem, offer_problems, parts_of, releasing_problems, state_of, translation_problems
from folkmoot.languages.shapes import Segment


@transaction.atomic
def offer(*, by: Viewer, at: datetime, kind: str, number: int, title: str, language: str, segments: Sequence[Segment]) -> Document:
    """Offer a text that is public or about to be, piece by piece. Offered again with other words it gets a new source version.

    `kind` and `number` name it in the room it belongs to. Segments that stay the same keep their translation. Idempotent for the same
    words. Raises Refused or NotAllowed.
    """
    by.require("languages.ask")
    problems = offer_problems(kind=kind, number=number, title=title, language=language, segments=segments)
    row = Document.objects.filter(kind=kind, number=number).first()
    if row and row.language != language:
        problems.append(_("This text was offered in another language before. Offer it in the language in which it is written."))
    if problems:
        raise Refused({"": problems})
    if row is None:
        row = Document(kind=kind, number=number, title=title.strip(), language=language, offered_by_id=by.account_id, offered_at=at)
        hold(row)
        row.save()
    elif row.title != title.strip():
        row.title = title.strip()
        hold(row)
        row.save(update_fields=["title"])
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"changed": ["title"]})
    before = queries.current_source(row)
    if before is not None and [(one.key, one.text) for one in before.segments.all()] == [(one.key, one.text) for one in segments]:
        return row
    source = SourceVersion(document=row, number=before.number + 1 if before else 1, by_id=by.account_id, at=at)
    hold(source)
    source.save()
    SourceSegment.objects.bulk_create(
        SourceSegment(source=source, position=place, key=one.key, text=one.text) for place, one in enumerate(segments, start=1)
    )
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"version": source.number, "segments": len(segments)})
    return row


@transaction.atomic
def ask(*, by: Viewer, at: datetime, document: Document, language: str, why: str, wanted_on: date | None = None) -> Translation:
    """Ask for a text in another language, and say what it is needed for. Raises Refused (by field) or NotAllowed."""
    by.require("languages.ask")
    problems: dict[str, list[str]] = {}
    if language == document.language:
        problems[""] = [_("The text is written in this language already.")]
    elif document.translations.filter(language=language).exists():
        problems[""] = [_("It has been asked for already. Open the text to see how far it has come.")]
    if not why.strip():
        problems["why"] = [_("Say what the translation is needed for, so that translators know what comes first.")]
    if wanted_on is not None and wanted_on < timezone.localdate(at):
        problems["wanted_on"] = [_("This day is past. Give a day from today on, or leave it empty.")]
    if problems:
        raise Refused(problems)
    made = Translation(document=document, language=language, why=why.strip(), wanted_on=wanted_on, asked_by_id=by.account_id, asked_at=at)
    hold(made)
    made.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=made, detail={"language": language})
    return made


@transaction.atomic
def translate(
    *, by: Viewer, at: datetime, translation: Translation, key: str, text: str, taken_from: str = "", seen: int | None = None,
    seen_source: int | None = None,
) -> Wording:  # fmt: skip
    """Give one segment its words. `seen`: the id of the wording on screen, 0 for none; `seen_source`: the version of the source on screen.

    What stood before stays on record, and the new words wait for a check. Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    by.require("languages.translate")
    source = _source_text(translation, key)
    latest = _latest(translation, key)
    read = source if seen_source is None else _text_of(translation, key, seen_source)
    if read != source or (seen is not None and seen != (latest.pk if latest else 0)):
        raise ChangedMeanwhile(translation)
    text = text.replace("\r\n", "\n").strip()
    problems = translation_problems(source, text)
    if problems:
        raise Refused({"text": problems})
    made = Wording(
        translation=translation, key=key, source_text=source, text=text, taken_from=taken_from.strip(), by_id=by.account_id, at=at
    )
    hold(made)
    made.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=translation, detail={"segment": key, "did": "translated"})
    return made


@transaction.atomic
def check(*, by: Viewer, at: datetime, wording: Wording) -> Wording:
    """Say, as a second person who reads both languages, that these words say what the source says. Raises Refused or NotAllowed."""
    by.require("languages.check")
    held = Wording.objects.select_for_update().select_related("translation").get(pk=wording.pk)
    latest = _latest(held.translation, held.key)
    if latest is None or latest.pk != held.pk:
        raise ChangedMeanwhile(held.translation)
    state = state_of(_source_text(held.translation, held.key), queries.worded(held))
    problem = checking_problem(state=state, writer=held.by_id, checker=by.account_id)
    if problem:
        raise Refused({"": [problem]})
    held.checked_by_id, held.checked_at = by.account_id, at
    hold(held)
    held.save(update_fields=["checked_by", "checked_at"])
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held.translation, detail={"segment": held.key, "did": "checked"})
    return held


@transaction.atomic
def release(
    *, by: Viewer, at: datetime, translation: Translation, office: str, partly: bool = False, seen_version: int | None = None
) -> Release:
    """Release the checked words as they stand. `partly`: the rest is released in the source's language, marked as such.

    `seen_version`: the number of the source version the person had on screen. Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    by.require("languages.release")
    document = translation.document
    source = queries.current_source(document)
    if source is None or (seen_version is not None and seen_version != source.number):
        raise ChangedMeanwhile(translation)
    standing = queries.standing_of(translation)
    problems = releasing_problems(standing.progress, partly=partly, office=office)
    if problems:
        raise Refused(problems)
    segments = [Segment(line.key, line.source) for line in standing.lines]
    said = {line.key: queries.worded(line.wording) for line in standing.lines if line.wording}
    parts = parts_of(segments, said, source=document.language, target=translation.language)
    made = Release(
        translation=translation, source=source, parts=[asdict(one) for one in parts], total=len(parts),
        translated=sum(1 for line in standing.lines if line.state is State.CHECKED), office=office.strip(), by_id=by.account_id, at=at,
    )  # fmt: skip
    hold(made)
    made.save()
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject=translation, recipient="public",
        detail={"source": source.number, "translated": made.translated, "of": made.total},
    )  # fmt: skip
    return made


def _source_text(translation: Translation, key: str) -> str:
    source = queries.current_source(translation.document)
    text = source.segments.filter(key=key).values_list("text", flat=True).first() if source else None
    if text is None:
        raise Refused({"": [_("The source has no such segment any more. Open the text again and go on from there.")]})
    return text


def _text_of(translation: Translation, key: str, number: int) -> str | None:
    rows = SourceSegment.objects.filter(source__document_id=translation.document_id, source__number=number, key=key)
    return rows.values_list("text", flat=True).first()


def _latest(translation: Translation, key: str) -> Wording | None:
    return translation.wordings.filter(key=key).order_by("-pk").first()
