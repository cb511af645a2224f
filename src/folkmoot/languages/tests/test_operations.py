"""From the offer of a text to its release in Welsh: versions, checks by a second person, what is out of date, and memory."""

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NOBODY, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem, inspector
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.languages import memory, queries
from folkmoot.languages.models import Document, Wording
from folkmoot.languages.operations import ask, check, offer, release, translate
from folkmoot.languages.rules import State
from folkmoot.languages.shapes import WELSH, Segment
from folkmoot.languages.tests.factories import SEGMENTS, document, say, second, translation

pytestmark = pytest.mark.django_db


def test_the_same_words_make_no_new_version_and_other_words_make_one():
    row = document()
    document()
    assert row.versions.count() == 1
    document((*SEGMENTS[:2], Segment("email", "Your email address")))
    assert [one.segments.count() for one in row.versions.order_by("number")] == [3, 3]
    with pytest.raises(Refused):
        document(language="cy")
    with pytest.raises(Refused):
        document(segments=())
    with pytest.raises(NotAllowed):
        offer(by=inspector(), at=NOW, kind="report", number=2, title="Report", language="en", segments=SEGMENTS)
    assert Document.objects.count() == 1


def test_who_may_do_what():
    row = document()
    made = ask(by=icem(), at=NOW, document=row, language=WELSH, why="The community in Cardiff asked for it.")
    with pytest.raises(NotAllowed):
        translate(by=icem(), at=NOW, translation=made, key="title", text="Adroddiad")
    comms = account("leo.marchetti@example.org", "Leo Marchetti")
    grant(comms, Role.COMMS, [area()])
    assert translate(by=viewer_for(comms, TODAY), at=NOW, translation=made, key="title", text="Adroddiad").pk
    with pytest.raises(Refused):
        ask(by=icem(), at=NOW, document=row, language=WELSH, why="The same again.")
    assert queries.documents(inspector()) == []
    assert queries.documents(NOBODY) == []
    with pytest.raises(Document.DoesNotExist):
        queries.get_document(NOBODY, row.pk)


def test_a_second_person_checks_the_latest_words_once():
    row = translation()
    first = say(row, "title", "Adroddiadau", checked=False)
    with pytest.raises(Refused, match="somebody else"):
        check(by=hq(), at=NOW, wording=first)
    latest = say(row, "title", checked=False)
    with pytest.raises(ChangedMeanwhile):
        check(by=second(), at=NOW, wording=first)
    held = check(by=second(), at=NOW, wording=latest)
    assert held.checked_by_id == second().account_id
    with pytest.raises(Refused, match="already"):
        check(by=second(), at=NOW, wording=latest)


def test_two_translators_do_not_overwrite_each_other():
    row = translation()
    say(row, "title", checked=False)
    with pytest.raises(ChangedMeanwhile):
        translate(by=second(), at=NOW, translation=row, key="title", text="Adroddiadau", seen=0)
    with pytest.raises(ChangedMeanwhile):
        translate(by=second(), at=NOW, translation=row, key="title", text="Adroddiadau", seen_source=7)
    with pytest.raises(Refused):
        translate(by=second(), at=NOW, translation=row, key="gone", text="Cymru")
    assert Wording.objects.count() == 1


def test_what_the_source_no_longer_says_is_out_of_date_and_released_in_english():
    row = translation()
    for one in SEGMENTS:
        say(row, one.key)
    release(by=hq(), at=NOW, translation=row, office="Communications")
    whole = queries.released("report", 1, WELSH)
    assert whole
    assert (whole.complete, whole.behind, whole.office) == (True, False, "Communications")
    document((Segment("title", "Reports"), *SEGMENTS[1:]))
    standing = queries.standing_of(row)
    assert [line.state for line in standing.lines] == [State.OUT_OF_DATE, State.CHECKED, State.CHECKED]
    kept = queries.released("report", 1, WELSH)
    assert kept
    assert (kept.behind, kept.parts[0].text) == (True, "Adroddiad")
    with pytest.raises(Refused):
        check(by=second(), at=NOW, wording=standing.lines[0].wording)
    with pytest.raises(Refused):
        release(by=hq(), at=NOW, translation=row, office="Communications")
    with pytest.raises(ChangedMeanwhile):
        release(by=hq(), at=NOW, translation=row, office="Communications", partly=True, seen_version=1)
    release(by=hq(), at=NOW, translation=row, office="Communications", partly=True, seen_version=2)
    part = queries.released("report", 1, WELSH)
    assert part
    assert [(one.text, one.language) for one in part.parts][:2] == [("Reports", "en"), ("Cymru a Lloegr", "cy")]
    assert round(part.share, 2) == 0.67
    assert not part.behind


def test_nothing_unchecked_leaves_and_every_step_is_on_the_audit_trail():
    row = translation()
    say(row, "title")
    say(row, "area", checked=False)
    assert queries.released("report", 1, WELSH) is None
    release(by=hq(), at=NOW, translation=row, office="Communications", partly=True)
    found = queries.released("report", 1, WELSH)
    assert found
    assert [one.language for one in found.parts] == ["cy", "en", "en"]
    kinds = list(AuditEvent.objects.filter(subject_kind__startswith="languages.").order_by("seq").values_list("kind", flat=True))
    assert kinds == ["collection", "collection", "alteration", "alteration", "alteration", "disclosure"]


def test_memory_gives_checked_words_with_where_they_are_from():
    row = translation()
    say(row, "area")
    say(row, "email", checked=False)
    other = translation(document(kind="page", number=7, title="A page", segments=(Segment("a", "England and Wales"),)))
    (exact,) = memory.matches(hq(), other, "England and Wales")
    assert (exact.text, exact.percent, exact.document) == ("Cymru a Lloegr", 100, "Board report")
    (like,) = memory.matches(hq(), other, "England or Wales")
    assert 70 <= like.percent < 100
    assert ("in", "or") in like.changes
    assert memory.matches(hq(), other, "Email address") == []
    assert memory.matches(NOBODY, other, "England and Wales") == []
