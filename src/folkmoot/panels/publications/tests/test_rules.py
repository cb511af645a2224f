"""What leaves in words, what the check finds in them, and which steps may be taken: without a database."""

from datetime import date

import pytest

from folkmoot.panels.publications import rules, sections, wording
from folkmoot.panels.publications.document import Document
from folkmoot.panels.publications.leaks import Kind as Leak
from folkmoot.panels.publications.leaks import Known, findings_in, runs_known
from folkmoot.panels.publications.making import texts_from
from folkmoot.panels.publications.rules import Kind, State
from folkmoot.panels.publications.working_days import answer_due
from folkmoot.voice.published.rules import Version

PANEL = {
    "name": {"en": "Eastern panel", "cy": "Panel y dwyrain"}, "kind": {"en": "Hate crime panel", "cy": ""},
    "purpose": {"en": "It reads [closed] cases.", "cy": "Mae’n darllen achosion."}, "area": None, "since": "2024-01-01",
}  # fmt: skip
MEETING = {
    "number": 1, "on": "2026-03-10", "state": "closed", "kind": "ordinary", "where": "place", "quorate": True, "theme": "", "came": None,
    "minutes": "draft",
}  # fmt: skip
ASKED = {
    "number": 4, "on": "2026-03-10", "words": {"en": "# Write sooner.", "cy": ""}, "to": "police", "to_whom": "", "answer": "",
    "due_on": "", "answered_on": "", "reason": None, "done_on": "", "done": "",
}  # fmt: skip
KNOWN = Known(
    of_the_panel=("Ruth Adeyemi", "Gwilym Young"), alone=("Ruth Adeyemi", "Gwilym Young"), people=("Jo Bloggs",), staff=("Nia Rowe",)
)


def found(text: str, known: Known = KNOWN, explained: dict[str, str] | None = None) -> list[Leak]:
    return [each.kind for each in findings_in({"en": text}, known, this_year=2026, explained=explained or {})]


def test_only_the_steps_of_the_table_are_taken_and_what_is_published_can_only_be_withdrawn():
    assert rules.transition_problem(State.DRAFT, "submit") == ""
    assert "stays as it was" in rules.transition_problem(State.PUBLISHED, "edit")
    assert {verb for start, verb, _end in rules.TRANSITIONS if start is State.PUBLISHED} == {"withdraw"}
    assert {start for start, verb, _end in rules.TRANSITIONS if verb == "agree"} == {State.WAITING}
    assert "second person" in rules.agreeing_problem(by_id=3, writers={3, 4})
    assert rules.agreeing_problem(by_id=5, writers={3, 4}) == ""


def test_days_and_requests_are_refused_with_what_to_do():
    today = date(2026, 3, 10)
    assert "ends today" in rules.period_problems(kind=Kind.ANNUAL, first=today, last=date(2026, 4, 1), today=today)["last"][0]
    assert "before the first" in rules.period_problems(kind=Kind.FOI, first=today, last=date(2026, 1, 1), today=today)["last"][0]
    assert set(rules.request_problems(asked_on=None, asked_as=" ", question="Dates?", today=today)) == {"asked_on", "asked_as", "question"}


def test_a_request_is_due_on_the_twentieth_working_day_after_it_came():
    assert answer_due(date(2026, 3, 9)) == date(2026, 4, 9)  # Good Friday, Easter Monday, and St Patrick's Day in Northern Ireland
    assert answer_due(date(2026, 9, 1)) == date(2026, 9, 29)


def test_wales_publishes_nothing_without_welsh_and_nothing_half_in_english():
    assert rules.version_problems({Version.ENGLISH}, {}, welsh_area=False) == []
    assert "without Welsh" in rules.version_problems({Version.ENGLISH}, {}, welsh_area=True)[0]
    half = rules.version_problems({Version.ENGLISH, Version.WELSH}, {Version.WELSH: 2}, welsh_area=True)
    assert "still stands in English" in half[0]


def test_an_update_is_made_in_four_versions_and_english_is_never_passed_off_as_welsh():
    facts = {"panel": PANEL, "meeting": MEETING, "items": [], "made": [ASKED], "answered": [], "next": "2026-06-09", "again": ""}
    texts = texts_from(Kind.UPDATE, facts, {"last": "2026-03-10"})
    assert list(texts) == list(Version)
    english, welsh, easy = texts[Version.ENGLISH][1], texts[Version.WELSH][1], texts[Version.EASY][1]
    assert "It reads (closed) cases." in english  # square brackets would be read as marks
    assert "\n\nWrite sooner." in english  # and “# ” as a heading
    assert "Fewer than 5 took part." in english
    assert "The panel meets again on 9 June 2026." in english
    assert "[en: Write sooner.]" in welsh
    assert "Mehefin" not in welsh.replace("ar 9 Mehefin 2026", "")  # a day inside an English sentence is English too
    assert "Mae’n darllen achosion." in welsh
    assert "We meet again on 9 June 2026." in easy
    assert found(english) == []


