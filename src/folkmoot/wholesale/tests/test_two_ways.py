"""Out, and into an empty service: every value comes back; and whatever is wrong with a package leaves everything as it was."""

import json
import os
import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from folkmoot.accounts.models import Account, Invitation
from folkmoot.accounts.scope import NOBODY, THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, administrator, hq, icem
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.wholesale import rules, versions
from folkmoot.wholesale.operations import Brought, Faulty, NotEmpty, bring_everything_in
from folkmoot.wholesale.tests.factories import PAPER, emptied, everything_stored, remanifest, small_service, take, tamper, zipped
from folkmoot.wholesale.unpacking import NotAPackage

POINTS = "tables/voice.point.jsonl"
ACCOUNTS = "tables/accounts.account.jsonl"


def bring(place: Path, **over: str) -> Brought:
    return bring_everything_in(by=THE_PRODUCT, at=NOW, place=place, **over)


@pytest.fixture
def package(db, tmp_path) -> Path:
    """A package of a small service, and an empty service to bring it into."""
    small_service()
    take(tmp_path / "package")
    emptied()
    return tmp_path / "package"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_every_value_comes_back_and_only_the_trail_is_longer(tmp_path, name):
    small_service()
    taken = take(tmp_path / name)
    before = everything_stored()
    fed = {table for table, rows in before.items() if rows}
    assert {"voice.editiontext", "decisions.considered", "scrutiny.framecase", "accounts.rolegrant_areas", "account.emailaddress"} <= fed
    links = set(Invitation.objects.values_list("fingerprint", flat=True))
    emptied()
    assert not any(everything_stored().values())

    brought = bring(tmp_path / name, fingerprint=taken.fingerprint)

    after = everything_stored()
    trail, longer = before.pop("foundation.auditevent"), after.pop("foundation.auditevent")
    assert after == before
    # the last event before is that of having finished taking out, which no package can hold
    assert longer[: len(trail) - 1] == trail[:-1]
    assert AuditEvent.objects.last().detail["stage"] == "brought in"
    assert list(audit.faults()) == []
    assert brought.rows == taken.rows == sum(map(len, before.values())) + len(trail) - 1
    assert default_storage.open(PAPER).read() == b"%PDF-1.7 a paper"
    # nothing that opened something before opens it now
    assert not any(account.has_usable_password() for account in Account.objects.all())
    assert not links & set(Invitation.objects.values_list("fingerprint", flat=True))


@pytest.mark.django_db
def test_a_second_round_gives_the_same_files_but_for_the_trail(package, tmp_path):
    bring(package)
    take(tmp_path / "again")
    first, second = (json.loads((place / "manifest.json").read_text()) for place in (package, tmp_path / "again"))
    unlike = {one["path"] for one in first["files"]} ^ {one["path"] for one in second["files"]}
    hashes = {one["path"]: one["sha256"] for one in first["files"]}
    unlike |= {one["path"] for one in second["files"] if hashes.get(one["path"]) != one["sha256"]}
    assert unlike == {"tables/foundation.auditevent.jsonl", "datapackage.json", "README.txt"}
    assert first["tables"][0]["highest"] == second["tables"][0]["highest"]


@pytest.mark.django_db
def test_people_come_back_without_a_password_and_can_ask_for_a_new_one(package, mailoutbox):
    bring(package)
    address = Account.objects.first().email
    Client().post("/account/password/reset/", {"email": address})
    assert [letter.to for letter in mailoutbox] == [[address]]


@pytest.mark.django_db
def test_numbers_of_rows_that_are_gone_are_not_given_again(package):
    highest = {one["name"]: one["highest"] for one in json.loads((package / "manifest.json").read_text())["tables"]}
    raised = [one | {"highest": 9000} if one["name"] == "accounts.account" else one
              for one in json.loads((package / "manifest.json").read_text())["tables"]]  # fmt: skip
    assert 0 < highest["accounts.account"] < 9000
    remanifest(package, tables=raised)
    bring(package)
    assert Account.objects.create_user("new@example.org", "New").pk == 9001


