"""Trends through their pages: added, looked at again, ended, taken up; and who may not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.strategy.trends.models import Trend
from folkmoot.strategy.trends.operations import change_trend, end_trend, review_trend
from folkmoot.strategy.trends.queries import get_trend, trends_for
from folkmoot.strategy.trends.tests.factories import STATED, trend

pytestmark = pytest.mark.django_db
LIST = "/strategy/trends/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def soon(days=90):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_from_an_empty_database_to_an_ended_trend(here):
    assert "Nothing is recorded yet" in here.get(LIST).text
    answer = here.post(f"{LIST}new?area={area().code}", STATED | {"review_on": soon(), "mark": "m1"})
    added = Trend.objects.get()
    assert (answer.status_code, added.area) == (302, area())
    page = here.get(answer.url).text
    assert STATED["title"] in page
    assert "Not yet since it was added" in page
    here.post(f"{answer.url}review", {"words": "The figures fell in May.", "next_on": soon(180), "version": "1", "mark": "m2"})
    assert "The figures fell in May." in here.get(answer.url).text
    here.post(f"{answer.url}end", {"on": timezone.localdate().isoformat(), "reason": "Figures fell back", "mark": "m3"})
    assert "No longer so since" in here.get(answer.url).text
    assert STATED["title"] not in here.get(LIST).text
    assert STATED["title"] in here.get(f"{LIST}?state=ended").text
    here.post(f"{answer.url}take-up", {"review_on": soon(30), "mark": "m4"})
    assert STATED["title"] in here.get(LIST).text
    assert list(faults()) == []


def test_a_refused_form_keeps_what_was_typed(here):
    answer = here.post(f"{LIST}new?area={area().code}", STATED | {"evidence": "Rumour", "review_on": soon(), "mark": "m1"})
    assert answer.status_code == 422
    assert STATED["words"] in answer.text
    assert not Trend.objects.exists()


def test_an_area_reads_national_trends_and_may_not_change_them(here):
    national = trend()
    assert STATED["title"] in here.get(f"{LIST}{national.pk}/").text
    for step in ("change", "review", "end", "take-up"):
        assert here.get(f"{LIST}{national.pk}/{step}").status_code == 404


def test_another_area_sees_nothing_of_it(client):
    mine = trend(area=area())
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    client.force_login(Account.objects.get(pk=other.account_id))
    assert client.get(f"{LIST}{mine.pk}/").status_code == 404
    assert STATED["title"] not in client.get(LIST).text
    with pytest.raises(Trend.DoesNotExist):
        get_trend(other, mine.pk)
    assert list(trends_for(other, None)) == []


def test_two_editors_do_not_overwrite_each_other():
    one = trend()
    assert change_trend(by=hq(), at=NOW, trend=one, seen_version=1, title="Hate crime doubles") == ["title"]
    with pytest.raises(ChangedMeanwhile):
        change_trend(by=hq(), at=NOW, trend=one, seen_version=1, title="Something else again")


def test_what_a_change_would_break_is_refused():
    one = trend()
    with pytest.raises(Refused):
        change_trend(by=hq(), at=NOW, trend=one, evidence="Rumour")
    with pytest.raises(Refused):
        review_trend(by=hq(), at=NOW, trend=one, words="Nothing new was found.", next_on=NOW.date())
    end_trend(by=hq(), at=NOW, trend=one, on=NOW.date(), reason="Figures fell back")
    with pytest.raises(Refused):
        end_trend(by=hq(), at=NOW, trend=one, on=NOW.date(), reason="Figures fell back")
    assert AuditEvent.objects.filter(subject_kind="strategy.trend").count() == 2


def test_queries_do_not_grow_with_rows(here):
    here.get(LIST)
    numbers = []
    for _round in range(2):
        for number in range(4):
            trend(area=area(), title=f"Trend number {Trend.objects.count()} {number}")
        with CaptureQueriesContext(connection) as asked:
            here.get(LIST)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
