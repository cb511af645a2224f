"""The fictional year: a reading of the published report, marked as the tone that it is."""

import pytest
from django.test import Client

from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq
from folkmoot.demo.media import TRANSCRIPT, enter_media
from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.rules import FEWEST_A_MINUTE, words_a_minute
from folkmoot.languages.media.tests.test_operations import empty_folder  # noqa: F401
from folkmoot.reports.tests import factories
from folkmoot.reports.tests.factories import AUGUST


@pytest.mark.django_db
def test_the_fictional_year_holds_a_reading_with_its_transcript():
    hq()
    hq("ingrid.solheim@example.org", "Ingrid Solheim")
    leo = account("leo.marchetti@example.org", "Leo Marchetti")
    grant(leo, Role.COMMS, [area()])
    emails = ("owen.achebe@example.org", "ingrid.solheim@example.org", leo.email)
    enter_media({one: account(one) for one in emails}, factories.report(national=True), at=AUGUST)
    made = Rendition.objects.get()
    assert made.released_at
    assert (made.ending, made.seconds) == ("wav", 20)
    assert words_a_minute(TRANSCRIPT, 20) > FEWEST_A_MINUTE
    assert Client().get(f"/other-formats/{made.pk}/file").status_code == 404  # this report is not published
