"""Forms for what was said, the answer and the telling. What looks like personal data is pointed out before it is kept."""

from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.strategy.models import Aim
from folkmoot.voice.identifying import Identifier, identifiers_in
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

IDENTIFIER_WORDS: dict[Identifier, Promise] = {
    Identifier.EMAIL: _("an e-mail address"),
    Identifier.PHONE: _("a telephone number"),
    Identifier.POSTCODE: _("a postcode"),
    Identifier.BIRTH: _("a date of birth"),
    Identifier.CASE: _("a case reference"),
}
# Where a point that stands alone may have come from; the words are those of `actions.web.origins`.
STAND_ALONE: tuple[tuple[str, Promise], ...] = (
    ("letter", _("A letter")),
    ("email", _("An e-mail")),
    ("phone", _("A telephone call")),
    ("social", _("A post on social media")),
    ("form", _("A form")),
    ("survey", _("A survey")),
    ("staff", _("A conversation with staff")),
    ("complaint", _("A complaint")),
)


class WarningForm(GovukForm):
    """A form that shows what in its `free_text` may identify a person, and saves it only after “keep it as it is”."""

    free_text: ClassVar[tuple[str, ...]] = ()
    keep = forms.BooleanField(label=_("Keep it as it is: it is needed, and nobody will be harmed by it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {name: identifiers_in(self.data.get(name, "")) for name in self.free_text} if self.is_bound else {}
        if not any(self.found.values()):
            del self.fields["keep"]
        fields = sorted(self.fields, key=lambda name: name == "keep")
        self.helper.layout = Layout(*fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        kept = values.pop("keep", False)
        for name, found in self.found.items():
            if found and not kept:
                self.add_error(name, self._warning(found))
        return values

    def _warning(self, found: list[Any]) -> str:
        shown = ", ".join(f"{IDENTIFIER_WORDS[one.kind]} ({one.text})" for one in found)
        return gettext("This looks like %(found)s. Take it out, or tick “Keep it as it is” at the end of the form.") % {"found": shown}


class PointForm(WarningForm):
    send_label = _("Save the point")
    free_text = ("words", "said_by")
    words = WordsField(
        label=_("What was said"), help_text=_("In the words it was said. Leave out what would identify a person or a case."), rows=4
    )
    said_on = DayField(label=_("On which day"))
    nature = forms.ChoiceField(
        label=_("What kind of point"), choices=Point.Nature.choices, widget=forms.RadioSelect, initial=Point.Nature.CONCERN
    )
    theme = forms.CharField(
        label=_("Theme (optional)"),
        max_length=80,
        required=False,
        help_text=_("One or two words, the same each time, for example: charging, special measures"),
    )
    aim = forms.ModelChoiceField(
        label=_("Which aim of the strategy it bears on (optional)"),
        queryset=Aim.objects.none(),
        required=False,
        empty_label=_("None chosen"),
    )
    said_by = forms.CharField(
        label=_("Which person or group said it (optional)"),
        max_length=200,
        required=False,
        help_text=_("So that they can be told what became of it"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim"].queryset = Aim.objects.select_related("strategy")


class NewPointForm(PointForm):
    """A point that came by itself, not from an activity: where it came from is asked for."""

    origin_kind = forms.ChoiceField(label=_("Where it came from"), choices=STAND_ALONE)
    field_order = ("origin_kind", "words", "said_on", "nature", "theme", "aim", "said_by", "keep")


class ChangePointForm(PointForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(WarningForm):
    send_label = _("Save the answer")
    free_text = ("words", "reason")
    outcome = forms.ChoiceField(label=_("Our answer"), widget=forms.RadioSelect)
    words = WordsField(label=_("What we answer"), help_text=_("In words the person who said it would understand"), rows=4)
    reason = WordsField(label=_("Reason (needed where we do not accept it)"), required=False, rows=3)
    on = DayField(label=_("Answered on"))

    def __init__(self, *args: Any, nature: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [
            (value, label) for value, label in Answer.Outcome.choices if value != Answer.Outcome.THANKED or nature == Point.Nature.PRAISE
        ]
        self.fields["outcome"].choices = outcomes


class TellForm(WarningForm):
    send_label = _("Save the telling")
    free_text = ("words",)
    who = forms.CharField(label=_("Who was told"), max_length=200, help_text=_("The person or group who said it"))
    channel = forms.ChoiceField(
        label=_("How"), choices=Telling.Channel.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they were told.")},
    )  # fmt: skip
    words = WordsField(label=_("What they were told"), rows=4)
    on = DayField(label=_("On which day"))
