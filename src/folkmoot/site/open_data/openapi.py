"""The description of the open data in OpenAPI 3.1, made from the same declarations as the answers."""

from collections.abc import Sequence
from typing import Any

from folkmoot.site.open_data.declared import Endpoint, Field, Type
from folkmoot.site.open_data.paging import A_PAGE, CURSOR, FORMAT, LIMIT, LONGEST_CURSOR, MOST

VERSION = "1.0.0"
LICENCE = {"name": "Open Government Licence v3.0", "identifier": "OGL-UK-3.0"}
ENVELOPE = (
    Field("licence", Type.TEXT, "The licence under which everything here may be used again: an SPDX identifier."),
    Field("as_of", Type.MOMENT, "When anything was last published or withdrawn; null before the first publication.", empty=True),
    Field("revision", Type.TEXT, "Another word as soon as anything is published, corrected or withdrawn."),
    Field("total", Type.WHOLE, "How many rows were asked for, on all pages."),
    Field("next", Type.ADDRESS, "The address of the next page; null on the last.", empty=True),
)
PROBLEM = (Field("problem", Type.TEXT, "What is wrong."), Field("do", Type.TEXT, "What to do about it."))


def described(endpoints: Sequence[Endpoint], root: str) -> dict[str, Any]:
    """The whole description. `root` is the full address under which the endpoints stand."""
    paths: dict[str, Any] = {}
    for one in endpoints:
        paths[f"/{one.name}"] = {"get": _listing(one)}
        paths[f"/{one.name}/{{id}}"] = {"get": _single(one)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Folkmoot open data", "version": VERSION, "license": LICENCE,
            "description": "What the service published: read only, without a key, as JSON and as CSV. Nothing here was not published.",
        },
        "servers": [{"url": root}],
        "paths": paths,
        "components": {"schemas": {**{_name(one): _object(one.fields) for one in endpoints}, "Problem": _object(PROBLEM)}},
    }  # fmt: skip


def listing_schema(endpoint: Endpoint) -> dict[str, Any]:
    """The JSON Schema of a page of a collection, whole in itself."""
    return _envelope({"items": {"type": "array", "items": _object(endpoint.fields)}})


def _listing(endpoint: Endpoint) -> dict[str, Any]:
    page = _envelope({"items": {"type": "array", "items": {"$ref": f"#/components/schemas/{_name(endpoint)}"}}})
    chosen = [{"name": field.name, "in": "query", "description": field.about, "schema": {"type": "string"}} for field in endpoint.chosen_by]
    return {
        "operationId": f"list_{endpoint.name}", "summary": endpoint.title, "description": endpoint.about,
        "parameters": [*chosen, *_PAGING],
        "responses": {"200": _answer("A page of rows in the order of their ids.", page), **_REFUSALS},
    }  # fmt: skip


def _single(endpoint: Endpoint) -> dict[str, Any]:
    key = {"name": "id", "in": "path", "required": True, "description": "The id of the row.", "schema": {"type": "string"}}
    one = _envelope({"item": {"$ref": f"#/components/schemas/{_name(endpoint)}"}}, without=("total", "next"))
    return {
        "operationId": f"get_{endpoint.name}", "summary": f"{endpoint.title}: one", "parameters": [key],
        "responses": {
            "200": {"description": "The row.", "content": {"application/json": {"schema": one}}},
            **_REFUSALS, "404": _problem("Nothing of this id is published."),
        },
    }  # fmt: skip


def _name(endpoint: Endpoint) -> str:
    return "".join(part.capitalize() for part in endpoint.name.split("-"))


def _object(fields: Sequence[Field]) -> dict[str, Any]:
    return {
        "type": "object", "properties": {field.name: field.schema for field in fields}, "required": [field.name for field in fields],
        "additionalProperties": False,
    }  # fmt: skip


def _envelope(more: dict[str, Any], without: Sequence[str] = ()) -> dict[str, Any]:
    whole = _object([field for field in ENVELOPE if field.name not in without])
    return {**whole, "properties": {**whole["properties"], **more}, "required": [*whole["required"], *more]}


def _answer(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    table = {"schema": {"type": "string", "description": "UTF-8, commas, a row of headings named as the fields."}}
    return {"description": words, "content": {"application/json": {"schema": schema}, "text/csv": table}}


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}


_PAGING = (
    {
        "name": LIMIT, "in": "query", "description": f"Rows on a page; {A_PAGE} where none is given.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": A_PAGE},
    },
    {
        "name": CURSOR, "in": "query", "description": "Where the page begins: taken from the address of the page before.",
        "schema": {"type": "string", "maxLength": LONGEST_CURSOR},
    },
    {
        "name": FORMAT, "in": "query", "description": "“csv” for a table; its next page is in the header “Link”.",
        "schema": {"type": "string", "enum": ["json", "csv"], "default": "json"},
    },
)  # fmt: skip
_REFUSALS = {
    "304": {"description": "Nothing changed since the ETag that was sent in If-None-Match."},
    "400": _problem("A parameter is not known or cannot be read."),
    "429": _problem("Too many questions from one place. Ask again after the seconds in Retry-After."),
}
