"""Cases before the hate crime panel of the fictional year: one round seen through to what was learned, and the next one half-way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.operations import accept_invitation
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.demo import scrutiny_said as said
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.cast import PASSWORD
from folkmoot.foundation.audit import SYSTEM
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import chair_of, sitting
from folkmoot.panels.members.sign_in import ask_to_sign_in
from folkmoot.panels.models import Panel
from folkmoot.panels.papers.keeping import Upload
from folkmoot.scrutiny.assessment.models import Assessment
from folkmoot.scrutiny.assessment.operations.alone import lock_judgement, save_judgement, start_judgement
from folkmoot.scrutiny.assessment.operations.together import keep_dissent, record_joint_view, show
from folkmoot.scrutiny.assessment.queries import judges_of, not_locked
from folkmoot.scrutiny.assessment.questions.models import Grade
from folkmoot.scrutiny.assessment.questions.queries import asked_of
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.draws.operations import close_sealing, commit, draw_cases, prepare_draw, seal_phrase
from folkmoot.scrutiny.draws.queries import cases_of
from folkmoot.scrutiny.frames.models import Frame
from folkmoot.scrutiny.frames.operations import bring_in
from folkmoot.scrutiny.identities.operations import open_identity
from folkmoot.scrutiny.learning.operations import add_evidence, finish, learn, reply
from folkmoot.scrutiny.packs.documents import job
from folkmoot.scrutiny.packs.documents.models import PackSuggestion
from folkmoot.scrutiny.packs.documents.operations import accept_alike, add_document, mark_missed, see_hazards
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.operations import begin_pack, open_for, release, review, submit
from folkmoot.scrutiny.packs.queries import reading_problem
from folkmoot.scrutiny.packs.rules import CHECK_CODES
from folkmoot.scrutiny.packs.summary.operations import write_summary

PREPARED_BEFORE = timedelta(days=27)


@dataclass(frozen=True)
class _File:
    """A file as it waits to be brought in."""

    path: Path
    file_name: str


@dataclass
class Cases:
    """The cases of one panel as whoever runs it prepares them, and as its members judge them."""

    panel: Panel
    by: Viewer
    lawyer: Viewer
    lead: Viewer
    owner: Account
    calendar: Calendar
    seed: int
    listed: dict[str, said.Case] = field(default_factory=dict)

    def let_members_sign_in(self, at: datetime) -> None:
        """Every member uses the link they were sent."""
        for member in sitting(self.panel, timezone.localdate(at)):
            if member.account_id is None and member.contact.email:
                _row, token = ask_to_sign_in(by=self.by, at=at, member=member)
                if token:
                    accept_invitation(by=SYSTEM, at=at, token=token, name=member.contact.name, password=PASSWORD)

    def seats(self, at: datetime) -> list[tuple[Member, Viewer]]:
        """Members who can sign in, each with what they may do on that day."""
        today = timezone.localdate(at)
        return [(seat, viewer_for(seat.account, today)) for seat in sitting(self.panel, today) if seat.account is not None]

    def bring_in(self, months: int, at: datetime) -> Frame:
        cases = said.cases(self.seed, timezone.localdate(at), months)
        self.listed |= {one.urn: one for one in cases}
        with TemporaryDirectory() as folder:
            path = Path(folder) / "list.csv"
            path.write_bytes(said.as_file(cases))
            today = timezone.localdate(at)
            return bring_in(
                by=self.by, at=at, panel=self.panel, upload=_File(path, "finalised-hate-crime.csv"), columns=said.READ_AS,
                title=f"Hate crime finalised in the {months} months to {today:%B %Y}", source="Case management system, monthly extract",
                strata=["strand"], always={"strand": ["Disability"]},
            )  # fmt: skip

    def prepare(self, frame: Frame, meeting: Meeting, at: datetime) -> Draw:
        """The draw for a meeting: one case of every strand, and the rare strand whole."""
        draw = prepare_draw(
            by=self.by, at=at, frame=frame, meeting=meeting, title=f"One of each strand, for {meeting.theme.lower()}", each=1, grouped=True,
            always=False, few_why=said.FEW,
        )  # fmt: skip
        return commit(by=self.by, at=at, draw=draw, seals_until=at + timedelta(days=5), phrase="The moot hill is dry in June")

    def seal(self, draw_id: int, at: datetime) -> None:
        for number, (seat, viewer) in enumerate(self.seats(at)[:4]):
            seal_phrase(by=viewer, at=at, draw=Draw.objects.get(pk=draw_id), member=seat, phrase=said.PHRASES[number])

    def draw(self, draw_id: int, at: datetime) -> None:
        draw = close_sealing(by=self.by, at=at, draw=Draw.objects.get(pk=draw_id))
        draw_cases(by=self.by, at=at + timedelta(minutes=5), draw=draw)

    def pack(self, meeting: Meeting, number: int, at: datetime) -> Pack:
        """The pack of one case: its papers read and redacted, and the summary written afresh."""
        drawn = list(cases_of(meeting))[number]
        opened = open_identity(by=self.by, at=at, identity=drawn.case.identity, why="To prepare the pack for the panel")
        case = self.listed[opened.reference]
        pack = begin_pack(by=self.by, at=at, drawn=drawn, level="redacted", title=said.KIND_OF_CASE[case.strand], strand=case.strand)
        upload = Upload("papers.txt", said.papers(case))
        document = add_document(by=self.by, at=at, pack=pack, what="Charging decision and statements", upload=upload)
        job.carry_out(document.pk, clock=lambda: at)
        document.refresh_from_db()
        if document.state != document.State.READ:
            raise RuntimeError(document.problem or document.state)
        mark_missed(
            by=self.by,
            at=at,
            document=document,
            words=f"{case.force} Police",
            kind="organisation",
            replacement="the police",
            everywhere=True,
        )
        write_summary(by=self.by, at=at, pack=pack, values=said.summary(case))
        return pack

    def accept(self, pack: Pack, at: datetime) -> None:
        """Go through what was found: all of it is taken out."""
        document = pack.documents.get()
        see_hazards(by=self.by, at=at, document=document)
        rules = PackSuggestion.objects.filter(document=document, state="open").order_by("rule").values_list("rule", flat=True).distinct()
        for rule in list(rules):
            accept_alike(by=self.by, at=at, document=document, rule=rule)

    def clear(self, pack_id: int, who: str, at: datetime) -> None:
        viewer = {"lawyer": self.lawyer, "lead": self.lead}[who]
        review(by=viewer, at=at, pack=Pack.objects.get(pk=pack_id), cleared=True, checked=CHECK_CODES)

    def release(self, pack_id: int, at: datetime) -> None:
        pack = Pack.objects.get(pk=pack_id)
        starts = pack.drawn.draw.meeting.starts_at
        assert starts
        release(
            by=self.lead, at=at, pack=pack, expires_at=datetime.combine((starts + timedelta(days=1)).date(), time(23, 0), starts.tzinfo)
        )

    def judge(self, pack_id: int, many: int, at: datetime) -> None:
        """Members read and judge alone, as many as come to it."""
        pack = Pack.objects.get(pk=pack_id)
        for number, (seat, viewer) in enumerate(self.seats(at)):
            if number < many and not reading_problem(pack, seat, at):
                self._judge(pack, seat, viewer, at + timedelta(hours=number))

    def _judge(self, pack: Pack, seat: Member, viewer: Viewer, at: datetime) -> None:
        chance = Random(f"{self.seed} {pack.pk} {seat.pk}")
        open_for(by=viewer, at=at, pack=pack, seat=seat)
        judgement = start_judgement(by=viewer, at=at, pack=pack, member=seat)
        answers = {each.code: said.answer(each.code, each.kind, chance) for each in asked_of(judgement.assessment.question_set)}
        texts = {"good": chance.choice(said.GOOD), "better": chance.choice(said.BETTER), "missing": "The hearing record sheet."}
        kept = save_judgement(
            by=viewer, at=at, judgement=judgement, answers={code: words for code, words in answers.items() if words}, texts=texts,
            grade=self._grade(judgement.assessment, chance),
        )  # fmt: skip
        lock_judgement(by=viewer, at=at + timedelta(minutes=20), judgement=kept, names_nobody=True)

    def _grade(self, assessment: Assessment, chance: Random) -> Grade | None:
        grades = list(Grade.objects.filter(scale=assessment.question_set.scale_id, concludes=True).order_by("order"))
        return chance.choice(grades[:2]) if grades else None

    def together(self, meeting: Meeting, at: datetime) -> None:
        """At the meeting: the answers side by side, the joint view, who dissents, and what is to be learned."""
        there = Attendance.objects.filter(meeting=meeting, present__in=["room", "online"], votes=True)
        present = {row.member_id for row in there}
        for number, row in enumerate(Assessment.objects.filter(meeting=meeting).order_by("pk")):
            judges = [member for member in judges_of(row) if member.pk in present]
            if row.shown_at is None:
                why = "Not everybody could come to it before the meeting." if not_locked(row) else ""
                row = show(by=self.by, at=at, assessment=row, why=why)
            self._agree(row, judges, number, at + timedelta(minutes=10 * number))

    def _agree(self, row: Assessment, judges: list[Member], number: int, at: datetime) -> None:
        concluded, meeting = number != 1, row.meeting
        view = record_joint_view(
            by=self.by, at=at, assessment=row, chaired_by=chair_of(self.panel, timezone.localdate(at)) or judges[-1], took_part=judges,
            concluded=concluded, reasons=said.REASONS[number % len(said.REASONS)], good=said.GOOD[number % len(said.GOOD)],
            better=said.BETTER[number % len(said.BETTER)], missing="" if concluded else "Whether an uplift was asked for in court.",
            grade=self._grade(row, Random(number)) if concluded else None, names_nobody=True,
        )  # fmt: skip
        if number == 0:
            keep_dissent(by=self.by, at=at, view=view, member=judges[0], words=said.DISSENT, names_nobody=True)
        for learned in said.LEARNED[number : number + 1]:
            point = learn(
                by=self.by, at=at, meeting=meeting, kind=learned.kind, words_en=learned.words, theme=learned.theme, audiences=["staff"],
                to=learned.to, to_whom=learned.whom, pack=row.pack, names_nobody=True,
            )  # fmt: skip
            if learned.reply:
                self.calendar.enter(at + timedelta(days=12), partial(self._reply, point.pk, learned))

    def _reply(self, point_id: int, learned: said.Learned, at: datetime) -> None:
        from folkmoot.scrutiny.learning.models import LearningPoint

        point = LearningPoint.objects.get(pk=point_id)
        reply(
            by=self.lead, at=at, point=point, outcome="will_act", words_en=learned.reply, from_whom="Head of the Complex Casework Unit",
            owner=self.owner, due=timezone.localdate(at) + timedelta(days=60),
        )  # fmt: skip
        if learned.done:
            on = at + timedelta(days=9)
            self.calendar.enter(on, partial(self._done, point_id))

    def _done(self, point_id: int, at: datetime) -> None:
        from folkmoot.scrutiny.learning.models import LearningPoint

        point = LearningPoint.objects.get(pk=point_id)
        add_evidence(
            by=self.by, at=at, point=point, what="Twelve files looked at: asked at the first call in eleven", lies="Quality folder"
        )
        finish(by=self.by, at=at, point=LearningPoint.objects.get(pk=point_id), words="Asked in every case, and checked by sample.")


def enter_scrutiny(accounts: dict[str, Account], *, calendar: Calendar, seed: int) -> None:
    """The round of the meeting held last month, and the one of the meeting to come, some three weeks from now."""
    today = timezone.localdate(calendar.until)

    def account(name: str) -> Account:
        return accounts[f"{name}@example.org"]

    def begin(at: datetime) -> None:
        panel = Panel.objects.get(code="eastern-hate-crime")
        by, lawyer, lead = (viewer_for(account(name), today) for name in ("maya.fenwick", "ines.marlow", "priya.chandran"))
        cases = Cases(panel, by, lawyer, lead, account("maya.fenwick"), calendar, seed)
        cases.let_members_sign_in(at)
        calendar.enter(calendar.until - timedelta(days=45), partial(_last_round, cases))
        calendar.enter(calendar.until - timedelta(days=9), partial(_next_round, cases))

    calendar.enter(calendar.until - timedelta(days=60), begin)


def _last_round(cases: Cases, at: datetime) -> None:
    meeting = Meeting.objects.filter(panel=cases.panel, state="called", starts_at__gt=at).order_by("starts_at").first()
    assert meeting
    assert meeting.starts_at
    draw = cases.prepare(cases.bring_in(6, at), meeting, at + timedelta(hours=1))
    enter = cases.calendar.enter
    enter(at + timedelta(days=2), partial(cases.seal, draw.pk))
    enter(at + timedelta(days=5, hours=1), partial(cases.draw, draw.pk))
    enter(at + timedelta(days=6), partial(_pack_all, cases, meeting.pk, 3))
    enter(meeting.starts_at + timedelta(minutes=15), partial(_at_the_meeting, cases, meeting.pk))


def _pack_all(cases: Cases, meeting_id: int, many: int, at: datetime) -> None:
    for number in range(many):
        pack = cases.pack(Meeting.objects.get(pk=meeting_id), number, at)
        cases.accept(pack, at + timedelta(minutes=40))
        submit(by=cases.by, at=at + timedelta(hours=1), pack=Pack.objects.get(pk=pack.pk))
        enter: Callable[..., None] = cases.calendar.enter
        enter(at + timedelta(days=1), partial(cases.clear, pack.pk, "lawyer"))
        enter(at + timedelta(days=2), partial(cases.clear, pack.pk, "lead"))
        enter(at + timedelta(days=2, hours=2), partial(cases.release, pack.pk))
        enter(at + timedelta(days=5), partial(cases.judge, pack.pk, 6))


def _at_the_meeting(cases: Cases, meeting_id: int, at: datetime) -> None:
    cases.together(Meeting.objects.get(pk=meeting_id), at)


def _next_round(cases: Cases, at: datetime) -> None:
    """The meeting to come: one pack is with the members, one waits for its second review, one is being redacted; two are not begun."""
    meeting = Meeting.objects.filter(panel=cases.panel, state="called", starts_at__gt=at).order_by("starts_at").first()
    assert meeting
    frame = cases.bring_in(4, at)
    draw = cases.prepare(frame, meeting, at + timedelta(hours=1))
    cases.seal(draw.pk, at + timedelta(hours=5))
    cases.draw(draw.pk, at + timedelta(days=1))
    later = at + timedelta(days=2)
    first, second, _third = (cases.pack(meeting, number, later + timedelta(hours=number)) for number in range(3))
    for pack in (first, second):
        cases.accept(pack, later + timedelta(hours=4))
        submit(by=cases.by, at=later + timedelta(hours=5), pack=Pack.objects.get(pk=pack.pk))
        cases.clear(pack.pk, "lawyer", later + timedelta(days=1))
    cases.clear(first.pk, "lead", later + timedelta(days=2))
    cases.release(first.pk, later + timedelta(days=2, hours=1))
    cases.judge(first.pk, 2, later + timedelta(days=4))
    enter_second = prepare_draw(
        by=cases.by, at=at + timedelta(days=7), frame=frame, meeting=meeting, title="Convictions without an uplift", total=2,
        only={"outcome": ["Conviction, no uplift recorded"]}, theme="Convictions in which no uplift is on record", always=False, few_why=said.FEW,
    )  # fmt: skip
    commit(by=cases.by, at=at + timedelta(days=7, hours=1), draw=enter_second, seals_until=cases.calendar.until + timedelta(days=4))
