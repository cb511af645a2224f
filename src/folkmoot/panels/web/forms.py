"""Forms for panels, their terms of reference, and the kinds of panel. What must hold lives in `panels.rules`; a form only asks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.panels.models import Panel, PanelKind, Position, Ways
from folkmoot.panels.queries import kinds, possible_parents
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class PanelFilter(FilterForm):
    """Which panels of the list: of an Area, of a kind, only with flags, with those that ended."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("Panels at work")), ("flagged", _("Only those that need something")), ("ended", _("Also those that ended"))],
    )  # fmt: skip

    def __init__(self, asked: Any, areas: Any = ()) -> None:
        super().__init__(asked, areas)
        self.fields["kind"].choices = [("", _("All")), *((each.code, each.name) for each in kinds())]


class PanelForm(GovukForm):
    """A panel's name and purpose, to whom it reports, and who runs it."""

    send_label = _("Save the panel")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_en = forms.CharField(label=_("Name"), max_length=160)
    name_cy = forms.CharField(label=_("Name in Welsh (optional)"), max_length=160, required=False)
    purpose_en = WordsField(label=_("What it is for"), rows=3)
    purpose_cy = WordsField(label=_("What it is for, in Welsh (optional)"), rows=3, required=False)
    parent = forms.ModelChoiceField(
        label=_("Panel to which it reports (optional)"), queryset=Panel.objects.none(), required=False, empty_label=_("None")
    )
    owner = forms.ModelChoiceField(
        label=_("Who runs it for the service (optional)"), queryset=Account.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    public = forms.BooleanField(
        label=_("Show it on the public page"), required=False, initial=True,
        help_text=_("Its purpose, terms of reference and what it publishes; never a member’s name"),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, area: Area | None, today: date, panel: Panel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = possible_parents(viewer, area, panel)
        self.fields["owner"].queryset = people_who_may("panels.write", area.pk if area else None, today=today)


class NewPanelForm(PanelForm):
    """The first form: its kind and short name as well, which stay. A purpose left empty is the kind's own."""

    send_label = _("Set up the panel")
    field_order = (
        "mark",
        "version",
        "kind",
        "name_en",
        "name_cy",
        "code",
        "starts",
        "purpose_en",
        "purpose_cy",
        "parent",
        "owner",
        "public",
    )
    kind = forms.ModelChoiceField(
        label=_("Kind of panel"), queryset=PanelKind.objects.none(), widget=forms.RadioSelect, empty_label=None,
        help_text=_("It gives the panel its remit, and its first terms of reference as a draft"),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Short name"), max_length=60, help_text=_("For addresses and roles, such as eastern-hate-crime. It stays.")
    )
    starts = DayField(label=_("Set up on"), help_text=_("For a panel that has met for years, the day on which it began"))
    purpose_en = WordsField(
        label=_("What it is for (optional)"), rows=3, required=False, help_text=_("Left empty, it is what panels of this kind are for")
    )

    def __init__(self, *args: Any, area: Area | None, **kwargs: Any) -> None:
        super().__init__(*args, area=area, **kwargs)
        levels = ("area", "either") if area else ("national", "either")
        self.fields["kind"].queryset = kinds().filter(level__in=levels)


class EndPanelForm(GovukForm):
    send_label = _("End the panel")
    version = forms.IntegerField(widget=forms.HiddenInput)
    on = DayField(label=_("Its last day"))
    why = WordsField(label=_("Why it ends, and what takes its place"), rows=3, max_length=300, help_text=_("This is public: name nobody"))


def _number(label: Any, help_text: Any = "", *, needed: bool = True) -> forms.IntegerField:
    small = forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=600, help_text=help_text, widget=small, required=needed)


class WaysForm(GovukForm):
    """How a panel works: how often it meets, who votes, terms, cases, what members need."""

    meetings_a_year = _number(_("Meetings a year, at least"))
    quorum = _number(_("Quorum"), _("How many of those who vote must be there"))
    voting = forms.MultipleChoiceField(
        label=_("Who votes"), choices=Position.choices, widget=forms.CheckboxSelectMultiple, help_text=_("An observer never does")
    )
    chair_rule = forms.ChoiceField(label=_("How the chair is found"), choices=Ways.ChairRule.choices, widget=forms.RadioSelect)
    chair_months = _number(_("Months a chair serves (optional)"), _("Empty where there is no limit"), needed=False)
    term_months = _number(_("Months a member serves (optional)"), _("Empty where there is no limit"), needed=False)
    renewals = _number(_("Times a member may be renewed"))
    least_members = _number(_("Members who vote, at least"))
    most_members = _number(_("Members who vote, at most"))
    least_cases = _number(_("Cases a meeting, at least"), _("0 where it sees no cases"))
    most_cases = _number(_("Cases a meeting, at most"))
    undertaking_months = _number(
        _("Months an undertaking of confidentiality holds (optional)"), _("Empty where it holds as long as the seat"), needed=False
    )  # fmt: skip
    vetting = forms.CharField(label=_("Vetting that members need (optional)"), max_length=80, required=False)
    training = forms.CharField(label=_("Training that members need (optional)"), max_length=200, required=False)
    substitutes = forms.BooleanField(label=_("Members may send a substitute"), required=False)


class TermsForm(WaysForm):
    """A draft of the terms of reference: what the panel does, then how it works, then conduct and confidentiality."""

    send_label = _("Save the draft")
    version = forms.IntegerField(widget=forms.HiddenInput)
    scope_en = WordsField(
        label=_("What the panel does, and what it cannot do"), rows=6,
        help_text=_("For example: it reads closed cases and advises; it cannot re-open or alter a case"),
    )  # fmt: skip
    scope_cy = WordsField(label=_("The same in Welsh (optional)"), rows=4, required=False)
    conduct_en = WordsField(
        label=_("How members work together"), rows=5, required=False,
        help_text=_("How they speak to each other, declare interests, resign, and on what grounds somebody is asked to leave"),
    )  # fmt: skip
    conduct_cy = WordsField(label=_("The same in Welsh (optional)"), rows=4, required=False)
    confidentiality_en = WordsField(
        label=_("What members undertake to keep to themselves"), rows=4, required=False,
        help_text=_("Members sign these words. Left empty, they sign nothing"),
    )  # fmt: skip
    confidentiality_cy = WordsField(label=_("The same in Welsh (optional)"), rows=4, required=False)
    changed_what = forms.CharField(label=_("What changed since the last version"), max_length=400, required=False)
    field_order = (
        "mark", "version", "scope_en", "scope_cy", *WaysForm.base_fields, "conduct_en", "conduct_cy", "confidentiality_en",
        "confidentiality_cy", "changed_what",
    )  # fmt: skip


class AgreeTermsForm(GovukForm):
    send_label = _("Record that they were agreed")
    version = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.CharField(
        label=_("Who agreed them, and how"),
        max_length=200,
        help_text=_("By a vote of the panel, by the Chief Crown Prosecutor. Name nobody."),
    )
    on = DayField(label=_("Agreed on"))
    holds_from = DayField(label=_("They hold from"))


class KindForm(WaysForm):
    """A kind of panel: what it is for, where it stands, and how such panels work unless their terms say otherwise."""

    send_label = _("Save the kind of panel")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_en = forms.CharField(label=_("Name"), max_length=160)
    name_cy = forms.CharField(label=_("Name in Welsh (optional)"), max_length=160, required=False)
    purpose_en = WordsField(label=_("What it is for"), rows=3)
    purpose_cy = WordsField(label=_("What it is for, in Welsh (optional)"), rows=3, required=False)
    level = forms.ChoiceField(label=_("Where such panels stand"), choices=PanelKind.Level.choices, widget=forms.RadioSelect)
    sees_cases = forms.BooleanField(label=_("It scrutinises cases"), required=False)
    source = forms.CharField(label=_("Where this comes from (optional)"), max_length=300, required=False)
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999)
    field_order = (
        "mark", "version", "code", "name_en", "name_cy", "purpose_en", "purpose_cy", "level", *WaysForm.base_fields, "sees_cases", "source",
        "order",
    )  # fmt: skip


class NewKindForm(KindForm):
    code = forms.CharField(label=_("Short name"), max_length=40, help_text=_("Such as youth-engagement. It stays."))


class RemitForm(GovukForm):
    """One part of what panels of a kind are there to discuss."""

    send_label = _("Save this part of the remit")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_en = forms.CharField(label=_("Name"), max_length=160)
    name_cy = forms.CharField(label=_("Name in Welsh (optional)"), max_length=160, required=False)
    every_months = forms.IntegerField(label=_("To be discussed at least every so many months"), min_value=1, max_value=60, initial=12)
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, initial=10)


class NewRemitForm(RemitForm):
    field_order = ("mark", "version", "code", "name_en", "name_cy", "every_months", "order")
    code = forms.SlugField(label=_("Short name"), max_length=60, help_text=_("Such as equality-strategies. It stays."))


class ConfirmForm(GovukForm):
    """A page with one button, whose words are given."""

    def __init__(self, *args: Any, send_label: Any, **kwargs: Any) -> None:
        self.send_label = send_label  # type: ignore[misc]
        super().__init__(*args, **kwargs)
