"""The schema as a page of the documentation, field by field, made from the schema's own descriptions."""

import sys
from collections.abc import Iterator
from typing import Any

from folkmoot.disparity.schema import NAME, Schema, schema

_SIMPLE = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}


def manual() -> str:
    """Markdown: one section for the document, one for each part that is used by name, in the order in which they are met."""
    top = schema()
    parts = top["$defs"]
    lines = [f"# The document `{NAME}`", "", *_INTRODUCTION, top["description"], ""]
    lines += ["## The document", "", *_table(top), "## Figures", "", "| figure | kind | what it is |", "|---|---|---|"]
    lines += [
        f"| {_anchor(name)}{name} | {_kind(part)} | {part['description']} |" for name, part in parts.items() if "properties" not in part
    ]
    for name, part in parts.items():
        if "properties" in part:
            lines += ["", f"## {name}", "", _sentence(part["description"]), "", *_table(part)[:-1]]
    return "\n".join(lines) + "\n"


_INTRODUCTION = (
    "What `folkmoot disparity --format json` writes, and what text, web page, spreadsheet and CSV are made from. The schema itself is",
    "`src/folkmoot/disparity/disparity-1.schema.json`; this page is printed from it. A key is never taken away or given another meaning",
    "under the same name: what changes the form changes the number in `schema`.",
    "",
)


def _table(part: Schema) -> list[str]:
    rows = [f"| `{name}` | {kind} | {description} |" for name, kind, description in _fields(part, "")]
    return ["| field | kind | what it is |", "|---|---|---|", *rows, ""]


def _fields(part: Schema, lead: str) -> Iterator[tuple[str, str, str]]:
    """Every field of a part, those of the parts inside it after it: `files`, `files[].name`."""
    for name, rule in part.get("properties", {}).items():
        yield lead + name, _kind(rule), rule.get("description", "")
        inner, marks = _inner(rule)
        yield from _fields(inner, f"{lead}{name}{marks}.")


def _inner(rule: Schema) -> tuple[Schema, str]:
    if "anyOf" in rule:
        return _inner(next(one for one in rule["anyOf"] if one.get("type") != "null"))
    if rule.get("type") == "array" and "items" in rule:
        inner, marks = _inner(rule["items"])
        return inner, "[]" + marks
    return rule, ""


def _kind(rule: Schema) -> str:
    if "$ref" in rule:
        name = rule["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "anyOf" in rule:
        return " or ".join(_kind(one) for one in rule["anyOf"])
    if "const" in rule or "enum" in rule:
        return " or ".join(f"`{_value(one)}`" for one in rule.get("enum", [rule.get("const")]))
    return _kind_of_type(rule)


def _kind_of_type(rule: Schema) -> str:
    kind: Any = rule.get("type")
    if isinstance(kind, list):
        return " or ".join(_SIMPLE[one] for one in kind)
    if kind == "array" and "prefixItems" in rule:
        return "[" + ", ".join(_kind(one) for one in rule["prefixItems"]) + "]"
    if kind == "array":
        return f"list of {_kind(rule['items'])}"
    if kind == "object":
        return f"{_kind(rule['additionalProperties'])} by name" if isinstance(rule.get("additionalProperties"), dict) else "object"
    return _SIMPLE[kind]


def _value(value: object) -> str:
    return "null" if value is None else str(value)


def _anchor(name: str) -> str:
    return f'<a id="{name}"></a>'


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


if __name__ == "__main__":
    sys.stdout.write(manual())
