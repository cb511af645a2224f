"""What a chain says of a point: whole, broken, and as it may be published."""

from datetime import date

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.actions.models import Action
from folkmoot.engagement.models import Activity
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import SENSITIVE, Label
from folkmoot.overview.chain.entries import said as entries
from folkmoot.overview.chain.gathering import chain_of
from folkmoot.overview.chain.saying import Teller
from folkmoot.overview.tests.factories import met_point, whole_chain
from folkmoot.stakeholders.models import Contact
from folkmoot.voice.issues.operations import answer_issue
from folkmoot.voice.issues.tests.factories import issue
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.published.tests.factories import entry, planned_point, published
from folkmoot.voice.tests.factories import answer, point

pytestmark = pytest.mark.django_db
PERSONAL = [
    "We report hate crime and then hear nothing for a year.",
    "Elder of the forum",
    "Siân Prŷs",
    "Fenland Travellers’ Forum",
    "Nia Rowe",
]
THIRD_MARCH = date(2026, 3, 3)


def made(of, *, viewer=None, kind="voice.point", **asked):
    return chain_of(viewer or icem(), kind, of.pk, today=TODAY, **asked)


def everything_said(chain):
    lines = [line for step in chain.steps for line in [*step.lines, *([step.quote] if step.quote else [])]]
    return "\n".join([line.words for line in lines] + [step.broken for step in chain.steps])


def broken_in(chain):
    return [step.broken for step in chain.steps if step.broken]


def test_a_whole_chain_runs_from_the_community_to_the_telling_unbroken():
    chain = made(whole_chain())
    assert [str(part.heading) for part in chain.parts] == [
        "Who lives here", "Whom we know", "Whom we met and asked", "What was said", "What was answered", "What will be done",
        "What was done", "Who was told",
    ]  # fmt: skip
    assert broken_in(chain) == []
    said = everything_said(chain)
    for words in ("Gypsy, Roma and Traveller people in Cambridgeshire", "Open evening at the mosque in Wisbech", "40", "Count of letters"):
        assert words in said


@pytest.mark.parametrize("answered", [False, True])
def test_what_is_missing_stands_in_plain_sight(answered):
    said = point()
    if answered:
        answer(said)
    always = ["no community is named, so it counts towards none", "nothing has changed"]
    waiting = ["nobody has answered for 35 days; an answer is due within 28"]
    accepted = ["accepted 20 February; no action was raised", "answered 20 February; nobody has been told"]
    assert sorted(broken_in(made(said))) == sorted(always + (accepted if answered else waiting))


def test_for_publication_nothing_labelled_personal_is_said_and_in_full_it_is():
    said = whole_chain()
    in_full, published = everything_said(made(said)), everything_said(made(said, publication=True))
    assert [words for words in PERSONAL if words not in in_full] == []
    assert [words for words in PERSONAL if words in published] == []
    assert "Gypsy, Roma and Traveller people in Cambridgeshire" in published
    assert "Letters now go out within ten days." in published


@pytest.mark.parametrize(
    ("model", "name", "words"),
    [
        (Point, "words", PERSONAL[0]), (Point, "said_by", PERSONAL[1]), (Activity, "contacts", PERSONAL[2]), (Telling, "who", PERSONAL[3]),
        (Answer, "by", PERSONAL[4]), (Action, "owner", PERSONAL[4]),
    ],
)  # fmt: skip
def test_the_labels_alone_hold_the_fence(monkeypatch, model, name, words):
    """With one label taken down on purpose the words come through: so the test above would have seen them."""
    said = whole_chain()
    monkeypatch.setattr(model, "privacy", {**model.privacy, name: Label.OPERATIONAL})
    assert words in everything_said(made(said, publication=True))


def test_a_field_that_nobody_labelled_is_withheld(monkeypatch):
    monkeypatch.setattr(Telling, "privacy", {name: label for name, label in Telling.privacy.items() if name != "words"})
    assert "Letters now go out" not in everything_said(made(whole_chain(), publication=True))


def test_every_sensitive_label_is_withheld_from_publication():
    class Labelled(Row):
        privacy = {str(label): label for label in Label}

        class Meta:
            abstract = True

    shown = {name for name in Labelled.privacy if Teller(publication=True, today=TODAY).may_show(Labelled, name)}
    assert shown == {str(label) for label in Label} - {str(label) for label in SENSITIVE}


