"""Rounds of review, who is asked, what they said of a draft and how they were answered. What was said and answered is never changed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.reports.models import Report
from folkmoot.reports.review.rules import Outcome

Q, F = models.Q, models.F
OUTCOME_NAMES = {Outcome.ACCEPTED: _("Accepted"), Outcome.NOT_ACCEPTED: _("Not accepted")}


class Kept(Row):
    """A row that stands as it was written."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FolkmootError("What was said of a report, and how it was answered, stands.", "", "Add a new answer, or a new comment.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FolkmootError("What was said of a report, and how it was answered, stands.")


class Review(Row):
    """The review of one draft, from the day it was opened to `last_day` or to when it was ended by hand, whichever comes first."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="review")
    last_day = models.DateField(_("last day for comments"))
    note = models.TextField(_("what reviewers are asked"), blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="report last_day note opened_at ended_at", personal="opened_by ended_by")

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return str(self.report)

    @property
    def area_id(self) -> int | None:
        return self.report.area_id


class Reviewer(Row):
    """Somebody who is asked. `office` is what others are shown of them; their name only where they agreed to it (`named`)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reviewers")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    outside = models.BooleanField(_("external governance member"))
    office = models.CharField(_("shown as"), max_length=120)
    named = models.BooleanField(_("agreed to be named"), default=False)
    asked_at = models.DateTimeField()

    privacy = labels(operational="review outside named asked_at", personal="account", public="office")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="report_reviewer_once", fields=["review", "account"]),
            models.CheckConstraint(name="report_reviewer_has_office", condition=~Q(office="")),
        ]

    def __str__(self) -> str:
        return str(self.account)

    @property
    def area_id(self) -> int | None:
        return self.review.report.area_id

    @property
    def shown(self) -> str:
        """How this person stands in the report: by office, and by name where they agreed to that."""
        return f"{self.account.name}, {self.office}" if self.named else self.office


class Comment(Kept):
    """What a reviewer said of a draft, or of one `section` of it ("" of the whole). A `challenge` must be answered before anybody signs.

    `late`: it came when the review was over. It is kept for the next report, which takes it up (`taken_up_by`).
    """

    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(_("which part"), max_length=30, blank=True)
    words = models.TextField(_("comment"))
    challenge = models.BooleanField(_("challenge"))
    at = models.DateTimeField()
    late = models.BooleanField(default=False)
    taken_up_by = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="reviewer section challenge at late taken_up_by", public="words")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["at"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="report_comment_has_words", condition=~Q(words="")),
            models.CheckConstraint(name="report_comment_taken_up_is_late", condition=Q(taken_up_by__isnull=True) | Q(late=True)),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def report(self) -> Report:
        """The draft it was said of."""
        return self.reviewer.review.report

    @property
    def area_id(self) -> int | None:
        return self.report.area_id


class Answer(Kept):
    """How the service answered a comment. A later answer `supersedes` an earlier one; both stand in the log."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(_("answer"), max_length=12, choices=[(each.value, OUTCOME_NAMES[each]) for each in Outcome])
    words = models.TextField(_("what changes, or why not"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    office = models.CharField(_("answered as"), max_length=120)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by")

    privacy = labels(operational="comment outcome at supersedes", public="words office", personal="by name")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="report_answer_has_words", condition=~Q(words="") & ~Q(office="")),
            models.UniqueConstraint(name="report_answer_first_once", fields=["comment"], condition=Q(supersedes__isnull=True)),
            models.CheckConstraint(name="report_answer_not_its_own", condition=~Q(supersedes=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def area_id(self) -> int | None:
        return self.comment.area_id


class Annex(Kept):
    """“Comments and answers” as they stood when the report was signed. `sha256` is the fingerprint of `entries`."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="annex")
    entries = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    privacy = labels(operational="report sha256 frozen_at", public="entries")

    def __str__(self) -> str:
        return str(self.report)
