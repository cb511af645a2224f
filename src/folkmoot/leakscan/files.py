"""A whole file looked through: what a person reads in it, and every other string it carries."""

from collections.abc import Sequence

from folkmoot.documents import Carrier, carriers, read
from folkmoot.leakscan.contract import FileLeak, Leak, Secret
from folkmoot.leakscan.patterns import STRONG
from folkmoot.leakscan.scanning import scan, scan_bytes


def scan_file(data: bytes, name: str, known: Sequence[Secret], *, patterns: bool = True) -> list[FileLeak]:
    """Everything of the case that the file holds, wherever it holds it; each leak once for a place. Raises DocumentError.

    `patterns` looks in the readable text for what nobody listed as well.
    """
    found: dict[tuple[str, str, str], FileLeak] = {}
    for where, leak in _leaks(data, name, known, patterns):
        found.setdefault((where, leak.kind, leak.text.casefold()), FileLeak(where, leak))
    return list(found.values())


def _leaks(data: bytes, name: str, known: Sequence[Secret], patterns: bool) -> list[tuple[str, Leak]]:
    reading = read(data, name)
    found = [("the text that is seen", leak) for leak in scan(reading.text, known, patterns=patterns)]
    seen = {(leak.kind, leak.text.casefold()) for _, leak in found}
    for carrier in carriers(data, name):
        for leak in _in_carrier(carrier, known, patterns):
            if (leak.kind, leak.text.casefold()) not in seen or not _is_page(carrier):
                found.append((carrier.where, leak))
    return found


def _in_carrier(carrier: Carrier, known: Sequence[Secret], patterns: bool) -> list[Leak]:
    if carrier.raw:
        return scan_bytes(carrier.text, known)
    return scan(carrier.text, known, patterns=patterns, only=STRONG)


def _is_page(carrier: Carrier) -> bool:
    return carrier.where.startswith(("page ", "text"))
