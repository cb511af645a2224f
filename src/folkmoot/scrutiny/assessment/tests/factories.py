"""Cases before an invented panel of four whose members sign in. Draw and pack stand as rows; their own rooms test them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.operations import call_meeting, draft_meeting, open_meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.tests.factories import panel as a_panel
from folkmoot.panels.members.tests.factories import ready
from folkmoot.panels.models import Panel
from folkmoot.panels.space.tests.factories import seated
from folkmoot.scrutiny.assessment import operations
from folkmoot.scrutiny.assessment.models import Assessment, JointView, Judgement
from folkmoot.scrutiny.assessment.questions.models import GradeScale, QuestionSet
from folkmoot.scrutiny.assessment.questions.rules import SCALE, WORDS
from folkmoot.scrutiny.assessment.questions.shipped import load_reference_data
from folkmoot.scrutiny.draws.models import Draw, DrawnCase
from folkmoot.scrutiny.frames.models import Frame, FrameCase
from folkmoot.scrutiny.identities.models import CaseIdentity
from folkmoot.scrutiny.packs.models import Pack, PackBlock, PackReading

NAMES = ("Ruth Adeyemi", "Gwilym Parry", "Halina Nowak", "Aisha Rahman")
Seat = tuple[Member, Viewer]


@dataclass
class Scene:
    """A panel, its members who sign in, its next meeting and the packs that are open to it. `at`: the moment it is set in."""

    panel: Panel
    seats: list[Seat]
    meeting: Meeting
    packs: list[Pack]
    at: datetime

    @property
    def pack(self) -> Pack:
        return self.packs[0]


def scene(*, cases: int = 1, names: tuple[str, ...] = NAMES, at: datetime = NOW, code: str = "eastern-hate-crime", **draw: object) -> Scene:
    if not QuestionSet.objects.exists():
        load_reference_data(by=THE_PRODUCT, at=at)
    made = Panel.objects.filter(code=code).first() or a_panel(code)
    seats = [seated(made, name, at=at) for name in names]
    for member, _viewer in seats:
        ready(member, at=at, on=timezone.localdate(at))
    meeting = draft_meeting(by=icem(), at=at, panel=made, starts_at=at + timedelta(days=7), place="Priory Hall, Ely")
    call_meeting(by=icem(), at=at, meeting=meeting, despite=True)
    meeting.refresh_from_db()
    return Scene(made, seats, meeting, packs(meeting, cases, at=at, **draw), at)


def packs(meeting: Meeting, cases: int = 1, *, at: datetime = NOW, strand: str = "racial", **over: object) -> list[Pack]:
    """Cases drawn for a meeting, each with a released pack of one sentence."""
    made = DrawnCase.objects.count()
    frame = Frame.objects.create(
        panel=meeting.panel,
        title="Finalised in the winter",
        source="Case system",
        file_name="list.csv",
        file_sha256="ab" * 32,
        brought_in_at=at,
    )
    draw = Draw.objects.create(
        frame=frame, panel=meeting.panel, meeting=meeting, title="Cases of the winter", method="random", state="drawn",
        fingerprint="e" * 64, commitment="c" * 64, committed_at=at, committed_by_id=icem().account_id, closing="f" * 64, opened_at=at,
        opens_until=at, seed="d" * 64, receipt={}, drawn_at=at, prepared_at=at, **over,
    )  # fmt: skip
    found = []
    for number in range(1, cases + 1):
        identity = CaseIdentity.objects.create(area=meeting.panel.area, mark=f"{made + number:064}", sealed="sealed", kept_at=at)
        case = FrameCase.objects.create(frame=frame, identity=identity, pseudonym=f"C-{number:03}", row=number + 1, binding=f"{number:064}")
        drawn = DrawnCase.objects.create(draw=draw, case=case, order=number, how="random", ticket=f"{number:064}")
        pack = Pack.objects.create(
            drawn=drawn, state="released", title=f"A dispute between neighbours ({number})", strand=strand, begun_at=at, released_at=at,
            expires_at=at + timedelta(days=30),
        )  # fmt: skip
        PackBlock.objects.create(pack=pack, edition=1, order=1, kind="paragraph", words="Victim A was shouted at over a fence.")
        found.append(pack)
    return found


def graded() -> None:
    """Every set that ships grades by the four categories."""
    with lifted("scrutiny.migrations.0002_what_was_drawn_and_judged_stays"):
        QuestionSet.objects.update(scale=GradeScale.objects.get(code="four-categories"))


def read(seat: Seat, pack: Pack, at: datetime = NOW) -> None:
    PackReading.objects.create(pack=pack, member=seat[0], edition=pack.edition, at=at)


def begun(seat: Seat, pack: Pack, at: datetime = NOW) -> Judgement:
    return operations.start_judgement(by=seat[1], at=at, pack=pack, member=seat[0])


def filled(seat: Seat, pack: Pack, *, at: datetime = NOW, yes: str = "yes", grade: str = "", **texts: str) -> Judgement:
    """A draft in which every question has the same answer."""
    row = begun(seat, pack, at)
    questions = row.assessment.question_set.questions.all()
    answers = {each.code: "" if each.kind == WORDS else "4" if each.kind == SCALE else yes for each in questions}
    given = row.assessment.question_set.scale.grades.filter(code=grade).first()
    return operations.save_judgement(by=seat[1], at=at, judgement=row, answers=answers, grade=given, texts=texts)


def locked(seat: Seat, pack: Pack, *, at: datetime = NOW, **over: str) -> Judgement:
    row = filled(seat, pack, at=at, **over)
    read(seat, pack, at)
    return operations.lock_judgement(by=seat[1], at=at, judgement=row)


def opened(of: Scene, chair: int = 0) -> Meeting:
    """The meeting goes on, with one of the members in the chair."""
    of.meeting = open_meeting(by=icem(), at=of.meeting.starts_at, meeting=of.meeting, chaired_by=of.seats[chair][0])
    return of.meeting


def together(of: Scene, pack: Pack | None = None, *, at: datetime | None = None) -> Assessment:
    """Every member has locked, so the answers are side by side."""
    for seat in of.seats:
        locked(seat, pack or of.pack, at=at or of.at)
    return Assessment.objects.order_by("-pk").get(pack=pack or of.pack, shown_at__isnull=False)


def agreed(of: Scene, assessment: Assessment, **over: object) -> JointView:
    """The joint view of all members, with the first in the chair."""
    given: dict[str, object] = {
        "chaired_by": of.seats[0][0], "took_part": [member for member, _viewer in of.seats], "concluded": True,
        "reasons": "The charge was right on what was known.",
    }  # fmt: skip
    return operations.record_joint_view(by=icem(), at=of.meeting.starts_at, assessment=assessment, **(given | over))  # type: ignore[arg-type]
