"""Who sees which rows: the one place where it is decided, case by case."""

from datetime import date

import pytest

from folkmoot.accounts.rules import CAPABILITIES, Role
from folkmoot.accounts.scope import NOBODY, THE_PRODUCT, Grant, NotAllowed, Viewer, viewer_for, within
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM, Kind
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
EAST, WALES = 101, 102


def looking(*grants: Grant) -> Viewer:
    return Viewer(1, "Nia Rowe", grants)


ICEM_EAST = Grant(Role.ICEM, area_ids=frozenset({EAST}))
ICEM_BOTH = Grant(Role.ICEM, area_ids=frozenset({EAST, WALES}))
LEAD_WALES = Grant(Role.LEAD, area_ids=frozenset({WALES}))
STAFF_WALES = Grant(Role.STAFF, area_ids=frozenset({WALES}))
HQ = Grant(Role.HQ, national=True)
ADMINISTRATOR = Grant(Role.ADMINISTRATOR, national=True)
PANEL = Grant(Role.PANEL_MEMBER, panel="eastern")

# the grants, the capability, then the rows seen of (East, Wales, of no Area), without and with rows of no Area for everybody
CASES = [
    ((ICEM_EAST,), "voice.read", "E", "E-"),
    ((ICEM_EAST,), "voice.write", "E", "E-"),
    ((ICEM_EAST,), "reports.sign", "", ""),
    ((ICEM_EAST,), "accounts.manage", "", ""),
    ((ICEM_BOTH,), "voice.read", "EW", "EW-"),
    ((ICEM_EAST, LEAD_WALES), "voice.read", "EW", "EW-"),
    ((ICEM_EAST, LEAD_WALES), "voice.write", "E", "E-"),
    ((ICEM_EAST, LEAD_WALES), "voice.answer", "EW", "EW-"),
    ((ICEM_EAST, STAFF_WALES), "stakeholders.read", "E", "E-"),
    ((STAFF_WALES,), "voice.read", "", ""),
    ((STAFF_WALES,), "voice.write", "W", "W-"),
    ((HQ,), "voice.read", "EW-", "EW-"),
    ((HQ, ICEM_EAST), "voice.read", "EW-", "EW-"),
    ((HQ, ICEM_EAST), "audit.read", "", ""),
    ((ADMINISTRATOR,), "accounts.manage", "EW-", "EW-"),
    ((ADMINISTRATOR,), "voice.read", "", ""),
    ((ADMINISTRATOR, ICEM_EAST), "voice.read", "E", "E-"),
    ((PANEL,), "voice.read", "", ""),
    ((PANEL,), "panel.home", "", ""),
    ((PANEL, ICEM_EAST), "voice.read", "E", "E-"),
    ((), "voice.read", "", ""),
]


@pytest.fixture
def rows():
    for place, letter in ((EAST, "E"), (WALES, "W"), (None, "-")):
        audit.record(Kind.COLLECTION, by=SYSTEM, at=NOW, subject="x.y", ids=[1], area_id=place, route=letter)
    return AuditEvent.objects.order_by("seq")


def letters(found) -> str:
    return "".join(found.values_list("route", flat=True))


@pytest.mark.parametrize(("grants", "capability", "plain", "with_national"), CASES)
def test_within(rows, grants, capability, plain, with_national):
    viewer = looking(*grants)
    assert letters(within(viewer, rows, capability)) == plain
    assert letters(within(viewer, rows, capability, national_rows=True)) == with_national


@pytest.mark.parametrize(("grants", "capability", "plain", "with_national"), CASES)
def test_what_a_viewer_may_do_in_an_area_agrees_with_what_they_see_there(grants, capability, plain, with_national):
    viewer = looking(*grants)
    assert viewer.may(capability, EAST) is ("E" in plain)
    assert viewer.may(capability, WALES) is ("W" in plain)


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_nobody_sees_nothing_and_the_product_everything(rows, capability):
    assert letters(within(NOBODY, rows, capability)) == ""
    assert letters(within(THE_PRODUCT, rows, capability)) == "EW-"
    assert not NOBODY.may(capability)
    THE_PRODUCT.require_national(capability)


def test_control_without_the_scope_another_areas_rows_are_seen(rows):
    """Break it on purpose: were the Area not part of the question, this would be what an ICEM sees."""
    assert letters(rows) == "EW-" != letters(within(looking(ICEM_EAST), rows, "voice.read"))


def test_a_capability_that_does_not_exist_is_an_error_not_a_no():
    for asked in (lambda: HQ_VIEWER.may("voice.raed"), lambda: within(HQ_VIEWER, AuditEvent.objects.all(), "voice.raed")):
        with pytest.raises(KeyError):
            asked()


HQ_VIEWER = looking(HQ)


def test_what_is_refused_is_said_in_words():
    with pytest.raises(NotAllowed, match="does not let you sign a Board report here"):
        looking(ICEM_EAST).require("reports.sign", EAST)
    with pytest.raises(NotAllowed):
        looking(ICEM_EAST).require("voice.read", WALES)
    with pytest.raises(NotAllowed):
        looking(ICEM_EAST).require_national("voice.read")
    looking(ICEM_EAST).require("voice.read", EAST)


def test_a_viewer_has_the_roles_in_force_today_only():
    nia = account()
    given = grant(nia, Role.ICEM, [area()])
    for changes, holds in [
        ({"starts": date(2026, 3, 11)}, False), ({"starts": date(2026, 3, 10)}, True), ({"ends": date(2026, 3, 10)}, True),
        ({"ends": date(2026, 3, 10), "ended_at": NOW}, False),
    ]:  # fmt: skip
        type(given).objects.filter(pk=given.pk).update(**changes)
        assert bool(viewer_for(nia, TODAY).grants) is holds
    type(given).objects.filter(pk=given.pk).update(starts=date(2025, 1, 1), ends=date(2026, 3, 9), ended_at=None)
    assert not viewer_for(nia, TODAY).grants


def test_a_disabled_account_has_no_roles():
    icem()
    nia = account()
    nia.is_active = False
    assert not viewer_for(nia, TODAY).grants


def test_a_viewer_knows_areas_and_panel():
    nia, east = account(), area()
    grant(nia, Role.ICEM, [east])
    grant(nia, Role.PANEL_MEMBER, panel="eastern")
    viewer = viewer_for(nia, TODAY)
    assert set(viewer.grants) == {Grant(Role.ICEM, area_ids=frozenset({east.pk})), Grant(Role.PANEL_MEMBER, panel="eastern")}
    assert viewer.roles == {Role.ICEM, Role.PANEL_MEMBER}
    assert viewer.name == "Nia Rowe"
