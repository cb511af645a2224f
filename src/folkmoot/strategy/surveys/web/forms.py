"""Forms for a survey's file, for its columns, and for taking a survey back."""

from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.tables.table import MEGABYTE, Limits
from folkmoot.strategy.surveys.rules import COLUMNS
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

FILE_BYTES = Limits().file_bytes


class SurveyFileForm(GovukForm):
    """A table of results, and what a table does not say of its survey."""

    send_label: ClassVar[Any] = _("Look at what it holds")
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=255, help_text=_("CSV, XLSX or ODS, a row for each group")
    )
    sheet = forms.CharField(label=_("Sheet (if not the first)"), max_length=100, required=False)
    name = forms.CharField(label=_("Name of the survey, with its year"), max_length=200)
    question = WordsField(label=_("The question, as it was asked (optional)"), required=False)
    source = forms.CharField(label=_("Where it is published"), max_length=300)
    starts = DayField(label=_("First day it covers (optional)"), required=False)
    as_of = DayField(label=_("Last day it covers"))
    vouched = WordsField(
        label=_("Only where no base is published: how that is known (optional)"), required=False,
        help_text=_("A survey without a base is refused, unless you say here how you know that none is published. It is then never judged"),
    )  # fmt: skip

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        file = values.get("file")
        if self.too_large or (file and file.size > FILE_BYTES):
            self.add_error("file", gettext("This file is larger than %(most)d MB.") % {"most": FILE_BYTES // MEGABYTE})
        elif not file:
            self.add_error("file", gettext("Choose a file."))
        elif not file.size:
            self.add_error("file", gettext("This file is empty."))
        return values


class ColumnsForm(GovukForm):
    """What each column of the file is."""

    send_label: ClassVar[Any] = _("Read it so")

    def __init__(self, *args: Any, headings: Sequence[str], matching: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"column{place}" for place in range(len(headings))]
        choices = [("", _("Leave it out")), *((column.field, column.heading) for column in COLUMNS)]
        for name, heading, now in zip(self.names, headings, matching, strict=True):
            label = gettext("What is the column “%(name)s”?") % {"name": heading}
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=now, required=False)
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    @property
    def matching(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.names]


class TakeBackForm(GovukForm):
    send_label: ClassVar[Any] = _("Take it back")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(label=_("Why it is taken back"), max_length=300)
