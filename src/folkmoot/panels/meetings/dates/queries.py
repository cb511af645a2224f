"""Reading polls: which days are offered, what was answered, and which day is best."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.panels.meetings.dates.models import Poll, PollAnswer, PollDate, PollVoice
from folkmoot.panels.meetings.dates.rules import Standing, answering_problem, best_first, standing
from folkmoot.panels.meetings.queries import CAPABILITY
from folkmoot.panels.meetings.replying import left_words
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import still_sits
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import terms_on


def polls(viewer: Viewer, *, panel: Panel | None = None, open_only: bool = False) -> QuerySet[Poll]:
    """The polls in sight, the latest first; with `open_only` those that ended in no meeting and were not withdrawn."""
    rows = within(viewer, Poll.objects.select_related("panel", "panel__area", "meeting"), CAPABILITY, area="panel__area_id")
    rows = rows.filter(panel=panel) if panel else rows
    return rows.filter(meeting__isnull=True, withdrawn_on__isnull=True) if open_only else rows


def get_poll(viewer: Viewer, poll_id: int) -> Poll:
    """One poll in sight. Raises Poll.DoesNotExist for one out of sight."""
    return polls(viewer).get(pk=poll_id)


def voices_of(poll: Poll) -> QuerySet[PollVoice]:
    return (
        PollVoice.objects.filter(poll=poll).select_related("member__contact__merged_into", "poll__panel").order_by("member__contact__name")
    )


def closed(poll: Poll, today: date) -> str:
    """Why no answer is taken any more, or ""."""
    ended = poll.meeting_id is not None or poll.withdrawn_on is not None
    return answering_problem(ended=ended, closes_on=poll.closes_on, today=today)


def closed_for(voice: PollVoice, today: date) -> str:
    """Why no answer of this member is taken any more and nothing of the poll shown, or ""."""
    return closed(voice.poll, today) or ("" if still_sits(voice.member, today) else left_words())


def open_voice_of(member: Member, today: date) -> QuerySet[PollVoice]:
    """The polls that wait for one member's answer, for their own pages."""
    rows = PollVoice.objects.filter(member=member, poll__meeting__isnull=True, poll__withdrawn_on__isnull=True)
    return rows.filter(poll__closes_on__gte=today).select_related("poll__panel").order_by("poll__closes_on")


@dataclass(frozen=True)
class Line:
    """One offered time, how it stands, and each voice's answer ("" for none) in the order of the voices."""

    date: PollDate
    standing: Standing
    answers: list[str]


@dataclass(frozen=True)
class Table:
    """A poll as a table: who was asked, the offered times by day, and the best first as ids."""

    voices: list[PollVoice]
    lines: list[Line]
    best: list[int]
    needed: int


def table_of(poll: Poll) -> Table:
    """Everything that was answered. Four queries, however many were asked."""
    voices, dates = list(voices_of(poll)), list(poll.dates.all())
    said: dict[int, dict[int, str]] = defaultdict(dict)
    for date_id, voice_id, answer in PollAnswer.objects.filter(date__poll=poll).values_list("date_id", "voice_id", "answer"):
        said[date_id][voice_id] = answer
    terms = terms_on(poll.panel, timezone.localdate(dates[0].starts_at)) if dates else None
    needed = terms.quorum if terms else 1
    lines = []
    for each in dates:
        answers = [said[each.pk].get(voice.pk, "") for voice in voices]
        pairs = zip(answers, (voice.votes for voice in voices), strict=True)
        lines.append(Line(each, standing(each.pk, pairs, needed=needed), answers))
    return Table(voices, lines, [each.date_id for each in best_first(line.standing for line in lines)], needed)
