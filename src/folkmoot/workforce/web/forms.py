"""The form for a unit."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area
from folkmoot.webkit.forms import GovukForm
from folkmoot.workforce.models import Unit


class UnitForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=160, help_text=_("As files about staff call it."))
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=Unit.Kind.choices)
    area = forms.ModelChoiceField(label=_("Area, if it is one or belongs to one"), queryset=Area.objects.all(), required=False)
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Unit.objects.all(), required=False, help_text=_("Its figures are then a part of that unit’s.")
    )
    send_label: ClassVar[Any] = _("Save the unit")
