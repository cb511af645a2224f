import re

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem
from folkmoot.communities.tests.factories import community
from folkmoot.engagement.tests.factories import activity, aim
from folkmoot.stakeholders.tests.factories import organisation
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def test_everything_that_is_missing_leads_to_its_field(here):
    community(), aim()
    page = f"/engagement/{activity(outcome='', headcount=None, purpose='', follow_up='').pk}/"
    leads = re.findall(r'href="([^"#]*)#([^"]*)"', here.get(page).text.split("Before it can be closed")[1])
    assert [field for _page, field in leads] == [
        "id_outcome",
        "id_headcount",
        "id_purpose",
        "id_aims_1",
        "id_communities_1",
        "id_follow_up_1",
    ]
    for form, field in leads:
        assert f'id="{field}"' in here.get(form).text, field


def test_what_one_organisation_said_is_its_own_and_those_told_are_known(here):
    held, club = activity(), organisation()
    held.organisations.add(club)
    here.post(f"/engagement/{held.pk}/point", {"words": "We hear nothing.", "nature": "concern", "mark": "one"})
    said = Point.objects.get()
    assert said.said_by == club.name
    assert f'value="{club.name}"' in here.get(f"/voice/{said.pk}/tell").text
    held.organisations.add(organisation("Another group"))
    here.post(f"/engagement/{held.pk}/point", {"words": "And again.", "nature": "concern", "mark": "two"})
    assert Point.objects.latest("pk").said_by == ""


def test_the_log_shows_two_lines_and_opens_the_others_where_one_is_used(here):
    page = here.get("/engagement/log").text
    more = page.split("More lines</span>")
    assert 'name="said_2"' in more[0]
    assert 'name="said_3"' in more[1]
    assert "<details" in more[0]
    assert '<details class="govuk-details" open' not in page
    assert '<details class="govuk-details" open' in here.post("/engagement/log", {"said_4": "One more.", "kind": "call"}).text


def test_every_line_of_an_error_summary_leads_to_a_field(here):
    for address in ("/engagement/new", "/actions/new", "/import/"):
        page = here.post(address, {"mark": "one"}).text
        leads = re.findall(r'href="#(id_[^"]*)"', page.split("govuk-error-summary__list")[1].split("</ul>")[0])
        assert leads
        assert [lead for lead in leads if f'id="{lead}"' not in page] == [], address
