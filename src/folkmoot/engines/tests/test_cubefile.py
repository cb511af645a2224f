"""Cubes as files: written whole or not at all, and never trusted when read."""

import io
import json
import random
import stat
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from folkmoot.engines import cubefile, memory
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.errors import CubesDiffer, FileProblem
from folkmoot.engines.readings import Numbers, Scheme
from folkmoot.engines.spec import Condition, CubeSpec, Outcome

SPEC = CubeSpec(
    ("ethnicity", "sex", "priors"),
    (Outcome("charged", "charge", None, (Condition("sex", frozenset({"F", "M"})),)), Outcome("bailed", "bail", frozenset({"yes"}))),
    where=(Condition("area", frozenset({"Essex"})),),
    groupings=(("ethnicity",), ("ethnicity", "sex", "priors")),
    readings=(("priors", Numbers()), ("ethnicity", Scheme.of("s", {"W": "White"}))),
)
NAMES = ("ethnicity", "sex", "priors", "charge", "bail", "area")
ROWS = [
    ("W", "F", "3", "1", "yes", "Essex"),
    ("Ž", "M", "3.0", "0", "", "essex"),
    ("", "X", "many", "", "yes", "Essex"),
    ("W", "F", "1", "1", "no", "Kent"),
]


def made(rows=ROWS, spec=SPEC, **source):
    counted = memory.count([dict(zip(NAMES, row, strict=True)) for row in rows], spec)
    known = SourceFile(**({"name": "april.csv", "sha256": "ab" * 32, "size": 120} | source))
    return Cube(counted.spec, counted.groupings, (known,), counted.not_met, counted.values)


@pytest.fixture
def path(tmp_path):
    cubefile.write(made(), tmp_path / "april.cube")
    return tmp_path / "april.cube"


def test_a_cube_survives_the_file(path):
    assert cubefile.read(path) == made()


def test_a_cube_without_outcomes_and_without_characteristics_survives_too(tmp_path):
    bare = made(spec=CubeSpec((), ()))
    cubefile.write(bare, tmp_path / "bare.cube")
    assert cubefile.read(tmp_path / "bare.cube") == bare


def test_equal_cubes_make_equal_files_for_their_owner_alone(path, tmp_path):
    cubefile.write(made(ROWS[::-1]), tmp_path / "other.cube")
    assert (tmp_path / "other.cube").read_bytes() == path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_large_counts_keep_every_unit(tmp_path):
    spec = CubeSpec(("sex",), (), count_column="charge")
    counted = memory.count([{"sex": "F", "charge": str(10**15 - 1)}, {"sex": "M", "charge": "255"}, {"sex": "X", "charge": "256"}], spec)
    cubefile.write(counted, tmp_path / "large.cube")
    assert cubefile.read(tmp_path / "large.cube") == counted


def test_a_file_that_cannot_be_written_leaves_the_one_before(path, monkeypatch):
    before = path.read_bytes()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cubefile, "_save", full)
    with pytest.raises(FileProblem, match="No space left"):
        cubefile.write(made(), path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_folder_that_is_not_there_is_a_plain_error(tmp_path):
    with pytest.raises(FileProblem, match="could not be written"):
        cubefile.write(made(), tmp_path / "none" / "x.cube")
    with pytest.raises(FileProblem, match="cannot be read"):
        cubefile.read(tmp_path / "none.cube")
    with pytest.raises(FileProblem, match="cannot be read"):
        cubefile.read(tmp_path)


def _refused(path, content):
    path.write_bytes(content)
    with pytest.raises(FileProblem, match=path.name):
        cubefile.read(path)


def test_a_file_cut_short_anywhere_is_refused(path):
    whole = path.read_bytes()
    for end in range(0, len(whole), 97):
        _refused(path, whole[:end])


def test_a_damaged_file_is_refused_or_read_as_it_was(path):
    """A changed byte is either noticed or stands where nothing depends on it (a date in the directory of the zip)."""
    whole, draw = path.read_bytes(), random.Random(3)
    for _ in range(400):
        place = draw.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ draw.randrange(1, 256)]) + whole[place + 1 :])
        try:
            assert cubefile.read(path) == made()
        except FileProblem:
            continue


@pytest.mark.parametrize("content", [b"", b"PK", b"ethnicity,sex\nWhite,F\n", b"PAR1 broken PAR1", b"\x00" * 500])
def test_another_file_is_refused(path, content):
    _refused(path, content)


