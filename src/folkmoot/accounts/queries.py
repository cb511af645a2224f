"""Reading accounts, roles and invitations. Only whoever manages accounts for the whole service sees other people's."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from folkmoot.accounts.models import Account, Invitation, RoleGrant
from folkmoot.accounts.rules import ROLE_MAY, Role, fingerprint, invitation_open
from folkmoot.accounts.scope import Viewer, within
from folkmoot.foundation.models import AuditEvent


def people(viewer: Viewer) -> QuerySet[Account]:
    """Everybody with an account, with their roles; nobody for a viewer who does not manage accounts."""
    rows = Account.objects.prefetch_related("grants__areas").order_by("name", "pk")
    return rows if viewer.sight("accounts.manage").national else rows.none()


def get_person(viewer: Viewer, account_id: int) -> Account:
    """One account. Raises Account.DoesNotExist for a viewer who does not manage accounts."""
    return people(viewer).get(pk=account_id)


def find_people(viewer: Viewer, words: str) -> QuerySet[Account]:
    """The people whose name or address holds these words."""
    return people(viewer).filter(Q(name__icontains=words) | Q(email__icontains=words))


def get_grant(viewer: Viewer, grant_id: int) -> RoleGrant:
    """One role given. Raises RoleGrant.DoesNotExist for a viewer who does not manage accounts."""
    return RoleGrant.objects.select_related("account").filter(account__in=people(viewer)).get(pk=grant_id)


def people_who_may(capability: str, area_id: int | None, *, today: date) -> QuerySet[Account]:
    """The people who hold a capability in an Area today, by name; with no Area, those who hold it for the whole service."""
    roles = [role for role, capabilities in ROLE_MAY.items() if capability in capabilities]
    where = Q(national=True) if area_id is None else Q(national=True) | Q(areas=area_id)
    in_force = Q(ended_at=None, starts__lte=today) & (Q(ends=None) | Q(ends__gte=today))
    grants = RoleGrant.objects.filter(where, in_force, role__in=roles)
    return Account.objects.filter(is_active=True, pk__in=grants.values("account")).order_by("name", "pk")


def open_invitations(viewer: Viewer, *, at: datetime) -> QuerySet[Invitation]:
    """The invitations that can still be accepted."""
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at).prefetch_related("areas")
    return rows if viewer.sight("accounts.manage").national else rows.none()


def own_grants(viewer: Viewer) -> QuerySet[RoleGrant]:
    """The viewer's own roles, ended ones too."""
    if viewer.account_id is None:
        return RoleGrant.objects.none()
    return RoleGrant.objects.filter(account_id=viewer.account_id).prefetch_related("areas")


def invitation_by_token(token: str, *, at: datetime) -> Invitation | None:
    """The open invitation that a link belongs to; None for a link that cannot be used, whatever the reason."""
    found = Invitation.objects.filter(fingerprint=fingerprint(token)).first()
    if found is None:
        return None
    is_open = invitation_open(at=at, expires_at=found.expires_at, accepted_at=found.accepted_at, withdrawn_at=found.withdrawn_at)
    return found if is_open else None


def administrators_left_without(*, today: date, grant_id: int | None = None, account_id: int | None = None) -> int:
    """How many active administrators there would be without this role, or without this account.

    Their rows are locked until the transaction ends, so that two administrators cannot end each other at the same moment.
    """
    in_force = Q(role=Role.ADMINISTRATOR, national=True, ended_at=None, starts__lte=today, account__is_active=True) & (
        Q(ends=None) | Q(ends__gte=today)
    )
    rows = RoleGrant.objects.select_for_update(of=("self",)).filter(in_force)
    return len({grant.account_id for grant in rows if grant.pk != grant_id and grant.account_id != account_id})


def audit_events(viewer: Viewer, *, person: str = "", kind: str = "", subject: str = "", before: int | None = None) -> QuerySet[AuditEvent]:
    """The audit trail in the viewer's sight, newest first: those whose words are in the names; only before `before` where given."""
    rows = within(viewer, AuditEvent.objects.order_by("-seq"), "audit.read")
    if person:
        rows = rows.filter(actor_name__icontains=person)
    if kind:
        rows = rows.filter(kind=kind)
    if subject:
        rows = rows.filter(subject_kind__icontains=subject)
    return rows if before is None else rows.filter(seq__lt=before)
