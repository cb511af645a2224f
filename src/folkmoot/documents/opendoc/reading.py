"""A whole OpenDocument text."""

from collections import Counter

from folkmoot.documents.archive import Archive, damaged
from folkmoot.documents.contract import DocumentKind, Hazard, HazardKind, NeedsPassword, Place, Reading, at
from folkmoot.documents.finishing import body, finished
from folkmoot.documents.opendoc.story import OpenTeller
from folkmoot.documents.opendoc.styles import OpenStyles
from folkmoot.documents.package import part, parts_named, properties
from folkmoot.documents.xmltree import Element, attribute, has_words, local, named

_MARGINS = {"header", "footer", "header-left", "footer-left", "header-first", "footer-first"}


def read_open_text(data: bytes, name: str) -> Reading:
    """The document's text with every tracked change accepted, its notes last. Raises DocumentError."""
    archive = Archive(data, name)
    refuse_locked(archive)
    content = part(archive, "content.xml")
    styles = part(archive, "styles.xml")
    if content is None:
        raise damaged(name)
    looks = OpenStyles([root for root in (styles, content) if root is not None])
    story = OpenTeller(looks).tell(next(named(content, "body"), content))
    pieces = body(story.paragraphs, Place.PARAGRAPH) + [(text, at(Place.NOTES)) for text in story.notes]
    hazards = {at(Place.BODY): story.hazards, at(Place.HEADERS): _margins(styles, looks), at(Place.FILE): of_open_package(archive, content)}
    return finished(
        DocumentKind.ODT,
        pieces,
        [Hazard(kind, where, count) for where, counts in hazards.items() for kind, count in counts.items() if count],
    )


def refuse_locked(archive: Archive) -> None:
    """Raises NeedsPassword where the manifest says that parts are encrypted."""
    manifest = part(archive, "META-INF/manifest.xml")
    if manifest is not None and next(named(manifest, "encryption-data"), None) is not None:
        raise NeedsPassword(f"{archive.name} opens only with a password.", "", "Save it without a password, and bring that copy in.")


def _margins(styles: Element | None, looks: OpenStyles) -> Counter[HazardKind]:
    found: Counter[HazardKind] = Counter()
    for each in named(styles, *_MARGINS) if styles is not None else ():
        found[HazardKind.HEADER_FOOTER] += has_words(each)
    return found


def of_open_package(archive: Archive, content: Element) -> Counter[HazardKind]:
    """The hazards that all OpenDocument packages share."""
    found: Counter[HazardKind] = Counter()
    found[HazardKind.METADATA] = properties(archive, "meta.xml")
    found[HazardKind.THUMBNAIL] = sum(1 for _ in parts_named(archive, "Thumbnails/"))
    found[HazardKind.MACRO] = sum(
        1 for name in parts_named(archive, "Basic/", "Scripts/") if not name.endswith(("script-lc.xml", "script-lb.xml"))
    )
    found[HazardKind.EMBEDDED] = sum(1 for _ in parts_named(archive, "ObjectReplacements/"))
    found[HazardKind.EARLIER_REVISION] = sum(1 for name in archive.members if name.startswith("Versions/") and not name.endswith("/"))
    found[HazardKind.EXTERNAL_LINK] = sum(_outward(each) for each in content.iter())
    return found


def _outward(element: Element) -> bool:
    if not local(element.tag):
        return False
    link = attribute(element, "href") or ""
    return "://" in link or link.startswith(("mailto:", "../", "/"))
