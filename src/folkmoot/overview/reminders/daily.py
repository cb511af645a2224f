"""The daily job: the minimum set, reminders, digests, the post, and forgetting what has been kept long enough. All may be repeated."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.notices.digests import compose_digests
from folkmoot.accounts.notices.forgetting import forget_invitations, forget_notices
from folkmoot.accounts.notices.sending import Posted, forget_settled, send_waiting
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.actions.minimum.operations import give_out
from folkmoot.casework.goals.operations import read_goals
from folkmoot.casework.quality.operations import read_progress
from folkmoot.casework.signals.runs.operations import run_signals
from folkmoot.casework.sources.fetching import fetch_tables, in_words
from folkmoot.engagement.calendar.forgetting import forget_senders
from folkmoot.foundation.outbox import messages_reach_nobody
from folkmoot.keeping.daily import take_the_days
from folkmoot.keeping.rewriting import rewrite_if_erased
from folkmoot.overview.reminders.models import DailyRun
from folkmoot.overview.reminders.operations import Ran, run
from folkmoot.overview.reminders.parts import end_part, left_of, take_part, tries_of
from folkmoot.overview.search import keeping as index_of_search
from folkmoot.panels.agenda.backlog import fill_all
from folkmoot.panels.expenses.retention import forget_claims
from folkmoot.panels.meetings.attending.operations import forget_details
from folkmoot.panels.meetings.dates.operations import forget_answers
from folkmoot.panels.members.operations import end_terms
from folkmoot.panels.members.retention import forget_past_members
from folkmoot.panels.recruitment.applying import forget_applications
from folkmoot.panels.space.retention import forget_words
from folkmoot.scrutiny.identities.operations import erase_due
from folkmoot.scrutiny.packs.documents.operations import erase_due as erase_documents
from folkmoot.strategy.measures.taking import take_in_everywhere
from folkmoot.voice.forms.taking import forget_people

log = logging.getLogger("folkmoot.daily")
BEGUN_ANEW = timedelta(hours=1)  # a job that has not finished for so long has stopped
Clock = Callable[[], datetime]
Part = Callable[[datetime, Clock], "Done"]


def do_day(*, at: datetime, clock: Clock = timezone.now, by_hand: bool = False) -> tuple[list[str], bool]:
    """Do the job as of `at`; returns what was done, a line or more for each part, and whether all of it could be done.

    Each part is on its own: one that fails is named and does not stop the others, and one that ended its process is taken last when
    the day is begun anew. What is left is tried again by `take_day`, until it is done or parked; then the day is finished. `by_hand`:
    every part is tried, also those that were done or parked.
    """
    lines: list[str] = []
    day, whole = timezone.localdate(at), True
    tries = {} if by_hand else tries_of(day)
    for name, part in sorted(PARTS, key=lambda each: tries.get(each[0], 0)):  # sorted() keeps the order of those tried as often
        if not take_part(day, name, at=clock(), by_hand=by_hand):
            continue
        done, error = _attempt(name, part, at, clock)
        end_part(day, name, at=clock(), whole=done.whole, error=error)
        lines, whole = lines + done.lines, whole and done.whole
    if left_of(day, [name for name, _part in PARTS]):
        _begun(day, at)
    else:
        _finished(day, clock())
    return lines, whole


@dataclass(frozen=True)
class Done:
    """What one part said of itself, and whether all of it could be done."""

    lines: list[str]
    whole: bool = True


def _attempt(name: str, part: Part, at: datetime, clock: Clock) -> tuple[Done, str]:
    """What a part said, and the kind of error it failed with, "" where it did not."""
    try:
        return part(at, clock), ""
    except Exception as error:
        kind = type(error).__name__  # its text may name people
        log.error("a part of the daily job failed: %s: %s", name, kind)
        return Done([f"{name}: could not be done ({kind}); see the log."], whole=False), kind


def _give_out(at: datetime, clock: Clock) -> Done:
    return Done([f"Minimum set: {give_out(by=THE_PRODUCT, at=at)} given to Areas that lacked them."])


def _fetch(at: datetime, clock: Clock) -> Done:
    fetched = fetch_tables(by=THE_PRODUCT, at=at)
    return Done(in_words(fetched), not any(one.problem for one in fetched))


def _look_for_signals(at: datetime, clock: Clock) -> Done:
    ran = run_signals(at=at)
    words = "Signals: data to {month} looked at, {listed} new, {retested} tested again; {goals} goals read."
    goals = read_goals(by=THE_PRODUCT, at=at)
    return Done([words.format(month=ran.month, listed=ran.listed, retested=ran.retested, goals=goals)])


def _read_quality(at: datetime, clock: Clock) -> Done:
    return Done([f"Plans with forces: {read_progress(by=THE_PRODUCT, at=at)} months read from the data."])


def _measure(at: datetime, clock: Clock) -> Done:
    taken = take_in_everywhere(by=THE_PRODUCT, at=at)
    return Done([f"Measures: {taken.new} figures came in from the rooms, {taken.restated} were restated."])


def _remind(at: datetime, clock: Clock) -> Done:
    ran = run(at=at)
    return Done([_said(ran), *(f"Reminders of {name} could not be said; see the log." for name in ran.broken)], not ran.broken)


def _digest(at: datetime, clock: Clock) -> Done:
    return Done([f"Digests: {compose_digests(by=THE_PRODUCT, at=at)} written."])


def _send(at: datetime, clock: Clock) -> Done:
    posted = send_waiting(by=THE_PRODUCT, clock=clock)
    return Done([posted_words(posted)], not posted.out_of_reach)


def _forget_letters(at: datetime, clock: Clock) -> Done:
    letters = forget_settled(by=THE_PRODUCT, at=clock())
    notices, invitations = forget_notices(by=THE_PRODUCT, at=at), forget_invitations(by=THE_PRODUCT, at=at)
    senders = forget_senders(by=THE_PRODUCT, at=at)
    told = f"Old notices: {notices} deleted; {invitations} invitations and {senders} messages no longer say who was written to or wrote."
    return Done([f"Old letters: {letters} emptied of address and words.", told])


def _forget_people(at: datetime, clock: Clock) -> Done:
    return Done([f"Names left on forms: {forget_people(by=THE_PRODUCT, at=at)} erased, their time being over."])


def _end_seats(at: datetime, clock: Clock) -> Done:
    return Done([f"Seats on panels: {end_terms(by=THE_PRODUCT, at=at)} ended, their term being over."])


def _forget_members(at: datetime, clock: Clock) -> Done:
    seats, claims = forget_past_members(by=THE_PRODUCT, at=at), forget_claims(by=THE_PRODUCT, at=at)
    forget_words(by=THE_PRODUCT, at=at)
    return Done([f"Past panel members: details of {seats} seats and {claims} claims erased, their time being over."])


def _forget_guests(at: datetime, clock: Clock) -> Done:
    people, polls = forget_details(by=THE_PRODUCT, at=at), forget_answers(by=THE_PRODUCT, at=at)
    return Done([f"Meetings of panels: details of {people} people and answers to {polls} polls erased, their time being over."])


def _forget_applicants(at: datetime, clock: Clock) -> Done:
    return Done([f"Applications to panels: {forget_applications(by=THE_PRODUCT, at=at)} erased, their time being over."])


def _fill_backlogs(at: datetime, clock: Clock) -> Done:
    return Done([f"Backlogs of panels: {fill_all(at=at)} items came in."])


def _forget_cases(at: datetime, clock: Clock) -> Done:
    """Documents first: once it is not known whose case it is, nobody could say whose they were."""
    documents, cases = erase_documents(by=THE_PRODUCT, at=at), erase_due(by=THE_PRODUCT, at=at)
    return Done([f"Scrutinised cases: which they were erased of {cases}, and {documents} documents, their time being over."])


def _rewrite(at: datetime, clock: Clock) -> Done:
    """The index of search first: it holds words of its own, and what leaves it then leaves the file as well."""
    while not index_of_search.catch_up():
        pass
    return Done([rewrite_if_erased(by=THE_PRODUCT, at=clock())])


def _back_up(at: datetime, clock: Clock) -> Done:
    return Done([take_the_days(by=THE_PRODUCT, at=clock())])


PARTS: tuple[tuple[str, Part], ...] = (
    ("Minimum set", _give_out), ("Data sources", _fetch), ("Signals", _look_for_signals), ("Data quality", _read_quality),
    ("Measures", _measure),
    ("Reminders", _remind), ("Digests", _digest), ("Letters", _send),
    ("Old letters", _forget_letters),
    ("Seats on panels", _end_seats), ("Past panel members", _forget_members), ("Old meetings", _forget_guests),
    ("Backlogs of panels", _fill_backlogs),
    ("Applications to panels", _forget_applicants),
    ("Names left on forms", _forget_people), ("Scrutinised cases", _forget_cases),
    ("Database", _rewrite),  # after all that erases
    ("Backup", _back_up),  # last: what was erased today is not in it
)  # fmt: skip


def take_day(day: date, *, at: datetime) -> bool:
    """Take the job of a day for oneself, stored before it begins; False where another has it or it is done.

    Two processes that try at once are told apart by the database: one row for each day.
    """
    try:
        with transaction.atomic():
            DailyRun.objects.create(day=day, begun_at=at)
        return True
    except IntegrityError:
        stopped = DailyRun.objects.filter(day=day, finished_at=None, begun_at__lt=at - BEGUN_ANEW)
        return bool(stopped.update(begun_at=at, version=F("version") + 1))


def posted_words(posted: Posted) -> str:
    if posted.out_of_reach:
        return f"Letters: {posted.sent} sent; then the mail server could not be reached ({posted.out_of_reach}), the others wait."
    where = "written to the outbox folder, since no mail server is set up" if messages_reach_nobody() else "sent"
    return f"Letters: {posted.sent} {where}, {posted.later} to be tried again, {posted.failed} failed, {posted.uncertain} not certain."


def _said(ran: Ran) -> str:
    parts = ", ".join(f"{number} {kind}" for kind, number in sorted(ran.said.items()))
    return f"Reminders: {sum(ran.said.values())} new" + (f" ({parts})." if parts else ".")


def _begun(day: date, at: datetime) -> None:
    DailyRun.objects.get_or_create(day=day, defaults={"begun_at": at})


def _finished(day: date, at: datetime) -> None:
    _begun(day, at)
    DailyRun.objects.filter(day=day).update(finished_at=at, version=F("version") + 1)
