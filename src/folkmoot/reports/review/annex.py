"""The annex “Comments and answers”: what outside members and reviewers said of the drafts and how each was answered, as plain data.

Frozen at the signature with a fingerprint, so that a signed report is rendered the same for ever. Nobody stands in it by name who did
not agree to it: members and those who answer stand by their office.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from folkmoot.reports.models import Report
from folkmoot.reports.review.models import Annex, Answer, Comment
from folkmoot.reports.rules import fingerprint


@dataclass(frozen=True)
class Answered:
    """The answer that stood. `outcome` is “accepted” (`words` say what changes) or “not_accepted” (`words` say why); `on` an ISO day."""

    outcome: str
    words: str
    by: str
    on: str


@dataclass(frozen=True)
class Entry:
    """One comment. `section` is the key of the section it is about ("" the whole report); `said_by` is an office, `said_on` an ISO day.

    `draft` is the number of the report it spoke to; `carried` where that is an earlier one than this, `late` where it came after the
    review of that one was over. `answer` is None where a comment that is no challenge had none.
    """

    number: int
    section: str
    challenge: bool
    words: str
    said_by: str
    said_on: str
    draft: int
    carried: bool
    late: bool
    answer: Answered | None


def annex(report: Report) -> list[Entry]:
    """The annex of a signed report as it was frozen; nothing for a draft, or for a report that nobody was asked to review."""
    kept = Annex.objects.filter(report=report).first()
    return [_read(one) for one in kept.entries] if kept else []


def as_it_stands(report: Report) -> list[Entry]:
    """What the annex of a draft would say if it were signed now."""
    from folkmoot.reports.review.queries import comments_of  # it needs the words of this module

    return [_entry(number, report, one) for number, one in enumerate(comments_of(report), 1)]


def freeze(report: Report, at: datetime) -> Annex:
    """Keep the annex as it stands, with its fingerprint. Call it inside the transaction of the signature."""
    entries = [asdict(one) for one in as_it_stands(report)]
    return Annex.objects.create(report=report, entries=entries, sha256=fingerprint(entries), frozen_at=at)


def is_as_frozen(kept: Annex) -> bool:
    """Whether the annex is still what it was when it was frozen."""
    return fingerprint(kept.entries) == kept.sha256


def standing_answer(answers: Iterable[Answer]) -> Answer | None:
    """The answer that stands: the last one."""
    return max(answers, key=lambda one: (one.at, one.pk), default=None)


def _entry(number: int, report: Report, comment: Comment) -> Entry:
    answer = standing_answer(comment.answers.all())
    given = Answered(answer.outcome, answer.words, answer.office, _iso(answer.at)) if answer else None
    return Entry(
        number=number, section=comment.section, challenge=comment.challenge, words=comment.words, said_by=comment.reviewer.shown,
        said_on=_iso(comment.at), draft=comment.report.number, carried=comment.report.pk != report.pk, late=comment.late, answer=given,
    )  # fmt: skip


def _iso(at: datetime) -> str:
    return timezone.localdate(at).isoformat()


def _read(values: Mapping[str, Any]) -> Entry:
    answer = values["answer"]
    return Entry(**{**values, "answer": Answered(**answer) if answer else None})
