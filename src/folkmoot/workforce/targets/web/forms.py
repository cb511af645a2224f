"""Forms for a target and for looking at declaration."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.webkit.forms import DayField, GovukForm, WordsField
from folkmoot.workforce.headcounts.words import questions


class TargetForm(GovukForm):
    send_label: ClassVar[Any] = _("Put this in its place")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    percent = forms.FloatField(label=_("Target, in per cent"), min_value=0.1, max_value=99.9)
    by_on = DayField(label=_("To be met by (if a day is set)"), required=False)
    words = WordsField(label=_("In the words of the document"), rows=3)
    source = forms.CharField(label=_("Document"), max_length=200)
    why = forms.CharField(label=_("Why it changes"), max_length=300)


class ReviewForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the review")
    characteristic = forms.ChoiceField(label=_("Characteristic"), choices=lambda: [(one.key, one.name) for one in questions().values()])
    words = WordsField(label=_("What was found, and what will be done"), rows=4)
    next_on = DayField(label=_("To be looked at again on"))
