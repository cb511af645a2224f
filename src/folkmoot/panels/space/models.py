"""Whom members told of the panel's work, and the boards, forums and events to which members are invited."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel

Q = models.Q


class Briefing(Row):
    """That a member told others what the panel does, and what those people said to it. `people`: about how many heard it.

    `meeting`: the meeting of which the member told, where it was of one. What was heard may become a point of voice
    (origin "panels.briefing"); from then on the briefing stays as it is.
    """

    class How(models.TextChoices):
        MEETING = "meeting", _("At a meeting")
        EMAIL = "email", _("By e-mail or letter")
        NEWSLETTER = "newsletter", _("In a newsletter or online")
        CONVERSATION = "conversation", _("In a conversation")
        OTHER = "other", _("In another way")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="briefings")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    whom = models.CharField(_("whom they told"), max_length=200)
    how = models.CharField(_("how"), max_length=12, choices=How)
    people = models.PositiveIntegerField(_("about how many people"), null=True, blank=True)
    heard = models.TextField(_("what people said"), blank=True)
    on = models.DateField(_("on which day"))
    logged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logged_at = models.DateTimeField()

    privacy = labels(personal="member whom heard logged_by", operational="meeting how people on logged_at")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [models.Index(fields=["member", "on"])]
        constraints: ClassVar = [models.CheckConstraint(name="briefing_of_somebody", condition=~Q(whom=""))]

    def __str__(self) -> str:
        return self.whom


class Occasion(Row):
    """A board, another panel, a forum of staff or an event outside, to which members of one panel are invited.

    `starts_at` is an aware time, shown by the clock of London; `lasts` is in minutes.
    """

    class Kind(models.TextChoices):
        BOARD = "board", _("Strategy board")
        PANEL = "panel", _("Another panel")
        FORUM = "forum", _("Staff forum")
        EVENT = "event", _("Event outside the service")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="occasions")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    title = models.CharField(_("what it is"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    lasts = models.PositiveSmallIntegerField(_("minutes it lasts"), default=120)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link to join online"), max_length=500, blank=True)
    access = models.TextField(_("getting there, and access"), blank=True)
    about = models.TextField(_("what it is about, and what members would do there"), blank=True)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    privacy = labels(
        operational="panel kind title starts_at lasts place link access about added_at cancelled_at cancelled_why", personal="added_by"
    )

    class Meta:
        ordering: ClassVar = ["-starts_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["panel", "starts_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="occasion_named", condition=~Q(title="")),
            models.CheckConstraint(name="occasion_cancelled_with_reason", condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_why="")),
        ]

    def __str__(self) -> str:
        return self.title


class Invitation(Row):
    """One member invited to one occasion: to come or to speak, what they answered, and whether they were there."""

    class Part(models.TextChoices):
        ATTEND = "attend", _("To take part")
        SPEAK = "speak", _("To speak")

    class Reply(models.TextChoices):
        NONE = "none", _("No answer yet")
        YES = "yes", _("Coming")
        NO = "no", _("Not coming")
        UNSURE = "unsure", _("Not sure yet")

    class Attended(models.TextChoices):
        UNKNOWN = "unknown", _("Not recorded")
        YES = "yes", _("Was there")
        NO = "no", _("Was not there")

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="invitations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="occasions")
    part = models.CharField(_("what they are asked to do"), max_length=6, choices=Part, default=Part.ATTEND)
    reply = models.CharField(_("reply"), max_length=6, choices=Reply, default=Reply.NONE)
    reply_words = models.CharField(_("what they said with it"), max_length=400, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    attended = models.CharField(_("attendance"), max_length=7, choices=Attended, default=Attended.UNKNOWN)
    came_of_it = models.TextField(_("what came of it"), blank=True)

    privacy = labels(personal="member reply reply_words replied_at attended came_of_it", operational="occasion part")

    class Meta:
        ordering: ClassVar = ["occasion", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["occasion", "member"], name="member_invited_once")]

    def __str__(self) -> str:
        return str(self.occasion)
