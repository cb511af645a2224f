"""Forms for merging and splitting. Each is sent twice: once to see what will follow, once more to do it."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Fieldset, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.communities.models import Community
from folkmoot.communities.succession.operations import Part
from folkmoot.webkit.forms import DayField, GovukForm

ROWS = 4
NEW = "new"


class SeenForm(GovukForm):
    """A form whose consequences are shown before it counts. `seen` is the fingerprint of what the person was shown."""

    send_label: ClassVar[Any] = gettext_lazy("See what will follow")
    sure_label: ClassVar[Any] = gettext_lazy("Yes, do it")
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    on = DayField(label=gettext_lazy("First day of what follows"), error_messages={"required": gettext_lazy("Give the day.")})
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, error_messages={"required": gettext_lazy("Say why, in a few words.")}
    )

    @property
    def fingerprint(self) -> str:
        """What the valid form says, as a short text that changes with every choice."""
        said = {name: str(value) for name, value in sorted(self.cleaned_data.items()) if name not in ("mark", "seen")}
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]

    def was_seen(self) -> bool:
        """Whether the person was shown what follows from exactly these choices."""
        return bool(self.cleaned_data["seen"] == self.fingerprint)

    def ask_again(self) -> None:
        """Carry the fingerprint of what is shown now, so that sending it once more does it."""
        data = self.data.copy()
        data["seen"] = self.fingerprint
        self.data = data
        self.helper.layout.fields[-1] = Button("submit", self.sure_label)


class MergeForm(SeenForm):
    """Which communities merge with this one, and into what."""

    sure_label: ClassVar[Any] = gettext_lazy("Yes, merge them")

    def __init__(self, *args: Any, community: Community, others: Iterable[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = {str(each.pk): each for each in [community, *others]}
        mine = str(community.pk)
        self.fields["others"] = forms.MultipleChoiceField(
            label=gettext_lazy("Merge with"), widget=forms.CheckboxSelectMultiple,
            choices=[(pk, escape(str(each))) for pk, each in self._rows.items() if pk != mine],
            error_messages={"required": gettext_lazy("Choose at least one other community.")},
        )  # fmt: skip
        self.fields["into"] = forms.ChoiceField(
            label=gettext_lazy("What goes on"), initial=NEW, widget=forms.Select(attrs={"class": "govuk-select"}),
            choices=[(NEW, gettext_lazy("A new community, named below")), *((pk, str(each)) for pk, each in self._rows.items())],
        )  # fmt: skip
        self.fields["name"] = forms.CharField(
            label=gettext_lazy("Name of the new community"), max_length=160, required=False,
            help_text=gettext_lazy("The earlier communities keep their names, so that their history can be found."),
        )  # fmt: skip
        self.helper.layout = Layout("mark", "seen", "others", "into", "name", "on", "reason", Button("submit", self.send_label))
        self._mine = mine

    def clean(self) -> dict[str, Any]:
        """What `merge_communities` takes."""
        values = super().clean() or self.cleaned_data
        values["communities"] = [self._rows[pk] for pk in (self._mine, *values.pop("others", []))]
        into = values.pop("into", NEW)
        values["into"] = self._rows.get(into)
        return values


class SplitForm(SeenForm):
    """Into which communities this one is split, and with what share of its people each."""

    sure_label: ClassVar[Any] = gettext_lazy("Yes, split it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = []
        for number in range(1, ROWS + 1):
            self.fields[f"name_{number}"] = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
            self.fields[f"share_{number}"] = forms.DecimalField(
                label=gettext_lazy("Share of its people, in per cent (if known)"), required=False, max_digits=5, decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
            )  # fmt: skip
            rows.append(Fieldset(f"name_{number}", f"share_{number}", legend=_("Community %(number)d") % {"number": number}))
        self.helper.layout = Layout("mark", "seen", *rows, "on", "reason", Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        """What `split_community` takes."""
        values = super().clean() or self.cleaned_data
        parts = []
        for number in range(1, ROWS + 1):
            name, share = values.pop(f"name_{number}", ""), values.pop(f"share_{number}", None)
            if name and name.strip():
                parts.append(Part(name.strip(), None if share is None else share / Decimal(100)))
            elif share is not None:
                self.add_error(f"name_{number}", _("Give the name of the community that has this share."))
        values["parts"] = parts
        return values
