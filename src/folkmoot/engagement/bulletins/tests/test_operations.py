from datetime import date

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem, inspector
from folkmoot.communities.tests.factories import area, wales
from folkmoot.engagement.bulletins import operations
from folkmoot.engagement.bulletins.models import Bulletin
from folkmoot.engagement.bulletins.queries import bulletins, check_before_leaving, lawyers_for, list_bulletins, waiting_for_lawyer
from folkmoot.engagement.bulletins.rules import State
from folkmoot.engagement.bulletins.tests.factories import as_lawyer, cleared, draft, fresh, lawyer, person, submitted, with_case
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db


def checked(bulletin):
    return check_before_leaving(fresh(bulletin), today=TODAY)


def state(bulletin):
    return checked(bulletin).state


def edit(bulletin, **values):
    return operations.change_bulletin(by=icem(), at=NOW, bulletin=fresh(bulletin), **(values or {"body": "Other words."}))


def clear(bulletin, by=None):
    operations.clear(by=by or as_lawyer(), at=NOW, bulletin=fresh(bulletin), seen_hash=checked(bulletin).hash)


def test_from_a_draft_to_a_clearance():
    bulletin = with_case(draft())
    assert state(bulletin) is State.DRAFT
    submitted(bulletin)
    assert state(bulletin) is State.SUBMITTED
    clear(bulletin)
    assert state(bulletin) is State.CLEARED
    assert AuditEvent.objects.filter(subject_kind="engagement.bulletin").count() == 4


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"finalised": False}, "Only finalised cases"),
        ({"finalised_on": None}, "Give the day"),
        ({"finalised_on": date(2026, 4, 1)}, "not come"),
    ],
)
def test_a_case_that_is_not_finalised_is_refused_and_not_stored(over, words):
    bulletin = draft()
    with pytest.raises(Refused, match=words):
        with_case(bulletin, **over)
    assert not bulletin.cases.exists()


def test_any_edit_takes_the_clearance_away():
    bulletin = cleared()
    case = bulletin.cases.get()
    edits = [
        lambda: edit(bulletin), lambda: edit(bulletin, must_not_appear="Ann Lee"), lambda: edit(bulletin, title_cy="Gwanwyn"),
        lambda: with_case(bulletin),
        lambda: operations.change_case(by=icem(), at=NOW, case=case, finalised=True, finalised_on=date(2026, 2, 2)),
        lambda: operations.remove_case(by=icem(), at=NOW, case=case),
    ]  # fmt: skip
    for each in edits:
        each()
        assert state(bulletin) is State.DRAFT
        submitted(fresh(bulletin))
        clear(bulletin)
        assert state(bulletin) is State.CLEARED


def test_words_changed_behind_the_product_are_not_cleared():
    bulletin = cleared()
    Bulletin.objects.update(body="Words that nobody cleared.")
    assert state(bulletin) is State.SUBMITTED


def test_a_finding_must_be_removed_or_explained_before_it_is_submitted():
    bulletin = with_case(draft(body="Answer to news@example.org please."))
    with pytest.raises(Refused, match="may identify somebody"):
        submitted(bulletin)
    finding = checked(bulletin).unexplained[0]
    with pytest.raises(Refused, match="Say why"):
        operations.explain(by=icem(), at=NOW, bulletin=bulletin, key=finding.hit.key, words=" ")
    operations.explain(by=icem(), at=NOW, bulletin=bulletin, key=finding.hit.key, words="our own address")
    submitted(fresh(bulletin))
    clear(bulletin)
    assert checked(bulletin).findings[0].explained == "our own address"
    operations.explain(by=icem(), at=NOW, bulletin=bulletin, key=finding.hit.key, words="our other address")
    assert state(bulletin) is State.DRAFT
    with pytest.raises(Refused, match="no longer stands"):
        operations.explain(by=icem(), at=NOW, bulletin=bulletin, key="0" * 64, words="our own address")


def test_names_of_people_we_know_and_of_the_cases_are_found():
    person("Ruth Adeyemi", email="")
    bulletin = with_case(draft(body="Ruth Adeyemi thanked the court. Mr Marsh was there.", must_not_appear="Tom Marsh"))
    assert {finding.hit.text for finding in checked(bulletin).unexplained} == {"Ruth Adeyemi", "Marsh"}


def test_somebody_we_came_to_know_since_it_was_cleared_stops_it():
    bulletin = cleared(with_case(draft(body="Ruth Adeyemi thanked the court.")))
    assert state(bulletin) is State.CLEARED
    person("Ruth Adeyemi", email="")
    assert state(bulletin) is State.SUBMITTED
    with pytest.raises(Refused, match="Something was found"):
        clear(bulletin)


