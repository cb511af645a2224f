"""Forms of sources: declaring one, mapping the columns of its first file, bringing a month, keeping it, taking it back.

Headings and values of a file are foreign words: labels made of them are escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.casework.rules import FILE_BYTES, MEGABYTE, identifying_heading
from folkmoot.casework.rules import Column as LookedAt
from folkmoot.casework.sources.columns import KEYED, Column, Role
from folkmoot.casework.sources.layouts import AGE_BANDS, other_key
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.published_files import Told
from folkmoot.casework.sources.rules import MOST_DAYS
from folkmoot.casework.sources.schemes import fitting, schemes
from folkmoot.casework.stages.scheme import NOT_REACHED, codes_of, fields_of, flags, meaning_of
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

NOTHING = ""
_TOLD = ("period", "force", "breakdown")
_FIELDS = {
    "decision": _("Stage: the charging decision"), "prosecution": _("Stage: whether the prosecution was completed"),
    "outcome": _("Stage: the outcome of the prosecution"), "plea": _("Stage: the plea"), "sentence": _("Stage: the sentence"),
    "uplift_announced": _("Stage: uplift of the sentence announced"), "uplift_recorded": _("Stage: uplift of the sentence recorded"),
    "attendance": _("Stage: whether the witness attended"), "retraction": _("Stage: whether the victim withdrew support"),
    "statement_offered": _("Stage: victim personal statement offered"), "measures_needed": _("Stage: special measures needed"),
    "measures_granted": _("Stage: special measures granted"), "letter_satisfaction": _("Stage: satisfied with the letter"),
}  # fmt: skip
CHARACTERISTICS = {
    "ethnicity": _("Ethnicity, as the person said"), "ethnicity_officer_perceived": _("Ethnic appearance, as an officer saw it"),
    "sex": _("Sex"), "age": _("Age"), "disability": _("Disability"), "religion": _("Religion or belief"),
    "sexual_orientation": _("Sexual orientation"), "gender_identity": _("Gender identity"),
    "marriage_civil_partnership": _("Marriage or civil partnership"), "pregnancy_maternity": _("Pregnancy or maternity"),
    "socio_economic_background": _("Socio-economic background"),
}  # fmt: skip


class SourceForm(GovukForm):
    """What is declared of a source."""

    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("For example: Charging decisions, monthly extract"))
    kind = forms.ChoiceField(label=_("What it is"), choices=Source.Kind.choices)
    population = forms.ChoiceField(
        label=_("What one row stands for"), choices=Source.Population.choices,
        help_text=_("An extract of suspects may follow them to the end of their prosecution. Victims and witnesses are their own sources."),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Which part of the service it covers"))
    owner = forms.ModelChoiceField(queryset=Account.objects.none(), label=_("Owner"), help_text=_("Who sees to it that data come"))
    publisher = forms.CharField(label=_("Who makes the data"), max_length=200)
    licence = forms.CharField(label=_("Terms under which it may be used"), max_length=200, required=False)
    cadence = forms.ChoiceField(label=_("How often data come"), choices=Source.Cadence.choices)
    days_after = forms.IntegerField(
        label=_("Days after the end of a period by which its data are due"), min_value=0, max_value=MOST_DAYS, initial=30,
    )  # fmt: skip
    arrives = forms.ChoiceField(label=_("How data come"), choices=Source.Arrives.choices)
    connection_name = forms.CharField(
        label=_("Name of the table or folder in the settings"), max_length=60, required=False,
        help_text=_("Only where data are fetched. Addresses and passwords stand in the settings of the server and are never entered here."),
    )  # fmt: skip
    note = WordsField(label=_("Note"), required=False, rows=3)

    def __init__(self, *args: Any, places: list[tuple[str, str]], owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
        self.fields["owner"].queryset = owners

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("arrives") == Source.Arrives.TABLE and not values.get("connection_name"):
            self.add_error("connection_name", gettext("Give the name under which the settings know the table or folder."))
        return values


class ChangeForm(SourceForm):
    """What may be changed of a source, and since when it is no longer kept up."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    retired_on = DayField(label=_("No longer kept up since (optional)"), required=False)


