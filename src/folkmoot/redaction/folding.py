"""Reducing words to what stays the same when they are spelt, accented or written in another script differently."""

import re
from functools import lru_cache

# What stands inside a word without being seen: soft hyphen, zero-width spaces and joiners, direction marks.
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_WITHOUT_VOWELS = re.compile(r"[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f]")
_SOUNDS = {
    "tsch": "c", "sch": "x", "tch": "c", "dzh": "j", "aye": "i", "sh": "x", "sz": "x", "cz": "c", "ch": "c", "kh": "k", "gh": "g",
    "dh": "d", "th": "t", "ph": "f", "bh": "b", "ck": "k", "qu": "k", "zh": "j", "dj": "j", "ou": "u", "oo": "u", "ow": "u", "au": "u",
    "aw": "u", "oy": "u", "ee": "i", "ie": "i", "ea": "i", "ai": "i", "ay": "i", "ei": "i", "ey": "i", "aj": "i", "ej": "i", "iy": "i",
    "ij": "i", "ue": "u", "oe": "o", "ae": "a", "ll": "l", "q": "k", "c": "k", "x": "ks", "w": "v", "y": "i", "e": "a", "o": "u",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Small ASCII letters and figures only: “Nguyễn” is “nguyen”, “Юсуф” is “yusuf”, “O’Brien” is “obrien”."""
    if word.isascii():
        return _NOT_LETTERS.sub("", word.lower())
    from anyascii import anyascii

    return _NOT_LETTERS.sub("", anyascii(word.translate(_WITHOUT_UNSEEN)).lower())


_WITHOUT_UNSEEN = {ord(letter): None for letter in UNSEEN}


@lru_cache(maxsize=200_000)
def sound(folded: str) -> str:
    """A rough key under which spellings of one name by ear agree: Mohammed and Muhammad, Youssef and Yusuf, Ivanov and Iwanow."""
    if folded.startswith("mac") and len(folded) > 5:
        folded = "mc" + folded[3:]
    first, rest = folded[:1], folded[1:]
    if first == "y" and rest[:1] in tuple("aeiou"):
        return _TWICE.sub(r"\1", "y" + _SOUND.sub(_sound_of, rest)).rstrip("h")
    return _TWICE.sub(r"\1", _SOUND.sub(_sound_of, folded)).rstrip("h")


def _sound_of(match: re.Match[str]) -> str:
    return _SOUNDS[match[0]]


def consonants(key: str) -> str:
    """What of a sound key is written in scripts that leave vowels out."""
    return _VOWELS.sub("", key).replace("v", "")


def leaves_vowels_out(word: str) -> bool:
    """Whether a word is written in Arabic or Hebrew letters."""
    return bool(_WITHOUT_VOWELS.search(word))


def distance(one: str, other: str, limit: int) -> int:
    """How many letters must be added, dropped, changed or swapped with their neighbour; `limit + 1` where it is more than `limit`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        this = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, this[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            this.append(cost)
        if min(this) > limit:
            return limit + 1
        before, last = last, this
    return last[-1]


def drops(word: str, number: int) -> set[str]:
    """The word, and what remains of it when up to `number` letters are left out: two words within that distance share one of them."""
    found = {word}
    edge = {word}
    for _ in range(number):
        edge = {each[:place] + each[place + 1 :] for each in edge for place in range(len(each))}
        found |= edge
    return found
