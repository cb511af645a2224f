from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, hq, icem, inspector
from folkmoot.actions.operations import end_action
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.voice.issues.tests.factories import action_from_issue, shared_issue, wessex
from folkmoot.voice.models import Telling
from folkmoot.voice.published import operations, queries
from folkmoot.voice.published.models import Edition, EditionText, Entry
from folkmoot.voice.published.rules import State
from folkmoot.voice.published.tests.factories import (
    TEXTS,
    agreed,
    edition,
    entry,
    lead,
    planned_point,
    published,
    wales,
    write,
)
from folkmoot.voice.queries import ISSUE_ORIGIN, ORIGIN
from folkmoot.voice.rules import Standing
from folkmoot.voice.tests.factories import WORDS, achieve, answer, point

pytestmark = pytest.mark.django_db


def checked(of: Entry, today=TODAY):
    return queries.check_before_leaving(edition(of), today=today)


def test_two_people_agree_and_what_was_published_is_exactly_that():
    made = published()
    row = edition(made)
    assert (row.submitted_by, row.agreed_by) != (row.agreed_by, row.submitted_by)
    assert row.sha256 == row.agreed_hash == checked(made).hash
    assert row.rests_on["standing"] == "planned"
    event = AuditEvent.objects.get(kind="disclosure")
    assert event.detail == {"sha256": row.sha256, "versions": ["en"], "told": 1}
    assert not [event for event in AuditEvent.objects.all() if TEXTS["you_said"] in str(event.detail)]


def test_who_wrote_any_of_it_does_not_agree_to_it():
    made = entry()
    operations.submit(by=icem(), at=NOW, edition=edition(made))
    seen = checked(made).hash
    with pytest.raises(Refused, match="second person"):
        operations.agree(by=icem(), at=NOW, edition=edition(made), seen_hash=seen)
    write(made, by=hq(), title="Another title")
    operations.submit(by=icem(), at=NOW, edition=edition(made))
    with pytest.raises(Refused, match="second person"):
        operations.agree(by=hq(), at=NOW, edition=edition(made), seen_hash=checked(made).hash)
    with pytest.raises(NotAllowed):
        operations.agree(by=inspector(), at=NOW, edition=edition(made), seen_hash=checked(made).hash)
    with pytest.raises(ChangedMeanwhile):
        operations.agree(by=lead(), at=NOW, edition=edition(made), seen_hash=seen)
    operations.agree(by=lead(), at=NOW, edition=edition(made), seen_hash=checked(made).hash)
    assert checked(made).state is State.AGREED


def test_the_database_too_refuses_one_person_as_both():
    made = entry()
    operations.submit(by=icem(), at=NOW, edition=edition(made))
    me = icem().account_id
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(entry=made).update(agreed_by=me, agreed_at=NOW, agreed_hash="a" * 64)


def test_any_edit_takes_the_agreement_away_and_says_so_in_the_trail():
    made = agreed(entry())
    write(made, we_did="Every reporter will get a letter within twenty days.")
    assert checked(made).state is State.DRAFT
    assert AuditEvent.objects.last().detail == {"fields": ["en we_did"], "agreement taken away": True}
    with pytest.raises(Refused, match="second person agreed"):
        operations.publish(by=icem(), at=NOW, edition=edition(made))


def test_an_agreement_no_longer_holds_once_the_action_is_another():
    said = planned_point()
    made = agreed(entry(said))
    achieve(queries_action(made), TODAY)
    assert checked(made).facts.standing is Standing.DONE
    assert checked(made).state is State.SUBMITTED
    with pytest.raises(Refused):
        operations.publish(by=icem(), at=NOW, edition=edition(made))
    assert [line.entry for line in queries.waiting_for_agreement(lead(), today=TODAY)] == [made]


def queries_action(of: Entry):
    from folkmoot.voice.published.facts import actions_behind

    return actions_behind(of)[0]


def test_done_needs_evidence_named_in_words_for_everybody():
    said = planned_point()
    made = entry(said)
    achieve(queries_action(made), TODAY)
    assert "name what shows what was done" in checked(made).problems[0]
    write(made, shown_by="A count of letters sent in February.")
    assert checked(made).problems == []
    assert checked(made).facts.evidence == ("Count of letters, February",)


def test_an_answer_cannot_bluff():
    said = point()
    made = entry(said)
    with pytest.raises(Refused, match="Nobody has answered"):
        operations.submit(by=icem(), at=NOW, edition=edition(made))
    answer(said)
    with pytest.raises(Refused, match="Raise the action first"):
        operations.submit(by=icem(), at=NOW, edition=edition(made))
    answer(said, outcome="not_accepted", reason="The law forbids it.")
    assert checked(made).facts.standing is Standing.CANNOT
    operations.submit(by=icem(), at=NOW, edition=edition(made))


def test_an_action_that_was_ended_undone_is_no_plan():
    made = entry()
    end_action(by=icem(), at=NOW, action=queries_action(made), reason="There is no money for it.")
    facts = checked(made).facts
    assert (facts.standing, facts.reasons) == (Standing.CANNOT, ("There is no money for it.",))


