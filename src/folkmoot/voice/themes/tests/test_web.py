import pytest
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import area, hq, icem
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.models import Point
from folkmoot.voice.tests.factories import point
from folkmoot.voice.themes.lists.queries import draft_now, latest_issued
from folkmoot.voice.themes.models import Reading, Theme
from folkmoot.voice.themes.tests.factories import coded, live, the_list, theme

pytestmark = pytest.mark.django_db
LONG = "The delay was endless. " * 200


@pytest.fixture(autouse=True)
def _list(settings, tmp_path):
    settings.HOME = tmp_path
    the_list()


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def recent(words="It took too long and nobody told us why.", **over):
    return point(said_on=timezone.localdate(), theme="", words=words, **over)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("folkmoot.voice.tests.factories.NOW", timezone.now())


def sent(*codes, **over):
    return {"themes": [theme(code).pk for code in codes], "seen": 0, "mark": "one-mark", **over}


def test_coding_goes_from_point_to_point_and_says_what_is_only_suggested(here):
    assert "No point is waiting" in here.get("/voice/coding/").text
    first, second = recent("A delay of years."), recent("The bus to court.")
    page = here.get("/voice/coding/")
    assert "The bus to court." in page.text, "the latest said comes first"
    assert page.text.count("Suggested</strong>") == 2  # below the words and beside its box
    assert "checked" not in page.text.split('id="id_themes"')[1].split("None of the themes")[0], "nothing is ticked beforehand"
    events = AuditEvent.objects.filter(kind="consultation")
    assert [(event.route, event.subject_ids) for event in events] == [("/voice/coding/", [second.pk])]
    refused = here.post(f"/voice/coding/{second.pk}/", sent())
    assert refused.status_code == 422
    assert "Choose at least one theme" in refused.text
    beside = page.context["form"].initial["beside"]
    saved = here.post(f"/voice/coding/{second.pk}/", sent("court-access", beside=beside), follow=True)
    assert "A delay of years." in saved.text, "the next point is loaded"
    assert live(second) == ["court-access"]
    assert second.codings.get().how == "suggested_accepted"
    skipped = here.get(f"/voice/coding/?skipped={first.pk}").text
    assert "apart from those you skipped" in skipped
    assert reverse("voice:coding-point", args=[second.pk]) in here.get("/voice/coding/").text, "back to the one before"
    undone = here.post("/voice/coding/undo", {"reading": Reading.objects.get().pk}, follow=True)
    assert "taken back" in undone.text
    assert live(second) == []


def test_sending_the_same_coding_twice_counts_once(here):
    said = recent()
    for _ in range(2):
        here.post(f"/voice/coding/{said.pk}/", sent("delays"))
    assert Reading.objects.count() == 1


def test_of_two_coders_at_once_the_second_sees_the_first_and_keeps_what_was_ticked(here):
    said = recent()
    coded(said, "charging", by=icem("two@example.org", "Two Second"))
    page = here.post(f"/voice/coding/{said.pk}/", sent("delays"))
    assert page.status_code == 422
    assert "Two Second coded this point while you had it open: Charging decisions" in page.text
    assert page.context["form"]["themes"].value() == [str(theme("delays").pk)]
    assert f'name="seen" value="{Reading.objects.get().pk}"' in page.text
    here.post(f"/voice/coding/{said.pk}/", sent("delays", seen=Reading.objects.get().pk, mark="another"))
    assert live(said) == ["delays"]


def test_a_comment_of_any_length_is_shown_from_its_beginning_and_a_point_out_of_sight_is_not(here):
    recent(LONG + "The end of it.")
    assert here.get("/voice/coding/").status_code == 200
    elsewhere = point(by=hq(), area=area("wessex", "Wessex"))
    assert here.get(f"/voice/coding/{elsewhere.pk}/").status_code == 404


def test_the_page_of_themes_gives_counts_shares_base_and_completeness_and_shows_no_words(here):
    assert "No themes yet" in here.get("/voice/themes/").text
    for number in range(8):
        coded(recent(f"Thing {number}"), *(["delays"] if number < 6 else ["carers"]), characteristics=["disability"])
    recent("Not coded yet")
    page = here.get("/voice/themes/").text
    assert "Thing 1" not in page
    assert "“Delays” was raised 6 times, among 8 coded points" in page
    assert "8 of 9" in page
    assert "6 <span" in page
    assert "(75" in page
    assert "withheld" not in page
    one = here.get("/voice/themes/delays/").text
    assert one.count('class="fm-needs__words"') == 6
    here.get("/voice/themes/nothing/")


def test_by_whom_a_point_concerns_small_numbers_are_withheld(here):
    from folkmoot.characteristics.models import Scheme

    Scheme.objects.create(code="disability-yes-no", name_en="Disability", characteristic="disability")
    for number in range(8):
        coded(recent(f"Thing {number}"), *(["delays"] if number < 6 else ["carers"]), characteristics=["disability"])
    page = here.get("/voice/themes/?about=disability").text
    assert "withheld" in page
    assert "6 <span" not in page, "six of eight says that two are not"
    one = here.get("/voice/themes/carers/?about=disability").text
    assert "withheld" in one
    assert "Thing" not in one
    narrowed = here.get("/voice/themes/?about=disability&origin=email&nature=concern&area=east-of-england").context
    assert narrowed["asked"].words == [("about", "disability")], "the few of one kind would follow from the difference"
    assert narrowed["by_source"] == []
    assert "withheld" not in here.get("/voice/themes/?about=nonsense").text, "the control: an unknown word withholds nothing"


