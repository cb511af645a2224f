"""In the browser: from the empty list to a text released in part, and an Easy Read edition with its picture."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.accounts.tests.factories import account, icem, inspector
from folkmoot.languages.models import EasyPart
from folkmoot.languages.shapes import Segment
from folkmoot.languages.tests.factories import SEGMENTS, document, say, second, translation
from folkmoot.languages.tests.test_easy import picture

pytestmark = pytest.mark.django_db


def client_of(viewer) -> Client:
    client = Client()
    client.force_login(account(f"{viewer.name.lower().replace(' ', '.')}@example.org"))
    return client


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_empty_list_says_the_first_step_and_who_may_not_see_it():
    assert "No text yet." in text_of(client_of(icem()).get("/languages/"))
    assert client_of(inspector()).get("/languages/").status_code == 403
    assert Client().get("/languages/").status_code == 302


def test_from_the_offer_to_a_release_in_part():
    from folkmoot.accounts.tests.factories import hq

    row = document()
    owen, ana = client_of(hq()), client_of(second())
    assert "Not asked for in another language" in text_of(owen.get("/languages/"))
    address = owen.post(f"/languages/{row.pk}/ask/", {"language": "cy", "why": "For the public page.", "mark": "l1"}).url
    form = owen.get(f"{address}next/", follow=True)
    assert "Adroddiad" in text_of(form)
    assert "civil-citizen-ui" in text_of(form)  # where the term was published
    sent = {name: form.context["form"].initial[name] for name in ("key", "seen", "seen_source")}
    assert "Nothing was written" not in text_of(form)
    after = owen.post(f"{address}segment/1/", sent | {"text": "Adroddiad", "mark": "l2"})
    assert after.url == f"{address}segment/2/"
    stale = ana.post(f"{address}segment/1/", sent | {"text": "Adroddiadau", "mark": "l3"})
    assert "changed by somebody else" in text_of(stale)
    assert "Nothing waits for your check" in text_of(owen.get(f"{address}check/", follow=True))
    page = ana.get(f"{address}check/")
    assert "1 segment waits for your check" in text_of(page)
    wording = page.context["form"].initial["wording"]
    assert ana.post(f"{address}check/", {"wording": wording, "mark": "l4"}).status_code == 302
    refused = ana.post(f"{address}release/", {"seen_version": "1", "office": "Communications", "mark": "l5"})
    assert "1 of 3 segments" in text_of(refused)
    assert (
        ana.post(f"{address}release/", {"seen_version": "1", "office": "Communications", "partly": "on", "mark": "l6"}).status_code == 302
    )
    shown = ana.get(f"{address}released/")
    assert '<p class="govuk-body" lang="cy">Adroddiad' in shown.text
    assert text_of(shown).count("In English: not translated yet") == 2
    assert "1 of 3 parts are translated (33 percent)" in text_of(shown)
    assert "Released in part" in text_of(owen.get("/languages/"))


def test_what_is_out_of_date_is_shown_with_what_changed_and_memory_offers_words():
    row = translation()
    say(row, "area")
    document((SEGMENTS[0], Segment("area", "England and Wales today"), SEGMENTS[2]))
    owen = client_of(second())
    page = owen.get(f"/languages/in/{row.pk}/")
    assert "Out of date" in text_of(page)
    assert re.search(r"<ins>.*today</ins>", page.text)
    form = owen.get(f"/languages/in/{row.pk}/segment/2/")
    assert "percent alike" in text_of(form)
    chosen = re.search(r'href="\?words=(\d+)"', form.text)
    assert chosen
    again = owen.get(f"/languages/in/{row.pk}/segment/2/?words={chosen[1]}")
    assert again.context["form"].initial["taken_from"] == "Board report"
    assert owen.get(f"/languages/in/{row.pk}/segment/9/").status_code == 404


def test_an_easy_read_edition_with_its_picture():
    row, owen = document(), client_of(second())
    address = f"/languages/{row.pk}/easy-read/"
    assert "no Easy Read edition yet" in text_of(owen.get(address))
    assert owen.post(f"{address}begin/", {"mark": "e1"}).url == address
    edition = row.easy_editions.get()
    add = f"/languages/easy-read/{edition.pk}/part/"
    given = {"words": "We met 10% of you.", "picture": SimpleUploadedFile("us.jpg", picture()), "mark": "e2"}
    assert "Say what the picture shows" in text_of(owen.post(add, given))
    given |= {
        "picture": SimpleUploadedFile("us.jpg", picture()),
        "alternative": "Three people",
        "picture_source": "Drawn",
        "licence": "CC0",
    }
    assert owen.post(add, given).url == address
    assert "Must be changed" in text_of(owen.get(address))
    part = EasyPart.objects.get()
    change = {
        "words": "We met you.",
        "alternative": "Three people",
        "picture_source": "Drawn",
        "licence": "CC0",
        "version": "1",
        "mark": "e3",
    }
    assert owen.post(f"/languages/easy-read/part/{part.pk}/", change).url == address
    assert owen.get(f"/languages/easy-read/part/{part.pk}/picture/")["Content-Type"] == "image/jpeg"
    release = f"/languages/easy-read/{edition.pk}/release/"
    assert "Nobody who needs Easy Read" in text_of(owen.post(release, {"office": "Communications", "mark": "e4"}))
    read = {"office": "Speak Up", "read_on": "2026-03-01", "changed": "Nothing needed changing.", "mark": "e5"}
    assert owen.post(f"/languages/easy-read/{edition.pk}/reader/", read).url == address
    assert owen.post(release, {"office": "Communications", "mark": "e6"}).url == address
    assert "Read before that by: Speak Up." in text_of(owen.get(f"/languages/easy-read/{edition.pk}/print/"))
    assert "stays as it is" in text_of(owen.post(f"/languages/easy-read/part/{part.pk}/remove/", {"mark": "e7"}))
    assert 'alt="Three people"' in owen.get(address).text
