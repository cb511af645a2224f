"""Two people changed the same at once: what is kept now beside what was typed, in words, so that nobody overwrites unseen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Differing:
    """One field that is kept otherwise than it was typed; both in words, empty where nothing is there."""

    label: str
    kept: str
    typed: str


def differing(form: forms.Form) -> list[Differing]:
    """The fields of a form that was sent and holds, of which the stored row (the form's first values) says something else now."""
    found = []
    for name in form.changed_data:
        field = form.fields[name]
        if form[name].is_hidden or isinstance(field, forms.FileField):
            continue
        kept = in_words(field, form.get_initial_for_field(field, name))
        typed = in_words(field, form.cleaned_data.get(name))
        if kept != typed:
            found.append(Differing(str(form[name].label), kept, typed))
    return found


def in_words(field: forms.Field, value: Any) -> str:
    """A value of a field as a person reads it: the words of what was chosen, days as they are said, “Yes” or “No”."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ChoiceField):
        return ", ".join(_chosen(field, value))
    if isinstance(value, list | tuple | set):
        return ", ".join(_plain(each) for each in value)
    return _plain(value)


def _chosen(field: forms.ChoiceField, value: Any) -> Iterator[str]:
    several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    wanted = {str(field.prepare_value(each)) for each in (value if several else [value])}
    for key, words in _flat(field.choices):
        if str(key) in wanted:
            wanted.discard(str(key))
            yield str(words)
    yield from sorted(wanted)  # no longer offered


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, words in choices:
        if isinstance(words, list | tuple):
            yield from _flat(words)
        else:
            yield key, words


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, time):
        return time_format(value, "H:i")
    if isinstance(value, Decimal | float):
        return str(number_format(value))
    return str(value).replace("\r\n", "\n").strip()
