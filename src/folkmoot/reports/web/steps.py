"""What a report needs next of this viewer: one sentence and one button each, the most pressing first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.accounts.scope import Viewer
from folkmoot.reports.models import Report
from folkmoot.reports.release import queries as release
from folkmoot.reports.release.models import SignatoryVerdict
from folkmoot.reports.release.rules import Step as Published
from folkmoot.reports.release.rules import Verdict
from folkmoot.reports.review import queries as review
from folkmoot.reports.review.models import Comment, Review, Reviewer
from folkmoot.reports.rules import State


@dataclass(frozen=True)
class Step:
    """What to do, the words of its button and where it leads."""

    words: str
    button: str | Promise
    address: str


@dataclass(frozen=True)
class Standing:
    """All that the page of a report knows of its way to the Board and the public."""

    report: Report
    state: State
    review: Review | None
    mine: Reviewer | None
    comments: list[Comment]
    returned: list[SignatoryVerdict]

    @property
    def unanswered(self) -> list[Comment]:
        """Comments without an answer, challenges first."""
        return sorted((one for one in self.comments if not one.answers.all()), key=lambda one: (not one.challenge, one.at))


def standing_of(viewer: Viewer, report: Report, *, today: date) -> Standing:
    said = [release.verdict_of(row) for row in release.signatories(report)]
    return Standing(
        report, release.state_of_report(report, today), review.review_of(report), review.reviewer_of(viewer, report),
        review.comments_of(report), [one for one in said if one and one.verdict == Verdict.RETURNED],
    )  # fmt: skip


def next_steps(viewer: Viewer, standing: Standing, *, may_sign: bool) -> list[Step]:
    """Everything that this viewer can do now to bring the report on; `may_sign`: nothing but their signature is missing here."""
    if standing.state is State.RESTATED:
        return []
    return [*_as_reviewer(standing), *_as_answerer(viewer, standing), *_as_signer(standing, may_sign),
            *_as_maker(viewer, standing), *_as_publisher(viewer, standing)]  # fmt: skip


def _as_reviewer(standing: Standing) -> Iterator[Step]:
    mine, review_row = standing.mine, standing.review
    if mine and review_row:
        address = reverse("reports:comment_new", args=[standing.report.pk])
        if standing.state is State.REVIEW:
            words = _("You are asked to read this draft and to say what you think by %(day)s.") % {"day": _day(review_row.last_day)}
            yield Step(words, gettext_lazy("Comment or challenge"), address)
        else:
            words = _("The review is over. What you say now is kept for the next report, and named as late.")
            yield Step(words, gettext_lazy("Comment for the next report"), address)


def _as_answerer(viewer: Viewer, standing: Standing) -> Iterator[Step]:
    if not viewer.sight("reports.answer").holds(standing.report.area_id) or standing.report.signed_at:
        return
    waiting = [one for one in standing.unanswered if one.reviewer.account_id != viewer.account_id]
    if waiting:
        words = ngettext("%(number)d comment waits for an answer.", "%(number)d comments wait for an answer.", len(waiting))
        yield Step(words % {"number": len(waiting)}, gettext_lazy("Answer the first"), reverse("reports:answer", args=[waiting[0].pk]))


def _as_signer(standing: Standing, may_sign: bool) -> Iterator[Step]:
    if may_sign:
        yield Step(_("It waits for your signature."), gettext_lazy("Sign the report"), reverse("reports:sign", args=[standing.report.pk]))


def _as_maker(viewer: Viewer, standing: Standing) -> Iterator[Step]:
    report = standing.report
    if not viewer.sight("reports.make").holds(report.area_id):
        return
    if standing.state is State.RETURNED:
        words = _("It was returned with reasons. Put the records right and make the report again, or answer those who returned it.")
        yield Step(words, gettext_lazy("Make the report again"), reverse("reports:list") + "#make")
    if standing.state is State.DRAFT and standing.review is None and report.figures["ended"]:
        yield Step(
            _("Nobody has been asked to review it."), gettext_lazy("Open it for review"), reverse("reports:review_open", args=[report.pk])
        )
    if standing.state in (State.DRAFT, State.REVIEW) and report.figures["ended"] and not release.signatories(report):
        words = _("Nobody is named to sign it.")
        yield Step(words, gettext_lazy("Say who signs"), reverse("reports:signatories", args=[report.pk]))
    if standing.state is State.SIGNED and not report.distributions.exists():
        yield Step(_("It was sent to nobody yet."), gettext_lazy("Record whom it is sent to"), reverse("reports:send", args=[report.pk]))


def _as_publisher(viewer: Viewer, standing: Standing) -> Iterator[Step]:
    report = standing.report
    if standing.state is not State.SIGNED or not viewer.sight("reports.publish").holds(report.area_id):
        return
    row = release.publication_of(report)
    address = reverse("reports:publication", args=[report.pk])
    if row is None or row.step == Published.RETURNED:
        yield Step(_("It is not published yet."), gettext_lazy("Prepare it for publication"), address)
    elif row.step == Published.PREPARED and viewer.account_id not in (row.prepared_by_id, report.made_by_id):
        yield Step(_("It waits for you to publish it as the second person."), gettext_lazy("Check and publish it"), address)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


Waiting = tuple[str, str | Promise, str, Report]


def waiting(viewer: Viewer, *, kind: str, today: date, area_id: int | None = None) -> list[Waiting]:
    """Lines of the home page of one kind (a key of `KINDS`): sentence, button, address and report, where something waits for this viewer.

    Named in settings.REPORTS_WAITING, because the home page stands beside this room.
    """
    return [one for one in KINDS[kind](viewer, today) if area_id in (None, one[3].area_id)]


def _drafts(viewer: Viewer, today: date) -> Iterator[Waiting]:
    for row in review.drafts_for(viewer, today=today) if viewer.may("reports.review") else ():
        report = row.review.report
        words = _("Draft report %(number)s is open for your comments until %(day)s.")
        told = {"number": report.number, "day": _day(row.review.last_day)}
        yield words % told, gettext_lazy("Read it"), reverse("reports:detail", args=[report.pk]), report


def _answers(viewer: Viewer, today: date) -> Iterator[Waiting]:
    for one in review.waiting_for_answer(viewer):
        report = one.row.report
        words = _("A challenge to report %(number)s of %(day)s has no answer: it cannot be signed before.")
        words = words if one.row.challenge else _("A comment on report %(number)s of %(day)s has no answer.")
        told = {"number": report.number, "day": _day(timezone.localdate(one.row.at))}
        yield words % told, gettext_lazy("Answer it"), reverse("reports:answer", args=[one.row.pk]), report


def _signatures(viewer: Viewer, today: date) -> Iterator[Waiting]:
    for report in release.waiting_for_signature(viewer, today=today) if viewer.may("reports.sign") else ():
        words = _("Report %(number)s names you to sign it.") % {"number": report.number}
        yield words, gettext_lazy("Read it"), reverse("reports:detail", args=[report.pk]), report


def _to_publish(viewer: Viewer, today: date) -> Iterator[Waiting]:
    for row in release.waiting_to_be_published(viewer) if viewer.may("reports.publish") else ():
        words = _("Report %(number)s waits for you to publish it as the second person.") % {"number": row.report.number}
        yield words, gettext_lazy("Check it"), reverse("reports:publication", args=[row.report_id]), row.report


KINDS: dict[str, Callable[[Viewer, date], Iterator[Waiting]]] = {
    "review": _drafts, "answer": _answers, "sign": _signatures, "publish": _to_publish,
}  # fmt: skip
