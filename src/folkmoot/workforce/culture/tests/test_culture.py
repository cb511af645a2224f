"""Networks, standards and accreditations: what they must say, how they stand, and their pages."""

from datetime import timedelta

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, icem
from folkmoot.foundation.saving import Refused
from folkmoot.workforce.culture.models import Accreditation, NetworkEvent, StaffNetwork
from folkmoot.workforce.culture.operations import add_network, keep_accreditation, record_event
from folkmoot.workforce.culture.queries import accreditations
from folkmoot.workforce.culture.rules import Held, accreditation_problems, accreditation_state
from folkmoot.workforce.tests.units import hr, hr_account

AWARD = {
    "name": "Disability Confident", "body": "Department for Work and Pensions", "level": "Leader",
    "awarded_on": TODAY - timedelta(days=400),
    "expires_on": TODAY + timedelta(days=60), "evidence": "Certificate in the HR folder", "next_step": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("awarded", "expires", "ended", "state"),
    [
        (None, None, None, Held.SOUGHT), (-400, 365, None, Held.HELD), (-400, None, None, Held.HELD), (-400, 60, None, Held.EXPIRES_SOON),
        (-400, -1, None, Held.EXPIRED), (-400, 365, -1, Held.ENDED),
    ],
)  # fmt: skip
def test_how_an_accreditation_stands(awarded, expires, ended, state):
    days = {"awarded_on": awarded, "expires_on": expires, "ended_on": ended}
    given = {name: None if value is None else TODAY + timedelta(days=value) for name, value in days.items()}
    assert accreditation_state(**given, today=TODAY) is state


def test_an_award_needs_what_shows_it_and_a_hope_needs_a_next_step():
    given = {"awarded_on": TODAY, "expires_on": None, "evidence": "", "next_step": "", "today": TODAY}
    assert list(accreditation_problems(**given)) == ["evidence"]
    assert list(accreditation_problems(**(given | {"awarded_on": None}))) == ["next_step"]
    assert list(accreditation_problems(**(given | {"awarded_on": TODAY + timedelta(days=1), "evidence": "x"}))) == ["awarded_on"]


@pytest.mark.django_db
def test_the_soonest_to_run_out_is_first():
    keep_accreditation(by=hr(), at=NOW, **(AWARD | {"name": "Later", "expires_on": TODAY + timedelta(days=900)}))
    keep_accreditation(by=hr(), at=NOW, **AWARD)
    assert [(one.row.name, one.state) for one in accreditations(hr(), TODAY)] == [
        ("Disability Confident", Held.EXPIRES_SOON), ("Later", Held.HELD),
    ]  # fmt: skip
    with pytest.raises(Refused):
        keep_accreditation(by=hr(), at=NOW, accreditation=Accreditation.objects.first(), evidence=" ")


@pytest.mark.django_db
def test_an_event_is_recorded_once_it_was_held():
    network = add_network(by=hr(), at=NOW, name="Disability network", purpose="For disabled staff and their allies")
    with pytest.raises(Refused, match="still to come"):
        record_event(by=hr(), at=NOW, network=network, on=TODAY + timedelta(days=1), title="Open evening")
    record_event(by=hr(), at=NOW, network=network, on=TODAY, title="Open evening", came=31, outcome="Twelve joined")
    assert NetworkEvent.objects.get().came == 31
    with pytest.raises(NotAllowed):
        add_network(by=icem(), at=NOW, name="Other", purpose="Anything")


@pytest.mark.django_db
def test_the_pages(client):
    client.force_login(hr_account())
    page = client.get("/workforce/culture/").text
    assert "None is recorded. Add one that the service holds" in page
    network = {"name": "Race equality network", "purpose": "For staff of every ethnic group", "champion": "Director of Operations"}
    added = client.post("/workforce/culture/networks/new", network | {"mark": "m1"})
    assert added.status_code == 302
    event = {"on": "2026-02-01", "title": "Listening session", "came": "40", "outcome": "Three proposals to the Board"}
    client.post(f"{added.url}event", event | {"mark": "m2"})
    assert "Three proposals to the Board" in client.get(added.url).text
    standard = {
        "name": "Lawyers' standard",
        "who": "Crown Prosecutors",
        "issued_on": "2025-01-01",
        "review_on": "2027-01-01",
        "where": "Intranet",
    }
    assert client.post("/workforce/culture/standards/new", standard | {"mark": "m3"}).status_code == 302
    assert "It asks for no inclusive behaviour." in client.get("/workforce/culture/").text
    award = {name: value for name, value in AWARD.items() if isinstance(value, str)} | {"awarded_on": "2025-02-01", "mark": "m4"}
    assert client.post("/workforce/culture/accreditations/new", award).status_code == 302
    assert "Certificate in the HR folder" in client.get("/workforce/culture/").text


@pytest.mark.django_db
def test_an_area_reads_and_does_not_write(client):
    add_network(by=hr(), at=NOW, name="Race equality network", purpose="For staff of every ethnic group")
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert "Race equality network" in client.get("/workforce/culture/").text
    assert client.get("/workforce/culture/networks/new").status_code == 403
    assert client.get(f"/workforce/culture/networks/{StaffNetwork.objects.get().pk}/").status_code == 200
