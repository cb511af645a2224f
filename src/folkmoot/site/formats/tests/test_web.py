"""What anybody gets: films and readings with their transcripts, large print and Easy Read, of texts that are public and of no other."""

import pytest
from django.test import Client

from folkmoot.accounts.tests.factories import NOW, hq
from folkmoot.languages.easy.operations import Beside, add_part, begin_edition, record_reading, release_edition
from folkmoot.languages.easy.pictures import Sent
from folkmoot.languages.media.operations import withdraw
from folkmoot.languages.media.tests.making import AUDIO, DOCX, LARGE, TRANSCRIPT, attached, released, sound
from folkmoot.languages.media.tests.test_operations import CHANGED, empty_folder  # noqa: F401
from folkmoot.languages.models import Document, EasyPart
from folkmoot.languages.tests.factories import LATER, document, second
from folkmoot.languages.tests.test_easy import READ, picture
from folkmoot.languages.tests.test_web import text_of
from folkmoot.reports.formats.segments import KIND, offer
from folkmoot.reports.operations import sign_report
from folkmoot.reports.release import operations as release
from folkmoot.reports.release.tests.test_release import named, published, third
from folkmoot.reports.review.tests.factories import director, quick_files
from folkmoot.reports.tests import factories
from folkmoot.reports.tests.factories import AUGUST
from folkmoot.site.formats import places

pytestmark = pytest.mark.django_db
OF_THE_PAGES = {"kind": "service", "number": 1, "title": "Words of our pages"}


def get(address, **headers):
    return Client().get(address, headers=headers)


def easy_edition(row: Document) -> EasyPart:
    edition = begin_edition(by=hq(), at=NOW, document=row)
    beside = Beside(Sent("a.jpg", picture()), "Two people talk", "Our own drawing", "CC0")
    part = add_part(by=hq(), at=NOW, edition=edition, words="We met you.", beside=beside)
    record_reading(by=hq(), at=NOW, edition=edition, **READ)
    release_edition(by=hq(), at=NOW, edition=edition, office="Communications")
    return part


def test_a_film_a_reading_and_large_print_stand_beside_their_transcripts():
    assert "Nothing is here in another form yet" in text_of(get("/other-formats/"))
    row = document(**OF_THE_PAGES)
    film, reading, large = released(of=row), released(AUDIO, sound(), row), released(LARGE, DOCX, row)
    assert "Words of our pages" in text_of(get("/other-formats/"))
    page = get(f"/other-formats/{row.pk}/")
    assert page.text.count("<video ") == page.text.count("<audio ") == 1
    assert "autoplay" not in page.text
    assert text_of(page).count("It says what we did in this half of the year.") == 6
    assert "It has no sound." in text_of(page)
    assert page["Cache-Control"].startswith("max-age=0")
    for name in ("Sam Signer", "Vic Voice", "E-mail to the office", "Owen Achebe", "Ana Lund"):
        assert name not in page.text  # who signed, spoke, attached or confirmed is nobody's business but ours
    sent = get(f"/other-formats/{film.pk}/file", Range="bytes=0-3")
    assert (sent.status_code, sent["Content-Disposition"]) == (206, 'inline; filename="words-of-our-pages-bsl-en.mp4"')
    assert get(f"/other-formats/{film.pk}/file", **{"If-None-Match": sent["ETag"]}).status_code == 304
    words = get(f"/other-formats/{reading.pk}/transcript.txt")
    assert (words.text, words["Content-Type"]) == (TRANSCRIPT.strip(), "text/plain; charset=utf-8")
    saved = get(f"/other-formats/{large.pk}/file")
    assert saved["Content-Disposition"] == 'attachment; filename="words-of-our-pages-large-print-en.docx"'
    assert saved.getvalue() == DOCX
    assert get(f"/other-formats/{large.pk}/transcript.txt").status_code == 404


def test_what_waits_was_withdrawn_or_is_of_a_text_that_is_not_public_is_nowhere():
    row, hidden = document(**OF_THE_PAGES), document(kind="draft")
    waiting, secret = attached(of=row), released(of=hidden)
    part = easy_edition(hidden)
    closed = [
        f"/other-formats/{row.pk}/", f"/other-formats/{waiting.pk}/file", f"/other-formats/{waiting.pk}/transcript.txt",
        f"/other-formats/{hidden.pk}/", f"/other-formats/{hidden.pk}/easy-read/", f"/other-formats/easy-read/picture/{part.pk}",
        f"/other-formats/{secret.pk}/file", f"/other-formats/{secret.pk}/transcript.txt",
    ]  # fmt: skip
    assert {get(address).status_code for address in closed} == {404}
    gone = released(AUDIO, sound(), row)
    assert get(f"/other-formats/{gone.pk}/file").status_code == 200
    withdraw(by=second(), at=LATER, rendition=gone, reason="They asked")
    assert get(f"/other-formats/{gone.pk}/file").status_code == 404


def test_without_asking_the_room_the_draft_would_be_out(monkeypatch):
    """The control: were every text taken for public, the film of the hidden one could be had."""
    hidden = document(kind="draft")
    secret = released(of=hidden)
    assert get(f"/other-formats/{secret.pk}/file").status_code == 404
    monkeypatch.setitem(places.PUBLIC_TEXTS, "draft", lambda numbers: dict.fromkeys(numbers, "/"))
    assert get(f"/other-formats/{secret.pk}/file").status_code == 200


def test_an_older_one_is_marked_and_easy_read_has_its_pictures():
    row = document(**OF_THE_PAGES)
    released(of=row)
    part = easy_edition(row)
    document(CHANGED, **OF_THE_PAGES)
    assert "This was made from an earlier version of the text (1, of 10 March 2026)." in text_of(get(f"/other-formats/{row.pk}/"))
    page = get(f"/other-formats/{row.pk}/easy-read/")
    assert f'src="/other-formats/easy-read/picture/{part.pk}" alt="Two people talk"' in page.text
    assert "Our own drawing (CC0)" in text_of(page)
    assert "made from an earlier version" in text_of(page)
    shown = get(f"/other-formats/easy-read/picture/{part.pk}")
    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    later = begin_edition(by=hq(), at=LATER, document=row)
    assert get(f"/other-formats/easy-read/picture/{later.parts.get().pk}").status_code == 404
    assert "?version=cy" in get(f"/other-formats/{row.pk}/?version=easy-en").text


def test_a_report_is_there_in_other_forms_from_its_publication_to_its_withdrawal(monkeypatch):
    quick_files(monkeypatch)
    draft = factories.report(national=True)
    text = offer(by=hq(), at=AUGUST, report=draft)
    assert text.kind == KIND
    film = released(of=text)
    assert get(f"/other-formats/{film.pk}/file").status_code == 404
    named(draft, director(), third())
    for one in (director(), third()):
        sign_report(by=one, at=AUGUST, report=draft)
    row = published(draft)
    assert get(f"/other-formats/{film.pk}/file").status_code == 200
    page = get(f"/our-reports/{draft.number}/")
    assert "In other forms" in text_of(page)
    assert f"/other-formats/{text.pk}/?version=en#form-{film.pk}" in page.text
    row.refresh_from_db()
    release.withdraw(by=third(), at=AUGUST, publication=row, why="A figure was wrong.")
    assert get(f"/other-formats/{film.pk}/file").status_code == 404
    assert "Nothing is here in another form yet" in text_of(get("/other-formats/"))
