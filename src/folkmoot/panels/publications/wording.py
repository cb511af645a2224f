"""The words of a publication: plain text that reads as a page, the passages that stand in another language, and the fingerprint.

A blank line ends a paragraph, “# ” starts a heading, “## ” a smaller one, “- ” a list. “[en: words]” marks words that stand in English
in a Welsh text (“[cy: words]” the reverse), so that a screen reader says them rightly. Nothing else is read as markup.
No database, no clock.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_OTHER = re.compile(r"\[(en|cy): ([^\[\]]+)\]")
_STARTS = {"# ": "heading", "## ": "smaller", "- ": "list"}
_BRACKETS = str.maketrans("[]", "()")


def marked(words: str, language: str) -> str:
    """Words that stand in a language other than that of the text around them."""
    return f"[{language}: {plain(words)}]"


def plain(words: str) -> str:
    """Recorded words as they stand within a text: in one line, and without what would be read as markup."""
    return " ".join(words.translate(_BRACKETS).split()).lstrip("#-– ") or "–"


def passages_in(words: str, language: str) -> int:
    """How many passages of a text stand in this other language."""
    return sum(1 for match in _OTHER.finditer(words) if match[1] == language)


def as_read(words: str) -> str:
    """The text as people read it, without the marks of language."""
    return _OTHER.sub(lambda match: match[2], words)


def sentences(words: str) -> str:
    """The text without any mark, for counting how hard its sentences are to read."""
    return "\n".join(_bare(line) for line in as_read(words).splitlines())


def as_page(words: str, *, level: int = 2) -> SafeString:
    """The same words as HTML; everything else is shown as it was typed."""
    blocks = [block.split("\n") for block in words.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return format_html_join("\n", "{}", ((part,) for block in blocks for part in _block(block, level)))


def frozen(texts: Mapping[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Titles and words by version as they are kept once published."""
    return {which: {"title": title, "words": words} for which, (title, words) in sorted(texts.items())}


def fingerprint(about: Iterable[object], body: Mapping[str, Mapping[str, str]], explained: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of all that two people agree to: what it is about, the exact texts, and each finding with why it may stay."""
    said = [[str(each) for each in about], body, sorted([*pair] for pair in explained)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _block(lines: list[str], level: int) -> Iterator[SafeString]:
    for kind, group in groupby((line.strip() for line in lines if line.strip()), key=_kind):
        texts = [_inline(_bare(line)) for line in group]
        if kind == "heading":
            yield from (format_html('<h{0} class="govuk-heading-m">{1}</h{0}>', level, text) for text in texts)
        elif kind == "smaller":
            yield from (format_html('<h{0} class="govuk-heading-s">{1}</h{0}>', level + 1, text) for text in texts)
        elif kind == "list":
            items = format_html_join("", "<li>{}</li>", ((text,) for text in texts))
            yield format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
        else:
            yield format_html('<p class="govuk-body">{}</p>', format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts)))


def _kind(line: str) -> str:
    return next((kind for mark, kind in _STARTS.items() if line.startswith(mark)), "words")


def _bare(line: str) -> str:
    return line.split(" ", 1)[1] if _kind(line) != "words" else line


def _inline(line: str) -> SafeString:
    parts, at = [], 0
    for match in _OTHER.finditer(line):
        parts += [format_html("{}", line[at : match.start()]), format_html('<span lang="{}">{}</span>', match[1], match[2])]
        at = match.end()
    return format_html_join("", "{}", ((part,) for part in [*parts, format_html("{}", line[at:])]))
