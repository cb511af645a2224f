"""A summary names no day, and nobody in it is told by what is rare about them."""

import pytest

from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.census.tests.factories import authority, force_of, load_text, part, schemes, sex_table
from folkmoot.characteristics.models import Category
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.scrutiny.packs import operations as packs
from folkmoot.scrutiny.packs.composing import compose
from folkmoot.scrutiny.packs.summary import operations
from folkmoot.scrutiny.packs.summary.rarity import rare_in, rare_people
from folkmoot.scrutiny.packs.summary.rules import Rare, facts_of, rare_unexplained, summary_problems
from folkmoot.scrutiny.packs.summary.told import rare_in_words
from folkmoot.scrutiny.packs.tests.factories import FACTS, document, pack, written

WHOLE = {"kind_of_case": "Harassment", "happened": "He shouted.", "decision": "charge", "outcome": "Fined"}


@pytest.mark.parametrize("day", ["on 3 March", "on 3rd Mar 2025", "03/04/2025", "3.4.25", "2025-03-03", "the 12th december"])
def test_a_day_of_the_calendar_is_refused_where_it_stands(day):
    problems = summary_problems(WHOLE | {"letters": f"A letter was sent {day}."})
    assert list(problems) == ["letters"]


@pytest.mark.parametrize("words", ["on day 12", "in the third month", "he may have marched", "2 of 3 letters", "a sentence of 12 weeks"])
def test_what_counts_from_the_report_is_no_day(words):
    assert summary_problems(WHOLE | {"letters": words}) == {}


def test_what_the_panel_needs_is_asked_for():
    assert set(summary_problems({})) == {"kind_of_case", "happened", "decision", "outcome"}


def test_facts_stand_in_the_order_in_which_a_case_goes_and_blanks_are_left_out():
    assert [name for name, _words in facts_of(WHOLE | {"stages": "Day 1: report", "uplift": " "})] == [
        "kind_of_case", "happened", "decision", "stages", "outcome",
    ]  # fmt: skip


def test_a_reason_of_two_words_is_none():
    rare = [Rare("Victim A", ("Sikh",), 40.0, "They asked"), Rare("Victim B", ("Sikh",), 40.0, "The slur was about it.")]
    assert [one.called for one in rare_unexplained(rare)] == ["Victim A"]


@pytest.mark.django_db
def test_a_summary_changed_by_two_is_not_overwritten_unseen():
    row = written()
    first = row.summary
    operations.write_summary(by=icem(), at=NOW, pack=row, values=FACTS | {"outcome": "Found guilty"}, seen_version=first.version)
    with pytest.raises(ChangedMeanwhile):
        operations.write_summary(by=icem(), at=NOW, pack=row, values=FACTS | {"outcome": "Acquitted"}, seen_version=first.version)


@pytest.fixture
def census(tmp_path):
    """An Area of 50,000 people, of whom 90 are women."""
    schemes()
    one = authority("E07000001", "Somewhere")
    part(one, force_of(area()))
    load_text(tmp_path, sex_table({"E07000001": (90, 49_910)}))


@pytest.mark.django_db
def test_who_is_rare_in_the_area_is_told_only_for_a_reason(census):
    row = written()
    woman, man = (Category.objects.get(scheme__code="sex", code=code) for code in "FM")
    operations.tell_of_person(by=icem(), at=NOW, pack=row, called="Defendant A", traits=[man])
    assert rare_people(row, NOW) == []
    victim = operations.tell_of_person(by=icem(), at=NOW, pack=row, called="Victim A", traits=[woman], words="needed an interpreter")
    assert [(one.called, one.traits, one.people) for one in rare_people(row, NOW)] == [("Victim A", ("Female",), 90.0)]
    with pytest.raises(Refused, match="so rare together"):
        packs.submit(by=icem(), at=NOW, pack=row)
    why = "The abuse was of her as a woman."
    operations.tell_of_person(
        by=icem(), at=NOW, pack=row, called="Victim A", traits=[woman], words="needed an interpreter", kept_why=why, person=victim
    )
    assert rare_in(row, NOW) == []
    assert "Victim A: Female; needed an interpreter" in [block.words for block in compose(row)]
    packs.submit(by=icem(), at=NOW, pack=row)


@pytest.mark.django_db
def test_where_no_table_can_say_a_reason_is_asked_for_too(census):
    row = written()
    sikh = Category.objects.get(scheme__code="religion-census-2021", code="7")
    operations.tell_of_person(by=icem(), at=NOW, pack=row, called="Victim A", traits=[sikh])
    assert [one.people for one in rare_in(row, NOW)] == [None]


@pytest.mark.django_db
def test_facts_in_the_words_themselves_are_held_against_the_census(census):
    text = "Victim A is a woman who keeps a shop."
    found = rare_in_words(text, area(), NOW)
    assert [(one.words[0], one.people) for one in found][:1] == [("female", 90.0)]
    assert rare_in_words("Defendant A is a man.", area(), NOW) == []


@pytest.mark.django_db
def test_without_a_census_nothing_is_said_of_the_words():
    assert rare_in_words("Victim A is a woman.", area(), NOW) == []


@pytest.mark.django_db
def test_a_person_of_another_case_is_not_changed_from_here():
    row, other = written(), pack()
    victim = operations.tell_of_person(by=icem(), at=NOW, pack=other, called="Victim A")
    with pytest.raises(Refused, match="another case"):
        operations.forget_person(by=icem(), at=NOW, pack=row, person=victim)
    operations.forget_person(by=icem(), at=NOW, pack=other, person=victim)
    assert not other.people.exists()


@pytest.mark.django_db
def test_a_summary_stands_before_the_documents_and_a_full_file_has_no_words_to_hand_out():
    row = written("redacted")
    document(row)
    assert [block.kind for block in compose(row)][:1] == ["fact"]
    assert [block.words for block in compose(row) if block.kind == "heading"] == ["A statement"]
    packs.change_pack(by=icem(), at=NOW, pack=row, level="full", title=row.title, strand="")
    row.refresh_from_db()
    assert compose(row) == []
