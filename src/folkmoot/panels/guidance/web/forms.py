"""Forms for guidance. What it must say lives in `guidance.rules`; a form only asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.guidance.models import Guidance
from folkmoot.webkit.forms import GovukForm, WordsField

LONG = 20_000


class DraftForm(GovukForm):
    """The words of a version."""

    send_label = _("Save the draft")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_en = forms.CharField(label=_("Title"), max_length=160)
    title_cy = forms.CharField(label=_("Title in Welsh (optional)"), max_length=160, required=False)
    words_en = WordsField(
        label=_("Guidance"), rows=14, max_length=LONG,
        help_text=_("A line that begins with ## is a heading. Lines that begin with - are a list. An empty line begins a new paragraph."),
    )  # fmt: skip
    words_cy = WordsField(label=_("Guidance in Welsh (optional)"), rows=10, max_length=LONG, required=False)
    easy_en = WordsField(
        label=_("In Easy Read"),
        rows=10,
        max_length=LONG,
        required=False,
        help_text=_("Short sentences, one thought each, no abbreviations"),
    )
    easy_cy = WordsField(label=_("In Easy Read, in Welsh (optional)"), rows=8, max_length=LONG, required=False)
    changed_what = forms.CharField(
        label=_("What changed since the last version"), max_length=400, required=False, help_text=_("Members who read that one see this")
    )


class PlaceForm(GovukForm):
    """For whom a page is, and beside which pages it stands."""

    send_label = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    meant_for = forms.ChoiceField(label=_("For whom"), choices=Guidance.For.choices, widget=forms.RadioSelect, initial="all")
    where = forms.ChoiceField(label=_("Where it is shown as well"), choices=Guidance.Where.choices, required=False)
    to_read = forms.BooleanField(label=_("Every member is to read it and say so"), required=False)


class NewPageForm(DraftForm):
    send_label = _("Add the page")
    code = forms.CharField(label=_("Short name"), max_length=60, help_text=_("In its address, for example “declaring-an-interest”"))
    meant_for = forms.ChoiceField(label=_("For whom"), choices=Guidance.For.choices, widget=forms.RadioSelect, initial="all")
    where = forms.ChoiceField(label=_("Where it is shown as well"), choices=Guidance.Where.choices, required=False)
    to_read = forms.BooleanField(label=_("Every member is to read it and say so"), required=False)
    field_order = ("code", "meant_for", "where", "to_read")


class AgreeForm(GovukForm):
    send_label = _("Agree this version")
    version = forms.IntegerField(widget=forms.HiddenInput)
    changed_what = forms.CharField(label=_("What changed since the last version"), max_length=400, required=False)


class WithdrawForm(GovukForm):
    send_label = _("Take it out of use")
