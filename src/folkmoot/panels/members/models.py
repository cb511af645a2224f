"""Seats on panels: who, from where, how and why appointed, until when, and how they left."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.models import Panel, Position
from folkmoot.stakeholders.models import Contact, Organisation

Q, F = models.Q, models.F


class Member(Row):
    """One person's seat on one panel, for one term: a renewal is a new row that follows the old (`renews`).

    The person's details and the communities they can speak for are stakeholders' (Contact, SpeaksFor). `account` is whom they sign in as.
    A seat is held from `starts` to `ends`, both included, or to `ended_on` where it ended earlier.
    """

    class How(models.TextChoices):
        ADVERT = "advert", _("Applied to an advert")
        NOMINATED = "nominated", _("Nominated by their organisation")
        INVITED = "invited", _("Invited by the service")
        ELECTED = "elected", _("Elected by the members")
        OFFICE = "office", _("By the office they hold")
        CARRIED_OVER = "carried_over", _("From a panel that went before")
        RENEWED = "renewed", _("Renewed")

    class Left(models.TextChoices):
        TERM = "term", _("The term was over")
        RESIGNED = "resigned", _("They resigned")
        MOVED = "moved", _("They changed their work or moved away")
        REMOVED = "removed", _("They were removed under the terms of reference")
        PANEL = "panel", _("The panel ended")
        OTHER = "other", _("Another reason")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField(_("position"), max_length=14, choices=Position, default=Position.MEMBER)
    how = models.CharField(_("how they came to the panel"), max_length=12, choices=How)
    why = models.TextField(_("why they were appointed"))
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    appointed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    appointed_at = models.DateTimeField()
    ended_on = models.DateField(_("left on"), null=True, blank=True)
    ended_how = models.CharField(_("how they left"), max_length=8, choices=Left, blank=True)
    ended_why = models.TextField(_("why they left"), blank=True)

    privacy = labels(
        personal="contact organisation account how why appointed_by ended_how ended_why",
        operational="panel position starts ends renews appointed_at ended_on",
    )

    class Meta:
        ordering: ClassVar = ["panel", "starts", "id"]
        indexes: ClassVar = [models.Index(fields=["panel", "ended_on"], name="seats_of_panel")]
        constraints: ClassVar = [
            models.CheckConstraint(name="seat_ends_after_start", condition=Q(ends__isnull=True) | Q(ends__gte=F("starts"))),
            models.CheckConstraint(name="seat_says_why", condition=~Q(why="") & ~Q(how="")),
            models.CheckConstraint(
                name="seat_left_whole", condition=Q(ended_on__isnull=True, ended_how="") | Q(ended_on__isnull=False) & ~Q(ended_how="")
            ),
            models.UniqueConstraint(
                fields=["panel", "contact"], condition=Q(ended_on__isnull=True, renews__isnull=True), name="one_first_seat_on_a_panel"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.contact}, {self.get_position_display()}"