def refused(place: Path, *words: str) -> None:
    """Bringing it in fails with these words, and writes nothing: no row, no event, no file."""
    before = everything_stored()
    with pytest.raises(FolkmootError) as error:
        bring(place)
    for word in words:
        assert word in str(error.value)
    assert everything_stored() == before
    assert not default_storage.exists(PAPER)


def with_point(package: Path, **changes: object) -> bytes:
    """The points, the first of them changed; a value of ... takes the column away."""
    first, *others = (package / POINTS).read_bytes().splitlines(keepends=True)
    row = {name: value for name, value in (json.loads(first) | changes).items() if value is not ...}
    return b"".join([json.dumps(row).encode() + b"\n", *others])


@pytest.mark.django_db
def test_whatever_is_wrong_with_a_row_is_named_by_file_row_and_column(package, tmp_path):
    count = 0
    for changes, words in [
        ({"extra": 1}, ("column extra", "no such column")),
        ({"words": ...}, ("column words", "is missing")),
        ({"words": None}, ("column words", "is empty, and may not be")),
        ({"said_on": "3 March 2026"}, ("column said_on", "is not a date")),
        ({"recorded_at": "2026-03-03T09:00:00"}, ("column recorded_at", "in which zone")),
        ({"id": "1"}, ("column id", "is not a whole number")),
        ({"id": 2**63}, ("column id", "outside what the column can hold")),
        ({"area_id": 99999}, ("column area_id", "points at a row of areas.area that is not there")),
        ({"words": "a\0b"}, ("column words", "NUL")),
        ({"nature": "x" * 300}, ("column nature", "is 300 characters long")),
    ]:
        copy = tmp_path / f"copy{(count := count + 1)}"
        shutil.copytree(package, copy)
        tamper(copy, POINTS, with_point(package, **changes))
        refused(copy, POINTS, "row 1", *words)


@pytest.mark.django_db
def test_a_rule_that_only_the_database_knows(package):
    path = "tables/accounts.rolegrant.jsonl"
    *others, last = (package / path).read_bytes().splitlines(keepends=True)
    tamper(package, path, b"".join([*others, json.dumps(json.loads(last) | {"ends": "1900-01-01"}).encode() + b"\n"]))
    refused(package, path, f"row {len(others) + 1}", "the database refuses it", "grant_ends_after_start")


@pytest.mark.django_db
def test_a_key_that_stands_twice_and_a_table_cut_short(package):
    rows = (package / ACCOUNTS).read_bytes().splitlines(keepends=True)
    tamper(package, ACCOUNTS, b"".join([*rows, rows[0]]))
    refused(package, ACCOUNTS, f"row {len(rows) + 1}, column id", "has the value of row 1")
    tamper(package, ACCOUNTS, b"".join(rows)[:-5])
    refused(package, ACCOUNTS, f"row {len(rows)}", "the row does not end")
    tamper(package, ACCOUNTS, b"".join(rows[:-1]), rows=len(rows))
    refused(package, ACCOUNTS, f"has {len(rows) - 1} rows; the manifest says {len(rows)}")
    tamper(package, ACCOUNTS, b"".join([*rows[:-1], b'{"id":1,"id":2}\n']))
    refused(package, "a name stands in it twice")
    tamper(package, ACCOUNTS, b"".join([*rows[:-1], b"[" * 100_000 + b"\n"]))
    refused(package, f"row {len(rows)}: cannot be read")


@pytest.mark.django_db
def test_a_package_that_is_not_whole_or_holds_more(package):
    (package / POINTS).write_bytes((package / POINTS).read_bytes().replace(b"a", b"b", 1))
    refused(package, POINTS, "its SHA-256 is not the one in the manifest")
    tamper(package, POINTS, (package / POINTS).read_bytes())
    (package / "files" / "store" / "more.pdf").write_bytes(b"x")
    refused(package, "files/store/more.pdf: is not in the manifest")
    tamper(package, "files/elsewhere/more.pdf", b"x")
    (package / "files" / "store" / "more.pdf").unlink()
    refused(package, "files/elsewhere/more.pdf: no file of the product lies there")
    tamper(package, "files/elsewhere/more.pdf", None)
    tamper(package, "tables/voice.whisper.jsonl", b"")
    refused(package, "tables/voice.whisper.jsonl: is not named as a table")


