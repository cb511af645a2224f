from datetime import date

from folkmoot.engagement.bulletins.rules import Version
from folkmoot.engagement.bulletins.wording import CaseWords, Written, as_page, fingerprint, gaps, leaving

EN, CY, EASY = Version.ENGLISH, Version.WELSH, Version.EASY


def words(en="", cy="", easy=""):
    return {EN: en, CY: cy, EASY: easy}


def written(**over):
    case = CaseWords(
        words("He shouted on a bus.", "Gwaeddodd ar fws."), words("Convicted", "Euogfarnwyd"), words("Norwich", "Norwich"),
        date(2026, 2, 3), "cps.gov.uk",
    )  # fmt: skip
    values = {"title": words("Spring", "Gwanwyn"), "body": words("Hello", "Helo"), "cases": [case]} | over
    return Written(**values)


def test_a_version_with_a_gap_does_not_leave():
    assert set(leaving(written())) == {EN, CY}
    assert set(leaving(written(body=words("Hello")))) == {EN}
    assert gaps(written(body=words("Hello")), CY) == ["body"]
    assert gaps(written(), EASY) == ["title", "body", "case 1"]


def test_what_leaves_speaks_its_own_language_whatever_the_page_speaks():
    leaves = leaving(written())
    assert "- Finalised on: 3 February 2026" in leaves[EN].text
    assert "- Terfynwyd ar: 3 Chwefror 2026" in leaves[CY].text
    assert "Outcome" not in leaves[CY].text


def test_nothing_typed_becomes_markup():
    shown = as_page("# <b>Title</b>\n\n- one & two\n- three\n\n<script>alert(1)</script>\nnext")
    assert shown == (
        '<h3 class="govuk-heading-s">&lt;b&gt;Title&lt;/b&gt;</h3>\n'
        '<ul class="govuk-list govuk-list--bullet"><li>one &amp; two</li><li>three</li></ul>\n'
        '<p class="govuk-body">&lt;script&gt;alert(1)&lt;/script&gt;<br>next</p>'
    )


def test_the_fingerprint_follows_every_word_and_every_explanation():
    leaves = leaving(written()).values()
    base = fingerprint(leaves, [("k", "why")])
    assert base == fingerprint(reversed(list(leaves)), [("k", "why")])
    assert base != fingerprint(leaving(written(body=words("Hello.", "Helo"))).values(), [("k", "why")])
    assert base != fingerprint(leaves, [("k", "because")])
    assert base != fingerprint(leaves, [])


def test_a_title_is_one_line():
    assert leaving(written(title=words("Spring\r\nBcc: all@example.org")))[EN].subject == "Spring Bcc: all@example.org"
