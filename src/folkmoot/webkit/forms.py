"""Forms in GOV.UK style: labels above, hints, an error summary that links to the field, one primary button."""

from typing import Any, ClassVar

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.webkit.problems import name_the_field


class GovukForm(forms.Form):
    """A form with a default layout: every field in order, then one button. `send_label` is the button's words.

    Each form carries a random `mark`, so that sending it twice counts once; `version` where a stored row is changed.
    """

    send_label: ClassVar[Any] = _("Save")
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_method = "post"
        self.helper.form_tag = False
        self.helper.label_size = self.helper.legend_size = "s"
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def full_clean(self) -> None:
        """Say of each field by its name what is wrong with it."""
        for field in self.fields.values():
            name_the_field(field)
        super().full_clean()

    def add_problems(self, problems: dict[str, list[str]]) -> None:
        """Show sentences that an operation refused with, at their fields where the form has them."""
        for field, sentences in problems.items():
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)


class DayField(forms.DateField):
    """A day: one native field, the quickest on a phone; without support for it, type 2026-03-07 or 07/03/2026."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"])
        super().__init__(**kwargs)


class WordsField(forms.CharField):
    """Several lines of text, at most some two pages."""

    def __init__(self, *, rows: int = 3, max_length: int = 4000, **kwargs: Any) -> None:
        kwargs["max_length"] = max_length
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
