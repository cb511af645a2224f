"""Items of an agenda, interests declared at them, what the panel asked to find out, and the minutes until they are agreed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.models import Panel, Remit

Q, F = models.Q, models.F


class Item(Row):
    """One thing to talk about. Without a meeting it waits in the panel's backlog; `origin_*` says what it came from.

    `words` are the minutes of the item, `outcome` what came of it. `unfinished`: it is to be carried over when the meeting is closed;
    an item carried over is followed by a new one (`carries`). `news` says how what it came from stands, and is kept up to date while it
    waits; `detail` is written by hand. `closed_at`: when it was dealt with, carried over or dropped; `closed_by`: who dropped it.
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
    news = models.TextField(_("how it stands"), blank=True)
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
    unfinished = models.BooleanField(_("not finished: carry it over to the next meeting"), default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(_("why it was dropped"), max_length=300, blank=True)

    privacy = labels(
        operational="panel meeting order kind state title_en title_cy detail news remit lasts origin_kind origin_id carries added_at words"
        " outcome unfinished closed_at closed_why",
        personal="led_by added_by closed_by",
    )

    class Meta:
        ordering: ClassVar = ["meeting", "order", "id"]
        indexes: ClassVar = [models.Index(fields=["panel", "state"]), models.Index(fields=["origin_kind", "origin_id"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="item_named", condition=~Q(title_en="")),
            models.CheckConstraint(
                name="item_on_agenda_of_a_meeting", condition=Q(state__in=["waiting", "dropped"]) | Q(meeting__isnull=False)
            ),
            models.CheckConstraint(name="item_dropped_with_reason", condition=~Q(state="dropped") | ~Q(closed_why="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The item in the language of the page, in English where there is no Welsh."""
        return self.title_cy if get_language() == "cy" and self.title_cy else self.title_en

    @property
    def language(self) -> str:
        """The language in which `title` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.title_cy else "en"


class Declaration(Row):
    """An interest that somebody at the meeting declared at one item, and whether they left while it was discussed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="declarations")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="declarations")
    what = models.CharField(_("what the interest is"), max_length=300)
    withdrew = models.BooleanField(_("they left while it was discussed"), default=False)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    privacy = labels(personal="attendance what entered_by", operational="item withdrew entered_at")

    class Meta:
        ordering: ClassVar = ["item", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "attendance"], name="interest_at_an_item_once"),
            models.CheckConstraint(name="declaration_says_what", condition=~Q(what="")),
        ]

    def __str__(self) -> str:
        return self.what


class Enquiry(Row):
    """Something the panel asked to be found out before it meets again, and the reply. A reply stays as it was given.

    `told_at_meeting` is the meeting at which the reply was reported to the panel.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="enquiries")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="enquiries")
    words = models.TextField(_("what the panel wants to know"))
    of_whom = models.CharField(_("who is asked"), max_length=160)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.TextField(_("the reply"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(
        operational="panel item words of_whom asked_at reply replied_at told_at_meeting", personal="asked_by replied_by"
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["panel", "asked_at", "id"]
        verbose_name_plural = _("enquiries")
        constraints: ClassVar = [
            models.CheckConstraint(name="enquiry_says_what", condition=~Q(words="") & ~Q(of_whom="")),
            models.CheckConstraint(
                name="enquiry_replied_whole", condition=Q(replied_at__isnull=True, reply="") | Q(replied_at__isnull=False) & ~Q(reply="")
            ),
            models.CheckConstraint(
                name="enquiry_told_after_reply", condition=Q(told_at_meeting__isnull=True) | Q(replied_at__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.words


class Minutes(Row):
    """The minutes of one meeting: a draft, circulated to the members, then agreed at a later meeting and fixed.

    The words of each item stand in `Item`. On agreement everything is frozen in `record`, with `fingerprint` its SHA-256. A record
    holds whoever was there by the number of their attendance, never by name: it stays whole when a past member's details are erased.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CIRCULATED = "circulated", _("Circulated")
        AGREED = "agreed", _("Agreed")

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opening = models.TextField(_("welcome, apologies and anything before the first item"), blank=True)
    begun_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    agreed_at_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_agreed")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_how = models.CharField(_("how they were agreed"), max_length=300, blank=True)
    record = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    privacy = labels(
        operational="meeting state opening begun_at agreed_at_meeting agreed_at agreed_how fingerprint",
        personal="begun_by agreed_by record",
    )

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="minutes_agreed_whole",
                condition=~Q(state="agreed")
                | Q(agreed_at_meeting__isnull=False, agreed_at__isnull=False, record__isnull=False) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(
                name="minutes_agreed_at_another_meeting", condition=Q(agreed_at_meeting__isnull=True) | ~Q(agreed_at_meeting=F("meeting"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.meeting}"


class Circulation(Row):
    """A version of the minutes as it was circulated: it stays, whatever is corrected afterwards. `told`: how many were written to."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="circulations")
    number = models.PositiveSmallIntegerField()
    record = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    told = models.PositiveSmallIntegerField(default=0)
    circulated_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    circulated_at = models.DateTimeField()

    privacy = labels(operational="minutes number fingerprint told circulated_at", personal="record circulated_by")

    class Meta:
        ordering: ClassVar = ["minutes", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["minutes", "number"], name="circulation_numbered_once")]

    def __str__(self) -> str:
        return f"{self.minutes}, {self.number}"


class Correction(Row):
    """A correction asked for once the minutes were circulated: made, with the words before and after, or not made, with the reason.

    `item` is None for the opening words. `attendance` is who asked for it; None where the service found it itself.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MADE = "made", _("Made")
        NOT_MADE = "not_made", _("Not made")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.TextField(_("what should be corrected, and why"))
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    reason = models.CharField(_("why it was not made"), max_length=300, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="minutes item asked asked_at answer reason before after answered_at", personal="attendance asked_by answered_by"
    )

    class Meta:
        ordering: ClassVar = ["minutes", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="correction_says_what", condition=~Q(asked="")),
            models.CheckConstraint(
                name="correction_answered_whole",
                condition=Q(answer="waiting", answered_at__isnull=True)
                | Q(answer="made", answered_at__isnull=False, before__isnull=False, after__isnull=False)
                | Q(answer="not_made", answered_at__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.asked
