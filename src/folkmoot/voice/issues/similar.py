"""Which of many texts are like one: words in common, the rarer the heavier (TF-IDF, cosine). Local, and bounded in both directions.

A likeness is a reason to look, never a reason to join: the words of two people who mean the same may share nothing.
"""

import re
from collections.abc import Sequence

MOST_TEXTS = 3000
_READ = 1000  # characters of each text
_STEM = 6  # letters that two words share at the beginning to count as one: “prosecutor” and “prosecution”, “llysoedd” stays apart
_LIKE = 0.15  # below this two texts share only common words
_WELSH_WORDS = "mae yn ar i o y yr a ac am gan gyda heb ni chi nhw fe ei eu ein eich dim ddim nid oes bod wedi roedd oedd sydd"
_WELSH_STOPS = frozenset(_WELSH_WORDS.split())


def most_like(words: str, others: Sequence[str], *, most: int) -> list[tuple[int, float]]:
    """The places in `others` of the texts most like `words`, each with its likeness (0 to 1), the likest first."""
    texts = [words[: 10 * _READ], *(other[:_READ] for other in others[:MOST_TEXTS])]
    if len(texts) == 1 or not any(_tokens(text) for text in texts):
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer

    weights = TfidfVectorizer(analyzer=_tokens, sublinear_tf=True).fit_transform(texts)
    likeness = (weights[1:] @ weights[0].T).toarray().ravel()
    found = [(place, float(value)) for place, value in enumerate(likeness) if value >= _LIKE]
    return sorted(found, key=lambda each: (-each[1], each[0]))[:most]


def _tokens(text: str) -> list[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = re.findall(r"[^\W\d_]{2,30}", text.lower())
    return [word[:_STEM] for word in words if word not in ENGLISH_STOP_WORDS and word not in _WELSH_STOPS]