def test_english_must_be_whole():
    bulletin = draft(body=" x ")
    Bulletin.objects.update(body="")
    with pytest.raises(Refused, match="English version has gaps"):
        submitted(bulletin)


def test_a_lawyer_clears_only_what_they_read():
    bulletin = submitted()
    with pytest.raises(ChangedMeanwhile):
        operations.clear(by=as_lawyer(), at=NOW, bulletin=bulletin, seen_hash="0" * 64)


def test_only_the_named_lawyer_of_the_area_clears():
    other = account("other.lawyer@example.org", "Other Lawyer")
    grant(other, Role.LAWYER, [area()])
    bulletin = submitted()
    with pytest.raises(Refused, match="Only the lawyer"):
        clear(bulletin, by=viewer_for(other, TODAY))
    with pytest.raises(NotAllowed):
        clear(bulletin, by=icem())
    with pytest.raises(NotAllowed):
        clear(bulletin, by=as_lawyer(email="of.wales@example.org", of=wales()))


def test_nobody_clears_what_they_wrote():
    both = account("both@example.org", "Both Roles")
    grant(both, Role.ICEM, [area()])
    grant(both, Role.LAWYER, [area()])
    viewer = viewer_for(both, TODAY)
    own = with_case(draft(by=viewer))
    with pytest.raises(Refused, match="wrote none of it"):
        operations.submit(by=viewer, at=NOW, bulletin=own, lawyer=both)
    theirs = submitted(with_case(draft()), to=both)
    Bulletin.objects.get(pk=theirs.pk).writers.add(both)
    with pytest.raises(Refused, match="what they wrote themselves"):
        clear(theirs, by=viewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=own.pk).update(lawyer=both)
    assert both not in lawyers_for(viewer, own, today=TODAY)


def test_sent_back_with_a_reason_and_submitted_again():
    bulletin = submitted()
    with pytest.raises(Refused, match="Say why"):
        operations.send_back(by=as_lawyer(), at=NOW, bulletin=bulletin, reason=" ")
    operations.send_back(by=as_lawyer(), at=NOW, bulletin=bulletin, reason="Name no bus.")
    assert state(bulletin) is State.RETURNED
    with pytest.raises(Refused, match="can be cleared"):
        clear(bulletin)
    edit(bulletin)
    assert fresh(bulletin).returned_why == "Name no bus."
    assert state(bulletin) is State.RETURNED
    submitted(fresh(bulletin))
    assert state(bulletin) is State.SUBMITTED


def test_two_editors_do_not_overwrite_each_other():
    bulletin = draft()
    edit(bulletin, body="One.", seen_version=bulletin.version)
    with pytest.raises(ChangedMeanwhile):
        edit(bulletin, body="Two.", seen_version=bulletin.version)
    with pytest.raises(KeyError):
        edit(bulletin, cleared_at=NOW)


def test_a_lawyer_sees_only_what_was_submitted_to_them():
    mine, other = draft("Mine"), draft("Not yet")
    submitted(with_case(mine))
    assert list(bulletins(as_lawyer())) == [mine]
    assert list(waiting_for_lawyer(as_lawyer())) == [mine]
    assert list(bulletins(as_lawyer(email="of.wales@example.org", of=wales()))) == []
    edit(mine)
    assert list(bulletins(as_lawyer())) == []
    assert set(list_bulletins(icem())) == {mine, other}


def test_areas_see_their_own():
    draft()
    welsh = icem("wyn@example.org", "Wyn", of=wales())
    assert not bulletins(welsh).exists()
    assert bulletins(hq()).count() == bulletins(inspector()).count() == 1
    with pytest.raises(NotAllowed):
        operations.change_bulletin(by=welsh, at=NOW, bulletin=Bulletin.objects.get(), body="x")
    with pytest.raises(NotAllowed):
        draft(by=inspector())


def test_the_list_by_state_says_what_the_dates_say():
    one, two, three = draft("One"), submitted(with_case(draft("Two"))), cleared(with_case(draft("Three")))
    for which, row in ((State.DRAFT, one), (State.SUBMITTED, two), (State.CLEARED, three)):
        assert list(list_bulletins(icem(), state=which)) == [row]
    assert lawyer() == three.lawyer


def test_no_word_of_a_bulletin_enters_the_audit_trail():
    cleared(with_case(draft(must_not_appear="Tom Marsh")))
    said = " ".join(str(event.detail) for event in AuditEvent.objects.all())
    assert "Marsh" not in said
    assert "bus" not in said
    assert issubclass(Refused, FolkmootError)
