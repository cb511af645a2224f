"""Points as they were said, answers to them, and tellings."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.strategy.models import Aim


class Point(Row):
    """One thing said, in the words it was said. Answered, changed and told are derived from what hangs on it."""

    class Nature(models.TextChoices):
        CONCERN = "concern", _("Concern")
        PRAISE = "praise", _("Praise")
        QUESTION = "question", _("Question")
        IDEA = "idea", _("Idea")
        PROMISE = "promise", _("Promise we made")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    origin_kind = models.CharField(max_length=40)
    origin_id = models.BigIntegerField(null=True, blank=True)
    words = models.TextField(_("what was said"))
    said_on = models.DateField(_("said on"))
    nature = models.CharField(_("kind"), max_length=10, choices=Nature, default=Nature.CONCERN)
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said_by = models.CharField(_("person or group who said it"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    privacy = labels(personal="words said_by recorded_by", operational="area origin_kind origin_id said_on nature theme aim recorded_at")

    class Meta:
        ordering: ClassVar = ["-said_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["origin_kind", "origin_id"]), models.Index(fields=["area", "said_on"])]
        constraints: ClassVar = [models.CheckConstraint(name="point_has_words", condition=~models.Q(words=""))]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else self.words[:77] + "…"


class Answer(Row):
    """What the service answered to a point. The latest counts; earlier ones stay."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Partly accepted")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")
        NEEDS_MORE = "needs_more", _("Needs more")
        THANKED = "thanked", _("Thanked")

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="answers")
    outcome = models.CharField(_("answer"), max_length=14, choices=Outcome)
    words = models.TextField(_("what we answer"))
    reason = models.TextField(_("reason"), blank=True)
    on = models.DateField(_("answered on"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="by", operational="point outcome words reason on")

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="refusal_has_reason", condition=~models.Q(outcome="not_accepted") | ~models.Q(reason=""))
        ]

    def __str__(self) -> str:
        return self.words


class Telling(Row):
    """That the person or group who said it was told what became of it: when, how, in what words."""

    class Channel(models.TextChoices):
        MEETING = "meeting", _("At a meeting")
        LETTER = "letter", _("By letter")
        EMAIL = "email", _("By e-mail")
        PHONE = "phone", _("By telephone")
        PUBLISHED = "published", _("Published")
        PANEL = "panel", _("Through a panel")

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="tellings")
    on = models.DateField(_("told on"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    who = models.CharField(_("who was told"), max_length=200)
    words = models.TextField(_("what they were told"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="who by", operational="point on channel words")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.who}"
