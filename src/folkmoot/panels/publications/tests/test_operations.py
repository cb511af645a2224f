"""Publications from the first press to withdrawal: made, checked, agreed by a second person, frozen."""

from datetime import date

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, inspector
from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.models import Panel
from folkmoot.panels.publications import open_pages, operations, queries
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.tests.factories import (
    LATER,
    REPLY,
    WORDS,
    called,
    fresh,
    lead,
    met,
    panel,
    published,
    recommended,
    submitted,
    update,
    vouched,
)
from folkmoot.voice.published.rules import Version

pytestmark = pytest.mark.django_db


def english(of: Publication) -> str:
    return str(fresh(of).publicationtexts.get(which="en").words)


def write(of: Publication, words: str, which: str = "en", **over: object) -> None:
    values = {"title": "An update", "read": True, "by": icem(), "at": LATER} | over
    operations.write_text(publication=fresh(of), which=which, words=words, **values)


def test_an_update_is_made_from_the_records_in_one_press_and_names_nobody():
    meeting = met()
    recommended(meeting)
    made = update(meeting)
    words = english(made)
    assert "The panel met on 10 March 2026." in words
    assert "Fewer than 5 took part." in words
    assert "Letters to victims" in words
    assert WORDS in words
    assert REPLY in words
    assert "Adeyemi" not in words
    assert {row.which for row in made.publicationtexts.all()} == {each.value for each in Version}
    with pytest.raises(Refused, match="There is one already"):
        update(meeting)
    assert list(faults()) == []


def test_only_a_closed_meeting_of_the_panel_and_only_by_who_may():
    meeting = called(panel())
    with pytest.raises(Refused, match="not closed yet"):
        update(meeting)
    with pytest.raises(NotAllowed):
        operations.make(by=inspector(), at=LATER, panel=meeting.panel, kind="representation", last=LATER.date())


def test_the_check_does_not_trust_the_maker_and_a_member_never_leaves():
    made = update(met())
    write(made, "The panel met. Thanks to Ruth Adeyemi, and to our chair.")
    found = queries.check_before_leaving(fresh(made), today=LATER.date())
    assert [each.kind.value for each in found.blocking] == ["member"]
    with pytest.raises(Refused, match="can never be published"):
        operations.explain(by=icem(), at=LATER, publication=fresh(made), key=found.blocking[0].key, why="She said that we may.")
    with pytest.raises(Refused, match="found something"):
        operations.submit(by=icem(), at=LATER, publication=fresh(made))
    write(made, "The panel met. Write to panel@example.org.")
    with pytest.raises(Refused, match="found something"):
        operations.submit(by=icem(), at=LATER, publication=fresh(made))
    assert submitted(made).state == "waiting"


def test_a_name_put_in_by_the_second_persons_back_door_is_found_again_before_it_is_agreed():
    waiting = submitted(update(met()))
    waiting.publicationtexts.filter(which="en").update(words="Thanks to Ruth Adeyemi.")
    seen = queries.check_before_leaving(fresh(waiting), today=LATER.date()).hash
    with pytest.raises(Refused, match="found something"):
        operations.agree(by=lead(), at=LATER, publication=fresh(waiting), seen_hash=seen)


def test_nobody_agrees_to_what_they_made_and_the_second_agrees_to_what_they_saw():
    waiting = submitted(update(met()))
    seen = queries.check_before_leaving(waiting, today=LATER.date()).hash
    with pytest.raises(Refused, match="second person"):
        operations.agree(by=icem(), at=LATER, publication=waiting, seen_hash=seen)
    with pytest.raises(ChangedMeanwhile):
        operations.agree(by=lead(), at=LATER, publication=waiting, seen_hash="another")
    assert [row.pk for row in queries.waiting_for_agreement(lead())] == [waiting.pk]
    assert queries.waiting_for_agreement(icem()) == []
    write(waiting, "Other words than those that were submitted.")
    assert fresh(waiting).state == "draft"
    with pytest.raises(Refused, match="Only what waits"):
        operations.agree(by=lead(), at=LATER, publication=waiting, seen_hash=seen)


def test_sent_back_with_what_has_to_change():
    waiting = submitted(update(met()))
    with pytest.raises(Refused, match="Say why"):
        operations.send_back(by=lead(), at=LATER, publication=waiting, reason=" ")
    operations.send_back(by=lead(), at=LATER, publication=waiting, reason="Say what the letter is.")
    assert (fresh(waiting).state, fresh(waiting).returned_why) == ("draft", "Say what the letter is.")
    assert submitted(waiting).returned_at is None


def test_on_agreement_it_is_frozen_and_only_what_was_read_leaves():
    made = update(met())
    write(made, "Cyfarfu’r panel.", "cy", title="Diweddariad")
    out = published(made)
    assert set(out.body) == {"en", "cy"}
    assert queries.is_as_agreed(out)
    text = out.publicationtexts.get(which="en")
    text.words = "Other words."
    with pytest.raises(FolkmootError, match="stays as it was"):
        text.save()
    with pytest.raises(FolkmootError, match="stays as it was"):
        out.delete()
    with pytest.raises(Refused, match="stays as it was"):
        write(out, "Other words.")
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Publication.objects.filter(pk=out.pk).update(body={"en": {"title": "Other", "words": "Other"}})
    assert not queries.is_as_agreed(fresh(out))


