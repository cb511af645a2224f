"""A survey of a panel's members, what was answered in it, and that a member has answered. Nothing joins the last two.

Answers are kept as numbers that only grow, made when the survey is opened; that somebody answered is kept without a time; what they
wrote is kept under a random number. So neither order nor moment tells who gave which answer, and nothing is shown until it closes.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import Label, labels
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel

Q, F = models.Q, models.F


class Survey(Row):
    """The survey of one panel's members for one year. Its last day can be moved later while it is open; closed, it stays closed."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="surveys")
    year = models.PositiveSmallIntegerField(_("year"))
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered = models.PositiveSmallIntegerField(_("members who answered"), default=0)

    privacy = labels(operational="panel year opens_on closes_on answered", personal="opened_by")

    class Meta:
        ordering: ClassVar = ["-year", "panel"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "year"], name="survey_of_a_year_once"),
            models.CheckConstraint(name="survey_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.panel}, {self.year}"


class Tally(Row):
    """How many gave one answer to one question. The row is made with the survey, whether or not anybody gives that answer."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tallies")
    question = models.CharField(max_length=12)
    answer = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField(default=0)

    privacy = labels(operational="survey question answer number")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "question", "answer"], name="tally_of_an_answer_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"


class Taken(Row):
    """That a member has answered a survey, so that nobody answers twice. It says nothing of what they answered, or when."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="taken")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    privacy = labels(operational="survey", personal="member")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "member"], name="survey_answered_once")]

    def __str__(self) -> str:
        return str(self.survey)


class Remark(models.Model):
    """What one member wrote, under a random number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="remarks")
    words = models.TextField()

    privacy = labels(operational="id survey", personal="words")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)
