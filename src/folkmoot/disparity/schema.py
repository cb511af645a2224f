"""The schema of the document, and a check of a document against it.

The check knows the words that this schema uses (of JSON Schema, draft 2020-12) and refuses any other, so that none is passed over.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from folkmoot.errors import FolkmootError

NAME = "folkmoot.disparity/1"
FILE = Path(__file__).with_name("disparity-1.schema.json")

Schema = Mapping[str, Any]
_SAYS_NOTHING = {"$schema", "$id", "$defs", "title", "description"}
_KINDS: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class WrongDocument(FolkmootError):
    """A document that is not what `folkmoot.disparity/1` says."""


@cache
def schema() -> Schema:
    found: Schema = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def validated(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same document. Raises WrongDocument that names up to five places at fault."""
    faults = [fault for fault, _ in zip(_faults(document, schema(), "document"), range(5), strict=False)]
    if faults:
        raise WrongDocument(f"This is not a document of {NAME}.", "; ".join(faults) + ".", "Make it again with `folkmoot disparity`.")
    return document


def _faults(value: Any, rule: Schema, place: str) -> Iterator[str]:
    for word, meant in rule.items():
        if word not in _SAYS_NOTHING and word not in _IN_ANOTHER_WORD:
            yield from _WORDS[word](value, meant, rule, place)


def _refers(value: Any, meant: str, rule: Schema, place: str) -> Iterator[str]:
    yield from _faults(value, schema()["$defs"][re.fullmatch(r"#/\$defs/(\w+)", meant).group(1)], place)  # type: ignore[union-attr]


def _kind(value: Any, meant: str | list[str], rule: Schema, place: str) -> Iterator[str]:
    kinds = [meant] if isinstance(meant, str) else meant
    if not any(_is(value, kind) for kind in kinds):
        yield f"{place} is {_shown(value)}, not {' or '.join(kinds)}"


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, _KINDS[kind]):
        return kind == "boolean" and isinstance(value, bool)
    return not isinstance(value, float) or math.isfinite(value)


def _one_of(value: Any, meant: list[Any], rule: Schema, place: str) -> Iterator[str]:
    if not any(type(value) is type(one) and value == one for one in meant):
        yield f"{place} is {_shown(value)}, not one of {json.dumps(meant, ensure_ascii=False)}"


def _exactly(value: Any, meant: Any, rule: Schema, place: str) -> Iterator[str]:
    yield from _one_of(value, [meant], rule, place)


def _any_of(value: Any, meant: list[Schema], rule: Schema, place: str) -> Iterator[str]:
    """Where none fits, what is said is what the nearest of them misses: the first that has the right kind."""
    found = [list(_faults(value, one, place)) for one in meant]
    if all(found):
        yield from min(found, key=lambda faults: faults[0].startswith(f"{place} is "))[:1]


def _has_keys(value: Any, meant: list[str], rule: Schema, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{place} has no {key}" for key in meant if key not in value)


def _properties(value: Any, meant: Mapping[str, Schema], rule: Schema, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in meant.items():
            if key in value:
                yield from _faults(value[key], inner, f"{place}.{key}")


def _no_others(value: Any, meant: bool | Schema, rule: Schema, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    for key in value.keys() - rule.get("properties", {}).keys():
        if meant is False:
            yield f"{place} has {key}, which is not known"
        elif isinstance(meant, Mapping):
            yield from _faults(value[key], meant, f"{place}.{key}")


def _items(value: Any, meant: Schema, rule: Schema, place: str) -> Iterator[str]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _faults(one, meant, f"{place}[{number}]")


def _items_in_order(value: Any, meant: list[Schema], rule: Schema, place: str) -> Iterator[str]:
    if isinstance(value, list):
        if len(value) != len(meant):
            yield f"{place} has {len(value)} values, not {len(meant)}"
        for number, (one, inner) in enumerate(zip(value, meant, strict=False)):
            yield from _faults(one, inner, f"{place}[{number}]")


def _at_least(value: Any, meant: float, rule: Schema, place: str) -> Iterator[str]:
    if isinstance(value, int | float) and value < meant:
        yield f"{place} is {value}, less than {meant}"


def _at_most(value: Any, meant: float, rule: Schema, place: str) -> Iterator[str]:
    if isinstance(value, int | float) and value > meant:
        yield f"{place} is {value}, more than {meant}"


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str | int | float | bool | None) else type(value).__name__


# The numbers of items are said by `prefixItems` as well: every pair of this schema has exactly two.
_IN_ANOTHER_WORD = {"minItems", "maxItems"}
_WORDS: Mapping[str, Callable[[Any, Any, Schema, str], Iterator[str]]] = {
    "$ref": _refers,
    "type": _kind,
    "enum": _one_of,
    "const": _exactly,
    "anyOf": _any_of,
    "required": _has_keys,
    "properties": _properties,
    "additionalProperties": _no_others,
    "items": _items,
    "prefixItems": _items_in_order,
    "minimum": _at_least,
    "maximum": _at_most,
}
