"""Learning from the case to the telling: what is refused, what stays, who is told, and what two draws show."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, inspector
from folkmoot.actions.tests.factories import achieved, action
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.scrutiny.learning import operations, queries, resampling
from folkmoot.scrutiny.learning.models import LearningPoint
from folkmoot.scrutiny.learning.queries import standing_of
from folkmoot.scrutiny.learning.rules import State
from folkmoot.scrutiny.learning.tests.factories import WORDS, called, draw, learned, meeting, packs, panel, replied
from folkmoot.scrutiny.packs.models import Pack

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = NOW + timedelta(days=120)


def now_of(point: LearningPoint, day: date = TODAY) -> queries.Standing:
    return standing_of(queries.get_learning(hq(), point.pk), day)


def fields(refused) -> set[str]:
    return set(refused.value.problems)


def test_from_the_case_to_the_telling():
    held = meeting()
    case = packs(draw(held))[2]
    point = learned(held, pack=case)
    assert (point.number, point.strand, point.reply_due) == (1, "race", TODAY + timedelta(days=84))
    replied(point)
    with pytest.raises(Refused) as refused:
        operations.finish(by=icem(), at=NOW, point=point, words="All letters were changed.")
    assert "evidence" in refused.value.problems[""][0]
    operations.add_evidence(by=icem(), at=NOW, point=point, what="The new letter", lies="Binder 4")
    operations.finish(by=icem(), at=NOW, point=point, words="All letters were changed.")
    assert now_of(point).to_tell == ("panel", "staff", "system")
    operations.told(by=icem(), at=NOW, point=point, whom="panel", meeting=held)
    operations.told(by=icem(), at=NOW, point=point, whom="staff", how="Training of the unit")
    assert now_of(point).to_tell == ("system",)
    operations.take_up_again(by=icem(), at=NOW + timedelta(hours=1), point=point, why="The panel saw an old letter.")
    assert now_of(point).state is State.IN_PROGRESS
    with pytest.raises(Refused):
        operations.finish(by=icem(), at=NOW + timedelta(hours=2), point=point, words="All letters were changed again.")
    noted = [event.detail for event in AuditEvent.objects.filter(subject_kind="scrutiny.learningpoint")]
    kinds = {word for detail in noted for word in (*detail, detail.get("step"))}
    assert {"made", "reply", "evidence", "finished", "told", "reopened"} <= kinds


def test_a_meeting_called_since_brings_the_reply_forward():
    held = meeting()
    point = learned(held)
    assert now_of(point).reply_due == TODAY + timedelta(days=84)
    called(held.panel, at=NOW + timedelta(days=30))
    assert now_of(point).reply_due == TODAY + timedelta(days=29)
    assert not now_of(point, TODAY + timedelta(days=29)).late
    assert now_of(point, TODAY + timedelta(days=30)).late


def test_an_achieved_action_is_evidence_and_another_is_not():
    point = learned()
    replied(point)
    of_this = {"origin_kind": queries.ORIGIN, "origin_id": point.pk}
    for wrong in (action(**of_this), achieved(origin_kind=queries.ORIGIN, origin_id=point.pk + 1)):
        with pytest.raises(Refused) as refused:
            operations.add_evidence(by=icem(), at=NOW, point=point, what="The action", action=wrong)
        assert fields(refused) == {"action"}
    right = achieved(**of_this)
    assert operations.add_evidence(by=icem(), at=NOW, point=point, what="The action", action=right).action == right


def test_a_case_that_was_recalled_or_calibrated_teaches_no_prosecutor():
    held = meeting()
    drawn = draw(held, calibration=True)
    with pytest.raises(Refused) as refused:
        learned(held, pack=packs(drawn)[0], to="prosecutor", to_whom="")
    assert fields(refused) == {"to"}
    Pack.objects.filter(pk=packs(drawn)[1].pk).update(state="withdrawn", withdrawn_why="An appeal was lodged")
    with pytest.raises(Refused) as refused:
        learned(held, pack=packs(drawn)[1])
    assert "An appeal was lodged" in refused.value.problems["pack"][0]
    elsewhere = draw(meeting(panel("west")))
    with pytest.raises(Refused) as refused:
        learned(held, pack=packs(elsewhere)[0])
    assert fields(refused) == {"pack"}


def test_names_are_seen_before_anything_is_published():
    held = meeting()
    with pytest.raises(Refused) as refused:
        learned(held, words_en="Mr Adeyemi was not told of the hearing.")
    assert fields(refused) == {"names_nobody"}
    assert learned(held, words_en="Mr Adeyemi was not told of the hearing.", names_nobody=True).number == 1


def test_who_may_not_learn_does_not():
    held = meeting()
    with pytest.raises(NotAllowed):
        learned(held, by=inspector())
    point = learned(held)
    with pytest.raises(NotAllowed):
        replied(point, by=inspector())
    elsewhere = icem("far.away@example.org", "Far Away", of=area("wessex", "Wessex"))
    with pytest.raises(NotAllowed):
        operations.record_progress(by=elsewhere, at=NOW, point=point, words="Something was done here.")
    assert not queries.learning(elsewhere).exists()


def test_a_second_reply_supersedes_and_an_old_screen_is_told():
    point = learned()
    replied(point)
    with pytest.raises(ChangedMeanwhile):
        replied(point, seen_replies=0)
    second = replied(point, outcome="disagrees", words_en="We looked again and see it differently.", seen_replies=1)
    assert (second.number, second.owner, second.due_on) == (2, None, None)
    assert now_of(point).state is State.ANSWERED


def test_the_panel_that_met_since_is_owed_a_reply():
    of = panel()
    point = learned(meeting(of))
    assert now_of(point).missing == ""
    meeting(of, at=LATER)
    assert now_of(point, LATER.date()).missing == "reply"
    assert now_of(point, LATER.date()).late
    replied(point, at=LATER, due=date(2026, 12, 1), on=LATER.date())
    assert now_of(point, LATER.date()).missing == "telling"
    assert [one.row for one in queries.list_learning(hq(), today=LATER.date(), stands="owed")] == [point]


def test_learning_comes_back_across_panels_and_areas():
    first = panel()
    west = area("wessex", "Wessex")
    other = panel("west", west)
    one, two = learned(meeting(first)), learned(meeting(first, at=LATER), at=LATER)
    far = learned(meeting(other), by=hq(), words_en="The statement of the victim came only after the plea.")
    learned(meeting(other, at=LATER), by=hq(), at=LATER, theme="letters", words_en="A letter came four weeks too late.")
    found = queries.repeats(hq(), since=TODAY, today=LATER.date())
    assert [(each.theme, each.meetings, each.of_meetings, each.panels, each.areas) for each in found] == [
        ("personal-statement", 3, 4, 2, 2)
    ]
    likely = [each.row for each in queries.repeats_of(hq(), one).likely]
    assert two in likely
    assert far in likely
    operations.judge_repeat(by=hq(), at=NOW, point=one, other=far, same=True)
    here = queries.repeats_of(icem(), one)
    assert (here.confirmed, here.elsewhere) == ([], 1)
    assert queries.repeats_of(hq(), far).confirmed == [one]


def test_two_draws_of_a_theme_are_compared():
    of = panel()
    before, after = meeting(of), meeting(of, at=LATER)
    earlier = draw(before, cases=12)
    points = [learned(before, pack=case) for case in packs(earlier)[:9]]
    look = resampling.plan_resample(by=icem(), at=NOW, point=points[0], after=date(2026, 5, 1), why="Whether statements come earlier now")
    with pytest.raises(Refused):
        resampling.plan_resample(by=icem(), at=NOW, point=points[0], after=date(2026, 5, 1), why="Whether statements come earlier now")
    assert queries.compared_in(look) is None
    later = draw(after, cases=12, at=LATER)
    learned(after, at=LATER, pack=packs(later)[0])
    learned(after, at=LATER, pack=packs(later)[1], kind="good_practice", words_en="The statement was taken in the first week.")
    assert list(queries.later_draws(look)) == [later]
    resampling.link_draw(by=icem(), at=LATER, resample=look, draw=later)
    found = queries.compared_in(look)
    assert found is not None
    assert (found.earlier.with_theme, found.later.with_theme, found.later.cases, found.finding) == (9, 1, 12, "fewer")
    with pytest.raises(Refused):
        resampling.drop_resample(by=icem(), at=LATER, resample=look, why="Too late")


def test_welsh_is_added_once():
    point = learned()
    operations.add_welsh(by=icem(), at=NOW, point=point, words_cy="Cymerwyd datganiad y dioddefwr yn hwyr iawn.")
    with pytest.raises(Refused):
        operations.add_welsh(by=icem(), at=NOW, point=point, words_cy="Rhywbeth arall sydd yn hollol wahanol.")
    point.refresh_from_db()
    assert point.words_en == WORDS
