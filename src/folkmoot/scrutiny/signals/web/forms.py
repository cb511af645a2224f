"""The form that brings the cases of a signal before a panel."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.models import Panel
from folkmoot.scrutiny.frames.columns import BY_NAME
from folkmoot.scrutiny.frames.rules import Asked
from folkmoot.webkit.forms import GovukForm

MOST_BYTES = 20 * 1024 * 1024


class BringForm(GovukForm):
    send_label = _("Bring the cases in")
    panel = forms.ModelChoiceField(label=_("Before which panel"), queryset=Panel.objects.none(), empty_label=_("Choose a panel"))
    title = forms.CharField(
        label=_("What the list is called"),
        max_length=200,
        help_text=_("Members see it. For a blind reading something neutral, such as “Cases of the autumn”."),
    )
    source = forms.CharField(label=_("Where it comes from"), max_length=300)
    file = forms.FileField(
        label=_("The list from which the table was counted"), max_length=255,
        help_text=_("CSV, XLSX or ODS with the headings of the analysis, and with a reference and the day it was finalised for each case"),
    )  # fmt: skip
    compared = forms.BooleanField(label=_("Take as many cases of the group it is compared with"), required=False)
    blind = forms.BooleanField(
        label=_("Blind: until its views are agreed the panel is not told of the signal, nor whose case is whose"), required=False
    )
    vouched = forms.MultipleChoiceField(
        label=_("The list has no column for this, and I answer for it that every case in it may be seen (optional)"), required=False,
        choices=[(asked.value, BY_NAME[asked].label) for asked in Asked], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, panels: QuerySet[Panel], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = panels
        self.too_large = too_large

    def clean_file(self) -> Any:
        if self.too_large:
            raise forms.ValidationError(
                _now("This file is larger than %(most)d MB. Send a smaller one.") % {"most": MOST_BYTES // 1024 // 1024}
            )
        return self.cleaned_data["file"]
