"""Compiling a catalogue of translations into the form that the product reads. No Django."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogue(source: Path) -> Path:
    """Write the `.mo` beside a `.po`; returns it. An empty plural is left out: else its English forms would pass for translated."""
    with source.open("rb") as text:
        held = read_po(text)
    for message in held:
        if isinstance(message.id, (tuple, list)) and not any(message.string or ()):
            message.string = ""
    compiled = source.with_suffix(".mo")
    with compiled.open("wb") as out:
        write_mo(out, held)
    return compiled
