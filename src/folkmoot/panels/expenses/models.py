"""What members are paid back: rates that hold from a day, claims, and their lines with receipts. Amounts are in pounds."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import ERASED, OfMember
from folkmoot.panels.papers.models import PanelFile

Q, F = models.Q, models.F


class Kind(models.TextChoices):
    CAR = "car", _("Own car, by the mile")
    MOTORCYCLE = "motorcycle", _("Own motorcycle, by the mile")
    BICYCLE = "bicycle", _("Own bicycle, by the mile")
    PUBLIC = "public", _("Train, bus or coach")
    TAXI = "taxi", _("Taxi")
    PARKING = "parking", _("Parking and tolls")
    MEAL = "meal", _("Meals")
    CARE = "care", _("Care of a child or of somebody who needs it, by the hour")
    ACCESS = "access", _("What they need in order to take part")
    OTHER = "other", _("Something else")


class Rate(Row):
    """What is paid for one kind of expense from a day on: by the mile, or at most by the hour or the day. The next one takes its place.

    A kind without a rate is paid as it was spent.
    """

    kind = models.CharField(_("kind of expense"), max_length=10, choices=Kind)
    amount = models.DecimalField(_("pounds"), max_digits=7, decimal_places=2)
    starts = models.DateField(_("from"))
    source = models.CharField(_("where it is laid down"), max_length=200)
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    privacy = labels(public="kind amount starts source", operational="set_at", personal="set_by")

    class Meta:
        ordering: ClassVar = ["kind", "-starts"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "starts"], name="rate_once_a_day", violation_error_message=_("A rate from that day is there already.")
            ),
            models.CheckConstraint(name="rate_is_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


class Claim(OfMember):
    """What a member asks to be paid back on one occasion. Whoever decides is neither the member nor whoever entered it.

    Draft, sent, agreed (in whole or in part: see its lines) or refused with the reason, paid. `recorded_by` entered it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        SENT = "sent", _("Waiting to be agreed")
        AGREED = "agreed", _("Agreed, to be paid")
        REFUSED = "refused", _("Refused")
        PAID = "paid", _("Paid")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    occasion = models.CharField(_("what it was for"), max_length=200)
    state = models.CharField(_("how it stands"), max_length=8, choices=State, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refused_why = models.CharField(_("why it was refused"), max_length=300, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_reference = models.CharField(_("reference of the payment"), max_length=80, blank=True)
    emptied_on = models.DateField(null=True, blank=True, editable=False)

    privacy = labels(
        personal="member contact recorded_by occasion decided_by refused_why paid_reference",
        operational="meeting state sent_at decided_at paid_on recorded_at emptied_on",
    )
    gone_with_contact: ClassVar = {"occasion": ERASED}

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-id"]
        verbose_name = _("claim of expenses")
        verbose_name_plural = _("claims of expenses")
        indexes: ClassVar = [models.Index(fields=["state", "sent_at"], name="claims_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(name="claim_says_what_for", condition=~Q(occasion="")),
            models.CheckConstraint(name="claim_sent_with_a_time", condition=Q(state="draft") | Q(sent_at__isnull=False)),
            models.CheckConstraint(
                name="claim_decided_whole", condition=Q(state__in=["draft", "sent"]) | Q(decided_at__isnull=False, decided_by__isnull=False)
            ),
            models.CheckConstraint(name="claim_decided_by_another", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by"))),
            models.CheckConstraint(name="claim_refused_with_reason", condition=~Q(state="refused") | ~Q(refused_why="")),
            models.CheckConstraint(
                name="claim_paid_with_a_day", condition=Q(state="paid", paid_on__isnull=False) | ~Q(state="paid") & Q(paid_on__isnull=True)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.occasion


class ClaimLine(Row):
    """One expense of a claim. `quantity` is in miles or hours. `agreed` is what is paid of what was `asked`; less says why."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(_("kind of expense"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    what = models.CharField(_("what it was"), max_length=200, blank=True)
    quantity = models.DecimalField(_("miles or hours"), max_digits=6, decimal_places=1, null=True, blank=True)
    rate = models.ForeignKey(Rate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.DecimalField(_("pounds asked for"), max_digits=7, decimal_places=2)
    receipt = models.ForeignKey(PanelFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    no_receipt_why = models.CharField(_("why there is no receipt"), max_length=200, blank=True)
    agreed = models.DecimalField(_("pounds agreed"), max_digits=7, decimal_places=2, null=True, blank=True)
    cut_why = models.CharField(_("why less is paid"), max_length=200, blank=True)

    privacy = labels(personal="what no_receipt_why cut_why receipt", operational="claim kind on quantity rate asked agreed")

    class Meta:
        ordering: ClassVar = ["claim", "on", "id"]
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        constraints: ClassVar = [
            models.CheckConstraint(name="expense_is_something", condition=Q(asked__gt=0)),
            models.CheckConstraint(
                name="no_more_paid_than_asked", condition=Q(agreed__isnull=True) | Q(agreed__gte=0, agreed__lte=F("asked"))
            ),
            models.CheckConstraint(
                name="less_paid_says_why", condition=Q(agreed__isnull=True) | Q(agreed=F("asked")) | ~Q(cut_why="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.asked}"

    @property
    def paid(self) -> Decimal:
        return self.asked if self.agreed is None else self.agreed
