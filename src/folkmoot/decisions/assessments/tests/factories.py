"""The invented cast as people who write and sign assessments."""

from datetime import date, timedelta

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.decisions.assessments import operations
from folkmoot.decisions.assessments.contents import fingerprint
from folkmoot.decisions.assessments.evidence import operations as evidence
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.queries import contents_of
from folkmoot.decisions.assessments.rules import Step
from folkmoot.decisions.assessments.screening import PROTECTED, Characteristic
from folkmoot.decisions.assessments.settling import operations as settling
from folkmoot.decisions.models import Decision

NONE = {code.value: "none" for code in Characteristic}


def lead(email: str = "priya.chandran@example.org", name: str = "Priya Chandran") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.LEAD, [area()])
    return viewer_for(who, TODAY)


def screened(
    title: str = "Remote hearings for witnesses", touches: dict | None = None, large: bool = False, by: Viewer | None = None, **over
):
    touched = touches if touches is not None else {"disability": "positive"}
    whys = dict.fromkeys(touched, "because of the screen")
    values = {"area": area(), "proposal": "Witnesses may give evidence from home.", "affected": "Witnesses"} | over
    return operations.screen_proposal(
        by=by or icem(), at=NOW, title=title, touches=NONE | touched, whys=whys, large=large, **values
    )  # fmt: skip


def outside(row: Assessment, code: str = "", words: str = "Most disabled witnesses preferred it.") -> object:
    return evidence.add_outside(
        by=icem(), at=NOW, assessment=row, code=code, title="Survey of witnesses", words=words, as_of=date(2025, 11, 1),
        own_words="Its annex breaks the answers down by each characteristic.",
    )  # fmt: skip


def step(row: Assessment, name: Step, by: Viewer | None = None, **values: object) -> list[str]:
    return operations.save_step(by=by or icem(), at=NOW, assessment=row, step=name, values=values)


def written(row: Assessment | None = None, **over: object) -> Assessment:
    """A short assessment in which nothing is missing."""
    row = row or screened(**over)
    cited = outside(row)
    step(row, Step.PROPOSAL, aims_of_it="Fewer journeys", owner=account(), decision_due=date(2026, 6, 1))
    step(row, Step.EVIDENCE, gaps="Nothing is known of carers.")
    for code in PROTECTED:
        operations.record_impact(
            by=icem(), at=NOW, assessment=row, codes=[code], effect="no_impact", words="The survey shows no difference.", cited=[cited]
        )
    step(row, Step.AIMS, eliminate="Access is offered to all", advance="Journeys fall away", foster="It is explained to all")
    step(row, Step.CONCLUSION, conclusion="no_change", conclusion_why="Nobody is worse off.")
    step(row, Step.REVIEW, review_on=TODAY + timedelta(days=180), monitoring="Asked of witnesses each quarter")
    return fresh(row)


def signed(row: Assessment | None = None, **over: object) -> Assessment:
    row = row or written(**over)
    settling.submit(by=icem(), at=NOW, assessment=row)
    sign(row)
    return fresh(row)


def sign(row: Assessment, by: Viewer | None = None) -> None:
    held = fresh(row)
    seen = fingerprint(held.title, contents_of(lead(), held))
    settling.sign(by=by or lead(), at=NOW, assessment=held, signed_as="Chief Crown Prosecutor", seen_hash=seen)


def decision(**over: object) -> Decision:
    values = {
        "area": area(), "kind": "policy", "title": "Remote hearings", "question": "Do we offer them?", "decider": account(),
        "prepared_at": NOW,
    } | over  # fmt: skip
    return Decision.objects.create(**values)


def fresh(row: Assessment) -> Assessment:
    return Assessment.objects.select_related("area", "decision", "owner", "before").get(pk=row.pk)
