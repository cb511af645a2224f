"""The form of the key of a calibration round: every question of a case at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.scrutiny.assessment.questions.models import Grade, Question
from folkmoot.scrutiny.assessment.web.forms import FlexibleForm, GradeField
from folkmoot.scrutiny.assessment.web.presenters import choices_of
from folkmoot.webkit.forms import WordsField


class KeyForm(FlexibleForm):
    send_label = _("Keep the key")
    grade = GradeField(label=_("Grade"), required=False)
    reasons = WordsField(label=_("Why it is read so"), rows=5, help_text=_("Members learn from the reasons, once they have answered."))

    def __init__(self, *args: Any, questions: Sequence[Question], grades: Iterable[Grade], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {each.code: _field(each) for each in questions}
        self.fields = {"mark": self.fields["mark"], **asked, "grade": self.fields["grade"], "reasons": self.fields["reasons"]}
        self.grades(grades)


def _field(question: Question) -> forms.ChoiceField:
    return forms.ChoiceField(label=question.words, choices=choices_of(question), widget=forms.RadioSelect, help_text=question.help)
