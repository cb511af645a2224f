import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import NOW, account, grant, hq, icem
from folkmoot.communities.models import CommunityPoint
from folkmoot.communities.tests.factories import area, community, travellers, wales
from folkmoot.engagement.models import Activity
from folkmoot.engagement.tests.factories import activity, aim, planned
from folkmoot.foundation.models import AuditEvent
from folkmoot.stakeholders.models import Organisation
from folkmoot.stakeholders.operations import erase_contact
from folkmoot.stakeholders.tests.factories import contact, organisation
from folkmoot.voice.models import Point
from folkmoot.voice.operations import answer_point

pytestmark = pytest.mark.django_db
LIST = "/engagement/"
WORDS = "We report hate crime and then hear nothing for a year."


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


@pytest.fixture
def staff(client):
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    client.force_login(who)
    return client


def day(offset=0):
    return timezone.localdate() + timedelta(days=offset)


def plan(**over):
    return {
        "title": "Visit to Ely Deaf Club", "kind": "visit", "purpose": "consultation", "objective": "Deaf people know how to report",
        "measure": "20 people come", "planned_for": day(30).isoformat(), "mark": "one-mark",
    } | over  # fmt: skip


def logged(**over):
    return {
        "place": "Ely Deaf Club", "held_on": day(-2).isoformat(), "kind": "meeting", "headcount": "12", "hours": "1.5", "rows": "5",
        "mark": "one-mark",
    } | over  # fmt: skip


def held(**over):
    return {
        "title": "Visit to Ely Deaf Club", "kind": "visit", "held_on": day(-2).isoformat(), "headcount": "12", "hours": "2.25",
        "pounds": "35.50", "outcome": "They want to hear the result.", "purpose": "consultation", "mark": "one-mark",
    } | over  # fmt: skip


def test_the_whole_way_from_an_empty_database_to_a_closed_activity(here):
    """Plan, record, add what was said, be refused, answer it, close."""
    assert "No activity is recorded yet" in here.get(LIST).text
    deaf, trust = community(), aim()
    page = here.post(LIST + "new", plan(communities=[str(deaf.pk)], aims=[str(trust.pk)])).url
    Activity.objects.update(planned_for=day(-3))
    assert "To be recorded" in here.get(LIST).text
    form = here.get(f"{page}record").text
    assert f'value="{day(-3).isoformat()}"' in form
    answer = here.post(f"{page}record", held(version="1", communities=[str(deaf.pk)], aims=[str(trust.pk)], mark="another"))
    assert answer.url == page
    done = Activity.objects.get()
    assert (done.staff_quarters, done.cost_pence, done.headcount) == (9, 3550, 12)
    assert "recorded 2 days after it was held" in here.get(page).text
    here.post(f"{page}point", {"words": WORDS, "nature": "concern", "communities": [str(deaf.pk)], "mark": "two"})
    said = Point.objects.get()
    assert CommunityPoint.objects.get().community == deaf
    refused = here.post(f"{page}close", {"mark": "three"})
    assert refused.status_code == 422
    assert "This activity cannot be closed yet" in refused.text
    assert f'<a href="/voice/{said.pk}/">' in refused.text
    answer_point(by=icem(), at=timezone.now(), point=said, outcome="accepted", words="We will write within ten days.", on=day())
    assert here.post(f"{page}close", {"mark": "four"}).status_code == 422
    came = {"outcome": done.outcome, "result": "met", "evidence": "12 came.", "follow_up": "none", "version": "2", "mark": "five"}
    assert here.post(f"{page}evaluation", came).url == page
    assert here.post(f"{page}close", {"mark": "six"}).url == page
    assert "Close this activity" not in here.get(page).text
    assert Activity.objects.get().closed_at


def test_a_contact_is_logged_in_one_page_with_blank_lines_left_out(here):
    deaf = community()
    club = organisation()
    person = contact()
    answer = here.post(LIST + "log", logged(
        said_1=WORDS, said_1_kind="concern", said_2="", said_2_kind="concern", said_3="Diolch am ddod.", said_3_kind="praise",
        communities=[str(deaf.pk)], who_1="the fenland deaf club", who_2="Sian Prys",
    ))  # fmt: skip
    made = Activity.objects.get()
    assert answer.url == f"{LIST}{made.pk}/"
    assert (made.title, made.staff_quarters, made.area) == ("Meeting: Ely Deaf Club", 6, area())
    assert list(Point.objects.order_by("pk").values_list("words", "nature")) == [(WORDS, "concern"), ("Diolch am ddod.", "praise")]
    assert (made.organisations.get(), made.contacts.get()) == (club, person)


