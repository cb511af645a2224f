"""Forms for papers. What may be put before a meeting lives in `papers.rules`; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.agenda.models import Item
from folkmoot.panels.members.models import Member
from folkmoot.panels.papers.web.handing import KINDS_TAKEN, FileForm
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class Reading(GovukForm):
    """What a paper is called, at which item, who may read it and until when."""

    title_en = forms.CharField(label=_("Title"), max_length=200)
    title_cy = forms.CharField(label=_("Title in Welsh (optional)"), max_length=200, required=False)
    item = forms.ModelChoiceField(
        label=_("Item of the agenda (optional)"), queryset=Item.objects.none(), required=False, empty_label=_("The whole meeting")
    )
    easy_read = forms.BooleanField(label=_("It is in Easy Read"), required=False)
    restricted = forms.BooleanField(
        label=_("Only for the members named here"), required=False, help_text=_("Otherwise every member of the panel may read it")
    )
    readers = forms.ModelMultipleChoiceField(
        label=_("Members who may read it, where it is restricted"), queryset=Member.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    expires_on = DayField(label=_("Members may read it until"), help_text=_("The last day. The service keeps the paper."))

    def __init__(self, *args: Any, items: QuerySet[Item], members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items
        self.fields["readers"].queryset = members


class PaperForm(Reading, FileForm):
    send_label = _("Put it before the meeting")
    file = forms.FileField(
        label=_("File (or write the paper below)"), required=False, allow_empty_file=True, max_length=255, help_text=KINDS_TAKEN
    )
    words = WordsField(
        label=_("The paper, written here (instead of a file)"), rows=8, required=False, max_length=20_000,
        help_text=_("Reads well on a phone and with a screen reader"),
    )  # fmt: skip
    field_order = ("title_en", "title_cy", "file", "words", "item", "easy_read", "restricted", "readers", "expires_on")


class ChangePaperForm(Reading):
    send_label = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawPaperForm(GovukForm):
    send_label = _("Withdraw the paper")
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("The paper stays on record; members can no longer open it."))
