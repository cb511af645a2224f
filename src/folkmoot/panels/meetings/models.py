"""Meetings of panels and who is asked, answers and comes."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel

Q, F = models.Q, models.F


class Series(Row):
    """Meetings planned at once by a rule: the same hour by the clock of London, on both sides of a clock change.

    Monthly: `weekday` (0 Monday) of each `every`th month, the `nth` (1 to 4, 5 the last). Weekly: every `every` weeks from `first_on`.
    """

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", _("By the month")
        WEEKLY = "weekly", _("By the week")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="series")
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm, default=Rhythm.MONTHLY)
    every = models.PositiveSmallIntegerField(_("every so many months or weeks"), default=3)
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0)
    nth = models.PositiveSmallIntegerField(_("which of the month"), default=1)
    first_on = models.DateField(_("from"))
    until = models.DateField(_("until"))
    at_time = models.TimeField(_("starts at"))
    planned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField()

    privacy = labels(operational="panel rhythm every weekday nth first_on until at_time planned_at", personal="planned_by")

    class Meta:
        ordering: ClassVar = ["panel", "-first_on", "id"]
        verbose_name_plural = "series"
        constraints: ClassVar = [
            models.CheckConstraint(name="series_of_a_rhythm", condition=Q(every__gte=1, weekday__lte=6, nth__gte=1, nth__lte=5)),
            models.CheckConstraint(name="series_ends_after_start", condition=Q(until__gte=F("first_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.panel}, {self.first_on:%Y-%m-%d}"


class Meeting(Row):
    """One meeting: draft (nobody has been asked), called, in progress, closed (it stays), or cancelled with the reason.

    `starts_at` is an aware time, shown by the clock of London; `lasts` is in minutes. `record` is what was settled at closing
    (who was there, quorum, votes) and `fingerprint` its SHA-256. `edition` counts what those asked were told of anew, so that a
    calendar elsewhere knows a change; `quorate` says whether there was a quorum at any time.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CALLED = "called", _("Called")
        IN_PROGRESS = "in_progress", _("In progress")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        EXTRAORDINARY = "extraordinary", _("Extraordinary")
        ANNUAL = "annual", _("Annual")

    class Where(models.TextChoices):
        PLACE = "place", _("At a place")
        ONLINE = "online", _("Online")
        BOTH = "both", _("At a place and online")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind of meeting"), max_length=14, choices=Kind, default=Kind.ORDINARY)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    why_extraordinary = models.CharField(_("why it cannot wait"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    lasts = models.PositiveSmallIntegerField(_("minutes it lasts"), default=120)
    where = models.CharField(_("where"), max_length=8, choices=Where, default=Where.PLACE)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link to join online"), max_length=500, blank=True)
    access = models.TextField(_("getting there, and access"), blank=True)
    chaired_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drafted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    quorate = models.BooleanField(null=True, blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    edition = models.PositiveSmallIntegerField(default=0)
    moved_edition = models.PositiveSmallIntegerField(default=0)
    entered_afterwards = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    no_quorum_why = models.CharField(_("why it was held without a quorum"), max_length=300, blank=True)
    record = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    privacy = labels(
        operational="panel number kind state theme why_extraordinary starts_at lasts where place link access drafted_at called_at opened_at"
        " closed_at cancelled_at cancelled_why series edition moved_edition entered_afterwards"
        " changed_at quorate fingerprint",
        personal="no_quorum_why chaired_by drafted_by record",
    )

    class Meta:
        ordering: ClassVar = ["panel", "-number"]
        indexes: ClassVar = [models.Index(fields=["panel", "starts_at"]), models.Index(fields=["state", "starts_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "number"], name="meeting_numbered_once"),
            models.CheckConstraint(
                name="meeting_called_with_a_time", condition=Q(state="draft") | Q(state="cancelled") | Q(starts_at__isnull=False)
            ),
            models.CheckConstraint(
                name="meeting_closed_whole",
                condition=~Q(state="closed") | Q(closed_at__isnull=False, quorate__isnull=False, record__isnull=False) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(name="meeting_cancelled_with_reason", condition=~Q(state="cancelled") | ~Q(cancelled_why="")),
            models.CheckConstraint(name="meeting_lasts", condition=Q(lasts__gte=1)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.panel}, {self.number}"


class Attendance(Row):
    """One person at one meeting: a member, somebody in a member's place (`stands_for`), or a guest (`name`, no vote).

    `key` is what a reply by link or by mail names; `asked_edition` the edition of the meeting they were last written to about.
    `came_at` is given for whoever came late, `left_at` for whoever left early.
    """

    class Reply(models.TextChoices):
        NONE = "none", _("No answer yet")
        YES = "yes", _("Coming")
        ONLINE = "online", _("Joining online")
        NO = "no", _("Apologies")
        UNSURE = "unsure", _("Not sure yet")

    class Present(models.TextChoices):
        UNKNOWN = "unknown", _("Not recorded")
        ROOM = "room", _("In the room")
        ONLINE = "online", _("Online")
        APOLOGIES = "apologies", _("Sent apologies")
        ABSENT = "absent", _("Did not come")

    class Way(models.TextChoices):
        LINK = "link", _("By the link")
        MAIL = "mail", _("From their calendar")
        HAND = "hand", _("Entered for them")
        SPACE = "space", _("On their own page")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    name = models.CharField(_("name"), max_length=160, blank=True)
    capacity = models.CharField(_("in what capacity"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    stands_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes")
    votes = models.BooleanField(default=False)
    reply = models.CharField(_("reply"), max_length=8, choices=Reply, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True, blank=True)
    reply_words = models.CharField(_("what they said with it"), max_length=400, blank=True)
    replied_by = models.CharField(_("how they answered"), max_length=5, choices=Way, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_edition = models.PositiveSmallIntegerField(default=0)
    present = models.CharField(_("attendance"), max_length=10, choices=Present, default=Present.UNKNOWN)
    came_at = models.DateTimeField(_("came at"), null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_why = models.CharField(_("why they left"), max_length=200, blank=True)

    privacy = labels(
        personal="member name capacity email stands_for reply replied_at reply_words replied_by present came_at left_at left_why",
        operational="key meeting votes asked_at asked_edition",
    )

    class Meta:
        ordering: ClassVar = ["meeting", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "member"], condition=Q(member__isnull=False), name="member_at_a_meeting_once"),
            models.CheckConstraint(
                name="attendance_left_after_it_came",
                condition=Q(came_at__isnull=True) | Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
            ),
            models.CheckConstraint(name="attendance_of_somebody", condition=Q(member__isnull=False) | ~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name or str(self.member)
