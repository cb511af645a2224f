"""Staff networks and their events, capability standards, accreditations."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q = models.Q


class StaffNetwork(Row):
    """A network of staff. Its members are counted by unit (`objectives.StaffCount`); none is named."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    purpose = models.TextField(_("what it is for, and for whom"))
    champion = models.CharField(_("champion at Board level (the office held, not a name)"), max_length=160, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why"), max_length=300, blank=True)

    privacy = labels(operational="name purpose champion since ended_on ended_why")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(name="network_says_what_for", condition=~Q(name="") & ~Q(purpose="")),
            models.CheckConstraint(name="network_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")),
        ]

    def __str__(self) -> str:
        return self.name


class NetworkEvent(Row):
    """Something a network held: how many came, and what came of it."""

    network = models.ForeignKey(StaffNetwork, on_delete=models.PROTECT, related_name="events")
    on = models.DateField(_("held on"))
    title = models.CharField(_("what it was"), max_length=200)
    came = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="network on title came outcome", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [models.CheckConstraint(name="network_event_says_what", condition=~Q(title=""))]

    def __str__(self) -> str:
        return self.title


class Standard(Row):
    """A capability standard or framework of objectives, and the inclusive behaviours it asks for, if it does."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    who = models.CharField(_("for whom"), max_length=200)
    behaviours = models.TextField(_("the inclusive behaviours it asks for, in its own words"), blank=True)
    issued_on = models.DateField(_("issued on"))
    review_on = models.DateField(_("to be looked at again on"))
    where = models.CharField(_("where it lies"), max_length=300)

    privacy = labels(operational="name who behaviours issued_on review_on where")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(name="standard_reviewed_after_issue", condition=Q(review_on__gt=models.F("issued_on"))),
            models.CheckConstraint(name="standard_says_what", condition=~Q(name="") & ~Q(where="")),
        ]

    def __str__(self) -> str:
        return self.name


class Accreditation(Row):
    """An accreditation the service holds or works towards, with what shows it. Held from `awarded_on` until `expires_on`."""

    name = models.CharField(_("accreditation"), max_length=160)
    body = models.CharField(_("awarded by"), max_length=160)
    level = models.CharField(_("level"), max_length=120, blank=True)
    awarded_on = models.DateField(_("awarded on"), null=True, blank=True)
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    evidence = models.TextField(_("what shows it, and where it lies"), blank=True)
    next_step = models.TextField(_("what is to be done next"), blank=True)
    ended_on = models.DateField(_("given up or lost on"), null=True, blank=True)

    privacy = labels(operational="name body level awarded_on expires_on evidence next_step ended_on")

    class Meta:
        ordering: ClassVar = ["name", "-awarded_on"]
        constraints: ClassVar = [
            models.CheckConstraint(name="accreditation_says_which", condition=~Q(name="") & ~Q(body="")),
            models.CheckConstraint(name="accreditation_held_with_evidence", condition=Q(awarded_on__isnull=True) | ~Q(evidence="")),
            models.CheckConstraint(
                name="accreditation_expires_after_award",
                condition=Q(expires_on__isnull=True) | Q(awarded_on__isnull=True) | Q(expires_on__gt=models.F("awarded_on")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
