from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, hq, icem
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.communities import operations
from folkmoot.communities.models import Community, CommunityPoint
from folkmoot.communities.tests.factories import area, community, somalis, wales
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.voice.tests.factories import point

pytestmark = pytest.mark.django_db
KNOWN = {"population": 1200, "population_source": "Census 2021", "population_on": date(2021, 3, 21), "contact_every_months": 6}


def add(by=None, where="here", **over):
    values = {"name": "Deaf people in the Fens", "kind": "identity", **KNOWN, **over}
    return operations.add_community(by=by or icem(), at=NOW, area=area() if where == "here" else where, **values)


def category():
    scheme = Scheme.objects.create(code="disability-equality-act", characteristic="disability", name_en="Disability")
    return Category.objects.create(scheme=scheme, code="1", name_en="Disabled", kind="answer")


def events(kind):
    return AuditEvent.objects.filter(kind=kind, subject_kind__startswith="communities.")


def test_adding_is_audited_without_its_words():
    added = add(low_trust=True, low_trust_evidence="41% in the survey")
    event = events("collection").get()
    assert (event.subject_ids, event.area_id) == ([added.pk], area().pk)
    assert "41%" not in str(event.detail)


def test_nothing_is_added_when_the_audit_trail_cannot_be_written(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail cannot be written")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        add()
    assert not Community.objects.exists()


def test_another_area_and_the_whole_service_are_refused_to_one_area():
    with pytest.raises(NotAllowed):
        add(where=wales())
    with pytest.raises(NotAllowed):
        add(where=None)
    assert add(by=hq(), where=None).area is None


def test_a_name_is_used_once_in_an_area_and_once_in_the_service():
    add()
    with pytest.raises(Refused):
        add()
    add(by=hq(), where=wales())
    add(by=hq(), where=None)
    with pytest.raises(Refused):
        add(by=hq(), where=None)


def test_low_trust_without_evidence_is_refused_and_the_database_refuses_it_too():
    with pytest.raises(Refused) as refused:
        add(low_trust=True)
    assert set(refused.value.problems) == {"low_trust_evidence"}
    with pytest.raises(IntegrityError), transaction.atomic():
        community(low_trust=True)


def test_changing_names_the_fields_and_links_alone_raise_the_version():
    row = add()
    changed = operations.change_community(
        by=icem(), at=NOW, community=row, seen_version=1, name="Deaf people", characteristics=[category()]
    )
    assert changed == ["name", "characteristics"]
    assert events("alteration").get().detail == {"fields": changed}
    assert operations.change_community(by=icem(), at=NOW, community=row, seen_version=2, characteristics=[]) == ["characteristics"]
    assert Community.objects.get().version == 3
    assert not row.characteristics.exists()


def test_two_editors_cannot_overwrite_each_other_even_in_links_alone():
    row = add()
    theirs = Community.objects.get()
    operations.change_community(by=icem(), at=NOW, community=theirs, seen_version=1, characteristics=[category()])
    with pytest.raises(ChangedMeanwhile):
        operations.change_community(by=icem(), at=NOW, community=row, characteristics=[])
    assert Community.objects.get().characteristics.count() == 1


def test_a_change_cannot_take_the_evidence_from_low_trust():
    row = add(low_trust=True, low_trust_evidence="41% in the survey")
    with pytest.raises(Refused):
        operations.change_community(by=icem(), at=NOW, community=row, low_trust_evidence="")


def test_a_community_is_ended_and_its_end_taken_back_but_never_deleted():
    row = add()
    operations.end_community(by=icem(), at=NOW, community=row, on=TODAY, reason="Nobody is left")
    with pytest.raises(Refused):
        operations.end_community(by=icem(), at=NOW, community=row, on=TODAY, reason="Nobody is left")
    ended = Community.objects.get()
    assert (ended.ends, ended.end_reason) == (TODAY, "Nobody is left")
    operations.resume_community(by=icem(), at=NOW, community=row)
    assert Community.objects.get().ends is None
    with pytest.raises(Refused):
        operations.resume_community(by=icem(), at=NOW, community=row)
    assert events("alteration").count() == 2


def test_a_point_is_linked_once_and_only_to_communities_of_its_area():
    row, said = add(), point()
    for _ in range(2):
        operations.link_point(by=icem(), at=NOW, community=row, point=said)
    assert CommunityPoint.objects.count() == 1
    assert events("alteration").get().detail == {"point": said.pk}
    with pytest.raises(Refused):
        operations.link_point(by=icem(), at=NOW, community=somalis(), point=said)
    with pytest.raises(NotAllowed):
        operations.link_point(by=icem("aled.pugh@example.org", "Aled Pugh", wales()), at=NOW, community=row, point=said)


def test_another_area_s_community_cannot_be_changed_ended_or_resumed():
    other = somalis()
    for write in (
        lambda: operations.change_community(by=icem(), at=NOW, community=other, name="x"),
        lambda: operations.end_community(by=icem(), at=NOW, community=other, on=TODAY, reason="x"),
        lambda: operations.resume_community(by=icem(), at=NOW, community=other),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_an_end_needs_its_reason():
    with pytest.raises(Refused) as refused:
        operations.end_community(by=icem(), at=NOW, community=add(), on=TODAY, reason=" ")
    assert set(refused.value.problems) == {"reason"}


def trust_of(row):
    return [(each.low, each.on, each.words) for each in row.trust_changes.all()]


def test_trust_is_set_and_lifted_and_its_history_stays():
    row = add(low_trust=True, low_trust_evidence="41% in the survey")
    assert trust_of(row) == [(True, TODAY, "41% in the survey")]
    operations.change_trust(by=icem(), at=NOW, community=row, low=False, words="58% in the survey of 2026", on=TODAY)
    assert not Community.objects.get().low_trust
    assert trust_of(row) == [(False, TODAY, "58% in the survey of 2026"), (True, TODAY, "41% in the survey")]
    assert row.trust_changes.first().by_id == icem().account_id
    with pytest.raises(Refused) as refused:
        operations.change_trust(by=icem(), at=NOW, community=row, low=False, words="x", on=TODAY)
    assert set(refused.value.problems) == {"low"}


@pytest.mark.parametrize(
    ("over", "field"),
    [({"words": " "}, "words"), ({"on": date(2026, 3, 11)}, "on"), ({"on": date(1999, 1, 1)}, "on"), ({"on": date(2025, 1, 1)}, "on")],
)
def test_a_change_of_trust_has_words_and_a_day_not_before_the_last_one(over, field):
    row = add(low_trust=True, low_trust_evidence="41% in the survey")
    with pytest.raises(Refused) as refused:
        operations.change_trust(by=icem(), at=NOW, community=row, **({"low": False, "words": "better", "on": TODAY} | over))
    assert set(refused.value.problems) == {field}


def test_a_file_that_changes_the_evidence_is_history_too():
    row = add(low_trust=True, low_trust_evidence="41% in the survey")
    operations.change_community(by=icem(), at=NOW, community=row, low_trust_evidence="39% in the survey")
    assert [words for _low, _on, words in trust_of(row)] == ["39% in the survey", "41% in the survey"]


def test_low_trust_is_not_lifted_without_a_word():
    row = add(low_trust=True, low_trust_evidence="41% in the survey")
    for words in ("", "41% in the survey"):
        with pytest.raises(Refused):
            operations.change_community(by=icem(), at=NOW, community=Community.objects.get(), low_trust=False, low_trust_evidence=words)
    assert len(trust_of(row)) == 1


def test_languages_are_those_of_the_list():
    row = add(languages=["cy", "bfi"])
    assert [each.name for each in row.spoken] == ["British Sign Language", "Welsh"]
    with override("cy"):
        assert [each.name for each in row.spoken] == ["Cymraeg", "Iaith Arwyddion Prydain"]
    with pytest.raises(Refused):
        operations.change_community(by=icem(), at=NOW, community=row, languages=["klingon"])


def test_a_typed_population_is_no_longer_the_census_s():
    row = add(from_census=True)
    operations.change_community(by=icem(), at=NOW, community=row, access_needs="BSL interpreters")
    assert Community.objects.get().from_census
    operations.change_community(by=icem(), at=NOW, community=row, population=1300)
    assert not Community.objects.get().from_census
