"""The forms of reviews: whom to ask, a comment, an answer, another last day."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.reports.review.models import OUTCOME_NAMES
from folkmoot.reports.review.rules import Outcome, State
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

STATE_WORDS = {
    State.WAITING: _("No answer yet"), State.ACCEPTED: _("Accepted"), State.NOT_ACCEPTED: _("Not accepted"),
    State.KEPT: _("Late: kept for the next report"),
}  # fmt: skip
STATE_COLOURS = {State.WAITING: "yellow", State.ACCEPTED: "turquoise", State.NOT_ACCEPTED: "grey", State.KEPT: "orange"}


class PeopleForm(GovukForm):
    """People to choose among, each with the office in which they stand in the report. `people` maps accounts to a suggested office."""

    people_label: ClassVar[Any] = ""
    office_label: ClassVar[Any] = ""
    field: ClassVar[str] = "who"

    def __init__(self, *args: Any, people: Iterable[tuple[Account, str]], chosen: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {account.pk: account for account, _office in people}
        offices = {account.pk: office for account, office in people}
        self.fields[self.field] = forms.MultipleChoiceField(
            label=self.people_label, required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(pk, account.name) for pk, account in self.people.items()], initial=list(chosen),
        )  # fmt: skip
        for pk, account in self.people.items():
            self.fields[f"office_{pk}"] = forms.CharField(
                label=self.office_label % {"name": account.name}, required=False, max_length=120, initial=offices[pk]
            )
        self.order_fields([self.field, *(f"office_{pk}" for pk in self.people)])
        self.helper.layout.fields[:-1] = list(self.fields)

    def named(self) -> list[tuple[Account, str]]:
        """Who was chosen, with their office."""
        values = self.cleaned_data
        return [(self.people[int(pk)], values[f"office_{pk}"]) for pk in values.get(self.field, ())]


class OpenForm(PeopleForm):
    send_label: ClassVar[Any] = _("Open it for review")
    people_label: ClassVar[Any] = _("Who is asked")
    office_label: ClassVar[Any] = _("%(name)s stands in the report as")
    field: ClassVar[str] = "reviewers"
    last_day = DayField(label=_("Last day for comments"))
    note = WordsField(label=_("What you ask of them"), required=False, max_length=2000)


class DayForm(GovukForm):
    send_label: ClassVar[Any] = _("Give it this last day")
    version = forms.IntegerField(widget=forms.HiddenInput)
    last_day = DayField(label=_("Last day for comments"))


class CommentForm(GovukForm):
    """`sections` are the parts of the report, as (key, heading)."""

    send_label: ClassVar[Any] = _("Send")
    section = forms.ChoiceField(label=_("What is it about?"), required=False)
    words = WordsField(
        label=_("What do you say?"), rows=6, error_messages={"required": _("Write what you say of the draft.")},
        help_text=_("It stands in the report, with the answer. Name nobody outside the service."),
    )  # fmt: skip
    challenge = forms.BooleanField(label=_("This is a challenge: it must be answered before anybody signs the report"), required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", _("The whole report")), *sections]


class AnswerForm(GovukForm):
    send_label: ClassVar[Any] = _("Give this answer")
    seen_answer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect, choices=[(each.value, OUTCOME_NAMES[each]) for each in Outcome],
        error_messages={"required": _("Say whether it is accepted: an answer either says what changes, or why nothing does.")},
    )  # fmt: skip
    words = WordsField(label=_("What changes, or why it is not accepted"), rows=6)
    office = forms.CharField(
        label=_("You answer as"),
        max_length=120,
        help_text=_("Your office, for example “Head of inclusion”. It stands in the report instead of your name."),
    )


class LogFilter(FilterForm):
    def __init__(self, asked: QueryDict, areas: Iterable[Area] = ()) -> None:
        states = [("", _("All")), *((each.value, words) for each, words in STATE_WORDS.items())]
        super().__init__(
            asked, areas, words=forms.CharField(label=_("Words"), required=False, max_length=100),
            state=forms.ChoiceField(label=_("What came of it"), required=False, choices=states),
            show=forms.ChoiceField(
                label=_("Show"), required=False, choices=[("", _("Challenges")), ("all", _("Challenges and other comments"))]
            ),
        )  # fmt: skip
