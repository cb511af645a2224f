"""One shape of value: what it looks like, what it is, and the check that tells it from something that only looks alike."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from folkmoot.redaction.found import Found, Origin
from folkmoot.redaction.rules import Rule, named
from folkmoot.redaction.spans import Kind

# Returns the confidence and the rule, or None where the match is something else.
Check = Callable[[re.Match[str]], tuple[float, Rule] | None]


@dataclass(frozen=True)
class Shape:
    """`pattern` finds candidates; what is redacted is its group `value`, or the whole match where it has none."""

    pattern: re.Pattern[str]
    kind: Kind
    confidence: float
    rule: Rule = Rule.SHAPE
    check: Check | None = None


def search(text: str, shapes: Sequence[Shape]) -> Iterator[Found]:
    """Every value of these shapes; several may lie over one another."""
    for shape in shapes:
        group = "value" if "value" in shape.pattern.groupindex else 0
        for match in shape.pattern.finditer(text):
            judged = shape.check(match) if shape.check else (shape.confidence, shape.rule)
            if judged is not None:
                start, end = match.span(group)
                value = re.sub(r"[\W_]+", "", match[group]).lower()
                yield Found(start, end, shape.kind, judged[0], named(judged[1]), Origin.PATTERN, value=value)


def digits(written: str) -> str:
    return re.sub(r"\D", "", written)
