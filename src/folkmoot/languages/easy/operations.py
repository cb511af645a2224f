"""Writing an Easy Read edition, recording who read it, and releasing it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.languages import queries
from folkmoot.languages.easy.pictures import Sent, encoded_anew
from folkmoot.languages.easy.rules import MOST_PARTS, fingerprint, part_problems, reading_problems, release_problems
from folkmoot.languages.models import Document, EasyEdition, EasyPart, EasyReading

WRITE = "languages.translate"


@dataclass(frozen=True)
class Beside:
    """What stands with the words of a part: a picture that was sent, and what is said of the one it has."""

    picture: Sent | None = None
    alternative: str = ""
    source: str = ""
    licence: str = ""


@transaction.atomic
def begin_edition(*, by: Viewer, at: datetime, document: Document) -> EasyEdition:
    """Begin an edition from the current source. It starts with the parts of the last one. Raises Refused or NotAllowed."""
    by.require(WRITE)
    last = document.easy_editions.order_by("number").last()
    if last and last.released_at is None:
        raise Refused({"": [_("An edition is being written already. Finish that one.")]})
    edition = EasyEdition(
        document=document, source=queries.current_source(document), number=last.number + 1 if last else 1, begun_by_id=by.account_id,
        begun_at=at,
    )  # fmt: skip
    check(edition)
    edition.save()
    if last:
        names = ("position", "words", "picture", "picture_format", "alternative", "picture_source", "licence")
        EasyPart.objects.bulk_create(EasyPart(edition=edition, **{name: getattr(one, name) for name in names}) for one in last.parts.all())
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=edition, detail={"edition": edition.number})
    return edition


@transaction.atomic
def add_part(*, by: Viewer, at: datetime, edition: EasyEdition, words: str, beside: Beside | None = None) -> EasyPart:
    """Add a part at the end. Raises Refused (by field) or NotAllowed."""
    by.require(WRITE)
    held, beside = _open(edition), beside or Beside()
    if held.parts.count() >= MOST_PARTS:
        raise Refused({"": [_("An edition has at most %(most)d parts. Make two texts of it.") % {"most": MOST_PARTS}]})
    made = EasyPart(edition=held, position=(held.parts.aggregate(last=Max("position"))["last"] or 0) + 1)
    for name, value in _values(words, beside, has_picture=beside.picture is not None).items():
        setattr(made, name, value)
    check(made)
    made.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"part": made.position, "did": "added"})
    return made


@transaction.atomic
def change_part(
    *, by: Viewer, at: datetime, part: EasyPart, words: str, beside: Beside, without_picture: bool = False, seen_version: int | None = None
) -> EasyPart:
    """Change a part; the picture stays where none is sent. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    by.require(WRITE)
    held = _open(part.edition)
    row = EasyPart.objects.get(pk=part.pk)
    keeps = bool(row.picture_format) and not without_picture
    values = _values(words, beside, has_picture=beside.picture is not None or keeps)
    if beside.picture is None and without_picture:
        values |= {"picture": None, "picture_format": ""}
    changed = change(row, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"part": row.position, "changed": changed})
    return row


@transaction.atomic
def remove_part(*, by: Viewer, at: datetime, part: EasyPart) -> None:
    """Take a part out of an edition that is not released. Raises Refused or NotAllowed."""
    by.require(WRITE)
    held = _open(part.edition)
    EasyPart.objects.filter(pk=part.pk).delete()
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=held, detail={"part": part.position, "did": "taken out"})


@transaction.atomic
def record_reading(*, by: Viewer, at: datetime, edition: EasyEdition, office: str, read_on: date, changed: str) -> EasyReading:
    """Record that people who need Easy Read have read it as it stands, and what was changed after it. Raises Refused or NotAllowed."""
    by.require(WRITE)
    held = _open(edition)
    problems = reading_problems(office=office, read_on=read_on, changed=changed, today=timezone.localdate(at))
    if not held.parts.exists():
        problems[""] = [_("The edition has no part yet. Write the first.")]
    if problems:
        raise Refused(problems)
    made = EasyReading(
        edition=held, office=office.strip(), read_on=read_on, changed=changed.strip(), fingerprint=_fingerprint_of(held),
        by_id=by.account_id, at=at,
    )  # fmt: skip
    check(made)
    made.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=held, detail={"did": "read"})
    return made


@transaction.atomic
def release_edition(*, by: Viewer, at: datetime, edition: EasyEdition, office: str) -> EasyEdition:
    """Release an edition that was read as it stands and holds nothing grave. Raises Refused (by field) or NotAllowed."""
    by.require("languages.release")
    held = _open(edition)
    read = held.readings.order_by("pk").last()
    problems = release_problems(
        parts=[one.words for one in held.parts.all()], read=read.fingerprint if read else None, now=_fingerprint_of(held), office=office
    )
    if problems:
        raise Refused(problems)
    change(held, {"office": office.strip(), "released_by_id": by.account_id, "released_at": at})
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=held, recipient="public", detail={"edition": held.number})
    return held


def _fingerprint_of(edition: EasyEdition) -> str:
    return fingerprint([(one.words, one.alternative, bytes(one.picture or b"")) for one in edition.parts.all()])


def _open(edition: EasyEdition) -> EasyEdition:
    """The edition as it is stored, held for this change. Raises Refused where it was released, ChangedMeanwhile where it is gone."""
    held = EasyEdition.objects.select_for_update().filter(pk=edition.pk).first()
    if held is None:
        raise ChangedMeanwhile(edition)
    if held.released_at is not None:
        raise Refused({"": [_("This edition is released and stays as it is. Begin the next one.")]})
    return held


def _values(words: str, beside: Beside, *, has_picture: bool) -> dict[str, object]:
    """The fields of a part. Raises Refused."""
    problems = part_problems(words=words, picture=has_picture, alternative=beside.alternative, source=beside.source, licence=beside.licence)
    if problems:
        raise Refused(problems)
    values: dict[str, object] = {"words": words.replace("\r\n", "\n").strip()}
    said = {"alternative": beside.alternative, "picture_source": beside.source, "licence": beside.licence}
    values |= {name: value.strip() if has_picture else "" for name, value in said.items()}
    if beside.picture is not None:
        made = encoded_anew(beside.picture)
        values |= {"picture": made.data, "picture_format": made.format}
    return values
