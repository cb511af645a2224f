"""Forms of films, readings and large print. What may be kept lives in the rules; a form only asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.rules import MOST_BYTES, MOST_LETTERS
from folkmoot.languages.models import Language
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

MOST_MEGABYTES = MOST_BYTES // (1024 * 1024)


class AttachForm(GovukForm):
    """A file, what it was made from, and for sound and film the transcript and the consent of who is heard or seen."""

    send_label = _("Attach")
    sort = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect, choices=Rendition.Sort.choices)
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=255,
        help_text=_("A film as MP4 or WebM, sound as MP3, M4A, OGG or WAV, up to 100 MB. Large print as PDF, DOCX or ODT, up to 25 MB."),
    )  # fmt: skip
    made_from = forms.TypedChoiceField(label=_("Made from which version of the text"), coerce=int)
    language = forms.ChoiceField(
        label=_("Language of its words"), widget=forms.RadioSelect, choices=Language.choices,
        help_text=_("Of sound and film: the language of the transcript"),
    )  # fmt: skip
    sound = forms.ChoiceField(
        label=_("If it is sound or film: which language is spoken"), required=False, widget=forms.RadioSelect,
        choices=[*Rendition.Sound.choices, ("", _("It is large print"))],
    )  # fmt: skip
    length = forms.CharField(
        label=_("If it is sound or film: its length"), max_length=9, required=False,
        help_text=_("Minutes and seconds, for example 3:25"),
    )  # fmt: skip
    transcript = WordsField(
        label=_("If it is sound or film: what is said or signed, in writing"), rows=12, max_length=MOST_LETTERS, required=False,
        help_text=_("All of it, from the first to the last word. It is published below the film or the sound."),
    )  # fmt: skip
    short_why = forms.CharField(label=_("If the transcript is short: why it has so few words"), max_length=300, required=False)
    performer = forms.CharField(
        label=_("If it is sound or film: who signed or spoke"), max_length=200, required=False,
        help_text=_("Kept here and not published"),
    )  # fmt: skip
    agreed_on = DayField(label=_("Day on which they agreed that it is published"), required=False)
    agreed_how = forms.CharField(label=_("How they agreed"), max_length=300, required=False)

    def __init__(self, *args: Any, versions: list[tuple[int, str]], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["made_from"].choices = versions
        self.too_large = too_large

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if self.too_large:
            raise forms.ValidationError(_now("This file is larger than %(most)s MB. Send a smaller one.") % {"most": MOST_MEGABYTES})
        if file is None:
            raise forms.ValidationError(_now("Choose a file."))
        return file


class ConfirmForm(GovukForm):
    send_label = _("Confirm it")
    version = forms.IntegerField(widget=forms.HiddenInput)
    same = forms.BooleanField(label=_("I went through all of it"), required=False)

    def __init__(self, *args: Any, row: Rendition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["same"].label = {
            "bsl": _("I watched all of it. It says what the text says, and the transcript says what it says."),
            "audio": _("I listened to all of it. It says what the text says, and the transcript says what it says."),
            "large_print": _("I read all of it. It says what the text says, and is set in at least 16 point."),
        }[row.sort]


class ReleaseForm(GovukForm):
    send_label = _("Release it")
    version = forms.IntegerField(widget=forms.HiddenInput)
    office = forms.CharField(
        label=_("Office that releases it"), max_length=200, help_text=_("It is published with it. Not a person's name.")
    )
    old_too = forms.BooleanField(
        label=_("Release it although the text was changed since: it is marked as older than the text"), required=False
    )

    def __init__(self, *args: Any, old: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not old:
            del self.fields["old_too"]
            self.helper.layout.fields.remove("old_too")


class ReasonForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=300)


class SendBackForm(ReasonForm):
    send_label = _("Send it back")


class WithdrawForm(ReasonForm):
    send_label = _("Withdraw it")


class RemoveForm(ReasonForm):
    send_label = _("Remove it for good")
