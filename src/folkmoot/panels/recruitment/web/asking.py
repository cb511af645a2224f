"""The application form: the same on the public page and for somebody who enters one by hand. It asks for little, in plain words."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Button
from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.communities.models import Community
from folkmoot.panels.recruitment.models import Application
from folkmoot.panels.recruitment.rules import LONGEST_ANSWER
from folkmoot.panels.recruitment.web.forms import CommunitiesField
from folkmoot.stakeholders.models import Contact
from folkmoot.webkit.forms import DayField, GovukForm, WordsField
from folkmoot.webkit.problems import name_the_field
from folkmoot.webkit.words import is_translated

AGREED = _("I agree that you keep what I wrote here to choose members for this panel. You erase it %(months)d months after it is over.")


def marked(words: Any, **values: object) -> Any:
    """Words from the code in the language of the page; on a Welsh page marked as English where nobody has translated them."""
    if not isinstance(words, Promise):
        return words
    shown = str(words) % values if values else str(words)
    with translation.override(settings.LANGUAGE_CODE):
        english = str(words)
    if get_language() != "cy" or is_translated(english):
        return shown
    return format_html('<span lang="en">{}</span>', shown)


class ApplicationForm(GovukForm):
    """What a person says about themselves. `quiet` shows what was typed without judging it: somebody only changed the language."""

    send_label = _("Send my application")
    reasons = WordsField(
        label=_("Why would you like to join?"), rows=5, max_length=LONGEST_ANSWER, required=False,
        help_text=_("A few sentences are enough. We do not mark spelling or style."),
    )  # fmt: skip
    brings = WordsField(
        label=_("What would you bring? (optional)"), rows=5, max_length=LONGEST_ANSWER, required=False,
        help_text=_("What you know from your life, your work or your community. You need no qualification."),
    )  # fmt: skip
    knows = CommunitiesField(
        label=_("Which of these communities do you know well enough to speak for? (optional)"),
        help_text=_("You need not belong to one. Tick as many as you like, or none."),
    )
    knows_words = forms.CharField(label=_("Another community, in your own words (optional)"), max_length=300, required=False)
    organisation = forms.CharField(label=_("A group or organisation you belong to (optional)"), max_length=200, required=False)
    interests = WordsField(
        label=_("Is there anything that could make it hard for you to be independent? (optional)"), rows=3, max_length=LONGEST_ANSWER,
        required=False,
        help_text=_("For example: you work for the police or the courts, or you have a case of your own now. It need not rule you out."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=160, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Or the name you want to be called by"),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text=_("One way to reach you is enough: e-mail, telephone or post."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Your telephone number"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "class": "govuk-input--width-20"}),
    )  # fmt: skip
    address = WordsField(label=_("Your postal address"), rows=3, max_length=400, required=False)
    place = forms.CharField(label=_("Town or village where you live (optional)"), max_length=120, required=False)
    needs = forms.MultipleChoiceField(
        label=_("What do you need in order to take part? (optional)"), required=False, choices=Contact.Need.choices,
        widget=forms.CheckboxSelectMultiple, help_text=_("We arrange it for the interview and for meetings. It is not marked."),
    )  # fmt: skip
    formats = forms.MultipleChoiceField(
        label=_("In which form do you want to get papers? (optional)"), required=False, choices=Contact.Format.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    access_needs = WordsField(label=_("Anything else you need (optional)"), rows=2, max_length=1000, required=False)
    heard_from = forms.ChoiceField(
        label=_("How did you hear of this? (optional)"), required=False, widget=forms.RadioSelect,
        choices=[*Application.HeardFrom.choices, ("", _("I prefer not to say"))],
    )  # fmt: skip
    later = forms.BooleanField(label=_("If it does not work out this time, tell me when you look for members again"), required=False)
    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, offered: Sequence[Community], keep_months: int, quiet: bool = False, **kwargs: Any) -> None:
        self.quiet = quiet
        super().__init__(*args, **kwargs)
        self.fields["knows"].offer(offered)
        if get_language() == "cy":
            self.fields["knows"].choices = [
                (row.pk, escape(row.name_cy) if row.name_cy else format_html('<span lang="en">{}</span>', row.name)) for row in offered
            ]
        if not offered:
            del self.fields["knows"]
            self.helper.layout.fields.remove("knows")
        self.fields["agreed"].label = marked(AGREED, months=keep_months)
        self._mark_english()

    def _mark_english(self) -> None:
        """On a Welsh page words that nobody has translated are marked as English; what a field refuses with names it without marks."""
        fields: dict[str, Any] = self.fields
        for field in fields.values():
            name_the_field(field)
            field.label, field.help_text = marked(field.label), marked(field.help_text)
            if isinstance(field, forms.ChoiceField) and not isinstance(field, CommunitiesField):
                offered: Any = field.choices
                field.choices = [(key, marked(words)) for key, words in offered]
        self.helper.layout.fields[-1] = Button("submit", marked(self.send_label))

    def full_clean(self) -> None:
        if not self.quiet:
            super().full_clean()
            return
        self.cleaned_data, self._errors = {}, ErrorDict()


class HandForm(ApplicationForm):
    """An application that came on paper, by telephone or in person, entered for the person."""

    send_label = _("Enter the application")
    channel = forms.ChoiceField(
        label=_("How it came"), widget=forms.RadioSelect, initial="paper",
        choices=[each for each in Application.Channel.choices if each[0] != Application.Channel.PAGE],
    )  # fmt: skip
    received_on = DayField(label=_("The day it came"))
    language = forms.ChoiceField(
        label=_("Language to write to them in"), choices=[("en", _("English")), ("cy", _("Welsh"))], widget=forms.RadioSelect, initial="en"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = _("They agreed that we keep what they wrote or said")
