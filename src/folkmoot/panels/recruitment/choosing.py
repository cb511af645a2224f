"""Choosing among those who applied: marks at the sift, interviews, the decision and what people are told of it, and the appointment."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.operations import appoint
from folkmoot.panels.recruitment import letters
from folkmoot.panels.recruitment.applying import token_of
from folkmoot.panels.recruitment.models import Application, Interview, Sifting, Step
from folkmoot.panels.recruitment.queries import criteria_of, state_now
from folkmoot.panels.recruitment.rules import (
    TOLD_OF,
    State,
    interview_problems,
    marks_problem,
    moment_of,
    reason_problems,
    sift_problem,
    step_problem,
)
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.operations import add_contact, attest, record_agreement


@transaction.atomic
def sift(*, by: Viewer, at: datetime, application: Application, marks: Sequence[int | None], words: str = "") -> Sifting:
    """Mark an application by what the campaign looks for, once, without having seen another's marks. Raises Refused."""
    held = _held(by, application)
    if by.account_id is None:
        raise Refused({"": [_("Only somebody who has signed in can mark an application.")]})
    if state_now(held) is not State.RECEIVED:
        raise Refused({"": [_("It was decided meanwhile, so it needs no more marks.")]})
    if held.siftings.filter(by_id=by.account_id).exists():
        raise Refused({"": [_("You have marked this one already; marks stay as they were given.")]})
    if problem := marks_problem(marks, len(criteria_of(held.campaign))):
        raise Refused({"": [problem]})
    row = Sifting(application=held, marks=list(marks), words=words.strip(), by_id=by.account_id, at=at)
    check(row)
    row.save()
    _note(by, at, held, {"sifted": row.pk})
    return row


@transaction.atomic
def take_step(
    *, by: Viewer, at: datetime, application: Application, step: str, reason: str = "", said: str = "", on: date | None = None
) -> Step:  # fmt: skip
    """Take the next step with an application: shortlisted, reserved, offered, turned_down; or note what they said by hand: accepted,
    declined, withdrew. Those with an e-mail address are written to at once. Raises Refused (by field) or NotAllowed.
    """
    held = _held(by, application)
    if step in (Step.Kind.APPOINTED, Step.Kind.INTERVIEWED):
        raise KeyError(f"{step} is recorded by its own operation")
    _refuse_step(held, step)
    if problems := reason_problems(step=step, reason=reason, said=said):
        raise Refused(problems)
    day, today = on or timezone.localdate(at), timezone.localdate(at)
    if not held.received_on <= day <= today:
        raise Refused({"on": [_("Give a day since the application came, and not in the future.")]})
    row = _add(by, at, held, step, on=day, reason=reason, said=said)
    if step in (Step.Kind.TURNED_DOWN, Step.Kind.WITHDREW):
        _call_off_interviews(held, today)
    if step in TOLD_OF and held.email and not held.doubtful:
        letters.tell_step(row, token=token_of(held), by=by, at=at)
        change(row, {"told_on": today, "told_how": Step.Told.LETTER})
    return row


@transaction.atomic
def record_telling(*, by: Viewer, at: datetime, step: Step, on: date | None, how: str) -> None:
    """Record that somebody who has no e-mail address was told of a step, and how. Raises Refused."""
    by.require_for("panels.members", step.application.campaign.panel.area_id)
    if step.told_on:
        raise Refused({"": [_("They have been told already.")]})
    if on is None or not step.on <= on <= timezone.localdate(at):
        raise Refused({"on": [_("Give a day since it was decided, and not in the future.")]})
    change(step, {"told_on": on, "told_how": how})
    _note(by, at, step.application, {"told": step.kind})