class SeveralFiles(forms.ClearableFileInput):
    """One field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, each held against the limit together."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        single = super().clean
        return [single(each, initial) for each in given]


class BringForm(GovukForm):
    """A file to look at. `several`: published tables come as many files at once."""

    send_label = _("Continue")
    file = FilesField(label=_("File"), required=False, allow_empty_file=True, max_length=255)

    def __init__(self, *args: Any, several: bool = False, too_large: bool = False, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["file"].help_text = hint
        self.fields["file"].widget = SeveralFiles(attrs={"multiple": True} if several else {})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        files = values.get("file") or []
        if self.too_large or sum(file.size for file in files) > FILE_BYTES:
            words = gettext("This is more than %(most)d MB. Leave out columns that are not needed, or split it.")
            self.add_error("file", words % {"most": FILE_BYTES // MEGABYTE})
        elif not files and "file" not in self.errors:
            self.add_error("file", gettext("Choose a file."))
        elif any(not file.size for file in files):
            self.add_error("file", gettext("This file is empty. Export it again."))
        return values


class MonthForm(BringForm):
    """A file of a month, and the day to which its data run. Of a published table, what it may not say of itself."""

    data_as_of = DayField(label=_("Data as of"), help_text=_("The day to which the data run"))

    def __init__(self, *args: Any, kind: str = Source.Kind.EXTRACT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != Source.Kind.EXTRACT:
            self.fields["period"] = forms.CharField(
                label=_("Month, quarter or year (only where neither the file nor its name says it)"), max_length=20, required=False,
                help_text=_("For example: 2018-03, Q2 22/23 or 2018-19"),
            )  # fmt: skip
        if kind == Source.Kind.STOP_SEARCH:
            self.fields["force"] = forms.CharField(
                label=_("Police force (only where the name of the file does not say it)"), max_length=80, required=False,
                help_text=_("For example: Merseyside"),
            )  # fmt: skip
        if kind in (Source.Kind.OUTCOMES, Source.Kind.USE_OF_FORCE):
            self.fields["breakdown"] = forms.CharField(
                label=_("Breakdown (only where one file has several)"), max_length=60, required=False,
                help_text=_("A workbook by sex and by age holds the same people twice: one of the two is counted. For example: sex"),
            )  # fmt: skip
        asked = [name for name in _TOLD if name in self.fields]
        self.helper.layout = Layout("mark", "file", "data_as_of", *asked, Button("submit", self.send_label))

    @property
    def told(self) -> Told:
        """What was said of the file."""
        return Told(**{name: self.cleaned_data.get(name, "").strip() for name in _TOLD})


class RolesForm(GovukForm):
    """What each column of the first file is for."""

    send_label = _("Continue")

    def __init__(self, *args: Any, looked: Sequence[LookedAt], proposed: Iterable[Column], population: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = [column for column in looked if not identifying_heading(column.name)]
        guesses = {column.heading: choice_of(column) for column in proposed}
        for place, column in enumerate(self.columns):
            values = "; ".join(column.values[:6])
            self.fields[f"role_{place}"] = forms.ChoiceField(
                label=escape(column.name), choices=role_choices(population), required=False, initial=guesses.get(column.name, NOTHING),
                help_text=escape(values),
            )  # fmt: skip
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def chosen(self) -> dict[str, str]:
        """The choice by heading; columns that are not counted are left out."""
        given = {column.name: self.cleaned_data[f"role_{place}"] for place, column in enumerate(self.columns)}
        return {heading: choice for heading, choice in given.items() if choice}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        said = [values.get(f"role_{place}", "") for place in range(len(self.columns))]
        for place, choice in enumerate(said):
            if choice and choice != Role.OTHER.value and said.index(choice) != place:
                self.add_error(f"role_{place}", gettext("Another column is given for this already."))
        return values


def choice_of(column: Column) -> str:
    """A role and its key as one choice of a field."""
    return f"{column.role.value}:{column.key}" if column.key and column.role is not Role.OTHER else column.role.value


def role_choices(population: str) -> list[Any]:
    single = [
        (Role.MONTH.value, _("Date or month")), (Role.AREA.value, _("Area of the prosecution service")),
        (Role.FORCE.value, _("Police force")),
        (Role.OFFENCE.value, _("Offence")), (Role.COUNT.value, _("Number of people (each row stands for several)")),
        (Role.OTHER.value, _("Something else to be taken into account")),
    ]  # fmt: skip
    return [
        (NOTHING, _("Not counted")), *single, *[(f"characteristic:{key}", words) for key, words in CHARACTERISTICS.items()],
        *[(f"stage:{field}", _FIELDS[field]) for field in fields_of(population)],
        *[(f"flag:{flag.key}", gettext("Flag: %(name)s") % {"name": flag.name}) for flag in flags()],
    ]  # fmt: skip


class ReadingForm(GovukForm):
    """How the values of the chosen columns are read: schemes and bands of characteristics, meanings of the values of stages."""

    send_label = _("Issue this layout")

    def __init__(self, *args: Any, chosen: Mapping[str, str], looked: Mapping[str, LookedAt], later: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen, self.looked, self.later = list(chosen.items()), looked, later
        for place, (heading, choice) in enumerate(self.chosen):
            role, _colon, key = choice.partition(":")
            if role == Role.CHARACTERISTIC.value:
                self._characteristic(place, heading, key)
            elif role == Role.STAGE.value:
                self._stage(place, heading, key)
        if later:
            self.fields["break_from"] = forms.CharField(
                label=_("First month that is read in this way"), max_length=7, required=False, help_text=_("For example: 2026-04")
            )
            self.fields["break_words"] = forms.CharField(
                label=_("What changed"), max_length=300, required=False,
                help_text=_("It is shown wherever figures from before and after stand together."),
            )  # fmt: skip
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def _characteristic(self, place: int, heading: str, key: str) -> None:
        values = self.looked[heading].values
        fits = fitting(tuple(values))
        named = [(name, words) for name, (characteristic, words) in schemes().items() if characteristic == key]
        label = gettext("%(heading)s: category scheme") % {"heading": escape(heading)}
        self.fields[f"scheme_{place}"] = forms.ChoiceField(
            label=label, required=False, initial=fits if fits in dict(named) else "", help_text=escape("; ".join(values[:12])),
            choices=[("", _("None: the values are groups as they are written")), *named],
        )  # fmt: skip
        if key == "age":
            self.fields[f"bands_{place}"] = forms.CharField(
                label=gettext("%(heading)s: bands") % {"heading": escape(heading)}, required=False, max_length=200,
                initial="" if fits else AGE_BANDS, help_text=_("From the lowest to the highest, with commas between"),
            )  # fmt: skip

    def _stage(self, place: int, heading: str, field: str) -> None:
        choices = [("", _("In no denominator")), *((code.code, code.name) for code in codes_of(field)), (NOT_REACHED, _("Not reached yet"))]
        for number, value in enumerate(self.looked[heading].values):
            label = gettext("%(heading)s: what “%(value)s” means") % {"heading": escape(heading), "value": escape(value)}
            initial = meaning_of(field, value)
            self.fields[f"meaning_{place}_{number}"] = forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    def columns(self) -> tuple[Column, ...]:
        """The columns as they were said to be read."""
        taken: dict[str, object] = {}
        return tuple(self._column(place, heading, choice, taken) for place, (heading, choice) in enumerate(self.chosen))

    def _column(self, place: int, heading: str, choice: str, taken: dict[str, object]) -> Column:
        role_name, _colon, key = choice.partition(":")
        role, values = Role(role_name), self.cleaned_data
        if role is Role.OTHER:
            key = other_key(heading, taken)
        if role in KEYED:
            taken[key] = heading
        given = {
            value: values.get(f"meaning_{place}_{number}", "") for number, value in enumerate(self.looked[heading].values)
        } if role is Role.STAGE else {}  # fmt: skip
        meanings = {value: code for value, code in given.items() if code}
        return Column(heading, role, key, values.get(f"scheme_{place}", ""), values.get(f"bands_{place}", ""), meanings=meanings)


class KeepForm(GovukForm):
    """Keep what was looked at: what it replaces, and that grave remarks were read."""

    send_label = _("Keep this load")

    def __init__(self, *args: Any, token: str, held: Sequence[str], grave: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.token = token
        if held:
            self.fields["replacing"] = forms.MultipleChoiceField(
                label=_("These months are loaded already. Which does this file replace?"), required=False,
                choices=[(month, month) for month in held], widget=forms.CheckboxSelectMultiple,
                help_text=_("Replaced months carry a revision mark from now on."),
            )  # fmt: skip
        if grave:
            self.fields["vouched"] = forms.BooleanField(label=_("I have read what looks wrong, and the file is right"), required=False)
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean_mark(self) -> str:
        """The upload is the mark: sent twice, by whatever way, it is kept once."""
        return self.token


class TakeBackForm(GovukForm):
    """Why a load is taken back."""

    send_label = _("Take this load back")
    why = WordsField(label=_("Why?"), max_length=300, rows=2)
