from datetime import date, timedelta
from itertools import product

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem, inspector
from folkmoot.actions.operations import raise_action
from folkmoot.communities.tests.factories import wales
from folkmoot.decisions.assessments import editing, operations, queries
from folkmoot.decisions.assessments.contents import differences
from folkmoot.decisions.assessments.evidence import operations as evidence
from folkmoot.decisions.assessments.models import Assessment, AssessmentPublication, Impact, TakenEvidence
from folkmoot.decisions.assessments.rules import ORIGIN, State, Step, state_of
from folkmoot.decisions.assessments.settling import operations as settling
from folkmoot.decisions.assessments.tests.factories import NONE, decision, fresh, lead, outside, screened, sign, signed, step, written
from folkmoot.errors import FolkmootError
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=200)


def state(row, today=TODAY):
    return State(queries.get_assessment(lead(), row.pk, today=today).state)


def refusal(**over):
    with pytest.raises(Refused) as refused:
        over.pop("do")(**over)
    return str(refused.value)


def test_screening_out_is_named_dated_and_counts_for_the_decision():
    about = decision()
    row = screened(touches={}, reason="Only the colour of a form changes", decision=about)
    assert (row.kind, row.signed_by_id, row.signed_at) == ("none", icem().account_id, NOW)
    assert state(row) is State.NOT_NEEDED
    assert queries.signed_for(about) == [row]
    assert "sentence" in refusal(do=screened, touches={}, reason="no")


def test_rule_set_follows_the_area_and_a_stranger_may_not_write():
    assert screened().rule_set == "reserved"
    here = icem("sian@example.org", "Sian", of=wales())
    assert screened(by=here, area=wales()).rule_set == "wales"
    with pytest.raises(NotAllowed):
        screened(by=here)
    with pytest.raises(NotAllowed):
        screened(by=inspector())
    with pytest.raises(NotAllowed):  # of the whole service, by somebody of one Area
        screened(area=None)


def test_two_people_at_one_step_lose_nothing():
    row = screened()
    mark = editing.mark_of_step(row, Step.AIMS)
    other = editing.mark_of_step(row, Step.CONCLUSION)
    step(row, Step.AIMS, eliminate="mine")
    with pytest.raises(ChangedMeanwhile):
        operations.save_step(by=icem(), at=NOW, assessment=row, step=Step.AIMS, values={"eliminate": "theirs"}, seen=mark)
    operations.save_step(by=icem(), at=NOW, assessment=row, step=Step.CONCLUSION, values={"conclusion_why": "b"}, seen=other)
    assert (fresh(row).eliminate, fresh(row).conclusion_why) == ("mine", "b")
    with pytest.raises(KeyError):
        step(row, Step.AIMS, conclusion="stop")
    assert "does not have this step" in refusal(do=step, row=row, name=Step.ALTERNATIVES, alternatives="none")


def test_two_people_at_one_impact_lose_nothing():
    row = screened()
    said = {"by": icem(), "at": NOW, "assessment": row, "codes": ["age"], "effect": "no_evidence", "will_do": "ask the elders group"}
    first = operations.record_impact(seen_version=0, **said)
    with pytest.raises(ChangedMeanwhile):
        operations.record_impact(seen_version=0, **said)
    again = operations.record_impact(seen_version=first.version, **said | {"will_do": "ask them in June, too"})
    assert again.pk == first.pk


def test_combination_is_recorded_once_in_any_order():
    row = screened()
    said = {"by": icem(), "at": NOW, "assessment": row, "effect": "no_evidence", "will_do": "ask the elders group"}
    one = operations.record_impact(codes=["race", "age"], **said)
    assert operations.record_impact(codes=["age", "race"], **said).pk == one.pk
    assert one.codes == ["age", "race"]


def test_cannot_be_submitted_while_something_is_blank():
    row = written()
    row.impacts.filter(together="+sex+").delete()
    assert "Blank, which is not “no impact”: Sex" in refusal(do=settling.submit, by=icem(), at=NOW, assessment=row)


def test_signed_by_a_second_person_and_then_it_stays():
    row = written()
    settling.submit(by=icem(), at=NOW, assessment=row)
    assert list(queries.waiting_to_be_signed(lead())) == [row]
    with pytest.raises(NotAllowed):
        sign(row, by=icem())
    author = account("nia.rowe@example.org")
    grant(author, Role.LEAD, [area()])
    with pytest.raises(Refused, match="wrote none of it"):
        sign(row, by=viewer_for(author, TODAY))
    sign(row)
    assert state(row) is State.SIGNED
    assert fresh(row).signed_parts
    for change in (
        lambda: step(row, Step.AIMS, foster="other"),
        lambda: outside(row),
        lambda: operations.take_impact_out(by=icem(), at=NOW, impact=row.impacts.first()),
        lambda: evidence.leave_out(by=icem(), at=NOW, evidence=row.evidence.first()),
    ):
        with pytest.raises(Refused, match="new version"):
            change()


