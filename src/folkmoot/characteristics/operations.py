"""Writing: bringing the stored schemes in line with the files that ship."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from folkmoot.characteristics import tables
from folkmoot.characteristics.models import Category, CategoryLabel, CategoryMapping, Scheme
from folkmoot.characteristics.rules import label_key
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.files import Line
from folkmoot.foundation.reference.rows import Changes, record_changes, store_all

Fields = dict[str, object]


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, folder: Path = tables.FOLDER) -> list[Changes]:
    """Store what the files say: all of it, or nothing. Loading the same files again changes nothing and leaves no audit event.

    Returns the changes, one for each table. Raises BadReferenceFile for a fault in a file.
    """
    schemes = tables.read_schemes(folder)
    loaded = [store_all(Scheme, ("code",), (_scheme(line) for line in schemes.schemes), at)]
    scheme_ids = dict(Scheme.objects.values_list("code", "pk"))
    loaded.append(store_all(Category, ("scheme_id", "code"), (_category(line, scheme_ids) for line in schemes.categories), at))
    ids = {(scheme, code): pk for scheme, code, pk in Category.objects.values_list("scheme__code", "code", "pk")}
    loaded += [
        store_all(CategoryMapping, ("from_category_id", "to_category_id"), (_mapping(line, ids) for line in schemes.mappings), at),
        store_all(CategoryLabel, ("scheme_id", "key"), (_label(line, scheme_ids, ids) for line in schemes.labels), at),
    ]
    record_changes(loaded, by=by, at=at)
    return loaded


def _scheme(line: Line) -> Fields:
    return {"edition" if name == "version" else name: value for name, value in line.values.items()}


def _category(line: Line, scheme_ids: dict[str, int]) -> Fields:
    names = {"scheme": "scheme_id", "parent": "parent_code"}
    fields: Fields = {names.get(name, name): value for name, value in line.values.items()}
    return fields | {"scheme_id": scheme_ids[line.text("scheme")]}


def _mapping(line: Line, ids: dict[tuple[str, str], int]) -> Fields:
    return {
        "from_category_id": ids[line.text("from_scheme"), line.text("from_code")],
        "to_category_id": ids[line.text("to_scheme"), line.text("to_code")],
        "lossy": line.yes("lossy"),
        "note": line.text("note"),
    }


def _label(line: Line, scheme_ids: dict[str, int], ids: dict[tuple[str, str], int]) -> Fields:
    return {
        "scheme_id": scheme_ids[line.text("scheme")],
        "category_id": ids[line.text("scheme"), line.text("code")],
        "label": line.text("label"),
        "key": label_key(line.text("label")),
    }
