"""What is compared: only what was shown, of nobody tied, of no case set aside, within sight; in a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.scrutiny.assessment import operations
from folkmoot.scrutiny.assessment.comparing.queries import agreement, calibration, drift_of
from folkmoot.scrutiny.assessment.comparing.rules import Finding
from folkmoot.scrutiny.assessment.questions.models import QuestionSet
from folkmoot.scrutiny.assessment.tests.factories import graded, locked, scene, together
from folkmoot.scrutiny.frames.models import Tie

pytestmark = pytest.mark.django_db


def test_agreement_counts_what_was_shown_and_nothing_else():
    at = scene(cases=6)
    graded()
    for number, pack in enumerate(at.packs[:5]):
        for place, seat in enumerate(at.seats):
            locked(seat, pack, yes="no" if (number + place) % 3 == 0 else "yes", grade="appropriate" if place else "with-observations")
    locked(at.seats[0], at.packs[5], grade="appropriate")
    found = agreement(icem())
    assert (found.cases, found.judgements, found.left_out) == (5, 20, 1)
    lines = {line.figure.key: line for line in found.lines}
    assert lines["charge"].figure.coefficient.measure == "Gwet AC1"
    assert lines["joint-working"].figure.coefficient.value == 1
    grade = next(line for key, line in lines.items() if key.startswith("grade:"))
    assert grade.heading == "Four categories"
    assert grade.figure.cases == 5
    by_strand, by_panel = agreement(icem(), by="strand").lines, agreement(icem(), by="panel").lines
    assert [(line.heading, line.figure.cases) for line in by_strand] == [("racial", 5)]
    assert [line.heading for line in by_panel] == [at.panel.name]
    assert [turn.share.groups for _meeting, turn in drift_of(icem(), at.panel)] == [5]
    operations.set_aside(by=icem(), at=NOW, pack=at.packs[0], why="The case is under appeal.")
    at.packs[2].__class__.objects.filter(pk=at.packs[2].pk).update(state="withdrawn", withdrawn_why="Recalled.")
    Tie.objects.create(case=at.packs[1].drawn.case, member=at.seats[0][0], what="A neighbour.", declared_at=NOW)
    found = agreement(icem())
    assert (found.cases, found.judgements) == (3, 11)
    assert {line.figure.finding for line in found.lines} == {Finding.WITHHELD}


def test_another_area_sees_nothing_and_queries_do_not_grow():
    at = scene(cases=2)
    together(at)
    elsewhere = icem("ann.west@example.org", "Ann West", area("wales", "Wales"))
    assert agreement(elsewhere).judgements == 0
    assert agreement(hq()).judgements == 4

    def asked(by):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            agreement(icem(), by=by)
        return len(caught)

    before = {by: asked(by) for by in ("question", "strand", "panel")}
    together(at, at.packs[1])
    assert {by: asked(by) for by in before} == before


def test_a_calibration_round_stays_out_of_agreement_and_is_compared_with_its_key():
    at = scene(calibration=True)
    questions = QuestionSet.objects.get(code="hate-crime").questions.exclude(kind="words")
    answers = {each.code: "3" if each.kind == "scale" else "yes" for each in questions}
    operations.keep_key(by=icem(), at=NOW, pack=at.pack, answers=answers, reasons="So the guidance reads it.")
    for place, seat in enumerate(at.seats):
        if place == 3:
            assert calibration(icem())[0].lines == []  # not all have locked: nothing is compared yet
        locked(seat, at.pack, yes="no" if place == 0 else "yes")
    round_ = calibration(icem())[0]
    found = {question.code: against for question, against in round_.lines}
    assert (found["charge"].same, found["charge"].of) == (3, 4)
    assert (found["joint-working"].same, found["joint-working"].given) == (0, {"4": 4})
    assert agreement(icem()).judgements == 0
