"""What is said: each difference with its interval, what cannot be told, and nothing about causes."""

import copy
import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract

from folkmoot.disparity import sentences as says
from folkmoot.disparity.parts import parts_of
from folkmoot.disparity.tests import factories
from folkmoot.disparity.words import Sentence, cleaned

ROOM = Path(__file__).resolve().parents[1]


def ethnicity(document):
    return document["stages"][0]["characteristics"][0]


def said(sentences):
    return [sentence.said() for sentence in sentences]


def everything(document):
    return [sentence for part in parts_of(document) for one in (part, *part.inner) for sentence in one.sentences]


def test_a_difference_is_told_with_counts_interval_and_direction():
    document = factories.rich()
    found = said(says.about_groups(ethnicity(document), document))
    assert found[:4] == [
        "Compared with White: 69.6% (4,315 of 6,200).",
        "Needs review: Black. 76.2% (914 of 1,200) beside 69.6% of White (4,315 of 6,200): 6.6 percentage points more, and between 3.8 and"
        " 9.2 with 95% confidence. That is the worse result for this group.",
        "Relative rate of Black: 1.09 (1.05 to 1.13). Relative rate of not having the outcome: 0.78 (0.70 to 0.87).",
        "After taking account of offence, age, the gap for Black is +3.1 percentage points (between +0.2 and +6.0); before, it is +6.6.",
    ]


@pytest.mark.parametrize(
    ("gap", "adverse", "told"),
    [
        (0.066, "yes", "points more, and between 3.8 and 9.2 with 95% confidence. That is the worse"),
        (0.066, "no", "points more, and between 3.8 and 9.2 with 95% confidence. That is the better"),
        (-0.066, "yes", "points fewer, and between 3.8 and 9.2 with 95% confidence. That is the better"),
        (-0.066, "no", "points fewer, and between 3.8 and 9.2 with 95% confidence. That is the worse"),
    ],
)
def test_the_side_that_was_declared_adverse_decides_what_is_worse(gap, adverse, told):
    document = factories.rich()
    document["specification"]["adverse"] = adverse
    black = ethnicity(document)["groups"][1]
    black["difference"], black["difference_ci"] = gap, [0.038, 0.092] if gap > 0 else [-0.092, -0.038]
    assert told in " ".join(said(says.about_groups(ethnicity(document), document)))


def test_the_four_answers_and_the_withheld_are_each_told():
    document = factories.rich()
    found = "\n".join(said(says.about_groups(ethnicity(document), document)))
    assert "No difference found that meets the rule, which is not proof that there is none: Asian." in found
    assert "Cannot tell, because there are too few: Gypsy, Roma or Irish Traveller, of any part of the United Kingdom." in found
    assert "Not compared, because no group is named: Not stated." in found
    assert "Withheld, so that no small number can be seen or worked out: Arab; Mixed." in found
    sex = document["stages"][0]["characteristics"][1]
    assert "Cannot tell, because too much is not recorded: Female." in said(says.about_groups(sex, document))


def test_a_gap_that_shows_only_after_adjustment_is_told():
    document = factories.rich()
    found = [one for one in said(says.about_groups(ethnicity(document), document)) if one.startswith("Asian:")]
    assert len(found) == 1
    assert "+4.1 percentage points (between +0.8 and +7.4) after taking account of offence, age" in found[0]
    asian = ethnicity(document)["groups"][2]
    asian["difference_ci"] = [0.001, 0.065]
    assert not [one for one in said(says.about_groups(ethnicity(document), document)) if one.startswith("Asian:")]
    asian["difference_ci"], asian["adjusted"]["average_marginal_effect_ci"] = [-0.003, 0.065], [-0.01, 0.09]
    assert not [one for one in said(says.about_groups(ethnicity(document), document)) if one.startswith("Asian:")]


