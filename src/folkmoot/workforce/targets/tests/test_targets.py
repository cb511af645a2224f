"""Targets as cards on the published figures of the Crown Prosecution Service of 2023, representation, declaration, and their pages."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, TODAY, icem
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stats.workforce.targets import TargetAnswer
from folkmoot.workforce.headcounts.columns import Asked
from folkmoot.workforce.headcounts.keeping import File
from folkmoot.workforce.headcounts.operations import bring_in
from folkmoot.workforce.headcounts.reading import read
from folkmoot.workforce.representation import queries as representation
from folkmoot.workforce.targets import queries
from folkmoot.workforce.targets.models import Target
from folkmoot.workforce.targets.operations import change_target, load_reference_data, review_declaration
from folkmoot.workforce.tests.units import hr, hr_account
from folkmoot.workforce.web.words import sentences

pytestmark = pytest.mark.django_db
LONG = ("Unit", "Grade", "Characteristic", "Group", "Headcount")
# Civil Service Statistics 2023, Crown Prosecution Service, Senior Civil Service: to the nearest 5, fewer than 5 withheld.
SCS_2023 = (
    ("Sex", "Female", "50"), ("Sex", "Male", "40"), ("Disability", "Disabled", "10"), ("Disability", "Not disabled", "75"),
    ("Sexual orientation", "LGBO", "5"), ("Sexual orientation", "Heterosexual", "75"), ("Ethnicity", "Asian", "5"),
    ("Ethnicity", "Black", "[c]"), ("Ethnicity", "Mixed", "[c]"), ("Ethnicity", "Other", "[c]"), ("Ethnicity", "White", "80"),
    ("Disability", "Undeclared", "5"), ("Disability", "Unknown", "5"),
)  # fmt: skip


@pytest.fixture
def published():
    load_reference_data(by=SYSTEM, at=NOW)
    rows = [(number, ("Whole service", "SCS", *row)) for number, row in enumerate(SCS_2023, start=2)]
    file = File("acses.csv", "ab" * 32, "cd" * 32, Asked("to_5"), read(LONG, rows, Asked("to_5")))
    return bring_in(by=hr(), at=NOW, file=file, as_of=date(2023, 3, 31), source="Civil Service Statistics 2023")


def card(key):
    return next(one for one in queries.cards(hr()) if one.target.key == key)


def test_the_published_figures_answer_what_they_can(published):
    """Bounds as in Civil Service Statistics' own rounding: disabled 9.4 to 14.1 %, ethnic minority 5.7 to 19.6 %."""
    assert card("scs-disabled").answer is TargetAnswer.MET
    assert card("scs-women").answer is TargetAnswer.CANNOT_TELL or card("scs-women").answer is TargetAnswer.MET
    assert card("scs-ethnic-minority").answer is TargetAnswer.CANNOT_TELL
    assert card("scs-lgb").answer is TargetAnswer.CANNOT_TELL
    bounds = card("scs-disabled").found.bounds
    assert (round(bounds.low * 100, 1), round(bounds.high * 100, 1)) == (9.4, 14.1)
    bounds = card("scs-ethnic-minority").found.bounds
    assert (round(bounds.low * 100, 1), round(bounds.high * 100, 1)) == (5.7, 19.6)


def test_the_card_says_what_it_cannot_say(published):
    said = " ".join(sentences(card("scs-ethnic-minority")))
    assert "5.7 to 19.6 %" in said
    assert "more people would meet it for certain" in said


def test_without_figures_nothing_is_claimed():
    load_reference_data(by=SYSTEM, at=NOW)
    assert sentences(card("scs-women")) == ["No figures on this were brought in yet."]
    assert all(changes.nothing for changes in load_reference_data(by=SYSTEM, at=NOW))


