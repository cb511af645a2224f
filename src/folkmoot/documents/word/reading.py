"""A whole Word document."""

from collections import Counter

from folkmoot.documents.archive import Archive
from folkmoot.documents.contract import DocumentKind, Hazard, HazardKind, Place, Reading, at
from folkmoot.documents.finishing import finished
from folkmoot.documents.package import of_package, part, parts_named
from folkmoot.documents.word.looks import Styles
from folkmoot.documents.word.story import Story, Teller
from folkmoot.documents.xmltree import Element, attribute, child, has_words, local, named

_MAIN = "officeDocument"


def read_word(data: bytes, name: str) -> Reading:
    """The document's text with every tracked change accepted, its notes last. Raises DocumentError."""
    archive = Archive(data, name)
    main = main_part(archive)
    styles = Styles(part(archive, "word/styles.xml"))
    body = part(archive, main)
    told = Teller(styles).tell(body) if body is not None else Story()
    pieces = [(text, at(Place.PARAGRAPH, number)) for number, text in enumerate(told.paragraphs, 1)]
    hazards = {at(Place.BODY): told.hazards, at(Place.FILE): of_package(archive, "word")}
    notes = Counter[HazardKind]()
    for kind in ("footnote", "endnote"):
        said, found = _notes(archive, kind, [number for each, number in told.notes if each == kind], styles)
        pieces += [(text, at(Place.NOTES)) for text in said]
        notes += found
    hazards[at(Place.NOTES)] = notes
    hazards[at(Place.HEADERS)] = _headers(archive, styles)
    hazards[at(Place.COMMENTS)] = _comments(archive)
    hazards[at(Place.FILE)] += _settings(archive)
    return finished(DocumentKind.DOCX, pieces, _listed(hazards))


def main_part(archive: Archive) -> str:
    """The part that the package names as its document."""
    relations = part(archive, "_rels/.rels")
    for each in named(relations, "Relationship") if relations is not None else ():
        if (attribute(each, "Type") or "").endswith("/" + _MAIN):
            return (attribute(each, "Target") or "").lstrip("/")
    return "word/document.xml"


def _notes(archive: Archive, kind: str, referred: list[str], styles: Styles) -> tuple[list[str], Counter[HazardKind]]:
    root = part(archive, f"word/{kind}s.xml")
    found: Counter[HazardKind] = Counter()
    if root is None:
        return [], found
    notes = {attribute(note, "id") or "": note for note in root if local(note.tag) == kind and attribute(note, "type") is None}
    said = []
    for number in dict.fromkeys(referred):
        if number in notes:
            story = Teller(styles).tell(notes.pop(number))
            found += story.hazards
            said += story.paragraphs
    found[HazardKind.HIDDEN_TEXT] += sum(has_words(note) for note in notes.values())  # notes that no place refers to any more
    return said, found


def _headers(archive: Archive, styles: Styles) -> Counter[HazardKind]:
    found: Counter[HazardKind] = Counter()
    for name in parts_named(archive, "word/header", "word/footer", ending=".xml"):
        root = part(archive, name)
        if root is not None:
            story = Teller(styles).tell(root)
            found += story.hazards
            found[HazardKind.HEADER_FOOTER] += bool("".join(story.paragraphs).strip())
    return found


def _comments(archive: Archive) -> Counter[HazardKind]:
    roots = [part(archive, name) for name in parts_named(archive, "word/comments", ending=".xml")]
    count = sum(1 for root in roots if root is not None for _ in named(root, "comment"))
    people = part(archive, "word/people.xml")
    authors = sum(1 for _ in named(people, "person")) if people is not None else 0
    return Counter({HazardKind.COMMENTS: count, HazardKind.METADATA: authors})


def _settings(archive: Archive) -> Counter[HazardKind]:
    """Variables, mail merge and templates kept in the settings."""
    root = part(archive, "word/settings.xml")
    found: Counter[HazardKind] = Counter()
    if root is None:
        return found
    found[HazardKind.METADATA] = sum(1 for _ in named(root, "docVar"))
    merge = next(named(root, "mailMerge"), None)
    found[HazardKind.EXTERNAL_LINK] = 1 if merge is not None and _connects(merge) else 0
    return found


def _connects(merge: Element) -> bool:
    return any(child(merge, each) is not None for each in ("connectString", "query", "dataSource"))


def _listed(found: dict[str, Counter[HazardKind]]) -> list[Hazard]:
    return [Hazard(kind, where, count) for where, counts in found.items() for kind, count in counts.items() if count]
