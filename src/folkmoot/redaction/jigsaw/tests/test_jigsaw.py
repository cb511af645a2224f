"""Facts that together tell who somebody is: read from a text, counted or estimated with bounds, and made coarser."""

import pytest

from folkmoot.redaction.jigsaw import Attribute, Coarser, Fact, Why, age_band, estimated, facts_in, rare_combinations

EVERYBODY = 150_000.0
AGE = Fact(Attribute.AGE, "34")
SEX = Fact(Attribute.SEX, "female")
SOMALI = Fact(Attribute.ETHNICITY, "somali")
DRIVER = Fact(Attribute.OCCUPATION, "taxi driver")
DEAF = Fact(Attribute.DISABILITY, "deaf")
ALONE = {AGE: 2_000.0, SEX: 75_000.0, SOMALI: 120.0, DRIVER: 400.0}


def counting(**together):
    """Counts of single facts, and of the pairs and more that are given as words joined by “_and_”."""
    joint = {frozenset(words.replace("taxi", "taxi driver").split("_and_")): float(people) for words, people in together.items()}

    def counts(facts):
        if not facts:
            return EVERYBODY
        if len(facts) == 1:
            return {(fact.attribute, fact.value): people for fact, people in ALONE.items()}.get((facts[0].attribute, facts[0].value))
        return joint.get(frozenset(fact.value for fact in facts))

    return counts


def values(warnings):
    return [{fact.value for fact in warning.attributes} for warning in warnings]


def test_what_a_text_says_of_people():
    text = "Victim A is a 34-year-old Somali woman who works as a taxi driver and lives in Mold. She is deaf and one of nine children."
    assert [(fact.attribute.value, fact.value) for fact in facts_in(text)] == [
        ("age", "34"), ("ethnicity", "somali"), ("sex", "female"), ("occupation", "taxi driver"), ("place", "mold"), ("disability", "deaf"),
        ("family", "one of nine children"),
    ]  # fmt: skip
    assert {fact.person for fact in facts_in(text)} == {"Victim A"}
    assert all(text[fact.start : fact.end] for fact in facts_in(text))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("a man in his early sixties", (Attribute.AGE, "65")),
        ("aged 9", (Attribute.AGE, "9")),
        ("She speaks only Tigrinya.", (Attribute.LANGUAGE, "tigrinya")),
        ("the village of Llanrhaeadr", (Attribute.PLACE, "llanrhaeadr")),
        ("He is a Jehovah's Witness.", (Attribute.RELIGION, "jehovah's witness")),
        ("two Iraqi men", (Attribute.NATIONALITY, "iraqi")),
        ("a forced marriage", (Attribute.OFFENCE, "forced marriage")),
        ("She won the lottery.", (Attribute.EVENT, "won the lottery")),
        ("the first woman imam in the county", (Attribute.EVENT, "the first woman imam in the county")),
        ("the case was reported in the local press", (Attribute.EVENT, "reported in the local press")),
        ("she is a trans woman", (Attribute.ORIENTATION, "trans woman")),
    ],
)
def test_one_fact(text, fact):
    assert fact in {(each.attribute, each.value) for each in facts_in(text)}


@pytest.mark.parametrize(
    "text", ["on the first floor in the hall", "I polish shoes for the first time in years", "", "He speaks to us in English."]
)
def test_nothing_that_tells_who(text):
    assert facts_in(text) == []


def test_facts_belong_to_the_person_of_their_sentence():
    facts = facts_in("Victim A is deaf. Witness B is a rabbi.\n\nA nurse came.")
    assert [(fact.value, fact.person) for fact in facts] == [("deaf", "Victim A"), ("rabbi", "Witness B"), ("nurse", "")]


def test_counted_together_is_taken_as_it_is():
    figure = estimated((SEX, SOMALI), counting(female_and_somali=50))
    assert (figure.estimate, figure.low, figure.high, figure.why) == (50, 50, 50, (Why.COUNTED,))