def test_an_edit_takes_the_submission_back_and_a_changed_text_is_not_signed():
    row = written()
    settling.submit(by=icem(), at=NOW, assessment=row)
    step(row, Step.AIMS, foster="Explained to schools, too")
    assert state(row) is State.DRAFT
    settling.submit(by=icem(), at=NOW, assessment=row)
    with pytest.raises(ChangedMeanwhile):
        settling.sign(by=lead(), at=NOW, assessment=row, signed_as="CCP", seen_hash="old")


def test_returned_with_a_reason_stays_so_until_submitted_again():
    row = written()
    settling.submit(by=icem(), at=NOW, assessment=row)
    settling.send_back(by=lead(), at=NOW, assessment=row, reason="Say more about carers")
    step(row, Step.EVIDENCE, gaps="Carers were asked in May.")
    assert state(row) is State.RETURNED
    settling.submit(by=icem(), at=NOW, assessment=fresh(row))
    assert state(row) is State.SUBMITTED


def test_signature_after_the_decision_is_shown_as_such():
    early, late = decision(), decision(title="Other")
    # only the day matters here; what else a taken decision holds is the business of decisions
    row = signed(decision=early)
    row.decision.taken_on = TODAY + timedelta(days=1)
    assert not queries.signed_after_decision(row)
    row.decision = late
    row.decision.taken_on = TODAY - timedelta(days=1)
    assert queries.signed_after_decision(row)


def test_taken_evidence_stays_as_it_was():
    row = screened()
    taken = outside(row)
    evidence.add_words(by=icem(), at=NOW, evidence=taken, own_words="It speaks for us.")
    operations.record_impact(
        by=icem(), at=NOW, assessment=row, codes=["age"], effect="no_impact", words="No difference was found.", cited=[taken]
    )
    with pytest.raises(Refused, match="cites this evidence"):
        evidence.leave_out(by=icem(), at=NOW, evidence=taken)
    with pytest.raises(Refused, match="how old it is"):
        evidence.add_outside(by=icem(), at=NOW, assessment=row, code="", title="a", words="b")


def test_publishing_waits_until_every_finding_is_explained_or_withheld():
    contact("Gwenllian Price", area=area())
    row = signed(written(title="Remote hearings; ask desk@example.org"))
    checked = queries.check_before_publishing(row, today=TODAY)
    assert [each.hit.text for each in checked.findings] == ["desk@example.org"]
    with pytest.raises(Refused, match="may identify"):
        settling.publish(by=icem(), at=NOW, assessment=row, seen_hash=checked.hash)
    settling.explain(by=icem(), at=NOW, assessment=row, key=checked.findings[0].hit.key, words="our public desk")
    settling.withhold(by=icem(), at=NOW, assessment=row, part="evidence", reason="The survey is not yet published.")
    now = queries.check_before_publishing(fresh(row), today=TODAY)
    copy = settling.publish(by=icem(), at=NOW, assessment=fresh(row), seen_hash=now.hash)
    assert state(row) is State.PUBLISHED
    assert {"code": "evidence", "withheld": "The survey is not yet published."} in copy.parts
    assert "Most disabled witnesses" not in str(copy.parts)
    assert "Nia Rowe" not in str(copy.parts)  # the owner's name is private
    copy.sha256 = "other"
    with pytest.raises(FolkmootError):
        copy.save()


def test_a_known_name_and_a_small_number_are_found_before_publishing():
    contact("Gwenllian Price", area=area())
    row = screened()
    outside(row, words="Gwenllian Price and two witnesses said so.")
    found = queries.check_before_publishing(signed(written(row)), today=TODAY).findings
    assert {each.hit.text for each in found} >= {"Gwenllian Price", "two witnesses"}


def test_names_are_looked_for_in_every_area_whose_assessment_was_taken_as_evidence():
    contact("Gwenllian Price", area=wales())
    earlier = Assessment.objects.create(area=wales(), title="Letters", proposal="Letters", affected="All", asked_for="short", begun_at=NOW)
    impact = Impact.objects.create(assessment=earlier, codes=["disability"], together="+disability+", effect="no_impact", words="None.")
    found = []
    for taken in ("", f"past:{impact.pk}"):
        row = screened()
        outside(row, words="Gwenllian Price said so.")
        if taken:
            TakenEvidence.objects.create(assessment=row, source="past", key=taken, title="Earlier", words="No impact.", taken_at=NOW)
        hits = queries.check_before_publishing(signed(written(row)), today=TODAY).findings
        found.append([each.hit.text for each in hits if "Price" in each.hit.text])
    assert found == [[], ["Gwenllian Price"]]


