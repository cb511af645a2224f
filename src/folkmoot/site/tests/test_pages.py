"""The public site: what everybody reads, in which words, how fast it changes, and what it never does."""

from xml.etree import ElementTree as xml

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import area, icem
from folkmoot.areas.tests.factories import load_places
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.publications.models import Publication
from folkmoot.site import sources
from folkmoot.site.keeping import LISTS, PAGES
from folkmoot.site.tests import visits
from folkmoot.site.tests.factories import CANARY, CODE, LATER, WELSH_WORDS, of_panel, world
from folkmoot.site.web.feed import ATOM
from folkmoot.voice.published import operations as said
from folkmoot.voice.published.tests.factories import TEXTS

pytestmark = pytest.mark.django_db
EAST = f"/public/areas/{CODE}/"
WHY = "It named the wrong month."
COLD_QUERIES, KEPT_QUERIES = 25, 1


def asked(address: str, **headers: str) -> tuple[object, int]:
    """The answer to a stranger, and how many statements it took."""
    with CaptureQueriesContext(connection) as seen:
        answer = Client().get(address, headers=headers)
    return answer, len(seen)


def withdraw(entry) -> None:
    said.withdraw(by=icem(), at=LATER, entry=entry, reason=WHY)


def test_no_page_sets_a_cookie_or_calls_a_third_party():
    missing = ("/public/areas/nowhere/", "/said/nowhere/", "/assessments/99/")
    for address in (*visits.PAGES, *visits.OF_ROOMS, *visits.pages_of(world()), *missing):
        for version in ("", "cy") if address in visits.PAGES[:3] else ("",):
            client = Client()
            answer = client.get(f"{address}?version={version}" if version else address)
            assert answer.status_code == (404 if address in missing else 200), address
            assert not answer.cookies, f"{address} sets a cookie"
            assert not client.cookies
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "http" not in policy
            assert 'src="http' not in answer.text
            assert "csrfmiddlewaretoken" not in answer.text


def test_the_language_is_changed_by_the_address_alone():
    world()
    for address in ("/public/", "/consultations/", "/assessments/", "/check-a-draw/", "/accessibility", "/words"):
        client = Client()
        assert '<html lang="en-GB"' in client.get(address).text
        assert "version=cy" in client.get(address).text
        assert '<html lang="cy"' in client.get(f"{address}?version=cy").text
        assert '<html lang="en-GB"' in client.get(f"{address}?version=en", headers={"Accept-Language": "cy"}).text


def test_every_public_page_leads_to_the_others():
    shown = world()
    for address in ("/public/", *visits.OF_ROOMS, *visits.pages_of(shown)):
        page = visits.read(address)
        for target in ("public/areas", "public/take-part", "said", "our-panels", "fairness", "assessments", "public/releases"):
            assert f'href="/{target}/' in page, f"{address} does not lead to {target}"


def test_the_page_of_an_area_gathers_what_it_published():
    world()
    page = visits.in_words(EAST)
    for words in (
        "East of England", "Eastern hate crime panel", "Whom we represent", "What the panel did in March", TEXTS["title"],
        "Charging by ethnicity", "Remote hearings", "Letters to people who report", "All published tables",
    ):  # fmt: skip
        assert words in page, words
    assert "No address is given here yet" in page


def test_words_that_nobody_translated_are_marked_and_those_that_are_stand_in_welsh():
    world()
    page = visits.read(f"{EAST}?version=cy")
    assert f'<span lang="cy">{WELSH_WORDS}</span>' in page
    assert f'<span lang="en">{TEXTS["title"]}</span>' in page
    english = visits.read(f"{EAST}?version=en")
    assert WELSH_WORDS not in english
    assert "in English only" not in english


def test_each_of_the_fourteen_areas_has_a_page_with_its_forces(settings):
    load_places()
    settings.CONTACT = "engagement@example.org"
    listed = visits.read("/public/areas/")
    codes = {part.split("/")[0] for part in listed.split('href="/public/areas/')[1:]} - {""}
    assert len([code for code in codes if code.replace("-", "").isalpha()]) == 14
    row = Client().get(f"/open/v1/areas/{CODE}").json()["item"]
    page = visits.read(EAST)
    assert "Norfolk" in page
    assert "Norfolk" in row["counties"]
    assert "mailto:engagement@example.org" in page


def test_what_is_withdrawn_is_gone_at_once_and_its_place_says_why():
    made = world()
    watched = (EAST, "/public/", "/public/search?q=hearing", "/public/releases/", "/public/releases/feed", "/open/v1/said")
    before = {address: Client().get(address) for address in watched}
    assert all(TEXTS["title"] in answer.text for answer in before.values())
    withdraw(made.said)
    for address, earlier in before.items():
        answer = Client().get(address, headers={"If-None-Match": earlier.headers["ETag"]})
        assert answer.status_code == 200, f"{address} says that nothing changed"
        assert TEXTS["title"] not in answer.text
    assert WHY in visits.read("/public/releases/")
    assert WHY in visits.read("/public/releases/feed")