def test_an_explanation_left_behind_by_an_edit_is_no_part_of_what_is_agreed():
    made = update(met())
    write(made, "Write to us@example.org.")
    vouched(made)
    write(made, "The panel met.")
    assert queries.is_as_agreed(published(made))


def test_withdrawn_with_a_reason_that_is_read_too_and_made_again():
    meeting = met()
    out = published(update(meeting))
    with pytest.raises(Refused, match="in a sentence"):
        operations.withdraw(by=icem(), at=LATER, publication=out, reason="Wrong")
    with pytest.raises(Refused, match="may point to a person"):
        operations.withdraw(by=icem(), at=LATER, publication=out, reason="It named Ruth Adeyemi by mistake.")
    operations.withdraw(by=icem(), at=LATER, publication=out, reason="The date of the letter was wrong.")
    assert open_pages.versions_of(fresh(out)) == {}
    again = published(update(meeting))
    assert open_pages.published_since_withdrawn(fresh(out)) == again


def test_what_the_records_say_since_is_taken_in_and_words_of_people_are_left():
    meeting = met()
    made = vouched(update(meeting))
    write(made, "Geiriau rhywun.", "cy", title="Diweddariad")
    recommended(meeting)
    assert queries.stale_parts(fresh(made)) == ("made",)
    with pytest.raises(Refused, match="records have changed"):
        operations.submit(by=icem(), at=LATER, publication=fresh(made))
    assert operations.make_again(by=icem(), at=LATER, publication=fresh(made)) == ["cy"]
    assert WORDS in english(made)
    welsh = fresh(made).publicationtexts.get(which="cy")
    assert welsh.words == "Geiriau rhywun."
    assert WORDS in welsh.made[1]
    assert submitted(made).state == "waiting"


def test_two_people_on_one_version_lose_nothing():
    made = update(met())
    seen = made.publicationtexts.get(which="en").version
    write(made, "The first person’s words.", seen_version=seen)
    with pytest.raises(ChangedMeanwhile):
        write(made, "The second person’s words.", seen_version=seen)


def test_an_answer_to_a_request_holds_dates_terms_organisations_and_recommendations():
    meeting = met()
    recommended(meeting)
    given = {"first": date(2025, 4, 1), "last": LATER.date(), "by": icem(), "at": LATER, "panel": meeting.panel, "kind": "foi"}
    with pytest.raises(Refused, match="day the request came"):
        operations.make(**given, asked_as="FOI 1", question="When did the panel meet?")
    made = operations.make(**given, asked_on=NOW.date(), asked_as="FOI 1", question="When did the panel meet, and under which terms?")
    words = english(made)
    assert "10 March 2026: held, with a quorum" in words
    assert "Agreed on 8 January 2024" in words
    assert "Meetings a year, at least:" in words
    assert WORDS in words
    assert "section 40(2)" in words
    assert [row.pk for row in queries.answers_due(icem())] == [made.pk]
    assert fresh(made).answer_due_on == date(2026, 4, 10)
    assert queries.check_before_leaving(fresh(made), today=LATER.date()).blocking == []


def test_annual_report_and_statement_are_made_and_a_year_is_reported_once():
    meeting = met()
    recommended(meeting)
    given = {"by": icem(), "at": LATER, "panel": meeting.panel}
    year = {"first": date(2025, 4, 1), "last": LATER.date()}
    report = english(operations.make(**given, **year, kind="annual"))
    assert "Meetings held: 1." in report
    assert "Accepted: 1" in report
    assert "fewer than 5 people sat on this panel" in report
    with pytest.raises(Refused, match="There is one already"):
        operations.make(**given, **year, kind="annual")
    statement = operations.make(**given, kind="representation", last=LATER.date())
    assert "it could tell who they are" in english(statement)


def test_a_panel_off_the_public_page_answers_requests_and_publishes_nothing_else():
    hidden = met(panel("a-hidden-panel", public=False))
    problems = queries.check_before_leaving(update(hidden), today=LATER.date()).problems
    assert "not on the public page" in problems[0]
    answer = operations.make(
        by=icem(), at=LATER, panel=hidden.panel, kind="foi", first=date(2025, 4, 1), last=LATER.date(), asked_on=NOW.date(),
        asked_as="FOI 2", question="When did the panel meet?",
    )  # fmt: skip
    out = published(answer)
    assert open_pages.public_publication(hidden.panel.code, out.pk) is None


def test_in_wales_nothing_leaves_without_welsh_that_somebody_has_read():
    made = update(met())
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Panel.objects.update(area=area("cymru-wales", "Cymru-Wales"))
    assert "without Welsh" in queries.check_before_leaving(queries.get_publication(hq(), made.pk), today=LATER.date()).problems[0]
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Panel.objects.update(area=area())
    write(made, "Cyfarfu’r panel. [en: Letters.]", "cy", title="Diweddariad")
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Panel.objects.update(area=area("cymru-wales", "Cymru-Wales"))
    assert "stands in English" in queries.check_before_leaving(queries.get_publication(hq(), made.pk), today=LATER.date()).problems[0]


def test_publications_of_other_areas_are_out_of_sight():
    made = update(met())
    elsewhere = icem("someone@example.org", "Somebody Else", of=area("wessex", "Wessex"))
    assert list(queries.publications(elsewhere)) == []
    assert list(queries.publications(hq())) == [made]
    with pytest.raises(NotAllowed):
        operations.submit(by=elsewhere, at=LATER, publication=made)
