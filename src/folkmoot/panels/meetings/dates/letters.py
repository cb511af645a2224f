"""Writing to members that a date is being found: each with their own link."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import post
from folkmoot.foundation.audit import Actor
from folkmoot.panels.meetings.dates.models import PollVoice
from folkmoot.panels.meetings.letters import contact_problem, language_of
from folkmoot.panels.meetings.replying import LinkClosed
from folkmoot.panels.meetings.rules import one_line
from folkmoot.panels.members.queries import person_of

_SIGNER = Signer(salt="folkmoot.panels.meetings.poll")


def token_of(voice: PollVoice) -> str:
    """The secret of a member's link: the key of their voice, sealed."""
    return "p" + _SIGNER.sign(voice.key.hex).replace(":", ".")


def voice_of(token: str) -> PollVoice:
    """Whose link it is, open or closed. Raises LinkClosed for one that never worked."""
    try:
        key = _SIGNER.unsign(token.removeprefix("p").replace(".", ":", 1))
        return PollVoice.objects.select_related("poll__panel__area", "member__contact").get(key=uuid.UUID(key))
    except (BadSignature, ValueError, PollVoice.DoesNotExist):
        raise LinkClosed(
            _("This link does not work."), _("It may have been cut short."), _("Copy the whole link from the message.")
        ) from None


def link_of(voice: PollVoice) -> str:
    return f"{settings.PUBLIC_URL}{reverse('dates:answer', args=[token_of(voice)])}"


def ask(*, by: Actor, at: datetime, voices: list[PollVoice], mark: str = "") -> list[tuple[PollVoice, str]]:
    """Write to these members; returns who must be asked in another way, each with one sentence why."""
    by_hand = []
    for voice in voices:
        person = person_of(voice.member)
        if problem := contact_problem(person):
            by_hand.append((voice, problem))
            continue
        language = language_of(person)
        with translation.override("cy" if language == "cy" else "en-gb"):
            panel = one_line(str(voice.poll.panel))
            subject = (_("Please answer: a date for %(panel)s") if mark else _("Which date suits you: %(panel)s")) % {"panel": panel}
            context = {"voice": voice, "poll": voice.poll, "panel": panel, "name": person.name, "link": link_of(voice), "again": bool(mark)}
            text = render_to_string("panels/meetings_poll_letter.txt", context | {"dates": list(voice.poll.dates.all())})
        post(
            by=by, at=at, to=person.email, subject=subject[:200], text=text.strip() + "\n", key=f"panels.poll:{mark}:{voice.key.hex}",
            about=f"panels.poll {voice.poll_id}", language=language,
        )  # fmt: skip
    return by_hand
