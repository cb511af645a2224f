"""A target, and each time declaration was looked at."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q = models.Q


class Target(Row):
    """A share, 0 to 1, that a group is to reach or hold, or that is to be declared of a characteristic, by a day.

    `groups` are the groups whose staff count together; none for a target of declaration. `levels` none: at every level. A target that
    is changed ends (`ended_on`) and the next one takes its place.
    """

    class Kind(models.TextChoices):
        REACH = "reach", _("To be reached")
        HOLD = "hold", _("To be held")
        DECLARE = "declare", _("To be declared")

    key = models.CharField(max_length=40)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    characteristic = models.CharField(_("characteristic"), max_length=24)
    name = models.CharField(_("the group as people say it"), max_length=120)
    groups = models.JSONField(default=list, blank=True)
    levels = models.JSONField(default=list, blank=True)
    share = models.FloatField(_("share"))
    from_on = models.DateField(_("set on"))
    by_on = models.DateField(_("to be met by"), null=True, blank=True)
    words = models.TextField(_("in the words of the document"))
    source = models.CharField(_("document"), max_length=200)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why"), max_length=300, blank=True)

    privacy = labels(public="key kind characteristic name groups levels share from_on by_on words source ended_on ended_why")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="target_is_a_share", condition=Q(share__gt=0, share__lt=1)),
            models.CheckConstraint(name="target_says_where_from", condition=~Q(words="") & ~Q(source="") & ~Q(name="")),
            models.CheckConstraint(name="target_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")),
            models.UniqueConstraint(fields=["key"], condition=Q(ended_on__isnull=True), name="target_in_force_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DeclarationReview(Row):
    """That the declaration of a characteristic was looked at: what was found, what follows, and when next."""

    characteristic = models.CharField(_("characteristic"), max_length=24)
    on = models.DateField(_("looked at on"))
    words = models.TextField(_("what was found, and what will be done"))
    next_on = models.DateField(_("next on"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="characteristic on words next_on", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="declaration_review_next_is_later", condition=Q(next_on__gt=models.F("on"))),
            models.CheckConstraint(name="declaration_review_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words
