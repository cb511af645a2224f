"""In the browser: a reading attached, looked through, released, withdrawn and removed; and what is refused in plain words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.accounts.tests.factories import hq, icem
from folkmoot.foundation.tests.limits import at_most
from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.tests.making import FILM, TRANSCRIPT, attached, released, sound
from folkmoot.languages.media.tests.test_operations import CHANGED, empty_folder  # noqa: F401
from folkmoot.languages.tests.factories import document, second
from folkmoot.languages.tests.test_web import client_of, text_of

pytestmark = pytest.mark.django_db


def sent(**over):
    file = SimpleUploadedFile("Vic Voice.html", over.pop("data", sound()), "text/html")
    return {
        "sort": "audio", "file": file, "made_from": "1", "language": "en", "sound": "en", "length": "0:03", "transcript": TRANSCRIPT,
        "performer": "Vic Voice", "agreed_on": "2026-03-01", "agreed_how": "E-mail", "mark": "m1",
    } | over  # fmt: skip


def do(client, row, step, **values):
    page = client.get(f"/languages/media/{row.pk}/{step}")
    return client.post(
        f"/languages/media/{row.pk}/{step}", {"version": page.context["form"].initial["version"], "mark": f"{step}"} | values
    )


def test_a_reading_goes_its_whole_way_between_two_people():
    row = document()
    owen, ana = client_of(hq()), client_of(second())
    page = text_of(owen.get(f"/languages/{row.pk}/"))
    assert "There is no film, reading or large print of it yet." in page
    assert "British Sign Language: missing" in page
    assert "Version 1, offered 10 March 2026" in owen.get(f"/languages/{row.pk}/media/new").text
    answer = owen.post(f"/languages/{row.pk}/media/new", sent())
    assert answer.status_code == 302, text_of(answer)
    made = Rendition.objects.get()
    page = owen.get(answer.url)
    assert "somebody else goes through it" in text_of(page)
    assert '<audio class="govuk-!-width-one-half" controls preload="metadata"' in page.text
    assert "autoplay" not in page.text
    assert "Confirm it" not in text_of(page)
    assert "Vic Voice" in text_of(page)
    assert "Reading aloud: not released yet" in text_of(owen.get("/languages/"))
    assert "Tick that it says" in text_of(do(ana, made, "confirm"))
    assert do(ana, made, "confirm", same="on").status_code == 302
    assert do(ana, made, "release", office="Communications").status_code == 302
    assert "Reading aloud: there" in text_of(owen.get("/languages/"))
    assert ana.get(f"/languages/media/{made.pk}/remove").status_code == 404
    assert do(ana, made, "withdraw", reason="Vic asked").status_code == 302
    assert do(ana, made, "remove", reason="Vic asked").status_code == 302
    page = text_of(ana.get(answer.url))
    assert "Removed for good by Ana Lund" in page
    assert "Vic Voice" not in page
    assert ana.get(f"/languages/media/{made.pk}/file").status_code == 404


def test_what_is_wrong_is_said_at_its_field():
    row, owen = document(), client_of(hq())
    answer = owen.post(f"/languages/{row.pk}/media/new", sent(transcript="See video", data=b"<html><script>1</script></html>"))
    assert answer.status_code == 422
    assert "no sound that browsers play" in text_of(answer)
    assert "says where the words are" in text_of(answer)
    asked = owen.post(f"/languages/{row.pk}/media/new", sent(data=sound(180), length="3:00"))
    assert "fewer than 20 a minute" in text_of(asked)
    done = owen.post(f"/languages/{row.pk}/media/new", sent(data=sound(180), length="3:00", short_why="Music between the parts", mark="m2"))
    assert done.status_code == 302
    assert not Rendition.objects.filter(short_why="").exists()


def test_a_file_over_the_limit_and_a_form_from_elsewhere_are_refused(monkeypatch):
    row = document()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(client_of(hq()).get(f"/languages/{row.pk}/").wsgi_request.user)
    assert strict.post(f"/languages/{row.pk}/media/new", sent()).status_code == 403
    assert client_of(icem()).post(f"/languages/{row.pk}/media/new", sent()).status_code == 403
    at_most(10, monkeypatch)
    answer = client_of(hq()).post(f"/languages/{row.pk}/media/new", sent())
    assert (answer.status_code, "larger than 100 MB" in text_of(answer)) == (422, True)


def test_a_film_is_sent_in_parts_as_players_ask_and_never_as_a_page():
    row = attached()
    reader = client_of(icem())
    whole = reader.get(f"/languages/media/{row.pk}/file")
    assert whole.getvalue() == FILM
    assert (whole["Content-Type"], whole["X-Content-Type-Options"], whole["Accept-Ranges"]) == ("video/mp4", "nosniff", "bytes")
    assert whole["Cache-Control"] == "private, no-store"
    part = reader.get(f"/languages/media/{row.pk}/file", headers={"Range": "bytes=4-11"})
    assert (part.status_code, part.getvalue(), part["Content-Range"]) == (206, b"ftypisom", f"bytes 4-11/{len(FILM)}")
    behind = reader.get(f"/languages/media/{row.pk}/file", headers={"Range": "bytes=999999-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, f"bytes */{len(FILM)}")
    other = reader.get(f"/languages/media/{row.pk}/file", headers={"Range": "bytes=4-11", "If-Range": '"another"'})
    assert other.status_code == 200
    assert "media-src 'self'" in reader.get(f"/languages/media/{row.pk}/")["Content-Security-Policy"]


def test_what_is_old_is_said_before_and_after_its_release():
    row = released()
    document(CHANGED)
    owen = client_of(hq())
    assert "Older than the text" in text_of(owen.get(f"/languages/media/{row.pk}/"))
    assert "British Sign Language: older than the text" in text_of(owen.get("/languages/"))
    waiting = attached(of=row.document)
    assert do(client_of(second()), waiting, "confirm", same="on").status_code == 302
    refused = do(owen, waiting, "release", office="Communications")
    assert "Have a new one made, or tick" in text_of(refused)
    assert do(owen, waiting, "send-back", reason="Made from the old text").status_code == 302
    assert "Sent back by Owen Achebe" in text_of(owen.get(f"/languages/media/{waiting.pk}/"))
