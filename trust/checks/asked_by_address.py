"""The parameters that a page offers by forms sent with the address."""

from html.parser import HTMLParser


class _Offers(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = (said.get("method") or "get").lower() == "get"
        elif tag in ("input", "select", "textarea") and self.inside and said.get("name"):
            self.names.add(said["name"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def offered(page: str) -> set[str]:
    """Names of the controls of a page's forms that are sent with the address."""
    reader = _Offers()
    reader.feed(page)
    return reader.names
