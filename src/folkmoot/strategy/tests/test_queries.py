import pytest

from folkmoot.foundation.audit import SYSTEM
from folkmoot.strategy import queries
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.tests.factories import NOW, load_strategies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded():
    load_strategies()


def test_aims_stand_in_the_order_of_the_document():
    assert [aim.code for aim in queries.list_aims(SYSTEM, top_only=True)] == [
        "public-confidence", "success-of-our-people", "high-quality-casework",
    ]  # fmt: skip
    assert queries.list_aims(SYSTEM).count() == 9
    assert not queries.list_aims(SYSTEM, strategy="eastern-2010-11").exists()


def test_commitments_of_an_aim_take_in_its_sub_aims():
    aim = queries.get_aim(SYSTEM, "public-confidence")
    assert queries.list_commitments(SYSTEM, aim=aim).count() == 9
    assert queries.list_commitments(SYSTEM, aim=queries.get_aim(SYSTEM, "build-trust")).count() == 4
    assert queries.list_commitments(SYSTEM, strategy="cps-2020", kind=Commitment.Kind.SUCCESS_MEASURE).count() == 7


def test_a_withdrawn_line_is_not_listed():
    Commitment.objects.filter(code="trust-1").update(withdrawn_on=NOW.date())
    assert queries.list_commitments(SYSTEM).count() == 54


def test_an_unknown_aim_is_said_plainly():
    with pytest.raises(queries.NoSuchAim, match="There is no aim “ambition”"):
        queries.get_aim(SYSTEM, "ambition")


def test_a_strategy_carries_its_aims_and_lines(django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        strategies = list(queries.list_strategies(SYSTEM))
        national, eastern = strategies
        assert [sub.code for sub in national.listed_aims[0].listed_sub_aims] == ["build-trust", "everyones-business"]
        assert len(national.listed_aims[0].listed_sub_aims[0].listed_lines) == 4
        assert (len(national.listed_lines), len(eastern.listed_lines)) == (35, 20)
        assert eastern.area.code == "east-of-england"
