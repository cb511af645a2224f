from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, icem
from folkmoot.communities.models import CommunityPoint
from folkmoot.communities.tests.factories import area, community, somalis, wales
from folkmoot.engagement.conversations import operations, queries
from folkmoot.engagement.conversations.models import Conversation, Interests
from folkmoot.engagement.conversations.operations import Heard
from folkmoot.engagement.conversations.rules import LEAST, conversation_problems, languages_of, share_a_language, speakers_words, steps_of
from folkmoot.engagement.volunteering.operations import add_opportunity, take_up
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db
LIST = "/engagement/conversations/"
YEAR = {"first": date(2025, 3, 11), "last": TODAY}


def staff(number=1, of=None):
    who = account(f"staff{number}@example.org", f"Staff {number}")
    if not who.grants.exists():
        grant(who, Role.STAFF, [of or area()])
    return viewer_for(who, TODAY)


def log(number=1, **over):
    values = {"by": staff(number), "at": NOW, "area": area(), "held_on": date(2026, 3, 1), "theme": "Reporting online"} | over
    return operations.log_conversation(**values)


def keep(number=1, languages=("Polish",), communities=(), **over):
    values = {"by": staff(number), "at": NOW, "area": area(), "agreed": True} | over
    return operations.keep_interests(languages=list(languages), communities=communities, **values)


def test_what_must_be_true_of_a_conversation():
    assert conversation_problems(held_on=TODAY, theme="Courts", today=TODAY) == {}
    assert set(conversation_problems(held_on=TODAY + timedelta(days=1), theme=" ", today=TODAY)) == {"held_on", "theme"}


def test_languages_as_they_are_typed():
    assert languages_of("polish,  Welsh ; british sign language\npolish,") == ["British sign language", "Polish", "Welsh"]
    assert share_a_language(["Polish"], ["polish"])
    assert not share_a_language(["Polish"], [])


def test_counts_are_told_in_steps_and_never_below_six():
    assert LEAST == 6
    assert steps_of(Counter({"Polish": 9, "Welsh": 5, "Urdu": 21, "BSL": 6})) == [("Urdu", 20), ("BSL", 6), ("Polish", 6)]
    assert speakers_words("Polish", 6) == "6 or more staff speak Polish"


def test_what_the_community_said_becomes_points():
    deaf = community()
    row = log(
        communities=[deaf], heard=[Heard("I cannot phone to report it."), Heard("The letter helped.", "praise")], noticed="She was tired."
    )
    points = list(queries.said_in(icem(), row))
    assert [(point.words, point.theme, point.nature) for point in points] == [
        ("I cannot phone to report it.", "Reporting online", "concern"), ("The letter helped.", "Reporting online", "praise"),
    ]  # fmt: skip
    assert {point.origin_kind for point in points} == {"engagement.conversation"}
    assert CommunityPoint.objects.filter(community=deaf).count() == 2
    assert list(queries.said_in(staff(), row)) == points


def test_all_of_it_or_nothing():
    for over in ({"heard": [Heard("x"), Heard("  ")]}, {"theme": ""}, {"communities": [somalis()]}, {"held_on": date(2026, 4, 1)}):
        with pytest.raises(Refused):
            log(**over)
        assert not Conversation.objects.exists()
        assert not Point.objects.exists()


def test_staff_see_and_change_only_their_own():
    mine, other = log(1), log(2)
    assert list(queries.conversations(staff(1))) == [mine]
    assert set(queries.conversations(icem())) == {mine, other}
    assert not queries.said_in(staff(1), other).exists()
    change = {"at": NOW, "held_on": TODAY, "theme": "Courts", "communities": []}
    for viewer in (staff(1), icem()):
        with pytest.raises(NotAllowed):
            operations.change_conversation(by=viewer, conversation=other, **change)
    with pytest.raises(NotAllowed):
        operations.log_conversation(by=THE_PRODUCT, at=NOW, area=area(), held_on=TODAY, theme="Courts")
    assert operations.change_conversation(by=staff(1), conversation=mine, **change) == ["held_on", "theme"]
    with pytest.raises(ChangedMeanwhile):
        operations.change_conversation(by=staff(1), conversation=mine, seen_version=1, **change | {"theme": "Other"})


def test_themes_by_community_in_one_area_and_period():
    deaf, polish = community(), community("Polish people in Boston")
    log(communities=[deaf, polish])
    log(2, communities=[deaf], theme="reporting ONLINE")
    log(3, communities=[deaf], theme="Interpreters")
    log(3, communities=[deaf], held_on=date(2024, 1, 1), theme="Old")
    found = queries.conversation_themes(icem(), area=area(), **YEAR)
    assert [(each.theme.casefold(), each.conversations) for each in found[deaf.pk]] == [("reporting online", 2), ("interpreters", 1)]
    assert [each.conversations for each in found[polish.pk]] == [1]
    assert [row for row, _themes in queries.themes_by_community(icem(), area=area(), **YEAR)] == [deaf, polish]
    assert queries.conversation_themes(icem("wyn@example.org", "Wyn", of=wales()), area=None, **YEAR) == {}


