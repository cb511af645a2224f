"""What case scrutiny has for a member to do, for the first page of their panel: named in settings.MEMBER_WAITING_SUPPLIERS."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.panels.members.models import Member
from folkmoot.panels.space.waiting import Waiting
from folkmoot.scrutiny.assessment.member_cases import to_do
from folkmoot.scrutiny.draws.queries import waits_for


def for_member(seat: Member, at: datetime) -> list[Waiting]:
    """Phrases to seal or to open, and cases to judge."""
    return [*_phrases(seat, at), *_cases(seat, at)]


def _phrases(seat: Member, at: datetime) -> Iterator[Waiting]:
    for what, draw in waits_for(seat):
        title = {"title": draw.title}
        if what == "open":
            yield Waiting(_("Open your phrase: %(title)s") % title, button=_("Open it"), address=reverse("my_cases:open", args=[draw.pk]))
        elif draw.seals_until is None or at < draw.seals_until:
            words = _("Seal a phrase, so that nobody chooses your cases: %(title)s") % title
            yield Waiting(words, button=_("Seal my phrase"), address=reverse("my_cases:seal", args=[draw.pk]))


def _cases(seat: Member, at: datetime) -> Iterator[Waiting]:
    if number := to_do(seat, at):
        words = ngettext("%(number)d case waits for your judgement.", "%(number)d cases wait for your judgement.", number)
        yield Waiting(words % {"number": number}, button=_("Read and judge"), address=f"{reverse('my_cases:home')}?panel={seat.panel.code}")
