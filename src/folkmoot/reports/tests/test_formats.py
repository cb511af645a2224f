"""The report in every format: readable by everybody, the same figures, the annex at its end, nothing that breaks out of its words."""

import io
import re
import zipfile

import pypdf
import pytest

from folkmoot.accounts.tests.factories import area, hq
from folkmoot.actions.models import Action
from folkmoot.casework.tests.factories import analysis
from folkmoot.languages.models import SourceSegment
from folkmoot.reports import operations, rendering
from folkmoot.reports.formats import segments
from folkmoot.reports.review.annex import Answered, Entry
from folkmoot.reports.tests import factories, rooms
from folkmoot.reports.tests.structure import docx_problems, ods_problems, parts_of, pdf_problems, tags_of, text_of
from folkmoot.reports.wording.document import Chart, Table
from folkmoot.reports.wording.writing import document_of

pytestmark = pytest.mark.django_db
WELSH = "Mae'r adroddiad hwn yn anghofio'r bobl ifanc sydd wedi bod mewn gofal, ac nid yw'n dweud pam."
SAID = Entry(
    1,
    "voice",
    True,
    WELSH,
    "Independent member",
    "2026-07-08",
    1,
    False,
    False,
    Answered("accepted", "We add them.", "Head office", "2026-07-12"),
)
REMARK = Entry(2, "", False, "Well put.", "A reviewer", "2026-07-09", 1, True, True, None)


@pytest.fixture
def report(monkeypatch):
    """A report with every section and a chart, made without its files: each test makes those it looks at."""
    monkeypatch.setattr(operations, "_keep_files", lambda *_given: None)
    factories.half_year()
    analysis(area())
    made = factories.report()
    made.figures |= rooms.full()
    return made


def blocks(report, kind, language="en"):
    return sum(isinstance(one, kind) for section in document_of(report, language).every_section() for one in section.blocks)


def test_the_word_document_can_be_read_by_everybody(report):
    for language, lang in (("en", "en-GB"), ("cy", "cy-GB")):
        made = rendering.rendered(report, kind="docx", language=language)
        assert docx_problems(made, lang=lang) == []
        assert made == rendering.rendered(report, kind="docx", language=language)  # the same bytes whenever it is asked for
        text = parts_of(made)["word/document.xml"].decode()
        assert text.count("<w:tbl>") == blocks(report, Table)
        assert text.count("<pic:pic>") == blocks(report, Chart) == sum(name.endswith(".png") for name in parts_of(made)) > 1
        assert ('<w:lang w:val="en-GB"/>' in text) is (language == "cy")  # what nobody translated is marked
    english = text_of(rendering.rendered(report, kind="docx", language="en"), "word/document.xml")
    for words in ("3 activities were held.", "4 of 6 panels met in this period.", "Overdue translation of the leaflet"):
        assert words in english


def test_the_checks_of_the_word_document_see_red(report):
    parts = parts_of(rendering.rendered(report, kind="docx", language="en"))
    text = parts["word/document.xml"].decode()

    def broken(old, new, part="word/document.xml", lang="en-GB"):
        changed = {**parts, part: parts[part].decode().replace(old, new).encode()}
        return docx_problems(_packed(changed), lang=lang)

    assert "a table without a head" in broken("<w:tblHeader/>", "")
    assert "a picture without alternative text" in broken(re.search(r' descr="[^"]+"', text)[0], "")
    assert "no language" in broken("", "", lang="cy-GB")
    assert "rIdPicture1 leads nowhere" in broken("media/chart1.png", "media/none.png", "word/_rels/document.xml.rels")


