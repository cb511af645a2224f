"""The people who are reminded, and a job that is run on chosen days."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant
from folkmoot.overview.reminders import operations

LEAD = "priya.chandran@example.org"


def lead() -> Account:
    who = account(LEAD, "Priya Chandran")
    if not who.grants.exists():
        grant(who, Role.LEAD, [area()])
    return who


def run_on(day: date) -> dict[str, int]:
    """The daily job's reminders as of a day; how many new ones of each kind."""
    ran = operations.run(at=timezone.make_aware(datetime.combine(day, time(6))))
    assert ran.broken == []
    return ran.said


def run_from(first: date, last: date, *, skipping: tuple[date, ...] = ()) -> None:
    for number in range((last - first).days + 1):
        if (day := first + timedelta(days=number)) not in skipping:
            run_on(day)


def told(kind: str, email: str | None = None) -> list[str]:
    """The words of the notices of a kind, oldest first."""
    rows = Notice.objects.filter(kind=kind).order_by("pk")
    return list((rows.filter(account__email=email) if email else rows).values_list("words", flat=True))
