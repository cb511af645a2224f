import pytest

from folkmoot.characteristics import queries
from folkmoot.characteristics.models import Scheme
from folkmoot.characteristics.rules import Match, Recognised
from folkmoot.characteristics.tests.factories import NOW, load_schemes
from folkmoot.foundation.audit import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded():
    load_schemes()


def test_schemes_are_listed_whole_or_by_characteristic():
    assert queries.list_schemes(SYSTEM).count() == 35
    assert {scheme.code for scheme in queries.list_schemes(SYSTEM, characteristic="sex")} == {"sex", "sex-case-file"}


def test_a_withdrawn_scheme_is_not_found():
    Scheme.objects.filter(code="sex").update(withdrawn_on=NOW.date())
    with pytest.raises(queries.NoSuchScheme, match="sex"):
        queries.get_scheme(SYSTEM, "sex")


def test_categories_without_headings_and_answers_only():
    assert queries.list_categories(SYSTEM, "ethnicity-self-defined-18").count() == 19
    answers = queries.list_categories(SYSTEM, "ethnicity-self-defined-18", answers_only=True)
    assert answers.count() == 18
    assert [row.code for row in answers][:2] == ["W1", "W2"]


@pytest.mark.parametrize(
    ("label", "scheme", "match"),
    [
        ("White - English/Welsh/Scottish/Northern Irish/British", "ethnicity-self-defined-18", Match(Recognised.CATEGORY, "W1")),
        ("Other ethnic group - Not stated", "ethnicity-self-defined-18", Match(Recognised.CATEGORY, "NS")),
        ("White", "ethnicity-self-defined-18", Match(Recognised.HEADING, "W")),
        ("", "ethnicity-self-defined-18", Match(Recognised.MISSING)),
        ("Mixed White and Asian", "ethnicity-census-2021", Match(Recognised.CATEGORY, "9")),
        ("Asian Other", "ethnicity-census-2021", Match(Recognised.CATEGORY, "5")),
        ("White Roma", "ethnicity-census-2021", Match(Recognised.CATEGORY, "16")),
        ("White Roma", "ethnicity-self-defined-18", Match(Recognised.UNMAPPED)),
        ("Gwyn: Gwyddelig", "ethnicity-census-2021", Match(Recognised.CATEGORY, "14")),
        ("Other or unknown", "sex-case-file", Match(Recognised.CATEGORY, "X")),
    ],
)
def test_labels_from_real_files_are_recognised(label, scheme, match):
    assert queries.normalise(SYSTEM, label, scheme) == match


def test_counts_move_between_schemes():
    result = queries.convert(SYSTEM, {"W1": 100, "W9": 7, "NS": 5}, "ethnicity-self-defined-18", "ethnicity-census-2021")
    assert result.counts == {"13": 100, "17": 7}
    assert result.unmapped == {"NS": 5}
    assert result.lost[0].why == "Roma people had no code and may be among these"


def test_without_a_mapping_nothing_moves():
    with pytest.raises(queries.NoMapping, match="cannot be moved"):
        queries.convert(SYSTEM, {"16-19": 1}, "age-civil-service", "age-people-survey")
    with pytest.raises(queries.NoSuchScheme):
        queries.convert(SYSTEM, {}, "sex", "gender")


def test_mappings_are_grouped_by_where_they_lead():
    groups = queries.list_mappings(SYSTEM, queries.get_scheme(SYSTEM, "ethnicity-self-defined-18"))
    assert [(group.to_scheme.code, len(group.rows), group.lossy) for group in groups] == [
        ("ethnicity-5", 19, False),
        ("ethnicity-census-2021", 18, True),
    ]
    assert {scheme.code for scheme in queries.mapped_from(SYSTEM, queries.get_scheme(SYSTEM, "sex"))} == {"sex-case-file"}