@transaction.atomic
def arrange_interview(
    *, by: Viewer, at: datetime, application: Application, day: date | None, hour: time | None, where: str, who: str, lasts: int = 45,
    arranged: str = "",
) -> Interview:  # fmt: skip
    """Arrange a talk and write to the person; one that was arranged before and not held is called off. Raises Refused."""
    held = _held(by, application)
    if state_now(held) is not State.SHORTLISTED:
        raise Refused({"": [_("Only somebody who is shortlisted is interviewed.")]})
    today = timezone.localdate(at)
    problems = interview_problems(day=day, hour=hour, where=where, who=who, today=today)
    if (held.needs or held.access_needs or held.formats) and not arranged.strip():
        problems["arranged"] = [_("They told us what they need in order to take part: say what is arranged for it.")]
    if problems or day is None or hour is None:
        raise Refused(problems)
    _call_off_interviews(held, today)
    row = Interview(
        application=held, starts_at=moment_of(day, hour), lasts=lasts, where=where.strip(), who=who.strip(), arranged=arranged.strip(),
        by_id=by.account_id,
    )  # fmt: skip
    check(row)
    row.save()
    _note(by, at, held, {"interview": row.pk})
    if held.email:
        letters.invite(row, token=token_of(held), by=by, at=at)
    return row


@transaction.atomic
def cancel_interview(*, by: Viewer, at: datetime, interview: Interview) -> None:
    """Call an interview off and tell the person; another can be arranged. Raises Refused."""
    held = _held(by, interview.application)
    if interview.held_on or interview.cancelled_on:
        raise Refused({"": [_("It was held or called off already.")]})
    change(interview, {"cancelled_on": timezone.localdate(at)})
    _note(by, at, held, {"interview": interview.pk, "state": "cancelled"})
    if held.email:
        letters.cancel(interview, token=token_of(held), by=by, at=at)


@transaction.atomic
def record_interview(
    *, by: Viewer, at: datetime, interview: Interview, held_on: date | None, marks: Sequence[int | None], words: str
) -> Step:  # fmt: skip
    """Record what was said and the marks, by what the campaign looks for. Raises Refused."""
    held = _held(by, interview.application)
    _refuse_step(held, Step.Kind.INTERVIEWED)
    problems: dict[str, list[str]] = {}
    if interview.cancelled_on:
        problems[""] = [_("This interview was called off.")]
    if held_on is None or held_on > timezone.localdate(at) or held_on < held.received_on:
        problems["held_on"] = [_("Give the day it was held, not one in the future.")]
    if problem := marks_problem(marks, len(criteria_of(held.campaign))):
        problems["marks"] = [problem]
    if len(words.split()) < 4:
        problems["words"] = [_("Say in a sentence or more what was said, and what it showed.")]
    if problems or held_on is None:
        raise Refused(problems)
    change(interview, {"held_on": held_on, "marks": list(marks), "words": words.strip()})
    return _add(by, at, held, Step.Kind.INTERVIEWED, on=held_on)


@transaction.atomic
def appoint_applicant(
    *, by: Viewer, at: datetime, application: Application, starts: date, why: str, position: str = "member", contact: Contact | None = None,
    area: Area | None = None, organisation: Organisation | None = None, speaks_for: Iterable[Community] = (), another: bool = False,
) -> Member:  # fmt: skip
    """Give somebody who accepted their seat: as a person known already (`contact`) or newly, with the communities they can speak for.

    `area` keeps the details of a member of a national panel. Raises AlreadyKnown unless `another`, Refused or NotAllowed.
    """
    held = _held(by, application)
    _refuse_step(held, Step.Kind.APPOINTED)
    person = contact or _new_contact(by, at, held, area, another=another)
    member = appoint(
        by=by, at=at, panel=held.campaign.panel, contact=person, position=position, how=Member.How.ADVERT, why=why, starts=starts,
        organisation=organisation,
    )  # fmt: skip
    _attest(by, at, held, person, speaks_for)
    change(held, {"contact": person, "member": member})
    _add(by, at, held, Step.Kind.APPOINTED, on=timezone.localdate(at))
    return member