def test_interests_are_kept_only_by_agreement_and_gone_when_taken_back():
    with pytest.raises(Refused, match="unless you agree"):
        keep(agreed=False)
    assert queries.own_interests(staff()) is None
    keep(communities=[community()])
    keep(languages=["Welsh"])
    row = Interests.objects.get()
    assert (row.languages, row.communities.count()) == (["Welsh"], 0)
    operations.take_back_interests(by=staff(), at=NOW)
    assert not Interests.objects.exists()
    assert not Interests.communities.through.objects.exists()
    said = " ".join(str(event.detail) for event in AuditEvent.objects.all())
    assert "Welsh" not in said


def test_others_learn_only_that_six_or_more_say_the_same():
    deaf = community()
    for number in range(1, 6):
        keep(number, communities=[deaf])
    counts = queries.staff_counts(icem(), area=area())
    assert (counts.languages, counts.communities) == ([], [])
    keep(6, languages=["Polish", "Urdu"], communities=[deaf])
    counts = queries.staff_counts(icem(), area=area())
    assert (counts.languages, counts.communities) == ([("Polish", 6)], [(str(deaf), 6)])
    keep(7)
    assert queries.staff_counts(icem(), area=area()).languages == [("Polish", 6)]
    assert queries.staff_counts(icem("wyn@example.org", "Wyn", of=wales()), area=area()).languages == []


def test_without_the_threshold_a_count_of_one_would_show(monkeypatch):
    """The control: the protection is broken on purpose, and what the test above forbids happens."""
    keep(1)
    monkeypatch.setattr(queries, "steps_of", lambda counted: sorted(counted.items()))
    assert queries.staff_counts(icem(), area=area()).languages == [("Polish", 1)]


def test_opportunities_are_found_for_the_person_never_the_person_for_them():
    deaf = community()
    values = {"by": icem(), "at": NOW, "area": area(), "starts": date(2026, 1, 1)}
    first = add_opportunity(title="Polish Saturday school", languages="polish, Urdu", **values)
    second = add_opportunity(title="Deaf club", communities=[deaf], **values)
    add_opportunity(title="Anything else", **values)
    add_opportunity(title="Over", languages="Polish", **values | {"ends": date(2026, 2, 1)})
    assert queries.matching_opportunities(staff(), today=TODAY) == []
    keep(communities=[deaf])
    assert set(queries.matching_opportunities(staff(), today=TODAY)) == {first, second}
    take_up(by=staff(), at=NOW, opportunity=first)
    assert queries.matching_opportunities(staff(), today=TODAY) == [second]
    assert queries.matching_opportunities(icem(), today=TODAY) == []


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=staff().account_id))
    return client


def test_the_way_through_the_pages(here):
    deaf = community()
    assert "Nothing is logged in this time" in here.get(LIST).text
    sent = {
        "held_on": timezone.localdate().isoformat(), "theme": "Reporting online", "kind": "conversation", "place": "School gate",
        "communities": [deaf.pk], "said_1": "I cannot phone.", "said_1_kind": "concern", "mark": "one",
    }  # fmt: skip
    refused = here.post(LIST + "log", sent | {"theme": ""})
    assert refused.status_code == 422
    page = here.post(LIST + "log", sent).url
    assert here.post(LIST + "log", sent).url == page
    assert Conversation.objects.count() == Point.objects.count() == 1
    assert "I cannot phone." in here.get(page).text
    shown = here.get(LIST).text
    assert "Reporting online (1)" in shown
    changed = here.post(page + "change", sent | {"version": "1", "said_1": "And nobody answers.", "mark": "two"})
    assert changed.url == page
    assert Point.objects.count() == 2


def test_one_tells_of_oneself_and_takes_it_back(here):
    refused = here.post(LIST + "me", {"languages": "polish", "mark": "one"})
    assert "Nothing is kept unless you agree" in refused.text
    assert here.post(LIST + "me", {"languages": "polish", "agreed": "on", "mark": "one"}).url == LIST + "me"
    assert "Polish" in here.get(LIST + "me").text
    assert "Polish" not in here.get(LIST).text
    here.post(LIST + "me/take-back")
    assert not Interests.objects.exists()


def test_nobody_else_opens_or_changes_it(here, client):
    other = log(2)
    assert here.get(LIST + f"{other.pk}/").status_code == 404
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert client.get(LIST + f"{other.pk}/").status_code == 200
    assert client.get(LIST + f"{other.pk}/change").status_code == 404
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="engagement.conversation").exists()


def test_as_many_queries_for_many_as_for_few(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    client.get(LIST)
    counts = []
    for many in (3, 12):
        for number in range(many):
            log(number, communities=[community(f"Community {many} {number}")], held_on=timezone.localdate() - timedelta(days=400 - many))
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST + "?first=2020-01-01")
        counts.append(len(asked))
    assert counts[0] == counts[1]
