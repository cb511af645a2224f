"""A form sent twice counts once."""

import pytest
from django.db import IntegrityError

from folkmoot.accounts.tests.factories import NOW
from folkmoot.areas.models import Area
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import new_mark, only_once

pytestmark = pytest.mark.django_db


def make_area(code: str = "made") -> str:
    Area.objects.create(code=code, name_en="Made", kind="area")
    return f"/areas/{code}/"


def test_the_second_sending_leads_to_the_same_place_and_changes_nothing():
    mark = new_mark()
    first = only_once(mark, account_id=1, at=NOW, do=make_area)
    second = only_once(mark, account_id=1, at=NOW, do=lambda: make_area("again"))
    assert first == second == "/areas/made/"
    assert Area.objects.count() == 1


def test_without_a_mark_or_with_another_mark_it_counts_again():
    only_once("", account_id=1, at=NOW, do=make_area)
    only_once(new_mark(), account_id=1, at=NOW, do=lambda: make_area("two"))
    only_once(new_mark(), account_id=1, at=NOW, do=lambda: make_area("three"))
    assert Area.objects.count() == 3


def test_what_fails_leaves_neither_mark_nor_row_so_that_it_can_be_sent_again():
    mark = new_mark()

    def fails() -> str:
        make_area()
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        only_once(mark, account_id=1, at=NOW, do=fails)
    assert (Area.objects.count(), SentForm.objects.count()) == (0, 0)
    assert only_once(mark, account_id=1, at=NOW, do=make_area) == "/areas/made/"


def test_a_constraint_broken_by_the_work_itself_is_not_taken_for_a_double_sending():
    make_area()
    with pytest.raises(IntegrityError):
        only_once(new_mark(), account_id=1, at=NOW, do=make_area)


def test_another_accounts_mark_opens_nothing():
    mark = new_mark()
    only_once(mark, account_id=1, at=NOW, do=make_area)
    with pytest.raises(IntegrityError):
        only_once(mark, account_id=2, at=NOW, do=lambda: make_area("two"))
    assert Area.objects.count() == 1


def test_a_sending_that_loses_the_race_gets_the_winners_address(monkeypatch):
    """The other request stores the mark between our look and our write, so our first look finds nothing."""
    mark = new_mark()
    only_once(mark, account_id=1, at=NOW, do=make_area)
    look, looks = SentForm.objects.filter, []

    def late(**asked):
        looks.append(asked)
        return SentForm.objects.none() if len(looks) == 1 else look(**asked)

    monkeypatch.setattr(SentForm.objects, "filter", late)
    assert only_once(mark, account_id=1, at=NOW, do=lambda: make_area("two")) == "/areas/made/"
    assert (Area.objects.count(), len(looks)) == (1, 2)
