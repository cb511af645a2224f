"""Text that a spreadsheet would run as a formula, and the mark that stops it.

In a CSV file a cell that begins with one of these characters is run by spreadsheet programs, quotation marks or not.
The accepted cure is an apostrophe in front (OWASP, "CSV Injection"). `protect` adds it, `unprotect` takes off exactly
that one: `unprotect(protect(text)) == text` for every text, because text that already looks marked is marked once more.
"""

import re

DANGEROUS = "=+-@\t\r\n\0＝＋－＠"
# Programs differ in what they skip before they look: spaces, what cannot be seen (marks of direction, joiners), quotation marks.
_SKIPPED = '\\s"\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f'
_MARKED_OR_DANGEROUS = re.compile(rf"'*[{_SKIPPED}]*[{re.escape(DANGEROUS)}]")
_LEADING = re.compile(rf"^[{_SKIPPED}'{re.escape(DANGEROUS)}]+")

# What XML 1.0 cannot hold in any spelling; it is dropped so that one text is the same in all three formats.
_NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def starts_dangerously(text: str) -> bool:
    return _MARKED_OR_DANGEROUS.match(text) is not None


def protect(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run, also after spaces, the unseen or quotation marks, also when so marked."""
    return "'" + text if starts_dangerously(text) else text


def unprotect(text: str) -> str:
    """Take off one leading apostrophe, only where a dangerous beginning follows it."""
    return text[1:] if text.startswith("'") and starts_dangerously(text[1:]) else text


def harmless(text: str) -> str:
    """The text without what a spreadsheet would run it for: for names, which can bear no mark in front."""
    return _LEADING.sub("", text)


def storable(text: str) -> str:
    """Drop the control characters and half characters that no spreadsheet file may hold."""
    return _NOT_STORABLE.sub("", text)
