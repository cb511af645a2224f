"""Forms for two entries of one: which to keep and what of each, and taking a merge back."""

from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.stakeholders.duplicates.web.presenters import SideBySide
from folkmoot.webkit.forms import GovukForm

LEFT, RIGHT = "left", "right"


class MergeForm(GovukForm):
    """Which entry goes on, and for each detail in which they differ, whose."""

    send_label: ClassVar[Any] = _("Merge the two")
    left_version = forms.IntegerField(widget=forms.HiddenInput)
    right_version = forms.IntegerField(widget=forms.HiddenInput)
    keep = forms.ChoiceField(
        label=_("Which entry goes on"), widget=forms.RadioSelect, choices=[(LEFT, _("The first")), (RIGHT, _("The second"))]
    )

    def __init__(self, *args: Any, details: Sequence[SideBySide], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = [each for each in details if each.is_chosen and each.differ]
        for each in self._asked:
            self.fields[each.field] = forms.ChoiceField(
                label=each.label, widget=forms.RadioSelect, initial=each.proposed,
                choices=[(LEFT, each.left or _("Nothing")), (RIGHT, each.right or _("Nothing"))],
            )  # fmt: skip
        names = [each.field for each in self._asked]
        self.helper.layout = Layout("mark", "left_version", "right_version", "keep", *names, Button("submit", self.send_label))

    @property
    def choices(self) -> dict[str, str]:
        """Field → "kept" or "gone", once the form holds."""
        kept = self.cleaned_data["keep"]
        return {each.field: "kept" if self.cleaned_data[each.field] == kept else "gone" for each in self._asked}


class AsideForm(GovukForm):
    send_label: ClassVar[Any] = _("They are not the same")


class UnmergeForm(GovukForm):
    """Confirms taking a merge back; where something was changed since, that must be agreed to."""

    send_label: ClassVar[Any] = _("Take the merge back")

    def __init__(self, *args: Any, changed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changed:
            self.fields["anyway"] = forms.BooleanField(
                label=_("Leave what was changed since as it is now, and take everything else back"),
                error_messages={"required": _("Agree that what was changed since stays as it is now.")},
            )
            self.helper.layout = Layout("mark", "anyway", Button("submit", self.send_label))
