"""Between the claim of a message and the message, who gets it is read anew; and no name stays where erasure cannot reach."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from folkmoot.accounts.tests.factories import NOW, TODAY, icem
from folkmoot.engagement.bulletins import operations
from folkmoot.engagement.bulletins.delivery import operations as delivery
from folkmoot.engagement.bulletins.models import Recipient
from folkmoot.engagement.bulletins.tests.factories import group, person
from folkmoot.engagement.bulletins.tests.test_delivery import sealed, send, settle
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.operations import erase_contact, withdraw
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db


def two_people():
    """Two who agreed, in one club that has no address itself, and a bulletin made ready for them."""
    club = group(email="")
    first = person("Anwen Lewis", email="anwen@example.org", organisation=club)
    second = person("Beti Morgan", email="beti@example.org", organisation=club)
    return first, second, sealed()


def while_the_first_is_sent(monkeypatch, do):
    """Something that happens while the message before theirs is on its way."""
    real = EmailMessage.send

    def sent(message, *args, **kwargs):
        if message.to == ["anwen@example.org"]:
            do()
        return real(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", sent)


def sent_to():
    return [message.to[0] for message in mail.outbox]


def test_who_takes_consent_back_while_others_are_sent_to_is_passed_over_and_it_says_so(monkeypatch):
    first, second, bulletin = two_people()
    while_the_first_is_sent(monkeypatch, lambda: withdraw(by=icem(), at=NOW, contact=second, purposes=["bulletins"]))
    send(bulletin)
    assert sent_to() == ["anwen@example.org"]
    row = Recipient.objects.get(contact=second)
    assert (row.state, row.copy, row.reason) == ("failed", None, "They have not agreed to get bulletins.")
    assert AuditEvent.objects.filter(detail__delivery="no longer agrees", subject_ids=[row.pk]).count() == 1
    with pytest.raises(Refused, match="have not agreed"):
        settle("hand over", "At the meeting", row=row)
    with pytest.raises(Refused, match="cannot be said"):
        settle("no longer agrees", row=Recipient.objects.get(contact=first))


def test_without_asking_again_it_would_leave(monkeypatch):
    """The control: asking again is broken on purpose, and what the test above forbids happens."""
    _first, second, bulletin = two_people()
    while_the_first_is_sent(monkeypatch, lambda: withdraw(by=icem(), at=NOW, contact=second, purposes=["bulletins"]))
    monkeypatch.setattr(delivery, "_address_now", lambda recipient, _by, _at: recipient.address)
    send(bulletin)
    assert sent_to() == ["anwen@example.org", "beti@example.org"]


@pytest.mark.parametrize(
    ("now", "goes_to"),
    [
        ({"email": "Beti.Safe@example.org"}, ["beti.safe@example.org"]), ({"email": ""}, []), ({"channel": "phone"}, []),
        ({"email": "anwen@example.org"}, []),
    ],
)  # fmt: skip
def test_it_goes_to_the_address_of_the_day_and_to_no_older_one(monkeypatch, now, goes_to):
    _first, second, bulletin = two_people()
    while_the_first_is_sent(monkeypatch, lambda: Contact.objects.filter(pk=second.pk).update(**now))
    send(bulletin)
    assert sent_to() == ["anwen@example.org", *goes_to]
    assert Recipient.objects.get(contact=second).state == ("sent" if goes_to else "failed")


def test_what_came_back_is_handed_to_nobody_who_took_consent_back():
    first, _second, bulletin = two_people()
    send(bulletin)
    row = Recipient.objects.get(contact=first)
    settle("came back", "Mailbox is full", row=row)
    withdraw(by=icem(), at=NOW, contact=first, purposes=["bulletins"])
    with pytest.raises(Refused, match="have not agreed"):
        settle("hand over", "At the meeting", row=row)


def test_no_name_of_a_person_stands_where_erasure_cannot_reach():
    first, _second, bulletin = two_people()
    send(bulletin)
    row = Recipient.objects.select_related("bulletin__area").get(contact=first)
    operations.log_reply(by=icem(), at=NOW, recipient=row, words="Thank you.", said_on=TODAY, nature="praise")
    settle("came back", "Mailbox is full", row=row)
    settle("hand over", "At the meeting", row=row)
    erase_contact(by=icem(), at=NOW, contact=Contact.objects.get(pk=first.pk))
    kept = str([*AuditEvent.objects.values(), *Point.objects.values(), *Recipient.objects.values()])
    assert f"contact {first.pk}" in kept
    assert "Anwen" not in kept
    assert "anwen@" not in kept
