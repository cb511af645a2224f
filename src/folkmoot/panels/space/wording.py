"""The letters that tell a member of an invitation or of the survey, in the language that they prefer. They name no other member."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import post
from folkmoot.foundation.audit import Actor
from folkmoot.panels.members.models import Member
from folkmoot.panels.space.models import Invitation, Occasion
from folkmoot.stakeholders.models import Contact


def tell_invited(*, by: Actor, at: datetime, invitation: Invitation, occasion: Occasion) -> None:
    """Write to the member that they are invited; nothing is written where no address is kept."""
    with translation.override(_language(invitation.member.contact)):
        asked = _("You are asked to speak there.") if invitation.part == Invitation.Part.SPEAK else ""
        where = [line for line in (occasion.place, occasion.link, occasion.access) if line]
        link = settings.PUBLIC_URL + reverse("my_panel:invitation", args=[invitation.pk])
        answer = _("Please say whether you are coming: %(address)s") % {"address": link}
        parts = [
            _("You are invited, as a member of a panel, to: %(title)s") % {"title": occasion.title}, asked, _when(occasion),
            "\n".join(where), occasion.about, answer,
        ]  # fmt: skip
        subject = _("An invitation for members of the panel")
        _post(by, at, invitation.member, f"panels.invited:{invitation.pk}", subject, "\n\n".join(part for part in parts if part))


def tell_cancelled(*, by: Actor, at: datetime, invitation: Invitation, occasion: Occasion) -> None:
    """Write to the member that it does not take place, and why."""
    with translation.override(_language(invitation.member.contact)):
        parts = [_("This does not take place: %(title)s") % {"title": occasion.title}, _when(occasion), occasion.cancelled_why]
        _post(by, at, invitation.member, f"panels.uninvited:{invitation.pk}", _("An invitation was cancelled"), "\n\n".join(parts))


def tell_asked(*, by: Actor, at: datetime, member: Member, survey_id: int, last: date) -> None:
    """Write to a member that the yearly survey is open, until when, and that nobody can tell who answered what."""
    with translation.override(_language(member.contact)):
        parts = [
            _("The yearly survey of panel members is open until %(day)s.") % {"day": date_format(last, "j F Y")},
            _("It takes three minutes. Nobody can tell who answered what."),
            settings.PUBLIC_URL + reverse("my_panel:survey"),
        ]
        _post(by, at, member, f"panels.survey:{survey_id}:{member.pk}", _("What do you think of your panel?"), "\n\n".join(parts))


def _when(occasion: Occasion) -> str:
    return date_format(timezone.localtime(occasion.starts_at), "l j F Y, H:i")


def _language(contact: Contact) -> str:
    return "cy" if contact.language == "cy" else "en-gb"


def _post(by: Actor, at: datetime, member: Member, key: str, subject: str, text: str) -> None:
    contact = member.contact
    if contact.email and contact.erased_on is None:
        post(
            by=by, at=at, to=contact.email, subject=subject, text=text, key=key, about=f"panels.member {member.pk}",
            language=_language(contact)[:2], account=member.account,
        )  # fmt: skip
