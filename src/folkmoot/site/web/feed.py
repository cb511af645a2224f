"""The register as an Atom feed (RFC 4287). An entry keeps its identity when it is withdrawn: readers that hold it learn so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from xml.etree import ElementTree as xml

from django.utils import timezone

from folkmoot.site.register import Release
from folkmoot.site.web.presenters import Line

ATOM = "http://www.w3.org/2005/Atom"
NEVER = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True)
class Feed:
    """`own` and `page` are full addresses; `withdrawn` is the word for it in the language of the feed."""

    title: str
    own: str
    page: str
    language: str
    root: str
    withdrawn: str


def as_atom(feed: Feed, rows: Iterable[tuple[Release, Line]]) -> bytes:
    """The feed; `updated` of an entry is when it was published, or the day it was withdrawn."""
    xml.register_namespace("", ATOM)
    top = xml.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    held = list(rows)
    _put(top, "title", f"{feed.title}")
    _put(top, "id", feed.own)
    _put(top, "updated", max((_moved(row) for row, _line in held), default=NEVER))
    _link(top, "self", feed.own)
    _link(top, "alternate", feed.page)
    _put(xml.SubElement(top, f"{{{ATOM}}}author"), "name", "Folkmoot")
    for row, line in held:
        _entry(top, feed, row, line)
    return bytes(xml.tostring(top, encoding="utf-8", xml_declaration=True))


def _entry(top: xml.Element, feed: Feed, row: Release, line: Line) -> None:
    entry = xml.SubElement(top, f"{{{ATOM}}}entry")
    about = line.about.words or line.place
    title = line.title.words or ": ".join(filter(None, (str(line.kind), about)))
    _put(entry, "title", f"{feed.withdrawn}: {title}" if row.withdrawn else title)
    _put(entry, "id", f"{feed.root}/public/releases/#{row.key}")
    _put(entry, "published", row.published.isoformat())
    _put(entry, "updated", _moved(row))
    _link(entry, "alternate", f"{feed.root}{line.address}" if line.address else f"{feed.page}#{row.key}")
    xml.SubElement(entry, f"{{{ATOM}}}category", {"term": row.kind.value, "label": str(line.kind)})
    _put(entry, "summary", line.why.words if row.withdrawn else ". ".join(filter(None, (str(line.kind), about))))


def _moved(row: Release) -> str:
    if row.withdrawn is None:
        return row.published.isoformat()
    return max(row.published, timezone.make_aware(datetime.combine(row.withdrawn, time()))).isoformat()


def _put(under: xml.Element, name: str, words: str) -> None:
    xml.SubElement(under, f"{{{ATOM}}}{name}").text = words


def _link(under: xml.Element, rel: str, address: str) -> None:
    xml.SubElement(under, f"{{{ATOM}}}link", {"rel": rel, "href": address})
