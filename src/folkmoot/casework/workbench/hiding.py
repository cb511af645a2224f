"""What those of one Area do not see: the figures of the others, one by one. Limits and totals over all of them stay."""

from collections.abc import Collection, Mapping
from typing import Any

from folkmoot.casework.workbench.shape import Shape


def hidden_elsewhere(document: Mapping[str, Any], shape: Shape, seen: Collection[str]) -> dict[str, Any]:
    """The document with the rows of Areas that are not among `seen` left out, in the funnel and in what is on record."""
    return {
        **document,
        "areas": [_funnel(one, seen) for one in document["areas"]],
        "completeness": [_known(one, shape.title(shape.area), seen) for one in document["completeness"]],
    }


def _funnel(funnel: Mapping[str, Any], seen: Collection[str]) -> dict[str, Any]:
    groups = [{**one, "areas": _own(one["areas"], seen)} for one in funnel["characteristics"]]
    return {**funnel, "areas": _own(funnel["areas"], seen), "characteristics": groups}


def _own(rows: Any, seen: Collection[str]) -> list[Any]:
    return [row for row in rows if row["area"] in seen]


def _known(one: Mapping[str, Any], area: str, seen: Collection[str]) -> dict[str, Any]:
    return {**one, "by": [part for part in one["by"] if part["dimension"] != area or part["value"] in seen]}