def changed(path, **members):
    """The cube file with some members replaced; None leaves one out."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()} | members
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            if content is not None:
                archive.writestr(name, content)
    return packed.getvalue()


def array(values, dtype=np.uint8, **more):
    packed = io.BytesIO()
    np.save(packed, np.array(values, dtype=dtype), **more)
    return packed.getvalue()


def test_the_parts_of_the_file_can_be_put_together_again(path):
    path.write_bytes(changed(path))
    assert cubefile.read(path) == made()


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("cube.json", None),
        ("cube.json", b"[]"),
        ("cube.json", b"{"),
        ("cube.json", b"\xff\xfe"),
        ("cube.json", b"[" * 100_000),
        ("0/rows.npy", None),
        ("0/rows.npy", b"not an array"),
        ("0/rows.npy", array([1, 1])),
        ("0/rows.npy", array([1, 1, 1], np.int64)),
        ("0/rows.npy", array([1.0, 1.0, 1.0], float)),
        ("0/rows.npy", array(["1", "1", "1"], object, allow_pickle=True)),
        ("0/rows.npy", array([1, 1, 2**63], np.uint64)),
        ("0/rows.npy", array([9, 9, 9])),
        ("0/rows.npy", array([0, 1, 2])),
        ("0/rows.npy", array([1, 1, 1]) + b"more" * 1_000),
        ("0/codes0.npy", array([0, 1, 9])),
        ("0/codes0.npy", array([0, 2, 1])),
        ("0/codes0.npy", array([0, 1, 1])),
        ("0/eligible.npy", array([[9, 9, 9], [1, 1, 1]])),
        ("0/at_risk.npy", array([[9, 9, 9], [1, 1, 1]])),
        ("0/with_outcome.npy", array([[9, 9, 9], [1, 1, 1]])),
        ("0/with_outcome.npy", array([[0, 0], [0, 0], [0, 0]])),
        ("0/rows.npy", array(np.zeros(50_000_000))),
    ],
)
def test_a_file_made_by_hand_is_refused(path, member, content):
    assert len(cubefile.read(path).by_groupings(("ethnicity",))) == 3
    _refused(path, changed(path, **{member: content}))


def header(path, **more):
    with zipfile.ZipFile(path) as archive:
        plain = json.loads(archive.read("cube.json"))
    return json.dumps(plain | more).encode()


@pytest.mark.parametrize(
    "groupings",
    [None, [], {}, [1, 2], [{"by": ["sex"]}] * 2, [{"by": ["ethnicity"], "levels": [[1, 2, 3]], "cells": 3}] * 2,
     [{"by": ["ethnicity"], "levels": [["a"]], "cells": 10**12}] * 2, [{"by": ["ethnicity"], "levels": [["b", "a", "c"]], "cells": 3}] * 2,
     [{"by": ["ethnicity"], "levels": [["a", "a", "c"]], "cells": 3}] * 2, [{"by": ["ethnicity"], "levels": [], "cells": -1}] * 2],
)  # fmt: skip
def test_a_header_made_by_hand_is_refused(path, groupings):
    _refused(path, changed(path, **{"cube.json": header(path, groupings=groupings)}))


def test_cubes_of_different_months_add():
    both = cubefile.added(made(ROWS[:2]), made(ROWS[2:], name="may.csv", sha256="cd" * 32))
    assert both.groupings == made().groupings
    assert (both.rows, both.rows_read, both.values) == (3, 4, made().values)
    assert [source.name for source in both.sources] == ["april.csv", "may.csv"]


def test_the_same_file_is_not_added_twice_whatever_its_name():
    with pytest.raises(FileProblem, match=r"'renamed\.csv' is in both cubes"):
        cubefile.added(made(), made(name="renamed.csv"))


def test_two_tables_of_one_database_file_are_two_sources():
    both = cubefile.added(made(name="c.duckdb#april", table="april"), made(name="c.duckdb#may", table="may"))
    assert both.rows == 6


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("where", (), "which rows are counted"),
        ("missing", frozenset({"W"}), "the codes for not recorded"),
        ("readings", (), "how values are read as groups"),
        ("outcomes", SPEC.outcomes[:1], "the outcomes"),
        ("groupings", (("ethnicity", "sex", "priors"),), "the combinations of characteristics"),
    ],
)
def test_cubes_counted_differently_do_not_add_and_the_difference_is_named(part, value, said):
    with pytest.raises(CubesDiffer, match=f"They differ in {said}"):
        cubefile.added(made(), made(spec=replace(SPEC, **{part: value}), sha256="cd" * 32))
