import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, grant, hq, icem
from folkmoot.areas.models import Boundary
from folkmoot.communities.models import CommunityPoint
from folkmoot.communities.tests.factories import area, community, somalis, wales
from folkmoot.engagement.conversations.models import Conversation
from folkmoot.engagement.reach.tests.making import land
from folkmoot.engagement.tests.factories import activity
from folkmoot.foundation.models import AuditEvent
from folkmoot.stakeholders.tests.factories import organisation
from folkmoot.voice.tests.factories import point

pytestmark = pytest.mark.django_db
PAGE = "/engagement/reach/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


@pytest.fixture
def headquarters(client):
    client.force_login(Account.objects.get(pk=hq().account_id))
    return client


def test_an_empty_page_says_what_to_do_first_and_where(here):
    page = here.get(PAGE).text
    assert "This page will rank communities" in page
    assert 'href="/communities/new"' in page
    assert "bring in the census" in page


def test_an_opportunity_is_a_sentence_with_its_reason_and_one_click_to_a_filled_plan(here):
    deaf = community()
    somalis()
    page = here.get(PAGE).text
    assert "About 1,200 people in East of England (Census 2021)." in page
    assert "Never met, as far as is recorded; you expect one every 6 months." in page
    assert "No organisation is known. Nobody speaks for them. No panel member speaks for them." in page
    assert "1,200 people × 10.0 times due × 1.25 (nobody speaks for them) × 1.25 (no organisation is known) = 18,750" in page
    assert "Somali" not in page
    address = f"/engagement/new?community={deaf.pk}&amp;area=east-of-england"
    assert address in page
    assert here.get(address.replace("&amp;", "&")).text.count('checked="checked"') == 1


def test_the_constants_of_the_order_are_settings_and_stand_on_the_page(here, settings):
    settings.REACH = {"never_met_months": 36, "nobody_speaks_factor": 3.0}
    community()
    page = here.get(PAGE).text
    assert "A community never met counts as last met 36 months ago." in page
    assert "6.0 times due × 3 (nobody speaks for them)" in page


def test_without_authorities_the_page_says_how_to_get_a_map_and_with_them_it_draws_tiles_or_outlines(here, tmp_path):
    row = community()
    assert "There is no map yet" in here.get(PAGE).text
    found = land(tmp_path)
    row.characteristics.add(found.women)
    page = here.get(PAGE, {"layer": str(found.women.pk)}).text
    assert "Fenland: 60.0%, 60,000 people" in page
    assert "fm-map" in page
    assert f"county_id={found.cambs.pk}" in page
    ring = [[0.0, 52.5], [0.1, 52.5], [0.1, 52.6], [0.0, 52.5]]
    Boundary.objects.create(authority=found.fenland, edition="2024", rings=[ring])
    assert "Fenland" in here.get(PAGE, {"layer": "nonsense"}).text


def test_the_map_says_that_it_cannot_tell(here, tmp_path):
    found = land(tmp_path)
    community()
    activity(county=found.cambs, held_on=timezone.localdate())
    page = here.get(PAGE).text
    assert "cannot tell (too few contacts)" in page
    assert "Cannot tell: too few contacts" in page


def test_county_by_county_and_the_list_for_narrow_screens_say_the_same(here, tmp_path):
    found = land(tmp_path)
    row = community()
    organisation(county=found.cambs).communities.add(row)
    page = here.get(PAGE, {"by_county": "yes"})
    assert [each.where for each in page.context["rows"]] == ["East of England", "Cambridgeshire", "Suffolk"]
    assert page.text.count("Organisations known:") == 3
    assert page.text.count("0 (2 expected)") == 6


def test_filters_that_cannot_be_read_are_left_out(here):
    community()
    assert here.get(PAGE, {"county_id": "x", "months": "7", "kind": "nonsense", "page": "x"}).status_code == 200
    assert "No community matches." in here.get(PAGE, {"kind": "place"}).text


def test_headquarters_sees_area_by_area_and_comes_closer(headquarters, tmp_path):
    land(tmp_path)
    community()
    somalis()
    for number in range(5):
        activity(f"Somewhere {number}", held_on=timezone.localdate())
    page = headquarters.get(PAGE)
    assert "Area by Area" in page.text
    rows = {each.area.code: each for each in page.context["by_area"]}
    assert (rows["east-of-england"].contacts, rows["east-of-england"].overdue) == (5, 1)
    assert rows["east-of-england"].rate.startswith("0.20 (")
    assert "cannot tell" in rows["cymru-wales"].rate
    closer = headquarters.get(PAGE, {"area": "east-of-england"})
    assert "Area by Area" not in closer.text
    assert "Somali" not in closer.text


