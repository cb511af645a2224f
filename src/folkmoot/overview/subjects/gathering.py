"""Everything that is held about one person, found through labels and foreign keys, so that a room added later is not forgotten.

What is about other people is left out and counted, with the reason (Data Protection Act 2018, schedule 2, paragraph 16: the rights of
others). So is what is about a case, how somebody may safely be contacted, and whatever only a name points at.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, Model, Q, TextField
from django.template.defaultfilters import capfirst
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.privacy import Label
from folkmoot.overview.search.models import Found as Indexed
from folkmoot.overview.subjects.kept import Kept, kept_of, sensitive_fields
from folkmoot.overview.subjects.people import ROOTS, Person, our_models, shared_addresses
from folkmoot.panels.members.models import Member
from folkmoot.stakeholders.models import Contact, SafeContactNote, SafeContactReading

HIDDEN = frozenset({"id", "version", "search_key", "merged_into", "password", "key", "mark", "fingerprint"})
NOT_ROWS_OF_ANYBODY = (Indexed, AuditEvent, SafeContactNote, SafeContactReading)
PERSONS = (*{model for _what, model in ROOTS.values()}, Member)
A_NAME = 2  # a name is looked for in what others wrote where it has so many words


@dataclass
class Kind:
    """One kind of record: each row as pairs of what it is and what is held, and what was left out, each with how often."""

    title: str
    kept: Kept | None
    model: str
    rows: list[list[tuple[str, str]]] = field(default_factory=list)
    keys: list[Any] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(reason, number) for reason, number in self.left_out.items() if number]


@dataclass(frozen=True)
class Shared:
    """That something of it was given to somebody."""

    on: date
    to: str
    what: str


@dataclass(frozen=True)
class Everything:
    name: str
    kinds: list[Kind]
    shared: list[Shared]
    worked: list[tuple[str, int]]
    left_out: list[str]


def everything_about(person: Person) -> Everything:
    """All that is held about a person. What they did at work is counted by kind: it is about the work."""
    names, shared = _Names(person), shared_addresses(person)
    kinds, worked = [], []
    for model in our_models():
        if model in NOT_ROWS_OF_ANYBODY or not sensitive_fields(model):
            continue
        rows, at_work = list(_rows_of(model, person, person.emails - shared)), _at_work(model, person)
        if rows:
            kinds.append(_kind(model, rows, person, names))
        if at_work:
            worked.append((_title(model), at_work))
    return Everything(person.name, kinds, list(_shared_with(kinds)), worked, _left_out(person, shared))


def _title(model: Any) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _rows_of(model: Any, person: Person, emails: Iterable[str]) -> Iterator[Any]:
    """The rows that are the person, that point at them, or that bear their address."""
    wanted = Q(pk__in=person.of(model))
    for each in model._meta.concrete_fields:
        if each.is_relation and each.related_model in PERSONS and each.related_model is not Account:
            wanted |= Q(**{f"{each.name}__in": person.of(each.related_model)})
        elif isinstance(each, CharField | TextField) and model.privacy_of(each.name) == Label.PERSONAL and not each.choices:
            for email in emails:
                wanted |= Q(**{f"{each.name}__iexact": email})
    if any(each.name == "account" and each.related_model is Account for each in model._meta.concrete_fields):
        wanted |= Q(account__in=person.of(Account))
    for each in model._meta.local_many_to_many:
        if each.related_model in PERSONS and each.related_model is not Account:
            wanted |= Q(**{f"{each.name}__in": person.of(each.related_model)})
    return iter(model._default_manager.filter(wanted).order_by("pk").distinct())


def _at_work(model: Any, person: Person) -> int:
    """How many rows name the person's account as who did something."""
    names = [
        each.name for each in model._meta.concrete_fields if each.is_relation and each.related_model is Account and each.name != "account"
    ]
    wanted = Q()
    for name in names:
        wanted |= Q(**{f"{name}__in": person.of(Account)})
    return int(model._default_manager.filter(wanted).count()) if names and person.of(Account) else 0


def _kind(model: Any, rows: list[Any], person: Person, names: "_Names") -> Kind:
    kind = Kind(_title(model), kept_of(model), model._meta.label_lower)
    for row in rows:
        kind.keys.append(row.pk)
        kind.rows.append([pair for each in _fields(model) if (pair := _pair(row, each, person, names, kind.left_out))])
    return kind


