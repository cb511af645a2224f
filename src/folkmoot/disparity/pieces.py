"""The pieces of a document that have figures of their own, each with what says where it belongs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.disparity.figures import WITHHELD
from folkmoot.disparity.sentences.groups import named

LABELS = frozenset(
    {
        "group", "area", "period", "name", "scheme", "reference", "column", "by", "stage", "unit", "characteristic", "label", "method",
        "dimension", "value", "reason", "factor", "term", "level", "conditions", "schema", "sha256",
    }
)  # fmt: skip
PLACES = ("part", "stage", "characteristic", "group", "area", "period", "detail")


@dataclass(frozen=True)
class Piece:
    """`places` says what it belongs to, by the names of `PLACES`; `item` holds its figures."""

    places: Mapping[str, str]
    item: Mapping[str, Any]


def pieces_of(document: Any) -> Iterator[Piece]:
    """In the order of the document: source, stages, chain, intersections, Areas, periods, completeness, scan."""
    yield from _source(document["source"])
    for stage in document["stages"]:
        yield from _stage(stage)
    for table in document["intersections"]:
        yield from _intersection(table)
    for chain in document["chain"] or ():
        yield from _chain(chain)
    for funnel in document["areas"]:
        yield from _areas(funnel)
    for series in document["periods"]:
        yield from _periods(series)
    yield from _completeness(document)
    yield from _scan(document)


def _piece(part: str, item: Mapping[str, Any], **places: str | None) -> Piece:
    return Piece({"part": part, **{name: place for name, place in places.items() if place}}, item)


def _source(source: Any) -> Iterator[Piece]:
    yield _piece("source", {"rows": source["rows"], "used": source["used"]})
    for one in source["files"]:
        yield _piece("file", {"size": one["size"]}, detail=f"{one['name']} sha256 {one['sha256']}")
    for one in source["excluded"]:
        yield _piece("excluded", one, detail=one["reason"])
    for one in source["values"]:
        yield _piece("values", {"unmapped_rows": one["unmapped_rows"], "invalid_rows": one["invalid_rows"]}, detail=one["column"])
        for value in one["unmapped"]:
            yield _piece("unmapped value", value, detail=f"{one['column']}: {value['value']}")


def _stage(stage: Any) -> Iterator[Piece]:
    name = stage["name"]
    gone = {"outcome_not_recorded": stage["outcome_not_recorded"], "eligible": stage["eligible"]}
    yield _piece("everyone", {**stage["overall"], **gone}, stage=name)
    for table in stage["characteristics"]:
        yield from _groups("groups", table, name)
        yield from _taken_into_account(table, name)


def _intersection(table: Any) -> Iterator[Piece]:
    yield _piece("everyone", table["overall"], stage=table["stage"], characteristic=named(table))
    yield from _groups("combinations", table, table["stage"])


def _groups(part: str, table: Any, stage: str) -> Iterator[Piece]:
    by = named(table)
    for group in table["groups"]:
        yield _piece(part, group, stage=stage, characteristic=by, group=group["group"])
    yield _piece("not recorded", {**table["not_recorded"], **table["completeness"]}, stage=stage, characteristic=by)


def _taken_into_account(table: Any, stage: str) -> Iterator[Piece]:
    by, model = named(table), table["model"]
    for one in table["stratified"] or ():
        yield _piece("strata", one, stage=stage, characteristic=by, group=one["group"], detail=one["by"])
    for one in table["decomposition"] or ():
        whole = {"difference": one["difference"], "rate_effect": one["rate_effect"]}
        yield _piece("decomposition", whole, stage=stage, characteristic=by, group=one["group"])
        for part in one["parts"]:
            yield _piece("decomposition, part", part, stage=stage, characteristic=by, group=one["group"], detail=part["factor"])
    if model is not None:
        whole = {name: model[name] for name in ("cases", "deviance", "null_deviance", "aic")}
        yield _piece("model", whole, stage=stage, characteristic=by)
        for one in model["left_out"]:
            yield _piece("model, left out", one, stage=stage, characteristic=by, detail=one["reason"])
        for term in model["terms"] or ():
            yield _piece("model, term", term, stage=stage, characteristic=by, group=term["level"], detail=term["term"])


def _chain(chain: Any) -> Iterator[Piece]:
    for group in chain["groups"]:
        for step in group["steps"]:
            yield _piece("chain, stage", step, stage=step["stage"], characteristic=chain["characteristic"], group=group["group"])
        whole = {name: group[name] for name in ("cumulative", "cumulative_ci", "suppressed")}
        yield _piece("chain, all stages", whole, characteristic=chain["characteristic"], group=group["group"])


def _areas(funnel: Any) -> Iterator[Piece]:
    whole = {name: funnel[name] for name in ("target", "phi", "tau2")}
    yield _piece("areas", whole, stage=funnel["stage"])
    for area in funnel["areas"]:
        yield _piece("area", area, stage=funnel["stage"], area=area["area"])
    for one in funnel["characteristics"]:
        for area in one["areas"]:
            yield _piece("area, group", area, stage=funnel["stage"], characteristic=one["name"], group=one["group"], area=area["area"])


def _periods(series: Any) -> Iterator[Piece]:
    stage = series["stage"]
    for point in series["points"]:
        yield _piece("period", point, stage=stage, period=point["period"])
    for one in series["characteristics"]:
        for point in one["points"]:
            yield _piece("period, group", point, stage=stage, characteristic=one["name"], group=point["group"], period=point["period"])
    for one in series["completeness"]:
        for value in one["values"]:
            share = {"share": value["recorded"]}
            yield _piece("period, completeness", share, stage=stage, characteristic=one["column"], period=value["period"])


def _completeness(document: Any) -> Iterator[Piece]:
    for one in document["completeness"]:
        yield _piece("completeness", one, characteristic=one["column"])
        for part in one["by"]:
            yield _piece("completeness, part", part, characteristic=one["column"], detail=f"{part['dimension']}: {part['value']}")


def _scan(document: Any) -> Iterator[Piece]:
    for one in (document["scan"] or {"subgroups": ()})["subgroups"]:
        yield _piece("scan", one, stage=one["stage"], detail=said_of(one["conditions"]) or WITHHELD)


def said_of(conditions: Any) -> str:
    return "; ".join(f"{one['column']}: {', '.join(one['values'])}" for one in conditions)
