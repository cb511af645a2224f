"""Applying on the public page in both languages, and choosing through the pages of the service."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem
from folkmoot.foundation.models import AuditEvent
from folkmoot.panels.members.tests.factories import panel
from folkmoot.panels.recruitment.applying import token_of
from folkmoot.panels.recruitment.models import Application, Campaign
from folkmoot.panels.recruitment.queries import state_now
from folkmoot.panels.recruitment.rules import State
from folkmoot.panels.recruitment.tests.factories import ADVERT, WRITTEN, application, campaign, offered

pytestmark = pytest.mark.django_db
LIST = "/panels/recruitment/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def open_now(**over):
    now = timezone.now()
    return campaign(panel(), at=now, first=timezone.localdate(now) - timedelta(days=3), **over)


def test_anybody_applies_in_either_language_and_nothing_typed_is_lost(client):
    row = open_now()
    assert ADVERT["title_cy"] in client.get("/take-part/?language=cy").text
    advert = client.get(f"/take-part/{row.pk}/").text
    assert "Nobody on the panel can yet speak for these communities" in advert
    assert ADVERT["why"] not in advert
    address = f"/take-part/{row.pk}/apply"
    turned = client.post(address, WRITTEN | {"go": "language:cy", "language": "en", "mark": "m1"})
    assert turned.status_code == 200
    assert WRITTEN["reasons"] in turned.text
    assert 'value="language:en"' in turned.text
    assert '<span lang="en">Why would you like to join?</span>' in turned.text
    refused = client.post(address, WRITTEN | {"email": "", "go": "send", "mark": "m1"})
    assert (refused.status_code, Application.objects.count()) == (422, 0)
    assert "Give one way to reach you" in refused.text
    assert WRITTEN["reasons"] in refused.text
    sent = WRITTEN | {"agreed": "on", "knows": [row.communities.get().pk], "go": "send", "language": "cy", "mark": "m1"}
    thanks = client.post(address, sent)
    assert thanks.status_code == 200
    assert client.post(address, sent).status_code == 200
    taken = Application.objects.get()
    assert taken.reference in thanks.text
    assert (taken.language, taken.doubtful, taken.knows.count()) == ("cy", False, 1)
    assert client.post(address, sent | {"website": "x", "mark": "m2"}).status_code == 200
    assert Application.objects.filter(doubtful=True).count() == 1


def test_the_link_shows_how_it_stands_without_a_name_and_answers_the_offer(client):
    row = application(open_now(), at=timezone.now())
    address = f"/take-part/mine/{token_of(row)}/"
    offered(row, at=timezone.now())
    page = client.get(address).text
    assert "We would like to offer you a seat" in page
    assert "Bridie" not in page
    assert client.post(address, {"step": "accepted"}).status_code == 302
    assert state_now(row) is State.ACCEPTED
    assert "does not follow" in client.post(address, {"step": "declined"}).text
    assert client.get(f"/take-part/mine/{row.reference}:forged/").status_code == 404


def test_an_advert_whose_time_is_over_says_so_and_a_planned_one_is_not_there(client):
    row = open_now()
    Campaign.objects.filter(pk=row.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    assert client.get(f"/take-part/{row.pk}/").status_code == 410
    assert client.post(f"/take-part/{row.pk}/apply", WRITTEN | {"agreed": "on"}).status_code == 410
    Campaign.objects.filter(pk=row.pk).update(opened_at=None)
    assert client.get(f"/take-part/{row.pk}/").status_code == 404


def test_at_the_sift_an_application_stands_without_its_name(here):
    row = application(open_now(sifters=1), at=timezone.now())
    one = f"{LIST}applications/{row.pk}/"
    campaign_page = here.get(f"{LIST}{row.campaign_id}/").text
    page = here.get(one).text
    for text in (campaign_page, page, here.get(f"{one}sift").text):
        assert "Quilligan" not in text
        assert WRITTEN["email"] not in text
    assert WRITTEN["reasons"] in page
    assert "Quilligan" in here.get(f"{one}?who=yes").text
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="panels.application").exists()
    assert "Give a mark from 0 to 3 for: Listens and says what they think" in here.post(f"{one}sift", {"mark_0": 3, "mark": "s0"}).text
    assert here.post(f"{one}sift", {"mark_0": 3, "mark_1": 2, "words": "", "mark": "s1"}).status_code == 302
    assert "Say in a sentence why" in here.post(f"{one}step/shortlisted", {"reason": "Good", "mark": "s2"}).text
    assert here.post(f"{one}step/shortlisted", {"reason": "Both marks are high.", "mark": "s3"}).status_code == 302
    page = here.get(one).text
    assert "Quilligan" in page
    assert "Both marks are high." in page


def test_a_campaign_through_its_pages_to_the_seat(here):
    of = panel()
    today = timezone.localdate()
    assert "No campaigns yet" in here.get(LIST).text
    assert of.name in here.get(f"{LIST}new").text
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=30)).isoformat()}
    given = ADVERT | days | {"sifters": 1, "interviews": "on", "keep_months": 6, "mark": "c1"}
    bad = here.post(f"{LIST}new?panel={of.code}", given | {"looks_for_en": " ", "why": "Because"})
    assert bad.status_code == 422
    one = here.post(f"{LIST}new?panel={of.code}", given).url
    assert "It names nobody who is missing" in here.get(one).text
    assert here.post(f"{one}open", {"version": 1, "mark": "c2"}).status_code == 302
    told = {"on": today.isoformat(), "channel": "radio", "where": "Fen FM", "mark": "c3"}
    assert here.post(f"{one}told", told).status_code == 302
    by_hand = WRITTEN | {"agreed": "on", "channel": "phone", "received_on": today.isoformat(), "language": "en", "mark": "c4"}
    row = Application.objects.get(pk=int(here.post(f"{one}enter", by_hand).url.rstrip("/").rsplit("/", 1)[1]))
    offered(row, at=timezone.now())
    address = f"{LIST}applications/{row.pk}/"
    here.post(f"{address}said", {"step": "accepted", "on": today.isoformat(), "mark": "c5"})
    seat = {"person": "new", "starts": today.isoformat(), "position": "member", "why": "She helps families to report.", "mark": "c6"}
    assert here.post(f"{address}appoint", seat).status_code == 302
    assert "They hold a seat on the panel" in here.get(address).text
    page = here.get(one).text
    assert "Fen FM" in page
    assert "Appointed: 1" in page
    assert row.reference in here.get(LIST).text or "1 application" in here.get(LIST).text