def test_the_words_are_shown_as_typed_and_passages_in_english_are_marked_for_a_screen_reader():
    page = wording.as_page("# Penawd\n\nGwelwch [en: the letter].\n\n- <b>un</b>\n- dau")
    assert '<h2 class="govuk-heading-m">Penawd</h2>' in page
    assert 'Gwelwch <span lang="en">the letter</span>.' in page
    assert "<li>&lt;b&gt;un&lt;/b&gt;</li><li>dau</li>" in page
    assert wording.sentences("# One\n- [en: two]") == "One\ntwo"
    assert '<h3 class="govuk-heading-s">Tri</h3>' in wording.as_page("## Tri")
    assert wording.passages_in("[en: one] [cy: dau]", "en") == 1
    assert wording.as_read("Gwelwch [en: the letter].") == "Gwelwch the letter."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The chair, RUTH ADEYEMI, opened it.", Leak.MEMBER),
        ("The case 01AB1234526 was read.", Leak.CASE),
        ("He was born on 3 May 1981.", Leak.BIRTH),
        ("Thanks to Adeyemi for the talk.", Leak.SURNAME),
        ("Jo Bloggs spoke.", Leak.PERSON),
        ("Nia Rowe answers for it.", Leak.STAFF),
        ("Write to chair@example.org.", Leak.EMAIL),
        ("Ring 01553 123456.", Leak.PHONE),
        ("It met at PE30 1JJ.", Leak.POSTCODE),
        ("Two victims were told.", Leak.SMALL_NUMBER),
        ("2 of the 7 members said no.", Leak.SMALL_NUMBER),
        ("Adeyemi, Ruth opened it.", Leak.MEMBER),
        ("Thanks to Ruth&nbsp;A. Adeyemi, who spoke.", Leak.MEMBER),
        ("Thanks to Ruth_Adeyemi, who spoke.", Leak.MEMBER),
        ("Thanks to Ruth for the talk.", Leak.NAME),
        ("We thank Ruth", Leak.NAME),
    ],
)  # fmt: skip
def test_what_may_point_to_a_person_is_found(text, kind):
    assert kind in found(text)


def test_words_that_point_to_nobody_are_not_found():
    words = "Letters were asked for by young people; one person may need several. Fewer than five members took part."
    assert found(f"{words} Meetings held: 4. Quorum, in members who vote: 3.") == []


def test_a_member_never_leaves_whatever_is_said_and_other_findings_stay_with_a_reason():
    texts = {"en": "Ruth Adeyemi and Nia Rowe", "cy": "Ruth Adeyemi"}
    keys = [each.key for each in findings_in(texts, KNOWN, this_year=2026, explained={})]
    all_explained = findings_in(texts, KNOWN, this_year=2026, explained=dict.fromkeys(keys, "She agreed to be named."))
    assert [(each.kind, each.versions, each.blocks) for each in all_explained] == [
        (Leak.MEMBER, ("en", "cy"), True), (Leak.STAFF, ("en",), False),
    ]  # fmt: skip


def test_words_of_minutes_and_words_kept_about_members_are_found_and_what_was_decided_may_be_told():
    said = "the panel heard that the letters had all been lost in the post room"
    decided = "a letter goes to every victim within ten working days of a decision"
    minutes, kept = runs_known([said, decided], [decided], ["she joined because she was a victim of crime herself"])
    known = Known(minutes=minutes, confidence=kept)
    assert found(f"Told: {said}.", known) == [Leak.MINUTES]
    assert found(f"Told: {decided}.", known) == []
    assert found("One joined because she was a victim of crime herself.", known)[0] is Leak.CONFIDENCE


def test_the_fingerprint_is_another_once_a_word_or_a_reason_is():
    body = wording.frozen({"en": ("Title", "Words")})
    same = wording.fingerprint(["panel", "update"], body, [("key", "why")])
    assert same == wording.fingerprint(["panel", "update"], wording.frozen({"en": ("Title", "Words")}), [("key", "why")])
    assert same != wording.fingerprint(["panel", "update"], wording.frozen({"en": ("Title", "Word")}), [("key", "why")])
    assert same != wording.fingerprint(["panel", "update"], body, [("key", "another")])


def test_a_day_that_has_passed_is_not_told_as_a_promise():
    doc = Document(Version.ENGLISH)
    promised = ASKED | {"answer": "accepted", "reason": {"en": "It will be done.", "cy": ""}, "due_on": "2026-06-30"}
    sections.promised_before(doc, [promised], last="2026-06-30")
    sections.promised_before(doc, [promised], last="2026-07-01")
    action = {"title": "Rewrite the letter", "due_on": "2026-05-01", "done_on": "", "state": "overdue", "seen_on": "2026-07-01"}
    sections.actions(doc, [action, action | {"state": "achieved", "done_on": "2026-04-02"}])
    assert "To be done by 30 June 2026." in doc.parts[3]
    assert "It was to be done by 30 June 2026 and is not done yet." in doc.parts[7]
    assert "Rewrite the letter. It was to be done by 1 May 2026 and is not done yet." in doc.parts[-1]
    assert "Rewrite the letter. Done on 2 April 2026." in doc.parts[-1]


def test_an_update_written_late_tells_that_the_panel_met_since():
    doc = Document(Version.ENGLISH)
    sections.what_next(doc, "", "2026-06-09")
    assert doc.parts[1:] == ["The panel has met again since, on 9 June 2026."]
