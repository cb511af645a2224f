"""Telling members when they can seal and open a phrase, and that cases were drawn: in their inbox, without a word of any case."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.scope import Viewer
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import sitting
from folkmoot.scrutiny.draws.models import Contribution, Draw
from folkmoot.webkit.templatetags.components import moment


def tell_sealing(*, by: Viewer, at: datetime, draw: Draw) -> None:
    """Ask every member who signs in for a phrase."""
    words = _("Cases are to be drawn for your panel. Seal a phrase of your own until %(until)s.") % {"until": moment(draw.seals_until)}
    for member in sitting(draw.panel, timezone.localdate(at)):
        _tell(by, at, draw, member, "scrutiny.seal", words)


def tell_opening(*, by: Viewer, at: datetime, draw: Draw) -> None:
    """Ask those whose phrase stayed with them to open it."""
    words = _("Sealing has closed. Open your phrase until %(until)s, so that it counts.") % {"until": moment(draw.opens_until)}
    waiting = draw.contributions.filter(opened_at__isnull=True, sealed_in=Contribution.SealedIn.BROWSER, member__isnull=False)
    for held in waiting.select_related("member__panel", "member__account"):
        if held.member:
            _tell(by, at, draw, held.member, "scrutiny.open", words)


def tell_drawn(*, by: Viewer, at: datetime, draw: Draw) -> None:
    """Tell members that cases were drawn and that they can check it."""
    for member in sitting(draw.panel, timezone.localdate(at)):
        _tell(by, at, draw, member, "scrutiny.drawn", _("Cases were drawn for your panel. You can check the draw yourself."))


def tell_entered(*, by: Viewer, at: datetime, held: Contribution) -> None:
    """Tell a member that the service entered a seal in their name: one that it made up could steer the draw."""
    words = _("A seal was entered for you as one that you made elsewhere. If it is not yours, seal a phrase of your own instead.")
    if held.member:
        _tell(by, at, held.draw, held.member, "scrutiny.entered", words, f" {held.seal[:16]}")


def tell_given_up(*, by: Viewer, at: datetime, draw: Draw) -> None:
    """Tell members that a draw they could see was given up: why stands on its page."""
    for member in sitting(draw.panel, timezone.localdate(at)):
        _tell(by, at, draw, member, "scrutiny.given_up", _("A draw of cases for your panel was given up. Its page says why."))


def tell_replaced(*, by: Viewer, at: datetime, draw: Draw, gone: int) -> None:
    """Tell members that a drawn case was replaced, each time: `gone` is the row of the case."""
    words = _("A case that was drawn for your panel was replaced. The receipt says why, and you can check it anew.")
    for member in sitting(draw.panel, timezone.localdate(at)):
        _tell(by, at, draw, member, "scrutiny.replaced", words, f" {gone}")


def _tell(by: Viewer, at: datetime, draw: Draw, member: Member, kind: str, words: str, each: str = "") -> None:
    if member.account is None:
        return
    address = reverse("my_cases:draw", args=[draw.pk])
    key = f"{kind} {draw.pk} {member.account.pk}{each}"
    notify(by=by, at=at, account=member.account, kind=kind, words=words, address=address, key=key)
