"""Assessments of Areas and certificates of assurance: what is due within two weeks, or past its day, to those whose step it is."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from folkmoot.assurance.due import Due, due
from folkmoot.overview.reminders.kinds.reminder import Reminder, named
from folkmoot.overview.reminders.recipients import People

# kind of reminder -> what is said, the page where it is done, the capability that does it
STEPS: dict[str, tuple[str | Promise, str, str]] = {
    "assurance.assess": (gettext_lazy("Your Area assesses itself by %(day)s."), "assurance:assessment", "assurance.write"),
    "assurance.validate": (
        gettext_lazy("Your Area validates another’s by %(day)s."),
        "assurance:validation",
        "assurance.validate",
    ),
    "assurance.reply": (gettext_lazy("Your Area answers what the other Area found by %(day)s."), "assurance:assessment", "assurance.write"),
    "assurance.moderate": (
        gettext_lazy("Two Areas differ on a criterion: settle it by %(day)s."),
        "assurance:assessment",
        "assurance.moderate",
    ),
    "assurance.certificate": (gettext_lazy("The certificate of assurance is due by %(day)s."), "assurance:certificate", "assurance.write"),
    "assurance.sign": (
        gettext_lazy("The certificate of assurance is to be signed by you by %(day)s."),
        "assurance:certificate",
        "certificates.sign",
    ),
}


def steps_of_assurance(at: datetime, today: date) -> Iterator[Reminder]:
    """Each step once for each day by which it is due."""
    people = People(today)
    for one in due(today):
        kind = f"assurance.{one.kind}"
        words, page, capability = STEPS[kind]
        to = people.who_may(_whose(people, one, capability), capability, area_id=one.area_id)
        address = reverse(page, args=[one.pk]) if one.pk else reverse("assurance:certificates")
        key = f"{kind}:{one.pk or one.area_id or 'headquarters'}:{one.due_on}"
        yield Reminder(key, to, kind, str(words) % {"day": named(one.due_on)}, address)


def _whose(people: People, one: Due, capability: str) -> list[int]:
    if one.account_id is not None:
        return [one.account_id]
    return people.headquarters() if one.area_id is None else people.holders(capability, one.area_id)
