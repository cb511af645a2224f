"""One text looked through for everything that must not survive."""

import re
from collections.abc import Iterator, Sequence

from folkmoot.leakscan.addresses import addresses_in, postcode_in, tokens_of
from folkmoot.leakscan.codes import codes_in
from folkmoot.leakscan.contract import Leak, Secret, Why
from folkmoot.leakscan.dates import dates_in, day_of
from folkmoot.leakscan.folding import Folded, fold
from folkmoot.leakscan.names import names_in
from folkmoot.leakscan.patterns import patterns_in


def scan(released: str, known: Sequence[Secret], *, patterns: bool = True, only: frozenset[str] | None = None) -> list[Leak]:
    """Everything in a text that is to be released which is, or may be, something of the case; sorted by place, none twice.

    `patterns` looks for numbers and addresses nobody listed as well; `only` narrows those to some kinds.
    """
    return settled([*_known_in(released, known), *(patterns_in(released, only) if patterns else ())])


def scan_bytes(text: str, known: Sequence[Secret]) -> list[Leak]:
    """The same for strings out of bytes of no known structure: only what stands there letter for letter, because the rest is chance."""
    folded = text.casefold()
    found = []
    for secret in known:
        value = secret.value.strip().casefold()
        whole = {value, *(value.split() if secret.kind == "name" else ())}
        for wanted in whole:
            if len(wanted) >= (5 if wanted == value else 6):
                shape = rf"(?<![^\W_]){re.escape(wanted)}(?![^\W_])"
                found += [Leak(secret.kind, m.start(), m.end(), text[m.start() : m.end()], Why.WHOLE) for m in re.finditer(shape, folded)]
    return settled(found)


def _known_in(released: str, known: Sequence[Secret]) -> Iterator[Leak]:
    text = Folded.of(released)
    tokens = tokens_of(released)
    yield from names_in(text, [secret.value for secret in known if secret.kind == "name" and secret.value.strip()])
    for secret in dict.fromkeys(known):
        if not fold(secret.value) or secret.kind == "name":
            continue
        if secret.kind == "age":
            yield from _ages(released, secret)
        elif day_of(secret.value) is not None:
            yield from dates_in(released, secret)
        elif secret.kind == "address":
            yield from addresses_in(released, tokens, secret)
            if postcode_in(secret.value):
                yield from codes_in(text, Secret(postcode_in(secret.value), "postcode"))
        else:
            yield from codes_in(text, secret)


def _ages(text: str, secret: Secret) -> Iterator[Leak]:
    """A number is somebody's age only where the words around it say so."""
    figures = re.search(r"\d{1,3}", secret.value)
    if not figures:
        yield from codes_in(Folded.of(text), secret)
        return
    age = figures[0]
    shape = rf"\baged?\s+{age}\b|\b{age}[\s-]*(?:year|yr|y/?o\b|mlwydd|oed\b|blwydd)[\w-]*(?:[\s-]+old\b)?|\({age}\)"
    for match in re.finditer(shape, text, re.IGNORECASE):
        yield Leak(secret.kind, match.start(), match.end(), match[0], Why.WHOLE)


def settled(leaks: Sequence[Leak]) -> list[Leak]:
    """Sorted by place; what lies wholly within a longer leak is part of that one. What was listed comes before what only has a shape."""
    ranked = sorted(leaks, key=lambda leak: (leak.start, -leak.end, leak.why is Why.PATTERN, leak.kind))
    kept: list[Leak] = []
    for leak in ranked:
        if not any(other.start <= leak.start and leak.end <= other.end for other in kept[-8:]):
            kept.append(leak)
    return kept
