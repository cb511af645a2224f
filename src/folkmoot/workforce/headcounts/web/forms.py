"""Forms for bringing headcounts in, saying what its words mean, and taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.tables.table import MEGABYTE
from folkmoot.webkit.forms import DayField, GovukForm
from folkmoot.workforce.headcounts.columns import SAID_BY_A_PERSON, Role
from folkmoot.workforce.headcounts.models import Headcount, HeadcountLoad
from folkmoot.workforce.headcounts.reading import Means, Unknown
from folkmoot.workforce.headcounts.words import UNDECLARED, UNKNOWN, WHOLE, groups_of, levels, questions
from folkmoot.workforce.models import Unit

FILE_BYTES = 20 * MEGABYTE
ROLES: Mapping[Role, Any] = {
    Role.UNIT: _("The unit"), Role.LEVEL: _("The grade"), Role.DAY: _("The day, or the year"), Role.CHARACTERISTIC: _("The characteristic"),
    Role.GROUP: _("The group"), Role.MEASURE: _("In post, joined, left or promoted"), Role.COUNT: _("The number of staff"),
    Role.LEFT_OUT: _("None of these: leave it out and add up its lines"),
}  # fmt: skip
MEASURED: Mapping[str, Any] = {
    "In post": _("In post"), "Joiners": _("Joined in the year"), "Leavers": _("Left in the year"), "Promotions": _("Promoted in the year"),
}  # fmt: skip
_NEW, _IS = "new:", "is:"


class HeadcountFileForm(GovukForm):
    """A table of headcounts and what cannot be read from it."""

    send_label: ClassVar[Any] = _("Look at what it holds")
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=255, help_text=_("CSV, XLSX or ODS, up to 20 MB")
    )
    sheet = forms.CharField(label=_("Sheet (if only one is wanted)"), max_length=100, required=False)
    as_of = DayField(label=_("As of"), help_text=_("Used where the table itself names no day."))
    source = forms.CharField(label=_("Where the figures come from"), max_length=200)
    counted = forms.ChoiceField(label=_("How the numbers were counted"), choices=HeadcountLoad.Counted.choices, widget=forms.RadioSelect)
    measure = forms.ChoiceField(label=_("What is counted, where the table does not say"), choices=Headcount.Measure.choices)
    characteristic = forms.ChoiceField(
        label=_("Characteristic, where the table does not say"), required=False,
        choices=lambda: [("", _("The table says")), *((one.key, one.name) for one in questions().values())],
    )  # fmt: skip

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


class MeaningsForm(GovukForm):
    """One question for every word of the file that nobody knows, and for every unit that is new."""

    send_label: ClassVar[Any] = _("Read it so")

    def __init__(self, *args: Any, unknown: Sequence[Unknown] = (), units: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unknown = {f"word{place}": one for place, one in enumerate(unknown)}
        self.units = {f"unit{place}": name for place, name in enumerate(units)}
        known = list(Unit.objects.exclude(kind=Unit.Kind.SERVICE).values_list("name", flat=True)) if units else []
        for name, one in self.unknown.items():
            self.fields[name] = forms.ChoiceField(label=_asked(one), choices=_choices(one), help_text=_times(one))
        for name, unit in self.units.items():
            self.fields[name] = forms.ChoiceField(
                label=gettext("The unit “%(name)s” is new") % {"name": unit}, choices=_unit_choices(known), initial=_guess(unit, known)
            )
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    @property
    def meanings(self) -> dict[str, dict[str, str]]:
        """`words`, `columns` and `kinds` as the answers say."""
        found: dict[str, dict[str, str]] = {"words": {}, "columns": {}, "kinds": {}}
        for name, one in self.unknown.items():
            kind, _parting, value = str(self.cleaned_data[name]).partition("|")
            found["columns" if kind == "column" else "words"][one.word] = value
        for name, unit in self.units.items():
            answer = str(self.cleaned_data[name])
            if answer.startswith(_NEW):
                found["kinds"][unit] = answer.removeprefix(_NEW)
            else:
                found["words"][unit] = answer.removeprefix(_IS)
        return found


def _asked(one: Unknown) -> str:
    named = {"word": one.word[:60], "what": questions()[one.characteristic].name if one.characteristic else ""}
    if one.means is Means.COLUMN:
        return gettext("What is the column “%(word)s”?") % named
    if one.means is Means.LEVEL:
        return gettext("Which grade is “%(word)s”?") % named
    if one.means is Means.MEASURE:
        return gettext("What is counted on lines called “%(word)s”?") % named
    return (gettext("%(what)s: which group is “%(word)s”?") if named["what"] else gettext("Which group is “%(word)s”?")) % named


def _times(one: Unknown) -> str:
    return gettext("On %(number)d lines") % {"number": one.times} if one.times > 1 else ""


def _choices(one: Unknown) -> list[Any]:
    first = [("", _("Choose"))]
    if one.means is Means.COLUMN:
        roles = [(f"column|{role.value}", ROLES[role]) for role in SAID_BY_A_PERSON]
        return [*first, *roles, (_("The number of staff who are"), _groups("", True))]
    if one.means is Means.LEVEL:
        return [*first, *((f"word|{name}", name) for name in levels().values())]
    if one.means is Means.MEASURE:
        return [*first, *((f"word|{word}", words) for word, words in MEASURED.items())]
    return [*first, *_groups(one.characteristic, not one.characteristic), ("word|total", _("A total: leave it out"))]


def _groups(characteristic: str, named: bool) -> list[tuple[str, Any]]:
    """Groups to choose from. `named`: with their characteristic, because the file does not say it."""
    keys: Iterable[str] = [characteristic] if characteristic else questions()
    found: list[tuple[str, Any]] = []
    for key in keys:
        head = f"{questions()[key].name}: " if named else ""
        found += [(f"word|{head}{group}", f"{head}{group}") for group in groups_of(key)]
        more = ((UNDECLARED, gettext("Declined to say")), (UNKNOWN, gettext("Never answered")))
        found += [(f"word|{head}{word}", f"{head}{words}") for word, words in more]
    return found


def _unit_choices(known: Sequence[str]) -> list[Any]:
    new = [
        (f"{_NEW}{Unit.Kind.DIRECTORATE}", _("A new directorate")), (f"{_NEW}{Unit.Kind.DIVISION}", _("A new division")),
        (f"{_IS}{WHOLE}", _("The service as a whole")),
    ]  # fmt: skip
    return [*new, (_("The same as"), [(f"{_IS}{name}", name) for name in known])] if known else new


def _guess(unit: str, known: Sequence[str]) -> str:
    """The unit of nearly the same name, or a new directorate."""
    alike = get_close_matches(unit.casefold(), [name.casefold() for name in known], n=1, cutoff=0.8)
    same = next((name for name in known if alike and name.casefold() == alike[0]), "")
    return f"{_IS}{same}" if same else f"{_NEW}{Unit.Kind.DIRECTORATE}"


class TakeBackForm(GovukForm):
    send_label: ClassVar[Any] = _("Take it back")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(label=_("Why it is taken back"), max_length=300)
