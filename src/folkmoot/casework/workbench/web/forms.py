"""The choices of a view, sent by GET so that the address holds them, and the form that keeps one."""

from collections.abc import Collection, Iterable
from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.workbench.models import SavedView
from folkmoot.casework.workbench.opening import Opened
from folkmoot.casework.workbench.rules import Compare, View
from folkmoot.casework.workbench.web.words import COMPARE, window_words
from folkmoot.stats.disparity import is_not_stated
from folkmoot.webkit.forms import GovukForm, WordsField


class ChoicesForm(GovukForm):
    """Everything that may be chosen of a source, each in the words of the source. A question with one answer is not asked."""

    send_label = _("Show")

    def __init__(self, opened: Opened, view: View, seen: Collection[str] | None) -> None:
        super().__init__(initial={**view.to_json(), "by": list(view.by)})
        del self.fields["mark"]
        self.fields |= {name: one for name, one in _fields(opened, view, seen).items() if one is not None}
        self.helper.form_method = "get"
        self.helper.layout = Layout(*self.fields, Button("", self.send_label))


def _fields(opened: Opened, view: View, seen: Collection[str] | None) -> dict[str, forms.Field | None]:
    shape = opened.shape
    characteristics = [(one, shape.title(one)) for one in shape.characteristics]
    areas = [level for level in shape.levels(shape.area) if seen is None or level in seen]
    groups = [level for level in shape.levels(view.by[0]) if not is_not_stated(level)] if view.by else []
    return {
        "stage": _one(
            _("Outcome"), [(one.name, f"{one.title} ({one.at_risk})" if one.at_risk else one.title) for one in shape.stages], first=None
        ),
        "by": _several(_("Compare by"), characteristics, _("One for rates; two or three to see them together")),
        "reference": _one(
            _("Compared with"), [(one, one) for one in groups], first=_("The largest group"),
            help_text=_("The group the others are set beside. It is not a norm."),
        ),
        "compare": _one(
            _("Set beside"), [(one.value, COMPARE[one]) for one in Compare if one], first=_("Nothing else"),
            help_text=_("A second figure in one sentence"),
        ),
        "controls": _several(
            _("Take into account"), [(one, shape.title(one)) for one in shape.controls], _("Used under “What would change this answer?”")
        ),
        "period": _one(
            _("Period"), [(one, window_words(one)) for one in shape.windows], first=_("All months"),
            help_text=_("Financial years and their quarters"),
        ),
        "area": _one(_("Area"), [(one, opened.areas[one].name if one in opened.areas else one) for one in areas]),
        "force": _one(_("Police force"), [(one, one) for one in shape.levels(shape.force)] if seen is None or view.area else []),
        "offence": _one(_("Offence"), [(one, one) for one in shape.levels(shape.offence)]),
        "flags": _several(
            _("Only cases flagged as"), [(one, shape.title(one)) for one in shape.flags], _("Cases that carry all of these")
        ),
    }  # fmt: skip


ALL = _("All")


def _one(label: Any, choices: Iterable[tuple[str, Any]], first: Any = ALL, help_text: Any = "") -> forms.Field | None:
    among = list(choices)
    if not among or (first is None and len(among) < 2):
        return None
    choices = [*([("", first)] if first is not None else []), *among]
    return forms.ChoiceField(label=label, required=False, choices=choices, help_text=help_text)


def _several(label: Any, choices: Iterable[tuple[str, Any]], help_text: Any) -> forms.Field | None:
    among = list(choices)
    if not among:
        return None
    return forms.MultipleChoiceField(label=label, required=False, choices=among, help_text=help_text, widget=forms.CheckboxSelectMultiple)


class SaveForm(GovukForm):
    send_label = _("Save the view")
    title = forms.CharField(label=_("A title for it"), max_length=160)
    note = WordsField(
        label=_("What you saw, or what to look at next (optional)"), rows=3, required=False, help_text=_("Never name a person or a case.")
    )
    sharing = forms.ChoiceField(
        label=_("Who may see it"), choices=SavedView.Sharing.choices, initial=SavedView.Sharing.ME, widget=forms.RadioSelect
    )


class ChangeForm(SaveForm):
    send_label = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignalForm(GovukForm):
    send_label = _("Raise the signal")
    note = WordsField(
        label=_("What made you look, or what is known already (optional)"), rows=3, required=False,
        help_text=_("Never name a person or a case."),
    )  # fmt: skip


class RemoveForm(GovukForm):
    send_label = _("Remove it")


class CompareForm(forms.Form):
    """Two saved views, chosen by their titles; sent by GET."""

    left = forms.TypedChoiceField(label=_("First view"), coerce=int, empty_value=None, required=False)
    right = forms.TypedChoiceField(label=_("Second view"), coerce=int, empty_value=None, required=False)

    def __init__(self, asked: Any, rows: Iterable[SavedView]) -> None:
        super().__init__(asked)
        choices = [("", _("Choose")), *((str(row.pk), row.title) for row in rows)]
        for field in self.fields.values():
            field.choices = choices
            field.widget.attrs["class"] = "govuk-select"
