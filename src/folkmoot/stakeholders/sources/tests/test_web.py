"""Sources through their pages: expected, overdue, received, no longer expected."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders.sources.models import Receipt, Source
from folkmoot.stakeholders.sources.operations import add_source, end_source, expect_again, log_receipt
from folkmoot.stakeholders.sources.queries import overdue

pytestmark = pytest.mark.django_db
LIST = "/organisations/sources/"
STATED = {"name": "Norfolk police hate crime figures", "kind": "police", "tells": "Hate crime by month and strand", "every_months": "3"}


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def source(of=None, **over):
    owner = Account.objects.get(pk=icem().account_id)
    values = STATED | {"every_months": 3, "first_due_on": NOW.date() - timedelta(days=10)} | over
    return add_source(by=hq(), at=NOW, area=of, owner=owner, **values)


def test_from_an_empty_database_to_a_receipt(here):
    assert "No source is recorded yet" in here.get(LIST).text
    due = (timezone.localdate() - timedelta(days=3)).isoformat()
    answer = here.post(f"{LIST}new", STATED | {"first_due_on": due, "owner": str(icem().account_id), "mark": "m1"})
    assert answer.status_code == 302, answer.text
    assert "1 source is overdue." in here.get(LIST).text
    here.post(f"{answer.url}receipt", {"on": timezone.localdate().isoformat(), "covers": "January to March", "mark": "m2"})
    assert Receipt.objects.get().covers == "January to March"
    assert "is overdue" not in here.get(LIST).text
    here.post(f"{answer.url}end", {"mark": "m3"})
    assert STATED["name"] in here.get(f"{LIST}?state=ended").text
    here.post(f"{answer.url}expect", {"mark": "m4"})
    assert STATED["name"] in here.get(LIST).text
    here.post(
        f"{answer.url}change",
        STATED | {"name": "Suffolk figures", "first_due_on": due, "owner": str(icem().account_id), "version": "3", "mark": "m5"},
    )
    assert Source.objects.get().name == "Suffolk figures"
    assert list(faults()) == []


def test_another_area_sees_nothing_of_it_and_nobody_changes_what_is_national(client, here):
    mine, national = source(of=area()), source(name="National figures")
    assert here.get(f"{LIST}{national.pk}/").status_code == 200
    assert here.get(f"{LIST}{national.pk}/receipt").status_code == 404
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    client.force_login(Account.objects.get(pk=other.account_id))
    assert client.get(f"{LIST}{mine.pk}/").status_code == 404
    assert [each.source for each in overdue(other, today=NOW.date())] == [national]


def test_refusals():
    one = source(of=area())
    with pytest.raises(Refused):
        log_receipt(by=hq(), at=NOW, source=one, on=NOW.date() + timedelta(days=1), covers="x")
    with pytest.raises(Refused):
        expect_again(by=hq(), at=NOW, source=one)
    end_source(by=hq(), at=NOW, source=one)
    with pytest.raises(Refused):
        end_source(by=hq(), at=NOW, source=one)


def test_queries_do_not_grow_with_rows(here):
    here.get(LIST)
    numbers = []
    for _round in range(2):
        for number in range(4):
            source(of=area(), name=f"Source {Source.objects.count()} {number}")
        with CaptureQueriesContext(connection) as asked:
            here.get(LIST)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
