"""PDF files written by hand, so that a test says exactly what lies in them."""

import zlib
from collections.abc import Iterable

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def words(text: str, x: float = 72, y: float = 700, size: float = 12, colour: str = "0 0 0", mode: int = 0) -> str:
    """The drawing of one line of text: colour as three numbers 0-1, `mode` 3 is invisible."""
    inside = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {colour} rg {mode} Tr {x} {y} Td ({inside}) Tj ET\n"


def box(x: float, y: float, width: float, height: float, colour: str = "0 0 0") -> str:
    return f"q {colour} rg {x} {y} {width} {height} re f Q\n"


def stream(data: bytes, entries: str = "", *, packed: bool = True) -> bytes:
    """A stream object's body."""
    packing = " /Filter /FlateDecode" if packed else ""
    data = zlib.compress(data) if packed else data
    return f"<< {entries}{packing} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def pdf(
    pages: Iterable[str],
    *,
    catalog: str = "",
    page: str = "",
    resources: str = "",
    extra: dict[int, bytes | str] | None = None,
    info: str = "",
    packed: bool = True,
) -> bytes:
    """A whole file: page contents as drawn by `words` and `box`; `extra` objects have numbers from 100, referred to by the entries."""
    contents = list(pages)
    first = 10
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(contents)))
    objects: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        3: FONT.encode(),
    }
    if info:
        objects[4] = f"<< {info} >>".encode("latin-1")
    for place, content in enumerate(contents):
        number = first + 2 * place
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {resources} >> {page} >>"
        ).encode()
        objects[number + 1] = stream(content.encode("latin-1"), packed=packed)
    for number, body in (extra or {}).items():
        objects[number + 1000 if number < 100 else number] = body.encode("latin-1") if isinstance(body, str) else body
    return _written(HEAD, objects, f"/Root 1 0 R {'/Info 4 0 R' if info else ''}")


def changed(data: bytes, objects: dict[int, bytes | str]) -> bytes:
    """The file saved again by adding to it: the earlier revision stays inside."""
    before = data.rfind(b"startxref")
    start = int(data[before + 9 :].split()[0])
    bodies = {number: body.encode("latin-1") if isinstance(body, str) else body for number, body in objects.items()}
    return _written(data, bodies, f"/Root 1 0 R /Prev {start}")


def _written(start: bytes, objects: dict[int, bytes], trailer: str) -> bytes:
    out = bytearray(start)
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n"
    for number, offset in sorted(offsets.items()):
        out += f"{number} 1\n{offset:010d} 00000 n \n".encode()
    out += f"trailer << /Size {max(offsets) + 2000} {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
