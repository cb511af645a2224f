"""The inbox, letters about it by preference, and digests."""

from datetime import timedelta

import pytest

from folkmoot.accounts.notices import digests, operations, wording
from folkmoot.accounts.notices.digests import compose_digests
from folkmoot.accounts.notices.lines import LINES
from folkmoot.accounts.notices.models import Letter, Notice
from folkmoot.accounts.notices.operations import notify, prefer
from folkmoot.accounts.notices.queries import count_unread, inbox
from folkmoot.accounts.notices.reading import mark_read
from folkmoot.accounts.notices.wording import LeavesTooMuch, notice_mail
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, account, area, hq, icem
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db
SECRET = "Mrs Owusu said the usher laughed at her son"


class Crash(BaseException):
    """The process ends."""


@pytest.fixture(autouse=True)
def _start():
    area()
    icem()


def tell(key="actions.due:1", at=NOW, who=None, **more):
    values = {"kind": "actions.due", "words": SECRET, "address": "/actions/1/"} | more
    return notify(by=THE_PRODUCT, at=at, account=who or account(), key=key, **values)


def choose(how, **more):
    return prefer(by=icem(), at=NOW, **({"how": how, "weekday": 0, "language": "en"} | more))


def digest(days=0, **more):
    return compose_digests(by=THE_PRODUCT, at=NOW + timedelta(days=days, **more))


def test_the_same_key_is_told_once():
    assert tell() == tell(words="again")
    assert count_unread(icem()) == 1


def test_everybody_sees_only_their_own_and_reading_is_kept():
    mine = tell()
    other = hq()
    assert not inbox(other).exists()
    assert mark_read(other, at=NOW, notice=mine) == 0
    assert mark_read(icem(), at=NOW) == 1
    assert count_unread(icem()) == 0


def test_a_notice_leads_to_a_page_of_ours():
    for address in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "actions/1", "/actions/\n1"):
        with pytest.raises(Refused):
            tell(key=address, address=address)


def test_by_default_nothing_leaves_at_once_and_a_digest_is_written_once_a_day():
    tell()
    tell("voice.due:2", kind="voice.due")
    assert not Letter.objects.exists()
    assert [digest(), digest(), digest(hours=3)] == [1, 0, 0]
    letter = Letter.objects.get()
    assert letter.subject == "Folkmoot: 2 things wait for you"
    assert "1 action you own is due within a week." in letter.text
    assert f"/inbox/{Notice.objects.get(kind='voice.due').pk}/" in letter.text
    assert digest(1) == 0, "what was written of is not written of again"
    tell("actions.due:3")
    assert digest(1) == 1


def test_a_notice_that_comes_after_the_digest_of_the_day_is_in_the_next():
    tell()
    digest()
    tell("actions.due:2")
    assert digest(hours=5) == 0
    assert digest(1) == 1
    assert Letter.objects.order_by("pk").last().subject == "Folkmoot: 1 thing waits for you"


def test_what_was_read_is_not_written_of_and_an_empty_digest_is_none():
    tell()
    mark_read(icem(), at=NOW)
    assert digest() == 0


def test_a_weekly_digest_is_made_once_though_the_job_was_late():
    choose("weekly", weekday=0)  # 10 March 2026 is a Tuesday
    tell()
    assert digest() == 1, "the Monday was missed"
    tell("actions.due:2")
    assert [digest(day) for day in (1, 2, 5, 6, 7)] == [0, 0, 0, 1, 0]


def test_at_once_and_none_are_obeyed():
    choose("at_once")
    tell()
    tell()
    assert Letter.objects.count() == 1
    assert digest() == 0
    choose("none")
    tell("actions.due:2")
    assert digest() == 0
    assert Letter.objects.count() == 1


def test_a_closed_account_gets_no_digest():
    nia = account()
    tell()
    nia.is_active = False
    nia.save()
    assert digest() == 0


def test_a_crash_while_a_digest_is_written_leaves_nothing_half_done(monkeypatch):
    tell()

    def crash(*_args, **_more):
        raise Crash

    for place, name in ((operations, "notice_mail"), (operations.audit, "record")):
        with monkeypatch.context() as broken:
            broken.setattr(place, name, crash)
            with pytest.raises(Crash):
                digest()
        assert not Letter.objects.exists()
        assert Notice.objects.filter(letter=None).count() == 1
    whole = digests.tell_by_mail
    with monkeypatch.context() as broken:
        broken.setattr(digests, "tell_by_mail", lambda **asked: (whole(**asked), crash()))
        with pytest.raises(Crash):
            digest()
    assert not Letter.objects.exists()
    assert digest() == 1


def test_an_email_says_that_something_waits_and_never_what():
    choose("at_once")
    tell()
    tell("voice.answer:9", kind="a kind that nobody listed")
    sent = " ".join(f"{row.subject} {row.text}" for row in Letter.objects.all())
    assert "Owusu" not in sent
    assert "usher" not in sent
    assert "nobody listed" not in sent


def test_words_that_would_leave_are_found(monkeypatch):
    """The control: were the message ever to carry a notice's own words, it would not be written, nor the notice told."""
    choose("at_once")
    honest = wording._parts
    monkeypatch.setattr(wording, "_parts", lambda notices, start: [*honest(notices, start), SECRET])
    with pytest.raises(LeavesTooMuch):
        tell()
    assert not Letter.objects.exists()
    assert not Notice.objects.exists()


def test_the_message_is_in_the_language_that_was_chosen(settings):
    choose("at_once", language="cy")
    tell()
    assert Letter.objects.get().language == "cy"
    for kind in LINES:
        assert notice_mail([(1, kind), (2, kind)], "cy").text


def test_two_who_change_the_same_choice_do_not_overwrite_each_other():
    seen = choose("daily").version
    choose("weekly", seen_version=seen)
    with pytest.raises(ChangedMeanwhile):
        choose("none", seen_version=seen)
    with pytest.raises(Refused):
        choose("hourly")
