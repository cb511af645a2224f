"""Publications through their pages, and what anybody may read of panels without an account."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import area, icem, panel_member
from folkmoot.panels.models import Panel
from folkmoot.panels.publications import operations, queries
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.tests.factories import LATER, WORDS, fresh, lead, met, panel, published, recommended, update

pytestmark = pytest.mark.django_db
LIST = "/panels/publications/"
PUBLIC = "/our-panels/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def sign_in(client, viewer) -> None:
    client.force_login(Account.objects.get(pk=viewer.account_id))


def test_from_one_press_to_the_public_page(here):
    assert "made here in one press" in here.get(LIST).text
    meeting = met()
    recommended(meeting)
    assert "Make the update" in here.get(LIST).text
    where = here.post(f"{LIST}meetings/{meeting.pk}/update", {"mark": "u1"}).url
    assert here.post(f"{LIST}meetings/{meeting.pk}/update", {"mark": "u1"}).url == where
    page = here.get(where).text
    assert "None was found" in page
    assert "Submit to a second person" in page
    assert "Make the update" not in here.get(LIST).text
    operations.discard(by=icem(), at=LATER, publication=Publication.objects.get())
    assert "Make the update" in here.get(LIST).text


def test_a_second_person_publishes_and_everybody_reads_it_in_the_version_asked_for(client, here):
    meeting = met()
    made = update(meeting)
    welsh = {"title": "Diweddariad y panel", "words": "# Cyfarfod\n\nCyfarfu’r panel.\n\n[en: The letter].", "read": "on"}
    stored = made.publicationtexts.get(which="cy")
    assert here.post(f"{LIST}{made.pk}/text/cy", welsh | {"version": stored.version, "mark": "t1"}).status_code == 302
    assert "was changed by somebody else" in here.post(f"{LIST}{made.pk}/text/cy", welsh | {"version": stored.version, "mark": "t2"}).text
    here.post(f"{LIST}{made.pk}/do/submit", {"mark": "s1"})
    assert "a second person has to agree" in here.get(f"{LIST}{made.pk}/").text
    sign_in(client, lead())
    seen = queries.check_before_leaving(fresh(made), today=LATER.date()).hash
    assert "Waiting for you to agree" in client.get(LIST).text
    assert "Agree, and publish" in client.get(f"{LIST}{made.pk}/").text
    client.post(f"{LIST}{made.pk}/do/agree", {"mark": "a1", "hash": seen})
    client.logout()
    address = f"{PUBLIC}{meeting.panel.code}/{made.pk}"
    page = client.get(f"{address}?version=en")
    assert "Letters to victims" in page.text
    assert page.headers["Content-Language"] == "en"
    welsh_page = client.get(f"{address}?version=cy").text
    assert '<h2 class="govuk-heading-m">Cyfarfod</h2>' in welsh_page
    assert '<span lang="en">The letter</span>' in welsh_page
    assert "no version of this in Easy Read" in client.get(f"{address}?version=easy").text
    assert "1 publication" in client.get(f"{PUBLIC}?version=en").text


def test_a_withdrawn_one_keeps_its_place_with_the_reason_and_without_the_words(client):
    meeting = met()
    recommended(meeting)
    out = published(update(meeting))
    address = f"{PUBLIC}{meeting.panel.code}/{out.pk}?version=en"
    assert WORDS in client.get(address).text
    sign_in(client, icem())
    client.post(f"{LIST}{out.pk}/withdraw", {"reason": "The date of the letter was wrong.", "mark": "w1"})
    client.logout()
    page = client.get(address).text
    assert "The date of the letter was wrong." in page
    assert WORDS not in page
    assert "withdrawn" in client.get(f"{PUBLIC}{meeting.panel.code}/?version=en").text


def test_the_public_sees_no_draft_no_hidden_panel_and_no_person(client):
    meeting = met()
    made = update(meeting)
    assert client.get(f"{PUBLIC}{meeting.panel.code}/{made.pk}").status_code == 404
    page = client.get(f"{PUBLIC}{meeting.panel.code}/?version=en").text
    assert "10 March 2026: held" in page.replace("\n", " ") or "No meeting of the last three years" in page
    assert "Adeyemi" not in page
    Panel.objects.update(public=False)
    assert client.get(f"{PUBLIC}{meeting.panel.code}/").status_code == 404
    assert "No panel is shown here yet" in client.get(f"{PUBLIC}?version=en").text


def test_what_the_check_finds_is_shown_and_vouched_for_or_refused(here):
    made = update(met())
    text = made.publicationtexts.get(which="en")
    words = {"title": "Update", "words": "Ruth Adeyemi. Write to us@example.org.", "read": "on", "version": text.version, "mark": "f1"}
    here.post(f"{LIST}{made.pk}/text/en", words)
    page = here.get(f"{LIST}{made.pk}/").text
    assert "This can never be published" in page
    assert "Submit to a second person" not in page
    assert "found something" in here.post(f"{LIST}{made.pk}/do/submit", {"mark": "f2"}).text
    found = {each.kind.value: each.key for each in queries.check_before_leaving(fresh(made), today=LATER.date()).findings}
    assert here.get(f"{LIST}{made.pk}/finding/{found['member']}").status_code == 404
    here.post(f"{LIST}{made.pk}/finding/{found['email']}", {"why": "Our own address for replies", "mark": "f3"})
    assert "May stay: Our own address" in here.get(f"{LIST}{made.pk}/").text


def test_the_three_forms_make_what_they_say(here):
    meeting = met()
    assert meeting.panel.name in here.get(f"{LIST}new/").text
    base = f"{LIST}new/{meeting.panel.code}/"
    year = {"first": "2025-04-01", "last": "2026-03-31"}
    assert here.post(f"{base}annual", year | {"mark": "n1"}).status_code == 302
    refused = here.post(f"{base}foi", year | {"asked_as": "FOI 7", "asked_on": "2026-03-10", "question": "Dates?", "mark": "n2"})
    assert "Say what was asked" in refused.text
    asked = {"asked_as": "FOI 7", "asked_on": "2026-03-10", "question": "On which days did it meet?"}
    assert here.post(f"{base}foi", year | asked | {"mark": "n3"}).status_code == 302
    assert here.post(f"{base}representation", {"last": "2026-03-10", "mark": "n4"}).status_code == 302
    assert here.get(f"{base}update").status_code == 404
    assert {row.kind for row in Publication.objects.all()} == {"annual", "foi", "representation"}
    page = here.get(f"{LIST}?kind=foi").text
    assert "FOI 7" in page
    assert "due 10 April 2026" in page
    assert "3 publications" in here.get(f"{LIST}?panel={meeting.panel.code}").text


def test_a_member_and_another_area_see_nothing_of_it(client):
    made = update(met())
    sign_in(client, panel_member())
    assert client.get(LIST).status_code == 403
    sign_in(client, icem("someone@example.org", "Somebody Else", of=area("wessex", "Wessex")))
    assert client.get(f"{LIST}{made.pk}/").status_code == 404
    assert client.post(f"{LIST}{made.pk}/do/submit", {"mark": "x"}).status_code == 404
    assert client.get(f"{LIST}new/{made.panel.code}/annual").status_code == 404


def test_lists_cost_the_same_whatever_they_hold(here, django_assert_max_num_queries):
    first = published(update(met()))
    operations.make(by=icem(), at=LATER, panel=first.panel, kind="representation", last=LATER.date())
    met(panel("another-panel"), place="Corn Hall, Diss")
    with django_assert_max_num_queries(24):
        here.get(LIST)
    here.logout()
    with django_assert_max_num_queries(6):
        here.get(f"{PUBLIC}{first.panel.code}/")
