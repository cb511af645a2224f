"""Items: waiting in a panel's backlog, on the agenda of a meeting, or dealt with."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel, Remit

Q, F = models.Q, models.F


class Item(Row):
    """One thing to talk about. Without a meeting it waits in the panel's backlog; `origin_*` says what it came from.

    `words` are the minutes of the item, `outcome` what came of it. An item carried over is followed by a new one (`carries`).
    """

    class Kind(models.TextChoices):
        STANDING = "standing", _("Standing item")
        DISCUSSION = "discussion", _("Discussion")
        ACTION = "action", _("Open action")
        RECOMMENDATION = "recommendation", _("Reply to a recommendation")
        ENQUIRY = "enquiry", _("Follow-up enquiry")
        CASE = "case", _("Case carried over")
        CONSULTATION = "consultation", _("Consultation")
        REPORT_BACK = "report_back", _("Whom members briefed")
        MINUTES = "minutes", _("Minutes to be agreed")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ON_AGENDA = "on_agenda", _("On the agenda")
        DONE = "done", _("Dealt with")
        CARRIED = "carried", _("Carried over")
        DROPPED = "dropped", _("Dropped")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="items")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind of item"), max_length=14, choices=Kind, default=Kind.DISCUSSION)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    title_en = models.CharField(_("item"), max_length=200)
    title_cy = models.CharField(_("item in Welsh"), max_length=200, blank=True)
    detail = models.TextField(_("what members should know before"), blank=True)
    remit = models.ForeignKey(Remit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lasts = models.PositiveSmallIntegerField(_("minutes"), default=10)
    led_by = models.CharField(_("who leads it"), max_length=160, blank=True)
    origin_kind = models.CharField(max_length=80, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    carries = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    words = models.TextField(_("minutes"), blank=True)
    outcome = models.TextField(_("what was decided"), blank=True)
    closed_why = models.CharField(_("why it was dropped"), max_length=300, blank=True)

    privacy = labels(
        operational="panel meeting order kind state title_en title_cy detail remit lasts origin_kind origin_id carries added_at words outcome"
        " closed_why",
        personal="led_by added_by",
    )

    class Meta:
        ordering: ClassVar = ["meeting", "order", "id"]
        indexes: ClassVar = [models.Index(fields=["panel", "state"]), models.Index(fields=["origin_kind", "origin_id"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="item_named", condition=~Q(title_en="")),
            models.CheckConstraint(name="item_on_agenda_of_a_meeting", condition=Q(state__in=["waiting", "dropped"]) | Q(meeting__isnull=False)),
            models.CheckConstraint(name="item_dropped_with_reason", condition=~Q(state="dropped") | ~Q(closed_why="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title_en
