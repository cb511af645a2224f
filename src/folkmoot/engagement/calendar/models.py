"""Communications, times of activities, feeds, invitations, drafts that came by mail, and the messages already taken."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.engagement.models import Activity
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Contact

Q = models.Q


def _holds(name: str, condition: models.Q) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=condition)


class Timing(Row):
    """When on its day an activity begins and ends, by the clock of England and Wales, and where it is met online."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="timing")
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    online_link = models.URLField(_("link to an online meeting"), blank=True)

    privacy = labels(operational="activity starts_at ends_at online_link")

    class Meta:
        constraints: ClassVar = [
            _holds("timing_ends_after_start", Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")))
        ]

    def __str__(self) -> str:
        return str(self.activity)


class Communication(Row):
    """Something said to the public from a day to a day. Its state (planned, due, published, cancelled) is read off the dates."""

    class Channel(models.TextChoices):
        PRESS = "press", _("Press release")
        SOCIAL = "social", _("Social media")
        NEWSLETTER = "newsletter", _("Newsletter")
        WEB = "web", _("Website")
        INTERVIEW = "interview", _("Interview")
        CAMPAIGN = "campaign", _("Campaign day")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    communities = models.ManyToManyField(Community, blank=True, related_name="+")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_on = models.DateField(_("day"))
    last_on = models.DateField(_("last day"))
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    privacy = labels(
        personal="owner",
        operational="area title channel communities first_on last_on starts_at ends_at place published_on cancelled_on cancelled_why",
    )

    class Meta:
        ordering: ClassVar = ["first_on", "id"]
        indexes: ClassVar = [models.Index(fields=["area", "first_on"])]
        constraints: ClassVar = [
            _holds("communication_ends_after_start", Q(last_on__gte=models.F("first_on"))),
            _holds(
                "communication_times_in_order",
                Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False) & (Q(last_on__gt=models.F("first_on")) | Q(ends_at__gt=models.F("starts_at"))),
            ),
            _holds("communication_cancelled_has_reason", Q(cancelled_on__isnull=True) | ~Q(cancelled_why="")),
            _holds("communication_cancelled_not_published", Q(cancelled_on__isnull=True) | Q(published_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Edition(Row):
    """What was last given out of an entry, so that calendars elsewhere know a change when they meet one.

    `fingerprint` is of title, time, place and whether it is cancelled; `sequence` rises by one whenever it differs.
    """

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    communication = models.OneToOneField(Communication, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    privacy = labels(operational="activity communication uid sequence fingerprint changed_at")

    class Meta:
        constraints: ClassVar = [
            _holds(
                "edition_of_one_entry",
                Q(activity__isnull=False, communication__isnull=True) | Q(activity__isnull=True, communication__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.sequence}"


class Feed(Row):
    """A secret address under which one account's own calendar program reads the calendar of one Area.

    Only a fingerprint of the secret is kept. What the address gives is decided afresh at each reading, by the roles of the day.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(personal="account", operational="area fingerprint made_at last_used_at revoked_at")

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "area"], condition=Q(revoked_at__isnull=True), name="one_open_feed_for_account_in_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area}"


class ActivityInvitation(Row):
    """One person invited to one activity. Their address stays in their own row; `key` is the secret of their link and of their event.

    `needs` is what they said they need for this activity; it goes when the person is erased.
    """

    class Reply(models.TextChoices):
        ACCEPTED = "accepted", _("Coming")
        TENTATIVE = "tentative", _("Perhaps")
        DECLINED = "declined", _("Not coming")

    class Way(models.TextChoices):
        LINK = "link", _("by the link in the message")
        MAIL = "mail", _("by e-mail")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="invitations")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    words = models.TextField(_("your words to them"), blank=True)
    words_cy = models.TextField(_("your words in Welsh"), blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sending_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_sequence = models.IntegerField(default=-1)
    failed_at = models.DateTimeField(null=True, blank=True)
    failed_why = models.CharField(max_length=200, blank=True)
    reply = models.CharField(_("reply"), max_length=9, choices=Reply, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.CharField(max_length=4, choices=Way, blank=True)
    replied_sequence = models.IntegerField(default=-1)
    needs = models.TextField(_("what they need"), blank=True, max_length=1000)
    companions = models.PositiveSmallIntegerField(_("how many come with them"), default=0)

    privacy = labels(
        personal="contact invited_by words words_cy", special_category="needs",
        operational="activity key invited_at sending_since sent_at sent_sequence failed_at failed_why reply replied_at replied_by"
        " replied_sequence companions",
    )  # fmt: skip
    gone_with_contact: ClassVar = {"needs": "", "words": "", "words_cy": ""}

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "contact"], name="invited_once_to_activity"),
            _holds("reply_has_a_time", Q(reply="", replied_at__isnull=True) | (~Q(reply="") & Q(replied_at__isnull=False))),
            _holds("companions_not_a_crowd", Q(companions__lte=20)),
        ]

    def __str__(self) -> str:
        return f"{self.activity}"


class DraftActivity(Row):
    """What a calendar file said, waiting for a person to make an activity of it or to throw it away. It never becomes one by itself.

    `people` are addresses that nobody of ours has; they go as soon as the draft is finished. A time without a zone is `floating`
    until the person confirms that it is meant by the clock of England and Wales.
    """

    class Came(models.TextChoices):
        MAIL = "mail", _("by e-mail")
        FILE = "file", _("as a file")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    came = models.CharField(max_length=4, choices=Came)
    uid = models.CharField(max_length=255)
    sequence = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_link = models.URLField(_("link to an online meeting"), blank=True)
    day = models.DateField(_("day"))
    last_day = models.DateField(_("last day"))
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    floating = models.BooleanField(default=False)
    repeats = models.CharField(max_length=300, blank=True)
    organiser = models.CharField(max_length=254, blank=True)
    contacts = models.ManyToManyField(Contact, blank=True, related_name="+")
    people = models.JSONField(default=list, blank=True)
    authenticity = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    activity = models.OneToOneField(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    privacy = labels(
        personal="account organiser contacts people title place online_link",
        operational="area came uid sequence day last_day starts_at ends_at floating repeats authenticity received_at changed_at"
        " withdrawn_at discarded_at activity",
    )

    class Meta:
        ordering: ClassVar = ["day", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "uid"], name="draft_of_one_event_once"),
            _holds("draft_ends_after_start", Q(last_day__gte=models.F("day"))),
        ]

    def __str__(self) -> str:
        return self.title


class TakenMessage(Row):
    """A message of the service's mailbox that was read, by the fingerprint of all of it, so that none is taken twice."""

    class Result(models.TextChoices):
        DRAFT = "draft", _("a draft was made or changed")
        WITHDRAWN = "withdrawn", _("a draft was withdrawn")
        REPLY = "reply", _("a reply to an invitation")
        REFUSED = "refused", _("refused, with the reason")
        IGNORED = "ignored", _("left alone")

    fingerprint = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=Result)
    reason = models.CharField(max_length=300, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(operational="fingerprint taken_at result reason answered_at", personal="sender")

    class Meta:
        ordering: ClassVar = ["-taken_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["taken_at"])]

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d} {self.result}"
