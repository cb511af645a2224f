"""Every output of one document as plain text, and a page taken apart."""

import io
import zipfile
from html.parser import HTMLParser

from folkmoot.disparity.html import as_html
from folkmoot.disparity.sheets import as_csv, as_ods
from folkmoot.disparity.text import as_text


def all_outputs(document):
    """Format -> everything that is in it."""
    with zipfile.ZipFile(io.BytesIO(as_ods(document))) as package:
        workbook = "\n".join(package.read(name).decode() for name in package.namelist())
    return {"text": as_text(document), "html": as_html(document), "csv": as_csv(document), "ods": workbook}


class Element:
    def __init__(self, name, attributes, inside):
        self.name, self.attributes, self.inside, self.text, self.all_text = name, attributes, inside, "", ""

    def __repr__(self):
        return f"<{self.name} {self.attributes}>"

    def under(self, name):
        return any(one.name == name for one in self.inside)


class Page(HTMLParser):
    """Every element in order, each with its attributes, what it stands in, and its text; complains of a tag that is not closed."""

    EMPTY = frozenset({"meta", "br", "path", "rect", "circle"})

    def __init__(self, html):
        super().__init__()
        self.elements, self._open = [], []
        self.feed(html)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, name, attributes):
        names = [key for key, _ in attributes]
        assert len(names) == len(set(names)), f"an attribute twice in {name}"
        element = Element(name, dict(attributes), tuple(self._open))
        self.elements.append(element)
        if name not in self.EMPTY:
            self._open.append(element)

    def handle_startendtag(self, name, attributes):
        self.elements.append(Element(name, dict(attributes), tuple(self._open)))

    def handle_endtag(self, name):
        closed = self._open.pop()
        assert closed.name == name, f"{closed.name} closed by {name}"

    def handle_data(self, data):
        if self._open:
            self._open[-1].text += data
        for element in self._open:
            element.all_text += data

    def all(self, *names):
        return [element for element in self.elements if element.name in names]

    def one(self, name):
        (found,) = self.all(name)
        return found
