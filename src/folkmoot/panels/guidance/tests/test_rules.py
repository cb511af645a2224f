"""The words of guidance, divided; and what two people must do before it holds."""

from folkmoot.panels.guidance.rules import Block, agreement_problems, blocks_of, code_problem, draft_problems
from folkmoot.panels.guidance.tables import read_guidance
from folkmoot.voice.naming import personal_in

WORDS = "First line\nsecond line.\n\n## What to do\n- Come\n- Read\n\n- Listen\nAfter."


def test_words_are_divided_into_headings_lists_and_paragraphs():
    assert blocks_of(WORDS) == [
        Block("words", "First line second line."),
        Block("heading", "What to do"),
        Block("list", items=["Come", "Read"]),
        Block("list", items=["Listen"]),
        Block("words", "After."),
    ]


def test_somebody_else_agrees_and_says_what_changed():
    given = {"agreed": False, "drafted_by": 1, "number": 2, "easy": "Short."}
    assert "somebody else" in agreement_problems(by=1, changed_what="A new part on interests", **given)[""][0]
    assert set(agreement_problems(by=2, changed_what="", **given)) == {"changed_what"}
    assert agreement_problems(by=2, changed_what="A new part on interests", **given) == {}
    assert "Easy Read" in agreement_problems(by=2, changed_what="A new part on interests", **(given | {"easy": " "}))[""][0]
    assert set(draft_problems(title="", words="Too short.")) == {"title_en", "words_en"}
    assert [bool(code_problem(code)) for code in ("new", "Not So", "declaring-an-interest")] == [True, True, False]


def test_every_shipped_page_is_whole_in_full_and_in_easy_read_and_names_nobody():
    read = read_guidance()
    assert len(read) >= 8
    for line, words in read:
        full = {name: len(text.split()) for name, text in words.items() if name in ("words_en", "easy_en")}
        assert min(full.values()) > 50, line["code"]
        assert personal_in("\n".join(words.values())) == []