def test_the_log_asks_for_as_little_as_a_day_and_a_kind_and_counts_once(here):
    for _ in range(2):
        assert here.post(LIST + "log", {"held_on": day().isoformat(), "kind": "call", "mark": "one"}).status_code == 302
    assert Activity.objects.get().title == "Telephone call"


def test_one_area_is_never_asked_and_headquarters_chooses(here, client):
    wales()
    assert "Which Area" not in here.get(LIST + "log").text
    client.force_login(Account.objects.get(pk=hq().account_id))
    for page in ("log", "new"):
        assert "Which Area" in client.get(LIST + page).text
    client.post(LIST + "log?area=cymru-wales", logged())
    assert Activity.objects.get().area == wales()


def test_names_that_are_not_certain_are_asked_back_and_nothing_typed_is_lost(here):
    organisation("Polish Centre", town="Ely")
    second = organisation("Polish Centre", town="Wisbech")
    typed = logged(who_1="Polish Centre", who_2="Clwb Newydd", who_3="Nobody in particular", said_1=WORDS, said_1_kind="concern")
    asked = here.post(LIST + "log", typed)
    page = unescape(asked.text)
    assert asked.status_code == 422
    assert all(each in page for each in ("Who is “Polish Centre”?", "Polish Centre (Wisbech)", "Who is “Clwb Newydd”?", WORDS))
    assert not Activity.objects.exists()
    answers = {"who_1_means": f"organisation-{second.pk}", "who_2_means": "new", "who_3_means": "leave"}
    assert here.post(LIST + "log", typed | answers).status_code == 302
    assert set(Activity.objects.get().organisations.values_list("name", "town")) == {("Polish Centre", "Wisbech"), ("Clwb Newydd", "")}


def test_an_answer_that_was_not_offered_is_asked_again(here):
    other = organisation("Cardiff Somali Centre", area=wales())
    asked = here.post(LIST + "log", logged(who_1="Cardiff Somali", who_1_means=f"organisation-{other.pk}"))
    assert asked.status_code == 422
    assert not Activity.objects.exists()


def test_a_person_shown_as_a_possible_meaning_is_logged(here):
    contact()
    asked = here.post(LIST + "log", logged(who_1="Prys"))
    assert "Siân Prŷs" in asked.text
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="stakeholders.contact").count() == 1


def test_typed_names_are_escaped_in_the_question_and_in_the_list_offered(here):
    organisation("{{ form.mark }}<b>x</b>")
    page = here.get(LIST + "log").text
    assert "{{ form.mark }}&lt;b&gt;" in page
    assert "<script>" not in here.post(LIST + "log", logged(who_1="<script>x</script>")).text


def test_more_lines_keeps_everything_typed(here):
    deaf = community()
    answer = here.post(LIST + "log", logged(said_1=WORDS, said_1_kind="praise", communities=[str(deaf.pk)], more="More lines"))
    assert answer.status_code == 200
    assert not Activity.objects.exists()
    page = unescape(answer.text)
    assert f'value="{WORDS}"' in page
    assert 'name="said_10"' in page
    assert 'name="said_11"' not in page
    assert 'value="one-mark"' in page
    assert re.search(r'name="said_1_kind"[^>]*value="praise"[^>]*checked|value="praise"[^>]*name="said_1_kind"[^>]*checked', page)
    assert len(re.findall(r'name="communities"[^>]*checked', page)) == 1
    answer = here.post(LIST + "log", logged(rows="10", said_10=WORDS, said_10_kind="praise"))
    assert Point.objects.get().nature == "praise"


@pytest.mark.parametrize("rows", ["", "x", "-3", "999999", "99999999999999999999"])
def test_a_forged_number_of_rows_is_bounded(here, rows):
    page = here.post(LIST + "log", logged(rows=rows, more="x")).text
    assert page.count('name="said_') <= 2 * 50


def test_hours_and_money_are_checked(here):
    for wrong in ({"hours": "1.3"}, {"hours": "-1"}, {"headcount": "-4"}, {"pounds": "1.234"}, {"held_on": day(1).isoformat()}):
        assert here.post(LIST + "log", logged(**wrong)).status_code == 422
    assert not Activity.objects.exists()


