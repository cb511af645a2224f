"""A report with its makers, reviewers and signatories."""

from datetime import timedelta

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import TODAY, account, area, grant, hq
from folkmoot.reports.models import Report
from folkmoot.reports.review import operations
from folkmoot.reports.review.models import Answer, Comment, Review
from folkmoot.reports.review.operations import Asked
from folkmoot.reports.tests.factories import JULY

LAST_DAY = (JULY + timedelta(days=14)).date()
CHALLENGE = "These shares rest on too few cases to say anything."


def orr() -> Viewer:
    """The outside member."""
    return _with_role("elspeth.orr@example.org", "Elspeth Orr", Role.GOVERNANCE_MEMBER)


def lead() -> Viewer:
    return _with_role("priya.chandran@example.org", "Priya Chandran", Role.LEAD)


def director() -> Viewer:
    return hq("ingrid.solheim@example.org", "Ingrid Solheim")


def account_of(viewer: Viewer) -> Account:
    return Account.objects.get(pk=viewer.account_id)


def _with_role(email: str, name: str, role: Role) -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, role, areas=[area()] if role is Role.LEAD else None, national=role is not Role.LEAD)
    return viewer_for(who, TODAY)


def opened(report: Report, *reviewers: Viewer, by: Viewer | None = None, at=JULY, last_day=LAST_DAY) -> Review:
    asked = [Asked(account_of(one), "Independent member" if one.roles == {Role.GOVERNANCE_MEMBER} else "") for one in reviewers or (orr(),)]
    return operations.open_review(by=by or hq(), at=at, report=report, last_day=last_day, asked=asked)


def said(
    report: Report, by: Viewer | None = None, *, at=JULY, words: str = CHALLENGE, challenge: bool = True, section: str = ""
) -> Comment:
    return operations.comment(
        by=by or orr(), at=at, report=report, words=words, section=section, sections=["actions", "fairness"], challenge=challenge
    )


def answered(comment: Comment, by: Viewer | None = None, *, at=JULY, outcome: str = "accepted", seen: int | None = None, **over) -> Answer:
    values = {"words": "The next report shows every base.", "office": "Head of inclusion"} | over
    return operations.answer(by=by or hq(), at=at, comment=comment, outcome=outcome, seen_answer=seen, **values)


def quick_files(monkeypatch) -> None:
    """Files of a report without the work of writing them; `monkeypatch.undo()` brings the real ones back."""
    monkeypatch.setattr(
        "folkmoot.reports.operations.rendered", lambda report, *, kind, language: f"%PDF- {report.pk} {kind} {language}".encode()
    )
