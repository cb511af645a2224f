"""Assurance: a round of five Areas that is finished, one of eight in progress, and certificates: one with an exception, one missing."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.operations import Work, give_role
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, Viewer, viewer_for
from folkmoot.areas.models import Area
from folkmoot.assurance.certificates.models import Certificate
from folkmoot.assurance.certificates.operations import answer_line, begin_certificate, say_what_became, sign_certificate
from folkmoot.assurance.frameworks.models import Framework
from folkmoot.assurance.rounds import evidence
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer, Round
from folkmoot.assurance.rounds.operations.assessing import answer_criterion, link_evidence, submit_assessment
from folkmoot.assurance.rounds.operations.opening import open_round
from folkmoot.assurance.rounds.operations.settling import (
    moderate_criterion,
    reply_to_criterion,
    send_reply,
    send_validation,
    validate_criterion,
)
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.cast import LEADS
from folkmoot.demo.people import icem_of
from folkmoot.demo.story import at_nine
from folkmoot.foundation.periods import HalfYear, half_year_of

FIRST = ("cymru-wales", "east-of-england", "london-north", "north-west", "wessex")
SECOND = (*FIRST, "north-east", "south-east", "yorkshire-and-humberside")
# How far each Area of the second round has come, in turn.
STAGES = ("differing", "settled", "settled", "submitted", "answering", "draft", "to_moderate", "settled")
MISSING = "wessex"
# Leads who only sign certificates: nobody signs in as them.
OTHER_LEADS = {
    "east-midlands": "Rhoda Castell", "london-north": "Idris Bello", "london-south": "Moira Kent", "mersey-cheshire": "Con Halloran",
    "north-east": "Dilys Foster", "north-west": "Zahra Siddiq", "south-east": "Piers Holloway", "south-west": "Morwenna Bray",
    "thames-and-chiltern": "Anil Kapadia", "wessex": "Hester Dunn", "west-midlands": "Desmond Yarde",
    "yorkshire-and-humberside": "Freya Ogden",
}  # fmt: skip
WHY = {
    1: "It rests on one person, and nothing was written down in the half-year.",
    2: "It has begun: some of it is done and recorded, and we know where it is missing.",
    3: "It works in every unit, it is recorded, and what came of it was told.",
    4: "Communities lead it with us, and say themselves that it helps.",
}
LOWER = "The figures show it for some units only; for the others nothing is linked."
STANDS = "The other units kept their notes on paper, which the figures do not count."
# Line, what the exception is and what is done: of the half-year before the last, and of the last.
EXCEPTIONS = (
    (
        "confidence-kept", "One letter about a meeting went to an address where the person no longer lived.",
        "Addresses are read back to people before a letter is sent, and the list is checked each quarter.",
    ),
    (
        "complaints", "Two complaints about a meeting that was called off late were answered after more than twenty working days.",
        "Complaints are looked at every Monday, and somebody stands in for whoever is away.",
    ),
)  # fmt: skip


def enter_assuring(areas: dict[str, Area], accounts: dict[str, Account], *, calendar: Calendar, now: datetime) -> None:
    """Rounds and certificates of the two half-years before `now`, each step on its day."""
    period = half_year_of(timezone.localdate(now)).previous
    people = People(areas, accounts)
    for half, codes in ((period.previous, FIRST), (period, SECOND)):
        held = Assessing(people, half, [areas[code] for code in codes], finished=half != period)
        after = at_nine(half.last)
        for days, step in ((12, held.open), (30, held.assess), (50, held.validate), (64, held.reply), (80, held.moderate)):
            calendar.enter(after + timedelta(days=days), step)
        signing = Certifying(people, half, only=None if half == period else ("east-of-england",))
        calendar.enter(after + timedelta(days=9), signing.prepare)
        calendar.enter(after + timedelta(days=24), signing.sign)


class People:
    """Whoever does it, on the day."""

    def __init__(self, areas: dict[str, Area], accounts: dict[str, Account]) -> None:
        self.areas, self.accounts = areas, accounts

    def manager(self, area: Area, day: date) -> Viewer:
        return icem_of(area, self.accounts, day)

    def owen(self, day: date) -> Viewer:
        return viewer_for(self.accounts["owen.achebe@example.org"], day)

    def ingrid(self, day: date) -> Viewer:
        return viewer_for(self.accounts["ingrid.solheim@example.org"], day)

    def lead(self, area: Area, at: datetime) -> Account:
        name = LEADS.get(area.code) or OTHER_LEADS[area.code]
        email = name.lower().replace(" ", ".") + "@example.org"
        if email not in self.accounts:
            made = Account.objects.create_user(email, name, None)
            starts = timezone.localdate(at) - timedelta(days=30)
            give_role(by=THE_PRODUCT, at=at, account=made, work=Work(Role.LEAD, False, [area]), starts=starts)
            self.accounts[email] = made
        return self.accounts[email]


class Assessing:
    """One round. Levels follow from the places of Area and criterion in their lists, so that the year is always the same."""

    def __init__(self, people: People, period: HalfYear, areas: list[Area], *, finished: bool) -> None:
        self.people, self.period, self.areas, self.finished = people, period, areas, finished
        self.round: Round | None = None

    def open(self, at: datetime) -> None:
        day = timezone.localdate(at)
        days = {
            name: day + timedelta(days=number)
            for name, number in (("self_due", 21), ("validation_due", 45), ("reply_due", 60), ("moderation_due", 75))
        }
        framework = Framework.objects.filter(issued_at__isnull=False).order_by("-number")[0]
        self.round = open_round(by=self.people.owen(day), at=at, framework=framework, period=self.period, areas=self.areas, **days)

    def _rows(self, *stages: str) -> list[tuple[int, AreaAssessment]]:
        """The assessments that have come to one of these stages or beyond it, with their places."""
        if self.round is None:
            return []
        rows = self.round.assessments.select_related("area", "validator", "round").order_by("area__code")
        return [(place, row) for place, row in enumerate(rows) if self.finished or STAGES[place] in stages]

    def _differs(self, place: int) -> bool:
        return place in (1, 3) if self.finished else STAGES[place] in ("differing", "answering", "to_moderate")

    def _level(self, place: int, order: int) -> int:
        """From 1 to 4, mostly 2 or 3; a little higher in the second round."""
        return min(4, 1 + (place * 7 + order * 5 + order * place) % 3 + (not self.finished and (place + order) % 4 == 0))

    def assess(self, at: datetime) -> None:
        day = timezone.localdate(at)
        for place, row in self._rows(*STAGES):
            by, draft = self.people.manager(row.area, day), not self.finished and STAGES[place] == "draft"
            shown = evidence.offered(by, "engagement.activity", words="", area_id=row.area_id)[:1]
            for one in _answers(row)[: 4 if draft else None]:
                level = self._level(place, one.criterion.order) if one.criterion.figures or shown else 1
                answer_criterion(by=by, at=at, answer=one, level=level, words=WHY[level])
                if shown and not one.criterion.figures:
                    note = "People took part in it and heard what came of it."
                    link_evidence(by=by, at=at, answer=one, kind="engagement.activity", row_id=shown[0].pk, note=note)
            if not draft:
                submit_assessment(by=by, at=at, assessment=row)

    def validate(self, at: datetime) -> None:
        for place, row in self._rows("settled", "differing", "answering", "to_moderate"):
            by = self.people.manager(row.validator, timezone.localdate(at))
            for one in _answers(row):
                lower = self._differs(place) and one.criterion.code == "answered" and (one.level or 0) > 1
                level = (one.level or 1) - lower
                validate_criterion(by=by, at=at, answer=one, level=level, reasons=LOWER if lower else "")
            send_validation(by=by, at=at, assessment=AreaAssessment.objects.get(pk=row.pk))

    def reply(self, at: datetime) -> None:
        for place, row in self._rows("differing", "to_moderate"):
            if row.settled_at:
                continue
            by = self.people.manager(row.area, timezone.localdate(at))
            accepts = place == 3 if self.finished else STAGES[place] == "differing"
            for one in _answers(row):
                if one.validator_level != one.level:
                    reply_to_criterion(by=by, at=at, answer=one, reply="accepts" if accepts else "stands", words="" if accepts else STANDS)
            send_reply(by=by, at=at, assessment=AreaAssessment.objects.get(pk=row.pk))

    def moderate(self, at: datetime) -> None:
        """Of the round that is finished; in the other it still waits."""
        for _place, row in self._rows() if self.finished else []:
            for one in _answers(row) if not row.settled_at else []:
                if one.settled_level is None and one.level is not None:
                    reasons = "The notes on paper were seen, and show it for every unit."
                    moderate_criterion(by=self.people.ingrid(timezone.localdate(at)), at=at, answer=one, level=one.level, reasons=reasons)


class Certifying:
    """The certificates of one half-year, of `only` these Areas, or of every Area but one and of head office."""

    def __init__(self, people: People, period: HalfYear, *, only: tuple[str, ...] | None) -> None:
        self.people, self.period, self.only = people, period, only

    def _units(self) -> list[Area | None]:
        if self.only is not None:
            return [self.people.areas[code] for code in self.only]
        return [*(area for code, area in sorted(self.people.areas.items()) if code != MISSING), None]

    def prepare(self, at: datetime) -> None:
        day = timezone.localdate(at)
        for area in self._units():
            by = self.people.manager(area, day) if area else self.people.owen(day)
            lead = self.people.lead(area, at) if area else self.people.accounts["ingrid.solheim@example.org"]
            row = begin_certificate(by=by, at=at, area=area, period=self.period, lead=lead)
            for entry in row.entries.all():
                line, words, doing = EXCEPTIONS[self.only is None]
                if area is not None and area.code == "east-of-england" and entry.code == line:
                    by_on = day + timedelta(days=90)
                    answer_line(by=by, at=at, entry=entry, answer="exception", words=words, doing=doing, owner=lead, by_on=by_on)
                else:
                    known = "It is known to the lead, has an owner and a day, and needs nothing more from headquarters."
                    answer_line(by=by, at=at, entry=entry, answer="nothing", words=known if entry.pulls else "")
            for held in row.follow_ups.all():
                said = "Every unit reads addresses back; the list was checked in both quarters."
                say_what_became(by=by, at=at, follow_up=held, became="resolved", words=said)

    def sign(self, at: datetime) -> None:
        for row in Certificate.objects.filter(period=self.period, signed_at__isnull=True).select_related("lead", "area"):
            sign_certificate(by=viewer_for(row.lead, timezone.localdate(at)), at=at, certificate=row)


def _answers(row: AreaAssessment) -> list[CriterionAnswer]:
    return list(row.answers.select_related("assessment", "criterion").order_by("criterion__order"))
