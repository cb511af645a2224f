from types import SimpleNamespace

import pytest

from folkmoot.panels.publications.leaks import Known
from folkmoot.reports.release import leaks
from folkmoot.reports.release.leaks import Kind, findings_in, small_cells
from folkmoot.reports.release.rules import (
    TRANSITIONS,
    Named,
    Step,
    all_signed,
    naming_problems,
    preparing_problem,
    publishing_problem,
    reason_problem,
    signatures_in_words,
    turn_problem,
)
from folkmoot.reports.wording.document import Column, Paragraph, Section, Table, TableRow
from folkmoot.reports.wording.words import Words, line


def test_every_state_of_a_publication_is_reached():
    assert {Step.PREPARED, *(end for _, _, end in TRANSITIONS)} == set(Step)


@pytest.mark.parametrize(
    ("over", "field", "words"),
    [
        ({"begun": True}, "", "signed this report or returned it"), ({"review_over": True}, "", "The review is over"),
        ({"chosen": []}, "who", "Nobody was chosen"), ({"chosen": [1, 2]}, "who", "made the report"),
        ({"chosen": [2, 9]}, "who", "may not sign"), ({"chosen": list(range(2, 9))}, "who", "At most six"),
    ],
)  # fmt: skip
def test_who_may_be_named(over, field, words):
    values = {"chosen": [2, 3], "maker_id": 1, "may_sign": {1, 2, 3}, "begun": False, "review_over": False}
    assert naming_problems(values.pop("chosen"), **values) == {}
    values = {"chosen": [2, 3], "maker_id": 1, "may_sign": {1, 2, 3}, "begun": False, "review_over": False} | over
    assert words in naming_problems(values.pop("chosen"), **values)[field][0]


def test_turns():
    two = [Named(1, "signed"), Named(2, "returned")]
    assert "signed this report already" in turn_problem(two, 1)
    assert turn_problem(two, 2) == ""
    assert "not among" in turn_problem(two, 3)
    assert not all_signed(two)
    assert all_signed(two[:1])
    assert not all_signed([])
    assert signatures_in_words([("A B", "Director"), ("C D", "")]) == "A B (Director); C D"


def test_publishing_takes_a_signed_report_and_a_second_person():
    fine = {"signed": True, "restated": False, "ended": True, "step": ""}
    assert preparing_problem(**fine) == ""
    assert preparing_problem(**fine | {"step": "withdrawn"}) == ""
    for over in ({"signed": False}, {"restated": True}, {"ended": False}, {"step": "prepared"}, {"step": "published"}):
        assert preparing_problem(**fine | over)
    assert publishing_problem(by_id=1, hands=(1, 2))
    assert publishing_problem(by_id=None, hands=())
    assert publishing_problem(by_id=3, hands=(1, 2)) == ""
    assert reason_problem("no")


def table(*cells: str, number: bool = True) -> Table:
    columns = (Column(Words("Area"), number=False), *(Column(Words("Points"), number=number) for _ in cells))
    return Table(line("Points by Area"), columns, (TableRow((line("East"), *(line(cell) for cell in cells))),))


def document(*blocks):
    section = Section("voice", Words("What communities said"), blocks)
    return SimpleNamespace(every_section=lambda: (section,))


@pytest.mark.parametrize("text", ["3", "1", "4", "3 of 12 (25%)", "12 of 4", "2 of 3"])
def test_a_small_number_of_a_table_is_seen(text):
    assert small_cells(table(text)) == [f"East, Points: {text}"]


@pytest.mark.parametrize("text", ["0", "5", "12", "14", "3.5", "£3", "3%", "1,204", "–", "[c]", "31 of 40 (78%)", "0.4"])
def test_other_numbers_of_a_table_are_not(text):
    assert small_cells(table(text)) == []


def test_words_of_a_column_that_holds_no_numbers_are_not_counts():
    assert small_cells(table("3", number=False)) == []


def found(doc, figures=None, annex=(), known=None, explained=None):
    return findings_in(doc, figures or {}, annex, known or Known(), this_year=2026, explained=explained or {})


def test_a_small_count_that_a_release_let_through_can_never_leave():
    fine = {"fairness": {"tables": [{"table": {"groups": [{"group": "A", "base": 40, "with_outcome": 20}]}}]}}
    assert found(document(), fine) == []
    for base, having in ((40, 3), (40, 38), (4, 4), ("[c]", 2)):
        wrong = {"fairness": {"tables": [{"table": {"groups": [{"group": "A", "base": base, "with_outcome": having}]}}]}}
        one = found(document(), wrong, explained={"x": "because"})[0]
        assert (one.kind, one.never, one.blocks) == (Kind.RELEASED, True, True)


def test_a_table_with_small_numbers_stays_where_somebody_says_what_it_counts():
    one = found(document(table("3")))[0]
    assert (one.kind, one.never, one.blocks, one.text) == (Kind.TABLE, False, True, "Points by Area")
    assert not found(document(table("3")), explained={one.key: "points, not people"})[0].blocks
    changed = found(document(table("2")), explained={one.key: "points, not people"})[0]
    assert changed.blocks, "the reason was given for other numbers"


def test_names_in_the_words_and_in_the_annex_are_found():
    known = Known(people=("Idris Longworth",), of_the_panel=("Ruth Adeyemi",))
    doc = document(Paragraph(line("We met Idris Longworth in May.")))
    assert [one.text for one in found(doc, known=known)] == ["Idris Longworth"]
    never = found(document(), annex=["Ruth Adeyemi told me so."], known=known)[0]
    assert never.never
    assert found(document(Paragraph(line("We met nobody."))), known=known) == []


def test_a_check_that_looks_away_would_be_seen(monkeypatch):
    """The control: with the rule for small numbers broken, what the test above relies on is no longer found."""
    monkeypatch.setattr(leaks, "_COUNT", leaks.re.compile("never matches"))
    assert found(document(table("3"))) == []
    monkeypatch.setattr(leaks, "is_small", lambda _count, _threshold: False)
    assert found(document(), {"groups": [{"group": "A", "base": 40, "with_outcome": 3}]}) == []
