"""Easy Read: what is hard to read blocks, a picture is described and bare, a reader has read what is released."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.languages import queries
from folkmoot.languages.easy.operations import (
    Beside,
    add_part,
    begin_edition,
    change_part,
    record_reading,
    release_edition,
    remove_part,
)
from folkmoot.languages.easy.pictures import MOST_BYTES, Sent, encoded_anew
from folkmoot.languages.easy.rules import findings_in, fingerprint, hard_words, part_problems, release_problems
from folkmoot.languages.tests.factories import document

LONG = "This sentence goes on and on, so that it has more words than anybody would want to read."
READ = {"office": "Speak Up, a self-advocacy group", "read_on": NOW.date(), "changed": "A picture was changed."}


def picture(form: str = "JPEG") -> bytes:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at 12 Orchard Lane"
    Image.new("RGB", (2000, 1000), "purple").save(target, format=form, exif=exif)
    return target.getvalue()


def test_what_is_hard_to_read():
    assert findings_in("We met you. You told us what to change.") == []
    assert [one.grave for one in findings_in(LONG)] == [True]
    assert [one.grave for one in findings_in("Ten percent came.")] == [True]
    assert [one.grave for one in findings_in("10% came.")] == [True]
    (hard,) = findings_in("We are consulting you.")
    assert (hard.grave, "ask" in hard.said) == (False, True)
    assert all(word == word.casefold() and instead for word, instead in hard_words().items())


def test_a_picture_comes_with_all_that_is_said_of_it():
    assert set(part_problems(words=" ", picture=True, alternative="", source=" ", licence="")) == {
        "words", "alternative", "picture_source", "licence",
    }  # fmt: skip
    assert not part_problems(words="We met.", picture=False, alternative="", source="", licence="")


def test_what_stops_a_release():
    now = fingerprint([("We met.", "", b"")])
    assert not release_problems(parts=["We met."], read=now, now=now, office="Communications")
    assert "last read" in release_problems(parts=["We met."], read="other", now=now, office="Communications")[""][0]
    assert "Nobody" in release_problems(parts=["We met."], read=None, now=now, office="Communications")[""][0]
    assert "too hard to read: 2" in release_problems(parts=["We met.", LONG], read=now, now=now, office="Communications")[""][0]
    assert set(release_problems(parts=[], read=None, now=now, office=" ")) == {"office", ""}


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_keeps_nothing_but_its_pixels(form):
    sent = picture(form)
    assert b"Orchard Lane" in sent  # the control: it was in the file
    made = encoded_anew(Sent("us.jpg", sent))
    assert b"Orchard" not in made.data
    with Image.open(io.BytesIO(made.data)) as opened:
        assert (opened.size, opened.format) == ((900, 450), form)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"%PDF-1.7", picture()[:300], b"\x89PNG\r\n\x1a\n", b"x" * (MOST_BYTES + 1)])
def test_what_is_no_picture_is_refused_by_its_name(data):
    with pytest.raises(Refused, match=r"us\.jpg"):
        encoded_anew(Sent("us.jpg", data))


@pytest.mark.django_db
def test_an_edition_is_written_read_released_and_then_stays():
    row = document()
    with pytest.raises(NotAllowed):
        begin_edition(by=icem(), at=NOW, document=row)
    edition = begin_edition(by=hq(), at=NOW, document=row)
    beside = Beside(Sent("us.jpg", picture()), "Three people at a table", "Drawn for us", "CC BY 4.0")
    part = add_part(by=hq(), at=NOW, edition=edition, words="We met you.", beside=beside)
    extra = add_part(by=hq(), at=NOW, edition=edition, words=LONG)
    record_reading(by=hq(), at=NOW, edition=edition, **READ)
    with pytest.raises(Refused, match="too hard"):
        release_edition(by=hq(), at=NOW, edition=edition, office="Communications")
    remove_part(by=hq(), at=NOW, part=extra)
    with pytest.raises(Refused, match="changed after it was last read"):
        release_edition(by=hq(), at=NOW, edition=edition, office="Communications")
    with pytest.raises(Refused):
        record_reading(by=hq(), at=NOW, edition=edition, **READ | {"read_on": NOW.date() + timedelta(days=1)})
    with pytest.raises(ChangedMeanwhile):
        change_part(by=hq(), at=NOW, part=part, words="We met.", beside=beside, seen_version=9)
    record_reading(by=hq(), at=NOW, edition=edition, **READ)
    assert queries.released_easy("report", 1) is None
    release_edition(by=hq(), at=NOW, edition=edition, office="Communications")
    found = queries.released_easy("report", 1)
    assert found
    assert (found.parts[0].picture, found.parts[0].credit, found.reader_office) == (part.pk, "Drawn for us (CC BY 4.0)", READ["office"])
    with pytest.raises(Refused, match="stays as it is"):
        change_part(by=hq(), at=NOW, part=part, words="We met.", beside=beside)
    following = begin_edition(by=hq(), at=NOW, document=row)
    assert [(one.words, one.picture_format) for one in following.parts.all()] == [("We met you.", "jpeg")]