def test_a_page_is_kept_until_something_changes(django_assert_num_queries):
    made = world()
    first, cold = asked(EAST)
    assert cold <= COLD_QUERIES
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again, warm = asked(EAST)
    assert (warm, again.content) == (KEPT_QUERIES, first.content)
    unchanged, asked_again = asked(EAST, **{"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, asked_again, unchanged.content) == (304, KEPT_QUERIES, b"")
    of_panel(made.panel, "annual", "The year in one page")
    changed, _ = asked(EAST, **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "The year in one page" in changed.text


def test_a_page_takes_as_many_statements_however_much_is_published():
    made = world()
    watched = ("/public/", EAST, "/public/releases/", "/public/take-part/", "/public/statements/", "/open/v1/cells")
    few = {}
    for address in watched:
        LISTS.clear()
        few[address] = asked(address)[1]
    for number in range(6):
        of_panel(made.panel, "foi", f"Answer {number}")
        of_panel(made.panel, "representation", f"Statement {number}")
    for address in watched:
        LISTS.clear()
        assert asked(address)[1] <= few[address] <= COLD_QUERIES, address


def test_an_edit_by_one_worker_shows_in_another():
    """The memory of a worker holds what it held; the key follows the database."""
    made = world()
    Client().get(EAST)
    kept = len(PAGES)
    Publication.objects.filter(pk=made.statement.pk).update(state="withdrawn", withdrawn_at=LATER, withdrawn_why=WHY)
    assert "Whom we represent" not in visits.in_words(EAST)
    assert len(PAGES) == kept + 1


def test_no_word_of_a_draft_leaves():
    made = world()
    addresses = (*visits.PAGES, *visits.OF_ROOMS, *visits.pages_of(made), *visits.COLLECTIONS)
    assert not visits.leaks(addresses)


def test_the_search_for_drafts_finds_one_that_slips_through(monkeypatch):
    """The control: with the filter of one room taken out, the test above is red."""
    world()
    everything = Publication.objects.select_related("panel__area", "panel__kind")
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Publication.objects.filter(panel__code="quiet").update(agreed_at=LATER)
    monkeypatch.setattr(sources, "published_by_panels", lambda: list(everything.exclude(agreed_at=None)))
    LISTS.clear()
    assert "/public/releases/" in visits.leaks(visits.PAGES)


def test_the_register_holds_everything_and_can_be_narrowed():
    made = world()
    whole = visits.in_words("/public/releases/")
    for kind in ("You said, we did", "Statement of representation", "Tables about fairness", "Goal for fairness", "Consultation"):
        assert kind in whole
    narrowed = visits.in_words(f"/public/releases/?kind=tables&area={CODE}&first=2026-03-10&last=2026-03-10")
    assert "Charging by ethnicity" in narrowed
    assert "Whom we represent" not in narrowed
    assert "Nothing published matches" in visits.in_words("/public/releases/?first=2027-01-01&last=nonsense")
    later = of_panel(made.panel, "representation", "Whom we represent now", day=made.statement.last.replace(day=9))
    assert "replaced by a later one" in visits.in_words("/public/releases/?kind=representation")
    assert later.body["en"]["title"] in visits.in_words("/public/statements/")


def test_the_feed_keeps_the_identity_of_what_was_withdrawn():
    made = world()
    names = {"a": ATOM}
    feed = xml.fromstring(Client().get("/public/releases/feed").content)
    ids = [one.text for one in feed.findall("a:entry/a:id", names)]
    assert len(ids) == len(set(ids)) == 8
    withdraw(made.said)
    entries = xml.fromstring(Client().get("/public/releases/feed").content).findall("a:entry", names)
    gone = next(one for one in entries if "said" in (one.findtext("a:id", "", names)))
    assert gone.findtext("a:id", "", names) in ids
    assert gone.findtext("a:title", "", names).startswith("Withdrawn: ")
    assert gone.findtext("a:summary", "", names) == WHY


def test_the_search_reads_every_language_and_says_what_to_do():
    world()
    assert "Whom we represent" in visits.in_words("/public/search?q=gynrychioli")
    assert "Remote hearings" in visits.in_words("/public/search?q=journeys")
    assert "Nothing published holds all of these words" in visits.in_words(f"/public/search?q={CANARY}")
    assert "at least two letters" in visits.in_words("/public/search?q=a")


def test_staff_find_the_site_at_the_foot_and_their_copy_is_kept_nowhere():
    world()
    staff = Client()
    staff.force_login(Account.objects.get(pk=icem().account_id))
    kept = len(PAGES)
    page = staff.get(EAST)
    assert page.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.headers
    assert len(PAGES) == kept
    assert 'href="/public/"' in staff.get("/areas/").text


def test_nothing_is_written_and_nothing_is_invented():
    area()
    assert Client().post("/public/", {"q": "x"}).status_code == 405
    for address in ("/public/areas/wessex-of-old/", "/public/nothing", "/open/v2/areas"):
        assert Client().get(address).status_code == 404
    assert "Nothing is published yet" in visits.in_words("/public/")
    assert "Nothing is open just now" in visits.in_words("/public/take-part/")
