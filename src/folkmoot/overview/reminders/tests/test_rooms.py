"""The reminders of each room: who is told, that it is once, and that it ends with its reason."""

import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.notices.lines import LINES
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.actions.minimum import operations as minimum
from folkmoot.actions.minimum.tests.factories import issue, item
from folkmoot.actions.operations import ask_partner
from folkmoot.actions.tests.factories import action
from folkmoot.decisions import operations as deciding
from folkmoot.decisions.assessments.settling import operations as settling
from folkmoot.decisions.assessments.tests import factories as assessing
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.tests.factories import consultation
from folkmoot.decisions.tests import factories as decisions
from folkmoot.overview.reminders.kinds import actions as action_kinds
from folkmoot.overview.reminders.kinds import assessments as assessment_kinds
from folkmoot.overview.reminders.kinds import forms as form_kinds
from folkmoot.overview.reminders.kinds import themes as theme_kinds
from folkmoot.overview.reminders.tests.factories import LEAD, lead, run_from, run_on, told
from folkmoot.strategy import operations as strategy
from folkmoot.strategy.measures.tests.factories import figure, measure
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.tests.factories import load_strategies
from folkmoot.voice.forms import operations as keeping
from folkmoot.voice.forms.models import Form, Response
from folkmoot.voice.forms.tests.factories import scheme, whole
from folkmoot.voice.models import Point
from folkmoot.voice.published import operations as publishing
from folkmoot.voice.published.tests import factories as saying
from folkmoot.voice.tests.factories import WORDS, achieve, point
from folkmoot.voice.themes.agreement.operations import draw
from folkmoot.voice.themes.tests.factories import coded, the_list

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NIA, OWEN, LEO = "nia.rowe@example.org", "owen.achebe@example.org", "leo.marchetti@example.org"


@pytest.fixture(autouse=True)
def _people():
    area()
    icem()
    lead()
    hq()


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(6)))


def comms():
    grant(account(LEO, "Leo Marchetti"), Role.COMMS, [area()])


def queries_of(kind, day: date) -> int:
    with CaptureQueriesContext(connection) as asked:
        list(kind(at(day), day))
    return len(asked)


def test_an_action_whose_owner_left_goes_to_the_manager_and_the_lead_of_its_area_once():
    left = account(LEO, "Leo Marchetti")
    action(owner=left)
    run_from(TODAY, TODAY + 2 * DAY)
    assert len(told("actions.ownerless", NIA)) == len(told("actions.ownerless", LEAD)) == 1
    assert told("actions.ownerless", OWEN) == []
    assert "Leo" not in told("actions.ownerless", NIA)[0]


def test_a_partner_is_to_be_asked_after_a_month_and_again_a_month_after_they_were():
    row = action(agency="police", starts_on=TODAY)
    run_from(TODAY + 29 * DAY, TODAY + 32 * DAY)
    assert len(told("actions.partner", NIA)) == 1
    ask_partner(by=icem(), at=at(TODAY + 33 * DAY), action=row, on=TODAY + 33 * DAY, words="How does it stand?")
    run_from(TODAY + 34 * DAY, TODAY + 64 * DAY, skipping=tuple(TODAY + number * DAY for number in range(35, 62)))
    assert len(told("actions.partner", NIA)) == 2


def test_the_minimum_set_is_one_notice_for_each_edition_and_its_actions_are_named_only_after_two_weeks():
    first = item()
    item(title="Ask what young people say of the courts")
    issue()
    run_on(TODAY)
    assert told("minimum.issued", NIA) == ["Edition 1 of the minimum set: 2 actions in East of England wait for an owner."]
    assert told("actions.ownerless") == []
    minimum.ask_exemption(by=icem(), at=NOW, item=first, area=area(), reason="There is no such forum in this Area.")
    run_on(TODAY + DAY)
    assert told("minimum.asked", OWEN) == ["East of England asks that “Hold one meeting with the disability forum” need not apply to it."]
    assert told("minimum.asked", NIA) == []
    asked = first.exemptions.get()
    minimum.decide_exemption(by=hq(), at=NOW, exemption=asked, agreed=False, answer="There are two such forums.")
    run_from(TODAY + 2 * DAY, TODAY + 3 * DAY)
    assert len(told("minimum.decided", NIA)) == 1
    run_on(TODAY + 14 * DAY)
    assert len(told("actions.ownerless", NIA)) == 2