@pytest.mark.django_db
def test_a_table_that_is_left_out_is_missed(package):
    """The control of completeness: a package without one table is refused, though its manifest is signed anew."""
    tables = [one for one in json.loads((package / "manifest.json").read_text())["tables"] if one["path"] != POINTS]
    remanifest(package, tables=tables)
    tamper(package, POINTS, None)
    refused(package, "the table voice.point is missing")
    remanifest(package, tables=[*tables, tables[0] | {"name": "voice.whisper"}])
    refused(package, "this Folkmoot has no table voice.whisper")


@pytest.mark.django_db
def test_an_audit_trail_that_was_altered(package):
    path = "tables/foundation.auditevent.jsonl"
    first, *others = (package / path).read_bytes().splitlines(keepends=True)
    tamper(package, path, b"".join([json.dumps(json.loads(first) | {"actor_name": "Somebody else"}).encode() + b"\n", *others]))
    refused(package, "event 1: was altered after it was written")
    tamper(package, path, b"".join([first, *others[:-1]]))
    refused(package, "is not the one that the manifest names")


def entry(name: str, mode: int = 0o100600) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr, made.compress_type = mode << 16, zipfile.ZIP_DEFLATED
    return made


@pytest.mark.django_db
def test_a_zip_made_to_do_harm(package, tmp_path):
    for name, mode, data, words in [
        ("../../etc/cron.d/x", 0o100600, b"x", "could lead out of the folder"),
        ("/etc/passwd", 0o100600, b"x", "could lead out of the folder"),
        ("files/store/..", 0o100600, b"x", "could lead out of the folder"),
        ("files\\x", 0o100600, b"x", "could lead out of the folder"),
        ("files/store/link", stat.S_IFLNK | 0o777, b"/etc/passwd", "is a link or a device"),
        ("files/store/swollen", 0o100600, bytes(32 * 1024 * 1024), "times as large as it is"),
        ("manifest.json", 0o100600, b"{}", "twice"),
    ]:
        place = zipped(package, tmp_path / "harm.zip")
        with zipfile.ZipFile(place, "a") as archive, pytest.warns() if name == "manifest.json" else _nothing():
            archive.writestr(entry(name, mode), data)
        refused(place, words)
    place.write_bytes(place.read_bytes()[:-100])
    refused(place, "neither a folder nor a whole zip")


class _nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


@pytest.mark.django_db
def test_a_zip_whose_directory_lies_about_sizes(package, tmp_path):
    """The bytes that come out are counted, whatever the directory says."""
    manifest = json.loads((package / "manifest.json").read_text())
    path = "files/store/" + PAPER
    swollen = 2_345_678  # a number whose bytes stand nowhere else in the file
    (package / path).write_bytes(bytes(swollen))
    place = zipped(package, tmp_path / "lies.zip")
    real = next(one["bytes"] for one in manifest["files"] if one["path"] == path)
    raw, size = bytearray(place.read_bytes()), struct.pack("<L", swollen)
    raw = raw.replace(size, struct.pack("<L", real))
    place.write_bytes(raw)
    refused(place, path)


@pytest.mark.django_db
def test_a_folder_with_a_link_in_it(package, tmp_path):
    (package / "files" / "store" / "link").symlink_to("/etc/passwd")
    refused(package, "is a link or a device")
    (tmp_path / "linked").symlink_to(package)
    refused(tmp_path / "linked", "is a link to something else")
    os.mkfifo(package / "files" / "store" / "pipe")
    (package / "files" / "store" / "link").unlink()
    refused(package, "is a link or a device")


