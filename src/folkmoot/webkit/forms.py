"""Forms in GOV.UK style: labels above, hints, an error summary that links to the field, one primary button."""

from typing import Any, ClassVar

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from folkmoot.webkit.both_versions import Differing, differing
from folkmoot.webkit.problems import name_the_field

# Hidden fields that say which version of what is kept a person had before them. Not among them: how many answers there were to
# something that is answered again and again, as a new answer takes the place of none.
WHAT_WAS_SEEN = ("version", "seen", "seen_version", "seen_versions", "seen_source")


class GovukForm(forms.Form):
    """A form with a default layout: every field in order, then one button. `send_label` is the button's words.

    Each form carries a random `mark`, so that sending it twice counts once; `version` where a stored row is changed.
    """

    send_label: ClassVar[Any] = _("Save")
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    both_versions: list[Differing] | None = None

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

    def compare_versions(self) -> bool:
        """Lay what is kept now beside what was typed, and let the form be sent again knowing of it; False where that cannot be shown.

        The form's first values are the row as it stands now: a view reads them from it before anything is saved. They are not where
        somebody saved in the moment between, or where the form changes nothing that is kept (it signs, or agrees).
        """
        seen = [name for name in WHAT_WAS_SEEN if name in self.fields and name in self.initial]
        shown = [name for name in self.initial if name in self.fields and not self[name].is_hidden]
        if not shown or not any(name in self.changed_data for name in seen):
            return False
        self.both_versions = differing(self)
        again: Any = QueryDict(mutable=True)
        again.update(self.data)
        for name in seen:
            again[self.add_prefix(name)] = str(self.initial[name])
        self.data = again
        return True


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
