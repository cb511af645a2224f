"""Check 22: nothing that is sent is read unscanned, and nothing that was sent is shown as a page or says who made it."""

import io
import re
import shutil
import subprocess
from typing import Any
from unittest import mock

from trust.checks.in_process import begin, client, routes
from trust.figures import Cannot, Figure, Size, check, control
from trust.places import folder

MEGABYTE = 1024 * 1024


@check(
    22, "Every file is scanned before anything reads it; one that cannot be scanned is held",
    target="EICAR refused at every upload point; scanner down or over its limit: refused; 0 files read that were not scanned",
)  # fmt: skip
def scanned(size: Size) -> Figure:
    """Every page that takes a file x a scanner that finds, breaks off, says too large, is gone, and answers."""
    begin()
    return _at_every_door(size)


def _at_every_door(size: Size) -> Figure:
    from django.conf import settings

    from folkmoot.foundation.models import AuditEvent
    from folkmoot.foundation.tests.clamd import EICAR, clamd

    doors = [each for each in routes() if each.takes_file]
    made, wrong, tried = client(), [], 0
    parts = [("scan", EICAR), ("found", b"a,b\n1,2\n"), ("limit", b"a" * 5000), ("down", b"a,b\n1,2\n"), ("gone", b"a,b\n1,2\n")]
    parts += [("limit", b"a" * MEGABYTE * 2), ("scan", b"PK" + EICAR)] if size is Size.WHOLE else []
    for door in doors:
        address = "/" + re.sub(r"<(\w+:)?\w+>", "1", door.path)
        for mode, data in parts:
            with clamd(mode, limit=1000) as fake:
                settings.SCANNER = fake.address if mode != "gone" else "clamd://127.0.0.1:1"
                before = AuditEvent.objects.filter(subject_kind="foundation.upload").count()
                answer = made.post(address, {"file": _file(data)})
            left = AuditEvent.objects.filter(subject_kind="foundation.upload").count() - before
            tried += 1
            if answer.status_code != 422 or b"virus scanner" not in answer.content or left != 1:
                wrong.append(f"{door.name}: {mode} answered {answer.status_code}, {left} events")
        with clamd() as fake:
            settings.SCANNER = fake.address
            answer = made.post(address, {"file": _file(b"a,b\n1,2\n")})
        tried += 1
        if fake.seen != [b"a,b\n1,2\n"] or answer.status_code >= 500 or b"virus scanner" in answer.content:
            wrong.append(f"{door.name}: what is clean was not scanned once and let through ({answer.status_code})")
    return Figure(
        len(wrong), tried, "files sent", {"upload points": len(doors), "scanner": "a clamd that plays five parts"}, tuple(wrong), 100
    )