@pytest.mark.parametrize("ending", ["csv", "ods"])
def test_the_grid_is_taken_out_safely_and_that_is_recorded(here, ending):
    row = community("=1+1")
    somalis()
    answer = here.get(f"{PAGE}grid.{ending}?by_county=yes")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    event = AuditEvent.objects.get(kind="disclosure")
    assert (event.subject_ids, event.area_id, event.detail["rows"]) == ([row.pk], area().pk, 1)
    if ending == "csv":
        assert '"\'=1+1"' in answer.content.decode("utf-8-sig")
        assert "Somali" not in answer.content.decode("utf-8-sig")


def test_only_those_who_may_take_out_do(client, here):
    assert here.get(f"{PAGE}grid.exe").status_code == 404
    staff = account("gwen.hale@example.org", "Gwen Hale")
    grant(staff, Role.STAFF, [area()])
    client.force_login(staff)
    community()
    page = client.get(PAGE).text
    assert "Take this table out" not in page
    assert "Organisations known" not in page
    assert client.get(f"{PAGE}grid.csv").status_code == 403
    assert not AuditEvent.objects.filter(kind="disclosure").exists()


def test_the_number_of_queries_grows_neither_with_communities_nor_with_areas(headquarters, tmp_path):
    land(tmp_path)

    def used(address):
        with CaptureQueriesContext(connection) as captured:
            assert headquarters.get(address).status_code == 200
        return len(captured)

    addresses = (PAGE, f"{PAGE}?area=east-of-england&by_county=yes")
    community()
    somalis()
    activity(held_on=timezone.localdate())
    [used(address) for address in addresses]
    before = [used(address) for address in addresses]
    for number in range(6):
        each = community(f"Community {number}", area=area(f"area-{number}", f"Area {number}"))
        more = community(f"Another {number}")
        organisation(f"Club {number}").communities.add(each, more)
        activity(f"Visit {number}", communities=[each, more], held_on=timezone.localdate())
    wales()
    assert [used(address) for address in addresses] == before


def test_headings_of_the_table_and_the_list_are_never_both_in_sight(here):
    community()
    page = here.get(PAGE).text
    assert len(re.findall(r'class="fm-chart__broad"|fm-chart__narrow"', page)) == 2


def test_those_whom_nobody_has_counted_have_a_list_of_their_own(here):
    community("Counted")
    community("Roma in Wisbech", population=None, population_source="", population_on=None, kind="circumstance")
    page = here.get(PAGE)
    found = page.context["opportunities"]
    assert [str(each.line.community) for each in found.ranked] == ["Counted"]
    assert [str(each.line.community) for each in found.uncounted] == ["Roma in Wisbech"]
    assert "Size not known" in page.text
    assert "counted as 1" not in page.text
    assert "people" not in found.uncounted[0].why


def test_planning_from_here_keeps_the_county(here, tmp_path):
    found = land(tmp_path)
    row, everywhere = community(county=found.cambs), community("Everywhere")
    page = here.get(PAGE, {"by_county": "yes"})
    plans = {(each.line.community, each.line.county): each.plan for each in page.context["rows"]}
    assert plans[row, None].endswith(f"county={found.cambs.pk}")
    assert plans[everywhere, found.suffolk].endswith(f"county={found.suffolk.pk}")
    assert "county" not in plans[everywhere, None]
    assert here.get(plans[row, None]).context["form"]["county_id"].value() == found.cambs.pk
    assert here.get(plans[everywhere, found.suffolk]).context["form"]["county_id"].value() == found.suffolk.pk
    for form in ("new", "log"):
        assert here.get(f"/engagement/{form}?community={row.pk}").context["form"]["county_id"].value() == found.cambs.pk


def test_only_who_may_is_led_to_the_census(here, headquarters):
    bring_in = "/who-lives-here/bring-in/"
    assert bring_in in headquarters.get(PAGE).text
    headquarters.force_login(Account.objects.get(pk=icem().account_id))
    page = headquarters.get(PAGE).text
    assert bring_in not in page
    assert "Ask headquarters or an analyst" in page


def test_what_staff_heard_stands_beside_the_map_and_on_the_page_of_the_community(here):
    row = community()
    heard = Conversation.objects.create(
        area=area(), account=Account.objects.get(pk=icem().account_id), held_on=timezone.localdate(), theme="Interpreters"
    )
    heard.communities.add(row)
    said = point(origin_kind="engagement.conversation", origin_id=heard.pk)
    CommunityPoint.objects.create(community=row, point=said)
    assert "Interpreters (1)" in here.get(PAGE).text
    assert "heard by staff" in here.get(f"/communities/{row.pk}/").text


@pytest.mark.parametrize(
    ("layer", "words"), [("overdue", "1 of 1 communities of the county are overdue"), ("organisations", "organisations, 100,000 people")]
)
def test_the_map_is_shaded_by_who_is_overdue_and_by_who_is_known(here, tmp_path, layer, words):
    found = land(tmp_path)
    community(county=found.cambs)
    organisation(county=found.cambs)
    assert words in here.get(PAGE, {"layer": layer}).text
