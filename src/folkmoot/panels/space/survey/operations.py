"""Opening the survey of a panel's members, giving them longer, and taking one member's answers."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.models import Panel
from folkmoot.panels.space.seats import CAPABILITY, seats
from folkmoot.panels.space.survey.models import Remark, Survey, Taken, Tally
from folkmoot.panels.space.survey.queries import NOT_ASKED, is_open, to_answer
from folkmoot.panels.space.survey.rules import QUESTIONS, answers_problems, closing_problem, extension_problem
from folkmoot.panels.space.wording import tell_asked
from folkmoot.voice.naming import personal_in

A_MEMBER = audit.Actor(None, "a member of the panel")


@transaction.atomic
def open_survey(*, by: Viewer, at: datetime, panel: Panel, closes_on: date | None) -> Survey:
    """Ask the members of a panel, from today, as the survey of this year; each with an address is written to.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_for("panels.write", panel.area_id)
    today = timezone.localdate(at)
    problems: dict[str, list[str]] = {}
    if problem := closing_problem(closes_on=closes_on, today=today):
        problems["closes_on"] = [problem]
    if panel.ended_on is not None and panel.ended_on < today:
        problems[""] = [_("The panel has ended.")]
    elif Survey.objects.filter(panel=panel, year=today.year).exists():
        problems[""] = [_("Its members were asked in %(year)s already: once a year is enough.") % {"year": today.year}]
    if problems or closes_on is None:
        raise Refused(problems)
    survey = Survey(panel=panel, year=today.year, opens_on=today, closes_on=closes_on, opened_by_id=by.account_id)
    check(survey)
    survey.save()
    Tally.objects.bulk_create(
        Tally(survey=survey, question=question.key, answer=key) for question in QUESTIONS for key, _words in question.answers
    )
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=survey, area_id=panel.area_id)
    for member in sitting(panel, today).exclude(position__in=NOT_ASKED):
        tell_asked(by=by, at=at, member=member, survey_id=survey.pk, last=closes_on)
    return survey


@transaction.atomic
def extend_survey(*, by: Viewer, at: datetime, survey: Survey, until: date | None, seen_version: int | None = None) -> None:
    """Give members longer. Refused once it has closed, or for an earlier day."""
    by.require_for("panels.write", survey.panel.area_id)
    today = timezone.localdate(at)
    if problem := extension_problem(opens_on=survey.opens_on, closes_on=survey.closes_on, until=until, today=today):
        raise Refused({"until": [problem]})
    was = survey.closes_on.isoformat()
    change(survey, {"closes_on": until}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=survey, area_id=survey.panel.area_id, detail={"extended_from": was})


@transaction.atomic
def answer_survey(
    *, by: Viewer, at: datetime, survey: Survey, member: Member, answers: Mapping[str, str], remark: str = ""
) -> None:  # fmt: skip
    """Take a member's own answers (question -> answer) and what they wrote, once; they cannot be changed, for nobody knows whose they are.

    Raises Refused (by question, or "remark"), or NotAllowed for anybody but the member. The audit event says that the survey
    took an answer, and carries no name: who answered is known from `Taken` alone, and that has no time.
    """
    today = timezone.localdate(at)
    if member.pk not in {seat.pk for seat in seats(by, today)} or survey.panel_id != member.panel_id:
        raise NotAllowed(CAPABILITY)
    if not is_open(survey, today) or to_answer(member, today) != survey:
        raise Refused({"": [_("You have answered this survey, or it has closed.")]})
    problems = answers_problems(answers)
    if found := personal_in(remark):
        named = ", ".join(sorted({each.text for each in found}))
        problems["remark"] = [
            _("This may tell who somebody is: %(named)s. Say it without, so that nobody can be recognised.") % {"named": named}
        ]
    if problems:
        raise Refused(problems)
    try:
        with transaction.atomic():
            Taken.objects.create(survey=survey, member=member)
    except IntegrityError:
        raise Refused({"": [_("You have answered this survey already.")]}) from None
    for question in QUESTIONS:
        Tally.objects.filter(survey=survey, question=question.key, answer=answers[question.key]).update(number=F("number") + 1)
    Survey.objects.filter(pk=survey.pk).update(answered=F("answered") + 1)
    if remark.strip():
        Remark.objects.create(survey=survey, words=remark.strip())
    audit.record(audit.Kind.COLLECTION, by=A_MEMBER, at=at, subject=survey, area_id=survey.panel.area_id)