def test_a_new_version_keeps_the_old_one_whole_and_takes_over_when_signed():
    first = signed()
    second = settling.new_version(by=icem(), at=NOW, assessment=first)
    with pytest.raises(Refused, match="begun already"):
        settling.new_version(by=icem(), at=NOW, assessment=first)
    assert (second.edition, second.impacts.count(), second.evidence.count()) == (2, first.impacts.count(), 1)
    assert second.impacts.first().cited.get().assessment == second
    step(second, Step.AIMS, foster="Schools are told, too")
    step(second, Step.REVIEW, review_on=TODAY + timedelta(days=90))
    changed = differences(queries.contents_of(lead(), first), queries.contents_of(lead(), fresh(second)))
    assert {each.after["label"] for each in changed} == {"foster", "review_on"}
    assert state(first) is State.SIGNED
    signed(second)
    assert state(first) is State.SUPERSEDED
    assert fresh(first).foster == "It is explained to all"
    assert [row.edition for row in queries.versions_of(lead(), first, today=TODAY)] == [2, 1]


def test_a_review_fires_and_is_answered_against_each_impact():
    row = signed()
    assert queries.reviews_due(lead(), TODAY) == []
    due = queries.reviews_due(lead(), LATER.date())
    assert [(each.assessment, each.overdue) for each in due] == [(row, True)]
    assert state(row, LATER.date()) is State.REVIEW_DUE
    came_to = {impact.pk: ("as_expected", "") for impact in row.impacts.all()}
    first = next(iter(came_to))
    done = {"by": icem(), "at": LATER, "assessment": row, "words": "Witnesses used it as hoped.", "next_on": date(2027, 3, 1)}
    with pytest.raises(Refused, match="not known yet"):
        settling.review(came_to={}, **done)
    with pytest.raises(Refused, match="not as expected"):
        settling.review(came_to=came_to | {first: ("worse", "")}, **done)
    review = settling.review(came_to=came_to | {first: ("worse", "fewer than a tenth did")}, **done)
    assert review.impacts.get(impact_id=first).came_to == "worse"
    assert queries.reviews_due(lead(), LATER.date()) == []


def test_open_mitigations_stand_with_their_assessment():
    row = screened()
    raise_action(
        by=icem(), at=NOW, area=area(), origin_kind=ORIGIN, origin_id=row.line_id, title="Lend tablets to ten witnesses",
        measure="10 tablets lent by June", owner=account(), due_on=date(2026, 6, 1),
    )  # fmt: skip
    other = screened("Canteen opening hours")
    listed = {each.pk: each.open_mitigations for each in queries.list_assessments(lead(), today=TODAY)}
    assert listed == {row.pk: 1, other.pk: 0}
    assert list(queries.list_assessments(lead(), today=TODAY, open_only=True)) == [row]
    assert queries.open_mitigations(lead(), today=TODAY).count() == 1
    assert queries.facts_of(row).mitigations == 1


def test_register_is_scoped_and_filtered():
    here = screened(touches={"race": "negative"})
    there = screened("Welsh forms", by=icem("sian@example.org", "Sian", of=wales()), area=wales())
    assert list(queries.list_assessments(lead(), today=TODAY)) == [here]
    assert list(queries.list_assessments(lead(), today=TODAY, code="race")) == [here]
    assert list(queries.list_assessments(lead(), today=TODAY, code="age")) == []
    assert list(queries.list_assessments(lead(), today=TODAY, state=State.SIGNED)) == []
    with pytest.raises(Assessment.DoesNotExist):
        queries.get_assessment(lead(), there.pk, today=TODAY)
    assert not AssessmentPublication.objects.exists()


def test_screening_again_cannot_wipe_what_is_written():
    row = screened()
    outside(row)
    with pytest.raises(Refused, match="finish the assessment"):
        operations.screen_again(
            by=icem(), at=NOW, assessment=row, title="a", proposal="b", affected="c", large=False, touches=NONE, whys={},
            reason="nothing is touched at all",
        )  # fmt: skip


def test_the_state_in_the_database_is_that_of_the_rule():
    with lifted("decisions.migrations.0003_what_was_decided_stays"):
        _every_state()


def _every_state():
    row = signed()
    after = settling.new_version(by=icem(), at=NOW, assessment=row)
    whole = {"signed_parts": row.signed_parts, "signed_hash": "a", "screening_reason": "because", "returned_why": "because"}
    Assessment.objects.update(**whole)
    names = ("submitted", "returned", "signed", "published", "superseded")
    for values in product((False, True), repeat=5):
        told = dict(zip(names, values, strict=True))
        times = {f"{name}_at": NOW if told[name] else None for name in names[:3]}
        AssessmentPublication.objects.all().delete()
        if told["published"]:
            AssessmentPublication.objects.create(assessment=row, parts=[], sha256="a", at=NOW)
        Assessment.objects.filter(pk=after.pk).update(signed_at=NOW if told["superseded"] else None, review_on=TODAY)
        for kind, day in product(("none", "full"), (TODAY, TODAY + timedelta(days=9))):
            Assessment.objects.filter(pk=row.pk).update(kind=kind, review_on=day, **times)
            assert state(row) is state_of(kind=kind, next_review=day, today=TODAY, **told)
