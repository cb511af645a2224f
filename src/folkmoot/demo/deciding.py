"""Consultations and decisions: one taken in full knowledge, one in preparation, one withdrawn; consultations open, answered and responded to."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.actions.operations import raise_action
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.operations import (
    add_document,
    log_answer,
    open_consultation,
    plan_consultation,
    record_analysis,
    respond,
    tell_those_asked,
)
from folkmoot.decisions.models import Decision
from folkmoot.decisions.operations.preparing import add_evidence, add_option, make_ready, prepare_decision, withdraw_decision
from folkmoot.decisions.operations.taking import Taking, add_later_note, take_decision
from folkmoot.demo.assessing import Assessor
from folkmoot.demo.calendar import Calendar
from folkmoot.strategy.trends.models import Trend
from folkmoot.voice.models import Point

OPTIONS = (
    ("Write to everybody within ten days", "It answers what communities asked for. It costs about one day of work a month."),
    ("Write only to those who ask", "Those who most need it are the least likely to ask."),
    ("Leave things as they are", "People would go on hearing nothing, and go on not reporting."),
)
LETTERS_FIRST = (
    ("letter", "Letters first: nobody knows what became of their report.", "Victims kept informed"),
    ("meeting", "A letter is no use if it comes in English only.", "Accessible information"),
    ("phone", "Ring people. Not everybody opens a letter from a prosecutor.", "Victims kept informed"),
)
BUSES = (
    ("letter", "The bus stops at six, and your meeting starts at half past.", "Rural victims"),
    ("letter", "Wisbech is not on the way to anywhere.", "Rural victims"),
)


class Board:
    """Decisions of one Area, prepared by its manager and taken by its lead."""

    def __init__(self, area: Area, *, by: Viewer, lead: Account, assessor: Assessor) -> None:
        self.area, self.by, self.lead, self.assessor = area, by, lead, assessor
        self.letters: Decision | None = None
        self.asked: Consultation | None = None

    def prepare(self, at: datetime) -> None:
        """The decision on letters: options, what people said, what was known and left out; and its assessment is screened."""
        today = timezone.localdate(at)
        decision = self._begin(
            at, "Letters to everybody who reports a hate crime",
            "Should everybody who reports a hate crime be written to within ten days, in plain words?",
            kind="business", body="East of England Area Board", planned_on=today + timedelta(days=40),
        )  # fmt: skip
        for words, why in OPTIONS:
            add_option(by=self.by, at=at, decision=decision, words=words, why=why)
        for point in Point.objects.filter(area=self.area, nature="concern", theme="Reporting hate crime").order_by("-said_on", "pk")[:3]:
            add_evidence(by=self.by, at=at, decision=decision, kind="voice.point", row_id=point.pk, why="What it is like to hear nothing.")
        document: dict[str, Any] = {"by": self.by, "at": at, "decision": decision, "kind": "document"}
        add_evidence(
            **document,
            title="Pilot of letters in two units, results",
            kept_at="Registry 12, folder 3",
            why="What a letter costs and changes.",
        )
        add_evidence(
            **document, title="Proposal for a telephone line", kept_at="Registry 12, folder 4", left_out=True,
            why="There is no money for it this year; it is looked at again in April.",
        )  # fmt: skip
        self.letters = decision
        self.assessment = self.assessor.screen_letters(at, decision)

    def _begin(self, at: datetime, title: str, question: str, **more: Any) -> Decision:
        return prepare_decision(by=self.by, at=at, area=self.area, title=title, question=question, decider=self.lead, **more)

    def assess(self, at: datetime) -> None:
        self.assessor.write(at, self.assessment, review_in=300)

    def sign_assessment(self, at: datetime) -> None:
        assert self.letters
        self.assessor.settle(at, self.assessment, to_public=True)
        add_evidence(
            by=self.by,
            at=at,
            decision=self.letters,
            kind="decisions.assessment",
            row_id=self.assessment.pk,
            why="Whom the letter may leave out.",
        )
        if self.asked:
            add_evidence(
                by=self.by, at=at, decision=self.letters, kind="decisions.consultation", row_id=self.asked.pk, why="What we asked."
            )
        make_ready(by=self.by, at=at, decision=self.letters)

    def take(self, at: datetime) -> None:
        """The lead takes it, knowing all that; an action follows."""
        assert self.letters
        owner = viewer_for(self.lead, timezone.localdate(at))
        taking = Taking(
            chosen=self.letters.options.first(), outcome="Everybody who reports a hate crime is written to within ten days, in plain words.",
            reasons="Communities told us again and again that they report and hear nothing. The pilot shows that a letter is cheap and is read.",
            conditions="The wording is tried with two community groups first.", together="Their concern is met in part: everybody will hear what became of the report. What was said about the law and about the first answer at the desk goes to training.",
        )  # fmt: skip
        self.letters = take_decision(by=owner, at=at, decision=self.letters, taking=taking)
        raise_action(
            by=self.by, at=at, area=self.area, origin_kind="decisions.decision", origin_id=self.letters.pk, owner=self.lead,
            title="Try the wording of the letter with two community groups", measure="Both groups read it aloud; their changes are made",
            resources="two evenings of the manager", due_on=timezone.localdate(at) + timedelta(days=45),
        )  # fmt: skip

    def learn(self, at: datetime) -> None:
        assert self.letters
        add_later_note(
            by=self.by, at=at, decision=self.letters, kind="later",
            words="A second pilot, finished after the decision, found the same in a third unit.",
        )  # fmt: skip

    def others(self, at: datetime) -> None:
        """One in preparation, and one that was withdrawn."""
        panel = self._begin(
            at, "Where the panel meets", "Should the scrutiny panel meet in community buildings?", kind="panel",
            planned_on=timezone.localdate(at) + timedelta(days=35),
        )  # fmt: skip
        for trend in Trend.objects.filter(area=self.area).order_by("pk")[:1]:
            add_evidence(by=self.by, at=at, decision=panel, kind="strategy.trend", row_id=trend.pk, why="What the panel will look at.")
        gone = self._begin(at, "A stall at the county show", "Should we take a stall at the county show?", kind="funding")
        withdraw_decision(by=self.by, at=at, decision=gone, reason="The show was called off.")

    def consult(self, at: datetime) -> None:
        """Asked, answered by hand, analysed and responded to before the decision is taken."""
        today = timezone.localdate(at)
        self.asked = self._plan(
            at, "Should everybody who reports get a letter?", "We propose to write to everybody who reports a hate crime within ten days.",
            "How soon, in which languages, and what the letter says.", closes_on=today + timedelta(days=57), kind="service",
        )  # fmt: skip
        add_document(
            by=self.by,
            at=at,
            consultation=self.asked,
            title="What we propose, in Easy Read",
            address="https://example.org/easy.pdf",
            easy_read=True,
        )
        open_consultation(by=self.by, at=at, consultation=self.asked)

    def _plan(self, at: datetime, title: str, proposal: str, open_to_change: str, **more: Any) -> Consultation:
        row = plan_consultation(
            by=self.by, at=at, area=self.area, communities=Community.objects.filter(area=self.area, ends=None).order_by("pk")[:3],
            title_en=title, proposal_en=proposal, open_to_change=open_to_change, opens_on=timezone.localdate(at), owner=self.assessor.owner,
            ways_en="Write to us, ring us, or come to one of the four meetings.", **more,
        )  # fmt: skip
        add_document(by=self.by, at=at, consultation=row, title="What we propose", address="https://example.org/proposal.pdf")
        return row

    def hear(self, at: datetime) -> None:
        assert self.asked
        self._log(at, self.asked, LETTERS_FIRST)

    def _log(self, at: datetime, consultation: Consultation, said: tuple[tuple[str, str, str], ...]) -> None:
        for channel, words, theme in said:
            log_answer(
                by=self.by, at=at, consultation=consultation, channel=channel, on=timezone.localdate(at), who="A residents’ group",
                said=[{"words": words, "nature": "concern", "theme": theme}],
            )  # fmt: skip

    def respond(self, at: datetime) -> None:
        assert self.asked
        consultation, by = self.asked, self.by
        record_analysis(
            by=by,
            at=at,
            consultation=consultation,
            findings="Three answers, all for the letter; two ask in which language. Few young people.",
        )
        respond(
            by=by, at=at, consultation=consultation, heard_en="You want a letter, in a language you read.",
            changed_en="The letter comes in six languages and in Easy Read.", unchanged_en="We cannot ring everybody: there are too few of us.",
        )  # fmt: skip
        tell_those_asked(
            by=by, at=at, consultation=consultation, on=timezone.localdate(at), channel="letter", who="Those who answered",
            words="You want a letter, in a language you read: you get one.",
        )  # fmt: skip

    def consult_on_the_year(self, at: datetime) -> None:
        """Open now; some have answered."""
        today = timezone.localdate(at)
        row = self._plan(
            at, "What should come first next year?", "Every year we decide what to work on first. We propose letters and meeting in halls.",
            "What comes first and in which order. How much money there is, is settled.", closes_on=today + timedelta(days=62), kind="planning",
        )  # fmt: skip
        open_consultation(by=self.by, at=at, consultation=row)
        self.open_one = row

    def consult_on_halls(self, at: datetime) -> None:
        """Closed since, and waiting for somebody to say what was found."""
        row = self._plan(
            at, "Meeting rooms that people can reach", "We propose to hold meetings in three towns.", "Which towns, and at what time of day.",
            closes_on=timezone.localdate(at) + timedelta(days=42), kind="service",
        )  # fmt: skip
        open_consultation(by=self.by, at=at, consultation=row)
        self._log(at, row, BUSES)

    def hear_of_buses(self, at: datetime) -> None:
        self._log(at, self.open_one, BUSES)


def enter_decisions(areas: dict[str, Area], accounts: dict[str, Account], *, calendar: Calendar, first: datetime) -> None:
    """Enter the consultations, assessments and decisions of the East of England, and assessments of Wales, into the year."""
    day, until = timezone.localdate(first), calendar.until
    east, wales = areas["east-of-england"], areas["cymru-wales"]
    maya, nia, priya, emrys = (accounts[f"{n}@example.org"] for n in ("maya.fenwick", "nia.rowe", "priya.chandran", "emrys.vaughan"))
    by, by_nia = viewer_for(maya, day), viewer_for(nia, day)
    assessor = Assessor(east, by=by, signer=viewer_for(priya, day), owner=maya)
    welsh = Assessor(wales, by=by_nia, signer=viewer_for(emrys, day), owner=nia)
    board = Board(east, by=by, lead=priya, assessor=assessor)
    for days, happening in (
        (170, board.consult), (140, board.hear), (108, board.respond), (100, board.prepare), (90, board.assess), (84, board.sign_assessment),
        (62, board.take), (21, board.learn), (28, board.others), (48, board.consult_on_the_year), (15, board.hear_of_buses), (55, board.consult_on_halls),
        (11, assessor.with_blanks), (46, assessor.screened_out), (130, welsh.overdue),
    ):  # fmt: skip
        calendar.enter(until - timedelta(days=days), happening)
