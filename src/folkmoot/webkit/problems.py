"""Sentences for what a field refuses that name the field, so that a line of the error summary says by itself what to do."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

_IN_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")


def name_the_field(field: forms.Field) -> None:
    """Put the field's label into the sentences it refuses with; one that the form itself gave stays as it is."""
    label = _IN_BRACKETS.sub("", str(field.label or "")).rstrip("?")
    if not label or "%" in label:  # a percent sign would be taken for a place to fill in
        return
    defaults = _defaults_of(type(field))
    for code, sentence in _sentences(field, label).items():
        if field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = sentence


def _defaults_of(kind: type) -> dict[str, Any]:
    """The sentences that a class of fields comes with."""
    found: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        found |= getattr(each, "default_error_messages", {})
    return found


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    said = {
        "required": _required(field) % {"label": label if isinstance(field, forms.DateField) else _within_a_sentence(label)},
        "invalid_choice": _("%(label)s: choose one of those offered.") % {"label": label},
        "max_decimal_places": _("%(label)s: use fewer figures after the point.") % {"label": label},
    }
    if (invalid := _invalid(field)) is not None:
        said["invalid"] = invalid % {"label": label}
    return said | _limits(field, label)


def _required(field: forms.Field) -> str:
    if isinstance(field, forms.DateField):
        return _("%(label)s: enter the date.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField | forms.BooleanField):
        return _("Choose %(label)s.")
    return _("Write %(label)s.") if isinstance(field.widget, forms.Textarea) else _("Enter %(label)s.")


def _invalid(field: forms.Field) -> str | None:
    """What to write in place of something that cannot be read; None for fields that read anything."""
    sentences = (
        (forms.DateField, _("%(label)s: enter a real date, for example 7/3/2026.")),
        (forms.DecimalField, _("%(label)s: enter a number, for example 1.5.")),
        (forms.IntegerField, _("%(label)s: enter a whole number.")),
        (forms.EmailField, _("%(label)s: enter an address such as name@example.org.")),
        (forms.URLField, _("%(label)s: enter an address such as www.example.org.")),
    )
    return next((sentence for kind, sentence in sentences if isinstance(field, kind)), None)


def _limits(field: forms.Field, label: str) -> dict[str, str]:
    limits = {
        "min_value": (getattr(field, "min_value", None), _("%(label)s: enter %(limit)s or more.")),
        "max_value": (getattr(field, "max_value", None), _("%(label)s: enter %(limit)s or less.")),
        "max_length": (getattr(field, "max_length", None), _("%(label)s: use %(limit)s characters or fewer.")),
    }
    return {code: words % {"label": label, "limit": f"{limit:,}"} for code, (limit, words) in limits.items() if limit is not None}


def _within_a_sentence(label: str) -> str:
    """A label with a small first letter, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
