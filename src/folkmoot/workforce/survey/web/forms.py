"""Forms of the survey: which gaps to show, the file, the year, the service's name, and why a file is taken back."""

from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.foundation.tables.table import MEGABYTE, Limits
from folkmoot.webkit.forms import GovukForm, WordsField
from folkmoot.workforce.survey.web.words import CHARACTERISTICS

FILE_BYTES = Limits().file_bytes


class GapFilter(FilterForm):
    """Which year and characteristic; what cannot be read is left out."""

    def __init__(self, asked: Any, held: dict[str, list[int]]) -> None:
        years = sorted({year for years in held.values() for year in years}, reverse=True)
        super().__init__(
            asked,
            by=forms.ChoiceField(label=_("By"), required=False, choices=[(one, CHARACTERISTICS[one]) for one in held]),
            year=forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, choices=[(year, str(year)) for year in years]),
        )


class WorkbookForm(GovukForm):
    """A published workbook, and its year where nothing in it says it."""

    send_label = _("Continue")
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=255,
        help_text=_("ODS, XLSX or CSV as published: results by a group, organisation scores or benchmark scores. Up to 20 MB."),
    )  # fmt: skip
    year = forms.IntegerField(
        label=_("Year of the survey (only where the file does not say it)"), required=False, min_value=2009, max_value=2100
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        file = values.get("file")
        if self.too_large or (file and file.size > FILE_BYTES):
            self.add_error("file", gettext("This file is larger than %(most)d MB.") % {"most": FILE_BYTES // MEGABYTE})
        elif file is None and "file" not in self.errors:
            self.add_error("file", gettext("Choose a file."))
        elif file is not None and not file.size:
            self.add_error("file", gettext("This file is empty. Choose another."))
        return values


class OrganisationForm(GovukForm):
    send_label = _("Save")
    name = forms.CharField(
        label=_("The service's name in the published tables"),
        max_length=160,
        help_text=_("As it is printed there, for example “Crown Prosecution Service”"),
    )


class TakeBackForm(GovukForm):
    send_label = _("Take it back")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = WordsField(label=_("Why is it taken back?"), rows=3, max_length=300)
