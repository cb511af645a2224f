"""What the check found, in words; people to whom a report can be sent; offices that are suggested."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.panels.publications.leaks import Kind as Leak
from folkmoot.panels.publications.web.presenters import LEAK_WORDS
from folkmoot.reports.models import Report
from folkmoot.reports.queries import reports
from folkmoot.reports.release.leaks import Finding, Kind
from folkmoot.reports.release.rules import Step

STEP_COLOURS = {Step.PREPARED: "yellow", Step.RETURNED: "orange", Step.PUBLISHED: "turquoise", Step.WITHDRAWN: "grey"}
_RELEASED = gettext_lazy("A small number of a case table, which had to be withheld before it came here")
_TABLE = gettext_lazy("A table shows numbers of 1 to 4: say what they count")


def found_words(one: Finding) -> str | Promise:
    if one.kind is Kind.RELEASED:
        return _RELEASED
    return _TABLE if one.kind is Kind.TABLE else LEAK_WORDS[Leak(one.what)]


def people_of(report: Report, *, today: date) -> list[Account]:
    """The people with an account who may open the report, and so can be sent a link."""
    who = people_who_may("reports.read", report.area_id, today=today)
    return [one for one in who if reports(viewer_for(one, today)).filter(pk=report.pk).exists()]


def suggested_office(account: Account, report: Report) -> str:
    """In which office somebody is likely to sign; whoever names them writes what is right."""
    roles = set(account.grants.filter(ended_at=None).values_list("role", flat=True))
    if Role.LEAD in roles:
        return _("Chief Crown Prosecutor")
    return _("Director") if Role.HQ in roles else ""
