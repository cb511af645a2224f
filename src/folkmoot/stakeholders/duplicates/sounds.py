"""How words sound and how nearly they are spelt alike. Pure."""

from functools import lru_cache

# Spellings of one sound, longest first; made for names carried into English from many languages, not for English alone.
_SPELLINGS = (
    ("tch", "c"), ("sch", "s"), ("cz", "c"), ("ch", "c"), ("zh", "c"), ("sz", "s"), ("sh", "s"), ("ph", "f"), ("kh", "k"), ("gh", "g"),
    ("dh", "d"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("j", "i"), ("v", "f"), ("w", "f"),
    ("d", "t"), ("b", "p"), ("y", "i"),
)  # fmt: skip
_SILENT = frozenset("aeiouh")


def word_table(text: str) -> frozenset[str]:
    """The words of a table that is written as text."""
    return frozenset(text.split())


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The consonants one hears, in order: "mohammed" and "muhammad" both "mmt", "smith" and "smyth" both "smt".

    A word that begins with a vowel keeps "a" in front; a word of vowels only is that alone.
    """
    said = word
    for spelling, heard in _SPELLINGS:
        said = said.replace(spelling, heard)
    vowel_first = said[:1] in _SILENT or word[:1] in ("y", "j")
    kept: list[str] = []
    for mark in said:
        if mark not in _SILENT:
            kept.append(mark)
    return ("a" if vowel_first else "") + "".join(kept)


@lru_cache(maxsize=65536)
def edits(word: str, other: str) -> int:
    """How many letters must be put in, left out, replaced or swapped with their neighbour to make one word of the other.

    Source: the restricted edit distance of F. J. Damerau, Communications of the ACM 7 (1964).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, mark in enumerate(word, 1):
        now = [row]
        for column, other_mark in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (mark != other_mark))
            if row > 1 and column > 1 and mark == other[column - 2] and other_mark == word[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def nearly(word: str, other: str) -> bool:
    """Whether two words are one with a slip of the hand: one letter in words of three or more, two in words of nine or more.

    In short words only neighbours swapped count; the first letter holds ("Manjit" and "Ranjit" are two names), unless it was swapped.
    """
    longest, shortest = max(len(word), len(other)), min(len(word), len(other))
    allowed = 0 if shortest < 3 else 1 if longest < 9 else 2
    if longest - shortest > allowed or (word[:1] != other[:1] and word[:2] != other[1::-1]):
        return False
    return edits(word, other) <= allowed and (shortest > 3 or sorted(word) == sorted(other))
