"""Panels and their terms of reference, from set-up to end."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.panels import operations, queries
from folkmoot.panels.models import Panel, Terms
from folkmoot.panels.rules import State
from folkmoot.panels.tests.factories import agreed, bare_panel, kind, panel

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def refused(field: str, do):
    """The sentences with which `do` is refused under a field."""
    with pytest.raises(Refused) as caught:
        do()
    assert field in caught.value.problems, caught.value.problems
    return " ".join(caught.value.problems[field])


def test_a_panel_begins_with_the_ways_of_its_kind_as_a_draft():
    made = bare_panel(area(), by=icem())
    draft = queries.draft_terms(made)
    assert draft is not None
    assert (draft.number, draft.quorum, draft.voting, draft.undertaking_months) == (1, 4, ["member", "chair", "deputy"], 12)
    assert made.purpose_cy == kind().purpose_cy
    assert queries.terms_on(made, TODAY) is None
    assert queries.state_of_panel(made, None, TODAY) is State.WITHOUT_TERMS
    assert list(faults()) == []


def test_a_panel_is_set_up_only_where_its_kind_stands_and_its_name_is_free():
    assert "address of the product" in refused("code", lambda: bare_panel(area(), "meetings"))
    assert "stands in an Area" in refused("kind", lambda: bare_panel(None, of="community-involvement"))
    assert "whole service" in refused("kind", lambda: bare_panel(area(), of="national-scrutiny"))
    bare_panel(area())
    refused("code", lambda: bare_panel(area()))
    with pytest.raises(NotAllowed):
        bare_panel(area("london-north", "London North"), "elsewhere", by=icem())
    with pytest.raises(NotAllowed):
        bare_panel(None, "national", by=icem())


def test_terms_are_agreed_whole_and_then_stay():
    made = bare_panel(area())
    draft = queries.draft_terms(made)
    agree = {"by": icem(), "at": NOW, "terms": draft, "how": "By a vote of the panel", "on": TODAY, "holds_from": TODAY}
    assert "undertaking" in refused("", lambda: operations.agree_terms(**agree))
    assert "quorum" in refused("quorum", lambda: operations.change_terms(by=icem(), at=NOW, terms=draft, quorum=99))
    first = agreed(made)
    assert queries.terms_on(made, TODAY) == first
    assert "stay as they are" in refused("", lambda: operations.change_terms(by=icem(), at=NOW, terms=first, quorum=5))


def test_a_next_version_takes_up_the_last_and_one_holds_on_every_day():
    made = panel(area())
    second = agreed(made, quorum=6)
    assert second.conduct_en == queries.agreed_terms(made).last().conduct_en
    assert [queries.terms_on(made, day).quorum for day in (date(2024, 6, 1), date(2025, 1, 7), date(2025, 1, 8))] == [4, 4, 6]
    assert queries.latest_terms([made], TODAY)[made.pk] == second
    third = operations.draft_terms(by=icem(), at=NOW, panel=made)
    assert "open already" in refused("", lambda: operations.draft_terms(by=icem(), at=NOW, panel=made))
    sent = {"by": icem(), "at": NOW, "terms": third, "how": "By a vote", "on": date(2024, 12, 1), "holds_from": date(2025, 1, 8)}
    with pytest.raises(Refused) as caught:
        operations.agree_terms(**sent)
    assert "changed since" in caught.value.problems[""][0]
    assert "later day" in caught.value.problems["holds_from"][0]


def test_two_who_change_the_same_draft_do_not_overwrite_each_other():
    draft = queries.draft_terms(bare_panel(area()))
    other = Terms.objects.get(pk=draft.pk)
    operations.change_terms(by=icem(), at=NOW, terms=other, seen_version=1, scope_en="The panel reads closed cases only.")
    with pytest.raises(ChangedMeanwhile):
        operations.change_terms(by=icem(), at=NOW, terms=draft, seen_version=1, quorum=5)


def test_panels_do_not_report_in_a_ring_nor_to_another_area():
    above, below = bare_panel(area(), "above"), bare_panel(area(), "below")
    operations.change_panel(by=icem(), at=NOW, panel=below, parent=above)
    assert "report to each other" in refused("parent", lambda: operations.change_panel(by=icem(), at=NOW, panel=above, parent=below))
    far = bare_panel(area("london-north", "London North"), "far")
    assert "another Area" in refused("parent", lambda: operations.change_panel(by=icem(), at=NOW, panel=below, parent=far))
    assert queries.family_of(icem(), above).children == [below]


def test_a_panel_ends_with_its_reason_and_its_records_stay():
    above = panel(area(), "above")
    below = panel(area(), "below", parent=above)
    end = {"by": icem(), "at": NOW, "on": TODAY, "why": "It was merged with the panel below."}
    assert "report to it" in refused("", lambda: operations.end_panel(panel=above, **end))
    operations.end_panel(panel=below, **end)
    assert list(queries.panels(icem())) == [above]
    assert queries.state_of_panel(below, None, TODAY + timedelta(days=1)) is State.ENDED
    assert "has ended" in refused("", lambda: operations.change_panel(by=icem(), at=NOW, panel=below, name_en="Another name"))
    assert queries.agreed_terms(below).count() == 1


def test_each_sees_the_panels_of_their_own_area_and_national_ones_are_headquarters():
    far, national = panel(area("london-north", "London North"), "far"), panel(None, "national")
    near = panel(area(), "near")
    assert list(queries.panels(icem())) == [near]
    assert set(queries.panels(hq())) == {near, far, national}
    with pytest.raises(Panel.DoesNotExist):
        queries.the_panel(icem(), "national")
    assert list(queries.of_panels(icem(), Terms.objects.all(), "panels.write").values_list("panel", flat=True)) == [near.pk]
