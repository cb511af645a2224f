"""The broad ethnic group of a label, so that what a person said and what an officer saw can be set side by side. Pure."""

from collections.abc import Iterable
from functools import cache

from folkmoot.casework.sources.schemes import labels_of, schemes
from folkmoot.characteristics.tables import read_schemes
from folkmoot.engines.spec import folded

BROAD = "ethnicity-5"
OFFICER = "ethnicity_officer_perceived"


def is_self_defined(name: str, scheme: str) -> bool:
    """Whether a column holds what people said of their ethnicity."""
    return _characteristic(scheme) == "ethnicity" if scheme else name.startswith("ethnicity") and not is_officer_defined(name, scheme)


def is_officer_defined(name: str, scheme: str) -> bool:
    """Whether a column holds what an officer saw."""
    return _characteristic(scheme) == OFFICER if scheme else name.startswith("ethnicity") and "officer" in name


def _characteristic(scheme: str) -> str:
    return schemes().get(scheme, ("", ""))[0]


def broad_groups(scheme: str, levels: Iterable[str]) -> dict[str, str]:
    """The broad group of each level under its folded form. Levels that stand for none, or for an answer that names none, are left out."""
    known = _broad_of(scheme) | _broad_of(BROAD)
    return {folded(level): known[folded(level)] for level in levels if folded(level) in known}


@cache
def _broad_of(scheme: str) -> dict[str, str]:
    """The broad group of every way of writing a label of a scheme that maps to it."""
    files = read_schemes()
    answers = {line.text("code"): line.text("name_en") for line in files.categories if line["scheme"] == BROAD and line["kind"] == "answer"}
    if scheme == BROAD:
        return {folded(value): label for value, label in labels_of(BROAD) if label in answers.values()}
    steps = {
        line.text("from_code"): line.text("to_code")
        for line in files.mappings
        if line["from_scheme"] == scheme and line["to_scheme"] == BROAD
    }
    own = {line.text("name_en"): steps.get(line.text("code"), "") for line in files.categories if line["scheme"] == scheme}
    return {folded(value): answers[own[label]] for value, label in labels_of(scheme) if own.get(label) in answers}
