"""A manager's week beside the chain: what is quiet, whom to ask, what they answer, who is recorded twice, and who was kept informed."""

import re

import pytest

from tests.journeys.conftest import NARROW
from tests.journeys.hands import in_days, words_of

SAID = "The new leaflet is in words nobody here uses."


@pytest.fixture
def maya(visit, cast):
    visitor = visit()
    visitor.sign_in(*cast["icem"])
    return visitor


def save(visitor) -> None:
    """Press the button of the page's own form, and be where it leads."""
    before = visitor.page.url
    visitor.page.locator("main button[type=submit], main button[name=submit], main input[type=submit]").last.click()
    visitor.page.wait_for_load_state()
    assert visitor.page.url != before, words_of(visitor)


def send(visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()


def test_a_contact_logged_without_a_signal_is_sent_once_there_is_one(visit, cast):
    # given a telephone without a signal
    phone = visit(NARROW)
    phone.sign_in(*cast["icem"])
    phone.go("/engagement/log")
    phone.page.get_by_label("Where", exact=True).fill("Welney village hall")
    phone.page.locator("[name=said_1]").fill(SAID)
    phone.page.context.set_offline(True)
    # when it is saved
    send(phone, "Save")
    phone.page.get_by_text("There is no connection.").wait_for()
    phone.picture("no-signal")
    # then it leaves by itself when the signal is back
    phone.page.context.set_offline(False)
    phone.page.wait_for_url(re.compile(r"/engagement/\d+/$"))
    assert SAID in words_of(phone)


def test_from_reach_to_a_planned_contact(maya):
    page = maya.page
    # given the page that says who is seldom met
    maya.go("/engagement/reach/")
    maya.look()
    maya.picture("reach")
    # when a contact is planned from it
    page.get_by_role("link", name=re.compile("^Plan a contact")).first.click()
    page.get_by_label("Title", exact=True).fill("Tea at the site in Outwell")
    page.get_by_label("What we want to achieve").fill("Hear why reports are not made")
    page.get_by_label("How we will know").fill("Three families come and say one thing each")
    page.get_by_label("Planned for", exact=True).fill(in_days(20))
    page.locator("[name=purpose]").first.check()
    maya.look()
    send(maya, "Save the plan")
    # then the plan names the community it came from
    page.wait_for_url(re.compile(r"/engagement/\d+/$"))
    assert "Tea at the site in Outwell" in words_of(maya)
    assert page.locator("main a[href^='/communities/']").count()


def test_communities_merged_and_taken_apart_again(maya):
    page = maya.page
    # given two communities that found one forum
    maya.go("/communities/")
    page.get_by_role("link", name="Jewish communities").first.click()
    community = page.url
    page.get_by_role("link", name="Merge with others").click()
    page.get_by_label("Older people living alone").check()
    page.get_by_label("Name of the new community").fill("A forum of two")
    page.get_by_label("First day of what follows").fill(in_days(0))
    page.get_by_label("Why", exact=True).fill("They founded one forum")
    # when they are merged: first what will follow is said, then it is done
    send(maya, "See what will follow")
    assert "Nothing has been done yet" in words_of(maya)
    maya.look()
    send(maya, "Yes, merge them")
    assert "A forum of two" in words_of(maya)
    maya.look()
    # then it can be undone on the same day
    page.goto(community)
    page.locator("a[href*='/undo/']").first.click()
    maya.look()
    save(maya)
    page.goto(community)
    assert page.get_by_role("link", name="Merge with others").count(), "the community is not in being again"


def test_somebody_agrees_is_invited_and_answers_by_the_link(maya, visit, service):
    page = maya.page
    # given a person who agreed to invitations
    maya.go("/organisations/people/new")
    page.get_by_label("Name", exact=True).fill("Orla Vane")
    page.get_by_label("E-mail", exact=True).fill("orla.vane@example.org")
    page.get_by_label("They agreed", exact=True).check()
    page.get_by_label("Since (the day they agreed)").fill(in_days(0))
    page.get_by_label("How they agreed").select_option(label="By voice")
    for purpose in ("Contact about engagement", "Invitations"):
        page.get_by_label(purpose, exact=True).check()
    page.get_by_label("Where the details came from").fill("She rang us")
    page.get_by_label("Keep their details until").fill(in_days(700))
    maya.look()
    save(maya)
    person = page.url
    page.get_by_role("link", name="Add a role").click()
    page.get_by_label("Kind of role").select_option(label="Volunteer")
    maya.look()
    save(maya)
    page.goto(person)
    assert "Volunteer" in words_of(maya)
    maya.picture("person")
    # when she is invited
    maya.go(f"/engagement/?state=planned&first={in_days(1)}")
    page.locator("main tbody th a, main tbody td a").first.click()
    page.locator("a[href*='/invitations/']").first.click()
    maya.look()
    maya.picture("invitations")
    page.get_by_role("link", name="Invite people").click()
    if page.locator("#words").count():
        page.locator("#words").fill("Orla")
        send(maya, "Find")
    for ticked in page.get_by_role("checkbox", checked=True).all():
        ticked.uncheck()
    page.get_by_label("Orla Vane").check()
    maya.look()
    send(maya, "Send the invitations")
    invitations = page.url
    # then she answers on a page that asks for no password
    mail = next(one for one in (service.home / "outbox").iterdir() if "orla.vane@example.org" in one.read_text())
    link = re.search(r"http://\S+/r/[^\s>]+", mail.read_text().replace("=\n", ""))[0]
    orla = visit(NARROW)
    orla.page.goto(link)
    orla.look()
    orla.page.get_by_label("Coming", exact=True).check()
    orla.page.get_by_label("What you need in order to take part").fill("A chair with arms")
    send(orla, "Send the answer")
    orla.look()
    page.goto(invitations)
    assert "A chair with arms" in words_of(maya)


def test_recorded_twice_joined_and_taken_apart(maya):
    page = maya.page
    # given a search that found a pair
    maya.go("/organisations/duplicates/")
    maya.look()
    maya.picture("duplicates")
    page.get_by_role("link", name=re.compile("Amina Ellis|Chelmsford")).first.click()
    maya.look()
    # when the two are merged
    page.get_by_label("The first", exact=True).first.check()
    send(maya, "Merge the two")
    # then the merge is listed, and can be taken back
    maya.go("/organisations/duplicates/merges/")
    maya.look()
    page.locator("main tbody a").first.click()
    maya.look()
    merge = page.url
    send(maya, "Take the merge back")
    page.goto(merge)
    assert "Taken back on" in words_of(maya)


def test_a_bulletin_leaves_only_when_its_lawyer_has_cleared_it(maya, visit, cast):
    page = maya.page
    # given a bulletin that names an address
    maya.go("/engagement/bulletins/new")
    page.get_by_label("Title", exact=True).fill("Hate crime cases, winter")
    page.get_by_label("Text", exact=True).fill("What became of the case you asked about. Answer to engagement@example.org.")
    maya.look()
    save(maya)
    bulletin = page.url
    page.get_by_role("link", name="Add a finalised case").click()
    page.get_by_label("Yes").first.check()
    page.get_by_label("Finalised on").fill(in_days(-20))
    page.get_by_label("Outcome", exact=True).fill("Convicted; community order of 12 months")
    page.get_by_label("Court", exact=True).fill("Ipswich Crown Court")
    page.get_by_label("Where the public can read it").fill("https://www.example.org/news/two")
    page.get_by_label("What happened", exact=True).fill("A shop window was broken because of who keeps the shop.")
    maya.look()
    save(maya)
    # when the check finds it, somebody has to say why it may stay before anything goes on
    page.goto(bulletin)
    assert not page.get_by_role("button", name="Clear it as it stands").count()
    maya.picture("bulletin-check")
    for _hit in range(page.get_by_role("link", name=re.compile("^Say why it may stay")).count()):
        page.get_by_role("link", name=re.compile("^Say why it may stay")).first.click()
        page.get_by_label("Why it may stay").fill("Our own, for answers, and printed before")
        save(maya)
        page.goto(bulletin)
    page.get_by_role("link", name="Submit to a lawyer").click()
    page.get_by_label("Lawyer who clears it").select_option(label="Ines Marlow")
    maya.look()
    send(maya, "Submit to this lawyer")
    ines = visit()
    ines.sign_in(*cast["lawyer"])
    ines.page.goto(bulletin)
    ines.look()
    send(ines, "Clear it as it stands")
    # then it can be handed over, and the page says to whom
    page.goto(bulletin.rstrip("/") + "/recipients/add")
    page.get_by_role("checkbox").first.check()
    if page.get_by_role("button", name="Show who could get it").count():
        send(maya, "Show who could get it")
    maya.look()
    for ticked in page.locator("[name=chosen]").all()[1:]:
        ticked.uncheck()
    page.locator("[name=chosen]").first.check()
    send(maya, "Add to the list")
    page.goto(bulletin.rstrip("/") + "/recipients/")
    assert page.get_by_role("link", name=re.compile("^Change")).count(), words_of(maya)
    page.get_by_role("link", name=re.compile("^Change")).first.click()
    page.get_by_label(re.compile("paper|hand", re.IGNORECASE)).first.check()
    maya.look()
    save(maya)
    page.goto(bulletin.rstrip("/") + "/recipients/")
    send(maya, "Send it")
    page.goto(bulletin.rstrip("/") + "/recipients/")
    page.get_by_role("link", name=re.compile("hand", re.IGNORECASE)).first.click()
    page.get_by_label("Why it came back, or to whom it was handed").fill("The chair, at the meeting")
    maya.look()
    save(maya)
    page.goto(bulletin.rstrip("/") + "/recipients/")
    assert "handed" in words_of(maya).casefold()
    maya.look()


def test_a_partnership_and_a_source_that_fell_silent(maya):
    page = maya.page
    # given a partnership without contact in its time
    maya.go("/organisations/partnerships/")
    page.get_by_role("link", name="Talks in secondary schools").first.click()
    assert "apsed" in words_of(maya)
    maya.look()
    # when a contact is recorded
    page.get_by_role("link", name="Record a contact").click()
    page.get_by_label("On", exact=True).fill(in_days(0))
    page.get_by_label("What was done").fill("Meeting: four schools for the spring")
    maya.look()
    send(maya, "Save the contact")
    # then it is alive again
    maya.go("/organisations/partnerships/?state=lapsed")
    assert "Talks in secondary schools" not in words_of(maya)
    # and the same with a source that is overdue
    maya.go("/organisations/sources/?state=overdue")
    maya.look()
    page.locator("main tbody a").first.click()
    maya.look()
    page.get_by_role("link", name="Log what came").click()
    page.get_by_label("Came on").fill(in_days(0))
    page.get_by_label("The time it covers").fill("The last month")
    maya.look()
    send(maya, "Log it")
    assert "The last month" in words_of(maya)


def test_a_calendar_feed_is_followed_and_stopped(maya):
    page = maya.page
    # given a link for one's own calendar
    maya.go("/engagement/calendar/")
    maya.look()
    maya.picture("calendar")
    maya.go("/engagement/calendar/feeds/")
    page.get_by_role("button", name="East of England", exact=True).click()
    maya.look()
    link = page.locator("code").first.inner_text()
    # when a calendar program follows it, it gets the entries and no person
    followed = page.request.get(link)
    assert followed.status == 200
    assert followed.text().startswith("BEGIN:VCALENDAR")
    assert "mailto:" not in followed.text().casefold()
    # then it answers nothing any more once it is stopped
    maya.go("/engagement/calendar/feeds/")
    page.get_by_role("button", name=re.compile("^Stop it")).first.click()
    assert page.request.get(link).status in (404, 410)


def test_search_the_area_page_and_the_handover(maya):
    page = maya.page
    maya.go("/search?q=refuge")
    assert "refuge" in words_of(maya).casefold()
    maya.look()
    maya.picture("search")
    maya.go("/area/east-of-england/")
    maya.look()
    maya.picture("area")
    maya.go("/area/east-of-england/handover")
    assert "East of England" in words_of(maya)
    maya.look()
    assert page.get_by_role("heading").count() > 3
