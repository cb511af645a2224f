"""What panels are told of consultations: open ones once, and what became of those they talked about."""

from datetime import timedelta

import pytest

from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.decisions.consultations import operations
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import ORIGIN, for_panels
from folkmoot.decisions.consultations.tests.factories import consultation
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.tests.factories import panel

pytestmark = pytest.mark.django_db


def test_a_panel_hears_of_open_consultations_of_its_area_once_and_then_of_the_response():
    here, national = panel(area()), panel(None, "a-national-panel")
    mine, everybodys = consultation(), consultation(hq(), area=None, title_en="One letter for all")
    consultation(title_en="Not for the public", public=False)
    consultation(title_en="Not opened yet", opened=False)
    today = NOW.date()
    assert {each.origin_id for each in for_panels(here, today)} == {mine.pk, everybodys.pk}
    assert [each.origin_id for each in for_panels(national, today)] == [everybodys.pk]
    Item.objects.create(
        panel=here, kind="consultation", state="dropped", closed_why="Kept for the test.", title_en="Letters", origin_kind=ORIGIN,
        origin_id=mine.pk, added_at=NOW, closed_at=NOW,
    )  # fmt: skip
    assert mine.pk in {each.origin_id for each in for_panels(here, today)}, "what was dropped was not talked about"
    Item.objects.update(state="done", meeting=Meeting.objects.create(panel=here, number=1, drafted_at=NOW))
    assert mine.pk not in {each.origin_id for each in for_panels(here, today)}
    Consultation.objects.filter(pk=mine.pk).update(closes_on=today)
    mine.refresh_from_db()
    later = NOW + timedelta(days=2)
    operations.record_analysis(by=icem(), at=later, consultation=mine, findings="Eight points from two letters.")
    said = {
        "heard_en": "People want to read it.",
        "changed_en": "Easy Read was added.",
        "unchanged_en": "The day stays, for want of money.",
    }
    operations.respond(by=icem(), at=later, consultation=mine, **said)
    news = next(each for each in for_panels(here, later.date()) if each.origin_id == mine.pk)
    assert "Easy Read was added." in news.detail
