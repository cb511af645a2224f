"""Guidance: shipped, written anew by two people, read by members, with each version kept."""

from datetime import timedelta

import pytest

from folkmoot.accounts.scope import NOBODY, THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.guidance import operations, queries, shipped
from folkmoot.panels.guidance.models import Guidance, GuidanceVersion
from folkmoot.panels.recommendations.tests.factories import panel

pytestmark = pytest.mark.django_db
WORDS = {"title_en": "Keeping papers", "words_en": "Read them alone. " * 10, "easy_en": "Read alone."}


def loaded() -> None:
    shipped.load_reference_data(by=THE_PRODUCT, at=NOW)


def other_hq():
    return hq("ingrid.solheim@example.org", "Ingrid Solheim")


def test_what_ships_is_loaded_once_and_what_headquarters_wrote_stays():
    loaded()
    assert all(changes.nothing for changes in shipped.load_reference_data(by=THE_PRODUCT, at=NOW))
    assert {each.number for each in queries.current()} == {1}
    assert [each.page.code for each in queries.current(where="recommendations")] == ["making-recommendations"]
    page = Guidance.objects.get(code="keeping-confidences")
    operations.write_draft(by=hq(), at=NOW, page=page, **WORDS)
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        GuidanceVersion.objects.filter(page__code="your-role").update(words_en="As it was shipped before.")
    changes = shipped.load_reference_data(by=THE_PRODUCT, at=NOW + timedelta(days=1))
    assert changes[0].changed == ["your-role: new words"]
    assert (queries.holds_now("your-role").number, queries.draft_of(page).number) == (2, 2)
    assert list(faults()) == []


def test_one_person_writes_and_another_agrees():
    page = operations.add_page(by=hq(), at=NOW, code="papers", meant_for="members", to_read=True, **WORDS)
    draft = queries.draft_of(page)
    assert queries.current() == []
    with pytest.raises(Refused, match="somebody else must agree"):
        operations.agree_draft(by=hq(), at=NOW, draft=draft)
    operations.agree_draft(by=other_hq(), at=NOW, draft=draft)
    operations.write_draft(by=hq(), at=NOW, page=page, **(WORDS | {"title_en": "Keeping papers safe"}))
    second = queries.draft_of(page)
    with pytest.raises(ChangedMeanwhile):  # begun by two people: the one who had no draft before them does not overwrite the other's
        operations.write_draft(by=other_hq(), at=NOW, page=page, seen_version=0, **WORDS)
    with pytest.raises(Refused, match="what changed"):
        operations.agree_draft(by=other_hq(), at=NOW, draft=second)
    operations.write_draft(by=other_hq(), at=NOW, page=page, seen_version=second.version, **WORDS)
    with pytest.raises(ChangedMeanwhile):
        operations.agree_draft(
            by=hq(), at=NOW, draft=queries.draft_of(page), seen_version=second.version, changed_what="A new title for it"
        )
    operations.agree_draft(by=hq(), at=NOW, draft=queries.draft_of(page), changed_what="A new title for it")
    assert queries.holds_now("papers").number == 2
    with pytest.raises(NotAllowed):
        operations.write_draft(by=icem(), at=NOW, page=page, **WORDS)
    operations.withdraw_page(by=hq(), at=NOW, page=page)
    assert (queries.current(), queries.get_page(icem(), "papers").withdrawn_on) == ([], TODAY)


def test_members_say_what_they_have_read_and_are_asked_again_when_it_changes():
    loaded()
    ruth, gwilym = panel().members.order_by("pk")
    to_read = [each.version.page.code for each in queries.unread_for(ruth)]
    assert to_read == ["what-panels-do", "your-role", "keeping-confidences", "declaring-an-interest"]
    held = queries.holds_now("your-role")
    for _twice in range(2):
        operations.mark_read(by=NOBODY, at=NOW, member=ruth, version=held)
    assert [each.version.page.code for each in queries.unread_for(ruth)] == [code for code in to_read if code != "your-role"]
    assert queries.how_many_read(icem(), [held], TODAY) == {held.pk: 1}
    assert queries.readers_of(icem(), held, TODAY) == [(ruth, NOW), (gwilym, None)]
    operations.write_draft(by=hq(), at=NOW, page=held.page, **WORDS)
    operations.agree_draft(by=other_hq(), at=NOW, draft=queries.draft_of(held.page), changed_what="It is shorter now.")
    again = next(each for each in queries.unread_for(ruth) if each.version.page.code == "your-role")
    assert (again.version.number, again.read_before) == (2, True)
    operations.write_draft(by=hq(), at=NOW, page=held.page, **WORDS)
    with pytest.raises(Refused, match="not been agreed"):
        operations.mark_read(by=NOBODY, at=NOW, member=ruth, version=queries.draft_of(held.page))
