"""Conversations that staff had in their own time or work, and what staff chose to tell of themselves."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels


class Conversation(Row):
    """What a member of staff did or heard, and with whom. What the community itself said stands in points."""

    class Kind(models.TextChoices):
        CONVERSATION = "conversation", _("A conversation")
        EVENT = "event", _("A community event I went to")
        GROUP = "group", _("A group I belong to or help")
        OTHER = "other", _("Something else")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what it was"), max_length=14, choices=Kind, default=Kind.CONVERSATION)
    held_on = models.DateField(_("when"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    theme = models.CharField(_("what it was about, in a word or two"), max_length=80)
    noticed = models.TextField(_("what you noticed yourself"), blank=True)
    communities = models.ManyToManyField(Community, blank=True, related_name="+")

    privacy = labels(personal="account noticed", operational="area kind held_on place theme communities")

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "held_on"]), models.Index(fields=["account", "held_on"])]
        constraints: ClassVar = [models.CheckConstraint(name="conversation_has_theme", condition=~models.Q(theme=""))]

    def __str__(self) -> str:
        return self.theme


class Interests(Row):
    """What a member of staff chose to tell of themselves: shown to nobody else, counted only in groups. Gone once taken back."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    languages = models.JSONField(_("languages you speak"), default=list, blank=True)
    communities = models.ManyToManyField(Community, blank=True, related_name="+")
    agreed_at = models.DateTimeField()

    privacy = labels(special_category="languages communities", personal="account", operational="area agreed_at")

    class Meta:
        verbose_name_plural = "interests"

    def __str__(self) -> str:
        return f"interests {self.pk}"
