"""What a Word document, a spreadsheet and a PDF have to carry so that everybody can read them. No problem is said where all is well."""

import io
import re
import zipfile
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pypdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
X = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def text_of(package: bytes, part: str) -> str:
    return " ".join("".join(ElementTree.fromstring(parts_of(package)[part]).itertext()).split())


def docx_problems(package: bytes, *, lang: str) -> list[str]:
    """Against Microsoft's rules for accessible documents: title, language, headings in order, heads of tables, alternative text."""
    parts = parts_of(package)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
    body = ElementTree.fromstring(parts["word/document.xml"])
    found = []
    styles = ElementTree.fromstring(parts["word/styles.xml"])
    known = {one.get(f"{W}styleId") for one in styles.iter(f"{W}style")}
    used = {one.get(f"{W}val") for kind in ("pStyle", "tblStyle") for one in body.iter(f"{W}{kind}")}
    found += [f"style {one} is not defined" for one in used - known]
    if styles.find(f".//{W}docDefaults//{W}lang").get(f"{W}val") != lang:
        found.append("no language")
    if not re.search(r"<dc:title>[^<]+</dc:title>", parts["docProps/core.xml"].decode()):
        found.append("no title")
    heads = [one.get(f"{W}val") for one in body.iter(f"{W}pStyle") if str(one.get(f"{W}val")).startswith("Heading")]
    if not heads or heads[0] != "Heading1":
        found.append("headings do not begin at the first level")
    found += ["a table without a head" for one in body.iter(f"{W}tbl") if one.find(f"{W}tr/{W}trPr/{W}tblHeader") is None]
    found += ["a merged cell" for kind in ("gridSpan", "vMerge") for _one in body.iter(f"{W}{kind}")]
    found += ["a picture without alternative text" for one in body.iter(f"{WP}docPr") if not one.get("descr")]
    targets = {one.get("Id"): one.get("Target") for one in ElementTree.fromstring(parts["word/_rels/document.xml.rels"])}
    wanted = re.findall(rb'r:(?:embed|id)="([^"]+)"', parts["word/document.xml"])
    found += [f"{one.decode()} leads nowhere" for one in wanted if f"word/{targets.get(one.decode())}" not in parts]
    return found


def ods_problems(package: bytes) -> list[str]:
    """Against “Making spreadsheets accessible”: a cover first, one row of heads, no merged and no blank cell."""
    content = ElementTree.fromstring(parts_of(package)["content.xml"])
    found = []
    for sheet in content.iter(f"{T}table"):
        name = sheet.get(f"{T}name")
        if sheet.find(f"{T}table-header-rows") is None:
            found.append(f"{name}: no row of heads")
        for cell in sheet.iter(f"{T}table-cell"):
            if not "".join(cell.itertext()).strip():
                found.append(f"{name}: a blank cell")
            if cell.get(f"{T}number-columns-spanned") or cell.get(f"{T}number-rows-spanned"):
                found.append(f"{name}: a merged cell")
    return found


def pdf_problems(content: bytes, *, lang: str, figures: int, tables: int) -> list[str]:
    """The structure of a tagged PDF (ISO 14289-1): tags, language, title shown, heads of tables, alternative text on every figure."""
    root = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    found = []
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked"):
        return ["no tags"]
    if root.get("/Lang") != lang:
        found.append("no language")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        found.append("the title is not shown")
    tags = list(tags_of(root["/StructTreeRoot"]))
    kinds = Counter(str(one.get("/S")) for one in tags)
    found += ["a figure without alternative text" for one in tags if one.get("/S") == "/Figure" and not one.get("/Alt")]
    if kinds["/Figure"] != figures:
        found.append(f"{kinds['/Figure']} figures, not {figures}")
    if kinds["/Table"] != tables:
        found.append(f"{kinds['/Table']} tables, not {tables}")
    found += [
        "a table without heads" for one in tags if one.get("/S") == "/Table" and "/TH" not in {str(each.get("/S")) for each in tags_of(one)}
    ]
    if not {"/H1", "/H2"} & set(kinds):
        found.append("no headings")
    return found


def tags_of(node: Any) -> Any:
    """Every element of the structure below a node."""
    below = node.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, dict) and "/S" in one:
            yield one
            yield from tags_of(one)
