"""Choices above a list, sent by GET and kept in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.choices import choices_of
from folkmoot.areas.models import Area


class FilterForm(forms.Form):
    """A choice that cannot be read is left out rather than refused. The Area is asked only where there are several."""

    def __init__(self, asked: QueryDict, areas: Iterable[Area] = (), **fields: forms.Field) -> None:
        super().__init__(asked)
        among = list(areas)
        if len(among) > 1:
            choices = [("", _("All")), *choices_of(among)]
            self.fields = {"area": forms.ChoiceField(label=_("Area"), required=False, choices=choices)} | self.fields
        self.fields |= fields
        self._areas = {area.code: area for area in among}
        for field in self.fields.values():
            css = "govuk-select" if isinstance(field.widget, forms.Select) else "govuk-input"
            field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} {css}".strip()

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen, by field; nothing for blanks and for what cannot be read. An Area is given as `area_id`."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}
        if "area" in values:
            values["area_id"] = self._areas[values.pop("area")].pk
        return values


def number_choice(label: Any, choices: Iterable[tuple[int, str]]) -> forms.TypedChoiceField:
    """A choice among rows by their number, with “All” first."""
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None, choices=[("", _("All")), *choices])