def _fields(model: Any) -> list[Any]:
    return [each for each in (*model._meta.concrete_fields, *model._meta.local_many_to_many) if each.name not in HIDDEN]


def _pair(row: Any, each: Any, person: Person, names: "_Names", left_out: Counter[str]) -> tuple[str, str] | None:
    """What a field is called and what it holds; None where it holds nothing, or holds what is not the person's to have."""
    if row._meta.model.privacy_of(each.name) == Label.CASE_RELATED:
        left_out[_("It is about a case, and not about you.")] += 1
        return None
    words = _of_relation(row, each, person, left_out) if each.is_relation else _words(row, each)
    if words and not each.is_relation:
        words, others = names.without_others(words)
        if others:
            left_out[_("Names of other people stood in the words.")] += others
    return (capfirst(str(each.verbose_name)), words) if words else None


def _of_relation(row: Any, each: Any, person: Person, left_out: Counter[str]) -> str:
    """Another row by its title; of people only this one."""
    related = each.related_model
    if related in PERSONS:
        held = (
            [getattr(row, each.attname)]
            if each.concrete and not each.many_to_many
            else getattr(row, each.name).values_list("pk", flat=True)
        )
        others = [pk for pk in held if pk is not None and pk not in person.of(related)]
        why = _("It names a member of staff.") if related is Account else _("It names somebody else.")
        left_out[why] += len(others)
        return _("You") if len(others) < len([pk for pk in held if pk is not None]) else ""
    if each.many_to_many:
        return ", ".join(str(one) for one in getattr(row, each.name).all()) if _is_ours_to_name(related) else ""
    found = getattr(row, each.name)
    return str(found) if found is not None and _is_ours_to_name(related) else ""


def _is_ours_to_name(model: Any) -> bool:
    """Whether rows of a model are called by words that are about nobody."""
    return (
        not any(model.privacy_of(each.name) != Label.PUBLIC for each in sensitive_fields(model)) if hasattr(model, "privacy_of") else True
    )


def _words(row: Model, each: Any) -> str:
    value = getattr(row, each.name)
    if each.choices and value:
        return str(getattr(row, f"get_{each.name}_display")())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, datetime | date):
        return date_format(value, "j F Y")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)


class _Names:
    """The names of everybody else, taken out of what anybody wrote."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def others(self) -> "re.Pattern[str] | None":
        held = set(Contact.objects.exclude(pk__in=self.person.of(Contact)).exclude(name="").values_list("name", flat=True))
        held |= set(Account.objects.exclude(pk__in=self.person.of(Account)).values_list("name", flat=True))
        known = sorted({name for name in held - {self.person.name} if len(name.split()) >= A_NAME}, key=len, reverse=True)
        return re.compile(r"\b(?:" + "|".join(map(re.escape, known)) + r")\b", re.I) if known else None

    def without_others(self, words: str) -> tuple[str, int]:
        return self.others.subn(_("[somebody’s name, left out]"), words) if self.others else (words, 0)


def _shared_with(kinds: list[Kind]) -> Iterator[Shared]:
    """To whom rows of these were given, from the audit trail. Whoever took them out for the service is “a member of staff”."""
    held = {kind.model: {str(key) for key in kind.keys} for kind in kinds}
    titles = {kind.model: kind.title for kind in kinds}
    events = AuditEvent.objects.filter(kind=AuditEvent.Kind.DISCLOSURE, subject_kind__in=list(held)).order_by("seq")
    for event in events.iterator(chunk_size=2000):
        if held[event.subject_kind] & {str(key) for key in event.subject_ids}:
            staff = event.recipient in ("", event.actor_name)
            yield Shared(event.at.date(), _("A member of staff") if staff else event.recipient, titles[event.subject_kind])


def _left_out(person: Person, shared: set[str]) -> list[str]:
    """What was left out as a whole, in sentences."""
    found = []
    notes = SafeContactNote.objects.filter(contact__in=person.of(Contact)).count()
    if notes:
        found.append(_("A note on how to contact you safely is held. It is given by hand, if that is safe."))
    if shared:
        found.append(
            _("Another person has the same address as you. What only the address points at is left out until somebody has looked.")
        )
    found.append(_("Records that only bear a name like yours are left out: they may be about somebody else. Ask, and somebody will look."))
    found.append(_("Points that were recorded without a name cannot be found by it."))
    return found