def _packed(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def test_the_tables_stand_in_an_accessible_spreadsheet(report):
    made = rendering.rendered(report, kind="ods", language="en")
    assert ods_problems(made) == []
    content = parts_of(made)["content.xml"].decode()
    names = re.findall(r'<table:table table:name="([^"]+)"', content)
    assert names[:3] == ["Cover", "Contents", "Notes"]
    assert len(names) == 3 + blocks(report, Table)
    assert names[3:5] == ["Table 1", "Table 2"]
    assert 'office:value-type="float"' in content  # a number alone in its cell is a number
    assert "cy-GB" in parts_of(rendering.rendered(report, kind="ods", language="cy"))["meta.xml"].decode()
    blank = {**parts_of(made), "content.xml": content.replace("<text:p>Cover</text:p>", "<text:p></text:p>", 1).encode()}
    assert ods_problems(_packed(blank)) == ["Contents: a blank cell"]


def test_the_structure_of_the_pdf(report):
    given = {"lang": "en", "figures": blocks(report, Chart), "tables": blocks(report, Table)}
    made = rendering.rendered(report, kind="pdf", language="en")
    assert pdf_problems(made, **given) == []
    assert pdf_problems(made, **{**given, "lang": "cy", "figures": 0}) == ["no language", f"{given['figures']} figures, not 0"]
    assert "a figure without alternative text" in pdf_problems(_without_alternatives(made), **given)


def _without_alternatives(pdf):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    for one in tags_of(writer.root_object["/StructTreeRoot"]):
        one.pop("/Alt", None)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_the_annex_stands_in_every_format_and_welsh_is_marked(report, monkeypatch):
    monkeypatch.setattr(rendering, "annex", lambda _report: [SAID, REMARK])
    page = rendering.rendered(report, kind="html", language="en").decode()
    assert "Comment 1, on: What communities said" in page
    assert f'<span lang="cy">{WELSH}</span>'.replace("'", "&#x27;") in page
    assert "Accepted. Answered by Head office on 12 July 2026: We add them." in page
    assert "It was said of an earlier draft. It came after the review was over." in page
    assert "No answer was given: it was no challenge." in page
    docx = rendering.rendered(report, kind="docx", language="en")
    assert docx_problems(docx, lang="en-GB") == []
    assert f'<w:lang w:val="cy-GB"/></w:rPr><w:t xml:space="preserve">{WELSH}' in parts_of(docx)["word/document.xml"].decode()
    ods = rendering.rendered(report, kind="ods", language="en")
    assert ods_problems(ods) == []
    assert f"Welsh{WELSH}yesAccepted" in text_of(ods, "content.xml")
    pdf = rendering.rendered(report, kind="pdf", language="en")
    assert b"/Lang" in pdf
    welsh = rendering.rendered(report, kind="html", language="cy").decode()
    assert f'<span lang="cy">{WELSH}' not in welsh.replace("&#x27;", "'")  # it is the language of the report


def test_hostile_words_stay_words(report):
    hostile = '<script>alert(1)</script> & ]]> "quoted" \x07 \ud83d\ude00 =1+1 </w:t>'.encode("utf-16", "surrogatepass").decode("utf-16")
    report.figures["actions"]["overdue_list"][0]["title"] = hostile
    docx = rendering.rendered(report, kind="docx", language="en")
    assert docx_problems(docx, lang="en-GB") == []
    assert "<script>alert(1)</script> & ]]>" in text_of(docx, "word/document.xml")
    ods = rendering.rendered(report, kind="ods", language="en")
    assert ods_problems(ods) == []
    assert "of:=" not in parts_of(ods)["content.xml"].decode()
    assert Action.objects.exists()


def test_sentences_go_to_the_translators_each_under_a_key_of_its_own(report):
    found = segments.segments(report)
    assert len({key for key, _text in found}) == len(found)
    assert dict(found)["engagement"] == "Engagement by aim"
    assert any(text.startswith("4 of 6 panels met") for _key, text in found)
    assert not [text for _key, text in found if not re.search(r"[a-z]", text)]
    offered = segments.offer(by=hq(), at=factories.AUGUST, report=report)
    assert (offered.kind, offered.number, offered.language) == ("reports.report", report.number, "en")
    assert SourceSegment.objects.filter(source__document=offered).count() == len(found)
    assert segments.offer(by=hq(), at=factories.AUGUST, report=report).pk == offered.pk
