"""What a request carries of ids: the rows that addresses and forms name, and a row of another Area to put in their place.

Watching is done by patching Django in this process: `rows_fetched` notes each row that a view gets by a key, `forms_made` each form.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from trust.checks.area_canaries import area_of

BLANKED = re.compile(rb'(name="(?:csrfmiddlewaretoken|mark)" value=")[^"]*|(nonce[-=]"?)[\w+/=-]+')


@contextmanager
def rows_fetched() -> Iterator[list[Any]]:
    """The rows that are got one at a time (`get`, and so `get_object_or_404`) while this holds, in order."""
    from django.db.models import QuerySet

    found, plain = [], QuerySet.get

    def get(self: Any, *args: Any, **named: Any) -> Any:
        row = plain(self, *args, **named)
        found.append(row)
        return row

    QuerySet.get = get
    try:
        yield found
    finally:
        QuerySet.get = plain


@contextmanager
def forms_made() -> Iterator[list[Any]]:
    """The forms that are made while this holds, in order."""
    from django.forms.forms import BaseForm

    made, plain = [], BaseForm.__init__

    def init(self: Any, *args: Any, **named: Any) -> None:
        plain(self, *args, **named)
        made.append(self)

    BaseForm.__init__ = init
    try:
        yield made
    finally:
        BaseForm.__init__ = plain


@contextmanager
def rows_saved() -> Iterator[list[Any]]:
    """The rows that are written one at a time while this holds."""
    from django.db.models.signals import post_save

    saved: list[Any] = []

    def note(instance: Any, **_named: Any) -> None:
        saved.append(instance)

    post_save.connect(note, weak=False)
    try:
        yield saved
    finally:
        post_save.disconnect(note)


def area_of_row(row: Any) -> int | None:
    """The Area a row belongs to, by the database; of an Area, itself. None where it belongs to none."""
    model = type(row)
    if model._meta.label == "areas.Area":
        return row.pk
    way = area_of(model)
    return model._base_manager.filter(pk=row.pk).values_list(way, flat=True).first() if way else None


def foreign_row(model: type[Any], own: frozenset[int]) -> Any:
    """A row of another Area than `own`, or None where there is none or rows of this kind belong to no Area."""
    way = "pk" if model._meta.label == "areas.Area" else area_of(model)
    if way is None:
        return None
    return model._base_manager.exclude(**{f"{way}__in": own}).exclude(**{way: None}).order_by("pk").first()


def missing_like(value: str) -> str:
    """A value of the same shape that names nothing."""
    if value.isdecimal():
        return "987654321"
    try:
        uuid.UUID(value)
    except ValueError:
        return "zq" + "0" * max(1, len(value) - 2) if "-" not in value else "zq-0-none"
    return str(uuid.UUID(int=0x5EED << 64 | 4 << 76 | 8 << 60))


def blanked(body: bytes, *values: str) -> bytes:
    """A body without what differs between any two answers, and without the given values in addresses."""
    body = BLANKED.sub(b"", body)
    for value in values:
        body = re.sub(rb"(?<=/)" + re.escape(value.encode()) + rb"(?![\w-])", b"*", body)
    return body


def filled(form: Any) -> dict[str, Any]:
    """Something sensible for each field of a form, so that what is refused is refused for its own reason."""
    return {form.add_prefix(name): said for name, field in form.fields.items() if (said := _said(form, name, field)) is not None}


def _said(form: Any, name: str, field: Any) -> Any:
    from django import forms

    begun = form.get_initial_for_field(field, name)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [field.prepare_value(row) for row in field.queryset[:1]]
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.first()
        return field.prepare_value(row) if row is not None else ""
    if isinstance(field, forms.ChoiceField):
        first = next((str(key) for key, _words in _flat(field.choices) if key not in ("", None)), "")
        return [first] if isinstance(field, forms.MultipleChoiceField) else first
    if isinstance(field, forms.FileField):
        return None
    if begun not in (None, "", []):
        return begun
    return _typed(field, forms)


def _typed(field: Any, forms: Any) -> Any:
    from django.utils import timezone

    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return field.min_value if field.min_value is not None else 1
    if isinstance(field, forms.DateTimeField):
        return f"{timezone.localdate()} 10:00"
    if isinstance(field, forms.DateField):
        return str(timezone.localdate())
    if isinstance(field, forms.TimeField):
        return "10:00"
    if isinstance(field, forms.EmailField):
        return "somebody@example.org"
    return "Said" if isinstance(field, forms.CharField) else ""


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, words in choices:
        if isinstance(words, (list, tuple)):
            yield from words
        else:
            yield key, words