def test_staff_log_without_seeing_organisations_or_what_was_said(staff):
    community()
    organisation()
    page = staff.get(LIST + "log").text
    assert "Fenland" not in page
    assert 'name="who_1"' not in page
    answer = staff.post(LIST + "log", logged(said_1=WORDS, said_1_kind="concern", who_1="Fenland Deaf Club"))
    made = Activity.objects.get()
    assert answer.url == f"{LIST}{made.pk}/"
    assert made.organisations.count() == 0
    assert Point.objects.count() == 1
    shown = staff.get(answer.url).text
    assert WORDS not in shown
    assert "Your role does not show what was said" in shown


def test_a_change_by_somebody_without_sight_of_organisations_keeps_them(staff):
    made = activity(communities=[community()])
    made.organisations.add(organisation())
    made.contacts.add(contact())
    assert staff.post(f"{LIST}{made.pk}/change", held(version="1")).status_code == 302
    assert (made.organisations.count(), made.contacts.count(), made.communities.count()) == (1, 1, 0)


def test_those_named_are_kept_taken_off_or_joined_and_the_erased_stay_counted(here):
    made = activity()
    club, person, gone = organisation(), contact(), contact("Aled Pugh", email="aled@example.org")
    made.organisations.add(club)
    made.contacts.add(person, gone)
    erase_contact(by=icem(), at=NOW, contact=gone)
    page = f"{LIST}{made.pk}/"
    assert "1 person whose details were erased" in here.get(page).text
    form = here.get(f"{page}change").text
    assert "Fenland Deaf Club" in form
    assert "erased contact" not in form
    organisation("Wisbech Mosque")
    answer = here.post(f"{page}change", held(version="1", contacts_kept=[str(person.pk)], who_1="wisbech mosque"))
    assert answer.status_code == 302
    assert [each.name for each in made.organisations.all()] == ["Wisbech Mosque"]
    assert set(made.contacts.all()) == {person, gone}


def test_a_plan_that_is_not_smart_is_refused_beside_its_fields(here):
    answer = here.post(LIST + "new", plan(objective="Meet", measure="Many"))
    assert answer.status_code == 422
    assert "Say what you want to achieve" in answer.text
    assert "Say how you will know" in answer.text


def test_a_plan_is_changed_and_cancelled(here):
    row = planned(planned_for=day(10))
    page = f"{LIST}{row.pk}/"
    assert here.post(f"{page}change", plan(version="1", title="Visit to Wisbech")).status_code == 302
    assert "Visit to Wisbech" in here.get(page).text
    assert here.post(f"{page}cancel", {"reason": "", "mark": "a"}).status_code == 422
    assert here.post(f"{page}cancel", {"reason": "The hall was flooded", "mark": "b"}).status_code == 302
    assert "The hall was flooded" in here.get(page).text
    assert here.get(f"{page}record").status_code == 404


def test_a_lost_race_is_told_and_keeps_what_was_typed(here):
    row = planned(planned_for=day(10))
    page = f"{LIST}{row.pk}/change"
    here.post(page, plan(version="1", title="First"))
    late = here.post(page, plan(version="1", title="Second", mark="two"))
    assert late.status_code == 409
    assert "changed by somebody else" in late.text
    assert "Second" in late.text


def test_only_headquarters_opens_a_closed_activity_again(here, client):
    row = activity(closed_at=NOW)
    page = f"{LIST}{row.pk}/"
    assert "Open it again" not in here.get(page).text
    assert here.get(f"{page}reopen").status_code == 404
    client.force_login(Account.objects.get(pk=hq().account_id))
    assert "Open it again" in client.get(page).text
    assert client.post(f"{page}reopen", {"reason": "A point was forgotten", "mark": "a"}).status_code == 302
    assert "A point was forgotten" in client.get(page).text


