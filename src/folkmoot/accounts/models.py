"""Accounts, the roles given to them, and invitations."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.rules import Role
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

ROLE_NAMES = {
    Role.ICEM: _("Inclusion and Community Engagement Manager"),
    Role.COMMS: _("Area Communications Manager"),
    Role.LEAD: _("Area lead"),
    Role.STAFF: _("Area staff"),
    Role.HQ: _("Headquarters inclusion team"),
    Role.ANALYST: _("Analyst"),
    Role.HR: _("Human resources"),
    Role.PANEL_MEMBER: _("Panel member"),
    Role.GOVERNANCE_MEMBER: _("External governance member"),
    Role.LAWYER: _("Lawyer who clears bulletins"),
    Role.INSPECTOR: _("Inspector (reading only)"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, name: str = "", password: str | None = None, **more: Any) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), name=name, **more)
        account.set_password(password)
        account.save(using=self._db)
        _prove_address(account)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


def _prove_address(account: "Account") -> None:
    """Tell the sign-in library that the address is proved: an account is only made from an invitation that was sent to it."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)


class Account(AbstractBaseUser, Row):
    """A person who can sign in. Having an account opens nothing: roles do."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = AccountManager()

    privacy = labels(personal="email name", operational="password last_login is_active joined_at")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name or self.email


class RoleGrant(Row):
    """A role given to an account for the whole service, for named Areas, or for one panel, from a day to a day.

    `ended_at` is the moment at which an administrator ended it before its last day.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    national = models.BooleanField(default=False)
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    panel = models.CharField(max_length=80, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    privacy = labels(personal="account given_by", operational="role national areas panel starts ends ended_at")

    class Meta:
        ordering: ClassVar = ["starts"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="grant_ends_after_start", condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts"))
            ),
            models.CheckConstraint(name="grant_panel_only_for_members", condition=models.Q(panel="") | models.Q(role="panel_member")),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


class Invitation(Row):
    """An invitation to join with a role. Only a fingerprint of its link is kept; it works once and expires."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    national = models.BooleanField(default=False)
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    panel = models.CharField(max_length=80, blank=True)
    role_ends = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    privacy = labels(
        personal="email name sent_by",
        operational="fingerprint role national areas panel role_ends sent_at expires_at accepted_at withdrawn_at",
    )

    class Meta:
        ordering: ClassVar = ["-sent_at"]
        constraints: ClassVar = [
            models.CheckConstraint(name="invitation_expires_after_sent", condition=models.Q(expires_at__gt=models.F("sent_at"))),
        ]

    def __str__(self) -> str:
        return self.name


from folkmoot.accounts.notices.models import Letter, Notice, Preference  # noqa: E402,F401
