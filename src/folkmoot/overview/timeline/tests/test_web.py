"""What happened, in order of time, for whom one may see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import NOW, account, area, grant, icem
from folkmoot.communities.models import CommunityPoint
from folkmoot.communities.tests.factories import community
from folkmoot.decisions.consultations.tests.factories import consultation
from folkmoot.decisions.tests.factories import decision, evidence, ready, take
from folkmoot.engagement.calendar.models import ActivityInvitation
from folkmoot.engagement.tests.factories import activity
from folkmoot.foundation.models import AuditEvent
from folkmoot.overview.timeline import gathering
from folkmoot.overview.timeline.gathering import of_organisation, of_person
from folkmoot.stakeholders.models import Affiliation
from folkmoot.stakeholders.operations import withdraw
from folkmoot.stakeholders.tests.factories import contact, organisation, person
from folkmoot.voice.issues.tests.factories import issue
from folkmoot.voice.published.tests.factories import entry, published
from folkmoot.voice.tests.factories import action_from, answer, point

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def met(**links):
    held = activity()
    for name, row in links.items():
        getattr(held, name).add(row)
    return held


def test_an_empty_timeline_teaches(here):
    assert "Nothing has happened yet." in here.get(f"/timeline/organisation/{organisation().pk}/").text


def test_an_organisation_a_person_and_a_community_show_the_meeting(here):
    group, person, people = organisation(), contact(), community()
    held = met(organisations=group, contacts=person, communities=people)
    for address in (f"organisation/{group.pk}", f"person/{person.pk}", f"community/{people.pk}"):
        assert held.title in here.get(f"/timeline/{address}/").text, address


def test_what_a_community_said_is_shown_to_those_who_may_read_it_and_logged(client, here):
    people, said = community(), point()
    CommunityPoint.objects.create(community=people, point=said)
    assert said.words in here.get(f"/timeline/community/{people.pk}/").text
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="voice.point").get().subject_ids == [said.pk]
    staff = account("gwen.hale@example.org", "Gwen Hale")
    grant(staff, Role.STAFF, [area()])
    client.force_login(staff)
    assert said.words not in client.get(f"/timeline/community/{people.pk}/").text


def test_nobody_sees_the_timeline_of_what_is_out_of_sight(client):
    group, person = organisation(), contact()
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    client.force_login(Account.objects.get(pk=other.account_id))
    assert client.get(f"/timeline/organisation/{group.pk}/").status_code == 404
    assert client.get(f"/timeline/person/{person.pk}/").status_code == 404


def test_older_events_are_reached_page_by_page_and_none_is_lost(monkeypatch):
    monkeypatch.setattr(gathering, "MOST", 2)
    group = organisation()
    for days in (1, 2, 2, 3, 4):
        held = met(organisations=group)
        held.held_on = timezone.localdate() - timedelta(days=days)
        held.save()
    seen, before = [], None
    for _page in range(5):
        made = of_organisation(icem(), group, before=before)
        seen += [event.address for event in made.events]
        before = made.until
        if not made.more:
            break
    assert len(seen) == len(set(seen)) == 5


def test_a_day_that_cannot_be_read_is_left_out(here):
    group = organisation()
    for before in ("2026-02-31", "soon", "²"):
        assert here.get(f"/timeline/organisation/{group.pk}/", {"before": before}).status_code == 200


def test_a_person_shows_what_they_agreed_to_when_they_were_invited_and_asked(here, client):
    who = person("Mo Ali", purposes=["invitations"], how="form", needs=["hearing_loop"], needs_asked_on=date(2025, 6, 7))
    withdraw(by=icem(), at=NOW, contact=who, purposes=["invitations"])
    sent = datetime(2026, 1, 5, 9, tzinfo=UTC)
    answer = {"reply": "accepted", "replied_at": datetime(2026, 1, 8, 9, tzinfo=UTC)}
    ActivityInvitation.objects.create(activity=activity("Open evening in Ely"), contact=who, invited_at=sent, sent_at=sent, **answer)
    ActivityInvitation.objects.create(activity=activity("Never sent"), contact=who, invited_at=sent)
    events = [(event.day, str(event.kind), event.words) for event in of_person(icem(), who).events]
    assert events == [
        (NOW.date(), "Withdrew agreement", "Invitations"),
        (date(2026, 1, 8), "Answered", "Open evening in Ely: Coming"),
        (date(2026, 1, 5), "Invited", "Open evening in Ely"),
        (date(2025, 6, 7), "Asked about needs", "What they need in order to take part"),
        (date(2025, 5, 1), "Agreed", "Invitations"),
        (date(2025, 5, 1), "Agreed", "Keeping their details"),
    ]
    text = here.get(f"/timeline/person/{who.pk}/").text
    assert "Open evening in Ely: Coming" in text
    assert "Hearing loop" not in text


def test_a_role_without_a_day_makes_no_event():
    who = person("Mo Ali", role="Imam", basis="published", basis_on=None)
    assert [event for event in of_person(icem(), who).events if "Imam" in event.words] == []
    Affiliation.objects.filter(contact=who).update(starts=date(2024, 1, 2))
    assert [event.words for event in of_person(icem(), who).events] == ["Imam"]


def test_what_became_of_what_a_community_said_stands_on_its_timeline(here):
    people, said = community(), point()
    CommunityPoint.objects.create(community=people, point=said)
    joined = issue(points=[said])
    asked = consultation(title_en="Times of meetings")
    asked.communities.add(people)
    decided = decision()
    evidence(decided, "voice.issue", joined.pk, why="it bears on the letters")
    take(ready(decided))
    answer(said), action_from(said)
    published(entry(said))
    text = here.get(f"/timeline/community/{people.pk}/").text
    for words in (joined.title, "Consulted", "Times of meetings", "Decided", decided.title, "Hearing back after a report"):
        assert words in text, words
