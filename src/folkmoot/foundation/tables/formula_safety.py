"""Text that a spreadsheet would run as a formula, and the mark that stops it.

In a CSV file a cell that begins with one of these characters is run by spreadsheet programs, quotation marks or not.
The accepted cure is an apostrophe in front (OWASP, "CSV Injection"). `protect` adds it, `unprotect` takes off exactly
that one: `unprotect(protect(text)) == text` for every text, because text that already looks marked is marked once more.
"""

import re

DANGEROUS = "=+-@\t\r\n\0＝＋－＠"
_MARKED_OR_DANGEROUS = re.compile(rf"'*[\s\ufeff\u200b]*[{re.escape(DANGEROUS)}]")

# What XML 1.0 cannot hold in any spelling; it is dropped so that one text is the same in all three formats.
_NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def starts_dangerously(text: str) -> bool:
    return _MARKED_OR_DANGEROUS.match(text) is not None


def protect(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run (also after spaces, also when already so marked)."""
    return "'" + text if starts_dangerously(text) else text


def unprotect(text: str) -> str:
    """Take off one leading apostrophe, only where a dangerous beginning follows it."""
    return text[1:] if text.startswith("'") and starts_dangerously(text[1:]) else text


def storable(text: str) -> str:
    """Drop the control characters and half characters that no spreadsheet file may hold."""
    return _NOT_STORABLE.sub("", text)
