from datetime import date

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.actions import operations
from folkmoot.actions.models import Action, Evidence, Progress
from folkmoot.actions.tests.factories import action, evidence, progress
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db


def test_raising_an_action_leaves_one_event_in_its_area():
    raised = action()
    event = AuditEvent.objects.get(subject_kind="actions.action")
    assert (event.kind, event.subject_ids, event.area_id, event.detail) == ("collection", [raised.pk], area().pk, {"origin": "plan"})


def test_every_write_after_that_leaves_an_event_too():
    raised = action()
    operations.change_action(by=icem(), at=NOW, action=raised, measure="40 prosecutors briefed")
    evidence(raised)
    progress(raised, "achieved")
    details = list(AuditEvent.objects.filter(kind="alteration").values_list("detail", flat=True))
    assert details == [{"fields": ["measure"]}, {"evidence": raised.evidence.get().pk}, {"progress": "achieved"}]


@pytest.mark.parametrize("verb", ["raise", "change", "progress", "evidence"])
def test_a_write_whose_event_cannot_be_written_is_undone(verb, monkeypatch):
    raised = action()
    evidence(raised)

    def broken(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(audit, "record", broken)
    verbs = {
        "raise": lambda: action(title="Train every new prosecutor too"),
        "change": lambda: operations.change_action(by=icem(), at=NOW, action=raised, measure="40 prosecutors briefed"),
        "progress": lambda: progress(raised, "achieved"),
        "evidence": lambda: evidence(raised),
    }
    with pytest.raises(RuntimeError):
        verbs[verb]()
    kept = Action.objects.get()
    assert (kept.measure, kept.version, Progress.objects.count(), Evidence.objects.count()) == ("30 prosecutors briefed", 1, 0, 1)


def test_an_action_that_is_not_smart_is_not_stored():
    with pytest.raises(Refused) as refused:
        action(title="Improve", measure="good")
    assert set(refused.value.problems) == {"title", "measure"}
    assert not Action.objects.exists()


def test_an_action_is_achieved_only_with_evidence():
    raised = action()
    with pytest.raises(Refused, match="only with evidence"):
        progress(raised, "achieved")
    evidence(raised)
    progress(raised, "achieved")
    assert raised.progress.get().level == "achieved"


def test_another_areas_manager_writes_nothing_here():
    stranger = icem("tom.hale@example.org", "Tom Hale", of=area("wessex", "Wessex"))
    raised = action()
    for write in (lambda: action(by=stranger), lambda: progress(raised, "in_progress", by=stranger), lambda: evidence(raised, by=stranger)):
        with pytest.raises(NotAllowed):
            write()
    with pytest.raises(NotAllowed):
        operations.change_action(by=stranger, at=NOW, action=raised, measure="40 prosecutors briefed")


def test_an_action_of_the_whole_service_is_written_by_national_roles_alone():
    national = action(by=hq(), area=None)
    for write in (lambda: action(area=None), lambda: progress(national, "in_progress"), lambda: evidence(national)):
        with pytest.raises(NotAllowed):
            write()
    with pytest.raises(NotAllowed):
        operations.change_action(by=icem(), at=NOW, action=national, measure="40 prosecutors briefed")


def test_an_inspector_reads_and_writes_nothing():
    who = account("inspector@example.org", "Ines Ward")
    grant(who, Role.INSPECTOR, national=True)
    inspector = viewer_for(who, TODAY)
    with pytest.raises(NotAllowed):
        action(by=inspector, owner=who)


def test_the_product_itself_can_raise_an_action_with_nobody_as_its_raiser():
    owner = Account.objects.get(pk=icem().account_id)
    assert action(by=THE_PRODUCT, owner=owner).raised_by is None


def test_two_people_cannot_overwrite_each_other():
    raised = action()
    operations.change_action(by=icem(), at=NOW, action=raised, seen_version=1, due_on=date(2026, 7, 31), due_reason="The trainer is ill.")
    with pytest.raises(ChangedMeanwhile):
        operations.change_action(
            by=icem(), at=NOW, action=raised, seen_version=1, due_on=date(2026, 8, 31), due_reason="The room is taken."
        )


def test_where_an_action_came_from_cannot_be_changed():
    with pytest.raises(KeyError, match="origin_kind"):
        operations.change_action(by=icem(), at=NOW, action=action(), origin_kind="voice.point")


def test_a_change_that_makes_it_less_than_smart_is_refused():
    raised = action()
    with pytest.raises(Refused):
        operations.change_action(by=icem(), at=NOW, action=raised, due_on=None)