def test_a_target_changes_by_a_new_version():
    load_reference_data(by=SYSTEM, at=NOW)
    row = Target.objects.get(key="scs-disabled")
    with pytest.raises(Refused) as refused:
        change_target(by=hr(), at=NOW, target=row, share=1.2, by_on=None, words="", source="Board", why="")
    assert sorted(refused.value.problems) == ["share", "why", "words"]
    seen = row.version
    following = change_target(
        by=hr(),
        at=NOW,
        target=row,
        share=0.12,
        by_on=date(2028, 3, 31),
        words="12% by March 2028",
        source="Board, 1 March",
        why="Met early",
    )
    row.refresh_from_db()
    assert (row.ended_on, following.share) == (TODAY, 0.12)
    assert [one.share for one in queries.versions(hr(), "scs-disabled")] == [0.12, 0.08]
    late = {"share": 0.1, "by_on": None, "words": "10%", "source": "Board", "why": "Not seen"}
    with pytest.raises(ChangedMeanwhile):  # from a form that was opened before there was the following one
        change_target(by=hr(), at=NOW, target=following, seen_version=seen, **late)


def test_declaration_in_both_definitions():
    load_reference_data(by=SYSTEM, at=NOW)
    values = (("Straight", "700"), ("LGB", "17"), ("Undeclared", "80"), ("Unknown", "203"))
    rows = [(place, ("Digital", "All", "Sexual orientation", *row)) for place, row in enumerate(values, start=2)]
    file = File("staff.csv", "ab" * 32, "cd" * 32, Asked("exact"), read(LONG, rows, Asked("exact")))
    bring_in(by=hr(), at=NOW, file=file, as_of=date(2026, 1, 1), source="Personnel system")
    found = card("declare-sexual-orientation")
    assert (found.known.answer, found.returned.answer) == (TargetAnswer.NOT_MET, TargetAnswer.MET)
    assert "different answers" in " ".join(sentences(found))


def test_by_level_and_over_time(published):
    table = representation.table(hr(), "sex", ("Female",))
    assert [line.name for line in table.by_level] == ["SCS"]
    assert round(table.everyone.found.rate, 3) == 0.556
    assert table.by_unit == ()  # the file counts the service as a whole


def test_a_review_needs_words_and_a_day_to_come():
    with pytest.raises(Refused) as refused:
        review_declaration(by=hr(), at=NOW, characteristic="shoe", words="Fine", next_on=TODAY)
    assert sorted(refused.value.problems) == ["characteristic", "next_on", "words"]
    row = review_declaration(
        by=hr(), at=NOW, characteristic="disability", words="Managers will ask at every review.", next_on=TODAY + timedelta(days=90)
    )
    assert queries.reviews(hr()) == [row]


def test_the_pages(client, published):
    client.force_login(hr_account())
    home = client.get("/workforce/").text
    assert "Disabled staff in the Senior Civil Service" in home
    assert "Cannot tell" in home
    assert "5.7 to 19.6 %" in client.get("/workforce/targets/scs-ethnic-minority/").text
    assert "By grade" in client.get("/workforce/representation/?characteristic=disability").text
    assert "By unit" not in client.get("/workforce/declaration/").text  # no unit was counted
    csv = client.get("/workforce/representation/table.csv?characteristic=disability")
    assert b"9.4 to 14.1" in csv.content
    changed = client.post(
        "/workforce/targets/scs-women/change",
        {"percent": "55", "words": "55%", "source": "Board", "why": "Agreed", "version": 1, "mark": "m1"},
    )
    assert changed.status_code == 302
    said = {"characteristic": "disability", "words": "Managers will ask at every review.", "next_on": "2099-01-01", "mark": "m2"}
    assert client.post("/workforce/declaration/review", said).status_code == 302
    assert "Managers will ask" in client.get("/workforce/declaration/").text


def test_the_pages_of_an_empty_service(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    for page in ("/workforce/", "/workforce/representation/", "/workforce/declaration/"):
        assert client.get(page).status_code == 200
    assert client.get("/workforce/representation/table.csv").status_code == 404
