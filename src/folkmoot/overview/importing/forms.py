"""Forms that bring a file in. Headings of a file are foreign words: labels made of them are escaped."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.choices import choices_of
from folkmoot.areas.models import Area
from folkmoot.foundation.importing.columns import ImportSpec
from folkmoot.foundation.importing.matching import Matching, matching_problems
from folkmoot.foundation.tables.table import MEGABYTE, Limits, Table, name_column
from folkmoot.overview.importing.kinds import KINDS
from folkmoot.webkit.forms import GovukForm

FILE_BYTES = Limits().file_bytes
_EACH_ROW = "each-row"


class FileForm(GovukForm):
    """What is brought in, and the file. The Area is asked only of a person who works in more than one."""

    send_label = _("Continue")
    kind = forms.ChoiceField(
        label=_("What is in the file?"), widget=forms.RadioSelect, choices=[(kind, spec.title) for kind, spec in KINDS.items()],
        error_messages={"required": _("Choose what is in the file.")},
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Which Area is it about?"), error_messages={"required": _("Choose the Area that it is about.")})
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=255,
        help_text=_("CSV, XLSX, XLS or ODS, with headings in the first row. Up to 20 MB and 20,000 rows."),
    )  # fmt: skip

    def __init__(self, *args: Any, areas: Sequence[Area], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.code: area for area in areas}
        self.too_large = too_large
        if len(areas) == 1:
            del self.fields["area"]
        else:
            self.fields["area"].choices = [(_EACH_ROW, _("A column of the file says so")), *choices_of(areas)]
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    @property
    def area_id(self) -> int | None:
        """The Area of rows that name none."""
        only = next(iter(self.areas)) if len(self.areas) == 1 else ""
        area = self.areas.get(self.cleaned_data.get("area", only))
        return area.pk if area else None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        file = values.get("file")
        if self.too_large or (file and file.size > FILE_BYTES):
            problem = gettext("This file is larger than %(most)d MB. Leave out columns that are not needed, or split it.")
            self.add_error("file", problem % {"most": FILE_BYTES // MEGABYTE})
        elif file is None and "file" not in self.errors:
            self.add_error("file", gettext("Choose a file."))
        elif file is not None and not file.size:
            self.add_error("file", gettext("This file is empty. Choose another."))
        return values


class MatchForm(GovukForm):
    """Which of our columns each column of the file is; one question a column, in the file's order."""

    send_label = _("Check the file")

    def __init__(self, *args: Any, spec: ImportSpec, table: Table, matching: Matching, has_area: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.table, self.has_area = spec, table, has_area
        ours = [("", _("Do not bring in")), *((column.field, column.heading) for column in spec.columns)]
        for place, (heading, field) in enumerate(zip(table.columns, matching, strict=True)):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=escape(name_column(table.first_column + place, heading)), choices=ours, required=False, initial=field,
                help_text=escape(_example(table, place)),
            )  # fmt: skip
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    @property
    def matching(self) -> Matching:
        return tuple(self.cleaned_data.get(f"column_{place}", "") for place in range(len(self.table.columns)))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for problem in matching_problems(self.spec, self.table.columns, self.matching, has_area=self.has_area):
            self.add_error(None, problem)
        return values


def _example(table: Table, place: int) -> str:
    """The first value of a column, so that a person knows it again."""
    values = (" ".join(row.values[place].split()) for row in table.rows[:200])
    first = next((value for value in values if value), "")
    shown = first if len(first) <= 60 else first[:59] + "…"
    return gettext("For example: %(value)s") % {"value": shown} if shown else gettext("Blank in the first rows")


class SheetForm(forms.Form):
    """Which sheet, and which of its rows holds the headings."""

    sheet = forms.ChoiceField(required=False)
    header_row = forms.IntegerField(required=False, min_value=1, max_value=1000)

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]
