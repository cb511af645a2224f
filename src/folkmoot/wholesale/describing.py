"""What the files hold, said for machines (a Frictionless Data Package) and for people (README.txt, and the list in the documents).

Source: Frictionless Data, Data Package and Table Schema, version 1, https://specs.frictionlessdata.io/
"""

import json
from typing import Any

from django.utils.translation import override

from folkmoot.wholesale import values
from folkmoot.wholesale.leaving_out import COLUMNS_LEFT_OUT, FOLDERS_LEFT_OUT, TABLES_LEFT_OUT
from folkmoot.wholesale.rules import PACKAGE, WHOLE, Part
from folkmoot.wholesale.tables import Column, Table, all_tables

LANGUAGE = "en-gb"


def data_package(tables: list[Table], rows: dict[str, int], parts: dict[str, Part], *, product: str, made_at: str, variant: str) -> str:
    """`datapackage.json`: every table with its columns, keys and privacy labels."""
    with override(LANGUAGE):
        said = {
            "profile": "tabular-data-package",
            "name": "folkmoot-everything",
            "title": "Everything that a Folkmoot holds",
            "version": product,
            "created": made_at,
            "variant": variant,
            "resources": [_resource(one, rows[one.name], parts[one.path], whole=variant == WHOLE) for one in tables],
        }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, rows: int, part: Part, *, whole: bool) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "ndjson",
        "mediatype": "application/x-ndjson",
        "encoding": "utf-8",
        "title": _first_upper(str(table.model._meta.verbose_name_plural)),
        "description": " ".join(what_it_holds(table).split()),
        "bytes": part.bytes,
        "hash": f"sha256:{part.sha256}",
        "rows": rows,
        "schema": schema(table, whole=whole),
    }


def schema(table: Table, *, whole: bool) -> dict[str, Any]:
    """The Table Schema of one table. Without personal data a column that is emptied is not required."""
    keys = [
        {"fields": [column], "reference": {"resource": "" if target == table.name else target, "fields": [_key_of(table, column)]}}
        for column, target in table.points_at.items()
    ]
    several = [list(columns) for columns in table.unique if len(columns) > 1]
    return {
        "fields": [_field(table, one, whole=whole) for one in table.columns],
        "missingValues": [],  # words that are empty are not missing
        "primaryKey": [table.key],
        **({"foreignKeys": keys} if keys else {}),
        **({"uniqueKeys": several} if several else {}),
    }


def _key_of(table: Table, column: str) -> str:
    return next(str(one.field.target_field.column) for one in table.columns if one.name == column)


def _field(table: Table, column: Column, *, whole: bool) -> dict[str, Any]:
    type_, format_ = values.schema_type(column.kind)
    limits: dict[str, Any] = {}
    if not values.may_be_empty(column.field) and (whole or not column.sensitive):
        limits["required"] = True
    if (column.name,) in table.unique:
        limits["unique"] = True
    if type_ == "string" and column.kind.max_length and not column.field.remote_field:
        limits["maxLength"] = column.kind.max_length
    said: dict[str, Any] = {"name": column.name, "type": type_, "format": format_, "title": _first_upper(str(column.field.verbose_name))}
    if column.field.help_text:
        said["description"] = str(column.field.help_text)
    if limits:
        said["constraints"] = limits
    if column.field.choices:
        said["choices"] = {str(value): str(words) for value, words in column.field.flatchoices}
    return said | {"privacy": str(column.label)}


def what_it_holds(table: Table) -> str:
    """A table in words: of a table of links which rows it ties, of any other the first sentence of its class."""
    if table.is_link:
        return "Which rows belong together: " + " and ".join(dict.fromkeys(table.points_at.values())) + "."
    said = (table.model.__doc__ or "").strip().split("\n\n")[0]
    own = table.model.__module__.startswith("folkmoot.")
    return " ".join(said.split()) if own else "Addresses with which people sign in."


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def listing() -> str:
    """Every table as it stands in the documents, and what does not leave; made from the code, so that it cannot go stale."""
    with override(LANGUAGE):
        lines = ["| Table | What a row is | Labels |", "| --- | --- | --- |"]
        lines += [f"| `{one.name}` | {_cell(what_it_holds(one))} | {_labels(one)} |" for one in all_tables()]
    lines += ["", "Tables that do not leave:", ""]
    lines += [f"- `{name}`: {why}." for name, why in TABLES_LEFT_OUT.items()]
    lines += ["", "Columns that do not leave:", ""]
    lines += [f"- `{table}`, `{column}`: {one.reason}." for (table, column), one in COLUMNS_LEFT_OUT.items()]
    lines += ["", "Files of the data folder that do not leave:", ""]
    lines += [f"- `{name}`: {why}." for name, why in FOLDERS_LEFT_OUT.items()]
    return "\n".join(lines)


def _cell(words: str) -> str:
    return words.split(". ")[0].rstrip(".").replace("|", "/")


def _labels(table: Table) -> str:
    found = {str(one.label) for one in table.columns if one.sensitive}
    return ", ".join(sorted(found)).replace("_", " ") or "none of people"


def readme(*, product: str, made_at: str, variant: str, tables: int, rows: int, files: int, fictional: bool) -> str:
    """`README.txt`: for whoever opens the package without knowing Folkmoot."""
    first = FICTIONAL if fictional else ""
    told = BACK if variant == WHOLE else NOT_BACK
    return first + WORDS.format(product=product, made_at=made_at, tables=tables, rows=rows, files=files, package=PACKAGE, told=told)


FICTIONAL = "EVERYTHING IN HERE IS FICTIONAL. It came from a service that was made to show the product.\n\n"
WORDS = """\
Everything that a Folkmoot holds
================================

Taken out at {made_at} with Folkmoot {product}: {tables} tables with {rows} rows, and {files} files.

tables/            one file for each table, one row on each line. Each line is a JSON object: the names of the columns and their
                   values, in UTF-8 (the format is called JSON Lines, or ndjson). A value that is not there is null; words that are
                   there and empty are "". Times are in UTC. Decimal numbers stand as words, so that no figure is lost. Bytes are
                   base64. Whole numbers can pass 2 to the power of 53: read them as integers.
{package}   what each column holds, its type, what it points at, and whether it is about people ("privacy": personal,
                   special_category and case_related are; operational and public are not). Format: Frictionless Data Package.
files/             the files themselves, as they lie in the data folder.
manifest.json      from which version, how many rows, and the SHA-256 of every file in here.

This is confidential: it holds what people said in confidence, who they are, and what is recorded of cases. That it was taken out,
by whom, for whom and why stands in the audit trail of the service. Keep it locked, and delete it when it has served.

What is not in it: passwords, second steps, sessions, links and addresses that open something, and the keys that open sealed cases.
Cases that were sealed are in it as they lie in the database: sealed. The file cases.key of the data folder opens them; it is carried
by hand, apart from this.

{told}"""
BACK = """\
It can be brought into an empty Folkmoot of the same version or, where the way is known, a later one:

    folkmoot setup
    folkmoot everything in THIS

Everybody comes back with their roles and without a password: they choose a new one with “Forgotten your password?”.
"""
NOT_BACK = """\
What is about people was taken out of it: those columns are empty (or hold “removed” and a number where every row must differ), tables
that only tie people to something have no rows, and the files are not in it. Numbers that stand for rows are still there: whoever holds
the service can tell who a row is about, so this is pseudonymous and not anonymous, and small numbers in it are not withheld. It is
not for publication. It cannot be brought back in, and its audit trail can no longer be checked, because the names in it are gone.
"""
