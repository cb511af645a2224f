"""What people said is read on a decision only by those who may read it, and never with who they are."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.decisions import evidence as evidence_module
from folkmoot.decisions import operations
from folkmoot.decisions.evidence import safe
from folkmoot.decisions.tests.factories import decision, evidence, lead, ready, take
from folkmoot.decisions.web import presenters
from folkmoot.foundation.saving import Refused
from folkmoot.voice import operations as voice
from folkmoot.voice.identifying import identifiers_in
from folkmoot.voice.issues.tests.factories import issue
from folkmoot.voice.tests.factories import point

pytestmark = pytest.mark.django_db
SAID = "My son Kofi Mensah was stopped at 14 Marsh Lane. Kofi told Mrs Okafor. The Kofi-Annual fair went on."
NAMES = ("Kofi", "Mensah", "Okafor", "Marsh Lane")


def _snapshot_of(words: str) -> str:
    one, said = decision(), point(words=words, theme="Mrs Okafor")
    evidence(one, "voice.point", said.pk)
    evidence(one, "voice.issue", issue(title="What Mrs Okafor saw", about=words, points=[said]).pk)
    taken = take(ready(one))
    return "".join(str(each.snapshot) for each in taken.considered.all()) + str(taken.record)


def _no_name_is_kept() -> None:
    kept = _snapshot_of(SAID)
    assert "was stopped at" in kept
    for name in NAMES:
        assert name not in kept.replace("Kofi-Annual", "")


def test_a_snapshot_keeps_neither_names_nor_addresses():
    _no_name_is_kept()


def test_control_with_the_forms_alone_a_name_would_be_kept(monkeypatch):
    monkeypatch.setattr(evidence_module, "personal_in", identifiers_in)
    with pytest.raises(AssertionError):
        _no_name_is_kept()


def test_a_name_is_withheld_wherever_it_stands_and_other_words_are_left():
    assert safe("My sister Ann left. Ann came to the Annual meeting.") == "[…] left. […] came to the Annual meeting."
    assert safe("Dr Wood met the Woodland Trust.") == "[…] met the Woodland Trust."
    assert safe("We hear nothing.") == "We hear nothing."


def comms():
    who = account("kim.reader@example.org", "Kim Reader")
    grant(who, Role.COMMS, [area()])
    return viewer_for(who, TODAY)


def _restricted_after_the_decision(client) -> None:
    one, said = decision(), point(words="The officer lives next door to us.")
    group = issue(title="An officer next door", points=[said])
    evidence(one, "voice.point", said.pk)
    evidence(one, "voice.issue", group.pk)
    take(ready(one))
    voice.change_point(by=icem(), at=NOW, point=said, visibility="restricted")
    address = f"/decisions/{one.pk}/"
    client.force_login(Account.objects.get(pk=comms().account_id))
    page = client.get(address).text
    assert "next door" not in page
    assert "A point kept to those who answer it" in page
    assert "An issue kept to those who answer it" in page
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert "The officer lives next door to us." in client.get(address).text


def test_a_point_that_was_restricted_after_the_decision_is_kept_on_its_page_too(client):
    _restricted_after_the_decision(client)


def test_control_without_the_rule_its_words_would_be_read(client, monkeypatch):
    monkeypatch.setattr(presenters, "CONCERNS", frozenset())
    with pytest.raises(AssertionError):
        _restricted_after_the_decision(client)


def test_whoever_prepared_a_decision_does_not_enter_it_from_paper_for_another():
    owner = Account.objects.get(pk=lead().account_id)
    paper = {"on": TODAY.replace(year=TODAY.year - 1), "on_paper": "Registry 12, folder 3"}
    one = decision(by=hq(), decider=owner)
    evidence(one)
    with pytest.raises(Refused, match="You prepared this decision"):
        take(ready(one), by=hq(), **paper)
    helped = decision(title="Calls", decider=owner)
    operations.add_evidence(by=hq(), at=NOW, decision=helped, kind="document", title="Survey", kept_at="Registry 12")
    with pytest.raises(Refused, match="You prepared this decision"):
        take(ready(helped), by=hq(), **paper)


def test_a_boards_paper_decision_is_entered_by_another_and_its_decider_is_told():
    paper = {"on": TODAY.replace(year=TODAY.year - 1), "on_paper": "Minutes of the board, item 4"}
    one = decision(body="Area Board")
    evidence(one)
    with pytest.raises(Refused, match="Only the person named"):
        take(ready(one), by=hq())
    take(one, by=hq(), **paper)
    notice = Notice.objects.get()
    assert (notice.account_id, notice.kind, notice.address) == (lead().account_id, "decisions.entered", f"/decisions/{one.pk}/")
    own = decision(title="Calls")
    evidence(own)
    take(ready(own), **paper)
    assert Notice.objects.count() == 1
