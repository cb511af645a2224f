"""The numbers that a text, a table of a page, of a file or of a document says, so that carriers of one table can be laid side by side."""

import csv
import io
import re
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from xml.etree import ElementTree

from trust.checks.formulas import OFFICE, TABLE, TEXT

Row = list[str]
NUMBER = re.compile(r"(?<![\w.])[-+\u2212]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])[-+\u2212]?\d+(?:\.\d+)?")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def numbers(text: str) -> list[Decimal]:
    """The numbers of a text in their order, whatever the way they are written: 1,183 and 1183, −0.50 and -0.5 are one each."""
    return [Decimal(found.replace(",", "").replace("\u2212", "-")).normalize() for found in NUMBER.findall(text)]


def of_row(row: Row, names: int = 1) -> list[Decimal]:
    """The numbers of a row after the cells that name it."""
    return [number for cell in row[names:] for number in numbers(cell)]


class Tables(HTMLParser):
    """The tables of a page as rows of the texts of their cells, headings left out; `drawn`: the texts of its pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[list[Row]] = []
        self.drawn: list[list[str]] = []
        self._in_cell = self._in_text = self._in_head = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.found.append([])
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr" and not self._in_head:
            self.found[-1].append([])
        elif tag in ("td", "th") and not self._in_head:
            self.found[-1][-1].append("")
            self._in_cell = True
        elif tag == "svg":
            self.drawn.append([])
        elif tag in ("text", "tspan") and self.drawn:
            self._in_text = True
            self.drawn[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "thead":
            self._in_head = False
        elif tag in ("td", "th"):
            self._in_cell = False
        elif tag in ("text", "tspan"):
            self._in_text = False

    def handle_data(self, data: str) -> None:
        if self._in_text:
            self.drawn[-1][-1] += data
        elif self._in_cell:
            self.found[-1][-1][-1] += data


def csv_rows(data: bytes) -> list[Row]:
    """The rows of a CSV file, its headings first."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def ods_sheets(data: bytes) -> dict[str, list[Row]]:
    """The sheets of an OpenDocument spreadsheet by name, with what is stored of each cell: a number's value, and not how it is shown."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = ElementTree.fromstring(package.read("content.xml"))
    found: dict[str, list[Row]] = {}
    for sheet in content.iter(f"{TABLE}table"):
        rows = [[_stored(cell) for cell in row.iter(f"{TABLE}table-cell")] for row in sheet.iter(f"{TABLE}table-row")]
        found[str(sheet.get(f"{TABLE}name"))] = rows
    return found


def _stored(cell: ElementTree.Element) -> str:
    value = cell.get(f"{OFFICE}value")
    return value if value is not None else "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))


def docx_tables(data: bytes) -> list[list[Row]]:
    """The tables of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    return [
        [["".join(cell.itertext()) for cell in row.iter(f"{WORD}tc")] for row in table.iter(f"{WORD}tr")]
        for table in body.iter(f"{WORD}tbl")
    ]


def pdf_text(data: bytes) -> str:
    """What a PDF file says, page after page."""
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