def test_what_missing_records_could_do_is_told_only_where_some_are_missing():
    table = ethnicity(factories.rich())
    found = said(says.about_what_would_change(table))
    assert "Were the 450 records without ethnicity completed, this answer could change in the most extreme case: Black." in found
    assert "Even in the most extreme case, completing the 450 records without ethnicity could not change this answer: Asian." in found
    table["not_recorded"] = factories.counted(0, 0)
    assert not [one for one in said(says.about_what_would_change(table)) if "most extreme case" in one]


def test_areas_are_counted_before_and_after_and_not_ranked_inside():
    found = said(says.about_areas(factories.rich()["areas"][0]))
    assert found[0].startswith("Of 6 Areas beside a rate of 70.5%: 4 beyond the 95% limits, 2 of them beyond the 99.8% limits.")
    assert found[1].startswith("After allowing for how much Areas vary anyway (4.55 times what chance would make): 2 beyond the 95%")
    assert found[2:4] == [
        "Above the limits after allowing for that, needs review: Cymru Wales (80.0% of 900).",
        "Below the limits after allowing for that, needs review: Eastern (56.7% of 600).",
    ]
    inside = {"London North", "Mersey-Cheshire", "North West"}
    assert any(one.startswith("Inside the limits Areas are not ranked") for one in found)
    assert not [one for one in found if any(area in one for area in inside)]


def test_areas_that_vary_no_more_than_chance_are_told_so():
    funnel = factories.rich()["areas"][0] | {"tau2": 0.0}
    funnel["areas"] = [area | {"z": 0.5, "position": "inside"} for area in funnel["areas"][:3]]
    assert said(says.about_areas(funnel))[:2] == [
        "Of 3 Areas beside a rate of 70.5% none lies beyond the 95% limits.",
        "Areas vary no more than chance would make them, so the limits need not allow for more.",
    ]
    nothing = funnel | {"areas": [], "verdict": "There are fewer than two Areas to compare."}
    assert said(says.about_areas(nothing))[0] == "There are fewer than two Areas to compare."


def test_too_few_periods_are_refused_and_a_break_is_told():
    series = factories.rich()["periods"][0]
    assert "The limits are worked out anew from: 2025 quarter 1." in said(says.about_periods(series))
    assert "Needs review: 2024 quarter 2: beyond the upper limit." in said(says.about_periods(series))
    short = series | {"chart": "none", "points": [{**one, "centre": None, "signals": []} for one in series["points"][:6]]}
    found = said(says.about_periods(short))
    assert any(one.startswith("6 periods are too few for limits or for rules about runs") for one in found)
    assert not [one for one in found if "signal" in one.casefold()]


def test_the_parts_of_a_gap_go_with_factors_and_are_not_caused_by_them():
    found = said(says.about_parts(ethnicity(factories.rich())))
    assert found[0] == (
        "Of the +6.6 percentage points between Black and White: +4.1 points go with differences in offence; −0.6 points go with differences"
        " in age; +3.1 points remain between records alike in all of these."
    )
    assert found[1:] == ["The order of the factors does not matter."]


def test_strata_are_told_of_the_groups_that_differ():
    assert said(says.about_strata(ethnicity(factories.rich()))) == [
        "Black, compared within the same offence (9 strata): pooled odds ratio 1.21 (1.04 to 1.41), p 0.012; p of its being the same in all"
        " strata 0.310."
    ]


def test_a_scan_says_first_that_it_is_a_search():
    found = said(says.about_scan(factories.rich()["scan"]))
    assert found[0] == "A search, not a test of a question asked beforehand"
    assert "p 0.010, from the same search in 99 files in which the outcomes had been shuffled" in found[1]
    assert found[2] == "“charged”: a subgroup was found whose figures are withheld."


def test_small_numbers_shown_are_told_first():
    document = factories.plain()
    document["disclosure"]["off"] = True
    assert said(says.headline(document))[0] == "Not for release: small numbers are not withheld here."
    assert said(says.about_disclosure(document)) == ["Small numbers are shown. This is not for release."]
    kept = said(says.about_disclosure(factories.rich()))
    assert any("Not one was found" in one for one in kept)


