"""The form that raises a signal."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.webkit.forms import GovukForm, WordsField


class RaiseForm(GovukForm):
    send_label: ClassVar[Any] = _("Raise the signal")
    key = forms.CharField(widget=forms.HiddenInput)
    note = WordsField(label=_("What made you look (optional)"), rows=3, required=False)
