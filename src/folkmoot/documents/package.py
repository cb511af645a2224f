"""What every Office package holds beside its text: properties, links, macros, embedded files, pictures of its first page."""

from collections import Counter
from collections.abc import Iterator

from folkmoot.documents.archive import Archive
from folkmoot.documents.contract import HazardKind
from folkmoot.documents.xmltree import Element, attribute, local, named, parsed

_ABOUT_PEOPLE = {
    "creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category", "contentStatus", "Manager", "Company",
    "HyperlinkBase", "lastPrintedBy", "initial-creator", "printed-by", "keyword", "user-defined", "editing-cycles-by",
}  # fmt: skip


def part(archive: Archive, name: str) -> Element | None:
    """The root of an XML part, or None where the package has no such part. Raises DocumentError."""
    return parsed(archive.read(name), archive.name) if name in archive else None


def parts_named(archive: Archive, *beginnings: str, ending: str = "") -> Iterator[str]:
    """The names of the parts that begin so."""
    return (name for name in sorted(archive.members) if name.startswith(beginnings) and name.endswith(ending) and not name.endswith("/"))


def properties(archive: Archive, *names: str) -> int:
    """How many properties of the document say something about who wrote it or what it is."""
    count = 0
    for name in names:
        root = part(archive, name)
        if root is not None:
            count += sum(1 for each in root.iter() if local(each.tag) in _ABOUT_PEOPLE | {"property"} and _said(each))
    return count


def _said(element: Element) -> bool:
    return any((each.text or "").strip() for each in element.iter() if local(each.tag))


def of_package(archive: Archive, folder: str) -> Counter[HazardKind]:
    """The hazards that all packages of Office share; `folder` is "word" or "xl"."""
    found: Counter[HazardKind] = Counter()
    found[HazardKind.METADATA] = properties(archive, "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
    found[HazardKind.EMBEDDED] = sum(1 for _ in parts_named(archive, f"{folder}/embeddings/", f"{folder}/activeX/", f"{folder}/afchunk"))
    found[HazardKind.PICTURE] = sum(1 for _ in parts_named(archive, f"{folder}/charts/chart", f"{folder}/diagrams/data", ending=".xml"))
    found[HazardKind.MACRO] = sum(1 for name in archive.members if name.rsplit("/", 1)[-1].lower() in ("vbaproject.bin", "vbadata.xml"))
    found[HazardKind.THUMBNAIL] = sum(1 for _ in parts_named(archive, "docProps/thumbnail"))
    found[HazardKind.CUSTOM_XML] = sum(_says_something(archive, name) for name in parts_named(archive, "customXml/item", ending=".xml"))
    found[HazardKind.EXTERNAL_LINK] = sum(
        _outward(parsed(archive.read(name), archive.name)) for name in archive.members if name.endswith(".rels")
    )
    return found


def _says_something(archive: Archive, name: str) -> bool:
    """Word adds an empty list of sources, and properties that only name a schema."""
    root = parsed(archive.read(name), archive.name)
    if local(root.tag) in ("Sources", "datastoreItem") and not len([each for each in root if local(each.tag) == "Source"]):
        return False
    return any((each.text or "").strip() or each.attrib for each in root.iter())


def _outward(relations: Element) -> int:
    return sum((attribute(each, "TargetMode") or "").lower() == "external" for each in named(relations, "Relationship"))
