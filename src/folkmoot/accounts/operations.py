"""Writing accounts: invite, accept, withdraw, give and end roles, disable and enable. Each is one transaction with its audit event."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from folkmoot.accounts.models import Account, Invitation, RoleGrant
from folkmoot.accounts.queries import administrators_left_without, invitation_by_token
from folkmoot.accounts.rules import INVITATION_HOLDS, Role, fingerprint, giving_problem, grant_problem
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused, change, check


class InvitationClosed(FolkmootError):
    """The link was used, withdrawn or expired, or never existed; which of these is not told to whoever holds it."""

    def __init__(self) -> None:
        super().__init__(
            "This invitation cannot be used.",
            "It works once, for seven days, and only until the person who sent it takes it back.",
            "If you already joined with it, sign in. Otherwise ask the person who invited you to send a new one.",
        )


@dataclass(frozen=True)
class Work:
    """What a role is given for: the whole service, named Areas, or one panel; `ends` is its last day, None for no end."""

    role: Role
    national: bool = False
    areas: Collection[Area] = ()
    panel: str = ""
    ends: date | None = None

    def problem(self, starts: date) -> str | None:
        return grant_problem(
            self.role, national=self.national, areas=len(self.areas), panel=self.panel, starts=starts, ends=self.ends
        )  # fmt: skip


@transaction.atomic
def invite(*, by: Viewer, at: datetime, email: str, name: str, work: Work) -> tuple[Invitation, str]:
    """Invite a person to join with a role. Returns the invitation and the token for its link, which is kept nowhere.

    An earlier open invitation to the same address is withdrawn. Raises Refused or NotAllowed.
    """
    by.require_national("accounts.manage")
    email = email.strip().lower()
    if Account.objects.filter(email=email).exists():
        raise Refused({"email": ["Somebody with this address already has an account. Give them the role on their own page."]})
    problem = work.problem(timezone.localdate(at))
    if problem:
        raise Refused({"": [problem]})
    for earlier in Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None, expires_at__gt=at):
        withdraw_invitation(by=by, at=at, invitation=earlier)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email, name=name.strip(), fingerprint=fingerprint(token), role=work.role.value, national=work.national,
        panel=work.panel, role_ends=work.ends, sent_at=at, expires_at=at + INVITATION_HOLDS, sent_by_id=by.account_id,
    )  # fmt: skip
    check(invitation)
    invitation.save()
    invitation.areas.set(work.areas)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=invitation, detail=_said(work))
    return invitation, token


@transaction.atomic
def accept_invitation(*, by: Actor, at: datetime, token: str, name: str, password: str) -> Account:
    """Make the account and its role from an invitation. Raises InvitationClosed, or Refused for a weak password."""
    invitation = invitation_by_token(token, at=at)
    if invitation is None or Account.objects.filter(email=invitation.email).exists():
        raise InvitationClosed
    _check_password(password, Account(email=invitation.email, name=name))
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(accepted_at=at):
        raise InvitationClosed
    account = Account.objects.create_user(invitation.email, name.strip(), password)
    work = Work(Role(invitation.role), invitation.national, list(invitation.areas.all()), invitation.panel, invitation.role_ends)
    _grant(account, work, starts=timezone.localdate(at), given_by_id=invitation.sent_by_id)
    joined = Actor(account.pk, str(account))
    audit.record(audit.Kind.COLLECTION, by=joined, at=at, subject=account, detail={"invitation": invitation.pk, **_said(work)})
    for name in settings.AFTER_JOINING:
        import_string(name)(by=joined, at=at, invitation=invitation, account=account)
    return account


@transaction.atomic
def withdraw_invitation(*, by: Viewer, at: datetime, invitation: Invitation) -> None:
    """Take back an invitation that has not been used; nothing happens to one that has."""
    by.require_national("accounts.manage")
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(withdrawn_at=at):
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=invitation, detail={"withdrawn": True})


@transaction.atomic
def give_role(*, by: Viewer, at: datetime, account: Account, work: Work, starts: date) -> RoleGrant:
    """Give a role to somebody else. Raises Refused (also for giving it to oneself) or NotAllowed."""
    by.require_national("accounts.manage")
    problem = giving_problem(by_id=by.account_id, to_id=account.pk) or work.problem(starts)
    if problem:
        raise Refused({"": [problem]})
    grant = _grant(account, work, starts=starts, given_by_id=by.account_id)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=account, detail={"role given": grant.pk, **_said(work)})
    return grant


@transaction.atomic
def end_role(*, by: Viewer, at: datetime, grant: RoleGrant) -> None:
    """End a role at this moment. Raises Refused for the last administrator's."""
    by.require_national("accounts.manage")
    if grant.ended_at is not None:
        return
    if grant.role == Role.ADMINISTRATOR and administrators_left_without(grant_id=grant.pk, today=timezone.localdate(at)) == 0:
        raise Refused({"": [_LAST_ADMINISTRATOR]})
    change(grant, {"ended_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=grant.account, detail={"role ended": grant.pk, "role": grant.role})


@transaction.atomic
def disable_account(*, by: Viewer, at: datetime, account: Account) -> None:
    """Close an account: its sessions end with their next request. Raises Refused for oneself and for the last administrator."""
    by.require_national("accounts.manage")
    if by.account_id == account.pk:
        raise Refused({"": ["You cannot disable your own account. Ask another administrator."]})
    is_administrator = account.grants.filter(role=Role.ADMINISTRATOR, ended_at=None).exists()
    if is_administrator and administrators_left_without(account_id=account.pk, today=timezone.localdate(at)) == 0:
        raise Refused({"": [_LAST_ADMINISTRATOR]})
    _set_active(account, False, by=by, at=at)


@transaction.atomic
def enable_account(*, by: Viewer, at: datetime, account: Account) -> None:
    """Open a disabled account again, with whatever roles are still in force. Raises Refused for oneself."""
    by.require_national("accounts.manage")
    problem = giving_problem(by_id=by.account_id, to_id=account.pk)
    if problem:
        raise Refused({"": [problem]})
    _set_active(account, True, by=by, at=at)


@transaction.atomic
def set_password(*, by: Actor, at: datetime, account: Account, password: str) -> None:
    """Store a new password, already checked for strength. Every other session of the account ends with its next request."""
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=account, detail={"fields": ["password"]})


_LAST_ADMINISTRATOR = "This is the only administrator: nobody could then give a role again. Give the role to somebody else first."


def _grant(account: Account, work: Work, *, starts: date, given_by_id: int | None) -> RoleGrant:
    grant = RoleGrant(
        account=account, role=work.role.value, national=work.national, panel=work.panel, starts=starts, ends=work.ends,
        given_by_id=given_by_id,
    )  # fmt: skip
    check(grant)
    grant.save()
    grant.areas.set(work.areas)
    return grant


def _set_active(account: Account, active: bool, *, by: Viewer, at: datetime) -> None:
    if change(account, {"is_active": active}):
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=account, detail={"fields": ["is_active"], "active": active})


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused({"password": error.messages}) from error


def _said(work: Work) -> dict[str, object]:
    """A role in the audit trail: codes, never names of people; what does not apply is left out."""
    said = {
        "role": work.role.value, "national": work.national, "areas": sorted(area.pk for area in work.areas), "panel": work.panel,
        "ends": work.ends.isoformat() if work.ends else None,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}
