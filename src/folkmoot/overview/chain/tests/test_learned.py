"""A learning point and a signal in the chain: from the case to whoever was told, and nothing of a blind reading."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.actions.tests.factories import action
from folkmoot.overview.chain.gathering import chain_of
from folkmoot.overview.chain.links import LEARNING, SIGNAL
from folkmoot.scrutiny.identities.keys import make_key
from folkmoot.scrutiny.learning import operations
from folkmoot.scrutiny.learning.tests.factories import WORDS, draw, learned, meeting, packs, replied
from folkmoot.scrutiny.signals.tests.factories import brought, drawn, judged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings, db):
    settings.HOME = tmp_path
    make_key()


def words_of(chain) -> list[str]:
    return [line.words for step in chain.steps for line in [*step.lines, *([step.quote] if step.quote else [])] if not line.withheld]


def test_a_learning_point_is_traced_from_the_case_to_the_telling():
    held = meeting()
    point = learned(held, pack=packs(draw(held))[0])
    replied(point)
    action(origin_kind=LEARNING, origin_id=point.pk)
    operations.add_evidence(by=icem(), at=NOW, point=point, what="The new letter", lies="Binder 4")
    operations.finish(by=icem(), at=NOW, point=point, words="All letters were changed.")
    operations.told(by=icem(), at=NOW, point=point, whom="panel", meeting=held)
    chain = chain_of(icem(), LEARNING, point.pk, today=timezone.localdate(NOW))
    said = words_of(chain)
    for words in (WORDS, "a case that was drawn", "All letters were changed.", "The new letter", "The panel, at a meeting"):
        assert words in said
    assert any(step.node[0] == "actions.action" for step in chain.steps)
    assert not [line for line in said if "C-001" in line or "neighbour" in line]
    published = " ".join(words_of(chain_of(icem(), LEARNING, point.pk, today=timezone.localdate(NOW), publication=True)))
    assert WORDS in published
    assert "Nia Rowe" not in published


def test_a_late_reply_breaks_the_chain():
    point = learned()
    late = timezone.localdate(NOW) + timedelta(days=90)
    assert any("a reply was due by" in step.broken for step in chain_of(icem(), LEARNING, point.pk, today=late).steps)


def test_a_blind_reading_is_linked_only_once_it_is_settled():
    reading = brought()
    cases = drawn(reading, 2, 2)
    point = learned(cases[0].drawn.draw.meeting, pack=cases[0])

    def kinds() -> set[str]:
        return {step.node[0] for step in chain_of(icem(), SIGNAL, reading.signal_id, today=timezone.localdate(NOW)).steps}

    assert LEARNING not in kinds()
    for case in cases:
        judged(case)
    assert LEARNING in kinds()
    assert SIGNAL in {step.node[0] for step in chain_of(icem(), LEARNING, point.pk, today=timezone.localdate(NOW)).steps}
