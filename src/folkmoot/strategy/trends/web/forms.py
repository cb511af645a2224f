"""Forms for trends and priorities."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.strategy.queries import list_aims
from folkmoot.strategy.trends.models import Trend
from folkmoot.strategy.trends.rules import State
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

SHOWN = ((State.CURRENT, _("In being")), (State.REVIEW_DUE, _("Due to be looked at again")), (State.ENDED, _("Ended")))


class TrendFilter(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Trend.Kind.choices])
    state = forms.ChoiceField(label=_("Show"), required=False, choices=[(state.value, words) for state, words in SHOWN])


class TrendForm(GovukForm):
    """What is seen, what shows it, and when it is looked at again."""

    send_label: ClassVar[Any] = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Trend.Kind.choices, widget=forms.RadioSelect, initial=Trend.Kind.CRIME)
    title = forms.CharField(label=_("Title"), max_length=200)
    words = WordsField(label=_("What is seen, and why it matters"), rows=4)
    evidence = WordsField(
        label=_("What shows it, and where that comes from"),
        rows=3,
        help_text=_("For example “Police hate crime figures, Norfolk, March 2026”."),
    )
    since = DayField(label=_("Seen since (if known)"), required=False)
    review_on = DayField(label=_("Look at it again on"))

    def __init__(self, *args: Any, viewer: Viewer, area: Area | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aims"] = forms.ModelMultipleChoiceField(
            label=_("Aims it bears on (optional)"), required=False, queryset=list_aims(viewer), widget=forms.CheckboxSelectMultiple
        )
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who watches it (optional)"), required=False, empty_label=_("Nobody yet"),
            queryset=people_who_may("strategy.write", area.pk if area else None, today=today),
        )  # fmt: skip
        self.helper.layout.fields = [*self.fields, self.helper.layout.fields[-1]]


class ReviewForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the review")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = WordsField(label=_("What was found"), rows=4)
    next_on = DayField(label=_("Look at it again on"))


class EndForm(GovukForm):
    send_label: ClassVar[Any] = _("End it")
    on = DayField(label=_("The day since which it is no longer so"))
    reason = forms.CharField(label=_("Why"), max_length=300)


class TakeUpForm(GovukForm):
    send_label: ClassVar[Any] = _("Take it up again")
    review_on = DayField(label=_("Look at it again on"))
