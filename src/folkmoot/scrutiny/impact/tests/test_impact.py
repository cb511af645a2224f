"""Community impact statements: what may stand in them, who owns them, service on all parties, and never as evidence."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, inspector
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.recommendations.tests.factories import panel
from folkmoot.scrutiny.identities.keys import make_key
from folkmoot.scrutiny.impact import operations, queries
from folkmoot.scrutiny.impact.models import ImpactStatement, ImpactUse
from folkmoot.scrutiny.impact.rules import (
    KINDS,
    TRANSITIONS,
    State,
    forbidden_in,
    state_of,
    supplying_problems,
    use_problems,
    version_problems,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LIST = "/scrutiny/impact/"
IMPACT = (
    "People no longer come to evening prayers, and parents walk their children to school in groups. “We look over our shoulders now,”"
    " one woman said, and many others nodded."
)
LAYOUT = {
    "areas_affected": "The north of the city", "groups_affected": "Muslim communities", "author": "Inspector, neighbourhood policing",
    "sources": "A meeting of 14 people on 3 March.", "impact": IMPACT,
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path, settings, db):
    settings.HOME = tmp_path
    make_key()


def asked(by=None, **over) -> ImpactStatement:
    given = {
        "area": area(), "kind": "generic", "case_kind": "damage to places of worship", "requested_by": "Crown Court unit",
        "requested_on": TODAY, "force": "Cambridgeshire", "community_words": "Muslim communities of the city",
    }  # fmt: skip
    return operations.ask_for(by=by or icem(), at=NOW, **(given | over))


def supplied(row: ImpactStatement, *, at=NOW, **over):
    operations.write_version(by=icem(), at=at, statement=row, values=LAYOUT)
    given = {"police_owner": "Hate crime sergeant", "on": at.date(), "review_on": at.date() + timedelta(days=92)}
    return operations.supply(by=icem(), at=at, statement=row, **(given | over))


def test_the_state_follows_from_versions_and_days():
    given = {"withdrawn": False, "has_draft": False, "review_on": None, "today": TODAY}
    assert state_of(**given) is State.REQUESTED
    assert state_of(**(given | {"has_draft": True})) is State.DRAFT
    assert state_of(**(given | {"review_on": TODAY})) is State.SUPPLIED
    assert state_of(**(given | {"review_on": TODAY - timedelta(days=1)})) is State.REVIEW_DUE
    assert state_of(**(given | {"withdrawn": True})) is State.WITHDRAWN
    assert {state for before, _, after in TRANSITIONS for state in (before, after)} == set(State)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The offence took place near the mosque.", "crime"),
        ("He has previous convictions.", "other_offences"),
        ("The defendant is a  danger to everybody.", "defendant"),
        ("They should be JAILED for it.", "sentence"),
        ("Mae angen carcharu’r dyn.", "sentence"),
    ],
)
def test_what_does_not_belong_is_seen(words, kind):
    assert kind in {found.kind for found in forbidden_in([words])}


def test_what_belongs_is_left_alone_and_each_kind_has_words():
    assert forbidden_in([IMPACT, "The community felt that nobody listened to it."]) == []
    found = {each.kind for each in forbidden_in(["was assaulted by; criminal record; is guilty; locked up"])}
    assert found == set(KINDS)
    problems = version_problems(sources="At a meeting.", impact="Sad.", found=[], vouched_why="", identifying=[], names_nobody=False)
    assert set(problems) == {"sources", "impact"}


def test_a_generic_one_has_a_fixed_life_and_is_not_used_after_it():
    given = {"police_owner": "Sergeant", "on": TODAY, "asked_on": TODAY, "generic": True, "today": TODAY}
    assert set(supplying_problems(**given, review_on=TODAY)) == {"review_on"}
    assert set(supplying_problems(**given, review_on=TODAY + timedelta(days=400))) == {"review_on"}
    assert supplying_problems(**(given | {"generic": False}), review_on=TODAY + timedelta(days=400)) == {}
    use = {"supplied": True, "purpose": "sentence", "purposes": ImpactUse.Purpose.values, "on": TODAY, "today": TODAY}
    assert "" in use_problems(**use, state=State.REVIEW_DUE, generic=True)
    assert use_problems(**use, state=State.REVIEW_DUE, generic=False) == {}
    assert "never evidence" in use_problems(**(use | {"purpose": "evidence"}), state=State.SUPPLIED, generic=True)["purpose"][0]


def test_from_the_request_to_the_sentence():
    row = asked()
    with pytest.raises(Refused):
        operations.put_into_case(by=icem(), at=NOW, statement=row, purpose="sentence", case_kind="", on=TODAY)
    version = supplied(row)
    with pytest.raises(Refused) as refused:
        operations.put_into_case(by=icem(), at=NOW, statement=row, purpose="evidence", case_kind="", on=TODAY)
    assert set(refused.value.problems) == {"purpose"}
    use = operations.put_into_case(by=icem(), at=NOW, statement=row, purpose="sentence", case_kind="", on=TODAY, reference="05AB1234526")
    assert (use.version_used, use.case_kind) == (version, "damage to places of worship")
    with pytest.raises(Refused):
        operations.record_outcome(by=icem(), at=NOW, use=use, used="read_out", on=TODAY)
    with pytest.raises(Refused) as refused:
        operations.record_service(by=icem(), at=NOW, use=use, on=TODAY, all_parties=False)
    assert set(refused.value.problems) == {"all_parties"}
    operations.record_service(by=icem(), at=NOW, use=use, on=TODAY, all_parties=True)
    operations.record_outcome(by=icem(), at=NOW, use=use, used="read_out", on=TODAY, words="The judge read it out.")
    use.identity.refresh_from_db()
    assert use.identity.erase_on == TODAY + operations.KEPT
    assert "05AB1234526" not in use.identity.sealed
    standing = queries.standing_of(queries.get_statement(hq(), row.pk), TODAY)
    assert (standing.to_serve, standing.to_hear, [each.used for each in standing.uses]) == (0, 0, ["read_out"])


def test_the_database_itself_refuses_evidence_and_use_before_service():
    use = operations.put_into_case(by=icem(), at=NOW, statement=supplied(asked()).statement, purpose="sentence", case_kind="", on=TODAY)
    for wrong in ({"purpose": "evidence"}, {"used": "read_out", "heard_on": TODAY}, {"served_on": TODAY, "served_on_all": False}):
        with pytest.raises(DatabaseError), transaction.atomic():  # what was put in is held by a guard, the rest by constraints
            ImpactUse.objects.filter(pk=use.pk).update(**wrong)
    assert ImpactUse.objects.filter(pk=use.pk).update(served_on=TODAY, served_on_all=True) == 1


def test_a_draft_changes_and_what_was_supplied_stays():
    row = asked()
    first = operations.write_version(by=icem(), at=NOW, statement=row, values=LAYOUT)
    operations.write_version(by=icem(), at=NOW, statement=row, values=LAYOUT | {"author": "Chief inspector"}, seen_version=first.version)
    with pytest.raises(ChangedMeanwhile):
        operations.write_version(by=icem(), at=NOW, statement=row, values=LAYOUT, seen_version=first.version)
    wrong = LAYOUT | {"impact": f"{IMPACT} They should be locked up."}
    with pytest.raises(Refused) as refused:
        operations.write_version(by=icem(), at=NOW, statement=row, values=wrong)
    assert set(refused.value.problems) == {"vouched_why"}
    kept = operations.write_version(by=icem(), at=NOW, statement=row, values=wrong, vouched_why="It quotes a banner, not a view.")
    assert kept.vouched_why
    operations.supply(by=icem(), at=NOW, statement=row, police_owner="Sergeant", on=TODAY, review_on=TODAY + timedelta(days=92))
    second = operations.write_version(by=icem(), at=NOW, statement=row, values=LAYOUT)
    assert (second.number, second.vouched_why) == (2, "")
    kept.refresh_from_db()
    assert "locked up" in kept.impact


def test_review_falls_due_and_says_so():
    row = asked()
    supplied(row)
    assert queries.review_due(hq(), TODAY) == []
    assert [each.row for each in queries.review_due(hq(), TODAY + timedelta(days=70))] == [row]
    assert queries.review_due(hq(), TODAY + timedelta(days=93))[0].state is State.REVIEW_DUE
    operations.withdraw(by=icem(), at=NOW, statement=row, why="The police withdrew it.")
    assert queries.review_due(hq(), TODAY + timedelta(days=93)) == []


def test_a_request_says_of_what_for_whom_and_a_generic_one_has_no_case():
    wrong = {"case_kind": "damage", "community_words": "", "requested_by": "", "force": "", "reference": "05AB1234526"}
    with pytest.raises(Refused) as refused:
        asked(**wrong)
    assert set(refused.value.problems) == {"case_kind", "community_words", "requested_by", "force", "reference"}
    specific = asked(kind="specific", reference="05AB1234526")
    assert specific.identity is not None
    with pytest.raises(NotAllowed):
        asked(by=inspector())


def test_panel_members_are_among_its_authors():
    of = panel()
    row = asked(panel=of)
    member = sitting(of, TODAY).first()
    assert operations.add_author(by=icem(), at=NOW, statement=row, part="source", member=member).member == member
    for wrong in ({}, {"member": member, "office": "A mosque"}, {"member": sitting(panel("west"), TODAY).first()}):
        with pytest.raises(Refused):
            operations.add_author(by=icem(), at=NOW, statement=row, part="source", **wrong)


def test_through_the_pages():
    client = client_of(icem())
    assert "No statements yet" in text_of(client.get(LIST))
    area()
    given = {
        "kind": "generic", "case_kind": "damage to places of worship", "community_words": "Muslim communities", "requested_by": "A unit",
        "requested_on": "2026-03-01", "force": "Cambridgeshire", "mark": "m1",
    }  # fmt: skip
    one = client.post(f"{LIST}new?area=east-of-england", given).url
    assert "never evidence for a charge" in text_of(client.get(one))
    assert client.post(f"{one}write", LAYOUT | {"impact": f"{IMPACT} They should be jailed.", "mark": "m2"}).status_code == 422
    assert client.post(f"{one}write", LAYOUT | {"mark": "m3"}).status_code == 302
    soon = (timezone.localdate() + timedelta(days=60)).isoformat()
    assert (
        client.post(f"{one}supplied", {"police_owner": "Sergeant", "on": "2026-03-05", "review_on": soon, "mark": "m4"}).status_code == 302
    )
    paper = text_of(client.get(f"{one}versions/1/"))
    assert "look over our shoulders" in paper
    assert "Supplied by the police" in paper
    assert client.post(f"{one}use", {"purpose": "sentence", "on": "2026-03-06", "mark": "m5"}).status_code == 302
    use = ImpactUse.objects.get()
    assert "Not served yet" in text_of(client.get(one))
    client.post(f"{one}uses/{use.pk}/served", {"on": "2026-03-07", "all_parties": "on", "mark": "m6"})
    client.post(f"{one}uses/{use.pk}/outcome", {"used": "not_used", "words": "The plea changed.", "on": "2026-03-08", "mark": "m7"})
    assert "The plea changed." in text_of(client.get(one))
    assert "damage to places of worship" in text_of(client.get(LIST, {"stands": "supplied"}))
    assert client.get(f"{one}authors").status_code == 200
    assert client.post(f"{one}withdraw", {"why": "Renewed elsewhere", "mark": "m8"}).status_code == 302
    assert "Renewed elsewhere" in text_of(client.get(one))
