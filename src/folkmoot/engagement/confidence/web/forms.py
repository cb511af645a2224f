from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import NOBODY
from folkmoot.characteristics.models import Category
from folkmoot.characteristics.queries import list_schemes
from folkmoot.engagement.confidence.models import Reply, Sheet
from folkmoot.engagement.confidence.rules import CHARACTERISTICS
from folkmoot.webkit.forms import DayField, GovukForm


class SheetForm(GovukForm):
    """Which question, until when, and what else is asked."""

    send_label = _("Make the codes")
    question = forms.ChoiceField(
        label=_("Question"), choices=Sheet.Question.choices, widget=forms.RadioSelect, initial=Sheet.Question.PROSECUTING
    )
    until = DayField(label=_("Take answers until"), help_text=_("On the day after, the codes stop working."))
    characteristic = forms.ChoiceField(
        label=_("What else to ask (everybody may prefer not to say)"), required=False,
        help_text=_("Ask only where many people come: answers of fewer than ten are never shown."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {scheme.code: scheme.name for scheme in list_schemes(NOBODY) if scheme.code in CHARACTERISTICS}
        self.fields["characteristic"].choices = [
            ("", _("Nothing else")),
            *((code, names[code]) for code in CHARACTERISTICS if code in names),
        ]


class AnswerForm(GovukForm):
    """One question on a telephone; the mark of the page is made from the browser's own token, so no other is sent."""

    send_label = _("Send my answer")
    mark = None  # type: ignore[assignment]  # takes the field of the parent away
    answer = forms.ChoiceField(
        choices=Reply.Answer.choices, widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")}
    )

    def __init__(self, *args: Any, question: str | SafeString, asks: str, categories: Sequence[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = question
        self._categories = {str(row.pk): row for row in categories}
        if categories:
            self.fields["category"] = forms.ChoiceField(
                label=asks, required=False, widget=forms.RadioSelect,
                choices=[*((key, row.name) for key, row in self._categories.items()), ("", _("I prefer not to say"))],
            )  # fmt: skip
            self.helper.layout.fields.insert(1, "category")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["category"] = self._categories.get(values.get("category") or "")
        return values