def test_the_list_filters_and_survives_nonsense(here):
    club, deaf = organisation(), community()
    row = activity("Held in Wisbech", communities=[deaf])
    row.organisations.add(club)
    planned("Planned in Ely", planned_for=day(5))
    assert "Planned in Ely" not in here.get(LIST, {"state": "recorded"}).text
    assert "Held in Wisbech" not in here.get(LIST, {"first": day(1).isoformat()}).text
    for asked in ({"organisation": club.pk}, {"community": deaf.pk}, {"last": "2026-02-20", "first": "2026-02-20"}):
        page = here.get(LIST, asked).text
        assert "Held in Wisbech" in page
        assert "Planned in Ely" not in page
    nonsense = {"state": "x", "organisation": "99", "community": "x", "first": "x", "page": "x", "aim": "-1", "area": "x"}
    assert here.get(LIST, nonsense).status_code == 200


def test_another_area_s_activity_does_not_exist(here):
    row, plan_there = activity(area=wales()), planned(area=wales())
    for page in ("", "change", "point"):
        assert here.get(f"{LIST}{row.pk}/{page}").status_code == 404
    for page in ("record", "cancel"):
        assert here.get(f"{LIST}{plan_there.pk}/{page}").status_code == 404
    assert here.post(f"{LIST}{row.pk}/close", {"mark": "a"}).status_code == 404
    assert "Wisbech" not in here.get(LIST).text


def test_a_lead_reads_and_writes_nothing(client):
    lead = account("ruth.adeyemi@example.org", "Ruth Adeyemi")
    grant(lead, Role.LEAD, [area()])
    client.force_login(lead)
    row = activity()
    page = client.get(f"{LIST}{row.pk}/").text
    assert "Close this activity" not in page
    assert "Log a contact" not in client.get(LIST).text
    for address in ("log", "new", f"{row.pk}/change", f"{row.pk}/point"):
        assert client.get(LIST + address).status_code == 403
    assert client.post(f"{LIST}{row.pk}/close").status_code == 403


def test_what_was_said_and_who_was_there_is_logged_when_shown(here):
    row = activity()
    row.contacts.add(contact())
    here.post(f"{LIST}{row.pk}/point", {"words": WORDS, "nature": "concern", "mark": "a"})
    page = here.get(f"{LIST}{row.pk}/").text
    assert WORDS in page
    assert "Siân Prŷs" in page
    seen = AuditEvent.objects.filter(kind="consultation", route=f"{LIST}{row.pk}/").values_list("subject_kind", flat=True)
    assert sorted(seen) == ["stakeholders.contact", "voice.point"]


def test_late_recording_is_shown(here):
    row = activity(held_on=date(2026, 1, 29))
    page = here.get(f"{LIST}{row.pk}/").text
    assert "recorded 23 days after it was held" in page
    assert "Late" in page


@pytest.mark.parametrize("page", ["", "reach/", "figures/", "log", "detail"])
def test_the_number_of_queries_does_not_grow(here, page):
    first = activity(communities=[community()])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert here.get(f"{LIST}{first.pk}/" if page == "detail" else LIST + page).status_code == 200
        return len(captured)

    def said(number):
        here.post(f"{LIST}{first.pk}/point", {"words": f"Thing {number}", "nature": "concern", "mark": f"m{number}"})

    said(0)
    planned(planned_for=day(-1))
    planned(planned_for=day(1))
    queries()
    before = queries()
    for number in range(1, 9):
        activity(
            communities=[
                community(f"Community {number}"),
            ]
        )
        organisation(f"Organisation {number}")
        planned(planned_for=day(-number))
        planned(planned_for=day(number))
        said(number)
    travellers()
    queries()  # what was said to whoever wrote is said once
    assert queries() == before


def test_organisations_added_in_passing_are_of_the_area(here):
    typed = logged(who_1="Clwb Newydd", who_1_means="new")
    here.post(LIST + "log", typed)
    assert Organisation.objects.get().area == area()


def test_figures_show_cost_for_each_person_low_contact_and_their_gaps(here):
    assert "Nothing was held in this time" in here.get(LIST + "figures/").text
    deaf = community()
    activity(communities=[deaf], aims=[aim()], held_on=day(), headcount=40, cost_pence=12000)
    activity(held_on=day(), headcount=None, cost_pence=None)
    activity(area=wales(), held_on=day())
    page = " ".join(here.get(LIST + "figures/").text.split())
    assert "2 activities were held" in page
    assert "£3</td>" in page
    assert "counted at 1" in page
    assert "1 of 1" in page
    assert "No aim stated" in page
    assert "Nothing was held" in here.get(LIST + "figures/", {"first": day(1).isoformat(), "last": day(9).isoformat()}).text
