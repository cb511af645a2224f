"""For whom the sitting members can speak, held against the communities of the Area; and the statement with nobody in it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.tests.factories import NOW, TODAY, icem
from folkmoot.communities.models import CommunitySuccession
from folkmoot.communities.tests.factories import community, somalis, travellers
from folkmoot.panels.members.operations import leave
from folkmoot.panels.members.tests.factories import member, panel
from folkmoot.panels.representation import statement as statements
from folkmoot.panels.representation.queries import representation, representations, spoken_for_by
from folkmoot.panels.representation.statement import persons_in, statement
from folkmoot.panels.representation.tests.factories import NAMES, seat_of, seats
from folkmoot.stakeholders.operations import attest, erase_contact
from folkmoot.stakeholders.tests.factories import organisation

pytestmark = pytest.mark.django_db


def covered(of, on=TODAY):
    return {str(line.community): line.members for line in representation(of, on).lines}


def test_own_word_and_that_of_the_organisation_count_once_and_advisers_not_at_all():
    deaf, missing, elsewhere = community(), travellers(low_trust=True, low_trust_evidence="Heard in Ely"), somalis()
    of, club = panel(), organisation()
    attest(by=icem(), at=NOW, stakeholder=club, community=deaf, attested_by="Its committee", attested_on=date(2025, 1, 1))
    ruth = seat_of(of, "Ruth Adeyemi", deaf, organisation=club)
    member(of, "Tom Lovell")
    seat_of(of, "Leo Advisor", missing, position="legal_adviser")
    found = representation(of, TODAY)
    assert (found.members, found.spoken, found.silent) == (2, 1, 1)
    assert covered(of) == {str(deaf): 1, str(missing): 0}
    assert str(elsewhere) not in covered(of)
    assert [str(line.community) for line in found.gaps] == [str(missing)]
    assert spoken_for_by([ruth], TODAY)[ruth.pk] == [deaf]


def test_only_seats_words_and_communities_of_that_day_count():
    deaf, of = community(), panel()
    ruth = seat_of(of, "Ruth Adeyemi", deaf)
    over = community("A club that ended", starts=date(2020, 1, 1), ends=TODAY - timedelta(days=1), end_reason="It closed")
    assert covered(of) == {str(deaf): 1}
    assert str(over) in covered(of, TODAY - timedelta(days=9))
    assert covered(of, date(2025, 8, 31))[str(deaf)] == 0
    leave(by=icem(), at=NOW, member=ruth, on=TODAY, how="resigned", why="She moved to another town.")
    assert covered(of, TODAY + timedelta(days=1)) == {str(deaf): 0}
    erase_contact(by=icem(), at=NOW, contact=ruth.contact)
    assert representation(of, TODAY).members == 0


def test_a_word_for_a_community_that_merged_counts_for_what_came_of_it_but_not_after_a_split():
    before, after, part = community("Roma people"), travellers(), community("Roma people of Luton")
    of = panel()
    seat_of(of, "Ruth Adeyemi", before)
    common = {"on": TODAY, "reason": "They asked for it", "at": NOW}
    CommunitySuccession.objects.create(from_community=before, to_community=after, kind="merged", **common)
    CommunitySuccession.objects.create(from_community=before, to_community=part, kind="split", **common)
    assert covered(of) == {"Roma people": 1, str(after): 1, "Roma people of Luton": 0}


def test_many_panels_cost_the_same_few_queries():
    rows = [panel(f"panel-{number}") for number in range(3)]
    deaf = community()
    seats(rows[0], 2, deaf)
    with CaptureQueriesContext(
        connection,
    ) as one:
        representations(rows[:1], TODAY)
    community("Another one")
    with CaptureQueriesContext(connection) as many:
        representations(rows, TODAY)
    assert len(many) <= len(one) + 1


def test_the_statement_names_communities_and_nobody():
    deaf, missing, of = community(name_cy="Pobl Fyddar"), travellers(), panel()
    seats(of, 6, deaf)
    for language in statements.LANGUAGES:
        made = statement(of, TODAY, language)
        assert persons_in(made, list(NAMES)) == []
        assert len(made["missing"]) == 1
        assert "6" not in made["spoken_for"][0]["name"] + made["spoken_for"][0]["figure"]
    assert statement(of, TODAY, "cy")["spoken_for"][0]["name"] == "Pobl Fyddar"
    english = statement(of, TODAY, "en")
    assert (english["spoken_for"][0]["name"], english["missing"][0]["name"]) == (str(deaf), str(missing))
    assert "had 6 members" in english["members"]
    with pytest.raises(ValueError, match="en, cy, easy"):
        statement(of, TODAY, "fr")


def test_the_order_of_a_statement_tells_nothing_of_trust():
    community("Adults in hostels")
    travellers(low_trust=True, low_trust_evidence="Heard in Ely")
    of, speaking = panel(), community("Zoroastrians")
    seats(of, 5, speaking)
    assert [str(line.community) for line in representation(of, TODAY).gaps][1] == "Adults in hostels"
    assert next(each["name"] for each in statement(of, TODAY, "en")["missing"]) == "Adults in hostels"


def test_with_fewer_than_five_members_it_is_not_said_for_whom_they_can_speak(monkeypatch):
    deaf, of = community(), panel()
    seats(of, 4, deaf)
    travellers()
    made = statement(of, TODAY, "en")
    assert made["spoken_for"] == made["missing"] == []
    assert "fewer than 5" in made["members"]
    assert "could tell who they are" in made["withheld"]
    monkeypatch.setattr(statements, "may_name_communities", lambda _members: True)  # the control: without the guard they would be named
    assert statement(of, TODAY, "en")["spoken_for"] != []


def test_a_name_that_got_into_a_community_is_found():
    of = panel()
    seats(of, 5, community("Friends of Bridie Quilligan"))
    assert persons_in(statement(of, TODAY, "en"), list(NAMES)) == ["Bridie Quilligan"]
