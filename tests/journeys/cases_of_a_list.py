"""The cases that a journey brings in: a list with what should not be in it, and the papers of one case as they lie in its file."""

import io
import zipfile
from datetime import date, timedelta

STRANDS = ("Race", "Religion", "Homophobic")
EACH = 6
VICTIMS = ("Marek Wisniowski", "Sumayya Hussaini", "Callum Threadgold")
DEFENDANT = "Wayne Tuddenham"
HEADINGS = "URN,Defendant,Victim,Finalised on,Status,Appeal,Reporting restrictions,Young person identified,Strand,Force,Outcome"
WHY_NOT = (("live", 1), ("appeal", 2), ("youth", 4))  # and in which of the columns from Status it is said
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def urn(strand: int, number: int) -> str:
    return f"35AB10{strand:02}{number:03}26"


def victim_of(reference: str) -> str:
    return VICTIMS[int(reference[6:8])]


def the_list() -> list[str]:
    """Lines of a CSV file: six cases of each strand, then one that is live, one under appeal and one with a young person."""
    day = date.today() - timedelta(days=40)  # noqa: DTZ011
    lines = [HEADINGS]
    for place, strand in enumerate(STRANDS):
        lines += [_line(urn(place, number), VICTIMS[place], day, strand) for number in range(EACH)]
    return [*lines, *(_line(urn(0, 90 + place), VICTIMS[0], day, "Race", why) for place, (why, _column) in enumerate(WHY_NOT))]


def _line(reference: str, victim: str, day: date, strand: str, why: str = "") -> str:
    asked = ["Live" if why == "live" else "Finalised", *("Yes" if why == each else "No" for each in ("appeal", "restricted", "youth"))]
    return ",".join((reference, DEFENDANT, victim, f"{day:%d/%m/%Y}", *asked, strand, "Norfolk", "Conviction with uplift"))


def as_file(lines: list[str]) -> dict[str, object]:
    return {"name": "finalised.csv", "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode()}


def papers(victim: str) -> dict[str, object]:
    """A DOCX with names, a deletion that Word kept, a comment, and a pub that no list of names knows."""
    theirs = DEFENDANT.split()[-1]
    told = (
        f"Suspect: {DEFENDANT}. Complainant: {victim}, telephone 07700 900123.",
        f"{victim} was on the way home when {DEFENDANT} shouted abuse outside the old counting house and pushed the gate shut.",
        f"{theirs} was heard by a neighbour. The hostility is shown by the words used.",
    )
    written = "".join(f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>' for words in told)
    kept = '<w:p><w:del w:id="1" w:author="A"><w:r><w:delText>He is a known informant.</w:delText></w:r></w:del>'
    remark = '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override '
        'PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/comments" '
        'Target="comments.xml"/></Relationships>',
        "word/document.xml": f"<w:document {WORD}><w:body>{written}{kept}{remark}</w:body></w:document>",
        "word/comments.xml": f'<w:comments {WORD}><w:comment w:id="0" w:author="A"><w:p><w:r><w:t>Ask her sister.</w:t></w:r></w:p>'
        "</w:comment></w:comments>",
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + xml)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "MG3.docx", "mimeType": kind, "buffer": held.getvalue()}


def list_of_a_table(groups: dict[str, int]) -> dict[str, object]:
    """A list with the headings of a table on charging: so many cases of each group, all charged and all finalised."""
    day = date.today() - timedelta(days=40)  # noqa: DTZ011
    lines = ["URN,Finalised on,Status,Appeal,Reporting restrictions,Youth,area,ethnicity,decision"]
    for place, (group, many) in enumerate(groups.items()):
        lines += [f"36CD{place:02}{number:05}26,{day:%d/%m/%Y},Finalised,No,No,No,East of England,{group},Charge" for number in range(many)]
    return {"name": "charged.csv", "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode()}
