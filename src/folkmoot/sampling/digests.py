"""The one hash and the two spellings (clean text, canonical JSON) that everything fixed in a draw is made of. See docs/sampling.md."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

FORMAT = "folkmoot-sample-1"
SEPARATOR = "\x1f"  # between the parts of one field; no value can hold it

ENDS = "\t\n\r \xa0\ufeff\u200b"
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HEX = re.compile(r"[0-9a-f]{64}")


def digest(kind: str, *lines: str) -> str:
    """SHA-256 of the format's name with the kind, then each line, all ended by LF, in UTF-8: 64 lower-case hexadecimal digits."""
    text = "".join(f"{line}\n" for line in (f"{FORMAT}/{kind}", *lines))
    return hashlib.sha256(text.encode()).hexdigest()


def is_digest(text: object) -> bool:
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


def clean(text: str) -> str:
    """The text in Unicode NFC without blanks at its ends. Raises ValueError for a character that no value may hold."""
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    tidy = unicodedata.normalize("NFC", text).strip(ENDS)
    bad = _REFUSED.search(tidy)
    if bad:
        raise ValueError(f"U+{ord(bad[0]):04X}")
    return tidy


def cleaned(text: str, refuse: Callable[[str], Exception]) -> str:
    """As `clean`, but raises what `refuse` makes of the character's code."""
    try:
        return clean(text)
    except ValueError as error:
        raise refuse(str(error)) from error


def canonical_json(plain: Any) -> str:
    """JSON in one spelling: keys sorted, no blanks, letters as they are. The values must be clean text, whole numbers, lists, objects."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
