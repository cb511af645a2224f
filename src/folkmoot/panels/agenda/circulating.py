"""Telling the members that minutes can be read. No word of the minutes stands in the letter: they are read where they are kept."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.operations import post
from folkmoot.foundation.audit import Actor
from folkmoot.panels.agenda.models import Circulation
from folkmoot.panels.meetings.letters import contact_problem, language_of
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.rules import one_line
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import papers_problems, person_of, sitting
from folkmoot.panels.models import Panel


@dataclass(frozen=True)
class Readers:
    """The sitting members who are written to, and those who are not, each with one sentence why."""

    written: list[Member] = field(default_factory=list)
    others: list[tuple[Member, str]] = field(default_factory=list)


def readers(panel: Panel, at: datetime) -> Readers:
    """Who is told that minutes can be read: sitting members who may get papers and can be written to by e-mail."""
    today = timezone.localdate(at)
    seated = list(sitting(panel, today))
    problems = papers_problems(panel, seated, today)
    found = Readers()
    for member in seated:
        why = problems[member.pk] or contact_problem(person_of(member))
        if why:
            found.others.append((member, why))
        else:
            found.written.append(member)
    return found


def tell(*, by: Actor, at: datetime, circulation: Circulation, members: list[Member]) -> None:
    """Write to each member, in their language, that this version of the minutes can be read."""
    meeting = circulation.minutes.meeting
    for member in members:
        language = language_of(person_of(member))
        with translation.override("cy" if language == "cy" else "en-gb"):
            subject, text = _wording(meeting, circulation.number)
        post(
            by=by, at=at, to=person_of(member).email, subject=subject, text=text, key=f"panels.minutes:{circulation.pk}:{member.pk}",
            about=f"panels.minutes {circulation.minutes_id}", language=language, account=member.account,
        )  # fmt: skip


def _wording(meeting: Meeting, number: int) -> tuple[str, str]:
    panel = one_line(str(meeting.panel))
    day = date_format(timezone.localtime(meeting.starts_at), "j F Y") if meeting.starts_at else str(meeting.number)
    said = {"panel": panel, "day": day}
    if number > 1:
        first = _("The minutes of the meeting of %(day)s (%(panel)s) were corrected. Read them on the pages of your panel.") % said
    else:
        first = _("The minutes of the meeting of %(day)s (%(panel)s) can be read on the pages of your panel.") % said
    second = _("If something is not as it was said, tell us before the next meeting, at which they are to be agreed.")
    link = settings.PUBLIC_URL + reverse("my_panel:home")
    return (_("Minutes to read: %(panel)s") % said)[:200], "\n\n".join([first, second, link]) + "\n"
