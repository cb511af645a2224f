from datetime import date

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import TODAY, account, area, grant, icem
from folkmoot.actions.models import Action
from folkmoot.engagement.models import Activity
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import SENSITIVE, Label
from folkmoot.overview.chain import Teller, chain_of
from folkmoot.overview.tests.factories import met_point, whole_chain
from folkmoot.stakeholders.models import Contact
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.queries import get_point
from folkmoot.voice.tests.factories import answer, point

pytestmark = pytest.mark.django_db
PERSONAL = [
    "We report hate crime and then hear nothing for a year.",
    "Elder of the forum",
    "Siân Prŷs",
    "Fenland Travellers’ Forum",
    "Nia Rowe",
]


def made(of, *, publication=False, viewer=None):
    return chain_of(viewer or icem(), of, today=TODAY, publication=publication)


def everything_said(chain):
    lines = [line for step in chain.steps for line in [*step.lines, *([step.quote] if step.quote else [])]]
    return "\n".join([line.words for line in lines] + [step.broken for step in chain.steps])


def test_a_whole_chain_runs_from_the_community_to_the_telling_unbroken():
    chain = made(whole_chain())
    assert [str(step.heading) for step in chain.steps] == [
        "The community", "Where it was said", "What was said", "The answer", "The action", "What changed", "The telling",
    ]  # fmt: skip
    assert [step.broken for step in chain.steps] == [""] * 7
    said = everything_said(chain)
    for words in ("Gypsy, Roma and Traveller people in Cambridgeshire", "Open evening at the mosque in Wisbech", "40", "Count of letters"):
        assert words in said


@pytest.mark.parametrize("answered", [False, True])
def test_what_is_missing_stands_in_plain_sight(answered):
    said = point()
    if answered:
        answer(said)
    broken = [step.broken for step in made(get_point(icem(), said.pk)).steps if step.broken]
    always = ["no community is named, so it counts towards none", "nothing has changed"]
    waiting = ["nobody has answered for 35 days; an answer is due within 28"]
    accepted = ["Accepted, but nothing is planned: no action was raised", "answered 20 February; nobody has been told"]
    assert sorted(broken) == sorted(always + (accepted if answered else waiting))


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

    shown = {name for name in Labelled.privacy if Teller(publication=True).may_show(Labelled, name)}
    assert shown == {str(label) for label in Label} - {str(label) for label in SENSITIVE}


def test_a_published_chain_links_nowhere_inside():
    said = whole_chain()
    assert {step.address for step in made(said, publication=True).steps} == {""}
    assert any(step.address for step in made(said).steps)


def test_what_still_looks_like_personal_data_in_what_is_shown_is_found():
    said = met_point()
    answer(said, words="Write to ruth@example.org about it.")
    said = get_point(icem(), said.pk)
    assert [one.text for one in made(said, publication=True).identifiers] == ["ruth@example.org"]
    assert made(whole_chain_elsewhere(), publication=True).identifiers == []


def whole_chain_elsewhere():
    said = point(words="Ring me on 07700 900123: these words are withheld.")
    answer(said)
    return get_point(icem(), said.pk)


def test_contacts_named_are_handed_on_for_the_log_and_only_when_named():
    said = get_point(icem(), met_point().pk)
    assert made(said).contacts == [Contact.objects.get()]
    assert made(said, publication=True).contacts == []


def test_who_may_not_see_people_sees_none_in_the_chain(monkeypatch):
    """A role that reads points without seeing organisations and people."""
    from folkmoot.accounts import scope

    monkeypatch.setattr(scope, "ROLE_MAY", {**scope.ROLE_MAY, Role.STAFF: frozenset({"home.read", "voice.read"})})
    who = account("sam.lee@example.org", "Sam Lee")
    grant(who, Role.STAFF, [area()])
    said = everything_said(made(whole_chain(), viewer=viewer_for(who, TODAY)))
    assert "Siân Prŷs" not in said
    assert "Open evening at the mosque" not in said
    assert PERSONAL[0] in said


def test_a_change_after_the_telling_breaks_the_chain_again():
    said = whole_chain()
    answer(said, words="We will also write to witnesses.", on=date(2026, 3, 9))
    broken = [step.broken for step in made(get_point(icem(), said.pk)).steps if step.broken]
    assert broken == ["something changed 9 March; nobody has been told since"]