@transaction.atomic
def keep_for_later(
    *, by: Viewer, at: datetime, application: Application, contact: Contact | None = None, area: Area | None = None, another: bool = False
) -> Contact:  # fmt: skip
    """Keep somebody who asked to hear of later campaigns among the people we know, with that one purpose. Raises as `appoint_applicant`."""
    held = _held(by, application)
    if not held.later:
        raise Refused({"": [_("They did not ask to hear of later campaigns, so their details go when their time is over.")]})
    if contact is not None:
        record_agreement(by=by, at=at, contact=contact, purposes=["panels"], how="form", given_on=held.received_on)
        person = contact
    else:
        person = _new_contact(by, at, held, area, another=another)
    change(held, {"contact": person})
    _note(by, at, held, {"kept": "for later campaigns"})
    return person


def _held(by: Viewer, application: Application) -> Application:
    """The application, locked: two people may decide at the same moment."""
    row = Application.objects.select_for_update(of=("self",)).select_related("campaign__panel__area").get(pk=application.pk)
    by.require_for("panels.members", row.campaign.panel.area_id)
    if row.erased_on:
        raise Refused({"": [_("This application was erased.")]})
    return row


def _refuse_step(held: Application, step: str) -> None:
    state = state_now(held)
    problem = step_problem(state=state, step=step, interviews=held.campaign.interviews)
    if not problem and state is State.RECEIVED and step in (Step.Kind.SHORTLISTED, Step.Kind.OFFERED, Step.Kind.TURNED_DOWN):
        wanted = 0 if held.doubtful and step == Step.Kind.TURNED_DOWN else held.campaign.sifters
        problem = sift_problem(given=held.siftings.count(), wanted=wanted)
    if problem:
        raise Refused({"": [problem]})


def _add(by: Viewer, at: datetime, held: Application, step: str, *, on: date, reason: str = "", said: str = "") -> Step:
    row = Step(application=held, kind=step, on=on, reason=reason.strip(), said=said.strip(), by_id=by.account_id, at=at)
    if step not in TOLD_OF:
        row.told_on = on
    check(row)
    row.save()
    _note(by, at, held, {"step": step})
    return row


def _call_off_interviews(held: Application, today: date) -> None:
    for interview in held.interviews.filter(held_on__isnull=True, cancelled_on__isnull=True):
        change(interview, {"cancelled_on": today})


def _note(by: Viewer, at: datetime, application: Application, detail: dict[str, object]) -> None:
    area_id = application.campaign.panel.area_id
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=application, area_id=area_id, detail=detail)


def _new_contact(by: Viewer, at: datetime, held: Application, area: Area | None, *, another: bool) -> Contact:
    place = held.campaign.panel.area or area
    if place is None:
        raise Refused({"area": [_("The panel is of the whole service: say which Area keeps this person’s details.")]})
    channel = Contact.Channel.EMAIL if held.email else Contact.Channel.PHONE if held.phone else Contact.Channel.LETTER
    return add_contact(
        by=by, at=at, area=place, name=held.name, email=held.email, phone=held.phone, language=held.language, formats=held.formats,
        needs=held.needs, access_needs=held.access_needs, needs_asked_on=held.received_on, channel=channel, another=another,
        basis=Contact.Basis.CONSENT, basis_on=held.received_on, how="form", purposes=("panels",) if held.later else (),
        source=_("Application %(reference)s to join a panel") % {"reference": held.reference},
    )  # fmt: skip


def _attest(by: Viewer, at: datetime, held: Application, person: Contact, communities: Iterable[Community]) -> None:
    known = set(person.speaks_for.filter(ended_on__isnull=True).values_list("community_id", flat=True))
    for community in communities:
        if community.pk not in known:
            word = _("They themselves, in application %(reference)s") % {"reference": held.reference}
            attest(by=by, at=at, stakeholder=person, community=community, attested_by=word, attested_on=held.received_on)
