"""What is held about a person is found through labels and keys, other people are left out of it, and giving it leaves a disclosure."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from folkmoot.accounts.models import Invitation, Notice
from folkmoot.accounts.notices.forgetting import forget_invitations, forget_notices
from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, account, administrator, icem
from folkmoot.communities.web.consultation import read
from folkmoot.engagement.calendar.forgetting import forget_senders
from folkmoot.engagement.calendar.models import TakenMessage
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.overview.subjects.operations import give
from folkmoot.overview.subjects.people import find, get
from folkmoot.panels.members.tests.factories import member, panel
from folkmoot.stakeholders.operations import erase_contact
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    """A person we know who sits on a panel, beside somebody who is named in words about her."""
    contact("Edith Marlowe Snow", email="edith@example.org", access_needs="")
    row = contact("Ruth Adeyemi", email="ruth@example.org", organisation=organisation(), access_needs="Comes with Edith Marlowe Snow")
    member(panel(), contact=row, why="She was chosen over Edith Marlowe Snow.")
    return row


def given(row, **over):
    values = {"by": administrator(), "at": NOW, "key": f"contact-{row.pk}", "recipient": "Ruth Adeyemi", "ending": "json"} | over
    return give(**values)


def test_every_record_is_found_with_why_and_how_long_and_nobody_else_is_named(ruth):
    told = given(ruth)
    said = json.loads(told.data)
    records = {one["record"] for one in said["records"]}
    assert {"Contacts", "Seats on panels"} <= records
    assert all(one["why"] and one["how_long"] and one["what_then"] for one in said["records"])
    text = told.data.decode()
    assert "ruth@example.org" in text
    assert "Snow" not in text
    assert "Nia Rowe" not in text, "a member of staff is named"
    reasons = {reason for one in said["records"] for reason in one["left_out"]}
    assert {"It names a member of staff.", "Names of other people stood in the words."} <= reasons


def test_giving_it_is_a_disclosure_of_every_row_and_the_next_file_says_so(ruth):
    told = given(ruth)
    events = AuditEvent.objects.filter(kind="disclosure", recipient="Ruth Adeyemi")
    assert events.count() == len(told.about.kinds)
    assert ruth.pk in events.get(subject_kind="stakeholders.contact").subject_ids
    assert {"on": "2026-03-10", "to": "Ruth Adeyemi", "record": "Contacts"} in json.loads(given(ruth).data)["given_to"]


def test_an_address_that_two_people_share_gives_out_nobody_else(ruth):
    contact("Tom Adeyemi", email="ruth@example.org", phone="01632 960999")
    text = given(ruth).data.decode()
    assert "Tom Adeyemi" not in text
    assert "960999" not in text
    assert "Another person has the same address" in text


def test_only_whoever_may_finds_anybody_and_somebody_must_receive_it(ruth):
    with pytest.raises(NotAllowed):
        find(icem(), "Ruth")
    with pytest.raises(Refused):
        given(ruth, recipient=" ")
    assert {one.key for one in find(administrator(), "ruth@example.org")} == {f"contact-{ruth.pk}"}
    assert get(administrator(), "response-nonsense") is None
    assert get(administrator(), "staff-1") is None


@pytest.mark.parametrize("ending", ["html", "ods", "json"])
def test_the_pages_find_somebody_and_hand_the_file_over(client: Client, ruth, ending):
    client.force_login(account("gwen.pryce@example.org", administrator().name))
    assert client.get("/about-a-person/").status_code == 200
    found = client.post("/about-a-person/", {"words": "adeyemi"})
    assert "Ruth Adeyemi" in found.text
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="stakeholders.contact", route="/about-a-person/").exists()
    here = f"/about-a-person/contact-{ruth.pk}/"
    assert "adeyemi" not in here
    assert client.get(here).status_code == 200
    assert client.post(here, {"recipient": "Ruth Adeyemi", "ending": ending}).status_code == 422
    file = client.post(here, {"recipient": "Ruth Adeyemi", "ending": ending, "sure": "on"})
    assert file.headers["Content-Disposition"].endswith(f'{ending}"')
    assert client.get("/about-a-person/contact-999999/").status_code == 404


def test_old_notices_invitations_and_senders_are_forgotten_and_young_ones_stay():
    who = account()
    for days in (10, 400):
        at = NOW - timedelta(days=days)
        Notice.objects.create(account=who, kind="k", words="w", address="/", key=f"k{days}", at=at)
        Invitation.objects.create(
            email="a@b.org", name="Ann", fingerprint=f"f{days}", role="icem", sent_at=at, expires_at=at + timedelta(7)
        )
        TakenMessage.objects.create(fingerprint=f"f{days}", taken_at=at, result="draft", sender="a@b.org")
    for forget in (forget_notices, forget_invitations, forget_senders):
        assert forget(by=THE_PRODUCT, at=NOW) == 1
        assert forget(by=THE_PRODUCT, at=NOW) == 0
    assert list(Invitation.objects.values_list("name", flat=True).order_by("-sent_at")) == ["Ann", ""]
    assert "Ann" not in json.dumps(list(AuditEvent.objects.values("detail", "subject_ids", "recipient")))


def test_erasing_somebody_empties_the_letters_they_got_and_no_one_else_s(ruth):
    other = contact("Tom Adeyemi", email="tom@example.org")
    left = {"language": "en", "state": "sent", "made_at": NOW, "state_at": NOW, "next_at": NOW, "text": "Dear both", "subject": "A meeting"}
    for number, address in enumerate((ruth.email, other.email)):
        Letter.objects.create(key=f"k{number}", message_id=f"<{number}@x>", to=address, about="a meeting", **left)
    erase_contact(by=icem(), at=NOW, contact=ruth)
    assert list(Letter.objects.order_by("pk").values_list("to", "text")) == [("", ""), ("tom@example.org", "Dear both")]
    assert AuditEvent.objects.get(kind="erasure", subject_kind="accounts.letter").detail == {"letters forgotten": 1}


def test_a_row_is_logged_once_in_a_request_and_not_where_a_form_is_sent(ruth, rf):
    for method, logged in (("get", 1), ("post", 0)):
        request = getattr(rf, method)("/organisations/people/1/")
        request.viewer, request.at = icem(), NOW
        before = AuditEvent.objects.filter(kind="consultation").count()
        assert read(request, ruth) is ruth
        read(request, ruth)
        assert AuditEvent.objects.filter(kind="consultation").count() == before + logged
