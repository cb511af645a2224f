"""The list from which an invented table was counted, an accepted signal of it, and a panel that read its cases."""

import csv
import io

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.casework.models import Analysis
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.tests.factories import accepted
from folkmoot.casework.tests.factories import GROUPS, analysis
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.models import Panel
from folkmoot.panels.recommendations.tests.factories import meeting, panel
from folkmoot.scrutiny.assessment.models import Assessment, JointView
from folkmoot.scrutiny.assessment.questions.models import QuestionSet
from folkmoot.scrutiny.assessment.questions.shipped import load_reference_data
from folkmoot.scrutiny.draws.models import Draw, DrawnCase
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.signals.models import SignalReading
from folkmoot.scrutiny.signals.operations import Sent, bring_cases

HEADINGS = ("URN", "Finalised", "Status", "Appeal", "Restrictions", "Youth", "Ethnicity", "Sex", "Decision", "Offence", "Defendant")


def rows(groups=GROUPS) -> list[tuple[str, ...]]:
    """The rows of the table's file as a list of finalised cases: one for each suspect, with a name that must never be seen again."""
    found: list[tuple[str, ...]] = []
    for ethnicity, sex, number, charged in groups:
        for place in range(number):
            key, decision = len(found) + 1, "Charge" if place < charged else "No further action"
            found.append(
                (
                    f"05AB{key:06}26",
                    "2026-01-15",
                    "Finalised",
                    "No",
                    "None",
                    "N",
                    ethnicity,
                    sex,
                    decision,
                    "Public order",
                    f"Imagined {key}",
                )
            )
    return found


def listed(of=None, headings=HEADINGS) -> Sent:
    target = io.StringIO()
    csv.writer(target).writerows([headings, *(rows() if of is None else of)])
    return Sent(target.getvalue().encode(), "finalised.csv")


def a_signal(of: Analysis | None = None) -> Signal:
    return accepted(of or analysis(area()))


def brought(signal: Signal | None = None, of: Panel | None = None, by: Viewer | None = None, **over: object) -> SignalReading:
    given: dict[str, object] = {"sent": listed(), "title": "Cases of the winter", "source": "Case management system"}
    return bring_cases(by=by or icem(), at=NOW, signal=signal or a_signal(), panel=of or panel(), **(given | over))  # type: ignore[arg-type]


def drawn(reading: SignalReading, own: int, others: int = 0) -> list[Pack]:
    """So many cases of each side drawn for a meeting, each with a pack that was released: those of the signal first."""
    held = meeting(reading.panel)
    made = Draw.objects.create(
        frame=reading.frame, panel=reading.panel, meeting=held, title="Cases of the winter", method="random", state="drawn",
        fingerprint="e" * 64, commitment="c" * 64, closing="f" * 64, seed="d" * 64, committed_at=NOW, opened_at=NOW, opens_until=NOW,
        drawn_at=NOW, receipt={"cases": []}, prepared_at=NOW,
    )  # fmt: skip
    sides = [(True, own), (False, others)]
    cases = [side.case for own_side, number in sides for side in reading.sides.filter(of_signal=own_side).order_by("pk")[:number]]
    packs = []
    for number, case in enumerate(cases, start=1):
        row = DrawnCase.objects.create(draw=made, case=case, order=number, how="random", ticket=f"{number:064}")
        packs.append(Pack.objects.create(drawn=row, state="released", title="a dispute", begun_at=NOW, released_at=NOW, expires_at=NOW))
    return packs


def judged(pack: Pack, *, concluded: bool = True, grade=None, number: int = 1) -> JointView:
    """One round of judging with what the panel agreed."""
    if not QuestionSet.objects.exists():
        load_reference_data(by=THE_PRODUCT, at=NOW)
    held = pack.drawn.draw.meeting if number == 1 else meeting(pack.drawn.draw.panel, at=NOW.replace(month=NOW.month + number))
    row = Assessment.objects.create(
        pack=pack, number=number, meeting=held, question_set=QuestionSet.objects.first(), begun_at=NOW, shown_at=NOW
    )
    words = {"reasons": "It was right on what was known."} if concluded else {"missing": "What the first account said."}
    chair = sitting(pack.drawn.draw.panel, NOW.date()).first()
    return JointView.objects.create(assessment=row, concluded=concluded, grade=grade, chaired_by=chair, agreed_at=NOW, **words)
