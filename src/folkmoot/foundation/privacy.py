"""Privacy labels: every field of every model carries one. Masking, export, retention and the data-protection table follow."""

from enum import StrEnum


class Label(StrEnum):
    PERSONAL = "personal"
    SPECIAL_CATEGORY = "special_category"
    CASE_RELATED = "case_related"
    OPERATIONAL = "operational"
    PUBLIC = "public"


SENSITIVE = frozenset({Label.PERSONAL, Label.SPECIAL_CATEGORY, Label.CASE_RELATED})


def labels(**fields_by_label: str) -> dict[str, Label]:
    """`labels(public="name kind", personal="email")` gives {"name": PUBLIC, "kind": PUBLIC, "email": PERSONAL}."""
    return {field: Label(label) for label, fields in fields_by_label.items() for field in fields.split()}
