"""Cards: what the Board's report and the public site take over, and figures taken in from the rooms."""

import json
from datetime import date
from decimal import Decimal

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NOBODY, THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import Refused
from folkmoot.strategy.measures.cards import as_plain, cards
from folkmoot.strategy.measures.judgement import Verdict
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.operations import change_measure, choose_baseline, note_break
from folkmoot.strategy.measures.supplied import Supplied
from folkmoot.strategy.measures.taking import take_in, take_in_everywhere
from folkmoot.strategy.measures.tests.factories import figure, measure
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db
GIVEN: list[Supplied] = []


def given(viewer, *, area, on):
    return [one for one in GIVEN if area is None]


@pytest.fixture(autouse=True)
def _loaded(settings):
    load_strategies()
    GIVEN.clear()
    settings.MEASURE_SUPPLIERS = (f"{__name__}.given",)


def card_of(one, place=None):
    return next(card for card in cards(hq(), area=place, on=TODAY) if card.code == one.code)


def test_the_seven_come_first_and_say_what_is_missing():
    found = cards(hq(), area=None, on=TODAY)
    assert [card.code for card in found[:7]] == [f"success-{number}" for number in range(1, 8)]
    assert [card.of_the_seven for card in found].count(True) == 7
    assert all(card.judgement is Verdict.CANNOT_TELL and card.wanted for card in found)
    assert found[0].judgement_words == "Cannot tell: there is no figure yet."
    assert cards(NOBODY, area=None, on=TODAY) == []


def test_a_card_judges_from_the_baseline_and_can_be_frozen():
    one = measure(owner=Account.objects.get(pk=hq().account_id))
    first = figure(one, "50", as_of=date(2023, 12, 31), base=900, design_effect=Decimal("1.2"))
    figure(one, "52", as_of=date(2024, 12, 31), base=900)
    figure(one, "60", as_of=date(2025, 12, 31), base=900, design_effect=Decimal("1.2"))
    card = card_of(one)
    assert (card.judgement, card.baseline.value, card.baseline_set, len(card.series)) == (Verdict.IMPROVED, 50.0, False, 3)
    assert (card.latest.base, card.latest.effective_base, card.latest.low < 60 < card.latest.high) == (900, 750, True)
    assert any("Nobody chose a baseline" in caveat for caveat in card.caveats)
    choose_baseline(by=hq(), at=NOW, observation=first, why="The year before the strategy")
    restated = figure(one, "58", as_of=first.as_of, base=900, replaces=first, note="Weights were revised", restated=True)
    card = card_of(one)
    assert (card.baseline_set, card.baseline.value, card.baseline.restated) == (True, float(restated.value), True)
    assert (card.judgement, card.restatements[0].was, card.restatements[0].by_source) == (Verdict.CANNOT_TELL, "50%", True)
    plain = json.loads(json.dumps(as_plain(card)))
    assert (plain["judgement"], plain["as_of"], plain["owner"]) == ("cannot_tell", "2025-12-31", "Owen Achebe")


def test_a_break_parts_what_is_compared():
    one = measure()
    before = figure(one, "50", as_of=date(2023, 12, 31), base=900)
    figure(one, "70", as_of=date(2024, 12, 31), base=900)
    with pytest.raises(Refused, match="not one in the future"):
        note_break(by=hq(), at=NOW, measure=one, on=date(2027, 1, 1), what="The question changed")
    choose_baseline(by=hq(), at=NOW, observation=before, why="The year before")
    words = "Very or fairly confident in the service, of all who answered"
    note_break(by=hq(), at=NOW, measure=one, on=date(2024, 6, 1), what="The question names the service now", definition=words)
    card = card_of(one)
    assert card.judgement is Verdict.CANNOT_TELL
    assert "counted otherwise since 1 June 2024" in card.judgement_words
    assert "The baseline is of another definition: set a new one." in card.caveats
    assert [point.version for point in card.series] == [1, 2]
    assert (card.definition, card.breaks[0].was) == (words, "Very or fairly confident, of all who answered the survey")
    with pytest.raises(Refused, match="another definition"):
        choose_baseline(by=hq(), at=NOW, observation=before, why="The year before")


def test_a_target_in_the_past_and_a_base_with_none_published_are_refused():
    one = measure()
    with pytest.raises(Refused, match="has passed"):
        change_measure(by=hq(), at=NOW, measure=one, target=Decimal(65), target_on=TODAY)
    with pytest.raises(Refused, match="not both"):
        figure(one, "60", base=900, unbased=True)
    figure(one, "50", as_of=date(2024, 1, 31), unbased=True)
    figure(one, "60", unbased=True)
    card = card_of(one)
    assert "does not say how many answered" in card.judgement_words
    assert "Its source publishes no base: it is shown and not judged." in card.caveats


def supplied(value, base=40, code="success-7", as_of=date(2025, 12, 31)):
    return Supplied(code, Decimal(value), Decimal(10), Decimal(90), base, as_of, "Points and answers", "/voice/")


def test_the_same_value_is_never_taken_twice_and_another_is_a_restatement():
    GIVEN.append(supplied("50"))
    assert (take_in_everywhere(by=THE_PRODUCT, at=NOW).new, take_in_everywhere(by=THE_PRODUCT, at=NOW).same) == (1, 1)
    GIVEN[0] = supplied("55", 44)
    assert take_in(by=hq(), at=NOW, area=None).restated == 1
    kept = list(Observation.objects.order_by("pk").values_list("value", "restated", "replaces__value"))
    assert kept == [(50, False, None), (55, True, 50)]
    assert card_of(Measure.objects.get(code="success-7")).latest.base == 44
    assert list(faults()) == []
    with pytest.raises(NotAllowed):
        take_in(by=icem(), at=NOW, area=None)
    assert take_in(by=icem(), at=NOW, area=area()).new == 0


def test_what_cannot_be_taken_is_said_and_a_typed_figure_stands():
    figure(Measure.objects.get(code="success-7"), "40", as_of=date(2025, 12, 31))
    GIVEN.extend([supplied("50"), supplied("50", code="nothing"), supplied("150", as_of=date(2025, 9, 30))])
    taken = take_in(by=hq(), at=NOW, area=None)
    assert (taken.new, taken.restated, len(taken.left)) == (0, 0, 3)
    assert "the one from Points and answers was left" in taken.left[0]


def test_published_figures_come_with_their_source_when_asked_for():
    assert take_in(by=hq(), at=NOW, area=None).new == 0
    assert take_in(by=hq(), at=NOW, area=None, published=True).left == []
    confidence, engagement = (card_of(Measure.objects.get(code=code)) for code in ("success-1", "success-4"))
    assert (confidence.judgement, confidence.latest.effective_base, confidence.late) == (Verdict.IMPROVED, 36457, True)
    assert confidence.judgement_words.startswith("Improved: +3.0 points since 31 March 2008")
    assert (engagement.judgement, len(engagement.series), engagement.latest.words) == (Verdict.CANNOT_TELL, 15, "65.3")
    gap = card_of(Measure.objects.get(code="success-6"))
    assert (gap.latest.words, "There is one point only: no trend can be seen." in gap.caveats) == ("11.6", True)
