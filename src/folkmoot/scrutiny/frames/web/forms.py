"""Forms for bringing in a list: the file, which column is what, and what its words mean."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.tables.table import MEGABYTE, Limits
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.frames.columns import BY_NAME, FACTS, FIELDS, MONTH, NEEDED, Use
from folkmoot.scrutiny.frames.models import FrameCase
from folkmoot.scrutiny.frames.rules import Asked
from folkmoot.scrutiny.frames.web.presenters import VOUCHED_WORDS, fact_label
from folkmoot.webkit.forms import DayField, GovukForm

FILE_BYTES = Limits().file_bytes
VALUES_OFFERED = 30


class ListForm(GovukForm):
    """The file, what it is, and for which panel."""

    send_label = _("Read the file")
    panel = forms.ModelChoiceField(label=_("For which panel"), queryset=Panel.objects.none(), empty_label=_("Choose a panel"))
    title = forms.CharField(
        label=_("What the list holds"), max_length=200, help_text=_("For example “Hate crime finalised from October to January”")
    )
    source = forms.CharField(
        label=_("Where it comes from"), max_length=300, help_text=_("The system and the query, so that somebody else can make it again")
    )
    finalised_from = DayField(label=_("Only cases finalised from (optional)"), required=False)
    finalised_to = DayField(label=_("Only cases finalised to (optional)"), required=False)
    again = forms.BooleanField(
        label=_("Cases that a panel has scrutinised before may come again (for a calibration round, or to test a theme again)"),
        required=False,
    )
    file = forms.FileField(
        label=_("File"), max_length=255,
        help_text=_("CSV, XLSX or ODS with one row for each case, up to 20 MB. It is deleted as soon as it is read."),
    )  # fmt: skip

    def __init__(self, *args: Any, panels: QuerySet[Panel], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = panels
        self.too_large = too_large

    def clean_file(self) -> Any:
        if self.too_large:
            raise forms.ValidationError(text("This file is larger than %(most)d MB. Split it.") % {"most": FILE_BYTES // MEGABYTE})
        return self.cleaned_data["file"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("finalised_from"), values.get("finalised_to")
        if first and last and last < first:
            self.add_error("finalised_to", text("The window ends before it begins."))
        return values


class ColumnsForm(GovukForm):
    """Which column holds what. What the list has no column for can be answered for by whoever brings it in."""

    send_label = _("Go on")

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("No column")), *((heading, heading) for heading in headings)]
        for field in FIELDS:
            needed = field.name in NEEDED
            self.fields[field.name] = forms.ChoiceField(label=str(field.label), choices=choices, required=needed)
            if field.use is Use.ASKED:
                self.fields[f"vouched_{field.name}"] = forms.BooleanField(label=str(VOUCHED_WORDS[field.name]), required=False)
        self.helper.layout.fields[:-1] = list(self.fields)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for asked in Asked:
            if not values.get(asked) and not values.get(f"vouched_{asked}"):
                about = self.fields[asked].label
                self.add_error(asked, text("%(about)s: choose the column that says it, or answer for the whole list.") % {"about": about})
        used = Counter(values.get(field.name) for field in FIELDS if values.get(field.name) and field.name != Asked.STATUS)
        for field in FIELDS:
            if field.name != Asked.STATUS and used[values.get(field.name)] > 1:
                self.add_error(field.name, text("This column is used for two things: choose another."))
        return values

    def mapping(self) -> tuple[dict[str, str], dict[str, str]]:
        """Columns by field, and what is vouched for."""
        values = self.cleaned_data
        columns = {field.name: values[field.name] for field in FIELDS if values.get(field.name)}
        return columns, {str(asked): "clear" for asked in Asked if values.get(f"vouched_{asked}") and asked not in columns}


class MeaningForm(GovukForm):
    """What words of the list mean that nobody knows yet, by what it is grouped, and which cases always come."""

    send_label = _("Bring the list in")

    def __init__(
        self, *args: Any, words: dict[Asked, Counter[str]], columns: dict[str, str], values: dict[str, Counter[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = [(f"word_{asked}_{place}", asked, word) for asked, found in words.items() for place, word in enumerate(found)]
        for name, asked, word in self.words:
            self.fields[name] = forms.ChoiceField(
                label=text("“%(word)s” under “%(column)s” (%(number)s rows)")
                % {"word": word, "column": columns[asked], "number": f"{words[asked][word]:,}"},
                choices=_meanings(asked), widget=forms.RadioSelect, initial="",  required=False,
            )  # fmt: skip
        facts = [name for name in FACTS if name in columns]
        self.fields["strata"] = forms.MultipleChoiceField(
            label=_("Group the cases by (optional)"), required=False, choices=[(name, fact_label(name)) for name in [*facts, MONTH]],
            widget=forms.CheckboxSelectMultiple, help_text=_("Then so many can be drawn of every group. The fewer groups the better."),
        )  # fmt: skip
        if "strand" in values:
            offered = values["strand"].most_common(VALUES_OFFERED)
            self.fields["always"] = forms.MultipleChoiceField(
                label=_("Strands of which every case comes to the panel (optional)"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(value, f"{value} ({number})") for value, number in offered],
                help_text=_("For a strand so rare that it would hardly ever be drawn"),
            )  # fmt: skip
        self.helper.layout.fields[:-1] = list(self.fields)

    def taught(self) -> dict[str, dict[str, str]]:
        """What the words mean: by what was asked, word to "clear" or "barred"; those left open are not in it."""
        found: dict[str, dict[str, str]] = {}
        for name, asked, word in self.words:
            if self.cleaned_data.get(name):
                found.setdefault(str(asked), {})[word] = self.cleaned_data[name]
        return found


class WithdrawForm(GovukForm):
    send_label = _("Withdraw the list")
    why = forms.CharField(label=_("Why"), max_length=300)


class TieForm(GovukForm):
    """A tie of a member to a case, told by somebody who knows the case's reference."""

    send_label = _("Keep the case from the member")
    member = forms.ModelChoiceField(label=_("Which member"), queryset=Member.objects.none(), empty_label=_("Choose a member"))
    reference = forms.CharField(label=_("Reference of the case"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    what = forms.CharField(
        label=_("How they are tied to it"), max_length=300, help_text=_("In a few words. Nobody but those who draw reads it.")
    )

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["member"].label_from_instance = lambda member: str(member.contact)


class RefuseForm(GovukForm):
    """Why a case is kept out of a list that is not fixed yet."""

    send_label = _("Keep the case out")
    reference = forms.CharField(label=_("Reference of the case"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    reason = forms.ChoiceField(label=_("Why it may not be drawn"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("What showed it (optional)"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = (FrameCase.Refused.LIVE, FrameCase.Refused.APPEAL, FrameCase.Refused.REPORTING, FrameCase.Refused.YOUTH)
        self.fields["reason"].choices = [(each.value, each.label) for each in kept]


class IdentityForm(GovukForm):
    """Why somebody needs to know which case it is."""

    send_label = _("Show which case it is")
    why = forms.CharField(label=_("Why you need to know"), max_length=300, help_text=_("It is recorded with your name and the time."))


def _meanings(asked: Asked) -> Iterable[tuple[str, Any]]:
    if asked is Asked.STATUS:
        return [("", _("I do not know: keep these out")), ("clear", _("Finalised")), ("barred", _("Not finalised"))]
    label = BY_NAME[asked].label
    return [
        ("", _("I do not know: keep these out")),
        ("clear", text("%(what)s: no") % {"what": label}),
        ("barred", text("%(what)s: yes") % {"what": label}),
    ]
