"""The Board reports of the fictional year with outside eyes: one reviewed, challenged, signed by two, sent and published; one in review."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.reports.models import Report
from folkmoot.reports.operations import sign_report
from folkmoot.reports.release import operations as release
from folkmoot.reports.release.checking import check_report
from folkmoot.reports.release.models import Distribution
from folkmoot.reports.release.operations import Named
from folkmoot.reports.review import operations as review
from folkmoot.reports.review.models import Comment
from folkmoot.reports.review.operations import Asked
from folkmoot.reports.review.rules import Outcome

ELSPETH, INGRID, OWEN, DUNCAN = (
    "elspeth.orr@example.org",
    "ingrid.solheim@example.org",
    "owen.achebe@example.org",
    "duncan.keel@example.org",
)
OFFICE = "Head of inclusion, headquarters"


def review_and_publish(report: Report, accounts: dict[str, Account], *, at: datetime) -> None:
    """The half-year before: three comments, two of them challenges, each answered; signed by two; sent; published by a second person."""
    owen, ingrid, duncan = (_viewer(accounts, one, at) for one in (OWEN, INGRID, DUNCAN))
    release.name_signatories(
        by=owen, at=at, report=report,
        named=[Named(accounts[INGRID], "Director of strategy"), Named(accounts[DUNCAN], "Chief Crown Prosecutor for the Board")],
    )  # fmt: skip
    review.open_review(
        by=owen, at=at, report=report, last_day=(at + timedelta(days=7)).date(), asked=_asked(accounts),
        note="Please say above all what a reader outside the service would not believe.",
    )  # fmt: skip
    said = _say(report, accounts, at + timedelta(days=2))
    _answer(
        said[0],
        owen,
        at + timedelta(days=3),
        Outcome.ACCEPTED,
        "From the next report on, every share of the section on fairness stands with the number of people it is of.",
    )
    _answer(
        said[1],
        owen,
        at + timedelta(days=5),
        Outcome.NOT_ACCEPTED,
        "We do not name communities in which fewer than five people spoke: they could be recognised. The Areas answer to them directly.",
    )
    _answer(said[2], owen, at + timedelta(days=5), Outcome.ACCEPTED, "The summary now says first what did not change.")
    for number, signer in enumerate((ingrid, duncan), 9):
        report.refresh_from_db()
        sign_report(by=signer, at=at + timedelta(days=number), report=report)
    report.refresh_from_db()
    _send(report, accounts, owen, at + timedelta(days=11))
    _publish(report, duncan, ingrid, at + timedelta(days=12))


def open_the_draft(report: Report, accounts: dict[str, Account], *, at: datetime) -> None:
    """The last half-year: open for review, with a challenge that nobody has answered."""
    owen, elspeth = _viewer(accounts, OWEN, at), _viewer(accounts, ELSPETH, at)
    release.name_signatories(by=owen, at=at, report=report, named=[Named(accounts[INGRID], "Director of strategy")])
    review.open_review(
        by=owen, at=at, report=report, last_day=timezone.localdate(at) + timedelta(days=21), asked=_asked(accounts),
        note="Please look at the actions that are overdue, and at what is not known.",
    )  # fmt: skip
    review.comment(
        by=elspeth, at=at, report=report, section="actions", sections=["actions"], challenge=True,
        words="Some of these actions were overdue in the last report too. Why should the Board believe the new dates?",
    )  # fmt: skip


def _asked(accounts: dict[str, Account]) -> list[Asked]:
    return [Asked(accounts[ELSPETH], "Independent member of the Board"), Asked(accounts[INGRID], "Director of strategy")]


def _say(report: Report, accounts: dict[str, Account], at: datetime) -> Sequence[Comment]:
    elspeth, ingrid = _viewer(accounts, ELSPETH, at), _viewer(accounts, INGRID, at)
    sections = ["fairness", "voice", "summary"]
    return [
        review.comment(
            by=elspeth, at=at, report=report, section="fairness", sections=sections, challenge=True,
            words="A share without the number of people behind it tells me nothing. How many cases do these differences rest on?",
        ),
        review.comment(
            by=elspeth, at=at, report=report, section="voice", sections=sections, challenge=True,
            words="Name every community that waited longest for an answer, however small it is.",
        ),
        review.comment(
            by=ingrid, at=at, report=report, section="summary", sections=sections,
            words="The summary says what went well before what did not change. Please turn it round.",
        ),
    ]  # fmt: skip


def _answer(said: Comment, by: Viewer, at: datetime, outcome: Outcome, words: str) -> None:
    review.answer(by=by, at=at, comment=said, outcome=outcome.value, words=words, office=OFFICE)


def _send(report: Report, accounts: dict[str, Account], by: Viewer, at: datetime) -> None:
    file = report.files.get(signed=True, kind="pdf", language="en")
    how, on = Distribution.How, timezone.localdate(at)
    release.send(by=by, at=at, report=report, file=file, how=how.EMAIL, on=on, account=accounts[ELSPETH])
    release.send(by=by, at=at, report=report, file=file, how=how.HAND, on=on, recipient="The Board, twelve printed copies")


def _publish(report: Report, by: Viewer, second: Viewer, at: datetime) -> None:
    """Nothing is published with something that can never leave; what else was found is explained."""
    publication = release.prepare(by=by, at=at, report=report)
    found = check_report(report, {}, today=timezone.localdate(at))
    if any(one.never for one in found):
        return
    if found:
        release.explain(
            by=by,
            at=at,
            publication=publication,
            keys=[one.key for one in found],
            why="Counts of activities, actions and points, and words of the report; none is of people.",
        )
    release.publish(by=second, at=at + timedelta(days=1), publication=publication)


def _viewer(accounts: dict[str, Account], email: str, at: datetime) -> Viewer:
    return viewer_for(accounts[email], timezone.localdate(at))
