"""Check 18: what a file holds besides what is seen on it is said before it goes out, whichever way it hides; a clean file raises no alarm.

Files that people made are labelled here by what lies in their packages, read without a line of the product's own; files made on the spot
are labelled by whoever made them.
"""

import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from trust.checks.carriers import hidden
from trust.figures import Cannot, Figure, Size, check, control
from trust.places import ROOT

FILES = Path(os.environ.get("FOLKMOOT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "hostile" / "spreadsheets"
MOST_ALARMS = 0.05
# What stands in a package where a hazard is: the hazard, which parts, and a word in them.
SIGNS = (
    ("hidden_sheet", r"xl/workbook\.xml", rb'<(?:\w+:)?sheet [^>]*state="(?:hidden|veryHidden)"'),
    ("hidden_sheet", r"content\.xml", rb'table:display="false"'),
    ("hidden_rows", r"xl/worksheets/[^/]+\.xml", rb'<(?:\w+:)?(?:row|col) [^>]*hidden="(?:1|true)"'),
    ("hidden_rows", r"content\.xml", rb'<table:table-(?:row|column) [^>]*table:visibility="(?:collapse|filter)"'),
    ("hidden_name", r"xl/workbook\.xml", rb'<(?:\w+:)?definedName [^>]*hidden="(?:1|true)"'),
    ("pivot_cache", r"xl/pivotCache/pivotCache(?:Definition|Records)\d*\.xml", rb""),
    ("external_cache", r"xl/externalLinks/externalLink\d+\.xml", rb"<(?:\w+:)?v>"),
    ("external_link", r"xl/worksheets/_rels/[^/]+\.rels", rb'hyperlink"[^>]*TargetMode="External"|TargetMode="External"[^>]*hyperlink"'),
    ("macro", r"xl/vbaProject\.bin|Basic/.*Module[^/]*\.xml", rb""),
    ("comments", r"xl/comments[^/]*\.xml|xl/threadedComments/.*", rb"<(?:\w+:)?(?:comment|threadedComment)[ >]"),
    ("comments", r"content\.xml", rb"<office:annotation[ >]"),
    ("picture", r"xl/media/.*|Pictures/.+", rb""),
    ("embedded", r"xl/embeddings/.+", rb""),
    ("custom_xml", r"customXml/item\d+\.xml", rb""),
    ("thumbnail", r"docProps/thumbnail.*|Thumbnails/.+", rb""),
)


@check(
    18, "What a file holds besides what is seen on it is said; a clean file raises no alarm",
    target="100 % of labelled hazards said; at most 5 % alarms over what is clean",
)  # fmt: skip
def hazards(size: Size) -> Figure:
    return _said_of_all()


@control("18", "the reader of workbooks says nothing of hidden sheets, rows and columns")
def blind_to_hiding(size: Size) -> Figure:
    from folkmoot.documents.contract import HazardKind

    return _without(HazardKind.HIDDEN_SHEET, HazardKind.HIDDEN_ROWS)


@control("18", "text under a box is taken for any other text")
def blind_to_boxes(size: Size) -> Figure:
    from folkmoot.documents.contract import HazardKind

    return _without(HazardKind.TEXT_UNDER_BOX)


@control("18", "every file is said to hold hidden text")
def alarmed(size: Size) -> Figure:
    from folkmoot import documents
    from folkmoot.documents.contract import Hazard, HazardKind

    original = documents.read

    def read(*asked: object, **named: object) -> object:
        from dataclasses import replace

        said = original(*asked, **named)  # type: ignore[arg-type]
        return replace(said, hazards=(*said.hazards, Hazard(HazardKind.HIDDEN_TEXT, "page 1")))

    with mock.patch.object(documents, "read", read):
        return _said_of_all()


def _without(*kinds: str) -> Figure:
    from dataclasses import replace

    from folkmoot import documents

    original = documents.read

    def read(*asked: object, **named: object) -> object:
        said = original(*asked, **named)  # type: ignore[arg-type]
        return replace(said, hazards=tuple(each for each in said.hazards if each.kind not in kinds))

    with mock.patch.object(documents, "read", read):
        return _said_of_all()


def _said_of_all() -> Figure:
    """Hazards that were not said, of those that there are; and alarms, of the files that hold nothing of the kind."""
    found, tried, alarms, clean = [], Counter[str](), [], 0
    refused = 0
    for name, data, labels, known in _labelled():
        said = _said(name, data)
        if said is None:
            refused += 1  # what is not read is not released either
            continue
        for label in sorted(labels):
            tried[label] += 1
            found += [] if label in said else [f"{name}: {label} was not said"]
        clean += not labels
        alarms += [f"{name}: {', '.join(sorted(said & known))} was said" for _once in (1,) if not labels and said & known]
    share = len(alarms) / clean if clean else 1.0
    more = {
        "kinds": dict(sorted(tried.items())), "files with nothing hidden": clean, "alarms over them": f"{len(alarms)} ({share:.1%})",
        "files refused in plain words": refused,
        "not measured": "the reference PDFs and office files of the full list are not here: their kinds were made on the spot",
    }  # fmt: skip
    wrong = found + (alarms if share > MOST_ALARMS else [])
    return Figure(len(wrong), sum(tried.values()), "labelled hazards", more, tuple(wrong), 90)


def _said(name: str, data: bytes) -> frozenset[str] | None:
    from folkmoot import documents
    from folkmoot.documents import DocumentError

    try:
        return frozenset(str(each.kind) for each in documents.read(data, name).hazards)
    except DocumentError:
        return None


def _labelled() -> Iterator[tuple[str, bytes, frozenset[str], frozenset[str]]]:
    """Name, content, what hazards are in it, and which would be an alarm where they are not."""
    from folkmoot.documents.contract import HazardKind
    from folkmoot.documents.tests.hiding import ALL, clean_files

    if not FILES.is_dir():
        raise Cannot(f"labelled files not found at {FILES}; set FOLKMOOT_SHARED_DATA to the folder of shared data")
    looked_for = frozenset(kind for kind, _parts, _word in SIGNS)
    every = frozenset(str(kind) for kind in HazardKind)
    for path in sorted(FILES.rglob("*")):
        if path.suffix in {".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"}:
            yield path.name, path.read_bytes(), _signs_in(path), looked_for
    for each in ALL:
        yield f"{each.carrier}.{each.form}", each.build("Zebedee Quillfeather"), frozenset({str(each.hazard)}), every
    names = {"format that shows nothing": "hidden_text", "white text": "hidden_text", "comment": "comments"}
    for way in (each for each in hidden() if each.form in ("xlsx", "ods")):
        label = names.get(way.carrier) or way.carrier.removeprefix("very ").replace("hidden row", "hidden rows").replace(" ", "_")
        yield f"{way.carrier}.{way.form}", way.build("Quill"), frozenset({label.replace("hidden_column", "hidden_rows")}), every
    for name, data in clean_files().items():
        yield name, data, frozenset(), every


def _signs_in(path: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            held = {name: archive.read(name) for name in archive.namelist() if archive.getinfo(name).file_size < 50_000_000}
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return frozenset()
    return frozenset(
        kind
        for kind, parts, word in SIGNS
        if any(re.fullmatch(parts, name.lstrip("/")) and re.search(word, data) for name, data in held.items())
    )
