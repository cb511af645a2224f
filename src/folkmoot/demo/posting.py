"""What people find in their inboxes at the end of the year, what they chose to hear by e-mail, and what became of the letters."""

from datetime import datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.notices.operations import prefer
from folkmoot.accounts.notices.reading import mark_read
from folkmoot.accounts.notices.rules import LEASE
from folkmoot.accounts.notices.sending import claim, give_up_overrun, mark
from folkmoot.accounts.scope import THE_PRODUCT, viewer_for
from folkmoot.demo.calendar import Calendar
from folkmoot.overview.reminders.operations import run


def enter_choice(accounts: dict[str, Account], *, calendar: Calendar) -> None:
    """One manager chooses to hear on Mondays, in Welsh."""
    nia, chosen_at = accounts["nia.rowe@example.org"], calendar.until - timedelta(days=200)
    by = viewer_for(nia, timezone.localdate(chosen_at))

    def choose(at: datetime) -> None:
        prefer(by=by, at=at, how="weekly", weekday=0, language="cy")

    calendar.enter(chosen_at, choose)


def fill_inboxes(accounts: dict[str, Account], *, now: datetime) -> None:
    """Say the reminders that hold today; one manager has read half of hers."""
    maya = viewer_for(accounts["maya.fenwick@example.org"], timezone.localdate(now))
    run(at=now)
    for notice in Notice.objects.filter(account=accounts["maya.fenwick@example.org"]).order_by("pk")[1::2]:
        mark_read(maya, at=now, notice=notice)


def settle_the_post(*, now: datetime) -> None:
    """The letters of the year are taken to have gone, and nothing leaves: of the last one nobody knows whether it arrived."""
    at, letters = now - LEASE - timedelta(minutes=20), []
    while letter := claim(by=THE_PRODUCT, at=at):
        letters.append(letter)
    for letter in letters[:-1]:
        mark(by=THE_PRODUCT, at=at, letter=letter, what="taken by the mail server")
    give_up_overrun(by=THE_PRODUCT, at=now)