def test_a_published_chain_links_nowhere_inside():
    said = whole_chain()
    published = [told for part in made(said, publication=True).parts for told in part.steps]
    assert {(told.address, told.chain) for told in published} == {("", "")}
    assert any(told.address and told.chain for part in made(said).parts for told in part.steps)


def test_what_still_looks_like_personal_data_in_what_is_shown_is_found():
    said = met_point()
    answer(said, words="Write to ruth@example.org about it.")
    assert [one.text for one in made(said, publication=True).identifiers] == ["ruth@example.org"]
    withheld = point(words="Ring me on 07700 900123: these words are withheld.")
    answer(withheld)
    assert made(withheld, publication=True).identifiers == []


def test_a_person_may_vouch_for_the_words_but_not_for_those_kept_to_who_answers(monkeypatch):
    said, kept = point(words="The letters are hard to read."), point(words="My neighbour did it.", visibility="restricted")
    answer(kept, words="We have spoken with her neighbour.")
    joined = issue(points=[said, kept])
    chain = made(joined, kind="voice.issue", publication=True, words_read=True)
    published = everything_said(chain)
    assert "The letters are hard to read." in published
    assert "neighbour" not in published
    assert "nothing of it may be published" in published
    assert chain.vouched == [said]
    monkeypatch.setattr(entries, "stays_withheld", lambda _row: False)  # control: the fence taken down
    assert "We have spoken with her neighbour." in everything_said(made(joined, kind="voice.issue", publication=True))


def test_contacts_named_are_handed_on_for_the_log_and_only_when_named():
    said = met_point()
    assert [row for row in made(said).read if isinstance(row, Contact)] == [Contact.objects.get()]
    assert made(said, publication=True).read == [said]


def test_who_may_not_see_people_sees_none_in_the_chain(monkeypatch):
    """A role that reads points without seeing organisations and people."""
    from folkmoot.accounts import scope

    monkeypatch.setattr(scope, "ROLE_MAY", {**scope.ROLE_MAY, Role.STAFF: frozenset({"home.read", "voice.read"})})
    who = account("sam.lee@example.org", "Sam Lee")
    grant(who, Role.STAFF, [area()])
    chain = made(whole_chain(), viewer=viewer_for(who, TODAY))
    said = everything_said(chain)
    assert "Siân Prŷs" not in said
    assert "Open evening at the mosque" not in said
    assert PERSONAL[0] in said
    assert chain.hidden


def test_a_change_after_the_telling_breaks_the_chain_again():
    said = whole_chain()
    answer(said, words="We will also write to witnesses.", on=date(2026, 3, 9))
    assert broken_in(made(said)) == ["something changed 9 March; nobody has been told since"]


def test_one_answer_to_all_points_of_an_issue_stands_once():
    joined = issue(points=[point(words="The letters are late."), point(words="The letters are hard to read.")])
    answer_issue(by=icem(), at=NOW, issue=joined, outcome="accepted", words="We will rewrite the letters.", on=THIRD_MARCH)
    chain = made(joined, kind="voice.issue")
    answers = [told for part in chain.parts for told in part.steps if told.step.quote and "rewrite" in told.step.quote.words]
    assert [told.times for told in answers] == [2]


def test_a_promise_past_its_day_is_a_broken_link():
    from folkmoot.accounts.models import Account

    keeper = Account.objects.get(pk=icem().account_id)
    said = point(nature="promise", promise_owner=keeper, promise_due=THIRD_MARCH, words="We will write to you.")
    assert "promised by 3 March 2026, and nothing shows that it was kept" in broken_in(made(said))


def test_you_said_we_did_is_shown_as_it_was_published_and_never_before():
    said = planned_point()
    made_of = entry(said)
    assert "“You said, we did” is prepared, and not published" in broken_in(made(said))
    assert "letter within ten days" not in everything_said(made(said, publication=True))
    published(made_of)
    assert "Every reporter will get a letter within ten days." in everything_said(made(said, publication=True))
    assert [str(part.heading) for part in made(made_of, kind="voice.entry").parts][-1] == "Who was told"
