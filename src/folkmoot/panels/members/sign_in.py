"""Members sign in: asked by whoever keeps the members of their panel, for that panel alone, no longer than the seat.

This is narrower than managing accounts: the role is always a panel member's, its panel the seat's own, and it ends with the seat. For
each step the person who takes it is let do what managing accounts allows (`_for_the_seat`), after it was checked that they keep the
members of this very panel; the audit trail names them.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account, Invitation
from folkmoot.accounts.operations import Work, end_role, give_role, invite, withdraw_invitation
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused, check
from folkmoot.panels.members.models import Member, SignIn
from folkmoot.panels.members.queries import grants_of, open_sign_ins, person_of


@transaction.atomic
def ask_to_sign_in(*, by: Viewer, at: datetime, member: Member) -> tuple[SignIn, str]:
    """Ask a member to sign in to the pages of their panel. Returns the token for the link, "" where they have an account already and
    were given the role at once. An earlier link is taken back. Raises Refused or NotAllowed."""
    by.require_for("panels.members", member.panel.area_id)
    person = person_of(member)
    _refuse(member, person.email.strip().lower(), at)
    _take_back(member, by=by, at=at)
    known = Account.objects.filter(email=person.email.strip().lower()).first()
    row = SignIn(member=member, contact=member.contact, recorded_by_id=by.account_id, recorded_at=at)
    token = ""
    if known is None:
        row.invitation, token = invite(by=_for_the_seat(by), at=at, email=person.email, name=person.name, work=_work(member))
    else:
        give_role(by=_for_the_seat(by), at=at, account=known, work=_work(member), starts=max(member.starts, timezone.localdate(at)))
        _tie(member, known)
        row.account = known
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"panel": member.panel.code})
    return row, token


@transaction.atomic
def take_back_sign_in(*, by: Viewer, at: datetime, member: Member) -> None:
    """Take back a link that was not used, and the role where they have it; the seat stays. Raises NotAllowed."""
    by.require_for("panels.members", member.panel.area_id)
    close_sign_in(by=by, at=at, member=member)


@transaction.atomic
def close_sign_in(*, by: Viewer, at: datetime, member: Member) -> None:
    """End at this moment whatever lets somebody into the pages of this seat's panel. The caller has checked that `by` may."""
    _take_back(member, by=by, at=at)
    for grant in grants_of(member):
        end_role(by=_for_the_seat(by), at=at, grant=grant)


@transaction.atomic
def follow_renewal(*, by: Viewer, at: datetime, member: Member) -> None:
    """The role of somebody who signs in holds as long as the seat that was renewed or changed. Without a role nothing happens."""
    grants = list(grants_of(member))
    if not grants or member.account is None or any(grant.ends == member.ends for grant in grants):
        return
    starts = max(member.starts, timezone.localdate(at))
    if member.renews_id is None:
        for grant in grants:
            end_role(by=_for_the_seat(by), at=at, grant=grant)
    give_role(by=_for_the_seat(by), at=at, account=member.account, work=_work(member), starts=starts)


@transaction.atomic
def seat_taken(*, by: Actor, at: datetime, invitation: Invitation, account: Account) -> None:
    """Tie the account that came of an invitation to the seat for which it was sent; called by `accounts` for every invitation used."""
    row = SignIn.objects.filter(invitation=invitation, ended_at=None).select_related("member").first()
    if row is None or row.member.ended_on is not None:
        return
    _tie(row.member, account)
    SignIn.objects.filter(pk=row.pk).update(account=account, version=F("version") + 1)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row.member, detail={"fields": ["account"]})


def _tie(member: Member, account: Account) -> None:
    """The account is whose the person's seats on this panel are, those that follow this one too."""
    theirs = Q(pk=member.pk) | Q(panel=member.panel_id, contact=member.contact_id, ended_on__isnull=True)
    Member.objects.filter(theirs).update(account=account, version=F("version") + 1)
    member.refresh_from_db(fields=["account", "version"])


def _take_back(member: Member, *, by: Viewer, at: datetime) -> None:
    for row in open_sign_ins(member):
        if row.invitation is not None:
            withdraw_invitation(by=_for_the_seat(by), at=at, invitation=row.invitation)
    SignIn.objects.filter(member=member, ended_at=None).update(ended_at=at, version=F("version") + 1)


def _refuse(member: Member, email: str, at: datetime) -> None:
    today = timezone.localdate(at)
    if member.ended_on is not None or (member.ends is not None and member.ends < today):
        raise Refused({"": [_("They hold no seat any more, so there is nothing for them to sign in to.")]})
    if not email:
        raise Refused({"": [_("No e-mail address is known of them. Add it to their details first.")]})
    account = Account.objects.filter(email=email).first()
    if account is not None and not account.is_active:
        raise Refused({"": [_("The account with this address was closed. Ask an administrator.")]})
    if member.account_id is not None and grants_of(member).filter(Q(ends=None) | Q(ends__gte=today)).exists():
        raise Refused({"": [_("They can sign in already.")]})
    others = Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    if others.exclude(role=Role.PANEL_MEMBER, panel=member.panel.code).exists():
        raise Refused({"": [_("This address was invited to join for other work a few days ago. When they have joined, ask again.")]})


def _work(member: Member) -> Work:
    return Work(Role.PANEL_MEMBER, panel=member.panel.code, ends=member.ends)


def _for_the_seat(by: Viewer) -> Viewer:
    return Viewer(by.account_id, by.name, everything=True)
