"""What the pages of an organisation and of a person say first: what stands out, and what is left to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.stakeholders import queries
from folkmoot.stakeholders.models import Affiliation, Consent, Contact, Organisation
from folkmoot.stakeholders.rules import USED, Agreed, in_use, may_be_used, on_that_day


@dataclass(frozen=True)
class ToDo:
    """One thing left to do, and the address where it is done."""

    words: str
    href: str


@dataclass(frozen=True)
class Use:
    """One thing that details may be used for, or may not."""

    words: str | Promise
    allowed: bool
    line: Consent | None


def uses_of(contact: Contact, trail: Iterable[Consent], today: date) -> list[Use]:
    """Each purpose with whether a person's details may be used for it today, and the line of the trail that says so."""
    lines = list(trail)
    agreed = {line.pk: Agreed(line.purpose, line.basis, line.given_on, line.ended_on) for line in lines}
    labels = dict(Consent.Purpose.choices)
    found = []
    for purpose in USED:
        line = next((each for each in lines if each.purpose == purpose and in_use(agreed[each.pk], today)), None)
        allowed = may_be_used(purpose, agreed.values(), on=today, keep_until=contact.keep_until)
        found.append(Use(labels[purpose], allowed, line))
    return found


def needs_words(contact: Contact) -> list[str]:
    """What a person needs, in words: what was chosen, then their own words."""
    needs, formats = dict(Contact.Need.choices), dict(Contact.Format.choices)
    chosen = [str(needs.get(each, each)) for each in contact.needs] + [str(formats.get(each, each)) for each in contact.formats]
    return [*chosen, *([contact.access_needs] if contact.access_needs else [])]


def person_to_do(contact: Contact, uses: Iterable[Use], today: date) -> list[ToDo]:
    """What is left to do for a person, the most pressing first."""
    found = []
    if contact.keep_until and contact.keep_until < today:
        words = _("The day until which these details were to be kept has passed. Erase them, or agree a new day with the person.")
        found.append(ToDo(words, reverse("stakeholders:change_person", args=[contact.pk])))
    elif contact.basis == Contact.Basis.WITHDRAWN:
        words = _("They withdrew: their details may be used for nothing. Erase them, or ask them again.")
        found.append(ToDo(words, reverse("stakeholders:erase_person", args=[contact.pk])))
    elif not any(use.allowed for use in uses):
        words = _("Ask what their details may be used for. Until they agree, do not write to them or invite them.")
        found.append(ToDo(words, reverse("stakeholders:agree", args=[contact.pk])))
    if contact.needs_asked_on is None:
        found.append(ToDo(_("Ask once what they need in order to take part."), reverse("stakeholders:change_person", args=[contact.pk])))
    return found


def organisation_to_do(organisation: Organisation, *, people: bool, speaking: bool, assessed: bool) -> list[ToDo]:
    """What is left to learn about an organisation; nothing for one no longer in being."""
    if organisation.ended_on:
        return []
    steps = [
        (people, _("Find out whom to talk to there."), f"{reverse('stakeholders:new_person')}?organisation={organisation.pk}"),
        (speaking, _("Ask which communities it can speak for, and who says so."), reverse("stakeholders:speak", args=[organisation.pk])),
        (assessed, _("Judge its influence and its interest in our work."), reverse("stakeholders:assess", args=[organisation.pk])),
    ]
    return [ToDo(words, href) for done, words, href in steps if not done]


def people_there(viewer: Viewer, organisation: Organisation, today: date) -> list[tuple[Contact, list[Affiliation]]]:
    """The people with a role in an organisation today, each with those roles; by name. Two queries, at most two hundred people."""
    roles: dict[int, list[Affiliation]] = {}
    for role in queries.affiliations(viewer).filter(organisation=organisation)[:400]:
        if on_that_day(role.starts, role.ends, today):
            roles.setdefault(role.contact_id, []).append(role)
    there = queries.contacts(viewer).filter(Q(organisation=organisation) | Q(pk__in=list(roles)))
    return [(one, roles.get(one.pk, [])) for one in there[:200]]
