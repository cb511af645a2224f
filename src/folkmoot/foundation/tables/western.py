"""Which of two old encodings a file is in that is no Unicode: Windows-1252, or Mac Roman, as spreadsheet programs on a Mac still write.

Both give every byte a meaning, so only what the letters stand among tells them apart: “Café” is a word and “CafŽ” is none.
"""

import re

_STRANGE = re.compile("[^\x00-\x7f]")
_LETTERS = frozenset("éèêëáàâäíìîïóòôöúùûüñçãõåæøßýÿœ")
_CAPITALS = frozenset("ÉÈÊËÁÀÂÄÍÌÎÏÓÒÔÖÚÙÛÜÑÇÃÕÅÆØÝŸŒ")
_OPEN, _CLOSE = "“‘«", "”»…"
_SAMPLE_CHARS = 262_144


def is_mac_roman(data: bytes, western: str) -> bool:
    """Whether bytes read better as Mac Roman than as `western`, what they are in Windows-1252 or Latin-1."""
    sample = data[:_SAMPLE_CHARS].decode("mac_roman")
    return plausibility(sample) > plausibility(western[:_SAMPLE_CHARS])


def plausibility(text: str) -> int:
    """One more for each letter or sign beyond ASCII that stands where such a one stands in words, one less for each that does not."""
    return sum(1 if _in_place(text, found.start()) else -1 for found in _STRANGE.finditer(text))


def _in_place(text: str, at: int) -> bool:
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    between = before.isalpha() and after.isalpha()
    if sign in _LETTERS:
        return not (before.isupper() and after.isupper())
    if sign in _CAPITALS:
        return not before.islower()
    if sign in "£€":
        return not before.isalpha()
    if sign in _OPEN:
        return not before.isalnum()
    if sign in _CLOSE:
        return not after.isalpha()
    return sign in "’½¼¾°\xa0©®²³·" or (sign in "–—•" and not between)
