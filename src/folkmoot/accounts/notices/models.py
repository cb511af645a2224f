"""Notices in the inbox, how each person wants to hear of them, and letters that wait to leave or have left."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.rules import How, State
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q = models.Q
HOW_NAMES = {
    How.AT_ONCE: _("One e-mail for each, at once"), How.DAILY: _("One e-mail a day"), How.WEEKLY: _("One e-mail a week"),
    How.NONE: _("No e-mail: only the inbox here"),
}  # fmt: skip
STATE_NAMES = {
    State.WAITING: _("Waiting"), State.CLAIMED: _("Being sent"), State.SENT: _("Sent"), State.FAILED: _("Failed"),
    State.UNCERTAIN: _("Not certain"),
}  # fmt: skip
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
WEEKDAY_NAMES = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")), (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip


def new_message_id() -> str:
    return uuid4().hex


class Letter(Row):
    """One e-mail to one address, written in the transaction of what it tells of. `key` names it: the same key is the same letter.

    `account` is set for our own people: their address is read anew when it is sent. `about` names the row it tells of
    ("voice.point 12"), never in words. `attempts` counts those that certainly did not leave; `reason` says why.
    Once forgotten, address, subject and text are empty.
    """

    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=32, unique=True, default=new_message_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    about = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=9, choices=[(each.value, STATE_NAMES[each]) for each in State], default=State.WAITING.value)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    state_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        personal="account to subject text",
        operational="key message_id language about state made_at next_at lease_until attempts reason state_at forgotten_at",
    )

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "next_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="letter_has_words", condition=Q(forgotten_at__isnull=False) | ~Q(to="") & ~Q(subject="") & ~Q(text="")
            ),
            models.CheckConstraint(name="claim_has_a_lease", condition=~Q(state="claimed") | Q(lease_until__isnull=False)),
            models.CheckConstraint(name="failed_letter_says_why", condition=~Q(state="failed") | ~Q(reason="")),
            models.CheckConstraint(
                name="only_settled_is_forgotten", condition=Q(forgotten_at__isnull=True) | Q(state__in=["sent", "failed"])
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key


class Notice(Row):
    """One thing that waits for one person, in their inbox. `key` names it: the same key is never told twice.

    `words` are for the inbox alone. `address` is the page it leads to. `letter` is the e-mail that said that something waits.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices")

    privacy = labels(personal="account words address", operational="kind key at read_at letter")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["account", "read_at"]), models.Index(fields=["account", "-at"])]
        constraints: ClassVar = [models.CheckConstraint(name="notice_says_what", condition=~Q(words="") & ~Q(address=""))]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Preference(Row):
    """How one person wants to hear by e-mail of what waits for them. Where there is none: once a day, in English."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="notice_preference")
    how = models.CharField(max_length=8, choices=[(each.value, HOW_NAMES[each]) for each in How], default=How.DAILY.value)
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAY_NAMES, default=0)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")

    privacy = labels(personal="account", operational="how weekday language")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="weekday_of_a_week", condition=Q(weekday__lte=6))]

    def __str__(self) -> str:
        return str(self.get_how_display())