def test_the_check_has_to_be_answered_by_a_person():
    made = entry(you_said="Two Roma women told us that nobody writes back.")
    finding = checked(made).findings[0]
    with pytest.raises(Refused, match="Take each out"):
        operations.submit(by=icem(), at=NOW, edition=edition(made))
    with pytest.raises(Refused, match="Say why"):
        operations.explain(by=icem(), at=NOW, edition=edition(made), key=finding.hit.key, words="fine")
    operations.explain(by=icem(), at=NOW, edition=edition(made), key=finding.hit.key, words="They spoke in public and agreed.")
    operations.submit(by=icem(), at=NOW, edition=edition(made))
    write(made, you_said="Three Roma women told us that nobody writes back.")
    assert [each.hit.text for each in checked(made).unexplained] == ["Three Roma women"]


def test_quoting_and_what_was_said_in_confidence_have_to_be_vouched_for():
    made = entry(you_said=f"You said: {WORDS}")
    assert [each.hit.kind.value for each in checked(made).findings] == ["quote"]
    point(words="The custody sergeant laughed when I asked for an interpreter.", visibility="restricted")
    write(made, you_said="A custody sergeant laughed when I asked for help.")
    assert [each.hit.kind.value for each in checked(made).findings] == ["restricted_words"]
    apart = entry(planned_point(visibility="restricted"))
    assert "restricted_point" in {each.hit.kind.value for each in checked(apart).findings}


def test_wales_does_not_publish_without_welsh_and_other_areas_may():
    welsh = icem("sian.bevan@example.org", "Siân Bevan", of=wales())
    second = lead(of=wales(), email="huw.parry@example.org", name="Huw Parry")
    made = entry(planned_point(by=welsh, area=wales()), by=welsh)
    with pytest.raises(Refused, match="without Welsh"):
        operations.submit(by=welsh, at=NOW, edition=edition(made))
    write(made, "cy", by=welsh)
    published(made, by=welsh, second=second)
    assert edition(made).published_at


def test_what_was_published_is_frozen_and_a_correction_is_a_new_version_that_says_what_it_corrects():
    made = published()
    for frozen in (edition(made), EditionText.objects.get()):
        with pytest.raises(FolkmootError, match="cannot be changed"):
            frozen.save()
    with pytest.raises(Refused, match="stays as it was"):
        write(made, title="Other")
    later = operations.begin_version(by=icem(), at=NOW, entry=made)
    assert later.editiontexts.get().you_said == TEXTS["you_said"]
    with pytest.raises(Refused, match="no other version"):
        operations.begin_version(by=icem(), at=NOW, entry=made)
    with pytest.raises(Refused, match="Say what this version corrects"):
        operations.submit(by=icem(), at=NOW, edition=edition(made))
    operations.change_about(by=icem(), at=NOW, edition=edition(made), theme=None, corrects="The letter comes within ten days.")
    published(made)
    first, second = Edition.objects.order_by("number")
    assert (queries.dated_state(first, latest=False), queries.dated_state(second)) == (State.REPLACED, State.PUBLISHED)


def test_withdrawing_keeps_the_place_and_the_reason():
    made = published()
    with pytest.raises(Refused, match="reason"):
        operations.withdraw(by=icem(), at=NOW, entry=made, reason="wrong")
    operations.withdraw(by=icem(), at=NOW, entry=made, reason="The date in it was wrong.")
    assert checked(Entry.objects.get()).state is State.WITHDRAWN
    with pytest.raises(Refused):
        operations.withdraw(by=icem(), at=NOW, entry=made, reason="The date in it was wrong.")
    assert entry(planned_point()).pk != made.pk


def test_a_draft_is_discarded_and_what_is_published_is_not():
    assert operations.discard(by=icem(), at=NOW, edition=edition(entry()))
    assert not Entry.objects.exists()
    made = published()
    with pytest.raises(Refused):
        operations.discard(by=icem(), at=NOW, edition=edition(made))
    operations.begin_version(by=icem(), at=NOW, entry=made)
    assert not operations.discard(by=icem(), at=NOW, edition=edition(made))
    assert edition(made).number == 1


def test_publishing_tells_only_those_whom_nothing_else_reaches():
    published(entry(planned_point()))
    told = Telling.objects.get()
    assert (told.channel, told.on, told.words) == ("published", TODAY, TEXTS["we_did"])
    published(entry(planned_point(reply_by="email", reply_address="sam@example.org")))
    published(entry(planned_point(said_by="Fenland Travellers’ Forum")))
    assert Telling.objects.count() == 1


def test_an_entry_on_an_issue_tells_of_the_points_of_its_own_area_only():
    issue, here, there = shared_issue()
    for each, by in ((here, icem()), (there, hq())):
        answer(each, by=by)
    action_from_issue(issue, here, by=hq(), area=None)
    made = operations.prepare_entry(by=icem(), at=NOW, area=here.area, origin_kind=ISSUE_ORIGIN, origin_id=issue.pk)
    write(made)
    assert checked(made).facts.standing is Standing.PLANNED
    published(made)
    assert [telling.point for telling in Telling.objects.all()] == [here]
    with pytest.raises(Refused, match="entry on it already"):
        operations.prepare_entry(by=icem(), at=NOW, area=here.area, origin_kind=ISSUE_ORIGIN, origin_id=issue.pk)
    with pytest.raises(Refused, match="not of this Area"):
        operations.prepare_entry(by=hq(), at=NOW, area=wessex(), origin_kind=ORIGIN, origin_id=here.pk)


def test_two_who_write_at_once_lose_no_word():
    made = entry()
    before = EditionText.objects.get().version
    write(made, we_did="Every reporter will get a letter within a week.")
    with pytest.raises(ChangedMeanwhile):
        operations.write_version(by=icem(), at=NOW + timedelta(1), edition=edition(made), which="en", seen_version=before, **TEXTS)
