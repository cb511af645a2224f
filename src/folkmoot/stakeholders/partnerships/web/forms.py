"""Forms for partnerships."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.stakeholders.models import Organisation
from folkmoot.stakeholders.partnerships.models import Partnership, PartnershipOutcome
from folkmoot.stakeholders.partnerships.rules import State
from folkmoot.stakeholders.queries import organisations
from folkmoot.stakeholders.rules import name_key
from folkmoot.strategy.queries import list_aims
from folkmoot.strategy.trends.queries import trends_for
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

SHOWN = (("", _("In being")), (State.LAPSED.value, _("Lapsed")), (State.ENDED.value, _("Ended")))


class PartnershipFilter(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Partnership.Kind.choices])
    state = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)


class PartnershipForm(GovukForm):
    """With whom, to what end, by what agreement, and how often contact is expected."""

    send_label: ClassVar[Any] = _("Save partnership")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Partnership.Kind.choices, widget=forms.RadioSelect, initial="strategic")
    purpose = WordsField(label=_("What it is for"), rows=3)
    partner_names = WordsField(
        label=_("Partners"), rows=4,
        help_text=_("One organisation a line, by the name under which it is known here. Add a new one to Organisations first."),
    )  # fmt: skip
    starts = DayField(label=_("Began on"))
    review_every_months = forms.IntegerField(
        label=_("We expect contact every … months"), min_value=1, max_value=36, initial=6,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3"}),
    )  # fmt: skip
    agreement = WordsField(label=_("What was agreed, and where the agreement is kept (optional)"), rows=3, required=False)
    agreed_on = DayField(label=_("Agreed on (optional)"), required=False)
    agreed_until = DayField(label=_("Agreed until (optional)"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, area: Area | None, today: date, known: Partnership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.known = viewer, known
        also = [trend.pk for trend in known.trends.all()] if known else []
        area_id = area.pk if area else None
        for name, label, rows in (
            ("aims", _("Aims it serves (optional)"), list_aims(viewer)),
            ("trends", _("Trends and priorities it answers (optional)"), trends_for(viewer, area_id, also=also)),
        ):
            self.fields[name] = forms.ModelMultipleChoiceField(
                label=label, required=False, queryset=rows, widget=forms.CheckboxSelectMultiple
            )
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who keeps it alive (optional)"), required=False, empty_label=_("Nobody yet"),
            queryset=people_who_may("stakeholders.write", area_id, today=today),
        )  # fmt: skip
        self.helper.layout.fields = [*self.fields, self.helper.layout.fields[-1]]

    def clean_partner_names(self) -> list[Organisation]:
        """The organisations in sight with these names; a name that is not known, or that several bear, is said."""
        names = [line.strip() for line in self.cleaned_data["partner_names"].splitlines() if line.strip()]
        found: dict[str, list[Organisation]] = {}
        for row in organisations(self.viewer).filter(search_key__in={name_key(name) for name in names}):
            found.setdefault(row.search_key, []).append(row)
        kept = {partner.search_key: partner for partner in self.known.partners.all()} if self.known else {}
        problems, partners = [], []
        for name in names:
            rows = [kept[name_key(name)]] if name_key(name) in kept else found.get(name_key(name), [])
            if len(rows) == 1:
                partners.append(rows[0])
            elif rows:
                problems.append(_now("Several organisations are called “%(name)s”. Give them different names first.") % {"name": name})
            else:
                problems.append(_now("No organisation called “%(name)s” is known. Add it to Organisations first.") % {"name": name})
        if problems:
            raise forms.ValidationError(problems)
        return partners

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "partner_names" in values:
            values["partners"] = values.pop("partner_names")
        return values

    def add_problems(self, problems: dict[str, list[str]]) -> None:
        super().add_problems({"partner_names" if field == "partners" else field: said for field, said in problems.items()})


class ContactForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the contact")
    on = DayField(label=_("On"))
    words = forms.CharField(
        label=_("What was done"), max_length=300, help_text=_("For example “Quarterly meeting: agreed the referral form”.")
    )


class OutcomeForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the outcome")
    kind = forms.ChoiceField(label=_("What came of it"), choices=PartnershipOutcome.Kind.choices, widget=forms.RadioSelect)
    on = DayField(label=_("On"))
    words = WordsField(label=_("In words"), rows=3)
    evidence = WordsField(label=_("What shows it"), rows=2)
    number = forms.IntegerField(
        label=_("How many (people trained, supported …; optional)"), min_value=0, required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-5"}),
    )  # fmt: skip


class EndForm(GovukForm):
    send_label: ClassVar[Any] = _("End this partnership")
    on = DayField(label=_("The day it ended"))
    reason = forms.CharField(label=_("Why"), max_length=300)


class ConfirmForm(GovukForm):
    """One button and nothing to fill in."""

    send_label: ClassVar[Any] = _("Take it up again")
