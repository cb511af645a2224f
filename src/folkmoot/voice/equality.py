"""Which protected characteristics the words of a point may be about, and the scheme whose categories say it more closely."""

from typing import Any

from folkmoot.accounts.scope import Viewer
from folkmoot.characteristics.models import Category
from folkmoot.characteristics.rules import Kind
from folkmoot.characteristics.web.presenters import characteristic_name

# Characteristic -> code of the scheme its categories are taken from; "" for none. In the order of the Equality Act's list.
SCHEMES: dict[str, str] = {
    "age": "age-census-2021-11",
    "disability": "disability-equality-act",
    "gender_identity": "gender-identity-census-2021-6",
    "marriage_and_civil_partnership": "",
    "pregnancy_and_maternity": "",
    "ethnicity": "ethnicity-census-2021",
    "religion_or_belief": "religion-census-2021",
    "sex": "sex",
    "sexual_orientation": "sexual-orientation-census-2021-5",
    "main_language": "",
    "socio_economic_background": "",
    "circumstance": "hate-crime-strand",
}


def characteristic_choices() -> list[tuple[str, Any]]:
    return [(code, characteristic_name(code)) for code in SCHEMES]


def offered(viewer: Viewer) -> list[tuple[str, Any, list[Category]]]:
    """Each characteristic with its name and the categories that may be named, in one query."""
    rows = Category.objects.filter(scheme__code__in=filter(None, SCHEMES.values()), withdrawn_on__isnull=True, kind=Kind.ANSWER)
    found: dict[str, list[Category]] = {}
    for row in rows.select_related("scheme"):
        found.setdefault(row.scheme.code, []).append(row)
    return [(code, name, found.get(SCHEMES[code], [])) for code, name in characteristic_choices()]
