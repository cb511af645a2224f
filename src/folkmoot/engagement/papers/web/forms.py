from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.engagement.papers.models import Paper
from folkmoot.engagement.papers.rules import MOST_BYTES
from folkmoot.webkit.forms import GovukForm, WordsField

MOST_MEGABYTES = MOST_BYTES // (1024 * 1024)


class PaperForm(GovukForm):
    """A file and what it is."""

    send_label = gettext_lazy("Attach")
    title = forms.CharField(
        label=gettext_lazy("What it is"), max_length=200, help_text=gettext_lazy("For example “Programme of the open evening”")
    )
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, allow_empty_file=True, max_length=255,
        help_text=gettext_lazy("A JPEG, PNG or WebP picture, a PDF, DOCX, ODT or text document, sound or film. Up to 25 MB."),
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=gettext_lazy("If it is a picture: did those in it agree?"), required=False, widget=forms.RadioSelect,
        choices=[*Paper.Consent.choices, ("", gettext_lazy("It is not a picture"))],
        help_text=gettext_lazy("A picture of people who were not asked is kept here and may not be published."),
    )  # fmt: skip
    transcript = WordsField(
        label=gettext_lazy("If it is sound or film: what is said in it, in writing"), required=False, max_length=100_000,
        help_text=gettext_lazy("Sound and film are kept only with their words, so that nobody is left out."),
    )  # fmt: skip

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if self.too_large:
            raise forms.ValidationError(_("This file is larger than %(most)s MB. Send a smaller one.") % {"most": MOST_MEGABYTES})
        if file is None:
            raise forms.ValidationError(_("Choose a file."))
        return file
