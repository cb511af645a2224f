from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.actions.operations import reopen_action
from folkmoot.voice.issues.tests.factories import issue, wessex
from folkmoot.voice.published import operations, queries
from folkmoot.voice.published.facts import actions_behind
from folkmoot.voice.published.open_pages import fitting, headline, public_areas, public_entries, year_to_last_month
from folkmoot.voice.published.rules import Since, Texts, Version
from folkmoot.voice.published.tests.factories import edition, entry, lead, planned_point, published, write
from folkmoot.voice.queries import ORIGIN
from folkmoot.voice.rules import Standing
from folkmoot.voice.tests.factories import achieve, action_from, answer, point

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def test_what_waits_for_agreement_waits_for_those_who_wrote_none_of_it():
    made = entry()
    assert queries.waiting_for_agreement(lead(), today=TODAY) == []
    operations.submit(by=icem(), at=NOW, edition=edition(made))
    assert [line.entry for line in queries.waiting_for_agreement(lead(), today=TODAY)] == [made]
    assert queries.waiting_for_agreement(icem(), today=TODAY) == []
    other = lead(of=wessex(), email="asha.cole@example.org", name="Asha Cole")
    assert queries.waiting_for_agreement(other, today=TODAY) == []


def test_a_draft_on_a_point_kept_apart_is_seen_only_by_those_who_answer():
    apart = planned_point(visibility="restricted")
    entry(apart)
    who = account("leo.marchetti@example.org", "Leo Marchetti")
    grant(who, Role.COMMS, [area()])
    assert queries.entries_of(viewer_for(who, TODAY), ORIGIN, apart.pk) == []
    assert [line.title for line in queries.entries_of(icem(), ORIGIN, apart.pk)] == ["Hearing back after a report"]


def test_the_page_says_at_once_what_became_of_it():
    made = published()
    assert public_entries(area(), today=TODAY)[0].since is None
    late = public_entries(area(), today=JULY)[0]
    assert (late.since, late.now.overdue) == (Since.OVERDUE, True)
    assert [line.entry for line in queries.list_lines(icem(), renew=True, today=JULY)] == [made]
    achieve(actions_behind(made)[0], TODAY)
    assert public_entries(area(), today=TODAY)[0].since is Since.DONE
    write_done(made)
    action = actions_behind(made)[0]
    reopen_action(by=icem(), at=NOW, action=action, level="in_progress", reason="Letters stopped again.", on=TODAY)
    assert public_entries(area(), today=TODAY)[0].since is Since.SLIPPED


def write_done(made):
    operations.begin_version(by=icem(), at=NOW, entry=made)
    write(made, shown_by="A count of letters sent in February.", we_did="Every reporter gets a letter within ten days.")
    operations.change_about(by=icem(), at=NOW, edition=edition(made), theme=None, corrects="It is done now.")
    published(made)


def test_public_entries_are_filtered_and_drafts_are_not_among_them():
    made = published()
    entry(planned_point())
    assert [one.entry for one in public_entries(area(), today=TODAY)] == [made]
    assert [one.entry for one in public_entries(None, today=TODAY, standing="planned")] == [made]
    assert public_entries(area(), today=TODAY, standing="done") == []
    assert public_entries(wessex(), today=TODAY) == []
    assert [(line.area.code, line.number) for line in public_areas(today=TODAY)] == [("east-of-england", 1), ("wessex", 0)]


def test_public_entries_are_read_in_a_constant_number_of_statements():
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert public_entries(None, today=TODAY)
        return len(caught)

    published()
    one = statements()
    published(entry(planned_point()))
    published(entry(planned_point()))
    assert statements() == one


def test_withdrawn_words_are_gone_and_the_place_stays():
    made = published()
    operations.withdraw(by=icem(), at=NOW, entry=made, reason="The date in it was wrong.")
    one = public_entries(area(), today=TODAY)[0]
    assert (one.texts, one.withdrawn) == ({}, True)
    assert public_entries(area(), today=TODAY, standing="planned") == []


def test_the_version_nearest_to_the_one_asked_for_is_shown():
    english, welsh, easy = ({version: Texts("a")} for version in (Version.ENGLISH, Version.WELSH, Version.EASY))
    assert fitting(english | welsh, Version.EASY_WELSH) is Version.WELSH
    assert fitting(english | easy, Version.EASY) is Version.EASY
    assert fitting(english, Version.WELSH) is Version.ENGLISH


def test_the_headline_counts_concerns_alone_and_small_bases_are_withheld():
    assert year_to_last_month(TODAY) == (date(2025, 3, 1), date(2026, 2, 28))
    for _each in range(9):
        point()
    point(nature="praise")
    assert headline(area(), today=TODAY).shares is None
    changed = point()
    answer(changed)
    achieve(action_from(changed), TODAY)
    found = headline(area(), today=TODAY)
    assert (found.base, found.answered, found.changed) == (10, 1, 1)
    answered, _changed = found.shares
    assert 0 < answered.low < answered.value == 0.1 < answered.high
    assert headline(wessex(), today=TODAY).base == 0


def test_gaps_name_what_is_answered_and_untold_what_is_unfinished_and_who_is_quiet():
    wessex()
    waiting = planned_point(said_by="Fenland Travellers’ Forum")
    draft = entry(planned_point(reply_by="phone"))
    answer(point(nature="praise"), outcome="thanked")
    one = issue(points=[waiting])
    found = queries.gaps_of(icem(), today=TODAY)
    assert (found.untold, found.shown[0], found.issues) == (2, waiting, {waiting.pk: one})
    assert [line.entry for line in found.unfinished] == [draft]
    assert [(one.code, last) for one, last in found.quiet] == [("east-of-england", None)]
    assert [(one.code, last) for one, last in queries.quiet_areas(hq(), today=TODAY)] == [("east-of-england", None), ("wessex", None)]
    published(draft)
    assert queries.gaps_of(icem(), today=TODAY).untold == 1
    assert [one.code for one, _last in queries.quiet_areas(hq(), today=TODAY)] == ["wessex"]
    assert [one.code for one, _last in queries.quiet_areas(icem(), today=TODAY + timedelta(days=200))] == ["east-of-england"]


def test_standing_is_read_from_the_records_of_the_same_day():
    made = published()
    assert isinstance(edition(made).published_at, datetime)
    assert timezone.localdate(edition(made).published_at) == TODAY
    assert public_entries(area(), today=TODAY)[0].standing is Standing.PLANNED
