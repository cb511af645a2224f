"""Naming whom an activity was with by typing: one name a line, matched on save; a name that is not certain is asked back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crispy_forms.utils import TEMPLATE_PACK
from crispy_forms_gds.layout import Div
from django import forms
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.web.forms import Details
from folkmoot.engagement.models import Activity
from folkmoot.stakeholders.duplicates.queries import likely
from folkmoot.stakeholders.duplicates.rules import Kind
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.queries import Found, find_by_names, list_organisations
from folkmoot.webkit.forms import GovukForm

NEW, NEW_PERSON, LEAVE = "new", "person", "leave"
AT_FIRST = 2  # boxes that show at once; the others stand behind one line that opens
OFFERED = 300  # organisation names that the browser offers while a name is typed


class KnownNames:
    """The names that the browser offers while one is typed; it works without script, and the page works without it."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        return render_to_string("engagement/known_names.html", {"names": self.names})


class WhoForm(GovukForm):
    """Rows to type names in, and those already named, to keep or take off. Nothing of it where the viewer may not see organisations."""

    def __init__(self, *args: Any, viewer: Viewer, area: Area, activity: Activity | None = None, who_rows: int = 3, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.area, self.activity = viewer, area, activity
        self.may_name = viewer.may("stakeholders.read", area.pk)
        self.who_rows = [f"who_{number}" for number in range(1, who_rows + 1)] if self.may_name else []
        self.people_asked: list[Contact] = []
        self._questions = Div()
        for number, name in enumerate(self.who_rows, 1):
            first = gettext_lazy("Who with: an organisation or a person")
            self.fields[name] = forms.CharField(
                label=first if number == 1 else gettext_lazy("Another organisation or person"),
                help_text=gettext_lazy("One name in each box; more can be added later.") if number == 1 else "",
                required=False, max_length=200, widget=forms.TextInput(attrs={"list": "known-names", "autocomplete": "off"}),
            )  # fmt: skip
        if activity and self.may_name:
            self._keep(activity)

    def who_layout(self) -> list[Any]:
        if not self.may_name:
            return []
        offered = list_organisations(self.viewer, area_id=self.area.pk).values_list("name", flat=True)[:OFFERED]
        kept = [name for name in ("organisations_kept", "contacts_kept") if name in self.fields]
        later = self.who_rows[AT_FIRST:]
        more = [Details(gettext_lazy("More names"), *later, opened=lambda: any(self[row].value() for row in later))] if later else []
        return [*kept, *self.who_rows[:AT_FIRST], *more, KnownNames(list(offered)), self._questions]

    def clean(self) -> dict[str, Any]:
        """`organisations`, `contacts` (rows), `new_organisations`, `new_people` (names); without sight of them, what is stored stays."""
        values = super().clean() or self.cleaned_data
        kept_organisations, kept_contacts = values.pop("organisations_kept", []), values.pop("contacts_kept", [])
        typed = {row: values.pop(row, "").strip() for row in self.who_rows}
        if not self.may_name:
            return values | {"organisations": None, "contacts": None, "new_organisations": [], "new_people": []}
        values |= {"organisations": list(kept_organisations), "contacts": list(kept_contacts), "new_organisations": [], "new_people": []}
        rows = {row: name for row, name in typed.items() if name}
        for row, found in zip(rows, find_by_names(self.viewer, area_id=self.area.pk, names=rows.values()), strict=True):
            self._take(row, found, values)
        if self.activity:
            values["contacts"] += [each for each in self.activity.contacts.all() if each.erased_on]
        return values

    def _keep(self, activity: Activity) -> None:
        labels = {"organisations": gettext_lazy("Organisations already named"), "contacts": gettext_lazy("People already named")}
        for name, label in labels.items():
            rows = {str(row.pk): row for row in getattr(activity, name).all() if not getattr(row, "erased_on", None)}
            if rows:
                self.fields[f"{name}_kept"] = forms.TypedMultipleChoiceField(
                    label=label, required=False, widget=forms.CheckboxSelectMultiple, initial=list(rows), coerce=rows.__getitem__,
                    choices=[(pk, _with_more(row)) for pk, row in rows.items()],
                )  # fmt: skip
                self.people_asked += rows.values() if name == "contacts" else []

    def _take(self, row: str, found: Found, values: dict[str, Any]) -> None:
        """Put what a row stands for where it belongs, or ask."""
        if not found.certain:
            found = self._with_alike(found)
        choices = _choices(found, may_add=self.viewer.may("stakeholders.write", self.area.pk))
        answer = self.data.get(f"{row}_means", "")
        if found.certain:
            values["organisations"] += found.organisations
            values["contacts"] += found.contacts
        elif answer in dict(choices):
            self._take_answer(answer, found, values)
            self._ask(row, found, choices)
        else:
            self._ask(row, found, choices)
            self.add_error(f"{row}_means", _("Say who “%(name)s” is.") % {"name": found.typed})

    def _with_alike(self, found: Found) -> Found:
        """What a typed name may mean, with the rows that the check for duplicates finds alike: written or spoken nearly the same."""
        alike: dict[Kind, list[Any]] = {
            kind: [each.row for each in likely(self.viewer, area=self.area, name=found.typed, kind=kind)] for kind in Kind
        }
        organisations = [*found.organisations, *(row for row in alike[Kind.ORGANISATION] if row not in found.organisations)]
        contacts = [*found.contacts, *(row for row in alike[Kind.PERSON] if row not in found.contacts)]
        return replace(found, organisations=organisations, contacts=contacts)

    def _take_answer(self, answer: str, found: Found, values: dict[str, Any]) -> None:
        values["organisations"] += [each for each in found.organisations if answer == f"organisation-{each.pk}"]
        values["contacts"] += [each for each in found.contacts if answer == f"person-{each.pk}"]
        values["new_organisations"] += [found.typed] if answer == NEW else []
        values["new_people"] += [found.typed] if answer == NEW_PERSON else []

    def _ask(self, row: str, found: Found, choices: list[tuple[str, Any]]) -> None:
        self.people_asked += found.contacts
        label = _("Who is “%(name)s”?") % {"name": escape(found.typed)}
        self.fields[f"{row}_means"] = forms.ChoiceField(label=label, required=False, widget=forms.RadioSelect, choices=choices)
        self._questions.fields.append(f"{row}_means")


def _choices(found: Found, *, may_add: bool) -> list[tuple[str, Any]]:
    organisations = [(f"organisation-{row.pk}", _with_more(row)) for row in found.organisations]
    people = [(f"person-{row.pk}", _with_more(row)) for row in found.contacts]
    add = [
        (NEW_PERSON, gettext_lazy("A person we do not know yet: add them, and ask later whether we may keep their details")),
        (NEW, gettext_lazy("An organisation we do not know yet: add it")),
    ]
    return [*organisations, *people, *(add if may_add else []), (LEAVE, gettext_lazy("Leave this name out"))]


def _with_more(row: Organisation | Contact) -> str:
    """A name with what tells it from another: the town; or the organisation and the year of birth."""
    if isinstance(row, Organisation):
        return f"{row.name} ({row.town})" if row.town else row.name
    born = _("born %(year)s") % {"year": row.birth_year} if row.birth_year else ""
    more = ", ".join(part for part in (str(row.organisation or ""), born) if part)
    return f"{row} ({more})" if more else str(row)
