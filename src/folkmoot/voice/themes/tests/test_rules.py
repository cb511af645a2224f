from datetime import date

import pytest

from folkmoot.foundation.reference.files import BadReferenceFile
from folkmoot.voice.themes.agreement.rules import Verdict, on_all, on_theme
from folkmoot.voice.themes.cues import cues_of
from folkmoot.voice.themes.measuring import mean_f1, scores, split, together
from folkmoot.voice.themes.rules import KEYS, cells, in_use, issue_problem, keys_for, names_of, reading_problem
from folkmoot.voice.themes.tables import FILE, read_list

HEADER = "code,parent,order,name_en,name_cy,definition,aliases,cues,retired,replaced_by\n"


def test_a_theme_is_in_use_from_its_first_day_until_the_day_it_ended():
    first, last = date(2026, 1, 1), date(2026, 3, 1)
    assert [in_use(first, last, day) for day in (date(2025, 12, 31), first, date(2026, 2, 28), last)] == [False, True, True, False]
    assert in_use(first, None, date(2040, 1, 1))


def test_a_coding_needs_a_theme_or_says_that_none_fits_and_never_both():
    assert reading_problem(chosen=[1], none_fits=False) is None
    assert reading_problem(chosen=[], none_fits=True) is None
    assert reading_problem(chosen=[], none_fits=False)[0] == "themes"
    assert reading_problem(chosen=[1], none_fits=True)[0] == "none_fits"
    assert reading_problem(chosen=range(11), none_fits=False)[0] == "themes"


def test_keys_are_single_and_none_of_them_does_something_else():
    assert len(set(KEYS)) == len(KEYS)
    assert not set(KEYS) & set("sbuyne")
    assert keys_for(2) == ["1", "2"]
    assert keys_for(len(KEYS) + 2)[-2:] == ["", ""]


def test_a_draft_is_issued_only_with_a_change_and_a_note():
    assert issue_problem(entries=3, note="Carers are new.", changed=True, first=False) is None
    assert issue_problem(entries=3, note="The first.", changed=False, first=True) is None
    assert issue_problem(entries=3, note=" ", changed=True, first=False)[0] == "note"
    assert issue_problem(entries=3, note="x", changed=False, first=False)[0] == ""
    assert issue_problem(entries=0, note="x", changed=True, first=True)[0] == ""


def test_names_are_compared_without_capitals_in_either_language():
    assert names_of(name_en="Carers", name_cy="gofalwyr", aliases="Carer\ndisabled carers") == {
        "carers", "gofalwyr", "carer", "disabled carers"
    }  # fmt: skip


def test_small_numbers_are_withheld_and_cannot_be_found_by_subtraction():
    hidden = [cell.hidden for cell in cells([3, 20, 0, 9], [40, 60, 30, 50], protect=True)]
    assert hidden == [True, False, False, True], "the next smallest goes with the one small number"
    assert [cell.hidden for cell in cells([38, 20], [40, 60], protect=True)] == [True, True], "those without the theme are few"
    assert not any(cell.hidden for cell in cells([3, 20], [40, 60], protect=False)), "the control: without protection all is shown"
    shown = cells([20], [60], protect=True)[0]
    assert shown.share.value == pytest.approx(1 / 3)
    assert cells([0], [0], protect=False)[0].share is None


def test_cues_are_whole_words_phrases_and_beginnings_in_both_languages():
    cues = cues_of({"delays": ["delay*", "oedi"], "court": ["step-free"], "letters": ["letter", "delay letter"]})
    assert cues.found("DELAYED again; the step free door. Roedd oedi mawr.") == {"delays": {"delay*", "oedi"}, "court": {"step free"}}
    assert cues.found("letters and undelayed") == {}
    assert cues.scores("a delay letter") == {"delays": 0.5, "letters": 0.75}


def test_the_list_that_ships_holds_together():
    read = read_list(FILE)
    codes = {str(each["code"]) for each in read}
    assert len(codes) > 20
    assert {"charging", "special-measures", "carers", "reasonable-adjustments", "court-access"} <= codes


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("Charging,,1,Charging,,,,,no,\n", "row 2, column “code”"),
        ("a,,1,One,,,,,no,\nb,c,2,Two,,,,,no,\n", "row 3, column “parent”"),
        ("a,,1,One,,,,,no,\nb,,2,one,,,,,no,\n", "row 3, column “name_en”"),
        ("a,,1,One,,,,de*lay,no,\n", "row 2, column “cues”"),
        ("a,,1,One,,,,,no,b\nb,,2,Two,,,,,no,\n", "row 2, column “replaced_by”"),
    ],
)
def test_a_fault_in_a_file_is_named_by_file_row_and_column(tmp_path, rows, place):
    path = tmp_path / "ours.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(BadReferenceFile, match=r"ours\.csv") as refused:
        read_list(path)
    assert place in str(refused.value)


def test_precision_recall_and_f1_are_those_worked_out_by_hand():
    given = [{"a"}, {"a", "b"}, {"b"}, set()]
    suggested = [{"a"}, {"a"}, {"a", "b"}, {"a"}]
    one, other = scores(given, suggested, ["a", "b"])
    assert (one.right, one.wrong, one.missed) == (2, 2, 0)
    assert (one.precision, one.recall, one.f1) == (0.5, 1.0, pytest.approx(2 / 3))
    assert other.f1 == pytest.approx(2 / 3)
    assert mean_f1([one, other]) == pytest.approx(2 / 3)
    assert together([one, other], "all").f1 == pytest.approx(6 / 9)
    low, high = one.f1_interval
    assert low < one.f1 < high
    assert scores([set()], [set()], ["a"])[0].f1 is None


def test_a_split_holds_every_point_once_and_is_the_same_for_the_same_seed():
    learned, held = split(100, 0.2, 7)
    assert len(held) == 20
    assert sorted(learned + held) == list(range(100))
    assert split(100, 0.2, 7) == (learned, held)
    assert split(100, 0.2, 8) != (learned, held)


def test_agreement_says_how_far_two_coders_mean_the_same():
    alike = [(frozenset({"a"}), frozenset({"a"})), (frozenset({"b"}), frozenset({"b"}))] * 20
    assert on_theme(alike, "a").alpha.value == pytest.approx(1)
    assert on_theme(alike, "a").base == 40
    assert on_theme(alike, "a").chosen == 20
    apart = [(frozenset({"a"}), frozenset({"b"})), (frozenset({"b"}), frozenset({"a"}))] * 20
    assert on_theme(apart, "a").verdict is Verdict.REVIEW
    assert on_all(apart).same.value == 0
    assert on_all(alike[:3]).verdict is Verdict.UNKNOWN, "three points say nothing"
