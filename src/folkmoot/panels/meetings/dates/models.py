"""Polls of days: which are offered, who was asked, what each answered."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel

Q = models.Q


class Poll(Row):
    """Asking the members of a panel which of some days suits them, until `closes_on`. It ends in a meeting, or is
    withdrawn with the reason.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="polls")
    theme = models.CharField(_("what the meeting is about"), max_length=200, blank=True)
    lasts = models.PositiveSmallIntegerField(_("minutes it lasts"), default=120)
    where = models.CharField(_("where"), max_length=8, choices=Meeting.Where, default=Meeting.Where.PLACE)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link to join online"), max_length=500, blank=True)
    access = models.TextField(_("getting there, and access"), blank=True)
    closes_on = models.DateField(_("answers by"))
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="poll")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    privacy = labels(
        operational="panel theme lasts where place link access closes_on asked_at meeting withdrawn_on withdrawn_why", personal="asked_by"
    )

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="poll_withdrawn_with_reason", condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why="")),
            models.CheckConstraint(name="poll_ends_one_way", condition=Q(withdrawn_on__isnull=True) | Q(meeting__isnull=True)),
            models.CheckConstraint(name="poll_lasts", condition=Q(lasts__gte=1)),
        ]

    def __str__(self) -> str:
        return self.theme or str(self.panel)


class PollDate(Row):
    """One day and time that is offered."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField(_("starts"))

    privacy = labels(operational="poll starts_at")

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["poll", "starts_at"], name="date_of_a_poll_once")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class PollVoice(Row):
    """One member who is asked. `key` is what their link names."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="voices")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    votes = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(_("what they said with it"), max_length=400, blank=True)

    privacy = labels(operational="key poll votes", personal="member answered_at words")

    class Meta:
        ordering: ClassVar = ["poll", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["poll", "member"], name="member_in_a_poll_once")]

    def __str__(self) -> str:
        return str(self.member)


class PollAnswer(Row):
    """What one member said to one of the days; no row where they said nothing."""

    class Answer(models.TextChoices):
        YES = "yes", _("I can come")
        ONLINE = "online", _("Only online")
        MAYBE = "maybe", _("If need be")
        NO = "no", _("I cannot come")

    voice = models.ForeignKey(PollVoice, on_delete=models.CASCADE, related_name="answers")
    date = models.ForeignKey(PollDate, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(_("answer"), max_length=6, choices=Answer)

    privacy = labels(operational="date", personal="voice answer")

    class Meta:
        ordering: ClassVar = ["voice", "date"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["voice", "date"], name="answer_to_a_date_once")]

    def __str__(self) -> str:
        return str(self.get_answer_display())
