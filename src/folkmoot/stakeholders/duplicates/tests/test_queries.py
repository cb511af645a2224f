import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.scope import NOBODY
from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.communities.tests.factories import area, wales
from folkmoot.stakeholders.duplicates import finding, job, queries
from folkmoot.stakeholders.duplicates.keeping import keep_keys
from folkmoot.stakeholders.duplicates.models import DuplicatePair, DuplicateRun
from folkmoot.stakeholders.duplicates.rules import Kind
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db


def keyed(*rows):
    for row in rows:
        keep_keys([row])
    return rows[0] if len(rows) == 1 else rows


def names(viewer, name, **more):
    return [str(each.row) for each in queries.likely(viewer, area=area(), name=name, **more)]


def test_whoever_is_typed_is_found_with_the_reason_in_words():
    keyed(contact(email=""), contact("Owen Achebe", email=""))
    found = queries.likely(icem(), area=area(), name="Prys, Sian", phone="+44 1632 960001")
    assert [str(each.row) for each in found] == ["Siân Prŷs"]
    assert found[0].words == "the same name; the same telephone number"
    assert found[0].probability > 0.9


def test_an_organisation_is_found_by_another_form_of_its_name():
    keyed(organisation("Saint Helens Council"), organisation("Fenland Deaf Club"))
    assert names(icem(), "St. Helens MBC", kind=Kind.ORGANISATION) == ["Saint Helens Council"]


def test_a_stranger_finds_nothing_and_other_areas_are_not_looked_in():
    keyed(contact(), contact("Sian Prys", area=wales()))
    assert names(NOBODY, "Sian Prys") == []
    assert queries.likely(icem(), area=wales(), name="Sian Prys") == []
    assert len(queries.likely(hq(), area=wales(), name="Sian Prys")) == 1


def test_two_people_of_one_name_are_told_apart_by_their_years():
    keyed(contact("Aled Pugh", birth_year=1950, email=""))
    assert names(icem(), "Aled Pugh", birth_year=1991) == []
    assert names(icem(), "Aled Pugh", birth_year=1950) == ["Aled Pugh"]


def test_merged_and_erased_rows_are_not_offered():
    one, two = keyed(contact("Aled Pugh"), contact("Aled Pugh", email="b@example.org"))
    Contact.objects.filter(pk=two.pk).update(merged_into=one)
    assert names(icem(), "Aled Pugh") == ["Aled Pugh"]


def test_the_look_up_asks_three_times_however_many_there_are():
    viewer = icem()
    keyed(*(contact(f"Aled Pugh {number}", email="") for number in range(30)))
    with CaptureQueriesContext(connection) as captured:
        assert len(queries.likely(viewer, area=area().pk, name="Aled Pugh")) == 8
    assert len(captured) == 4  # with the look for the Area that the test itself makes


def pair(one, two):
    return DuplicatePair.objects.create(
        kind="person", left_id=one.pk, right_id=two.pk, left_area=one.area, right_area=two.area, probability=0.9, found_at=NOW
    )


def test_a_pair_is_seen_only_by_whoever_sees_both():
    one, two, far = contact("Aled Pugh"), contact("Aled Pugh", email="b@example.org"), contact("Aled Pugh", area=wales())
    mine, across = pair(one, two), pair(one, far)
    assert list(queries.pairs(icem(), kind="person")) == [mine]
    assert set(queries.pairs(hq(), kind="person")) == {mine, across}
    assert not queries.pairs(NOBODY, kind="person").exists()
    assert list(queries.pairs(hq(), kind="person", area_id=wales().pk)) == [across]
    with pytest.raises(DuplicatePair.DoesNotExist):
        queries.get_pair(icem(), pair_id=across.pk)


def test_a_search_keeps_pairs_with_reasons_and_leaves_those_put_aside():
    one, two, three = (contact("Aled Pugh", email="aled@example.org") for _ in range(3))
    contact("Ngozi Okafor", email="")
    aside = pair(one, two)
    DuplicatePair.objects.filter(pk=aside.pk).update(put_aside_at=NOW, left_seen=1, right_seen=1)
    run = DuplicateRun.objects.create(kind="person", area=area(), started_at=NOW, beat_at=NOW)
    assert job.carry_out(run, clock=lambda: NOW) == 2
    run.refresh_from_db()
    assert (run.state, run.rows_total, run.pairs_found, run.ended_at) == ("done", 4, 2, NOW)
    found = queries.pairs(icem(), kind="person")
    assert {(each.left_id, each.right_id) for each in found} == {(one.pk, three.pk), (two.pk, three.pk)}
    assert "the same e-mail address" in found[0].reasons
    Contact.objects.filter(pk=two.pk).update(version=2)
    again = DuplicateRun.objects.create(kind="person", area=area(), started_at=NOW, beat_at=NOW)
    assert job.carry_out(again, clock=lambda: NOW) == 3


def test_a_search_that_breaks_says_so_and_leaves_what_was_found(monkeypatch):
    one, two = contact("Aled Pugh"), contact("Aled Pugh", email="b@example.org")
    pair(one, two)

    def broken(*args, **kwargs):
        raise MemoryError("Aled Pugh")
        yield

    monkeypatch.setattr(finding, "search", broken)
    run = DuplicateRun.objects.create(kind="person", area=area(), started_at=NOW, beat_at=NOW)
    with pytest.raises(MemoryError):
        job.carry_out(run, clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, run.error, run.ended_at) == ("failed", "MemoryError", NOW)
    assert DuplicatePair.objects.count() == 1


def test_the_files_of_a_search_are_for_this_account_alone_and_gone_at_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(finding.tempfile, "tempdir", str(tmp_path))
    seen = []

    def look(step, done):
        seen.extend(path.stat().st_mode & 0o077 for path in tmp_path.rglob("*"))

    entries = [(row.pk, job.entry_of(row)) for row in (contact("Aled Pugh"), contact("Aled Pugh", email="b@example.org"))]
    assert list(finding.search(Kind.PERSON, entries, threshold=0.01, progress=look))
    assert seen
    assert set(seen) == {0}
    assert not list(tmp_path.iterdir())


def test_the_pages_do_not_load_what_only_the_search_needs():
    code = (
        "import django, sys; django.setup(); import folkmoot.stakeholders.duplicates.web.urls; "
        "sys.exit(any(name in sys.modules for name in ('splink', 'duckdb', 'pyarrow')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_fence_around_pairs_is_what_keeps_them_apart(monkeypatch):
    across = pair(contact("Aled Pugh"), contact("Aled Pugh", area=wales()))
    assert not queries.pairs(icem(), kind="person").exists()
    monkeypatch.setattr(queries, "within", lambda _viewer, rows, *_rest, **_more: rows)
    assert list(queries.pairs(icem(), kind="person")) == [across]
