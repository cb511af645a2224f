"""The reminders of panels: who is told, that it is once, and that it is said again while it stands."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.overview.needs import Asked, needs_of
from folkmoot.overview.reminders.tests.factories import LEAD, lead, run_from, run_on, told
from folkmoot.panels.agenda.operations.items import add_item
from folkmoot.panels.agenda.operations.minutes import write_minutes
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.operations import draft_meeting, enter_afterwards
from folkmoot.panels.models import Panel
from folkmoot.panels.operations import change_panel
from folkmoot.panels.recommendations.operations import answer, recommend
from folkmoot.panels.tests.factories import agreed, bare_panel

pytestmark = pytest.mark.django_db
DAY, NIA, OWEN = timedelta(days=1), "nia.rowe@example.org", "owen.achebe@example.org"


@pytest.fixture(autouse=True)
def _people():
    icem()
    lead()
    hq()


def flags(email: str) -> list[str]:
    return told("panels.flag", email)


def begun(panel: Panel) -> Meeting:
    """A meeting of six weeks ago that was opened and never closed."""
    starts_at = timezone.make_aware(datetime.combine(TODAY - 42 * DAY, time(14)))
    meeting = draft_meeting(by=icem(), at=NOW, panel=panel, starts_at=starts_at, place="Ely")
    return enter_afterwards(by=icem(), at=NOW, meeting=meeting, chaired_by=None)


def test_a_flag_goes_once_to_whoever_runs_the_panel_and_again_each_quarter_while_it_stands():
    panel = bare_panel(area(), "fens", starts=TODAY)
    run_from(TODAY, TODAY + 3 * DAY)
    assert flags(NIA) == ["A hate crime scrutiny panel: It has no agreed terms of reference: no meeting can be called until it has."]
    assert flags(OWEN) == flags(LEAD) == [], "those who cannot put it right are left alone"
    run_from(TODAY + 90 * DAY, TODAY + 92 * DAY)
    assert len(flags(NIA)) == 2
    change_panel(by=icem(), at=NOW, panel=panel, owner=Account.objects.get(email=OWEN))
    RoleGrant.objects.filter(account__email=NIA).delete()
    Notice.objects.all().delete()
    run_on(TODAY + 93 * DAY)
    assert (len(flags(OWEN)), flags(NIA)) == (1, [])


def test_a_meeting_that_nobody_closed_and_a_recommendation_that_waits_and_is_late():
    panel = bare_panel(area(), "fens")
    agreed(panel)
    meeting = begun(panel)
    write_minutes(by=icem(), at=NOW, item=add_item(by=icem(), at=NOW, panel=panel, title_en="Cases", meeting=meeting), words="Three.")
    row = recommend(by=icem(), at=NOW, meeting=meeting, words_en="Ask for the personal statement at charge.", to="service")
    run_from(TODAY, TODAY + DAY)
    assert len(told("panels.unclosed", NIA)) == len(told("panels.unanswered", LEAD)) == 1
    assert told("panels.unanswered", NIA) == []
    lead_ = Account.objects.get(email=LEAD)
    answer(
        by=icem(), at=NOW, recommendation=row, answer="accepted", reason="It is right and will be done.", owner=lead_, due=TODAY + 5 * DAY
    )
    run_from(TODAY + 5 * DAY, TODAY + 7 * DAY)
    assert told("panels.late", LEAD) == ["Recommendation 1 of A hate crime scrutiny panel was to be done by 15 March 2026."]


def test_home_says_what_panels_need_to_those_who_can_do_it():
    panel = bare_panel(area(), "fens")
    agreed(panel)
    recommend(by=icem(), at=NOW, meeting=begun(panel), words_en="Ask for the personal statement at charge.", to="service")
    asked = {viewer.name: needs_of(Asked(viewer, NOW, None)) for viewer in (icem(), hq())}
    headings = [str(group.heading) for group in asked["Nia Rowe"]]
    assert headings.index("Panels waiting for an answer") < headings.index("Panels that need something")
    words = [need.words for group in asked["Nia Rowe"] for need in group.needs]
    assert "Recommendation 1 of A hate crime scrutiny panel has waited 42 days for an answer." in words