def test_multiplied_where_no_table_counts_them_together():
    figure = estimated((SOMALI, DRIVER), counting())
    assert figure.estimate == pytest.approx(150_000 * 120 / 150_000 * 400 / 150_000)
    assert (figure.low, figure.high, figure.why) == (0, 120, (Why.INDEPENDENT,))


def test_what_is_counted_together_is_not_multiplied():
    figure = estimated((SEX, SOMALI, DRIVER), counting(female_and_somali=50))
    assert figure.estimate == pytest.approx(50 * 400 / 150_000)
    assert figure.high == 50


def test_the_rarest_pair_bounds_what_is_estimated():
    figure = estimated((AGE, SEX, DRIVER), counting(female_and_taxi=3))
    assert figure.high == 3
    assert figure.estimate <= figure.high


def test_the_lower_bound_is_what_must_overlap():
    ALONE_COMMON = {(): EVERYBODY, "a": 149_990.0, "b": 149_995.0}
    common = (Fact(Attribute.RELIGION, "a"), Fact(Attribute.LANGUAGE, "b"))
    figure = estimated(common, lambda facts: EVERYBODY if not facts else ALONE_COMMON[facts[0].value] if len(facts) == 1 else None)
    assert figure.low == 149_985
    assert figure.low <= figure.estimate <= figure.high


def test_a_fact_that_no_table_counts_makes_it_rarer_still():
    figure = estimated((SOMALI, DEAF), counting())
    assert (figure.estimate, figure.low, figure.high) == (120, 0, 120)
    assert figure.why == (Why.COUNTED, Why.NOT_COUNTED)
    assert estimated((DEAF,), counting()).estimate is None


@pytest.mark.parametrize("everybody", [None, 0, -1])
def test_without_everybody_nothing_can_be_said(everybody):
    with pytest.raises(ValueError, match="number of people"):
        estimated((AGE,), lambda _facts: everybody)


def test_only_the_smallest_rare_combinations_are_told_rarest_first():
    warnings = rare_combinations([AGE, SEX, SOMALI, DRIVER], counting())
    assert values(warnings) == [{"somali", "taxi driver"}, {"34", "somali"}, {"34", "taxi driver"}]
    assert all(warning.estimate < 10 for warning in warnings)


def test_a_control_with_common_facts_gives_no_warning():
    assert rare_combinations([AGE, SEX], counting()) == []
    assert rare_combinations([AGE, SEX], counting(**{"34_and_female": 4})) != []


def test_facts_of_two_people_are_not_put_together():
    text = "Victim A is Somali. Witness B is a taxi driver."
    assert rare_combinations(text, counting()) == []
    assert rare_combinations(text.replace("Witness B", "Victim A"), counting()) != []


def test_two_ages_are_never_one_person():
    assert (
        rare_combinations([Fact(Attribute.AGE, "34"), Fact(Attribute.AGE, "35")], lambda facts: 20 if len(facts) == 1 else EVERYBODY) == []
    )


def test_an_event_is_a_warning_by_itself():
    warning = rare_combinations("Victim A won the lottery.", counting())[0]
    assert (warning.estimate, warning.why, warning.coarsen[0].how) == (None, (Why.LOOKED_UP,), Coarser.LEAVE_OUT)
    assert warning.spans == ((9, 24),)


def test_what_to_say_instead_begins_with_what_helps_most():
    warning = rare_combinations([SOMALI, DRIVER], counting())[0]
    assert [(each.how, each.instead) for each in warning.coarsen] == [(Coarser.BROADER_GROUP, "Black"), (Coarser.SECTOR, "transport")]


@pytest.mark.parametrize(
    ("years", "band"), [(0, "under 18"), (17, "under 18"), (18, "18 to 19"), (34, "30 to 39"), (79, "70 to 79"), (80, "80 or over")]
)
def test_age_bands(years, band):
    assert age_band(years) == band
