"""Activities. The state (planned, recorded, closed, cancelled) is read off the dates; nobody types it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area, County
from folkmoot.communities.models import Community
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.strategy.models import Aim

Q = models.Q


def _holds(name: str, condition: models.Q) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=condition)


class Activity(Row):
    """One piece of engagement. Staff time in quarter hours, money in pence."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        EVENT = "event", _("Public event")
        CONVERSATION = "conversation", _("Community Conversation")
        TRAINING = "training", _("Training or talk")
        MOCK_TRIAL = "mock_trial", _("Mock trial or court open day")
        ONLINE = "online", _("Online meeting")
        CALL = "call", _("Telephone call")

    class Purpose(models.TextChoices):
        INFORMATION = "information", _("Giving information")
        CONSULTATION = "consultation", _("Consulting")
        PARTNERSHIP = "partnership", _("Working as partners")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    purpose = models.CharField(_("purpose"), max_length=14, choices=Purpose, blank=True)
    objective = models.CharField(_("what we want to achieve"), max_length=300, blank=True)
    measure = models.CharField(_("how we will know"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    headcount = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    staff_quarters = models.PositiveIntegerField(_("staff time (quarter hours)"), null=True, blank=True)
    cost_pence = models.PositiveBigIntegerField(_("money spent (pence)"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    aims = models.ManyToManyField(Aim, blank=True, related_name="+")
    communities = models.ManyToManyField(Community, blank=True, related_name="activities")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="activities")
    contacts = models.ManyToManyField(Contact, blank=True, related_name="activities")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    reopened_why = models.CharField(_("why it was opened again"), max_length=300, blank=True)

    privacy = labels(
        personal="contacts recorded_by closed_by",
        operational="area title kind purpose objective measure place county planned_for held_on headcount staff_quarters cost_pence"
        " outcome aims communities organisations recorded_at closed_at cancelled_on cancelled_why reopened_why",
    )

    class Meta:
        ordering: ClassVar = ["-held_on", "-planned_for", "-id"]
        verbose_name_plural = "activities"
        indexes: ClassVar = [models.Index(fields=["area", "held_on"]), models.Index(fields=["area", "planned_for"])]
        constraints: ClassVar = [
            _holds("activity_has_a_day", Q(planned_for__isnull=False) | Q(held_on__isnull=False)),
            _holds(
                "held_means_recorded",
                Q(held_on__isnull=True, recorded_at__isnull=True) | Q(held_on__isnull=False, recorded_at__isnull=False),
            ),
            _holds("planned_is_smart", Q(planned_for__isnull=True) | (~Q(objective="") & ~Q(measure=""))),
            _holds("closed_only_when_held", Q(closed_at__isnull=True) | Q(held_on__isnull=False)),
            _holds("closed_says_what_came_of_it", Q(closed_at__isnull=True) | (~Q(outcome="") & Q(headcount__isnull=False))),
            _holds("cancelled_has_reason", Q(cancelled_on__isnull=True) | ~Q(cancelled_why="")),
            _holds("cancelled_not_held", Q(cancelled_on__isnull=True) | Q(held_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title


def title_of(kind: str, place: str) -> str:
    """A title for what was logged in a hurry: its kind, and where."""
    label = str(Activity.Kind(kind).label)
    return f"{label}: {place}"[:200] if place else label
