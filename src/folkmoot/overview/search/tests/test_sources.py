"""The kinds that may be found: staff work and bulletins, for whom; and two people of one name."""

from datetime import date

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.communities.tests.factories import wales
from folkmoot.engagement.briefings.operations import record_briefing
from folkmoot.engagement.bulletins.tests.factories import as_lawyer, draft, submitted, with_case
from folkmoot.engagement.conversations.operations import log_conversation
from folkmoot.engagement.volunteering.operations import add_opportunity
from folkmoot.overview.search.queries import kinds_open_to, search
from folkmoot.stakeholders.tests.factories import organisation, person

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 2)


def found(viewer, text):
    return {(hit.source.label, hit.source.title(hit.row)) for hit in search(viewer, text).hits}


def test_staff_work_is_found_by_its_words_and_not_from_another_area():
    given = {"by": icem(), "at": NOW, "area": area()}
    record_briefing(**given, title="What the Lantern group told us", topic="Hate crime", held_on=DAY, came={})
    add_opportunity(**given, title="Evening at the Lantern centre", starts=DAY, about="Serve tea")
    log_conversation(**given, held_on=DAY, theme="Lantern festival", noticed="Many young people")
    assert found(icem(), "lantern") == {
        ("engagement.briefing", "What the Lantern group told us"),
        ("engagement.opportunity", "Evening at the Lantern centre"),
        ("engagement.conversation", "Lantern festival"),
    }
    assert found(icem(), "serve tea") == {("engagement.opportunity", "Evening at the Lantern centre")}
    answer = search(icem("sian.pugh@example.org", "Sian Pugh", wales()), "lantern")
    assert (answer.hits, answer.number) == ([], 0)


def test_bulletins_are_found_by_who_writes_them_and_by_no_lawyer():
    draft("Lantern cases of the autumn")
    submitted(with_case(draft("Lantern cases of the spring")))
    assert {title for _kind, title in found(icem(), "lantern")} == {"Lantern cases of the autumn", "Lantern cases of the spring"}
    answer = search(as_lawyer(), "lantern")
    assert (answer.hits, answer.number) == ([], 0)
    assert "engagement.bulletin" not in {kind.label for kind in kinds_open_to(as_lawyer())}


def test_two_people_of_one_name_are_told_apart_where_they_are_found(client):
    club = organisation("Fenland Deaf Club")
    person("Mo Ali", birth_year=1961, organisation=club), person("Mo Ali", birth_year=1990)
    assert {title for _kind, title in found(icem(), "mo ali")} == {"Mo Ali (1961)", "Mo Ali (1990)"}
    assert found(icem(), "ali 1990") == {("stakeholders.contact", "Mo Ali (1990)")}
    client.force_login(Account.objects.get(pk=icem().account_id))
    page = client.get("/search", {"q": "1961"}).text
    assert "Person · Fenland Deaf Club" in page
