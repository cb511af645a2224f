"""An OpenDocument text is read as it would be printed with every change accepted."""

import pytest

from folkmoot.documents import HazardKind, NeedsPassword, read
from folkmoot.documents.tests.packages import odt, open_part

READ = {
    "spaces, tabs and breaks": ('<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>', "a  b\tc\nd"),
    "headings and lists": ("<text:h>One</text:h><text:list><text:list-item><text:p>two</text:p></text:list-item></text:list>", "One\ntwo"),
    "spans and links": ("<text:p>Smi<text:span>th</text:span> <text:a>here</text:a></text:p>", "Smith here"),
    "a table": (
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>"
        "<text:p>c</text:p></table:table-cell></table:table-row></table:table>",
        "a\tb / c",
    ),
    "a text box": ("<text:p>a<draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame></text:p>", "a\nb"),
    "a note last": (
        "<text:p>a<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p><text:p>b</text:p>",
        "a\nb\nn",
    ),
    "what was put in": ("<text:p>a <text:change-start/>b<text:change-end/></text:p>", "a b"),
}


@pytest.mark.parametrize("name", READ)
def test_what_shows_is_read(name: str) -> None:
    body, text = READ[name]
    reading = read(odt(body))
    assert reading.text == text
    assert reading.hazards == ()


def test_a_hidden_section_and_a_hidden_paragraph_are_told_and_not_read() -> None:
    hidden = (
        '<text:section text:display="none"><text:p>gone</text:p></text:section><text:p>a<text:hidden-text>gone</text:hidden-text></text:p>'
    )
    reading = read(odt(hidden))
    assert reading.text == "a"
    assert [(hazard.kind, hazard.count) for hazard in reading.hazards] == [(HazardKind.HIDDEN_TEXT, 2)]


def test_a_locked_text_needs_its_password() -> None:
    manifest = open_part("manifest", "<encryption-data/>")
    with pytest.raises(NeedsPassword):
        read(odt("<text:p>a</text:p>", parts={"META-INF/manifest.xml": manifest}))