@pytest.mark.django_db
def test_only_into_an_empty_service_of_a_version_that_knows_the_way(package, monkeypatch):
    with pytest.raises(NotAPackage, match="fingerprint"):
        bring(package, fingerprint="0" * 64)
    there = json.loads((package / "manifest.json").read_text())["migrations"]
    remanifest(package, migrations=there | {"voice": [*there.get("voice", []), "0099_from_the_future"]})
    refused(package, "newer Folkmoot", "voice 0099_from_the_future")
    remanifest(package, migrations=there)
    here = versions.migrations_here()
    monkeypatch.setattr(versions, "migrations_here", lambda: here | {"voice": [*here.get("voice", []), "0099_next"]})
    refused(package, "older Folkmoot", "voice 0099_next")
    # the way has a name: the column that came since gets its value, the one that was renamed keeps its own
    older = b"".join(
        json.dumps(
            {("text" if name == "words" else name): value for name, value in json.loads(line).items() if name != "language"}
        ).encode()
        + b"\n"
        for line in (package / POINTS).read_bytes().splitlines()
    )
    tamper(package, POINTS, older)
    step = versions.Step(added={"voice.point": {"language": "en"}}, renamed={"voice.point": {"text": "words"}})
    monkeypatch.setitem(versions.STEPS, ("voice", "0099_next"), step)
    bring(package)
    with pytest.raises(NotEmpty, match=r"accounts\.account"):
        bring(package)


@pytest.mark.django_db
def test_without_what_is_about_people(tmp_path):
    small_service()
    icem("maya.canary@example.org", "Canary Fenwick")
    take(tmp_path / "emptied", without_personal=True)
    whole = b"".join(file.read_bytes() for file in (tmp_path / "emptied").rglob("*") if file.is_file())
    assert b"anary" not in whole
    assert b"heron" not in whole  # the phrase a member sealed
    assert not (tmp_path / "emptied" / "files").exists()
    assert (tmp_path / "emptied" / ACCOUNTS).read_text().count("removed ") == Account.objects.count()
    take(tmp_path / "whole")
    assert b"anary" in (tmp_path / "whole" / ACCOUNTS).read_bytes()  # the control
    emptied()
    refused(tmp_path / "emptied", "only a whole one can be brought in")


@pytest.mark.django_db
def test_nothing_leaves_without_an_event_and_a_reason(tmp_path, monkeypatch):
    for viewer in (NOBODY, icem(), hq()):
        with pytest.raises(NotAllowed):
            take(tmp_path / "no", by=viewer)
    for missing in ({"recipient": " "}, {"reason": ""}):
        with pytest.raises(Refused, match="recorded"):
            take(tmp_path / "no", **missing)
    assert not AuditEvent.objects.filter(subject_kind="wholesale.everything").exists()
    taken = take(tmp_path / "yes", by=administrator())
    begun, finished = AuditEvent.objects.filter(subject_kind="wholesale.everything", kind=audit.Kind.DISCLOSURE)
    assert (begun.recipient, begun.detail["reason"], begun.detail["stage"]) == ("Records", "A trial", "begun")
    assert finished.detail["fingerprint"] == taken.fingerprint
    assert stat.S_IMODE((tmp_path / "yes" / ACCOUNTS).stat().st_mode) == 0o600
    with pytest.raises(FolkmootError, match="is there already"):
        take(tmp_path / "yes")
    monkeypatch.setattr(rules, "FORMAT", None)
    monkeypatch.setattr("folkmoot.wholesale.taking_out.data_package", _fails)
    with pytest.raises(FolkmootError, match="disk is full"):
        take(tmp_path / "halfway.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["yes"]
    assert AuditEvent.objects.last().detail["stage"] == "begun"  # that it was begun stays on record


def _fails(*_args: object, **_words: object) -> str:
    raise OSError("the disk is full")


def test_faults_are_told_up_to_a_number():
    assert "first 2" in str(Faulty(["a", "b"], more=True))
