from datetime import date, datetime

import pytest

from folkmoot.engagement.calendar.reading import Unreadable, read
from folkmoot.engagement.calendar.rules import LONDON
from folkmoot.engagement.calendar.tests.factories import ics


def test_what_an_invitation_says():
    found = read(ics(
        "ORGANIZER;CN=Amir:mailto:Amir@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:SIAN@example.org",
        "ATTENDEE:mailto:sian@example.org", "ATTENDEE:not an address", SEQUENCE="4",
    ))  # fmt: skip
    assert (found.uid, found.sequence, found.title, found.place) == ("one@example.org", 4, "Visit to the mosque", "Wisbech")
    assert found.starts == datetime(2026, 4, 2, 10, tzinfo=LONDON)
    assert (found.organiser, [person.email for person in found.people]) == ("amir@example.org", ["sian@example.org"])
    assert not found.floating


@pytest.mark.parametrize(
    ("when", "starts"),
    [
        (("DTSTART:20260402T090000Z",), datetime(2026, 4, 2, 10, tzinfo=LONDON)),
        (("DTSTART;TZID=America/New_York:20260402T050000",), datetime(2026, 4, 2, 10, tzinfo=LONDON)),
        (("DTSTART;TZID=GMT Standard Time:20260402T100000",), datetime(2026, 4, 2, 10, tzinfo=LONDON)),
        (("DTSTART:20261025T090000Z",), datetime(2026, 10, 25, 9, tzinfo=LONDON)),
        (("DTSTART:20261024T090000Z",), datetime(2026, 10, 24, 10, tzinfo=LONDON)),
    ],
)
def test_times_of_other_zones_become_ours(when, starts):
    found = read(ics(when=when))
    assert (found.starts, found.first, found.floating) == (starts, starts.date(), False)


def test_a_time_without_a_zone_is_told_apart():
    found = read(ics(when=("DTSTART:20260402T100000", "DURATION:PT2H")))
    assert found.floating
    assert found.ends == datetime(2026, 4, 2, 12, tzinfo=LONDON)


def test_whole_days_end_before_the_day_the_file_names():
    found = read(ics(when=("DTSTART;VALUE=DATE:20260402", "DTEND;VALUE=DATE:20260404")))
    assert (found.first, found.last, found.starts, found.floating) == (date(2026, 4, 2), date(2026, 4, 3), None, False)


def test_a_series_gives_its_first_date_and_words():
    found = read(ics("RRULE:FREQ=SECONDLY;COUNT=999999999"))
    assert found.first == date(2026, 4, 2)
    assert "Only its first date was taken" in found.repeats
    assert "every week" in read(ics("RRULE:FREQ=WEEKLY")).repeats


def test_only_a_safe_link_is_taken():
    assert read(ics("URL:javascript:alert(1)")).link == ""
    assert read(ics("URL:https://meet.example.org/x")).link == "https://meet.example.org/x"


def test_control_characters_and_long_words_do_no_harm():
    found = read(ics(SUMMARY="A\\nB" + "\x1b[31m" + "c" * 500))
    assert "\x1b" not in found.title
    assert len(found.title) <= 200


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"hello", b"\x00" * 50, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"A" * 300_000,
        b"BEGIN:VCALENDAR\r\n" + b"X-A:1\r\n" * 1_000_000,
        b"BEGIN:VCALENDAR\r\n" * 190, b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 500, b"\xff\xfe\x00B",
        b"BEGIN:VCALENDAR\r\nSUMMARY:" + b" \r\n x" * 5000, b"BEGIN:VCALENDAR\r\nX:" + b"y" * 20_000 + b"\r\nEND:VCALENDAR\r\n",
        ics(method="COUNTER"), ics("RECURRENCE-ID:20260402T100000Z"),
        ics(when=("DTSTAMP:20260402T100000Z",)), ics(uid=""),
        ics(uid="u" * 300),
        ics(when=("DTSTART:99990402T100000Z",)), ics(when=("DTSTART:19000402T100000Z",)), ics(when=("DTSTART:tomorrow",)),
        ics("DTSTART:20260403T100000Z"), ics(*(f"ATTENDEE:mailto:a{number}@example.org" for number in range(400))),
    ],
    ids=lambda raw: f"{raw[:20]!r}…{len(raw)}",
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_in_plain_words(raw):
    with pytest.raises(Unreadable) as refused:
        read(raw)
    assert str(refused.value).startswith("This calendar file cannot be used.")
