"""Wording and order on the pages of category schemes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.characteristics.models import Category, CategoryLabel, Scheme
from folkmoot.characteristics.rules import Kind

# In the order of the Equality Act's list, then what is asked besides.
CHARACTERISTICS: dict[str, Promise] = {
    "age": _("Age"),
    "disability": _("Disability"),
    "gender_identity": _("Gender identity"),
    "marriage_and_civil_partnership": _("Marriage and civil partnership"),
    "pregnancy_and_maternity": _("Pregnancy and maternity"),
    "ethnicity": _("Ethnicity, as people describe themselves"),
    "ethnicity_officer_perceived": _("Ethnicity, as perceived by an officer"),
    "religion_or_belief": _("Religion or belief"),
    "sex": _("Sex"),
    "sexual_orientation": _("Sexual orientation"),
    "main_language": _("Main language"),
    "socio_economic_background": _("Socio-economic background"),
    "circumstance": _("Circumstances flagged on cases"),
}


def characteristic_name(code: str) -> Promise | str:
    return CHARACTERISTICS.get(code, code.replace("_", " ").capitalize())


@dataclass(frozen=True)
class Group:
    heading: Promise | str
    schemes: list[Scheme]


def by_characteristic(schemes: Iterable[Scheme]) -> list[Group]:
    """Schemes under their characteristic; a characteristic that this table does not know comes last."""
    found: dict[str, list[Scheme]] = {}
    for scheme in schemes:
        found.setdefault(scheme.characteristic, []).append(scheme)
    order = [code for code in CHARACTERISTICS if code in found] + [code for code in found if code not in CHARACTERISTICS]
    return [Group(characteristic_name(code), found[code]) for code in order]


@dataclass(frozen=True)
class CategoryRow:
    category: Category
    labels: list[str]


def category_rows(scheme: Scheme, labels: Iterable[CategoryLabel]) -> list[CategoryRow]:
    """Categories in their order, each heading above its answers, with the labels under which each arrives."""
    met: dict[int, list[str]] = {}
    for label in labels:
        met.setdefault(label.category_id, []).append(label.label)
    listed: list[Category] = []
    everything = list(scheme.categories.all())
    for category in everything:
        if category.kind == Kind.GROUP:
            listed += [category, *(below for below in everything if below.parent_code == category.code)]
    listed += [category for category in everything if category not in listed]
    return [CategoryRow(category, met.get(category.pk, [])) for category in listed]


def untranslated(scheme: Scheme) -> int:
    """How many categories have no published Welsh label."""
    return sum(1 for category in scheme.categories.all() if not category.name_cy)