def test_headquarters_drafts_and_issues_the_list_and_an_area_proposes(here, client):
    here.post("/voice/coding-list/local/new", {"name_en": "Fenland drainage", "cues": "drain*", "mark": "a"})
    own = Theme.objects.get(area=area())
    here.post(f"/voice/coding-list/local/{own.code}/propose", {"why": "Three Areas hear of it.", "mark": "b"})
    assert "Three Areas hear of it." in here.get("/voice/coding-list/").text
    assert here.post("/voice/coding-list/draft").status_code == 403
    client.force_login(Account.objects.get(pk=hq().account_id))
    client.post(f"/voice/coding-list/local/{own.code}/take-in")
    assert "Fenland drainage" in client.get("/voice/coding-list/draft").text
    page = client.post("/voice/coding-list/draft/theme", {"name_en": "Delays", "mark": "c"})
    assert "already stands for" in page.text
    client.post("/voice/coding-list/draft/theme/delays", {
        "name_en": "Delays", "name_cy": "oedi", "version": draft_now().entries.get(code="delays").version, "mark": "d",
    })  # fmt: skip
    client.post("/voice/coding-list/draft/issue", {"note": "Drainage is new.", "mark": "e"})
    assert latest_issued().number == 2
    assert "Drainage is new." in client.get("/voice/coding-list/versions/2/").text
    assert client.get("/voice/coding-list/draft").status_code == 404


def test_agreement_is_drawn_coded_again_without_sight_and_reported_with_its_base(here, client):
    for number in range(12):
        coded(recent(f"Thing {number}"), "delays" if number % 2 else "carers", by=icem("two@example.org", "Two Second"))
    assert "Nothing was coded twice yet" in here.get("/voice/coding/agreement/").text
    here.post("/voice/coding/agreement/", {"number": 12, "mark": "a"})
    for number in range(12):
        page = here.get("/voice/coding/again/")
        assert "Two Second" not in page.text
        said = Point.objects.get(pk=page.context["point"].pk)
        code = "delays" if int(said.words.split()[-1]) % 2 else "carers"
        here.post(f"/voice/coding/again/?point={said.pk}", {"themes": [theme(code).pk], "mark": f"mark-{number}"})
    page = here.get("/voice/coding/agreement/").text
    assert "12 points were coded twice" in page
    assert "1.00 (" in page
    assert here.get("/voice/coding/suggestions/").status_code == 200


def test_who_chose_otherwise_than_was_suggested_is_listed_point_by_point(here):
    kept, other = recent("A delay of years."), recent("The delay, and the bus to court.")
    for each, codes in ((kept, ["delays"]), (other, ["delays", "carers"])):
        beside = here.get(f"/voice/coding/{each.pk}/").context["form"].initial["beside"]
        here.post(f"/voice/coding/{each.pk}/", sent(*codes, beside=beside, mark=f"mark-{each.pk}"))
    page = here.get("/voice/coding/suggestions/")
    (line,) = page.context["lines"]
    assert line.reading.point == other
    found = [[theme.code for theme in which] for which in (line.accepted, line.rejected, line.added)]
    assert found == [["delays"], ["court-access"], ["carers"]]
    assert str(line.reading.by) in page.text
    assert here.get("/voice/coding/suggestions/?theme=delays").context["theme"] is not None
    assert here.get("/voice/coding/suggestions/?theme=delays").context["lines"] == []
    assert AuditEvent.objects.filter(kind="consultation", route="/voice/coding/suggestions/").first().subject_ids == [other.pk]


def test_themes_are_counted_by_where_the_points_came_from(here):
    coded(recent(), "delays")
    coded(recent(origin_kind="email"), "delays", "carers")
    recent(origin_kind="email")
    page = here.get("/voice/themes/")
    assert [(str(words), base) for words, base in page.context["sources"]] == [("An e-mail", (1, 2)), ("A letter", (1, 1))]
    found = {theme.code: [cell.number for cell, _share in cells] for theme, cells in page.context["by_source"]}
    assert found == {"delays": [1, 1], "carers": [1, 0]}


def test_the_pages_take_as_many_queries_for_many_points_as_for_few(here):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def some(number):
        for place in range(number):
            each = recent(f"A delay, and the bus to court, {place}.")
            beside = here.get(f"/voice/coding/{each.pk}/").context["form"].initial["beside"]
            here.post(f"/voice/coding/{each.pk}/", sent("delays", "carers", beside=beside, mark=f"mark-{each.pk}"))
        recent("Nobody rang, and the bus to court was late.")

    def counted(page):
        with CaptureQueriesContext(connection) as queries:
            assert here.get(page).status_code == 200
        return len(queries)

    pages = ("/voice/themes/", "/voice/themes/delays/", "/voice/coding/", "/voice/coding/suggestions/", "/voice/coding-list/")
    some(2)
    here.get("/voice/coding/")  # makes the suggestions of the point that waits
    few = [counted(page) for page in pages]
    some(4)
    here.get("/voice/coding/")
    assert [counted(page) for page in pages] == few
