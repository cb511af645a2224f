"""Consultations through their pages, and what anybody may see of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.decisions.consultations import operations
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import ORIGIN, analysis_of, closing_soon, consultations, dates
from folkmoot.decisions.consultations.tests.factories import STATED, answer, consultation
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.voice.models import Point
from folkmoot.voice.themes.tests.factories import the_list

pytestmark = pytest.mark.django_db
LIST = "/decisions/consultations/"
RESPONSE = {
    "heard_en": "People want to read it.", "heard_cy": "Mae pobl eisiau ei ddarllen.", "changed_en": "Easy Read was added.",
    "unchanged_en": "The day stays, for want of money.",
}  # fmt: skip


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def test_from_plan_to_telling(here):
    assert "No consultations yet" in here.get(LIST).text
    today = timezone.localdate()
    first = today - timedelta(days=35)
    days = {"opens_on": first.isoformat(), "closes_on": (first + timedelta(days=34)).isoformat()}
    refused = here.post(f"{LIST}new", STATED | days | {"closes_on": (first + timedelta(days=9)).isoformat(), "mark": "m0"})
    assert "People need about four weeks" in refused.text
    one = here.post(f"{LIST}new", STATED | days | {"closes_on": today.isoformat(), "public": "on", "mark": "m1"}).url
    assert "No document is published with it" in here.get(one).text
    assert "Add at least one document" in here.post(f"{one}open", {"version": 1, "mark": "m2"}).text
    here.post(
        f"{one}document", {"title": "Letter", "address": "https://example.org/l.pdf", "language": "en", "easy_read": "on", "mark": "m3"}
    )
    assert here.post(f"{one}open", {"version": 1, "mark": "m4"}).status_code == 302
    given = {"channel": "letter", "on": today.isoformat(), "who": "Jo Bloggs", "words_1": "Use plain words.", "theme_1": "Easy Read"}
    assert here.post(f"{one}answer", given | {"words_2": "And larger print.", "nature_2": "idea", "mark": "m5"}).status_code == 302
    page = here.get(one).text
    assert "Based on 2 points" in page
    assert "Easy Read" in page
    assert set(Point.objects.values_list("origin_kind", "nature")) == {(ORIGIN, "concern"), (ORIGIN, "idea")}
    Consultation.objects.update(closes_on=today - timedelta(days=1))
    here.post(f"{one}analyse", {"findings": "Two points from one letter.", "version": 2, "mark": "m6"})
    here.post(f"{one}respond", RESPONSE | {"version": 3, "mark": "m7"})
    here.post(
        f"{one}tell",
        {"on": today.isoformat(), "channel": "letter", "who": "Those who wrote", "words": "It is in Easy Read now.", "mark": "m8"},
    )
    page = here.get(one).text
    assert "The day stays, for want of money." in page
    assert "It is in Easy Read now." in page
    assert list(faults()) == []


def test_anybody_sees_the_public_page_in_both_languages_without_names_or_small_numbers(client):
    now = timezone.now()
    the_list()
    one = consultation(at=now, first=timezone.localdate() - timedelta(days=20))
    planned = consultation(at=now, title_en="Not opened yet", opened=False)
    hidden = consultation(at=now, title_en="Not for the public", public=False)
    answer(one, at=now, number=6)
    answer(one, at=now, number=2, theme="Interpreters")
    page = client.get("/consultations/").text
    assert STATED["title_en"] in page
    assert "Not opened yet" not in page + client.get(f"/consultations/{one.pk}/").text
    assert [client.get(f"/consultations/{each.pk}/").status_code for each in (one, planned, hidden)] == [200, 404, 404]
    Consultation.objects.filter(pk=one.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    one.refresh_from_db()
    assert "will be here" in client.get(f"/consultations/{one.pk}/").text
    operations.record_analysis(by=icem(), at=now, consultation=one, findings="Eight points from two letters.")
    operations.respond(by=icem(), at=now, consultation=one, **RESPONSE)
    page = client.get(f"/consultations/{one.pk}/").text
    assert "Points made: 8" in page
    for withheld in ("Interpreters", "Bloggs", "so that I can read it", "Nia Rowe"):
        assert withheld not in page
    assert "Interpreters" in [each.theme for each in analysis_of(icem(), one).themes]
    client.cookies.load({"django_language": "cy"})
    welsh = client.get(f"/consultations/{one.pk}/").text
    assert RESPONSE["heard_cy"] in welsh
    assert '<p class="govuk-body" lang="en">Easy Read was added.' in welsh


def test_what_people_are_asked_stays_once_it_is_open():
    one = consultation()
    with pytest.raises(Refused, match="what people are asked stays"):
        operations.change_consultation(by=icem(), at=NOW, consultation=one, proposal_en="We would write to nobody at all.")
    operations.change_consultation(by=icem(), at=NOW, consultation=one, proposal_cy="Byddem yn ysgrifennu at bawb.")
    with pytest.raises(Refused, match="later day"):
        operations.extend_consultation(by=icem(), at=NOW, consultation=one, until=one.closes_on - timedelta(days=1))
    operations.extend_consultation(by=icem(), at=NOW, consultation=one, until=one.closes_on + timedelta(days=7))
    with pytest.raises(Refused, match="when the consultation has closed"):
        operations.record_analysis(by=icem(), at=NOW, consultation=one, findings="Too early for any finding.")
    with pytest.raises(Refused, match="Give the response first"):
        operations.tell_those_asked(by=icem(), at=NOW, consultation=one, on=NOW.date(), channel="letter", who="All", words="x")
    stale = Consultation.objects.get(pk=one.pk)
    operations.change_consultation(by=icem(), at=NOW, consultation=one, seen_version=one.version, ways_en="Ring or write.")
    with pytest.raises(ChangedMeanwhile):
        operations.change_consultation(by=hq(), at=NOW, consultation=stale, seen_version=stale.version, ways_en="Write only.")


def test_an_area_sees_its_own_and_the_national_ones_and_they_stand_in_the_calendar():
    mine, national = consultation(), consultation(by=hq(), area=None, title_en="One letter for all")
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    assert list(consultations(other)) == [national]
    with pytest.raises(NotAllowed):
        operations.extend_consultation(by=other, at=NOW, consultation=mine, until=NOW.date())
    first, last = NOW.date(), NOW.date() + timedelta(days=7)
    entries = dates(icem(), area(), first, last)
    assert {(each.words, each.last_day) for each in entries} == {(row.title_en, row.closes_on) for row in (mine, national)}
    assert dates(icem(), area(), last + timedelta(days=90), last + timedelta(days=99)) == []
    assert list(closing_soon(icem(), first=mine.closes_on, last=mine.closes_on)) == [mine, national]