def _file(data: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("a.csv", data, "text/csv")


@control("22", "a scanner that does not answer lets files pass")
def fail_open(size: Size) -> Figure:
    begin()
    from folkmoot.foundation import scanner

    judge, asked = scanner._judge, scanner._asked

    def lenient(where: Any, pieces: Any) -> str:
        try:
            return asked(where, pieces) or "stream: OK"
        except scanner.ScannerSilent:
            return "stream: OK"

    with mock.patch.object(scanner, "_asked", lenient), mock.patch.object(scanner, "_judge", judge):
        return _at_every_door(size)


@control("22", "pages that take files do not scan them")
def unscanned(size: Size) -> Figure:
    begin()
    from folkmoot.foundation import uploads

    with mock.patch.object(uploads, "scan_files", return_value=None):
        return _at_every_door(size)


@check(22, "A real clamd refuses EICAR and passes what is clean", target="0 wrong", part="c")
def with_clamd(size: Size) -> Figure:
    """The scanner itself, with a list of one signature of its own making, so that nothing is fetched."""
    if not shutil.which("clamd"):
        raise Cannot("clamd is not installed: apt-get install clamav-daemon")
    begin()
    return _asked_of_clamd()


def _asked_of_clamd() -> Figure:
    from django.conf import settings

    from folkmoot.foundation import scanner
    from folkmoot.foundation.tests.clamd import EICAR

    known = folder()
    (known / "eicar.ndb").write_text(f"Eicar-Made-Here:0:*:{EICAR.hex()}\n", encoding="ascii")
    (known / "clamd.conf").write_text(
        f"DatabaseDirectory {known}\nLocalSocket {known}/clamd.ctl\nForeground yes\nStreamMaxLength 1M\nTemporaryDirectory {known}\n"
    )
    settings.SCANNER = f"clamd://{known}/clamd.ctl"
    running = subprocess.Popen(["clamd", "-c", str(known / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_answers(scanner.answers)
        parts = [(EICAR, scanner.Harmful), (b"a,b\n" * 9, None), (b"a" * 2 * MEGABYTE, scanner.TooLargeToScan)]
        wrong = [f"{len(data)} bytes" for data, expected in parts if _said(scanner, data) is not expected]
    finally:
        running.terminate()
        running.wait(20)
    return Figure(len(wrong), 3, "files", found=tuple(wrong), least=3)


def _said(scanner: Any, data: bytes) -> Any:
    try:
        scanner.scan([data])
    except scanner.NotPassed as refused:
        return type(refused)
    return None


def _until_it_answers(answers: Any) -> None:
    import time

    for _ in range(100):
        if answers():
            return
        time.sleep(0.2)
    raise Cannot("clamd did not start here")


@control("22c", "the scanner's word for harmful is not heard")
def deaf(size: Size) -> Figure:
    begin()
    from folkmoot.foundation import scanner

    with mock.patch.object(scanner, "_judge", return_value=None):
        return _asked_of_clamd()


@check(
    22, "What was sent is stored under a random name, handed over as a file that runs nothing, and says nothing of who made it",
    target="0 inline renders; 0 metadata left; content decides what a file is", part="b",
)  # fmt: skip
def stored(size: Size) -> Figure:
    begin()
    return _kept_and_handed_over()


def _kept_and_handed_over() -> Figure:
    from folkmoot.engagement.papers.models import Paper
    from folkmoot.languages.media.tests import tagged

    made, wrong, tried = client(), [], 0
    address = "/engagement/2/papers/new"
    for name, data in _sent_here().items():
        before = set(Paper.objects.values_list("pk", flat=True))
        form = {"title": "A file", "consent": "all", "transcript": "Words that are heard. " * 3, "mark": ""}
        answer = made.post(address, form | {"file": _named(name, data)})
        new = Paper.objects.exclude(pk__in=before).first()
        tried += 1
        if answer.status_code >= 500:
            wrong.append(f"{name}: {answer.status_code}")
        if new is None:
            wrong += [f"{name}: refused"] if name.startswith("kept") else []
            continue
        out = made.get(f"/engagement/2/papers/{new.pk}")
        body = out.getvalue() if out.streaming else out.content
        wrong += [f"{name}: {fault}" for fault in _faults(out, body, new.kept_as, name)]
        if name.startswith("dangerous"):
            wrong.append(f"{name}: was kept")
        left = _metadata_in(body)
        wrong += [f"{name}: metadata left: {left}"] if left or tagged.SAID in body else []
    return Figure(len(wrong), tried, "files sent", found=tuple(wrong), least=15)


def _faults(out: Any, body: bytes, kept_as: str, name: str) -> list[str]:
    said = out.headers
    return [
        words
        for words, bad in (
            ("could not be taken out", out.status_code != 200 or not body),
            ("is not handed over to be saved", not said.get("Content-Disposition", "").startswith("attachment")),
            ("may be taken for another kind", said.get("X-Content-Type-Options") != "nosniff"),
            ("is not fenced in", "sandbox" not in said.get("Content-Security-Policy", "") or "script" in said["Content-Security-Policy"]),
            ("is of a kind that browsers run", bool(re.search("html|svg|xml;|javascript", said["Content-Type"]))),
            ("has a name that says something", not re.fullmatch(r"[0-9a-f]{32}\.\w+", kept_as)),
        )
        if bad
    ]  # fmt: skip


def _metadata_in(body: bytes) -> str:
    """What exiftool or, without it, the picture library says of who, where and when; "" for nothing."""
    if shutil.which("exiftool"):
        said = subprocess.run(["exiftool", "-s", "-G1", "-"], input=body, capture_output=True, check=False).stdout.decode(errors="replace")
        lines = [line for line in said.splitlines() if re.search("Aisha|GPS|Artist|Thumbnail|Comment|XMP|IPTC", line)]
        return "; ".join(lines[:3])
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(body)) as picture:
            return "EXIF" if len(picture.getexif()) or picture.info.get("comment") else ""
    except UnidentifiedImageError:
        return ""


def _sent_here() -> dict[str, bytes]:
    """Files that are kept, and files that are not what they say or that a browser would run."""
    from folkmoot.documents.tests.hiding import picture, thumbnail
    from folkmoot.foundation.tests.clamd import EICAR
    from folkmoot.languages.media.tests import tagged

    said = tagged.SAID.decode()
    page = b"<html><script>alert(1)</script></html>"
    jpeg = picture(said)
    return {
        "kept.jpg": jpeg, "kept-thumbnail.jpg": thumbnail(said), "kept.png": picture(said, "PNG"), "kept.webp": picture(said, "WEBP"),
        "kept-tail.jpg": jpeg + page, "kept.mp4": tagged.mp4(), "kept.mp3": tagged.mp3(), "kept.wav": tagged.wav(),
        "kept.webm": tagged.webm(), "kept-open.webm": tagged.webm(open_ended=True),
        "ogg-with-comments.ogg": tagged.ogg(b"ARTIST=" + tagged.SAID),
        "map-track.mp4": tagged.mp4(handler=b"meta"), "dangerous.html": page, "dangerous.txt": page, "dangerous.jpg": page,
        "dangerous.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "dangerous.xml": b'<?xml version="1.0"?><a/>',
        "dangerous.pdf": page, "dangerous.exe": b"MZ\x90\0" + bytes(200), "dangerous.sh": b"#!/bin/sh\nrm\n",
        "dangerous.zip": b"PK\x03\x04" + bytes(40),
        "text.com": EICAR, "both.gif": b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)", "kept.txt": b"Plain words",
    }  # fmt: skip


def _named(name: str, data: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data, "text/html")


@control("22b", "pictures and recordings are kept as they came")
def as_they_came(size: Size) -> Figure:
    begin()
    from folkmoot.engagement.papers import operations

    with mock.patch.object(operations, "_kept", lambda data, _kind: data):
        return _kept_and_handed_over()


@control("22b", "a file is handed over under the rules of a page")
def as_a_page(size: Size) -> Figure:
    begin()
    from folkmoot.config import middleware

    with mock.patch.object(middleware, "FILE_POLICY", "default-src 'self'"):
        return _kept_and_handed_over()
