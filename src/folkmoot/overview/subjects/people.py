"""Finding a person among whatever names them: people we know, members of panels, applicants, guests, accounts, answers on forms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account, Invitation
from folkmoot.accounts.scope import Viewer
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.members.models import Member
from folkmoot.panels.recruitment.models import Application
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.rules import name_key
from folkmoot.voice.forms.models import Response

CAPABILITY = "subjects.give"
FOUND_AT_MOST = 50
# Where a person may stand by themselves: kind -> (what it is called, the model).
ROOTS: dict[str, tuple[Promise, type[Model]]] = {
    "contact": (_("Somebody we know"), Contact), "account": (_("Somebody who signs in"), Account),
    "application": (_("Somebody who applied to a panel"), Application), "attendance": (_("A guest at a meeting"), Attendance),
    "response": (_("Somebody who answered a form"), Response), "invitation": (_("Somebody who was invited"), Invitation),
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One place where a person stands. `key` is what names it, as “contact-12”."""

    key: str
    what: Promise
    row: Any
    name: str
    email: str


@dataclass
class Person:
    """Every row that is this person, by model, and the addresses by which they are known."""

    name: str
    rows: dict[type[Model], set[Any]] = field(default_factory=dict)
    emails: set[str] = field(default_factory=set)

    def of(self, model: type[Model]) -> set[Any]:
        return self.rows.get(model, set())

    def add(self, model: type[Model], keys: Iterable[Any]) -> None:
        self.rows.setdefault(model, set()).update(keys)


def find(viewer: Viewer, typed: str) -> list[Found]:
    """Where somebody of this name, e-mail address or reference of a form stands. Raises NotAllowed."""
    viewer.require_national(CAPABILITY)
    words = typed.strip()
    if len(words) < 3:
        return []
    named, mailed = Q(name__icontains=words), Q(email__iexact=words)
    rows: list[tuple[str, Any]] = [("contact", Contact.objects.filter(Q(search_key__contains=name_key(words)) | mailed, erased_on=None))]
    rows += [
        (kind, ROOTS[kind][1]._default_manager.filter(named | mailed)) for kind in ("account", "application", "attendance", "invitation")
    ]
    rows += [("response", Response.objects.filter(Q(reference__iexact=words) | Q(name__icontains=words) | Q(address__iexact=words)))]
    return [_found(kind, row) for kind, found in rows for row in found.order_by("pk")[:FOUND_AT_MOST]]


def get(viewer: Viewer, key: str) -> Found | None:
    """The one place that a key names; None where there is none. Raises NotAllowed."""
    viewer.require_national(CAPABILITY)
    kind, _dash, pk = key.partition("-")
    if kind not in ROOTS:
        return None
    try:
        row = ROOTS[kind][1]._default_manager.filter(pk=pk).first()
    except (ValueError, TypeError, OverflowError, ValidationError):  # the last: a key that is no UUID
        return None
    return _found(kind, row) if row is not None else None


def person_of(found: Found) -> Person:
    """The person who stands there, with every other place that is known to be theirs: seats, accounts, entries joined, same address."""
    person = Person(found.name)
    person.add(type(found.row), [found.row.pk])
    person.emails |= {found.email.casefold()} - {""}
    for _turn in range(3):  # an account leads to a seat, a seat to an entry, an entry to those joined with it
        _follow(person)
    return person


def _found(kind: str, row: Any) -> Found:
    address = getattr(row, "email", "") or (row.address if kind == "response" and "@" in row.address else "")
    return Found(f"{kind}-{row.pk}", ROOTS[kind][0], row, row.name or str(row), address)


def _follow(person: Person) -> None:
    contacts, accounts = person.of(Contact), person.of(Account)
    person.add(Contact, Contact.objects.filter(merged_into__in=contacts).values_list("pk", flat=True))
    person.add(Account, Account.objects.filter(email__in=person.emails).values_list("pk", flat=True) if person.emails else [])
    seats = Member.objects.filter(Q(contact__in=contacts) | Q(account__in=accounts))
    person.add(Member, seats.values_list("pk", flat=True))
    person.add(Contact, seats.values_list("contact_id", flat=True))
    person.add(Account, seats.exclude(account=None).values_list("account_id", flat=True))
    person.add(Application, Application.objects.filter(contact__in=contacts).values_list("pk", flat=True))
    person.add(Attendance, Attendance.objects.filter(member__in=person.of(Member)).values_list("pk", flat=True))
    for model in (Contact, Account, Application, Attendance, Invitation):
        held = model._default_manager.filter(pk__in=person.of(model)).exclude(email="")
        person.emails |= {email.casefold() for email in held.values_list("email", flat=True)}
    for model in (Contact, Application, Attendance, Invitation):
        for email in person.emails:
            same = [row.pk for row in model._default_manager.filter(email__iexact=email) if name_key(row.name) == name_key(person.name)]
            person.add(model, same)  # an address alone is no proof: people share one


def shared_addresses(person: Person) -> set[str]:
    """Those of the person's addresses that somebody of another name has too: by them alone nothing is given out."""
    own = name_key(person.name)
    return {
        email for email in person.emails
        if any(name_key(row.name) != own for row in Contact.objects.filter(email__iexact=email).exclude(pk__in=person.of(Contact)))
    }  # fmt: skip


def our_models() -> Iterator[Any]:
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        if model.__module__.startswith("folkmoot."):
            yield model
