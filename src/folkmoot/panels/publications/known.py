"""Whom and what the leak check holds a publication against, read straight from the records and not from what was made of them."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from folkmoot.accounts.models import Account
from folkmoot.engagement.bulletins.leaks import name_candidates
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.panels.publications.leaks import Known, runs_known
from folkmoot.panels.recruitment.models import Application
from folkmoot.stakeholders.models import Contact

_AT_ONCE = 500
_LATEST_MINUTES = 400  # items of a panel whose minutes are held against a text


def known_about(panel: Panel, texts: Iterable[str]) -> Known:
    """All that the check of a publication of this panel looks for; a constant number of queries."""
    words = list(texts)
    candidates = sorted(set().union(*(name_candidates(text) for text in words))) if words else []
    guests = _guests(panel)
    seats = dict(_names(Member.objects.filter(contact__erased_on__isnull=True)))
    here = dict(_names(Member.objects.filter(panel=panel, contact__erased_on__isnull=True)))
    minutes, confidence = runs_known(*_words_of(panel))
    return Known(
        of_the_panel=tuple({*seats.values(), *guests, *_applicants()}), alone=tuple({*here.values(), *guests}),
        people=tuple(_people(candidates)), staff=tuple(Account.objects.exclude(name="").order_by().values_list("name", flat=True)),
        minutes=minutes, confidence=confidence,
    )  # fmt: skip


def _names(seats: QuerySet[Member]) -> Iterable[tuple[int, str]]:
    return seats.order_by().values_list("contact_id", "contact__name")


def _guests(panel: Panel) -> set[str]:
    return set(Attendance.objects.filter(meeting__panel=panel).exclude(name="").order_by().values_list("name", flat=True))


def _applicants() -> set[str]:
    return set(Application.objects.exclude(name="").order_by().values_list("name", flat=True))


def _people(candidates: Sequence[str]) -> list[str]:
    """The names of known people that stand in the texts; asked by what is written, so that a million names cost nothing."""
    found: list[str] = []
    for at in range(0, len(candidates), _AT_ONCE):
        rows = Contact.objects.filter(search_key__in=candidates[at : at + _AT_ONCE], erased_on__isnull=True)
        found += rows.order_by().values_list("name", flat=True)
    return found


def _words_of(panel: Panel) -> tuple[list[str], list[str], list[str]]:
    """The minutes of the panel, what of them is settled and meant to be told, and what is kept about its members."""
    items = list(
        Item.objects.filter(panel=panel)
        .exclude(words="")
        .order_by("-id")
        .values_list("words", "outcome", "title_en", "title_cy")[:_LATEST_MINUTES]
    )
    kept = [words for pair in Member.objects.filter(panel=panel).order_by().values_list("why", "ended_why") for words in pair if words]
    said = [reply for reply in _replies(panel) if reply]
    return [row[0] for row in items], [words for row in items for words in row[1:]], [*kept, *said]


def _replies(panel: Panel) -> Iterable[str]:
    return Attendance.objects.filter(meeting__panel=panel).exclude(reply_words="").order_by().values_list("reply_words", flat=True)
