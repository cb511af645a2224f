"""Searching what is published: every word asked for has to stand in it, in any language and case. No database, no clock."""

import re
import unicodedata
from collections.abc import Iterable

from folkmoot.site.register import Release

LONGEST, MOST_WORDS, SHORTEST_WORD, MOST_FOUND = 100, 8, 2, 100


def words_asked(question: str) -> list[str]:
    """The words of a question, folded, at most eight; single letters are left out."""
    found = re.findall(r"[\w’']+", folded(question[:LONGEST]))
    return [word for word in dict.fromkeys(found) if len(word) >= SHORTEST_WORD][:MOST_WORDS]


def folded(text: str) -> str:
    """Text without case and without marks on letters: “Tŷ” is found by “ty”."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def found_in(rows: Iterable[Release], question: str) -> list[Release]:
    """Those with every word of the question, those with all of them in the title first; else in the order given, at most a hundred.

    What was withdrawn or replaced is not found by its words: it has none here.
    """
    asked = words_asked(question)
    if not asked:
        return []
    titled, others = [], []
    for row in rows:
        if row.withdrawn or not row.latest:
            continue
        title = folded(f"{row.title.all}\n{row.about.all}")
        if all(word in title for word in asked):
            titled.append(row)
        elif _all_in(asked, title, folded(row.text)):
            others.append(row)
    return [*titled, *others][:MOST_FOUND]


def _all_in(asked: Iterable[str], *texts: str) -> bool:
    return all(any(word in text for text in texts) for word in asked)
