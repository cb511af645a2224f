"""How somebody wants to hear of what waits for them."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.notices.models import HOW_NAMES, LANGUAGES, WEEKDAY_NAMES
from folkmoot.accounts.notices.rules import How
from folkmoot.webkit.forms import GovukForm


class PreferenceForm(GovukForm):
    send_label: ClassVar = _("Save")
    how = forms.ChoiceField(
        label=_("How often"), choices=[(how.value, HOW_NAMES[how]) for how in How], widget=forms.RadioSelect,
        help_text=_("An e-mail says that something waits and links to it. What it is stands only here, behind your sign-in."),
        error_messages={"required": _("Choose how often.")},
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly e-mail"), choices=WEEKDAY_NAMES, coerce=int, help_text=_("Only where you chose one e-mail a week.")
    )
    language = forms.ChoiceField(label=_("Language of the e-mails"), choices=LANGUAGES, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
