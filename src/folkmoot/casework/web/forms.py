"""Forms that bring a case file in, in three steps. Headings and values of a file are foreign words: labels made of them are escaped."""

from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.incoming import Upload
from folkmoot.casework.models import Analysis
from folkmoot.casework.rules import (
    FILE_BYTES,
    MEGABYTE,
    MOST_CHARACTERISTICS,
    Choices,
    choice_problems,
    may_be_characteristic,
    may_be_outcome,
)
from folkmoot.webkit.forms import DayField, GovukForm

_LARGEST = FILE_BYTES // MEGABYTE


class FileForm(GovukForm):
    """The file, and what it is."""

    send_label = _("Continue")
    file = forms.FileField(
        label=_("Case file"), required=False, allow_empty_file=True, max_length=255,
        help_text=_("CSV, Parquet, XLSX or ODS, one row for each case or suspect. Up to 50 MB. It is deleted as soon as it is counted."),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Which part of the service the file covers"))
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For example: Charging decisions, January to June 2026"))
    data_as_of = DayField(label=_("Data as of"), help_text=_("The day to which the data run"))
    source = forms.CharField(
        label=_("Where the data come from"), max_length=300, help_text=_("For example: case management system, extract of 3 July")
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["place"].choices = places

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        file = values.get("file")
        if self.too_large or (file and file.size > FILE_BYTES):
            words = gettext("This file is larger than %(most)d MB. Leave out columns that are not needed, or split it.")
            self.add_error("file", words % {"most": _LARGEST})
        elif file is None and "file" not in self.errors:
            self.add_error("file", gettext("Choose a file."))
        elif file is not None and not file.size:
            self.add_error("file", gettext("This file is empty. Export it again."))
        return values


class ColumnsForm(GovukForm):
    """Which columns are compared."""

    send_label = _("Continue")
    outcome_column = forms.ChoiceField(label=_("Which column holds the outcome?"))
    by = forms.MultipleChoiceField(
        label=_("Which characteristics are compared?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Between 1 and 6. Every two of them can also be looked at together."),
        error_messages={"required": _("Choose at least one characteristic.")},
    )  # fmt: skip
    restrict_column = forms.ChoiceField(
        label=_("Count only some of the rows? (optional)"), required=False,
        help_text=_("For a charge rate, for example, count legal decisions only: choose the column that says which those are"),
    )  # fmt: skip

    def __init__(self, *args: Any, upload: Upload, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = upload.looked.columns if upload.looked else ()
        usable = [(column.name, column.name) for column in columns if may_be_outcome(column)]
        self.fields["outcome_column"].choices = [("", _("Choose a column")), *usable]
        self.fields["restrict_column"].choices = [("", _("No, count every row")), *usable]
        groups = [(column.name, column.name) for column in columns if may_be_characteristic(column)]
        self.fields["by"].choices = groups

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        by = values.get("by", [])
        if len(by) > MOST_CHARACTERISTICS:
            self.add_error("by", gettext("Choose no more than %(most)d characteristics.") % {"most": MOST_CHARACTERISTICS})
        if values.get("outcome_column") in by:
            self.add_error("by", gettext("The outcome cannot also be a characteristic: choose different columns."))
        return values


class ValuesForm(GovukForm):
    """Which values are the outcome, which side is adverse, whom to compare with, and which rows to count."""

    send_label = _("Count the file")
    outcome_values = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    outcome = forms.CharField(label=_("The outcome in words"), max_length=120, required=False, help_text=_("For example: charged"))
    adverse = forms.ChoiceField(
        label=_("Which side is adverse?"), choices=Analysis.Adverse.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose which side is the worse result for the person.")},
    )  # fmt: skip

    def __init__(self, *args: Any, upload: Upload, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = upload.chosen
        outcome = upload.column(str(upload.chosen["outcome_column"]))
        self.fields["outcome_values"].choices = [(value, value) for value in outcome.values]
        self.fields["outcome_values"].label = _said(gettext("Which values of “%(column)s” count as the outcome?"), outcome.name)
        self.by = tuple(map(str, upload.chosen["by"]))  # type: ignore[call-overload]
        for place, name in enumerate(self.by):
            self.fields[f"reference_{place}"] = _reference(name, upload.column(name).values)
        if upload.chosen.get("restrict_column"):
            self.fields["restrict_values"] = _restriction(upload.column(str(upload.chosen["restrict_column"])))
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    @property
    def choices(self) -> Choices:
        """What a person chose in this step and the one before."""
        values = self.cleaned_data
        references = {name: values.get(f"reference_{place}", "") for place, name in enumerate(self.by)}
        return Choices(
            outcome=values.get("outcome", "").strip(),
            outcome_column=str(self.chosen["outcome_column"]),
            outcome_values=tuple(values.get("outcome_values", ())),
            by=self.by,
            references={name: group for name, group in references.items() if group},
            restrict_column=str(self.chosen.get("restrict_column") or ""),
            restrict_values=tuple(values.get("restrict_values", ())),
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.add_problems(choice_problems(self.choices))
        return values


def _reference(name: str, groups: tuple[str, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_said(gettext("%(column)s: which group are the others compared with?"), name), required=False,
        choices=[("", _("The largest group")), *((group, group) for group in groups)],
    )  # fmt: skip


def _restriction(column: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_said(gettext("Count only rows in which “%(column)s” is one of these"), column.name), required=False,
        widget=forms.CheckboxSelectMultiple, choices=[(value, value) for value in column.values],
    )  # fmt: skip


def _said(words: str, column: str) -> str:
    """A label that names a column. The form library puts labels into the page unescaped."""
    return words % {"column": escape(column)}


class RemoveForm(GovukForm):
    send_label = _("Remove the table")
