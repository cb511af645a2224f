"""An invented panel whose members sign in, its next meeting, and draws for it at every stage."""

from datetime import datetime, timedelta

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.operations import call_meeting, draft_meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.tests.factories import panel as a_panel
from folkmoot.panels.models import Panel
from folkmoot.panels.space.tests.factories import as_viewer, seated
from folkmoot.sampling.seals import new_salt, seal
from folkmoot.scrutiny.draws import operations
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.frames.models import Frame
from folkmoot.scrutiny.frames.tests.factories import frame as a_frame

Seat = tuple[Member, Viewer]
SOON = NOW + timedelta(days=16)
SALT = new_salt()


def panel(code: str = "eastern-hate-crime") -> Panel:
    return Panel.objects.filter(code=code).first() or a_panel(code)


def meeting(of: Panel | None = None, at: datetime = SOON) -> Meeting:
    """The next meeting, called."""
    made = draft_meeting(by=icem(), at=NOW, panel=of or panel(), starts_at=at, place="Priory Hall, Ely")
    call_meeting(by=icem(), at=NOW, meeting=made)
    return made


def people(of: Panel | None = None) -> list[Seat]:
    """Two members who sign in."""
    return [seated(of or panel(), name) for name in ("Ruth Adeyemi", "Gwilym Parry")]


def prepared(frame: Frame | None = None, *, at: datetime = NOW, **over: object) -> Draw:
    """Two cases of every strand, for the next meeting."""
    drawn_from = frame or Frame.objects.first() or a_frame(panel())
    given = {"meeting": None, "title": "Two cases of every strand", "each": 2, "grouped": True, "few_why": "The panel asked for it."} | over
    given["meeting"] = given["meeting"] or drawn_from.panel.meetings.first() or meeting(drawn_from.panel)
    return operations.prepare_draw(by=icem(), at=at, frame=drawn_from, **given)  # type: ignore[arg-type]


def committed(draw: Draw | None = None) -> Draw:
    return operations.commit(by=icem(), at=NOW, draw=draw or prepared())


def in_browser(draw: Draw, seat: Seat, phrase: str = "a heron over the Ouse") -> str:
    """A phrase sealed where only its member sees it; returns what must be given to open it besides the phrase."""
    member, viewer = seat
    operations.seal_phrase(by=viewer, at=NOW, draw=draw, member=member, seal=seal(phrase, SALT))
    return SALT


def opening(draw: Draw) -> Draw:
    return operations.close_sealing(by=icem(), at=NOW, draw=draw)


def drawn(draw: Draw | None = None, phrase: str = "a heron over the Ouse") -> Draw:
    """A draw that was done, with one member's phrase sealed in their browser."""
    return drawn_from(committed(draw), phrase)


def drawn_from(row: Draw, phrase: str = "a heron over the Ouse") -> Draw:
    """The same of a draw that was committed to, at the moment after."""
    member, viewer = _seat_of(row) or people(row.panel)[0]
    at = row.committed_at or NOW
    operations.seal_phrase(by=viewer, at=at, draw=row, member=member, seal=seal(phrase, SALT))
    operations.close_sealing(by=icem(), at=at, draw=row)
    operations.open_phrase(by=viewer, at=at, draw=row, member=member, phrase=phrase, salt=SALT)
    return operations.draw_cases(by=icem(), at=at, draw=row)


def _seat_of(draw: Draw) -> Seat | None:
    member = draw.panel.members.filter(account__isnull=False).select_related("account", "panel").first()
    return (member, as_viewer(member.account)) if member and member.account else None
