"""The form that brings a published file of places in."""

from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.tables.table import MEGABYTE, Limits
from folkmoot.webkit.forms import GovukForm

FILE_BYTES = Limits().file_bytes


class PublishedFileForm(GovukForm):
    """A published file; the edition only where the file does not name one."""

    send_label = _("Continue")
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=_("A lookup as CSV or XLSX, or outlines as GeoJSON or TopoJSON, just as they are published. Up to 20 MB."),
    )
    edition = forms.CharField(
        label=_("Year of the edition (optional)"),
        required=False,
        max_length=4,
        help_text=_("Only where the file itself does not say, for example 2024."),
        validators=[RegexValidator(r"^\d{4}$", _("Give the year as four figures, for example 2024."))],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        file = values.get("file")
        if self.too_large or (file and file.size > FILE_BYTES):
            problem = gettext("This file is larger than %(most)d MB. Ask whoever looks after the server to run: folkmoot places load")
            self.add_error("file", problem % {"most": FILE_BYTES // MEGABYTE})
        elif not file:
            self.add_error("file", gettext("Choose a file."))
        elif not file.size:
            self.add_error("file", gettext("This file is empty."))
        return values
