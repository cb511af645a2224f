"""Forms for strategies: typed in, dated, ended; and for who answers for a line and where it stands."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.tables.table import MEGABYTE, Limits
from folkmoot.strategy.models import Aim, Commitment, Standing, Strategy
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

FILE_BYTES = Limits().file_bytes


class StrategyForm(GovukForm):
    """A strategy as it was published or adopted."""

    send_label: ClassVar[Any] = _("Save the strategy")
    name_en = forms.CharField(label=_("Name, as published"), max_length=200)
    name_cy = forms.CharField(label=_("Name in Welsh, as published (optional)"), max_length=200, required=False)
    period = forms.CharField(
        label=_("What it says of its time (optional)"), max_length=60, required=False, help_text=_("As printed: “Three years”")
    )
    starts = DayField(label=_("In force from (optional)"), required=False)
    ends = DayField(label=_("In force until (optional)"), required=False)
    source = forms.CharField(label=_("Where it was published or adopted"), max_length=300)

    def __init__(self, *args: Any, earlier: QuerySet[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"] = forms.ModelChoiceField(
            label=_("Which strategy it succeeds (optional)"), queryset=earlier, required=False, empty_label=_("None"),
            help_text=_("The earlier one stays in force until you end it; nothing of it is lost"),
        )  # fmt: skip
        self.helper.layout.fields.insert(-1, "replaces")


class DatesForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    starts = DayField(label=_("In force from"), required=False)
    ends = DayField(label=_("In force until"), required=False)


class EndForm(GovukForm):
    """Since when something no longer holds, and why."""

    send_label: ClassVar[Any] = _("Save")
    on = DayField(label=_("Since which day"))
    reason = forms.CharField(label=_("Why"), max_length=300)


class EndStrategyForm(EndForm):
    def __init__(self, *args: Any, others: QuerySet[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"] = forms.ModelChoiceField(
            label=_("Which strategy succeeds it (optional)"), queryset=others, required=False, empty_label=_("None")
        )
        self.helper.layout.fields.insert(-1, "successor")


class AimForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the aim")
    name_en = forms.CharField(label=_("Name, as published"), max_length=200)
    words_en = forms.CharField(label=_("What it says more (optional)"), max_length=400, required=False)
    name_cy = forms.CharField(label=_("Name in Welsh, as published (optional)"), max_length=200, required=False)
    words_cy = forms.CharField(label=_("What it says more, in Welsh (optional)"), max_length=400, required=False)

    def __init__(self, *args: Any, tops: QuerySet[Aim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = forms.ModelChoiceField(
            label=_("Which aim it serves (optional)"), queryset=tops, required=False, empty_label=_("None: it is an aim itself")
        )
        self.helper.layout.fields.insert(-1, "parent")


class LineForm(GovukForm):
    """One line of a strategy, in its own words."""

    send_label: ClassVar[Any] = _("Save the line")
    kind = forms.ChoiceField(label=_("Kind"), choices=Commitment.Kind.choices, widget=forms.RadioSelect, initial=Commitment.Kind.COMMITMENT)
    words_en = WordsField(label=_("Its words, as published"), max_length=600)
    words_cy = WordsField(label=_("Its words in Welsh, as published (optional)"), max_length=600, required=False)
    heading = forms.CharField(label=_("Heading it stands under, where it serves no single aim"), max_length=200, required=False)

    def __init__(self, *args: Any, aims: QuerySet[Aim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim"] = forms.ModelChoiceField(
            label=_("Aim it serves (optional)"), queryset=aims, required=False, empty_label=_("None")
        )
        self.helper.layout.fields.insert(-1, "aim")


class CorrectionForm(GovukForm):
    """Published words that were kept wrongly. What they were stays beside them."""

    send_label: ClassVar[Any] = _("Save the correction")
    now = WordsField(label=_("The words as they were published"), max_length=600, required=False)
    reason = forms.CharField(label=_("What was wrong"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fields: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "field": forms.ChoiceField(label=_("Which words"), choices=fields, widget=forms.RadioSelect, initial=fields[0][0])
        } | self.fields
        self.helper.layout.fields.insert(0, "field")


class OwnerForm(GovukForm):
    send_label: ClassVar[Any] = _("Save")
    since = DayField(label=_("From which day"))

    def __init__(self, *args: Any, people: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = forms.ModelChoiceField(
            label=_("Who answers for it"), queryset=people, required=False, empty_label=_("Nobody")
        )
        self.helper.layout.fields.insert(0, "account")


class StandingForm(GovukForm):
    """Where a commitment stands today, with what shows it."""

    send_label: ClassVar[Any] = _("Save the report")
    level = forms.ChoiceField(label=_("Where it stands"), choices=Standing.Level.choices, widget=forms.RadioSelect)
    evidence = WordsField(label=_("What shows it (needed for substantial progress and achieved)"), required=False)
    reason = WordsField(label=_("Why (needed where it cannot be met)"), required=False)
    on = DayField(label=_("On which day"))


class LinesFileForm(GovukForm):
    """A table of aims and lines."""

    send_label: ClassVar[Any] = _("Look at what it would add")
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=255, help_text=_("CSV, XLSX or ODS, up to 20 MB")
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        file = values.get("file")
        if self.too_large or (file and file.size > FILE_BYTES):
            self.add_error("file", gettext("This file is larger than %(most)d MB.") % {"most": FILE_BYTES // MEGABYTE})
        elif not file:
            self.add_error("file", gettext("Choose a file."))
        elif not file.size:
            self.add_error("file", gettext("This file is empty."))
        return values
