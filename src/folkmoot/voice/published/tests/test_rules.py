from datetime import date

import pytest

from folkmoot.actions.rules import State as ActionState
from folkmoot.voice.published import easy, rules
from folkmoot.voice.published.leaks import IN_CONFIDENCE, QUOTED, Kind, claims_in, hits_in, runs_of
from folkmoot.voice.published.rules import Acted, Facts, Since, State, Texts, Version, facts_kept, facts_of, since_published
from folkmoot.voice.rules import Standing

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)
FULL = Texts("Letters", "Nobody writes back.", "Every reporter gets a letter within ten days.")


def test_every_state_of_the_table_is_derived_and_nothing_leaves_what_is_published_but_a_new_version_or_withdrawal():
    dates = {"submitted": False, "returned": False, "agreed": False, "published": False}
    told = [{}, {"submitted": True}, {"submitted": True, "returned": True}, {"submitted": True, "agreed": True}, {"published": True}]
    derived = [rules.state_of(**{**dates, **each}) for each in told]
    assert derived == [State.DRAFT, State.SUBMITTED, State.RETURNED, State.AGREED, State.PUBLISHED]
    assert rules.state_of(**dates, withdrawn=True) is State.WITHDRAWN
    assert rules.state_of(**{**dates, "published": True}, replaced=True, withdrawn=True) is State.REPLACED
    assert {end for _start, _verb, end in rules.TRANSITIONS} == set(State)
    assert {end for start, _verb, end in rules.TRANSITIONS if start is State.PUBLISHED} == {State.REPLACED, State.WITHDRAWN}
    assert "stays as it was" in rules.transition_problem(State.PUBLISHED, "edit")
    assert rules.transition_problem(State.DRAFT, "submit") is None


def test_planned_done_and_cannot_follow_from_actions_and_evidence():
    open_one = Acted(ActionState.IN_PROGRESS, JUNE, "police")
    late = Acted(ActionState.OVERDUE, JULY)
    done = Acted(ActionState.ACHIEVED, JUNE, done_on=date(2026, 5, 3), evidence=("Count of letters, April",))
    ended = Acted(ActionState.ENDED, JUNE, ended_why="There is no money for it.")
    assert facts_of("accepted", "", [open_one, done]) == Facts(Standing.PLANNED, JUNE, agencies=(("police", ""),))
    assert facts_of("accepted", "", [open_one, late]).overdue
    shown = facts_of("accepted", "", [done, ended])
    assert (shown.standing, shown.done_on, shown.evidence) == (Standing.DONE, date(2026, 5, 3), ("Count of letters, April",))
    assert facts_of("accepted", "", [ended]) == Facts(Standing.CANNOT, reasons=("There is no money for it.",))
    assert facts_of("not_accepted", "The law forbids it.", []).reasons == ("The law forbids it.",)
    assert facts_kept(shown.kept()) == shown


@pytest.mark.parametrize(
    ("outcome", "words"), [(None, "Nobody has answered"), ("accepted", "Raise the action"), ("thanked", "thanks alone")]
)
def test_what_is_neither_planned_nor_done_nor_refused_is_nothing_to_publish(outcome, words):
    assert words in rules.standing_problem(facts_of(outcome, "", []))


def test_what_changed_after_publication_is_named():
    planned, moved, late = Facts(Standing.PLANNED, JUNE), Facts(Standing.PLANNED, JULY), Facts(Standing.PLANNED, JUNE, overdue=True)
    done, cannot = Facts(Standing.DONE, done_on=JUNE), Facts(Standing.CANNOT)
    assert since_published(planned, planned) is None
    assert since_published(late, late) is None
    pairs = [(planned, late), (planned, moved), (planned, done), (done, planned), (planned, cannot), (cannot, planned)]
    expected = [Since.OVERDUE, Since.MOVED, Since.DONE, Since.SLIPPED, Since.CANNOT, Since.TAKEN_UP]
    assert [since_published(was, now) for was, now in pairs] == expected
    assert since_published(done, Facts(Standing.NEEDS_MORE)) is Since.OPEN_AGAIN


