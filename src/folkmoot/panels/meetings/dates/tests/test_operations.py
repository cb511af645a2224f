"""Finding a day by asking, and planning a year at once."""

from datetime import date, time, timedelta

import pytest

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.engagement.calendar.rules import LONDON
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import Refused
from folkmoot.panels.meetings.dates import operations, queries
from folkmoot.panels.meetings.dates.letters import token_of, voice_of
from folkmoot.panels.meetings.dates.models import PollAnswer
from folkmoot.panels.meetings.dates.rules import Pattern
from folkmoot.panels.meetings.replying import LinkClosed
from folkmoot.panels.meetings.tests.factories import SOON, panel
from folkmoot.panels.members.operations import leave

pytestmark = pytest.mark.django_db
LATER = SOON + timedelta(days=1)


def test_a_day_is_found_by_asking():
    of = panel()
    with pytest.raises(Refused, match="at least two different times"):
        operations.open_poll(by=icem(), at=NOW, panel=of, dates=[SOON], closes_on=date(2026, 3, 20))
    poll = operations.open_poll(by=icem(), at=NOW, panel=of, dates=[LATER, SOON], closes_on=date(2026, 3, 20), place="Ely").poll
    voices = {voice.member.contact.name: voice for voice in queries.voices_of(poll)}
    assert Letter.objects.count() == 3
    assert token_of(voices["Ruth Adeyemi"]) in Letter.objects.get(to="ruth@example.org").text
    assert voice_of(token_of(voices["Ruth Adeyemi"])) == voices["Ruth Adeyemi"]
    with pytest.raises(LinkClosed):
        voice_of("p" + "0" * 32 + ".forged")
    first, second = poll.dates.all()
    operations.answer_poll(at=NOW, voice=voices["Ruth Adeyemi"], answers={first.pk: "no", second.pk: "yes"}, words="After ten")
    operations.record_poll_answer(by=icem(), at=NOW, voice=voices["Gwilym Parry"], answers={first.pk: "yes", second.pk: "maybe"})
    operations.answer_poll(at=NOW, voice=voices["Gwilym Parry"], answers={first.pk: "", 999: "yes", second.pk: "maybe"})
    assert PollAnswer.objects.count() == 3, "an answer is taken back, and a date of nobody's is left aside"
    with pytest.raises(Refused, match="at least one"):
        operations.answer_poll(at=NOW, voice=voices["Halina Nowak"], answers={first.pk: ""})
    table = queries.table_of(poll)
    assert table.best == [second.pk, first.pk]
    assert [line.standing.quorate for line in table.lines] == [False, True]
    assert operations.remind_of_poll(by=icem(), at=NOW, poll=poll) == 1
    with pytest.raises(LinkClosed, match="time to answer is over"):
        operations.answer_poll(at=SOON - timedelta(days=1), voice=voices["Ruth Adeyemi"], answers={first.pk: "yes"})
    meeting = operations.choose_date(by=icem(), at=NOW, poll=poll, date=second)
    assert (meeting.starts_at, meeting.state, meeting.place) == (LATER, "draft", "Ely")
    with pytest.raises(Refused, match="has been found"):
        operations.withdraw_poll(by=icem(), at=NOW, poll=poll, why="Too late")
    assert list(queries.polls(icem(), open_only=True)) == []
    assert operations.forget_answers(by=THE_PRODUCT, at=NOW + timedelta(days=360)) == 0
    assert operations.forget_answers(by=THE_PRODUCT, at=NOW + timedelta(days=366)) == 1
    assert not PollAnswer.objects.exists()
    assert list(faults()) == []


def test_the_link_of_somebody_who_left_opens_nothing_and_nobody_writes_to_them():
    of = panel()
    poll = operations.open_poll(by=icem(), at=NOW, panel=of, dates=[LATER, SOON], closes_on=date(2026, 3, 20), place="Ely").poll
    voice = queries.voices_of(poll).get(member__contact__name="Ruth Adeyemi")
    assert queries.closed_for(voice, NOW.date()) == ""
    leave(by=icem(), at=NOW, member=voice.member, on=NOW.date(), how="resigned")
    assert "closed when the seat ended" in queries.closed_for(voice, NOW.date())
    with pytest.raises(LinkClosed, match="closed when the seat ended"):
        operations.answer_poll(at=NOW, voice=voice, answers={poll.dates.earliest("pk").pk: "yes"})
    assert operations.remind_of_poll(by=icem(), at=NOW, poll=poll) == 2


def test_a_series_is_planned_as_drafts_without_the_days_left_out():
    of = panel()
    pattern = Pattern("monthly", 3, 1, 2, date(2026, 3, 1), date(2026, 12, 31), time(10))
    with pytest.raises(Refused, match="Begin today or later"):
        operations.plan_series(by=icem(), at=SOON, panel=of, pattern=pattern)
    days = [date(2026, 6, 9), date(2026, 12, 8)]
    made = operations.plan_series(by=icem(), at=NOW, panel=of, pattern=pattern, days=days, place="Ely")
    assert [each.starts_at.astimezone(LONDON).strftime("%d %H:%M") for each in made] == ["09 10:00", "08 10:00"]
    assert {each.series.rhythm for each in made} == {"monthly"}
    assert [each.number for each in made] == [1, 2]
