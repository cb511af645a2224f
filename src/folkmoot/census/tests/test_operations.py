"""Bringing tables in: whole or not at all, once, the earlier one kept."""

import pytest

from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.census.models import Count, PublishedTable
from folkmoot.census.operations import bring_in
from folkmoot.census.queries import population, reconciliations
from folkmoot.census.tests.factories import authority, load_text, open_text, schemes, sex_table
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
FIRST = sex_table({"E07000008": (70, 75), "E07000010": (51, 49)})
SECOND = sex_table({"E07000008": (70, 75), "E07000010": (60, 49)})


@pytest.fixture(autouse=True)
def places():
    schemes()
    authority("E07000008", "Cambridge")
    authority("E07000010", "Fenland")


def test_a_table_is_stored_with_its_own_totals_and_one_event(tmp_path):
    done = load_text(tmp_path, FIRST)
    assert (done.nothing, done.changed) == (False, None)
    assert Count.objects.filter(table=done.table, category__isnull=True).count() == 2
    assert population(THE_PRODUCT).value == 245
    event = AuditEvent.objects.filter(subject_kind="census.publishedtable").get()
    assert (event.kind, event.detail["source"]) == ("collection", "census-2021-ts008")


def test_the_same_figures_again_change_nothing(tmp_path):
    load_text(tmp_path, FIRST)
    events = AuditEvent.objects.count()
    assert load_text(tmp_path, FIRST.replace("Somewhere", "Elsewhere"), name="another name.csv").nothing
    assert PublishedTable.objects.count() == 1
    assert AuditEvent.objects.count() == events


def test_a_newer_table_takes_the_place_of_the_earlier_which_stays(tmp_path):
    load_text(tmp_path, FIRST)
    done = load_text(tmp_path, SECOND)
    assert done.changed == 2  # the females of one authority, and its total
    assert population(THE_PRODUCT).value == 254
    before = PublishedTable.objects.get(replaced_at__isnull=False)
    assert sum(before.counts.filter(category__isnull=True).values_list("people", flat=True)) == 245
    event = AuditEvent.objects.filter(kind="alteration", subject_kind="census.publishedtable").get()
    assert event.detail["replaced"]["table"] == before.pk
    assert event.detail["changed"]["E07000010 F"] == ["51", "60"]


def test_nothing_is_half_stored_where_the_event_cannot_be_written(tmp_path, monkeypatch):
    load_text(tmp_path, FIRST)
    file = open_text(tmp_path, SECOND)

    def broken(*_args, **_kwargs):
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError, match="broken"):
        bring_in(by=THE_PRODUCT, at=NOW, reading=file.reading, file_name=file.name, sha256=file.sha256)
    assert population(THE_PRODUCT).value == 245
    assert PublishedTable.objects.count() == 1


def test_only_who_holds_the_capability_brings_tables_in(tmp_path):
    file = open_text(tmp_path, FIRST)
    with pytest.raises(NotAllowed):
        bring_in(by=icem(), at=NOW, reading=file.reading, file_name=file.name, sha256=file.sha256)
    assert not bring_in(by=hq(), at=NOW, reading=file.reading, file_name=file.name, sha256=file.sha256).nothing


def test_a_table_that_does_not_add_up_is_shown_as_failing(tmp_path):
    load_text(tmp_path, FIRST)
    (found,) = reconciliations(THE_PRODUCT)
    assert not found.holds
    assert [str(line.words) for line in found.lines if not line.checked.holds] == ["everybody"]  # 245 are not England and Wales
