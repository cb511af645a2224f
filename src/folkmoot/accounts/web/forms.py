"""Forms of the administrator's pages and of joining."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import ROLE_NAMES
from folkmoot.accounts.operations import Work
from folkmoot.accounts.rules import Role
from folkmoot.accounts.web.presenters import KIND_WORDS
from folkmoot.accounts.web.sign_in_forms import PASSWORD_RULES
from folkmoot.areas.models import Area
from folkmoot.webkit.forms import DayField, GovukForm

NATIONAL = "national"


def areas_in_use() -> list[Area]:
    return list(Area.objects.filter(withdrawn_on=None, ends=None, ends_by=None))


class RoleForm(GovukForm):
    """A role and what it is given for."""

    send_label: ClassVar[Any] = _("Give the role")
    role = forms.ChoiceField(label=_("Role"), choices=[("", "")] + [(role.value, ROLE_NAMES[role]) for role in Role])
    where = forms.MultipleChoiceField(
        label=_("Where"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The whole of England and Wales, or one Area or more. Leave empty for a panel member."),
    )
    panel = forms.CharField(
        label=_("Panel"), required=False, max_length=80, help_text=_("For a panel member only: the short name of the panel.")
    )
    ends = DayField(label=_("Last day"), required=False, help_text=_("Leave empty if the role has no end yet."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].error_messages["required"] = _("Choose a role.")
        self._areas = {str(area.pk): area for area in areas_in_use()}
        self.fields["where"].choices = [(NATIONAL, _("England and Wales")), *((key, str(area)) for key, area in self._areas.items())]

    @property
    def work(self) -> Work:
        """What was chosen. The form must be valid."""
        chosen: list[str] = self.cleaned_data["where"]
        ends: date | None = self.cleaned_data["ends"]
        areas = [self._areas[key] for key in chosen if key != NATIONAL]
        return Work(Role(self.cleaned_data["role"]), NATIONAL in chosen, areas, self.cleaned_data["panel"], ends)


class InviteForm(RoleForm):
    send_label = _("Send the invitation")
    email = forms.EmailField(label=_("Email address"), error_messages={"required": _("Enter the person's email address.")})
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter the person's name.")})
    field_order = ("email", "name", "role", "where", "panel", "ends")


class JoinForm(GovukForm):
    send_label = _("Join")
    name = forms.CharField(
        label=_("Your name"), max_length=120, error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), help_text=PASSWORD_RULES, strip=False, error_messages={"required": _("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=1000,
    )  # fmt: skip
    again = forms.CharField(
        label=_("Password again"), strip=False, error_messages={"required": _("Enter the password a second time.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=1000,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return values


class AuditFilterForm(GovukForm):
    send_label = _("Show")
    person = forms.CharField(label=_("Person"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("What was done"), required=False)
    subject = forms.CharField(
        label=_("To what"), required=False, max_length=80, help_text=_("For example “stakeholders.contact”, or part of it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["mark"]
        self.fields["kind"].choices = [("", _("Anything")), *((kind.value, words) for kind, words in KIND_WORDS.items())]
