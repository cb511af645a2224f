"""Partnerships through their pages, and what an activity elsewhere leaves in them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders.partnerships.models import Partnership, PartnershipContact
from folkmoot.stakeholders.partnerships.operations import add_partnership, end_partnership, note_contact_elsewhere, record_contact
from folkmoot.stakeholders.partnerships.queries import lapsed, list_partnerships, partnerships_for
from folkmoot.stakeholders.partnerships.rules import State
from folkmoot.stakeholders.tests.factories import organisation

pytestmark = pytest.mark.django_db
LIST = "/organisations/partnerships/"
STATED = {
    "title": "Norfolk mental health board", "kind": "mental_health", "purpose": "Agree how vulnerable witnesses are supported.",
    "review_every_months": "6",
}  # fmt: skip


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def partnership(of=None, **over):
    values = STATED | {"review_every_months": 6, "starts": NOW.date() - timedelta(days=400)} | over
    return add_partnership(by=hq(), at=NOW, area=of, partners=[Partner.get()], **values)


class Partner:
    @staticmethod
    def get():
        from folkmoot.stakeholders.models import Organisation

        return Organisation.objects.first() or organisation(name="Mind in Norfolk")


def test_from_an_empty_database_to_an_outcome(here):
    assert "No partnership is recorded yet" in here.get(LIST).text
    organisation(name="Mind in Norfolk")
    began = (timezone.localdate() - timedelta(days=400)).isoformat()
    answer = here.post(f"{LIST}new", STATED | {"partner_names": "mind in norfolk", "starts": began, "mark": "m1"})
    assert answer.status_code == 302, answer.text
    page = here.get(answer.url).text
    assert "Mind in Norfolk" in page
    assert "Lapsed" in page
    today = timezone.localdate().isoformat()
    here.post(f"{answer.url}contact", {"on": today, "words": "Agreed the referral form", "mark": "m2"})
    page = here.get(answer.url).text
    assert "Agreed the referral form" in page
    assert "Lapsed" not in page
    here.post(
        f"{answer.url}outcome",
        {"kind": "pathway", "on": today, "words": "Referrals begin in May.", "evidence": "The form itself", "number": "12", "mark": "m3"},
    )
    assert "Referrals begin in May." in here.get(answer.url).text
    here.post(f"{answer.url}end", {"on": today, "reason": "Funding ended", "mark": "m4"})
    assert STATED["title"] not in here.get(LIST).text
    assert STATED["title"] in here.get(f"{LIST}?state=ended").text
    here.post(f"{answer.url}resume", {"mark": "m5"})
    assert STATED["title"] in here.get(LIST).text
    assert list(faults()) == []


def test_a_partner_that_is_not_known_or_not_in_sight_is_said(here):
    organisation(name="Cardiff Mind", area=area("cymru-wales", "Cymru-Wales"))
    answer = here.post(f"{LIST}new", STATED | {"partner_names": "Cardiff Mind\nNobody", "starts": "2025-01-01", "mark": "m1"})
    assert answer.status_code == 422
    assert "No organisation called “Cardiff Mind” is known" in answer.text
    assert "No organisation called “Nobody” is known" in answer.text
    assert not Partnership.objects.exists()


def test_national_partnerships_are_read_by_areas_and_written_by_headquarters(here):
    national = partnership()
    assert STATED["title"] in here.get(LIST).text
    assert here.get(f"{LIST}{national.pk}/change").status_code == 404
    with pytest.raises(NotAllowed):
        record_contact(by=icem(), at=NOW, partnership=national, on=NOW.date(), words="x")


def test_another_area_sees_nothing_of_it(client):
    mine = partnership(of=area())
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    client.force_login(Account.objects.get(pk=other.account_id))
    assert client.get(f"{LIST}{mine.pk}/").status_code == 404
    assert list_partnerships(other, today=NOW.date()) == []
    assert not partnerships_for(other, None).exists()


def test_an_activity_elsewhere_counts_once_and_may_be_taken_back():
    one = partnership(of=area())
    assert [each.state for each in lapsed(hq(), today=NOW.date())] == [State.LAPSED]
    for _again in range(2):
        note_contact_elsewhere(
            by=icem(), at=NOW, partnerships=[one], on=NOW.date(), words="Visit", origin_kind="engagement.activity", origin_id=7
        )
    assert PartnershipContact.objects.count() == 1
    assert lapsed(hq(), today=NOW.date()) == []
    note_contact_elsewhere(by=icem(), at=NOW, partnerships=[], on=NOW.date(), words="Visit", origin_kind="engagement.activity", origin_id=7)
    assert PartnershipContact.objects.count() == 0


def test_nothing_is_dated_before_it_began_or_ended_twice():
    one = partnership(of=area())
    with pytest.raises(Refused):
        record_contact(by=hq(), at=NOW, partnership=one, on=NOW.date() - timedelta(days=500), words="Too early")
    end_partnership(by=hq(), at=NOW, partnership=one, on=NOW.date(), reason="Funding ended")
    with pytest.raises(Refused):
        end_partnership(by=hq(), at=NOW, partnership=one, on=NOW.date(), reason="Funding ended")


def test_queries_do_not_grow_with_rows(here):
    here.get(LIST)
    numbers = []
    for _round in range(2):
        for number in range(4):
            partnership(of=area(), title=f"Partnership {Partnership.objects.count()} {number}")
        with CaptureQueriesContext(connection) as asked:
            here.get(LIST)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
