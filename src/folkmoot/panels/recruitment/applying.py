"""Taking applications, from the public page or by hand; what those who applied say later; and forgetting them when their time is over."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check
from folkmoot.panels.recruitment import letters
from folkmoot.panels.recruitment.models import Application, Campaign, Interview, Sifting, Step
from folkmoot.panels.recruitment.queries import application_states, erased_after, open_campaign, over_on, state_now
from folkmoot.panels.recruitment.rules import State, application_problems, link_works, step_problem
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.rules import tidy_phone, unknown_choices

# Whoever applies signs in nowhere; what they send is kept in the page's name.
BY_PAGE = Viewer(None, "the page on which people apply", everything=True)
MOST_LETTERS_AN_HOUR = 60  # of one campaign: anybody may type the addresses of strangers into it
_REFERENCE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_WORDS = frozenset(
    {
        "name", "email", "phone", "address", "place", "organisation", "reasons", "brings", "knows_words", "interests", "formats", "needs",
        "access_needs", "heard_from", "later",
    }
)  # fmt: skip


@transaction.atomic
def take_application(
    *, by: Viewer, at: datetime, campaign: Campaign, mark: str, agreed: bool, channel: str = Application.Channel.PAGE,
    language: str = "en", knows: Iterable[Community] = (), doubtful: bool = False, received_on: date | None = None, **values: object,
) -> tuple[Application, bool]:  # fmt: skip
    """Take one application; returns it and whether it is new (False: the same page was sent before).

    `values` are of what a person says about themselves. Sent through the page it is refused once the campaign is closed; by hand it is
    taken with the day it came. Raises Refused (by field) or NotAllowed.
    """
    by.require_for("panels.members", campaign.panel.area_id)
    if unknown := set(values) - _WORDS:
        raise KeyError(f"an application has no {', '.join(sorted(unknown))}")
    if mark and (earlier := campaign.applications.filter(mark=mark).first()):
        return earlier, False
    day = received_on or timezone.localdate(at)
    _refuse_day(campaign, day, timezone.localdate(at))
    row = Application(
        campaign=campaign, reference=new_reference(), mark=mark, channel=channel, language=language, received_on=day, doubtful=doubtful,
        entered_by_id=by.account_id, **_tidied(values),
    )  # fmt: skip
    _refuse(row, agreed=agreed)
    check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same page, sent twice at the same moment
        return campaign.applications.get(mark=mark), False
    row.knows.set(knows)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=campaign.panel.area_id, detail={"channel": channel})
    if row.email and not doubtful and _letters_left(at, campaign):
        letters.acknowledge(row, token=token_of(row), by=by, at=at)
    return row, True


@transaction.atomic
def say_by_link(*, by: Viewer, at: datetime, application: Application, step: str) -> Step:
    """What the person says by their own link: "accepted", "declined" or "withdrew". Raises Refused where it does not follow."""
    if step not in (Step.Kind.ACCEPTED, Step.Kind.DECLINED, Step.Kind.WITHDREW):
        raise KeyError(f"{step} is not the applicant's to say")
    held = Application.objects.select_for_update(of=("self",)).select_related("campaign__panel").get(pk=application.pk)
    if problem := step_problem(state=state_now(held), step=step, interviews=held.campaign.interviews):
        raise Refused({"": [problem]})
    today = timezone.localdate(at)
    row = Step(application=held, kind=step, on=today, told_on=today, by_id=by.account_id, at=at)
    check(row)
    row.save()
    if step != Step.Kind.ACCEPTED:
        held.interviews.filter(held_on__isnull=True, cancelled_on__isnull=True).update(cancelled_on=today, version=F("version") + 1)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, area_id=held.campaign.panel.area_id, detail={"step": step})
    return row


@transaction.atomic
def forget_applications(*, by: Viewer, at: datetime) -> int:
    """Erase the applications whose time of keeping is over, and those of people whose details were erased. Returns how many.

    How many applied, and what became of them, stays to be counted.
    """
    today, forgotten = timezone.localdate(at), 0
    rows = Application.objects.filter(erased_on__isnull=True).select_related("campaign__panel", "contact")
    for row, state in application_states(rows):
        due = erased_after(row, state)
        if today > due or (row.contact and row.contact.erased_on):
            _erase(row, by=by, at=at)
            forgotten += 1
    return forgotten


@transaction.atomic
def erase_application(*, by: Viewer, at: datetime, application: Application) -> None:
    """Erase one application at once, because the person asks for it; it cannot be undone. Refused while it is being decided."""
    by.require_for("panels.members", application.campaign.panel.area_id)
    if state_now(application) not in (State.WITHDRAWN, State.UNSUCCESSFUL, State.DECLINED, State.APPOINTED):
        raise Refused({"": [_("It is still being decided. Record first that they withdrew; then it can be erased.")]})
    if application.erased_on is None:
        _erase(application, by=by, at=at)


def _erase(row: Application, *, by: Viewer, at: datetime) -> None:
    today = timezone.localdate(at)
    row.knows.clear()
    Application.objects.filter(pk=row.pk).update(
        **Application.gone_with_contact, contact=None, entered_by=None, mark="", erased_on=today, version=F("version") + 1
    )
    Step.objects.filter(application=row).update(reason="", said="", version=F("version") + 1)
    Sifting.objects.filter(application=row).update(words="", marks=[], version=F("version") + 1)
    Interview.objects.filter(application=row).update(where="", who="", arranged="", words="", marks=[], version=F("version") + 1)
    area_id = row.campaign.panel.area_id
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=row, area_id=area_id, detail={"fields": sorted(Application.gone_with_contact)})


def new_reference() -> str:
    """“K7M2-QX4R”: easy to read out, and tells nothing."""
    marks = "".join(secrets.choice(_REFERENCE_LETTERS) for _number in range(8))
    return f"{marks[:4]}-{marks[4:]}"


def token_of(application: Application) -> str:
    """What the applicant's own link ends in: nobody can make it who does not hold the product's key, and it is stored nowhere."""
    return Signer(salt="folkmoot.take-part").sign(application.reference)


def by_token(token: str, *, today: date) -> Application | None:
    """The application a link is for; None for a link that was not made here, is over, or whose application was erased."""
    try:
        reference = Signer(salt="folkmoot.take-part").unsign(token)
    except BadSignature:
        return None
    rows = Application.objects.filter(reference=reference, erased_on__isnull=True).select_related("campaign__panel__area", "contact")
    found = next(iter(application_states(rows)), None)
    return found[0] if found and link_works(over_on=over_on(*found), today=today) else None


def _letters_left(at: datetime, campaign: Campaign) -> bool:
    about = f"panels.campaign {campaign.pk}"
    return Letter.objects.filter(about=about, made_at__gt=at - timedelta(hours=1)).count() < MOST_LETTERS_AN_HOUR


def _refuse_day(campaign: Campaign, day: date, today: date) -> None:
    if campaign.opened_at is None or day < campaign.opens_on:
        raise Refused({"": [_("The campaign was not open then, so nobody could apply.")]})
    if day > today:
        raise Refused({"received_on": [_("This cannot be a day in the future.")]})
    if (day == today and open_campaign(campaign.pk, today) is None) or day > campaign.closes_on:
        raise Refused({"": [_("The campaign takes no more applications. What you wrote was not sent: ask us when the next one is.")]})


def _refuse(row: Application, *, agreed: bool) -> None:
    problems = application_problems(
        name=row.name, email=row.email, phone=row.phone, address=row.address, reasons=row.reasons, agreed=agreed,
        texts=(row.reasons, row.brings, row.interests, row.access_needs, row.address),
    )  # fmt: skip
    for name, chosen, choices in (("formats", row.formats, Contact.Format), ("needs", row.needs, Contact.Need)):
        if unknown_choices(chosen, choices.values):
            problems[name] = [_("Choose among those offered.")]
    if problems:
        raise Refused(problems)


def _tidied(values: dict[str, object]) -> dict[str, object]:
    trimmed = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    return {**trimmed, "phone": tidy_phone(str(trimmed.get("phone", "")))}
