"""Forms of the languages room. What may be kept lives in the rules; a form only asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.languages.easy.pictures import MOST_BYTES, Sent
from folkmoot.languages.models import Language
from folkmoot.languages.rules import MOST_LETTERS
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class AskForm(GovukForm):
    send_label = _("Ask for it")
    language = forms.ChoiceField(label=_("Into which language"), widget=forms.RadioSelect)
    why = WordsField(label=_("What it is needed for"), rows=3, max_length=1000)
    wanted_on = DayField(label=_("Wanted by (optional)"), required=False)

    def __init__(self, *args: Any, languages: list[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(one.value, one.label) for one in languages]


class SegmentForm(GovukForm):
    send_label = _("Save and go to the next")
    key = forms.CharField(widget=forms.HiddenInput, max_length=120)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    seen_source = forms.IntegerField(widget=forms.HiddenInput)
    text = WordsField(label=_("The translation"), rows=5, max_length=MOST_LETTERS)
    taken_from = forms.CharField(
        label=_("Where the words are from (optional)"), max_length=300, required=False,
        help_text=_("A published text or term list, if you took them from one"),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["lang"] = language


class CheckForm(GovukForm):
    send_label = _("They say the same: check it")
    wording = forms.IntegerField(widget=forms.HiddenInput)


class ReleaseForm(GovukForm):
    send_label = _("Release it")
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    office = forms.CharField(
        label=_("Office that releases it"), max_length=200, help_text=_("It is published with the text. Not a person's name.")
    )
    partly = forms.BooleanField(
        label=_("Release it in part: what is not translated and checked stands in the language of the source, marked as such"),
        required=False,
    )


class PartForm(GovukForm):
    """One part of an Easy Read edition: words, and a picture with all that is said of it."""

    send_label = _("Save the part")
    words = WordsField(label=_("Words"), rows=4, max_length=1000, help_text=_("Short sentences, one idea in each"))
    picture = forms.FileField(
        label=_("Picture (optional)"), required=False, allow_empty_file=True, max_length=255,
        help_text=_("PNG or JPEG, at most 4 MB. What the file says about itself, such as the place, is taken off."),
    )  # fmt: skip
    alternative = forms.CharField(label=_("What the picture shows, for those who do not see it"), max_length=300, required=False)
    picture_source = forms.CharField(label=_("Where the picture is from"), max_length=300, required=False)
    licence = forms.CharField(label=_("Licence of the picture"), max_length=120, required=False)

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean_picture(self) -> Sent | None:
        sent = self.cleaned_data["picture"]
        if self.too_large:
            most = MOST_BYTES // 1_000_000
            raise forms.ValidationError(_now("This picture is larger than %(most)d MB. Send a smaller one.") % {"most": most})
        return Sent(sent.name, sent.read()) if sent is not None else None


class ChangePartForm(PartForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    without_picture = forms.BooleanField(label=_("Take the picture out"), required=False)


class RemoveForm(GovukForm):
    send_label = _("Take the part out")


class BeginForm(GovukForm):
    send_label = _("Begin the edition")


class ReadingForm(GovukForm):
    send_label = _("Record it")
    office = forms.CharField(
        label=_("Who read it, as an office or a group"), max_length=200,
        help_text=_("People who need Easy Read, such as a self-advocacy group. It is published: no person's name."),
    )  # fmt: skip
    read_on = DayField(label=_("Read on"))
    changed = WordsField(label=_("What was changed after it"), rows=3, max_length=2000, help_text=_("Or that nothing needed changing"))


class EasyReleaseForm(GovukForm):
    send_label = _("Release the edition")
    office = forms.CharField(label=_("Office that releases it"), max_length=200, help_text=_("It is published with the edition."))
