"""Taking evidence into an assessment that is being written, adding outside sources and one's own words, and leaving some out again."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.decisions.assessments.editing import to_edit
from folkmoot.decisions.assessments.evidence.offers import Offer
from folkmoot.decisions.assessments.models import Assessment, TakenEvidence
from folkmoot.decisions.assessments.operations import edited
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check


@transaction.atomic
def take(*, by: Viewer, at: datetime, assessment: Assessment, offers: Iterable[Offer]) -> list[TakenEvidence]:
    """Take offers as they stand now. One already taken stays as it was then. Raises Refused or NotAllowed."""
    held = to_edit(by, assessment)
    already = set(held.evidence.values_list("key", flat=True))
    taken = [_taken(held, offer, by, at) for offer in offers if offer.key not in already]
    for row in taken:
        check(row)
        row.save()
    if taken:
        edited(held=held, by=by, at=at, detail={"evidence taken": [row.pk for row in taken]})
    return taken


def _taken(assessment: Assessment, offer: Offer, by: Viewer, at: datetime) -> TakenEvidence:
    return TakenEvidence(
        assessment=assessment, code=offer.code.value, source=offer.source, key=offer.key, title=offer.title, as_of=offer.as_of,
        base=offer.base, words=offer.words, gaps=offer.gaps, address=offer.address, taken_at=at, taken_by_id=by.account_id,
    )  # fmt: skip


@transaction.atomic
def add_outside(
    *, by: Viewer, at: datetime, assessment: Assessment, code: str, title: str, words: str, as_of: date | None = None, base: str = "",
    gaps: str = "", address: str = "", own_words: str = "",
) -> TakenEvidence:  # fmt: skip
    """Add a source from elsewhere. Raises Refused for one without a day, or dated ahead, or NotAllowed."""
    held = to_edit(by, assessment)
    if as_of is None or as_of > timezone.localdate(at):
        raise Refused({"as_of": [_("Give the day of the source, not one to come: a reader must know how old it is.")]})
    row = TakenEvidence(
        assessment=held, code=code, source=TakenEvidence.Source.OUTSIDE, title=title.strip(), words=words.strip(), as_of=as_of,
        base=base, gaps=gaps, address=address, own_words=own_words.strip(), taken_at=at, taken_by_id=by.account_id,
    )  # fmt: skip
    check(row)
    row.save()
    edited(held=held, by=by, at=at, detail={"outside evidence": row.pk})
    return row


@transaction.atomic
def add_words(*, by: Viewer, at: datetime, evidence: TakenEvidence, own_words: str, seen_version: int | None = None) -> None:
    """Say in one's own words what a piece of evidence means here. Raises Refused, ChangedMeanwhile or NotAllowed."""
    held = to_edit(by, evidence.assessment)
    if change(evidence, {"own_words": own_words.strip()}, seen_version=seen_version):
        edited(held=held, by=by, at=at, detail={"words on evidence": evidence.pk})


@transaction.atomic
def leave_out(*, by: Viewer, at: datetime, evidence: TakenEvidence) -> None:
    """Leave a piece of evidence out of an assessment that is being written. Raises Refused where an impact rests on it."""
    held = to_edit(by, evidence.assessment)
    if evidence.cited_by.exists():
        raise Refused({"": [_("An impact cites this evidence. Change the impact first, so that nothing rests on what is gone.")]})
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=evidence, area_id=held.area_id, detail={"of assessment": held.pk})
    evidence.delete()
    edited(held=held, by=by, at=at, detail={"evidence left out": True})
