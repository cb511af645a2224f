"""The letters to those who applied, in the language in which they applied. Nothing that they wrote themselves stands in one.

So a stranger's address typed into the public page brings the stranger nothing but fixed sentences.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.operations import post
from folkmoot.accounts.scope import Viewer
from folkmoot.panels.recruitment.models import Application, Interview, Step


def acknowledge(application: Application, *, token: str, by: Viewer, at: datetime) -> Letter:
    """That it has reached us, and where to see how it stands."""
    return _post(application, "received", by=by, at=at, token=token, words=lambda: [
        _("Your application has reached us. People will read it after applications close."),
        _("If you did not apply, somebody typed your address by mistake: you need do nothing."),
    ])  # fmt: skip


def tell_step(step: Step, *, token: str, by: Viewer, at: datetime) -> Letter:
    """What was decided, in fixed sentences, and below them what whoever decided wants the person to be told."""
    return _post(step.application, f"step:{step.pk}", by=by, at=at, token=token, words=lambda: [*_step_words(step), *_said(step)])


def invite(interview: Interview, *, token: str, by: Viewer, at: datetime) -> Letter:
    """When and where the interview is, with whom, and what is arranged."""
    return _post(interview.application, f"interview:{interview.pk}", by=by, at=at, token=token, words=lambda: _invitation(interview))


def cancel(interview: Interview, *, token: str, by: Viewer, at: datetime) -> Letter:
    """That the interview does not take place as arranged."""
    starts = date_format(timezone.localtime(interview.starts_at), "j F Y, H:i")
    return _post(interview.application, f"cancelled:{interview.pk}", by=by, at=at, token=token, words=lambda: [
        _("The interview on %(day)s does not take place as arranged. We will write to you again.") % {"day": starts},
    ])  # fmt: skip


def _step_words(step: Step) -> list[str]:
    said = {
        Step.Kind.SHORTLISTED: [_("You have been shortlisted. We will write to you about the next step.")],
        Step.Kind.RESERVED: [_("We would like to have you on the panel, and have no seat free now. You are on our reserve list.")],
        Step.Kind.OFFERED: [
            _("We would like to offer you a seat on the panel."),
            _("Before you see any papers you sign a confidentiality undertaking, declare your interests and take part in training."),
            _("Please accept or decline by the link below."),
        ],
        Step.Kind.TURNED_DOWN: [_("Thank you for applying. This time we cannot offer you a seat.")],
    }
    return said.get(Step.Kind(step.kind), [])


def _said(step: Step) -> list[str]:
    return [step.said] if step.said else []


def _invitation(interview: Interview) -> list[str]:
    starts = timezone.localtime(interview.starts_at)
    when = {"day": date_format(starts, "l j F Y"), "hour": date_format(starts, "H:i"), "minutes": interview.lasts}
    return [
        _("We would like to talk with you. It is a conversation, not a test."),
        _("When: %(day)s at %(hour)s, for about %(minutes)d minutes.") % when,
        _("Where: %(where)s") % {"where": interview.where},
        _("You will meet: %(who)s") % {"who": interview.who},
        *([_("Arranged for you: %(what)s") % {"what": interview.arranged}] if interview.arranged else []),
        _("If the time does not suit you, or you need something else in order to take part, tell us."),
    ]


def _post(
    application: Application, key: str, *, by: Viewer, at: datetime, token: str, words: Callable[[], list[str]]
) -> Letter:  # fmt: skip
    campaign = application.campaign
    with translation.override("cy" if application.language == "cy" else settings.LANGUAGE_CODE):
        address = settings.PUBLIC_URL + reverse("take_part:mine", args=[token])
        about = _("Your application %(reference)s: %(campaign)s") % {"reference": application.reference, "campaign": campaign.title}
        ways = campaign.ways_cy if application.language == "cy" and campaign.ways_cy else campaign.ways_en
        link = _("See how your application stands, or withdraw it: %(address)s") % {"address": address}
        text = "\n\n".join([about, *words(), link, _("To ask us anything:"), ways])
        subject = _("Your application to join a panel")
    return post(
        by=by, at=at, to=application.email, subject=subject, text=text, key=f"panels.application:{application.pk}:{key}",
        about=f"panels.campaign {campaign.pk}", language=application.language,
    )  # fmt: skip
