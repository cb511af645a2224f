"""Equality impact assessments: one signed and published before its decision, one with blanks, one overdue for review, one screened out."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.decisions.assessments.contents import fingerprint
from folkmoot.decisions.assessments.evidence.offers import offers
from folkmoot.decisions.assessments.evidence.operations import add_outside, take
from folkmoot.decisions.assessments.models import Assessment, TakenEvidence
from folkmoot.decisions.assessments.operations import record_impact, save_step, screen_proposal
from folkmoot.decisions.assessments.queries import check_before_publishing, contents_of
from folkmoot.decisions.assessments.rules import Step, needed_codes
from folkmoot.decisions.assessments.screening import Characteristic
from folkmoot.decisions.assessments.settling.operations import explain, publish, sign, submit
from folkmoot.decisions.models import Decision

UNTOUCHED = {code.value: "none" for code in Characteristic}
LETTERS = {
    "disability": ("negative", "A letter nobody can read to them is no answer"),
    "race": ("positive", "Those who report most hear first"),
    "language": ("not_known", "We do not know who reads which language"),
}
EFFECTS = {
    "disability": ("mixed", "Deaf and learning-disabled people gain only where the letter comes in a form they can use."),
    "race": ("positive", "Most who report hate crime report it for race, and they have heard least."),
    "language": ("mixed", "A letter in English says nothing to those who do not read it."),
}


class Assessor:
    """One Area's assessments: `by` writes, `signer` signs, `owner` owns what is proposed."""

    def __init__(self, area: Area, *, by: Viewer, signer: Viewer, owner: Account) -> None:
        self.area, self.by, self.signer, self.owner = area, by, signer, owner

    def screen_letters(self, at: datetime, decision: Decision) -> Assessment:
        """The proposal of letters may harm: a full assessment follows."""
        return screen_proposal(
            by=self.by, at=at, area=self.area, decision=decision, title="Letters to everybody who reports a hate crime", large=True,
            proposal="Everybody who reports a hate crime is written to within ten days, in plain words.",
            affected="People who report hate crime, and those who speak for them",
            touches=UNTOUCHED | {code: touch for code, (touch, _why) in LETTERS.items()}, whys={code: why for code, (_t, why) in LETTERS.items()},
        )  # fmt: skip

    def write(self, at: datetime, row: Assessment, *, review_in: int) -> None:
        """Everything an assessment must hold, with the evidence the product itself has."""
        today = timezone.localdate(at)
        survey = self._evidence(at, row)
        self._step(
            at, row, Step.PROPOSAL, aims_of_it="That nobody who reports is left without a word", owner=self.owner,
            decision_due=today + timedelta(days=40),
            **({"welsh": "Every letter is in Welsh as well, and Welsh comes first."} if row.rule_set == "wales" else {}),
        )  # fmt: skip
        self._step(at, row, Step.EVIDENCE, gaps="Nobody counts in which form a letter could be read. We ask from now on.")
        for code in needed_codes(row.kind, LETTERS):
            self._impact(at, row, code.value, survey)
        self._step(
            at, row, Step.AIMS, eliminate="Nobody is left out because of the form of the letter.",
            advance="Those who report most hear first.", foster="People see that reporting is answered whoever reports.",
        )  # fmt: skip
        if row.kind == "full":
            self._of_a_full_one(at, row)
        self._step(
            at, row, Step.MITIGATION, no_mitigation="The proposal itself was changed: the letter comes in Easy Read and six languages."
        )
        self._step(
            at, row, Step.CONCLUSION, conclusion="adjust", conclusion_why="The harm lay in the form of the letter, and that was changed."
        )
        self._step(
            at, row, Step.REVIEW, review_on=today + timedelta(days=review_in), monitoring="Letters in each form are counted every quarter."
        )

    def _of_a_full_one(self, at: datetime, row: Assessment) -> None:
        self._step(at, row, Step.ENGAGEMENT, engaged="Two groups that wrote to us.", consulted="Two community groups tried the wording.")
        self._step(at, row, Step.COMBINATIONS, no_combination="Nothing said so far is about two characteristics together.")
        self._step(at, row, Step.ALTERNATIVES, alternatives="Writing only to those who ask. Those who most need it ask least.")

    def _evidence(self, at: datetime, row: Assessment) -> TakenEvidence:
        """What the product knows of two characteristics, and one survey from elsewhere that all are judged by."""
        today = timezone.localdate(at)
        for code in (Characteristic.RACE, Characteristic.DISABILITY):
            known = [offer for offer in offers(self.by, row, code, today=today) if offer.source != TakenEvidence.Source.GAP]
            take(by=self.by, at=at, assessment=row, offers=known[:2])
        return add_outside(
            by=self.by, at=at, assessment=row, code="", title="Survey of victims by an invented charity", as_of=today - timedelta(days=160),
            words="Three in four would rather have a letter than nothing; one in nine could not read it.", base="412 people",
            gaps="It asked nobody in prison or hospital.",
        )  # fmt: skip

    def _impact(self, at: datetime, row: Assessment, code: str, survey: TakenEvidence) -> None:
        if code not in EFFECTS:
            record_impact(
                by=self.by, at=at, assessment=row, codes=[code], effect="no_evidence", will_do="Ask two groups before the first review."
            )
            return
        effect, words = EFFECTS[code]
        touching = effect != "no_impact"
        record_impact(
            by=self.by, at=at, assessment=row, codes=[code], effect=effect, words=words, likely="likely" if touching else "",
            severe="moderate" if touching else "", aims=["advance"] if touching else [], cited=[survey],
        )  # fmt: skip

    def _step(self, at: datetime, row: Assessment, step: Step, **values: object) -> None:
        save_step(by=self.by, at=at, assessment=row, step=step, values=values)

    def settle(self, at: datetime, row: Assessment, *, to_public: bool) -> None:
        """Submitted, read and signed by somebody who wrote none of it; and published, if it is to be, as it was checked."""
        submit(by=self.by, at=at, assessment=row)
        held = _fresh(row)
        seen = fingerprint(held.title, contents_of(self.signer, held))
        sign(by=self.signer, at=at, assessment=held, signed_as="Deputy Chief Crown Prosecutor", seen_hash=seen)
        if to_public:
            self._publish(at, _fresh(row), timezone.localdate(at))

    def _publish(self, at: datetime, row: Assessment, today: date) -> None:
        for found in check_before_publishing(row, today=today).unexplained:
            explain(by=self.by, at=at, assessment=row, key=found.hit.key, words="A common word here, and nobody’s name")
        publish(by=self.by, at=at, assessment=row, seen_hash=check_before_publishing(row, today=today).hash)

    def overdue(self, at: datetime) -> None:
        """One whose day of review has passed since."""
        row = screen_proposal(
            by=self.by, at=at, area=self.area, title="Witness care by telephone in the evening", large=False,
            proposal="Witnesses are rung between five and eight.", affected="Witnesses and those who care for them",
            touches=UNTOUCHED | {"disability": "positive"}, whys={"disability": "Evenings suit carers"},
        )  # fmt: skip
        self.write(at, row, review_in=100)
        self.settle(at, _fresh(row), to_public=False)

    def with_blanks(self, at: datetime) -> None:
        """One that is being written: the evidence is there, most characteristics are not answered."""
        row = screen_proposal(
            by=self.by, at=at, area=self.area, title="Where the scrutiny panel meets", large=False,
            proposal="The panel meets in community buildings.", affected="Members of the panel and those who watch it",
            touches=UNTOUCHED | {"disability": "negative", "religion": "positive"},
            whys={"disability": "Some halls have steps", "religion": "Halls of several faiths"},
        )  # fmt: skip
        survey = self._evidence(at, row)
        self._impact(at, row, "race", survey)
        self._step(at, row, Step.PROPOSAL, aims_of_it="A panel that people can watch", owner=self.owner)

    def screened_out(self, at: datetime) -> None:
        screen_proposal(
            by=self.by, at=at, area=self.area, title="New cover for the Area newsletter", large=False, proposal="The cover changes colour.",
            affected="Readers", touches=UNTOUCHED, whys={}, reason="Only the colour changes, and its contrast was checked.",
        )  # fmt: skip


def _fresh(row: Assessment) -> Assessment:
    return Assessment.objects.select_related("area", "decision", "owner", "before").get(pk=row.pk)