def test_a_version_with_a_gap_does_not_leave_and_wales_needs_welsh_also_in_easy_read():
    assert rules.gaps(FULL, Standing.DONE) == ["shown_by"]
    assert rules.leaving({Version.ENGLISH: FULL}, Standing.DONE) == {}
    claimed = Texts(*(FULL.title, FULL.you_said, FULL.we_did), "A count of letters.")
    assert rules.leaving({Version.ENGLISH: claimed}, Standing.PLANNED) == {Version.ENGLISH: FULL}
    assert rules.version_problems({Version.ENGLISH: FULL}, welsh_area=False) == []
    assert len(rules.version_problems({Version.ENGLISH: FULL, Version.EASY: FULL}, welsh_area=True)) == 2
    assert "fewer than five words" in rules.version_problems({Version.ENGLISH: Texts("a", "b", "No.")}, welsh_area=False)[0]


def test_the_fingerprint_holds_texts_what_they_rest_on_and_explanations():
    def printed(facts=None, explained=(), we_did=FULL.we_did):
        return rules.fingerprint(
            {Version.ENGLISH: Texts(FULL.title, FULL.you_said, we_did)}, facts or Facts(Standing.PLANNED, JUNE), explained
        )

    different = {printed(), printed(Facts(Standing.PLANNED, JULY)), printed(explained=[("a", "b")]), printed(we_did="Other words.")}
    assert len(different) == 4
    assert printed() == printed()


def test_nobody_agrees_to_their_own_words_and_a_page_tells_only_whom_nothing_else_reaches():
    assert rules.agreeing_problem(by_id=1, writers={1, 2})
    assert rules.agreeing_problem(by_id=3, writers={1, 2}) is None
    assert rules.agreeing_problem(by_id=None, writers=())
    assert rules.told_by_publication(reply_by="", said_by=" ")
    assert not rules.told_by_publication(reply_by="email", said_by="")
    assert not rules.told_by_publication(reply_by="", said_by="Fenland Travellers’ Forum")


def test_easy_read_counts_words_and_says_what_to_look_at():
    long = "It says what we did, who did it, and what comes next; you can ask us about it at any time you like."
    text = f"We send a letter. {long}\nAccountability"
    first, second, third = easy.sentences_in(text)
    assert (first.words, first.hints) == (4, ())
    assert second.words > easy.MOST_WORDS
    assert len(second.hints) == 2
    assert "Accountability" in third.hints[0]
    assert "2 may be hard" in easy.in_short(text)
    assert easy.in_short("We send a letter.").endswith("all are short and plain.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Two Roma women told us so.", Kind.SMALL_NUMBER), ("The only Sikh officer was there.", Kind.SMALL_NUMBER),
        ("Dywedodd dwy fenyw hyn.", Kind.SMALL_NUMBER), ("Write to sam@example.org.", Kind.EMAIL), ("Mrs Ellen Price asked.", Kind.NAME),
        ("She lives at 12 Mill Road.", Kind.ADDRESS),
    ],
)  # fmt: skip
def test_what_may_point_to_somebody_is_found(text, kind):
    assert kind in {hit.kind for hit in hits_in(text)}


def test_plain_words_raise_no_alarm():
    assert hits_in("Communities told us that 2 of 10 letters came late, and that 120 people waited for one year.") == []


def test_words_as_said_and_words_kept_apart_are_found_whatever_their_case():
    words = ["We report hate crime and then hear nothing for a year."]
    said, restricted = runs_of(words, QUOTED), runs_of(words, IN_CONFIDENCE)
    quote = hits_in("You told us: “we report hate crime, and then hear nothing for a year”!", said=said)
    assert [(hit.kind, hit.text) for hit in quote] == [(Kind.QUOTE, "we report hate crime, and then hear nothing for a year")]
    assert [hit.kind for hit in hits_in("They hear nothing for a year.", restricted=restricted)] == [Kind.RESTRICTED_WORDS]
    assert hits_in("People hear nothing after a report.", said=said, restricted=restricted) == []


def test_a_claim_that_more_is_done_than_is_planned_is_shown():
    assert [hit.text for hit in claims_in("We have trained every officer.", Standing.PLANNED)] == ["We have"]
    assert claims_in("We have trained every officer.", Standing.DONE) == []
    assert claims_in("We have to train every officer first.", Standing.PLANNED) == []
