"""Flags out of records that were made as people make them."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.foundation.saving import Refused
from folkmoot.panels.agenda.models import Minutes
from folkmoot.panels.agenda.operations.items import add_item
from folkmoot.panels.agenda.operations.minutes import circulate_minutes, write_minutes
from folkmoot.panels.flags.queries import flags_of
from folkmoot.panels.flags.rules import Kind
from folkmoot.panels.meetings.attending.operations import record_attendance
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.operations import close_meeting, draft_meeting, enter_afterwards
from folkmoot.panels.meetings.queries import attendances
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.operations import appoint, record_undertaking, step_down
from folkmoot.panels.models import Panel
from folkmoot.panels.operations import end_panel
from folkmoot.panels.queries import terms_on
from folkmoot.panels.recommendations.operations import answer, recommend
from folkmoot.panels.tests.factories import agreed, bare_panel
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def seated(panel: Panel, *names: str) -> list[Member]:
    """Members with an undertaking that holds today; the first of them chairs."""
    seats = []
    for name in names:
        position = "member" if seats else "chair"
        why = "They know the county and applied."
        person = contact(name, email=f"{name.lower()}@example.org")
        seat = appoint(by=icem(), at=NOW, panel=panel, contact=person, how="advert", why=why, starts=date(2025, 4, 1), position=position)
        record_undertaking(by=icem(), at=NOW, member=seat, signed_on=date(2026, 1, 5), terms=terms_on(panel, TODAY))
        seats.append(seat)
    return seats


def held(panel: Panel, day: date, *, there: bool = True, theme: str = "Online hate crime") -> Meeting:
    """A meeting of that day, closed, with one item on its agenda; with nobody there it has no quorum."""
    starts_at = timezone.make_aware(datetime.combine(day, time(14)))
    meeting = draft_meeting(by=icem(), at=NOW, panel=panel, starts_at=starts_at, place="Ely", theme=theme)
    meeting = enter_afterwards(by=icem(), at=NOW, meeting=meeting, chaired_by=Member.objects.filter(panel=panel, position="chair").first())
    for row in attendances(meeting):
        record_attendance(by=icem(), at=NOW, attendance=row, present="room" if there else "absent")
    remit = panel.kind.remits.get(code="cases")
    item = add_item(by=icem(), at=NOW, panel=panel, title_en=theme, remit=remit, meeting=meeting)
    write_minutes(by=icem(), at=NOW, item=item, words="Three cases were read.")
    return meeting


def closed(meeting: Meeting, why: str = "") -> Meeting:
    return close_meeting(by=icem(), at=NOW, meeting=meeting, why=why)


def kinds(panel: Panel, **when) -> list[str]:
    return [flag.kind for flag in flags_of(icem(), today=TODAY, panel=panel, **when)]


@pytest.fixture
def fens() -> Panel:
    panel = bare_panel(area(), "fens", starts=date(2025, 4, 1))
    agreed(panel, quorum=2, least_members=2, meetings_a_year=2, chair_rule="elected", chair_months=None)
    return panel


def test_a_panel_without_terms_has_one_flag_and_one_that_ended_none():
    panel = bare_panel(area(), "fens")
    flag = flags_of(icem(), today=TODAY)[0]
    assert (flag.panel, flag.kind, flag.since, flag.address) == (panel, Kind.NO_TERMS, panel.starts, "/panels/fens/#terms")
    end_panel(by=icem(), at=NOW, panel=panel, on=TODAY, why="It never met, and another was set up.")
    assert flags_of(icem(), today=TODAY) == []


def test_seats_chair_and_undertakings_from_the_seats_themselves(fens):
    assert {Kind.CHAIR_VACANT, Kind.SEATS} <= set(kinds(fens))
    chair, member = seated(fens, "Ruth", "Sian")
    assert not {Kind.CHAIR_VACANT, Kind.SEATS, Kind.UNDERTAKING, Kind.TERM_ENDING} & set(kinds(fens))
    lapses = member.undertakings.get().lapses_on
    later = flags_of(icem(), today=lapses + timedelta(days=1), panel=fens)
    assert {flag.since for flag in later if flag.kind == Kind.UNDERTAKING} == {lapses}, "lapsed yesterday: both"
    assert Kind.TERM_ENDING in {flag.kind for flag in flags_of(icem(), today=member.ends - timedelta(days=90), panel=fens)}
    step_down(by=icem(), at=NOW, member=chair, on=TODAY)
    vacant = next(flag for flag in flags_of(icem(), today=TODAY, panel=fens) if flag.kind == Kind.CHAIR_VACANT)
    assert "Ruth" not in vacant.words
    assert vacant.since == TODAY + timedelta(days=1)


def test_meetings_minutes_and_recommendations(fens):
    seated(fens, "Ruth", "Sian")
    first = held(fens, date(2025, 11, 4))
    asked = recommend(by=icem(), at=NOW, meeting=first, words_en="Ask for the personal statement at charge.", to="service")
    closed(first)
    assert Kind.MINUTES in kinds(fens), "four months and no minutes that anybody has seen"
    circulate_minutes(by=icem(), at=NOW, minutes=Minutes.objects.get(meeting=first))
    assert not {Kind.MINUTES, Kind.UNANSWERED, Kind.NO_QUORUM} & set(kinds(fens))
    for day in (date(2026, 2, 10), date(2026, 3, 3)):
        closed(held(fens, day, there=False), "Nobody could come because of the snow.")
    assert {Kind.MINUTES, Kind.UNANSWERED, Kind.NO_QUORUM} <= set(kinds(fens))
    answer(by=icem(), at=NOW, recommendation=asked, answer="rejected", reason="It is done already in every case.")
    assert Kind.UNANSWERED not in kinds(fens)


def test_an_area_sees_its_own_flags_and_many_panels_cost_no_more_than_one(fens):
    viewer = hq()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            flags_of(viewer, today=TODAY)
        return len(queries)

    seated(fens, "Ruth", "Sian")
    one = asked()
    for number in range(3):
        seated(agreed(bare_panel(area(), f"fens-{number}", starts=date(2025, 4, 1)), least_members=2).panel, f"Ann{number}", f"Bea{number}")
    bare_panel(area("cymru-wales", "Cymru-Wales"), "far")
    assert asked() == one
    assert "far" not in {flag.panel.code for flag in flags_of(icem(), today=TODAY)}
    assert "far" in {flag.panel.code for flag in flags_of(viewer, today=TODAY)}


def test_ending_a_panel_ends_its_seats_and_not_before_it_last_met(fens):
    seated(fens, "Ruth", "Sian")
    closed(held(fens, date(2026, 2, 10)))
    end = {"by": icem(), "at": NOW, "panel": fens, "why": "It was merged with the county's panel."}
    with pytest.raises(Refused, match="10 February 2026"):
        end_panel(on=date(2026, 2, 9), **end)
    end_panel(on=TODAY, **end)
    assert set(Member.objects.filter(panel=fens).values_list("ended_on", "ended_how")) == {(TODAY, "panel")}
    assert flags_of(icem(), today=TODAY) == []
