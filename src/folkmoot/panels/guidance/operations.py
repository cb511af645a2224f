"""Writing guidance: drafted by one person at headquarters, agreed by another, then kept as it is; and that a member has read it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.guidance.models import Guidance, GuidanceReading, GuidanceVersion
from folkmoot.panels.guidance.queries import KEEPING, draft_of
from folkmoot.panels.guidance.rules import agreement_problems, code_problem, draft_problems
from folkmoot.panels.guidance.shipped import load_reference_data
from folkmoot.panels.members.models import Member

__all__ = [
    "WORDS", "add_page", "agree_draft", "change_page", "load_reference_data", "mark_read", "withdraw_page", "write_draft",
]  # fmt: skip
WORDS = ("title_en", "title_cy", "words_en", "words_cy", "easy_en", "easy_cy", "changed_what")


@transaction.atomic
def add_page(*, by: Viewer, at: datetime, code: str, meant_for: str, where: str = "", to_read: bool = False, **words: str) -> Guidance:
    """Add a page with its first draft (`words` are of WORDS). Raises Refused (by field) or NotAllowed."""
    by.require_national(KEEPING)
    if problem := code_problem(code):
        raise Refused({"code": [problem]})
    last = Guidance.objects.order_by("-order").values_list("order", flat=True).first() or 0
    page = Guidance(code=code, meant_for=meant_for, where=where, to_read=to_read, order=last + 10, shipped=False)
    check(page)
    page.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=page)
    write_draft(by=by, at=at, page=page, seen_version=None, **words)
    return page


@transaction.atomic
def change_page(
    *, by: Viewer, at: datetime, page: Guidance, meant_for: str, where: str, to_read: bool, seen_version: int | None = None
) -> list[str]:
    """Change for whom a page is and where it is shown. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_national(KEEPING)
    changed = change(page, {"meant_for": meant_for, "where": where, "to_read": to_read, "shipped": False}, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=page, detail={"fields": changed})
    return changed


@transaction.atomic
def write_draft(*, by: Viewer, at: datetime, page: Guidance, seen_version: int | None = None, **words: str) -> GuidanceVersion:
    """Begin the next version, or go on with the draft there is (`seen_version` is its own, 0 where there was none). `words` are of WORDS.

    Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    by.require_national(KEEPING)
    if unknown := set(words) - set(WORDS):
        raise KeyError(f"guidance has no {', '.join(sorted(unknown))}")
    given = {name: text.replace("\r\n", "\n").strip() for name, text in words.items()}
    problems = draft_problems(title=given.get("title_en", ""), words=given.get("words_en", ""))
    if problems:
        raise Refused(problems)
    draft = draft_of(page)
    if seen_version is not None and seen_version != (draft.version if draft else 0):
        raise ChangedMeanwhile(draft or page)
    if draft is not None:
        change(draft, {**given, "drafted_by_id": by.account_id, "drafted_at": at}, seen_version=seen_version)
    else:
        draft = GuidanceVersion(page=page, number=_next_number(page), drafted_by_id=by.account_id, drafted_at=at, **given)
        check(draft)
        draft.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=draft, detail={"draft": draft.number})
    return draft


@transaction.atomic
def agree_draft(
    *, by: Viewer, at: datetime, draft: GuidanceVersion, seen_version: int | None = None, changed_what: str | None = None
) -> GuidanceVersion:
    """Agree a version as the second person; from now on it holds and stays. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_national(KEEPING)
    said = draft.changed_what if changed_what is None else changed_what.strip()
    problems = agreement_problems(
        agreed=draft.agreed_at is not None, drafted_by=draft.drafted_by_id, by=by.account_id, number=draft.number, changed_what=said,
        easy=draft.easy_en,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    change(draft, {"changed_what": said, "agreed_by_id": by.account_id, "agreed_at": at}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=draft, detail={"agreed": draft.number})
    return draft


@transaction.atomic
def withdraw_page(*, by: Viewer, at: datetime, page: Guidance) -> None:
    """Take a page out of use; it stays, and so does who read it. Raises Refused or NotAllowed."""
    by.require_national(KEEPING)
    if page.withdrawn_on:
        raise Refused({"": [_("It was withdrawn already.")]})
    change(page, {"withdrawn_on": timezone.localdate(at), "shipped": False})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=page, detail={"state": "withdrawn"})


@transaction.atomic
def mark_read(*, by: Actor, at: datetime, member: Member, version: GuidanceVersion) -> GuidanceReading:
    """Record that a member has read a version; the caller has proved the seat. Once is enough. Raises Refused for a draft."""
    if version.agreed_at is None:
        raise Refused({"": [_("This version has not been agreed yet.")]})
    reading, new = GuidanceReading.objects.get_or_create(guidance=version, member=member, defaults={"at": at})
    if new:
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=reading, area_id=member.panel.area_id, detail={"guidance": version.pk})
    return reading


def _next_number(page: Guidance) -> int:
    last = GuidanceVersion.objects.filter(page=page).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
