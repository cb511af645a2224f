"""Putting papers before a meeting, opening, lengthening and withdrawing them. Each is one transaction with its audit event."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.papers.keeping import Opened, Upload, hand_over_file, keep_file
from folkmoot.panels.papers.models import MeetingPaper, PanelFile, PaperReading
from folkmoot.panels.papers.queries import why_closed
from folkmoot.panels.papers.rules import paper_problems, withdrawal_problem


class PaperClosed(FolkmootError):
    """A member may not open this paper, or no longer."""

    def __init__(self, why: str) -> None:
        super().__init__(_("You cannot open this paper."), why, _("If you need it, ask the person who runs your panel."))


@transaction.atomic
def add_paper(
    *, by: Viewer, at: datetime, meeting: Meeting, title_en: str, expires_on: date | None, title_cy: str = "", words: str = "",
    upload: Upload | None = None, item: Item | None = None, easy_read: bool = False, restricted: bool = False,
    readers: Iterable[Member] = (),
) -> MeetingPaper:  # fmt: skip
    """Put a paper before a meeting: a file (its bytes say what it is) or words. Raises Refused (by field) or NotAllowed."""
    by.require_for("panels.write", meeting.panel.area_id)
    named = list(readers) if restricted else []
    last_day = _checked(meeting, title_en, words, upload is not None, restricted, named, expires_on, item, at)
    file = keep_file(by=by, at=at, panel=meeting.panel, use=PanelFile.Use.PAPER, upload=upload) if upload else None
    paper = MeetingPaper(
        meeting=meeting, item=item, title_en=title_en.strip(), title_cy=title_cy.strip(), words=words.strip(), file=file,
        easy_read=easy_read, restricted=restricted, expires_on=last_day, added_by_id=by.account_id, added_at=at,
    )  # fmt: skip
    check(paper)
    paper.save()
    paper.readers.set(named)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=paper, detail={"meeting": meeting.pk, "restricted": restricted})
    return paper


@transaction.atomic
def change_paper(
    *, by: Viewer, at: datetime, paper: MeetingPaper, restricted: bool, readers: Iterable[Member], expires_on: date | None,
    title_en: str, title_cy: str = "", easy_read: bool = False, item: Item | None = None, seen_version: int | None = None,
) -> list[str]:  # fmt: skip
    """Change who may read a paper, until when, and what it is called; never what it says. Raises Refused, ChangedMeanwhile, NotAllowed."""
    by.require_for("panels.write", paper.meeting.panel.area_id)
    named = list(readers) if restricted else []
    if paper.withdrawn_at:
        raise Refused({"": [_("It was withdrawn. Add it anew where members are to read it after all.")]})
    _checked(paper.meeting, title_en, paper.words, paper.file_id is not None, restricted, named, expires_on, item, at)
    values = {
        "title_en": title_en.strip(), "title_cy": title_cy.strip(), "easy_read": easy_read, "item": item, "restricted": restricted,
        "expires_on": expires_on,
    }  # fmt: skip
    changed = change_with_links(paper, values, {"readers": named}, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=paper, detail={"fields": changed})
    return changed


@transaction.atomic
def withdraw_paper(*, by: Viewer, at: datetime, paper: MeetingPaper, reason: str) -> None:
    """Take a paper back from the members, saying why; it stays on record. Raises Refused or NotAllowed."""
    by.require_for("panels.write", paper.meeting.panel.area_id)
    problems = withdrawal_problem(withdrawn=paper.withdrawn_at is not None, reason=reason)
    if problems:
        raise Refused(problems)
    change(paper, {"withdrawn_at": at, "withdrawn_by_id": by.account_id, "withdrawn_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=paper, detail={"state": "withdrawn"})


@transaction.atomic
def read_paper(*, by: Actor, at: datetime, member: Member, paper: MeetingPaper, route: str = "") -> Opened | None:
    """Open a paper for a member whose seat the caller has proved: its file, or None where its words are in `paper.words`.

    Every opening is logged, the first is kept beside the paper. Raises PaperClosed or FileGone.
    """
    why = why_closed(paper, member, timezone.localdate(at))
    if why:
        raise PaperClosed(why)
    PaperReading.objects.get_or_create(paper=paper, member=member, defaults={"at": at})
    return _open(by, at, paper, route)


@transaction.atomic
def take_out(*, by: Viewer, at: datetime, paper: MeetingPaper, route: str = "") -> Opened | None:
    """Open a paper for the service. Raises NotAllowed or FileGone."""
    by.require_for("panels.write" if paper.restricted else "panels.read", paper.meeting.panel.area_id)
    return _open(by, at, paper, route)


def _open(by: Actor, at: datetime, paper: MeetingPaper, route: str) -> Opened | None:
    if paper.file:
        return hand_over_file(by=by, at=at, file=paper.file, route=route)
    audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=paper, route=route)
    return None


def _checked(
    meeting: Meeting, title: str, words: str, has_file: bool, restricted: bool, named: list[Member], expires_on: date | None,
    item: Item | None, at: datetime,
) -> date:  # fmt: skip
    """The last day on which members may read it, once all of it holds. Raises Refused (by field)."""
    today = timezone.localdate(at)
    there = {each.pk for each in sitting(meeting.panel, today)} if named else set()
    problems = paper_problems(
        title=title, words=words, has_file=has_file, restricted=restricted, readers=len(named),
        strangers=sum(each.pk not in there for each in named), expires_on=expires_on,
        meeting_day=timezone.localdate(meeting.starts_at) if meeting.starts_at else None, today=today,
        cancelled=meeting.state == Meeting.State.CANCELLED,
    )  # fmt: skip
    if item is not None and item.meeting_id != meeting.pk:
        problems["item"] = [_("Choose an item on the agenda of this meeting.")]
    if problems or expires_on is None:
        raise Refused(problems)
    return expires_on
