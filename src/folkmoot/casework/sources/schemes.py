"""Category schemes for the columns of a layout: every way of writing a value that is known, and the label it stands for."""

from collections.abc import Mapping
from functools import cache

from folkmoot.characteristics.tables import read_schemes
from folkmoot.engines.spec import folded

NOT_RECORDED_KIND = "not_recorded"
_files = cache(read_schemes)  # what ships does not change while the process runs


@cache
def schemes() -> Mapping[str, tuple[str, str]]:
    """Name of each scheme that ships -> (characteristic, words)."""
    return {line.text("code"): (line.text("characteristic"), line.text("name_en")) for line in _files().schemes}


@cache
def labels_of(name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of (value, label) of a scheme, with its codes; none for a name that is no scheme."""
    files = _files()
    own = {line.text("code"): line.text("name_en") for line in files.categories if line["scheme"] == name}
    written = dict(own) | {label: label for label in own.values()}
    written |= {line.text("label"): own[line.text("code")] for line in files.labels if line["scheme"] == name}
    return tuple(sorted(written.items()))


def fitting(values: tuple[str, ...]) -> str:
    """The scheme in which most of these values have a place, where at least four of five have one; "" for none.

    Of schemes that fit alike the one with the fewest values is meant.
    """
    said = {folded(value) for value in values}
    if not said:
        return ""
    found = []
    for name in schemes():
        known = {folded(value) for value, _ in labels_of(name)}
        share = len(said & known) / len(said)
        if share >= 0.8:
            found.append((-share, len(known), name))
    return min(found)[2] if found else ""
