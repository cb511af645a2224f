"""The page of an Area and its handover: what they gather, from an empty database on, and for whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem
from folkmoot.actions.tests.factories import action
from folkmoot.areas.models import Area, AreaCounty, County
from folkmoot.communities.models import Community
from folkmoot.decisions.consultations.tests.factories import consultation
from folkmoot.decisions.tests.factories import decision
from folkmoot.engagement.models import Activity
from folkmoot.foundation.models import AuditEvent
from folkmoot.overview.area.gathering import here_of, what_comes_next
from folkmoot.stakeholders.partnerships.models import Partnership
from folkmoot.stakeholders.sources.models import Source
from folkmoot.stakeholders.tests.factories import organisation
from folkmoot.voice.issues.tests.factories import issue
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def page(of: Area) -> str:
    return f"/area/{of.code}/"


def an_open_world(owner: Account) -> None:
    """One of everything that can be open in the Area."""
    past = TODAY() - timedelta(days=400)
    Community.objects.create(area=area(), name="Deaf people in the Fens", kind="identity", owner=owner)
    Activity.objects.create(
        area=area(), title="Visit to the mosque", kind="visit", planned_for=TODAY() - timedelta(days=3),
        objective="They know us", measure="Ten come",
    )  # fmt: skip
    Point.objects.create(area=area(), words="Interpreters came late.", said_on=past, origin_kind="voice.form", recorded_at=timezone.now())
    action(area=area(), owner=owner, title="Brief the interpreters", due_on=past + timedelta(days=30), starts_on=past)
    Source.objects.create(area=area(), name="Police figures", kind="police", tells="Hate crime", first_due_on=past, owner=owner)
    kept = Partnership.objects.create(
        area=area(), kind="other", title="Mental health board", purpose="Agree things", starts=past, owner=owner
    )
    kept.partners.add(organisation(name="Mind"))


def test_an_empty_area_says_what_is_missing(here):
    text = here.get(page(area())).text
    assert "no table of the census has been brought in" in text
    assert "Nothing is planned for the next six weeks." in text
    assert "No source of information is kept for this Area." in text
    assert "Nothing is open here." not in text


def test_the_page_and_the_handover_gather_what_is_open(here):
    mine = Account.objects.get(pk=icem().account_id)
    an_open_world(mine)
    text = here.get(page(area())).text
    for words in (
        "Police figures",
        "1 partnership; 1 without contact for too long.",
        "1 planned activity is not recorded yet.",
        "1 community is overdue",
    ):
        assert words in text, words
    text = here.get(page(area()) + "handover").text
    for words in (
        "Brief the interpreters", "Interpreters came late.", "Visit to the mosque", "Deaf people in the Fens", "Police figures",
        "Mental health board",
    ):  # fmt: skip
        assert words in text, words


def test_what_was_held_today_does_not_come_next(here):
    planned = {"area": area(), "kind": "visit", "planned_for": TODAY(), "objective": "They know us", "measure": "Ten come"}
    Activity.objects.create(title="Held this morning", held_on=TODAY(), recorded_at=timezone.now(), **planned)
    Activity.objects.create(title="Planned for tonight", **planned)
    assert here.get(page(area())).status_code == 200
    coming = " ".join(str(line.words) for line in what_comes_next(here_of(icem(), area(), None, timezone.now())).lines)
    assert "Planned for tonight" in coming
    assert "Held this morning" not in coming


def test_a_handover_of_one_person_leaves_out_what_others_own(here):
    an_open_world(Account.objects.get(pk=icem().account_id))
    other = account("gwen.hale@example.org", "Gwen Hale")
    grant(other, Role.ICEM, [area()])
    text = here.get(page(area()) + f"handover?person={other.pk}").text
    assert "what Gwen Hale holds" in text
    for words in ("Brief the interpreters", "Police figures", "Mental health board", "Deaf people in the Fens"):
        assert words not in text, words
    assert "Interpreters came late." in text, "a point belongs to the Area"


def test_what_the_handover_showed_is_logged(here):
    an_open_world(Account.objects.get(pk=icem().account_id))
    here.get(page(area()) + "handover")
    logged = AuditEvent.objects.filter(kind="consultation", subject_kind="voice.point").get()
    assert logged.subject_ids == [Point.objects.get().pk]


def test_nobody_opens_the_page_of_an_area_that_is_not_theirs(client, here):
    other = area("cymru-wales", "Cymru-Wales")
    assert here.get(page(other)).status_code == 404
    assert here.get(page(other) + "handover").status_code == 404
    client.force_login(Account.objects.get(pk=hq().account_id))
    assert client.get(page(other)).status_code == 200


def test_a_county_has_its_own_page_within_its_area(here):
    county = County.objects.create(code="norfolk", name_en="Norfolk", kind="ceremonial", nation="England")
    AreaCounty.objects.create(area=area(), county=county, coverage="whole")
    assert "Norfolk" in here.get(page(area())).text
    assert here.get(page(area()) + "norfolk/").status_code == 200
    assert here.get(page(area()) + "kent/").status_code == 404


def test_queries_do_not_grow_with_rows(here):
    mine, numbers = Account.objects.get(pk=icem().account_id), []
    here.get(page(area()))
    for number in range(2):
        for another in range(3):
            Community.objects.create(area=area(), name=f"Community {number} {another}", kind="identity", owner=mine)
            Source.objects.create(area=area(), name=f"S{number}{another}", kind="police", tells="x y", first_due_on=TODAY(), owner=mine)
        with CaptureQueriesContext(connection) as asked:
            here.get(page(area()))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_what_is_consulted_on_decided_and_published_stands_on_the_page(here):
    consultation(title_en="Times of meetings", at=timezone.now())
    decision(), issue(points=[])
    text = here.get(page(area())).text
    for words in (
        "0 decisions were taken in the last twelve months. In preparation: 1.", "“Times of meetings” is open until",
        "1 issue joins points that were raised here.", "Of 0 things the public can read",
    ):  # fmt: skip
        assert words in text, words