def test_the_headline_counts_and_names_what_needs_review():
    found = said(says.headline(factories.rich()))
    assert "3 comparisons need review. Each is a reason to look at the cases, not evidence of bias." in found
    assert (
        "Needs review: “charged” by ethnicity, compared with White: Black (+6.6 points, between +3.8 and +9.2;"
        " after taking account of offence, age: +3.1, between +0.2 and +6.0)." in found
    )
    nothing = said(says.headline(factories.plain()))
    assert "No group meets the rule for review. That is not proof that there is no difference." in nothing


def test_a_model_that_could_not_be_made_is_told_only_where_it_was_asked_for():
    document = factories.rich()
    sex = document["stages"][0]["characteristics"][1]
    assert said(says.about_model(sex, document)) == ["No figure here takes account of offence, age."]
    table = ethnicity(document)
    table["model"] |= {"cases": None, "notes": ["The controls divide the groups completely."], "left_out": [], "clusters": None}
    assert said(says.about_model(table, document)) == [
        "No model could be fitted for ethnicity, so nothing can be said after taking account of offence, age.",
        "The controls divide the groups completely.",
    ]
    plain = factories.plain()
    assert says.about_model(plain["stages"][0]["characteristics"][0], plain) == []


CAUSAL = (
    r"\bbiased\b|\bcaus(e|es|ed|al)\b|\bdue to\b|\bbecause of\b|\bexplain(s|ed)?\b|\bdiscriminat|\bunfair|\bresponsible\b|\bleads? to\b"
)


def test_no_sentence_speaks_of_bias_or_causes():
    for make in (factories.rich, factories.plain, factories.empty):
        for sentence in everything(make()):
            assert not re.search(CAUSAL, sentence.said(), re.I), sentence.said()
    assert re.search(CAUSAL, "This is due to bias", re.I), "the control must see it"


def phrases_for_the_catalogue():
    for file in ROOM.rglob("*.py"):
        if "tests" not in file.parts:
            for _, phrase, _, _ in extract("python", io.BytesIO(file.read_bytes()), keywords={"gettext_noop": None}):
                yield phrase


def test_every_phrase_is_gathered_for_the_catalogue():
    gathered = set(phrases_for_the_catalogue())
    assert len(gathered) > 150
    document = factories.rich()
    spoken = {one.phrase for one in _with_inner(everything(document)) if one.values is not None}
    spoken |= {part.title.phrase for part in parts_of(document)}
    assert spoken - gathered == set()


def _with_inner(sentences):
    for sentence in sentences:
        yield sentence
        for value in (sentence.values or {}).values():
            several = [value] if isinstance(value, Sentence) else [] if isinstance(value, str) else value
            yield from _with_inner([one for one in several if isinstance(one, Sentence)])


def test_sentences_are_said_in_the_language_that_is_asked_for():
    sentence = Sentence(
        "%(group)s: %(inner)s, %(several)s, 5%%", {"group": "A%(x)s%", "inner": Sentence("no"), "several": ["b", Sentence("no")]}
    )
    assert sentence.said(lambda phrase: {"no": "na"}.get(phrase, phrase)) == "A%(x)s%: na, b; na, 5%"
    assert Sentence("100% of %(x)s").said() == "100% of %(x)s"


def test_nothing_in_a_name_can_act():
    document = copy.deepcopy(factories.plain())
    group = document["stages"][0]["characteristics"][0]["groups"][1]
    group["group"] = "a\x1b[2J\u202eb\r\n\u2028c\x00\ud800"
    shown = cleaned(document)["stages"][0]["characteristics"][0]["groups"][1]["group"]
    assert shown == "a�[2J�b���c��"
    assert cleaned({"Tŷ, Ελλάδα, עברית": ["é"]}) == {"Tŷ, Ελλάδα, עברית": ["é"]}
