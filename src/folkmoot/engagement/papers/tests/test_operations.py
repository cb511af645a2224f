import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageFile, ImageOps

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.communities.tests.factories import wales
from folkmoot.engagement.papers import files, operations
from folkmoot.engagement.papers.models import Paper
from folkmoot.engagement.papers.operations import PaperGone
from folkmoot.engagement.papers.queries import papers_of
from folkmoot.engagement.papers.tests.making import PDF, picture
from folkmoot.engagement.tests.factories import activity
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.languages.media.tests import tagged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_folder():
    yield
    for name in stored():
        default_storage.delete(f"{files.FOLDER}/{name}")


def stored():
    try:
        return default_storage.listdir(files.FOLDER)[1]
    except FileNotFoundError:
        return []


def attach(row=None, data=PDF, **over):
    values = {"by": icem(), "at": NOW, "activity": row or activity(), "file_name": "Programme.pdf", "data": data, "title": "Programme"}
    return operations.add_paper(**(values | over))


def kept(paper):
    with default_storage.open(f"{files.FOLDER}/{paper.kept_as}") as file:
        return file.read()


@pytest.mark.parametrize("wanted", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_without_what_the_camera_wrote(wanted):
    sent = picture(wanted)
    assert b"telephone of Maya" in sent  # the check below would see it
    paper = attach(data=sent, consent="all")
    assert b"telephone of Maya" not in kept(paper)
    again = Image.open(io.BytesIO(kept(paper)))
    assert (again.format, dict(again.getexif())) == (wanted, {})


def test_a_picture_taken_sideways_stands_upright_and_a_large_one_is_made_smaller():
    assert Image.open(io.BytesIO(kept(attach(data=picture(turned=True), consent="all")))).size == (20, 40)
    assert max(Image.open(io.BytesIO(kept(attach(data=picture("PNG", (4000, 100)), consent="all")))).size) == 3000


def test_a_picture_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_PIXELS", 500)
    with pytest.raises(files.NotAPicture):
        attach(data=picture(), consent="all")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(files.NotAPicture):
        attach(data=picture(), consent="all")
    assert stored() == []


def test_a_large_picture_is_made_smaller_before_it_is_drawn_a_second_time(monkeypatch):
    """Turning copies every dot: of a whole picture it would take several times its memory."""
    turned, real = [], ImageOps.exif_transpose
    monkeypatch.setattr(ImageOps, "exif_transpose", lambda image: turned.append(image.size) or real(image))
    for wanted in ("JPEG", "PNG", "WEBP"):
        attach(data=picture(wanted, (3200, 200), turned=True), consent="all")
    assert [max(size) for size in turned] == [3000, 3000, 3000]


def test_a_picture_of_more_than_25_million_dots_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _image: pytest.fail("it was read"))
    with pytest.raises(files.NotAPicture, match="more than 25 million dots") as refused:
        attach(data=picture("PNG", (5001, 5000), mode="L"), consent="all")
    assert "make it smaller" in refused.value.do
    assert stored() == []


@pytest.mark.parametrize("data", [picture()[:60], b"\x89PNG\r\n\x1a\n" + b"x" * 50, picture("PNG")[:40]])
def test_a_damaged_picture_is_refused_in_plain_words_and_nothing_is_kept(data):
    with pytest.raises(files.NotAPicture):
        attach(data=data, consent="all")
    assert (stored(), Paper.objects.count()) == ([], 0)


def test_the_name_is_random_and_the_ending_is_that_of_what_it_is():
    paper = attach(file_name="../../etc/pass\\wd<b>.exe")
    assert paper.file_name == "wd_b.pdf"
    assert "wd" not in paper.kept_as
    assert paper.size == len(PDF)


def test_a_picture_of_people_who_were_not_asked_may_not_be_published():
    row = activity()
    for consent, may in (("all", True), ("no_faces", True), ("not_asked", False)):
        assert attach(row, picture(), consent=consent).may_be_published is may


def test_sound_is_kept_only_with_its_words():
    with pytest.raises(Refused) as refused:
        attach(data=tagged.mp3())
    assert list(refused.value.problems) == ["transcript"]
    assert attach(data=tagged.mp3(), transcript="Good evening.").sort == "recording"


def test_handing_over_is_recorded_and_a_file_changed_outside_is_not_handed_over():
    paper = attach()
    data, content_type = operations.hand_over(by=icem(), at=NOW, paper=paper)
    assert (data, content_type) == (PDF, "application/pdf")
    event = AuditEvent.objects.latest("seq")
    assert (event.kind, event.subject_ids) == ("disclosure", [paper.pk])
    default_storage.delete(f"{files.FOLDER}/{paper.kept_as}")
    default_storage.save(f"{files.FOLDER}/{paper.kept_as}", ContentFile(PDF + b"more"))
    with pytest.raises(PaperGone):
        operations.hand_over(by=icem(), at=NOW, paper=paper)


def test_removing_needs_a_reason_takes_the_file_and_keeps_that_there_was_one(django_capture_on_commit_callbacks):
    paper = attach()
    with pytest.raises(Refused):
        operations.remove_paper(by=icem(), at=NOW, paper=paper, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_paper(by=icem(), at=NOW, paper=paper, reason="Somebody asked for it to go")
    assert stored() == []
    row = Paper.objects.get()
    assert (row.title, row.removed_why) == ("Removed", "Somebody asked for it to go")
    assert list(papers_of(icem(), row.activity)) == []


def test_another_area_is_not_allowed_and_a_broken_audit_trail_keeps_no_file(monkeypatch):
    with pytest.raises(NotAllowed):
        attach(activity(area=wales()))

    def broken(*_args, **_kwargs):
        raise OSError("the disk is full")

    row = activity()
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError, match="full"):
        attach(row)
    assert (stored(), Paper.objects.count()) == ([], 0)


def test_the_sweep_removes_files_that_nothing_points_at_once_they_are_old():
    paper = attach()
    files.keep(b"left behind", "txt")
    now = timezone.now()
    assert files.sweep(now) == 0
    assert files.sweep(now + timedelta(hours=3)) == 1
    assert stored() == [paper.kept_as]
