"""A Word document is read as it would be printed with every change accepted."""

import pytest

from folkmoot.documents import HazardKind, read
from folkmoot.documents.tests.packages import docx, paragraph, relations, run, word_part

FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "secret"</w:instrText><w:t>secret</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>shown</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:inline><wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp>"
    "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
COVER = (
    '<w:r><w:drawing><wp:anchor behindDoc="0"><wp:positionH><wp:posOffset>0</wp:posOffset></wp:positionH><wps:wsp><wps:spPr><a:solidFill/>'
    "</wps:spPr></wps:wsp></wp:anchor></w:drawing></w:r>"
)


def _kinds(data: bytes) -> set[HazardKind]:
    return {hazard.kind for hazard in read(data).hazards}


def _cell(*inside: str) -> str:
    return f"<w:tc>{''.join(paragraph(each) for each in inside)}</w:tc>"


READ = {
    "words in several runs": (paragraph("Smi", run("th", "<w:b/>")), "Smith"),
    "paragraphs": (paragraph("One") + paragraph("") + paragraph("Two"), "One\nTwo"),
    "tabs and breaks": (paragraph("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "a\tb\nc"),
    "what was put in": (paragraph("a ", f"<w:ins>{run('b')}</w:ins>"), "a b"),
    "what was moved": (paragraph(f"<w:moveFrom>{run('x')}</w:moveFrom>", f"<w:moveTo>{run('a')}</w:moveTo>"), "a"),
    "a table": (f"<w:tbl><w:tr>{_cell('a')}{_cell('b', 'c')}</w:tr><w:tr>{_cell('d')}{_cell('')}</w:tr></w:tbl>", "a\tb / c\nd\t"),
    "a row taken out": (f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{_cell('x')}</w:tr><w:tr>{_cell('a')}</w:tr></w:tbl>", "a"),
    "a field": (paragraph("a ", FIELD), "a shown"),
    "a text box once": (paragraph("a", BOX.format(paragraph("b"))), "a\nb"),
    "a content control": (f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{paragraph('a')}</w:sdtContent></w:sdt>", "a"),
    "a link": (paragraph(f"<w:hyperlink>{run('a')}</w:hyperlink>"), "a"),
    "vanish turned off": (paragraph(run("a", '<w:vanish w:val="0"/>')), "a"),
    "automatic colour on dark shading": (paragraph(run("a", '<w:shd w:val="clear" w:fill="000000"/>')), "a"),
    "invisible letters": (paragraph("Sm\u200bi\u00adth"), "Smith"),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_shows_is_read(name: str) -> None:
    body, text = READ[name]
    assert read(docx(body)).text == text


def test_notes_follow_the_text() -> None:
    notes = word_part(
        "footnotes",
        f'<w:footnote w:id="-1" w:type="separator">{paragraph("-")}</w:footnote><w:footnote w:id="2">{paragraph("Note")}</w:footnote>',
    )
    reading = read(docx(paragraph("Text", '<w:r><w:footnoteReference w:id="2"/></w:r>'), {"word/footnotes.xml": notes}))
    assert reading.text == "Text\nNote"
    assert [piece.where for piece in reading.pieces] == ["paragraph 1", "notes"]
    assert reading.hazards == ()


STYLES = word_part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Pale"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Grid"><w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:tcPr>'
    '<w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>',
)


def test_hiding_by_a_style_is_seen_through() -> None:
    pale = paragraph("white", properties='<w:pStyle w:val="Pale"/>')
    gone = paragraph("Seen ", run("gone", '<w:rStyle w:val="Gone"/>'))
    reading = read(docx(pale + gone, {"word/styles.xml": STYLES}))
    assert reading.text == "Seen"
    assert [(hazard.kind, hazard.count) for hazard in reading.hazards] == [(HazardKind.HIDDEN_TEXT, 2)]


def test_the_white_heading_of_a_dark_table_style_is_read_and_white_below_it_is_not() -> None:
    white = run("white", '<w:color w:val="FFFFFF"/>')
    rows = f"<w:tr><w:tc>{paragraph('Heading')}</w:tc></w:tr><w:tr><w:tc>{paragraph(white, 'plain')}</w:tc></w:tr>"
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:firstRow="1" w:noHBand="1"/></w:tblPr>{rows}</w:tbl>'
    reading = read(docx(table, {"word/styles.xml": STYLES}))
    assert reading.text == "Heading\nplain"
    assert {hazard.kind for hazard in reading.hazards} == {HazardKind.HIDDEN_TEXT}


def test_a_shape_over_the_text_is_told() -> None:
    assert HazardKind.TEXT_UNDER_BOX in _kinds(docx(paragraph("under", COVER)))
    assert HazardKind.TEXT_UNDER_BOX not in _kinds(docx(paragraph("before", COVER.replace('behindDoc="0"', 'behindDoc="1"'))))


def test_text_in_a_box_far_off_the_page_is_not_read() -> None:
    place = "<wp:positionH><wp:posOffset>90000000</wp:posOffset></wp:positionH>"
    far = f"<wp:anchor>{place}<wps:wsp><w:txbxContent>{paragraph('secret')}</w:txbxContent></wps:wsp></wp:anchor>"
    reading = read(docx(paragraph("a", f"<w:r><w:drawing>{far}</w:drawing></w:r>")))
    assert reading.text == "a"
    assert {hazard.kind for hazard in reading.hazards} == {HazardKind.HIDDEN_TEXT}


def test_empty_leftovers_of_word_are_no_hazard() -> None:
    parts = {
        "customXml/item1.xml": '<b:Sources xmlns:b="b" SelectedStyle="APA"/>',
        "word/comments.xml": word_part("comments", ""),
        "word/header1.xml": word_part("hdr", paragraph("")),
        "word/_rels/document.xml.rels": relations(),
    }
    assert read(docx(paragraph("a"), parts)).hazards == ()
