"""Whom the check of a report looks for: people known to the service whose names stand in it, members of panels, and staff."""

from collections.abc import Iterable

from folkmoot.accounts.models import Account
from folkmoot.engagement.bulletins.leaks import name_candidates
from folkmoot.panels.members.models import Member
from folkmoot.panels.publications.leaks import Known
from folkmoot.reports.models import Report
from folkmoot.reports.release.queries import signatures_of
from folkmoot.reports.review.models import Reviewer
from folkmoot.stakeholders.models import Contact

_AT_ONCE = 500


def known_for(report: Report, texts: Iterable[str]) -> Known:
    """Names to look for in these texts; a few queries. Who made or signed it, or agreed to be named, stands in it openly."""
    candidates = sorted(set().union(*(name_candidates(text) for text in texts)))
    people: set[str] = set()
    for at in range(0, len(candidates), _AT_ONCE):
        rows = Contact.objects.filter(search_key__in=candidates[at : at + _AT_ONCE], erased_on__isnull=True)
        people |= set(rows.order_by().values_list("name", flat=True))
    seats = Member.objects.filter(contact__erased_on__isnull=True).order_by().values_list("contact__name", flat=True)
    staff = set(Account.objects.exclude(name="").order_by().values_list("name", flat=True))
    return Known(of_the_panel=tuple(set(seats)), people=tuple(people), staff=tuple(staff - named_openly(report)))


def named_openly(report: Report) -> set[str]:
    """The names that a report carries on purpose."""
    agreed = Reviewer.objects.filter(review__report=report, named=True).values_list("account__name", flat=True)
    return {report.maker_name, report.signer_name, *(name for name, _office in signatures_of(report)), *agreed}
