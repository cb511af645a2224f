"""A good backup spoiled in every way that must be noticed, and what is said of each."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from trust.places import Place, folder

PIECE = 1024 * 1024 + 16  # as folkmoot.keeping.sealing writes them: a MiB and its seal


def refusals(place: Place, good: Path, keys: Path) -> list[tuple[str, str]]:
    """Of each spoiled backup, what was done to it and what is wrong with how it was met; nothing where it was refused rightly."""
    from folkmoot.keeping.sealing import Unreadable, read_key
    from folkmoot.keeping.taking import check

    place.run("backup", "key", str(keys / "other.key"))
    found = []
    for number, (what, data, words, key) in enumerate(_spoiled(good.read_bytes())):
        spoiled = folder() / f"{number}.backup"
        spoiled.write_bytes(data)
        try:
            check(spoiled, read_key(keys / f"{key}.key"))
            found.append((what, "was taken as good"))
        except Unreadable as error:
            found.append((what, "" if re.search(words, str(error)) else f"was refused for another reason: {error}"))
        spoiled.unlink()
    return [*found, _later(place, good, keys)]


def _spoiled(data: bytes) -> Iterator[tuple[str, bytes, str, str]]:
    """What was done, the bytes, the words of the reason, the key."""
    start = data.index(b"\n", data.index(b"\n") + 1) + 1
    first, second, third = (start + number * PIECE for number in range(3))
    early, changed = "ends too early", "was changed"
    yield "another key", data, "sealed with the key marked", "other"
    yield "cut off in a piece", data[: len(data) - 1000], f"{early}|{changed}", "a"
    if len(data) > second:
        yield "cut off between two pieces", data[: third if len(data) > third else second], early, "a"
    yield "cut off in its first line", data[: start - 20], "first line|begins|cannot be read", "a"
    yield "nothing left of it", b"", "does not begin", "a"
    for place in (start + 5, (start + len(data)) // 2, len(data) - 3):
        yield f"a bit turned at byte {place}", data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], f"{early}|{changed}", "a"
    inside = data.index(b"made_at", 0, start) + 14
    yield "its day changed in the first line", data[:inside] + b"9" + data[inside + 1 :], f"{changed}|{early}", "a"
    yield "something added behind it", data + b"more", f"{changed}|{early}", "a"
    if len(data) > third:
        swapped = data[:first] + data[second:third] + data[first:second] + data[third:]
        yield "two pieces swapped", swapped, changed, "a"
        yield "a piece said twice", data[:second] + data[first:second] + data[second:], changed, "a"
        yield "a piece left out", data[:first] + data[second:], changed, "a"


def _later(place: Place, good: Path, keys: Path) -> tuple[str, str]:
    """A backup whose database knows a step that this version does not: refused, and nothing is left where it would have come."""
    from folkmoot.keeping import package
    from folkmoot.keeping.sealing import read_key

    key, here = read_key(keys / "a.key"), folder()
    with package.reading(good, key) as (about, pack):
        pack.unpack(here)
    steps = about.holding.migrations | {"foundation": [*about.holding.migrations["foundation"], "9999_from_tomorrow"]}
    tomorrow = dataclasses.replace(about, product="99.0", holding=dataclasses.replace(about.holding, migrations=steps))
    with (here / "later.backup").open("wb") as out:
        package.write(out, key, tomorrow, here / package.DATABASE, {})
    new = Place(folder() / "new", database=place.database)
    said = new.run("restore", str(here / "later.backup"), "--into", str(new.home), "--key", str(keys / "a.key"), code=1)
    plain = "later Folkmoot" in said and "9999_from_tomorrow" in said and "Traceback" not in said
    left = new.home.exists()
    return "made by a later version", "" if plain and not left else f"{'left something behind; ' if left else ''}{said.strip()[-300:]}"
