import pytest

from folkmoot.accounts.tests.factories import area, hq, icem, panel_member
from folkmoot.reports import queries
from folkmoot.reports.models import Report
from folkmoot.reports.tests import factories

pytestmark = pytest.mark.django_db


def test_an_area_sees_its_own_reports_and_headquarters_all():
    mine, national = factories.report(), factories.report(national=True)
    assert list(queries.list_reports(icem())) == [mine]
    assert list(queries.list_reports(hq())) == [national, mine]
    assert not queries.list_reports(factories.other_icem())
    assert not queries.list_reports(panel_member())
    with pytest.raises(Report.DoesNotExist):
        queries.get_report(icem(), national.pk)


def test_the_report_before_is_of_the_same_scope_and_an_earlier_period():
    earlier = factories.report(period=factories.EARLIER_HALF, at=factories.JANUARY)
    factories.report(period=factories.EARLIER_HALF, at=factories.JANUARY, national=True)
    factories.report()
    assert queries.report_before(hq(), period=factories.FIRST_HALF, area=area()) == earlier
    assert queries.report_before(hq(), period=factories.EARLIER_HALF, area=area()) is None
    assert queries.count_periods_before(hq(), period=factories.FIRST_HALF, area=area()) == 1