def test_a_decision_goes_to_its_decider_each_time_it_is_ready():
    row = decisions.decision()
    assert run_on(TODAY) == {}
    decisions.evidence(row)
    decisions.ready(row)
    run_from(TODAY, TODAY + DAY)
    assert told("decisions.ready", LEAD) == ["The decision “Letters to people who report” is ready for you to take."]
    deciding.take_back(by=icem(), at=NOW, decision=row)
    deciding.make_ready(by=icem(), at=NOW + DAY, decision=row)
    run_on(TODAY + DAY)
    assert len(told("decisions.ready")) == 2
    RoleGrant.objects.filter(account__email=LEAD).delete()
    Notice.objects.all().delete()
    assert "decisions.ready" not in run_on(TODAY + 2 * DAY)


def test_a_consultation_about_to_close_and_one_that_had_no_response_go_to_the_owner():
    row = consultation(first=TODAY, owner=account())
    last = row.closes_on
    run_from(last - 8 * DAY, last - 5 * DAY)
    assert len(told("consultations.closing", NIA)) == 1
    run_from(last + 27 * DAY, last + 29 * DAY)
    assert len(told("consultations.unanswered", NIA)) == 1
    Notice.objects.all().delete()
    Consultation.objects.update(owner=Account.objects.get(email=LEAD))
    RoleGrant.objects.filter(account__email=LEAD).delete()
    run_on(last + 29 * DAY)
    assert len(told("consultations.unanswered", NIA)) == 1, "its owner no longer sees it: the manager of the Area is told"


def test_an_assessment_goes_to_who_may_sign_it_back_to_its_writers_and_to_its_owner_for_review():
    row = assessing.written(by=icem())
    settling.submit(by=icem(), at=NOW, assessment=row)
    run_from(TODAY, TODAY + DAY)
    assert (len(told("assessments.sign", LEAD)), told("assessments.sign", NIA), told("assessments.sign", OWEN)) == (1, [], [])
    settling.send_back(by=assessing.lead(), at=NOW, assessment=assessing.fresh(row), reason="Say more of carers.")
    run_from(TODAY, TODAY + DAY)
    assert (len(told("assessments.returned", NIA)), told("assessments.returned", LEAD)) == (1, [])
    settling.submit(by=icem(), at=NOW, assessment=assessing.fresh(row))
    assessing.sign(row)
    due = assessing.fresh(row).review_on
    run_from(due - 29 * DAY, due - 27 * DAY)
    assert len(told("assessments.review", NIA)) == 1
    few = queries_of(assessment_kinds.assessments_to_review, due)
    for number in range(3):
        assessing.signed(title=f"Another {number}")
    assert queries_of(assessment_kinds.assessments_to_review, due) == few


def test_a_lead_who_wrote_it_is_not_asked_to_sign_it_and_headquarters_is():
    row = assessing.written()
    row.writers.add(Account.objects.get(email=LEAD))
    settling.submit(by=icem(), at=NOW, assessment=assessing.fresh(row))
    run_on(TODAY)
    assert (told("assessments.sign", LEAD), len(told("assessments.sign", OWEN))) == ([], 1)


def test_a_form_held_closing_and_not_counted_goes_to_those_who_keep_it():
    comms()
    form, _questions = whole()
    form.schemes.add(scheme())
    held = {"form": form, "mark": "m", "on": TODAY, "channel": "online", "held_for": "fast"}
    Response.objects.create(id=uuid.uuid4(), **held)
    run_from(TODAY + DAY, TODAY + 4 * DAY)
    assert len(told("forms.held", LEO)) == len(told("forms.held", NIA)) == 1
    assert told("forms.held", LEAD) == [], "a lead keeps no forms"
    last = form.closes_on
    run_from(last - 8 * DAY, last)
    assert len(told("forms.closing", NIA)) == 1
    run_from(last + 6 * DAY, last + 8 * DAY)
    assert len(told("forms.counting", NIA)) == 1
    Notice.objects.all().delete()
    keeping.finish_counting(by=icem(), at=at(last + 9 * DAY), form=Form.objects.get())
    assert "forms.counting" not in run_on(last + 9 * DAY)
    few = queries_of(form_kinds.answers_held, last)
    for number in range(3):
        another, _questions = whole(code=f"more-{number}")
        Response.objects.create(id=uuid.uuid4(), **held | {"form": another})
    assert queries_of(form_kinds.answers_held, last) == few


