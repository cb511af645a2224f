"""Forms for networks, their events, standards and accreditations."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class _Versioned(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NetworkForm(_Versioned):
    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = WordsField(label=_("What it is for, and for whom"), rows=3)
    champion = forms.CharField(label=_("Champion at Board level: the office held, not a name (optional)"), max_length=160, required=False)
    since = DayField(label=_("Since (if known)"), required=False)
    ended_on = DayField(label=_("Ended on (only where it has)"), required=False)
    ended_why = forms.CharField(label=_("Why it ended"), max_length=300, required=False)

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new:
            del self.fields["ended_on"], self.fields["ended_why"]
            self.helper.layout.fields = [one for one in self.helper.layout.fields if one not in ("ended_on", "ended_why")]


class EventForm(GovukForm):
    send_label: ClassVar[Any] = _("Record it")
    on = DayField(label=_("Held on"))
    title = forms.CharField(label=_("What it was"), max_length=200)
    came = forms.IntegerField(label=_("How many came (optional)"), min_value=0, required=False)
    outcome = WordsField(label=_("What came of it (optional)"), rows=3, required=False)


class StandardForm(_Versioned):
    name = forms.CharField(label=_("Name"), max_length=160)
    who = forms.CharField(label=_("For whom"), max_length=200)
    behaviours = WordsField(
        label=_("The inclusive behaviours it asks for, in its own words"), rows=5, required=False,
        help_text=_("Leave this empty where it asks for none: the page then says so."),
    )  # fmt: skip
    issued_on = DayField(label=_("Issued on"))
    review_on = DayField(label=_("To be looked at again on"))
    where = forms.CharField(label=_("Where it lies"), max_length=300)


class AccreditationForm(_Versioned):
    name = forms.CharField(label=_("Accreditation"), max_length=160, help_text=_("For example “Disability Confident”."))
    body = forms.CharField(label=_("Awarded by"), max_length=160)
    level = forms.CharField(label=_("Level (optional)"), max_length=120, required=False)
    awarded_on = DayField(label=_("Awarded on (empty while it is only sought)"), required=False)
    expires_on = DayField(label=_("Holds until (if it ends)"), required=False)
    evidence = WordsField(label=_("What shows it, and where it lies"), rows=3, required=False)
    next_step = WordsField(label=_("What is to be done next"), rows=2, required=False)
    ended_on = DayField(label=_("Given up or lost on (only where it was)"), required=False)
