"""What leaves as a calendar, read back by another reader and measured by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from folkmoot.engagement.calendar.ics import Guest, Published, feed, invitation
from folkmoot.engagement.calendar.rules import LONDON

CHANGED = datetime(2026, 3, 1, 9, tzinfo=UTC)
GUEST = Guest("sian.prys@example.org", "calendar@example.org", "East of England")


def event(**over):
    values = {
        "uid": "1@example.org",
        "sequence": 3,
        "changed_at": CHANGED,
        "title": "Visit",
        "first": date(2026, 4, 2),
        "last": date(2026, 4, 2),
    }
    return Published(**(values | over))


def at(day, hour, ends):
    starts = datetime(*day, hour, tzinfo=LONDON)
    return {"first": starts.date(), "last": starts.date(), "starts": starts, "ends": starts + timedelta(hours=ends)}


def only_event(raw):
    [found] = Calendar.from_ical(raw).walk("VEVENT")
    return found


def offsets_by_the_file(raw, wall):
    """The offset of a wall time by the rules written in the file, worked out here from the rules alone."""
    zone = Calendar.from_ical(raw).walk("VTIMEZONE")[0]
    begins = []
    for half in zone.subcomponents:
        month, offset = half["RRULE"]["BYMONTH"][0], half["TZOFFSETTO"].td
        assert half["RRULE"]["BYDAY"] == ["-1SU"]
        last = date(wall.year, int(month) + 1, 1) - timedelta(days=1) if month < 12 else date(wall.year, 12, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        begins.append((datetime.combine(sunday, half["DTSTART"].dt.time()), offset))
    before = [each for each in sorted(begins) if each[0] <= wall]
    return before[-1][1] if before else max(begins)[1]


@pytest.mark.parametrize(
    ("day", "utc"),
    [((2026, 3, 28), 10), ((2026, 3, 29), 9), ((2026, 3, 30), 9), ((2026, 10, 24), 9), ((2026, 10, 25), 10), ((2026, 10, 26), 10),
     ((2040, 3, 24), 10), ((2040, 3, 25), 9)],
)  # fmt: skip
def test_ten_o_clock_stays_ten_o_clock_on_both_sides_of_the_clock_change(day, utc):
    raw = feed([event(**at(day, 10, 2))], name="x")
    assert f"DTSTART;TZID=Europe/London:{day[0]}{day[1]:02}{day[2]:02}T100000".encode() in raw
    starts = only_event(raw)["DTSTART"].dt
    assert starts.astimezone(UTC) == datetime(*day, utc, tzinfo=UTC)
    assert starts.utcoffset() == datetime(*day, 10, tzinfo=ZoneInfo("Europe/London")).utcoffset()
    assert offsets_by_the_file(raw, datetime.combine(date(*day), time(10))) == starts.utcoffset()


def test_a_meeting_across_the_night_of_the_change_lasts_as_long_by_the_clock_on_the_wall():
    starts = datetime(2026, 10, 24, 22, tzinfo=LONDON)
    raw = feed(
        [event(first=starts.date(), last=date(2026, 10, 25), starts=starts, ends=datetime(2026, 10, 25, 9, tzinfo=LONDON))], name="x"
    )
    found = only_event(raw)
    assert found["DTEND"].dt.astimezone(UTC) - found["DTSTART"].dt.astimezone(UTC) == timedelta(hours=12)


def test_a_day_is_a_date_and_ends_on_the_day_after():
    raw = feed([event(last=date(2026, 4, 4))], name="x")
    assert b"DTSTART;VALUE=DATE:20260402\r\n" in raw
    assert b"DTEND;VALUE=DATE:20260405\r\n" in raw


def test_what_tells_one_edition_from_the_next():
    raw = feed([event(cancelled=True)], name="x")
    for line in (b"UID:1@example.org", b"SEQUENCE:3", b"STATUS:CANCELLED", b"DTSTAMP:20260301T090000Z", b"LAST-MODIFIED:20260301T090000Z"):
        assert line + b"\r\n" in raw


TITLES = [
    "Cwrdd â’r gymuned; te, coffi\nDewch \\ yma",
    "ŵ" * 200,
    "😀" * 60,
    "a" * 74 + "é",
    "BEGIN:VEVENT\r\nATTENDEE:mailto:x@example.org",
]


@pytest.mark.parametrize("title", TITLES)
def test_lines_are_folded_by_bytes_and_words_come_back_whole(title):
    raw = feed([event(title=title, place="Tŷ; 1, Heol")], name="x")
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is cut in two
    found = only_event(raw)
    assert str(found["SUMMARY"]).split() == title.split()
    assert str(found["LOCATION"]) == "Tŷ; 1, Heol"
    assert "ATTENDEE" not in found


def test_the_zone_is_told_with_the_times():
    raw = feed([event(**at((2026, 4, 2), 10, 1))], name="x")
    assert raw.count(b"BEGIN:VTIMEZONE") == 1
    assert b"TZID:Europe/London\r\n" in raw


def test_an_invitation_names_one_guest_and_asks_for_an_answer():
    raw = invitation(
        event(**at((2026, 4, 2), 10, 1)), GUEST, at=datetime(2026, 3, 10, 9, tzinfo=UTC), words="Welcome", link="https://example.org/r"
    )
    found = only_event(raw)
    assert Calendar.from_ical(raw)["METHOD"] == "REQUEST"
    assert raw.count(b"ATTENDEE") == 1
    assert found["ATTENDEE"].params["RSVP"] == "TRUE"
    assert str(found["ORGANIZER"]) == "mailto:calendar@example.org"
    assert b"DTSTAMP:20260310T090000Z" in raw


def test_a_withdrawal_is_one():
    raw = invitation(event(cancelled=True), GUEST, at=CHANGED)
    assert Calendar.from_ical(raw)["METHOD"] == "CANCEL"
    assert only_event(raw)["STATUS"] == "CANCELLED"
