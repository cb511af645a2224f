"""From attaching to removing, on the tables."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.languages.easy.operations import begin_edition
from folkmoot.languages.media import files, open_pages
from folkmoot.languages.media.files import FOLDER, FileGone
from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.operations import confirm, release, remove, send_back, withdraw
from folkmoot.languages.media.queries import Extent, Form, extents, lines_of
from folkmoot.languages.media.rules import State
from folkmoot.languages.media.tests.making import AUDIO, BSL, FILM, LARGE, NAMED, attached, released, sound
from folkmoot.languages.operations import release as release_translation
from folkmoot.languages.shapes import Segment
from folkmoot.languages.tests.factories import LATER, SEGMENTS, document, say, second, translation

pytestmark = pytest.mark.django_db
CHANGED = (*SEGMENTS[:2], Segment("email", "Our email address"))


@pytest.fixture(autouse=True)
def empty_folder():
    yield
    for name in files._names():
        files.discard(name)


def kept() -> list[str]:
    return list(files._names())


def test_a_film_goes_its_whole_way(django_capture_on_commit_callbacks):
    row = attached()
    assert (row.state, row.number, row.ending, row.size, row.file_name) == (State.WAITING, 1, "mp4", len(FILM), "Sam Signer take 2.mp4")
    with pytest.raises(Refused, match="somebody else"):
        confirm(by=hq(), at=LATER, rendition=row, same=True)
    with pytest.raises(Refused, match="Tick"):
        confirm(by=second(), at=LATER, rendition=row, same=False)
    with pytest.raises(Refused, match="looked through first"):
        release(by=second(), at=LATER, rendition=row, office="Communications")
    assert not open_pages.released_forms([row.document])
    confirmed = confirm(by=second(), at=LATER, rendition=row, same=True, seen_version=1)
    with pytest.raises(ChangedMeanwhile):
        release(by=second(), at=LATER, rendition=confirmed, office="Communications", seen_version=1)
    out = release(by=second(), at=LATER, rendition=confirmed, office="Communications", seen_version=2)
    assert [one.row for one in open_pages.released_forms([row.document])[0].media] == [out]
    with pytest.raises(Refused, match="Withdraw it first"):
        remove(by=second(), at=LATER, rendition=out, reason="They asked")
    withdraw(by=second(), at=LATER, rendition=out, reason="They asked")
    assert open_pages.released_medium(row.pk) is None
    with django_capture_on_commit_callbacks(execute=True):
        remove(by=second(), at=LATER, rendition=out, reason="They asked")
    assert kept() == []
    gone = Rendition.objects.get()
    assert (gone.performer, gone.agreed_how, gone.transcript, gone.file_name) == ("-",) * 4
    kinds = list(AuditEvent.objects.filter(subject_kind="languages.rendition").order_by("seq").values_list("kind", flat=True))
    assert kinds == ["collection", "alteration", "disclosure", "alteration", "erasure"]


def test_nothing_is_kept_of_what_was_refused_and_who_may_do_what():
    row = document()
    with pytest.raises(Refused) as refused:
        attached(replace(BSL, transcript="See video"), of=row)
    assert set(refused.value.problems) == {"transcript"}
    with pytest.raises(Refused) as refused:
        attached(of=row, made_from=7)
    assert set(refused.value.problems) == {"made_from"}
    with pytest.raises(NotAllowed):
        attached(of=row, by=icem())
    assert kept() == []
    made = attached(LARGE, NAMED, row)
    assert made.says_who_wrote_it
    assert (made.ending, made.transcript, made.seconds) == ("docx", "", None)
    with pytest.raises(NotAllowed):
        confirm(by=icem(), at=LATER, rendition=made, same=True)


def test_what_is_sent_back_is_neither_confirmed_nor_released_and_another_takes_its_place():
    row = attached()
    with pytest.raises(Refused, match="Say why"):
        send_back(by=second(), at=LATER, rendition=row, reason=" ")
    back = send_back(by=second(), at=LATER, rendition=row, reason="The last sentence is missing")
    assert back.state is State.RETURNED
    with pytest.raises(Refused, match="waits for a second person"):
        confirm(by=second(), at=LATER, rendition=back, same=True)
    assert attached(of=row.document).number == 2
    assert Rendition.objects.filter(performer="Sam Signer").count() == 2


def test_a_file_that_changed_outside_is_never_confirmed():
    row = attached()
    files.discard(row.kept_as)
    with pytest.raises(FileGone):
        confirm(by=second(), at=LATER, rendition=row, same=True)
    default_storage.save(f"{FOLDER}/{row.kept_as}", ContentFile(b"another film"))
    with pytest.raises(FileGone):
        confirm(by=second(), at=LATER, rendition=row, same=True)


def test_what_was_made_from_an_earlier_version_is_said_to_be_old():
    row = released()
    waiting = confirm(by=second(), at=LATER, rendition=attached(AUDIO, sound(), row.document), same=True)
    assert [line.old for line in lines_of(hq(), row.document)] == [False, False]
    document(CHANGED)
    assert [(line.row.sort, line.old, line.shown) for line in lines_of(hq(), row.document)] == [("audio", True, False), ("bsl", True, True)]
    assert open_pages.forms_of("report", 1).media[0].old
    with pytest.raises(Refused) as refused:
        release(by=second(), at=LATER, rendition=waiting, office="Communications")
    assert set(refused.value.problems) == {"old_too"}
    release(by=second(), at=LATER, rendition=waiting, office="Communications", old_too=True)
    assert extents([row.document])[row.document_id][Form.AUDIO] is Extent.OLD
    newer = attached(of=row.document, made_from=2)
    release(by=second(), at=LATER, rendition=confirm(by=second(), at=LATER, rendition=newer, same=True), office="Communications")
    shown = {one.row.pk: one.old for one in open_pages.forms_of("report", 1).media}
    assert shown == {newer.pk: False, waiting.pk: True}
    assert open_pages.released_medium(row.pk) is None  # replaced


def test_in_which_forms_a_text_is_there():
    row = document()
    missing = dict.fromkeys(Form, Extent.MISSING) | {Form.ENGLISH: Extent.THERE}
    assert extents([row])[row.pk] == missing
    asked = translation(row)
    begin_edition(by=hq(), at=NOW, document=row)
    film = attached(of=row)
    coming = {Form.WELSH: Extent.COMING, Form.EASY: Extent.COMING, Form.BSL: Extent.COMING}
    assert extents([row])[row.pk] == missing | coming
    say(asked, "title")
    release_translation(by=second(), at=LATER, translation=asked, office="Communications", partly=True)
    release(by=second(), at=LATER, rendition=confirm(by=second(), at=LATER, rendition=film, same=True), office="Communications")
    assert extents([row])[row.pk] == missing | coming | {Form.WELSH: Extent.PART, Form.BSL: Extent.THERE}
    document(CHANGED)
    assert extents([row])[row.pk] == missing | coming | {Form.WELSH: Extent.OLD, Form.BSL: Extent.OLD}
    document(number=2)
    with CaptureQueriesContext(connection) as one:
        extents([row])
    both = list(type(row).objects.all())
    with CaptureQueriesContext(connection) as two:
        extents(both)
    assert len(two) == len(one)


def test_the_database_holds_what_the_rules_say():
    row = released()
    for values in ({"transcript": ""}, {"checked_by": row.made_by_id}, {"office": ""}, {"withdrawn_at": NOW}, {"performer": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Rendition.objects.filter(pk=row.pk).update(**values)


def test_a_file_nothing_points_at_is_swept():
    from datetime import timedelta

    from django.utils import timezone

    row = attached()
    default_storage.save(f"{FOLDER}/orphan.mp4", ContentFile(b"x"))
    assert files.sweep(timezone.now()) == 0
    assert files.sweep(timezone.now() + timedelta(hours=3)) == 1
    assert kept() == [row.kept_as]
