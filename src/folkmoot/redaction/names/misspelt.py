"""Whether an unknown word in a message is an English word spelt carelessly: “nuthing”, “playin”, “soooo”."""

import re
from functools import lru_cache
from string import ascii_lowercase

from folkmoot.redaction.names.lexicon import lexicon
from folkmoot.redaction.vocabulary import everyday

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=50_000)
def is_like_a_word(folded: str) -> bool:
    """True for text speak without vowels, for one slip away from an everyday word, and for letters drawn out."""
    if len(folded) < 4 or not _VOWEL.search(folded):
        return len(folded) < 3 or not _VOWEL.search(folded)
    words = lexicon().words
    if folded + "g" in words or _DRAWN_OUT.sub(r"\1", folded) in words or _DRAWN_OUT.sub(r"\1\1", folded) in words:
        return True
    return any(slip in everyday() for slip in _slips(folded)) if len(folded) > 4 else False


_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiou"


def _beside(letter: str) -> str:
    """The letters that a slip of the finger or of the ear puts in place of this one."""
    for number, row in enumerate(_KEYS):
        if (place := row.find(letter)) >= 0:
            near = [each[max(0, place - 1) : place + 2] for each in _KEYS[max(0, number - 1) : number + 2]]
            return "".join(near) + (_VOWELS if letter in _VOWELS else "")
    return ""


def _slips(word: str) -> set[str]:
    """Every word that one letter more or less, one beside it on the keyboard, another vowel or two letters swapped make of this one.

    The first letter stays: names that are one foreign letter away from a word (Hufan, human) are no slips.
    """
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    less = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    other = {left + letter + right[1:] for left, right in cuts if right for letter in _beside(right[0])}
    more = {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    return less | swapped | other | more