def test_the_strategy_is_one_count_a_quarter_and_each_late_figure_once():
    load_strategies()
    Notice.objects.all().delete()
    figure(measure(), as_of=date(2024, 1, 31))
    run_from(date(2026, 3, 30), date(2026, 4, 2))
    assert len(told("measures.late", OWEN)) == 1
    assert len(told("commitments.ownerless", OWEN)) == 2, "one for each quarter"
    assert len(told("commitments.idle", NIA)) == 2
    assert told("commitments.ownerless", NIA) == told("commitments.idle", OWEN) == []


def test_who_answers_for_a_commitment_is_asked_after_half_a_year_of_silence():
    load_strategies()
    row = Commitment.objects.get(code="trust-1")
    strategy.give_owner(by=hq(), at=NOW, commitment=row, account=account(), since=TODAY)
    half = date(2026, 9, 10)
    run_from(half - DAY, half + DAY)
    assert len(told("commitments.silent", NIA)) == 1
    strategy.report_standing(by=hq(), at=at(half + DAY), commitment=row, level="in_progress", on=half)
    Notice.objects.all().delete()
    run_on(date(2027, 3, 9))
    assert told("commitments.silent") == []


def test_many_points_without_a_theme_are_said_once_a_month_and_a_second_coder_is_never_the_first(monkeypatch):
    comms()
    the_list()
    monkeypatch.setattr(theme_kinds, "MANY", 1)
    for _number in range(2):
        point(theme="")
    run_from(date(2026, 3, 30), date(2026, 4, 2))
    assert told("themes.uncoded", NIA) == ["2 points in East of England are not coded yet."] * 2
    first = point(theme="")
    coded(first)
    Point.objects.filter(pk=first.pk).update(visibility=Point.Visibility.RESTRICTED)
    draw(by=icem(), at=NOW, number=5, seed=1)
    run_on(TODAY + 27 * DAY)
    assert told("themes.again") == []
    run_on(TODAY + 28 * DAY)
    assert told("themes.again", LEO) == [], "it is kept to those who answer"
    assert len(told("themes.again", OWEN)) == 1, "the only one of the Area who may read it coded it first"
    Point.objects.filter(pk=first.pk).update(visibility=Point.Visibility.AREA)
    run_on(TODAY + 29 * DAY)
    assert (len(told("themes.again", LEO)), told("themes.again", NIA)) == (1, [])


def test_what_is_to_be_published_goes_to_a_second_person_and_what_is_overtaken_to_its_author():
    comms()
    said = saying.planned_point()
    made = saying.entry(said)
    publishing.submit(by=icem(), at=NOW, edition=saying.edition(made))
    run_from(TODAY, TODAY + DAY)
    assert len(told("published.agree", LEAD)) == len(told("published.agree", LEO)) == 1
    assert told("published.agree", NIA) == told("published.agree", OWEN) == []
    Notice.objects.all().delete()
    Point.objects.filter(pk=said.pk).update(visibility=Point.Visibility.RESTRICTED)
    run_on(TODAY)
    assert (len(told("published.agree", LEAD)), told("published.agree", LEO)) == (1, []), "comms may not read such a point"
    Point.objects.filter(pk=said.pk).update(visibility=Point.Visibility.AREA)
    seen = saying.check_before_leaving(saying.edition(made), today=TODAY).hash
    publishing.agree(by=saying.lead(), at=NOW, edition=saying.edition(made), seen_hash=seen)
    publishing.publish(by=icem(), at=NOW, edition=saying.edition(made))
    run_on(TODAY)
    assert told("published.overtaken") == []
    achieve(action_kinds.Action.objects.get(), on=TODAY)
    run_from(TODAY, TODAY + 2 * DAY)
    assert len(told("published.overtaken", NIA)) == 1
    assert not [words for words in Notice.objects.values_list("words", flat=True) if WORDS[:12] in words or saying.TEXTS["title"] in words]


def test_every_kind_has_a_sentence_of_its_own_for_e_mails():
    from pathlib import Path

    folder = Path(action_kinds.__file__).parent
    rooms = folder.parents[2]
    runs = rooms / "casework/signals/runs/operations.py"
    said_at_once = (rooms / "decisions/operations/taking.py", runs, *(rooms / "scrutiny").glob("*/telling.py"))
    said_at_once += (rooms / "reports/operations.py", *(rooms / "reports").glob("*/operations.py"))
    written = "".join(path.read_text() for path in (*folder.glob("*.py"), *said_at_once))
    assert [kind for kind in LINES if f'"{kind}"' not in written] == []
