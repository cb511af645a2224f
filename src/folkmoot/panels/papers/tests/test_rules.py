"""When a file is kept, when a paper may be put before a meeting, and when a member may open it."""

from datetime import date, timedelta

from folkmoot.engagement.papers.rules import PDF, RECORDINGS
from folkmoot.panels.papers.rules import MOST_BYTES, closed_why, file_problem, paper_problems, proposed_end

DAY, TODAY = date(2026, 3, 24), date(2026, 3, 10)
PAPER = {
    "title": "Letters", "words": "", "has_file": True, "restricted": False, "readers": 0, "strangers": 0, "expires_on": DAY,
    "meeting_day": DAY, "today": TODAY, "cancelled": False,
}  # fmt: skip
OPEN = {
    "sits": True, "problem": "", "meeting_state": "called", "withdrawn": False, "expires_on": DAY, "restricted": False, "named": False,
    "withdrew": False, "on": DAY,
}  # fmt: skip


def test_what_a_file_holds_decides():
    assert file_problem(PDF, size=10) == ""
    assert "not empty" in file_problem(None, size=0)
    assert "no kind of file" in file_problem(None, size=10)
    assert "Sound and film" in file_problem(RECORDINGS["mp3"], size=10)
    assert "larger than 25 MB" in file_problem(PDF, size=MOST_BYTES + 1)


def test_a_paper_says_who_may_read_it_and_until_when():
    assert paper_problems(**PAPER) == {}
    assert proposed_end(DAY, TODAY) == DAY + timedelta(days=28)
    assert set(paper_problems(**(PAPER | {"words": "Also written"}))) == {"file"}
    assert set(paper_problems(**(PAPER | {"has_file": False}))) == {"file"}
    assert set(paper_problems(**(PAPER | {"restricted": True}))) == {"readers"}
    assert set(paper_problems(**(PAPER | {"restricted": True, "readers": 2, "strangers": 1}))) == {"readers"}
    assert set(paper_problems(**(PAPER | {"cancelled": True, "title": " "}))) == {"", "title_en"}
    for day in (None, TODAY - timedelta(days=1), DAY - timedelta(days=1), DAY + timedelta(days=400)):
        assert set(paper_problems(**(PAPER | {"expires_on": day}))) == {"expires_on"}


def test_a_member_reads_what_is_theirs_to_the_end_of_its_day():
    assert closed_why(**OPEN) == ""
    assert "is over" in closed_why(**(OPEN | {"on": DAY + timedelta(days=1)}))
    assert closed_why(**(OPEN | {"problem": "Your undertaking lapsed."})) == "Your undertaking lapsed."
    assert "members named" in closed_why(**(OPEN | {"restricted": True}))
    assert closed_why(**(OPEN | {"restricted": True, "named": True})) == ""
    assert "declared an interest" in closed_why(**(OPEN | {"withdrew": True}))
    assert "Only members of this panel" in closed_why(**(OPEN | {"sits": False}))
    assert "when the meeting has been called" in closed_why(**(OPEN | {"meeting_state": "draft"}))
