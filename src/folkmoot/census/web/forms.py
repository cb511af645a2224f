"""The form that brings a published table in."""

from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.census.sources import SOURCES
from folkmoot.foundation.tables.table import MEGABYTE, Limits
from folkmoot.webkit.forms import GovukForm

FILE_BYTES = Limits().file_bytes


class TableForm(GovukForm):
    """The file, and which table it is where its headings do not tell."""

    send_label = _("Continue")
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=255,
        help_text=_("CSV, XLSX, XLS or ODS as published, by lower tier local authority. Up to 20 MB."),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("Which table is it?"), required=False, help_text=_("Its headings usually tell."))

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["source"].choices = [("", _("Let the headings tell")), *((one.name, one.title) for one in SOURCES.values())]
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        file = values.get("file")
        if self.too_large or (file and file.size > FILE_BYTES):
            problem = gettext("This file is larger than %(most)d MB. Bring the file of local authorities alone.")
            self.add_error("file", problem % {"most": FILE_BYTES // MEGABYTE})
        elif file is None and "file" not in self.errors:
            self.add_error("file", gettext("Choose a file."))
        elif file is not None and not file.size:
            self.add_error("file", gettext("This file is empty. Choose another."))
        return values
