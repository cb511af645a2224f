"""From a signal to its cases and back: exactly those cases, blind until every view is agreed, and small numbers withheld."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, inspector
from folkmoot.casework.signals.found import found_about
from folkmoot.casework.signals.operations import answer_signal
from folkmoot.casework.signals.tests.factories import hypothesis_of
from folkmoot.casework.signals.tests.factories import signal as open_signal
from folkmoot.casework.tests.factories import GROUPS, analysis
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.recommendations.tests.factories import panel
from folkmoot.scrutiny.assessment.questions.models import Grade
from folkmoot.scrutiny.draws.operations import replace_case
from folkmoot.scrutiny.frames.models import FrameCase
from folkmoot.scrutiny.frames.operations import refuse_case
from folkmoot.scrutiny.identities.keys import make_key
from folkmoot.scrutiny.learning.tests.factories import learned
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.operations import begin_pack
from folkmoot.scrutiny.signals import queries
from folkmoot.scrutiny.signals.models import SignalReading
from folkmoot.scrutiny.signals.operations import Sent
from folkmoot.scrutiny.signals.tests.factories import HEADINGS, a_signal, brought, drawn, judged, listed, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings, db):
    settings.HOME = tmp_path
    make_key()


def colleague():
    return icem("ifan.moss@example.org", "Ifan Moss", of=area())


def test_exactly_the_signals_cases_and_as_many_others():
    reading = brought()
    own = [case for case in reading.sides.all() if case.of_signal]
    assert (reading.found, reading.expected, len(own), reading.sides.count()) == (174, 174, 174, 348)
    every = dict(enumerate(rows(), start=2))
    assert {every[side.case.row][6] for side in own} == {"Black"}
    assert {every[side.case.row][6] for side in reading.sides.filter(of_signal=False)} == {"White"}
    assert {every[side.case.row][8] for side in reading.sides.all()} == {"Charge"}
    event = AuditEvent.objects.get(subject_kind="scrutiny.signalreading")
    assert event.detail["expected"] == 174


def test_nothing_of_a_blind_list_tells_the_group():
    reading = brought(sent=Sent(listed().data, "Black people charged.csv"))
    said = " ".join(str(value) for case in FrameCase.objects.filter(frame=reading.frame) for value in (case.facts, case.stratum))
    said += f"{reading.frame.file_name} {reading.frame.columns} {reading.frame.title} {reading.frame.counts}"
    assert not [word for word in ("Black", "White", "Ethnicity", "Charge", "Decision") if word in said]


def test_openly_it_is_drawn_by_group():
    reading = brought(blind=False, title="People charged, by ethnicity")
    strata = set(FrameCase.objects.filter(frame=reading.frame).values_list("stratum", flat=True))
    assert len(strata) == 2
    alone = brought(of=panel("west"), signal=reading.signal, compared=False)
    assert set(alone.sides.values_list("of_signal", flat=True)) == {True}


def test_a_list_that_differs_from_the_table_says_so():
    some = [group for group in GROUPS if group[:2] != ("Black", "Female")]
    reading = brought(sent=listed(rows(some)))
    assert (reading.found, reading.expected) == (128, 174)
    assert "the table counted 174" in queries.lines_of(queries.result_of(reading))[0]


def test_what_is_refused():
    with pytest.raises(Refused) as refused:
        brought(signal=open_signal(analysis(area())))
    assert "Accept the signal first" in refused.value.problems[""][0]
    of, accepted = panel("north"), a_signal(analysis(area(), title="Another table"))
    with pytest.raises(Refused) as refused:
        brought(accepted, of, title="Black people charged")
    assert set(refused.value.problems) == {"title"}
    without = [row[:6] + row[7:] for row in rows()]
    with pytest.raises(Refused) as refused:
        brought(accepted, of, sent=listed(without, HEADINGS[:6] + HEADINGS[7:]))
    assert "Ethnicity" in refused.value.problems["file"][0]
    unknown = [row[:3] + row[4:] for row in rows()]
    with pytest.raises(Refused) as refused:
        brought(accepted, of, sent=listed(unknown, HEADINGS[:3] + HEADINGS[4:]))
    assert "No column was recognised for" in refused.value.problems["file"][0]
    assert brought(accepted, of, sent=listed(unknown, HEADINGS[:3] + HEADINGS[4:]), vouched=["appeal"]).found == 174
    with pytest.raises(NotAllowed):
        brought(accepted, of, by=inspector())


def test_blind_until_every_case_is_settled():
    reading = brought()
    packs = drawn(reading, 6, 6)
    for pack in packs[1:]:
        judged(pack)
    judged(packs[0], concluded=False)
    waiting = queries.result_of(reading)
    assert (waiting.drawn, waiting.settled, waiting.done, waiting.sides) == (12, 11, False, ())
    assert queries.shown_to(icem(), waiting)
    assert not queries.shown_to(colleague(), waiting)
    assert not queries.shown_to(hq(), waiting)
    assert queries.kept_from(icem().account_id, reading.frame_id)
    assert not queries.kept_from(colleague().account_id, reading.frame_id)
    told = found_about(colleague(), reading.signal_id)
    assert reading.panel.name not in f"{told[0].title} {told[0].lines}"
    judged(packs[0], number=2)
    done = queries.result_of(reading)
    assert done.done
    assert queries.shown_to(colleague(), done)
    assert not queries.kept_from(icem().account_id, reading.frame_id)


def test_whoever_set_it_up_decides_nothing_about_a_single_case():
    reading = brought()
    pack = drawn(reading, 1, 1)[0]
    case = reading.frame.cases.exclude(pk=pack.drawn.case_id).first()
    steps = (
        lambda by: begin_pack(by=by, at=NOW, drawn=pack.drawn),
        lambda by: replace_case(by=by, at=NOW, drawn=pack.drawn, why="A witness is ill"),
        lambda by: refuse_case(by=by, at=NOW, case=case, reason="appeal"),
    )
    for step in steps:
        with pytest.raises(Refused, match="what the cases of this list were chosen for"):
            step(icem())
    steps[2](colleague())  # the control: somebody who does not know may
    case.refresh_from_db()
    assert case.refused == "appeal"


def test_what_was_found_by_side_goes_back_to_the_signal():
    reading = brought()
    packs = drawn(reading, 6, 6)
    views = [judged(pack) for pack in packs]
    right, wrong = Grade.objects.filter(scale__code="four-categories")[:2]
    for place, view in enumerate(views):
        with lifted("scrutiny.migrations.0002_what_was_drawn_and_judged_stays"):
            view.grade = wrong if place in (0, 1, 2) else right
            view.save()
    for pack in packs[:6]:
        learned(pack.drawn.draw.meeting, pack=pack)
    result = queries.result_of(reading)
    own, others = result.sides
    assert (own.read, own.learning.number, others.learning.number) == (6, 6, 0)
    assert sorted(count.number for count in own.grades.values()) == [3, 3]
    assert [count.number for count in others.grades.values()] == [6]
    assert result.gap.low > 0
    lines = " ".join(found_about(colleague(), reading.signal_id)[0].lines)
    assert "Black: 6 cases were read." in lines
    assert "neither proves a bias nor rules one out" in lines


def test_few_cases_of_a_side_tell_nothing_by_group():
    reading = brought()
    for pack in drawn(reading, 4, 8):
        judged(pack)
    own, others = queries.result_of(reading).sides
    assert (own.grades, own.learning) == (None, None)
    assert others.grades
    assert queries.result_of(reading).gap is None


def test_a_recalled_pack_counts_for_nothing():
    reading = brought()
    packs = drawn(reading, 6, 5)
    for pack in packs[1:]:
        judged(pack)
    assert not queries.result_of(reading).done
    Pack.objects.filter(pk=packs[0].pk).update(state="withdrawn", withdrawn_why="An appeal was lodged")
    result = queries.result_of(reading)
    assert (result.done, result.drawn) == (True, 10)


def test_through_the_pages():
    of, accepted = panel(), a_signal()
    client = client_of(icem())
    assert "its cases are not before a panel" in text_of(client.get("/scrutiny/signals/"))
    bring = f"/scrutiny/signals/{accepted.pk}/cases"
    assert "The table counted 174 cases" in text_of(client.get(bring))
    assert bring in client.get(f"/casework/signals/{accepted.pk}/").text
    given = {"panel": of.pk, "title": "Cases of the winter", "source": "CMS", "compared": "on", "blind": "on"}
    broken = SimpleUploadedFile("list.csv", b"\x00\x01nonsense")
    assert client.post(bring, given | {"file": broken, "mark": "m1"}).status_code == 422
    file = SimpleUploadedFile("list.csv", listed().data)
    one = client.post(bring, given | {"file": file, "mark": "m2"})
    assert one.status_code == 302
    assert "prepare none of the packs yourself" in text_of(client.get(one.url))
    reading = SignalReading.objects.get()
    for pack in drawn(reading, 5, 5)[:9]:
        judged(pack)
    assert "settled 9 of 10 cases" in text_of(client.get("/scrutiny/signals/"))
    assert "Before a panel" not in text_of(client.get(f"/casework/signals/{accepted.pk}/"))


def test_a_colleague_sees_only_that_something_is_blind(client):
    reading = brought()
    from folkmoot.accounts.models import Account

    client.force_login(Account.objects.get(pk=colleague().account_id))
    page = text_of(client.get("/scrutiny/signals/"))
    assert "1 reading is blind and not settled" in page
    assert reading.panel.name not in page
    assert client.get(f"/scrutiny/signals/readings/{reading.pk}/").status_code == 404
    shown = text_of(client.get(f"/casework/signals/{reading.signal_id}/"))
    assert "a panel that does not know it" in shown
    assert reading.panel.name not in shown


def test_an_explained_signal_is_not_brought():
    accepted = a_signal()
    hypothesis_of(accepted)
    answer_signal(
        by=icem(), at=NOW, signal=accepted, outcome="explained", reasons="The offence explains the whole difference.",
        evidence="The table by offence, of the same file.",
    )  # fmt: skip
    assert queries.to_bring(icem(), NOW.date()) == []
    assert client_of(icem()).get(f"/scrutiny/signals/{accepted.pk}/cases").status_code == 404


def test_asking_again_does_not_tell_which_list_is_blind_for_a_signal():
    signal = a_signal()
    reading = brought(signal)
    with pytest.raises(Refused) as refused:
        brought(signal, reading.panel, by=colleague())
    assert reading.frame.title not in str(refused.value.problems)
    assert "already" in str(refused.value.problems)
