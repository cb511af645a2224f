"""Roles, people and audit events in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import ROLE_NAMES, Account, Invitation, RoleGrant
from folkmoot.accounts.rules import CAPABILITIES, ROLE_MAY, Role, in_force
from folkmoot.foundation.models import AuditEvent

KIND_WORDS = {
    AuditEvent.Kind.COLLECTION: _("Collected"),
    AuditEvent.Kind.ALTERATION: _("Altered"),
    AuditEvent.Kind.CONSULTATION: _("Consulted"),
    AuditEvent.Kind.DISCLOSURE: _("Disclosed"),
    AuditEvent.Kind.COMBINATION: _("Combined"),
    AuditEvent.Kind.ERASURE: _("Erased"),
}


@dataclass(frozen=True)
class RoleWords:
    """One role given: its name, what it is given for, when, and everything that it lets the person do."""

    pk: int | None
    name: Promise
    where: str | Promise
    starts: date
    ends: date | None
    in_force: bool
    ended: bool
    lets: list[Promise]


def lets_do(role: Role) -> list[Promise]:
    """Everything that a role lets a person do, in the order of the table of capabilities."""
    return [_(words) for capability, words in CAPABILITIES.items() if capability in ROLE_MAY[role]]


def role_words(grant: RoleGrant, today: date) -> RoleWords:
    ended = grant.ended_at is not None or (grant.ends is not None and grant.ends < today)
    holds = grant.ended_at is None and in_force(grant.starts, grant.ends, today)
    role = Role(grant.role)
    return RoleWords(grant.pk, ROLE_NAMES[role], _where(grant), grant.starts, grant.ends, holds, ended, lets_do(role))


def invitation_words(invitation: Invitation, today: date) -> RoleWords:
    role = Role(invitation.role)
    return RoleWords(None, ROLE_NAMES[role], _where(invitation), today, invitation.role_ends, True, False, lets_do(role))


def _where(given: Any) -> str | Promise:
    if given.national:
        return _("England and Wales")
    return given.panel or ", ".join(str(area) for area in given.areas.all())


@dataclass(frozen=True)
class PersonLine:
    """A person in the list: their roles in force and the state of the account as a tag's words and colour."""

    account: Account
    roles: list[RoleWords]
    state: Promise
    colour: str


def person_line(account: Account, today: date) -> PersonLine:
    roles = [words for words in (role_words(grant, today) for grant in account.grants.all()) if words.in_force]
    if not account.is_active:
        return PersonLine(account, roles, _("Disabled"), "red")
    if not roles:
        return PersonLine(account, roles, _("No role now"), "yellow")
    return PersonLine(account, roles, _("Active"), "green")


@dataclass(frozen=True)
class EventLine:
    """An audit event in words: the kind of thing done, the rows it was done to, and what else is known of it."""

    event: AuditEvent
    kind: Promise
    rows: str
    details: str


def event_line(event: AuditEvent) -> EventLine:
    rows = ", ".join(str(one) for one in event.subject_ids[:12]) + (" …" if len(event.subject_ids) > 12 else "")
    details = "; ".join(f"{name}: {_plain(value)}" for name, value in event.detail.items())
    return EventLine(event, KIND_WORDS[AuditEvent.Kind(event.kind)], rows, details)


def _plain(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def every_role() -> list[tuple[Promise, list[Promise]]]:
    """Each role with what it lets a person do, for whoever is about to give one."""
    return [(ROLE_NAMES[role], lets_do(role)) for role in Role]
