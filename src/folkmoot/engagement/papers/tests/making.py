"""Small files of each kind, made here."""

import io
import zipfile

from PIL import Image


def picture(wanted="JPEG", size=(40, 20), *, place=True, turned=False, mode="RGB"):
    """A picture; with a place and a device in what a camera writes beside it, and turned on its side where asked."""
    target = io.BytesIO()
    beside = Image.Exif()
    if place:
        beside[0x010F] = "A telephone of Maya"
        beside.get_ifd(0x8825)[1] = "N"
    if turned:
        beside[0x0112] = 6
    Image.new(mode, size, 120 if mode == "L" else (200, 10, 10, 128)[: len(mode)]).save(target, wanted, exif=beside)
    return target.getvalue()


def document(*names, mimetype=""):
    """A zip archive with these members; the first is `mimetype` where one is given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return target.getvalue()


DOCX = document("[Content_Types].xml", "word/document.xml")
ODT = document("content.xml", mimetype="application/vnd.oasis.opendocument.text")
PDF = b"%PDF-1.7\n1 0 obj\n"
