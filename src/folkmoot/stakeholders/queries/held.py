"""Everything held on one person, for giving it to them.

Rows of other rooms are found by what points at the person, so that a room added later is not forgotten.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, ForeignKey, ManyToManyRel, Model
from django.template.defaultfilters import capfirst
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.stakeholders.models import Contact, SafeContactNote, SafeContactReading

_HIDDEN = {"id", "version", "search_key", "merged_into"}
_CHOICES = {"formats": Contact.Format, "needs": Contact.Need}


@dataclass(frozen=True)
class Held:
    """One kind of record: each row as pairs of what it is and what is held. `withheld` counts rows left out, with the reason."""

    title: str
    rows: list[list[tuple[str, str]]]
    withheld: int = 0
    why: str = ""


def everything_held(viewer: Viewer, contact: Contact) -> list[Held]:
    """Everything held on a person in sight, their own details first, then what points at them. Names of staff are left out.

    The note on safe contact is never in the file: it is read only with a reason, and a file may be read by whoever opens it.
    """
    found = [Held(_("Your details"), [_pairs(contact)])]
    merged = list(contact.merged_from.all())
    found += [Held(_("Your details as recorded a second time, now joined"), [_pairs(row) for row in merged])] if merged else []
    for relation in _relations(contact):
        rows = list(_pointing(relation, [contact, *merged]))
        if rows:
            found.append(_held(viewer, contact, relation, rows))
    return found


def _relations(contact: Contact) -> list[Any]:
    """What points at people, hidden relations too; not the tables that only tie two others together."""
    fields = contact._meta.get_fields(include_hidden=True)
    pointing = [one for one in fields if one.auto_created and not one.concrete and one.is_relation]
    return [one for one in pointing if one.related_model not in (None, Contact) and not _only_ties(one.related_model)]


def _only_ties(model: Any) -> bool:
    return bool(model._meta.auto_created)


def _pointing(relation: Any, people: list[Contact]) -> Any:
    """The rows that point at any of these, once each."""
    name = relation.field.name
    return relation.related_model._default_manager.filter(**{f"{name}__in": people}).order_by("pk").distinct()


def _held(viewer: Viewer, contact: Contact, relation: Any, rows: list[Model]) -> Held:
    model = relation.related_model
    title = capfirst(str(model._meta.verbose_name_plural))
    if model in (SafeContactNote, SafeContactReading):
        return Held(title, [], len(rows), _("Read it on the person’s own page, with a reason, and give it by hand if that is safe."))
    if isinstance(relation, ManyToManyRel):
        return Held(title, [[(str(model._meta.verbose_name), str(row))] for row in rows])
    return Held(title, [_pairs(row, but=relation.field.name) for row in rows])


def _pairs(row: Model, but: str = "") -> list[tuple[str, str]]:
    fields = [field for field in row._meta.concrete_fields if field.name not in _HIDDEN and field.name != but and not _of_staff(field)]
    said = [(capfirst(str(field.verbose_name)), _words(row, field)) for field in fields]
    return [(name, words) for name, words in said if words]


def _of_staff(field: Any) -> bool:
    return isinstance(field, ForeignKey) and field.related_model is Account


def _words(row: Model, field: "Field[Any, Any]") -> str:
    value = getattr(row, field.name)
    if field.name in _CHOICES:
        labels = dict(_CHOICES[field.name].choices)
        return ", ".join(str(labels.get(each, each)) for each in value)
    if field.choices and value:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, datetime | date):
        return date_format(value, "j F Y")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
