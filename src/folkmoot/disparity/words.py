"""A sentence with named gaps and what fills them, said in any language only when it is written out."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Translate: TypeAlias = Callable[[str], str]
Value: TypeAlias = "str | Sentence | Sequence[str | Sentence]"

_GAP = re.compile(r"%\((\w+)\)s|%%")
# Characters that move a terminal's cursor, end a line or turn the direction of what follows: none belongs in a name.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def as_it_is(phrase: str) -> str:
    """No translation: English."""
    return phrase


def gettext_noop(phrase: str) -> str:
    """Marks a phrase for the catalogue; it is translated where it is said."""
    return phrase


@dataclass(frozen=True)
class Sentence:
    """A phrase, and what fills its gaps: names and figures as text, other sentences, or several of either.

    Without `values` the phrase is taken as it stands (a caveat, a name), and looked up as a whole.
    """

    phrase: str
    values: Mapping[str, Value] | None = None
    needs_review: bool = False

    def said(self, translate: Translate = as_it_is) -> str:
        return "".join(text for text, _ in self.pieces(translate))

    def pieces(self, translate: Translate = as_it_is) -> Iterator[tuple[str, bool]]:
        """The text in pieces, and of each whether it came from the data rather than from the phrase."""
        phrase = translate(self.phrase) if self.phrase else ""
        if self.values is None:
            yield phrase, False
            return
        end = 0
        for gap in _GAP.finditer(phrase):
            yield phrase[end : gap.start()], False
            if gap.group() == "%%":
                yield "%", False
            else:
                yield from _filled(self.values[gap.group(1)], translate)
            end = gap.end()
        yield phrase[end:], False

    def is_translated(self, translate: Translate) -> bool:
        return translate(self.phrase) != self.phrase


def _filled(value: Value, translate: Translate) -> Iterator[tuple[str, bool]]:
    if isinstance(value, str):
        yield value, True
    elif isinstance(value, Sentence):
        yield from value.pieces(translate)
    else:
        for place, one in enumerate(value):
            if place:
                yield "; ", False
            yield from _filled(one, translate)


def cleaned(value: Any) -> Any:
    """The same document with every character that could act on a terminal or a page shown as �, in values and in keys."""
    if isinstance(value, str):
        return _UNSAFE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {cleaned(key): cleaned(inner) for key, inner in value.items()}
    return [cleaned(inner) for inner in value] if isinstance(value, list | tuple) else value
