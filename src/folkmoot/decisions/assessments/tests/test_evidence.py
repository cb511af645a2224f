from datetime import date, timedelta

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.casework.tests.factories import analysis
from folkmoot.census.tests.factories import authority, force_of, load_text, part, schemes, sex_table
from folkmoot.characteristics.models import Category
from folkmoot.communities.models import CommunityPoint
from folkmoot.communities.tests.factories import community, wales
from folkmoot.decisions.assessments.evidence import offers as offering
from folkmoot.decisions.assessments.evidence import operations
from folkmoot.decisions.assessments.evidence.offers import offers
from folkmoot.decisions.assessments.models import TakenEvidence
from folkmoot.decisions.assessments.screening import Characteristic
from folkmoot.decisions.assessments.tests.factories import screened, signed, written
from folkmoot.stats import disclosure
from folkmoot.voice.tests.factories import point
from folkmoot.voice.themes.tests.factories import the_list

pytestmark = pytest.mark.django_db
C = Characteristic
Source = TakenEvidence.Source
SECRET = "My neighbour Gwenllian was sent away in March"


def of(viewer, row, code, source):
    return [offer for offer in offers(viewer, row, code, today=TODAY) if offer.source == source]


def deaf(**over):
    schemes()
    the_list()
    found = community("Deaf people", **over)
    found.characteristics.add(Category.objects.get(scheme__code="disability-equality-act", kind="answer", order=min(
        Category.objects.filter(scheme__code="disability-equality-act", kind="answer").values_list("order", flat=True)
    )))  # fmt: skip
    return found


def said(by_whom, number, theme="Keeping victims informed", **over):
    for _place in range(number):
        CommunityPoint.objects.create(community=by_whom, point=point(words=SECRET, theme=theme, **over))


def test_census_is_offered_with_source_day_base_and_gaps(tmp_path):
    schemes()
    part(authority("E07000026", "Allerdale"), force_of(area()))
    load_text(tmp_path, sex_table({"E07000026": (520, 480)}))
    (offer,) = of(icem(), screened(), C.SEX, Source.CENSUS)
    assert "52.0%" in offer.words
    assert "48.0%" in offer.words
    assert (offer.as_of, offer.base) == (date(2021, 3, 21), "1,000 people")
    assert "2021" in offer.gaps
    assert of(icem(), screened("Other"), C.RACE, Source.GAP)[0].words.startswith("No census figures")


def test_what_people_said_is_counted_and_never_copied():
    said(deaf(), 6)
    (offer,) = of(icem(), screened(), C.DISABILITY, Source.POINTS)
    assert offer.words == "6 points were recorded. Most often about: Keeping victims informed."
    assert SECRET not in str(offers(icem(), screened("Other"), C.DISABILITY, today=TODAY))


def test_points_that_bear_on_a_characteristic_count_too():
    schemes()
    for _place in range(5):
        point(equality=[("ethnicity", None)])
    assert of(icem(), screened(), C.RACE, Source.POINTS)[0].base == "5 points"


def test_small_numbers_of_points_and_rare_themes_are_withheld():
    group = deaf()
    said(group, 3)
    (few,) = of(icem(), screened(), C.DISABILITY, Source.POINTS)
    assert few.words == "Fewer than 5 points were recorded; how many and about what is withheld."
    assert few.base == ""
    said(group, 2, theme="Interpreters")
    (more,) = of(icem(), screened("Other"), C.DISABILITY, Source.POINTS)
    assert more.words == "5 points were recorded. No theme was raised often enough to be named."


def test_the_guard_of_small_numbers_is_what_withholds_them(monkeypatch):
    """The control: with the guard broken on purpose the small number and the rare theme are there to be seen."""
    said(deaf(), 3, theme="Interpreters")
    monkeypatch.setattr(disclosure, "is_small", lambda *_numbers: False)
    (offer,) = of(icem(), screened(), C.DISABILITY, Source.POINTS)
    assert "3 points" in offer.words
    assert "Interpreters" in offer.words


def test_points_of_another_area_and_old_ones_stay_out():
    said(deaf(), 6, said_on=TODAY - timedelta(days=800))
    row = screened()
    assert of(icem(), row, C.DISABILITY, Source.POINTS) == []
    assert offering.points_of(icem("sian@example.org", "Sian", of=wales()), wales(), C.DISABILITY, TODAY).count() == 0


def test_communities_known_and_met_are_offered_and_their_absence_is_a_gap():
    deaf()
    (offer,) = of(icem(), screened(), C.DISABILITY, Source.REACH)
    assert offer.words == "1 community with this characteristic is known; met in the last 12 months: 0. Never met: Deaf people."
    gaps = [offer.words for offer in of(icem(), screened("Other"), C.CARERS, Source.GAP)]
    assert len(gaps) == 5
    assert any("no workforce figures yet" in words for words in gaps)


def test_a_comparison_gives_only_its_released_sentences():
    analysis(area=area())
    (offer,) = of(icem(), screened(), C.RACE, Source.DISPARITY)
    assert "Needs review: Black" in offer.words
    assert "with 95% confidence" in offer.words
    assert "not proof of its cause" in offer.gaps
    assert "Imagined Person" not in offer.words
    hr = account("helen.frost@example.org", "Helen Frost")
    grant(hr, Role.HR, [area()])
    assert of(viewer_for(hr, TODAY), screened("Other"), C.RACE, Source.DISPARITY) == []


def test_earlier_assessments_on_the_topic_are_offered():
    signed()
    signed(written(title="Canteen opening times"))
    (offer,) = of(icem(), screened("Hearings by video"), C.SEX, Source.PAST)
    assert offer.title == "Earlier assessment: Remote hearings for witnesses"
    assert offer.words.startswith("Evidence of no impact.")


def test_what_is_taken_stays_as_it_stood():
    group, row = deaf(), screened()
    said(group, 6)
    taken = operations.take(by=icem(), at=NOW, assessment=row, offers=of(icem(), row, C.DISABILITY, Source.POINTS))
    said(group, 4)
    again = of(icem(), row, C.DISABILITY, Source.POINTS)
    assert again[0].base == "10 points"
    assert operations.take(by=icem(), at=NOW, assessment=row, offers=again) == []
    assert [each.base for each in row.evidence.all()] == [taken[0].base] == ["6 points"]
