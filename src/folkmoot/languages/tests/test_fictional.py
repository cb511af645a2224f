"""The fictional year: no Welsh in it but what was published, and what nobody published stays in English."""

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import NOW, account, area, grant, hq
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.translating import HEADINGS, KIND, NUMBER, UNCHECKED, enter_translating
from folkmoot.languages import queries
from folkmoot.languages.models import Wording
from folkmoot.languages.shapes import WELSH
from folkmoot.languages.terms import terms


@pytest.mark.django_db
def test_the_fictional_year_holds_published_welsh_only():
    hq()
    hq("ingrid.solheim@example.org", "Ingrid Solheim")
    leo = account("leo.marchetti@example.org", "Leo Marchetti")
    grant(leo, Role.COMMS, [area()])
    calendar = Calendar(until=NOW)
    enter_translating(
        {one: account(one) for one in ("owen.achebe@example.org", "ingrid.solheim@example.org", leo.email)}, calendar=calendar
    )
    calendar.run(lambda _at: None)
    published = {(one.english, one.welsh, one.source) for one in terms()}
    said = set(Wording.objects.values_list("source_text", "text", "taken_from"))
    assert said
    assert said <= published
    found = queries.released(KIND, NUMBER, WELSH)
    assert found
    assert (len(found.parts), found.translated) == (len(HEADINGS), len(said) - len(UNCHECKED))
    assert {one.text for one in found.parts if one.language == "en"} > {"Fairness", *UNCHECKED}
    assert queries.released_easy(KIND, NUMBER)
