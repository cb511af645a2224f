"""Forms for what was said, the answer and the telling. What looks like personal data is pointed out before it is kept."""

from typing import Any, ClassVar

from crispy_forms_gds.layout import HTML, Button, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.strategy.models import Aim
from folkmoot.voice.equality import characteristic_choices
from folkmoot.voice.identifying import Identifier
from folkmoot.voice.languages import LANGUAGES
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.naming import personal_in
from folkmoot.voice.operations import Planned
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

IDENTIFIER_WORDS: dict[Identifier, Promise] = {
    Identifier.EMAIL: _("an e-mail address"),
    Identifier.PHONE: _("a telephone number"),
    Identifier.POSTCODE: _("a postcode"),
    Identifier.BIRTH: _("a date of birth"),
    Identifier.CASE: _("a case reference"),
    Identifier.NAME: _("a person’s name"),
    Identifier.ADDRESS: _("a street address"),
}
# Where a point that stands alone may have come from; the words are those of `actions.web.origins`.
STAND_ALONE: tuple[tuple[str, Promise], ...] = (
    ("letter", _("A letter")),
    ("email", _("An e-mail")),
    ("phone", _("A telephone call")),
    ("social", _("A post on social media")),
    ("form", _("A form of somebody else")),
    ("survey", _("A survey")),
    ("staff", _("What a colleague passed on")),
    ("complaint", _("A complaint")),
)


_FOLD = (
    '<details class="govuk-details"{% if form.rare_open %} open{% endif %}><summary class="govuk-details__summary">'
    '<span class="govuk-details__summary-text">{{ form.rare_words }}</span></summary><div class="govuk-details__text">'
)


def _said_words(label: Any, help_text: Any) -> forms.CharField:
    """Words of any length, in either direction of writing: a limit here would let the browser cut off what is pasted."""
    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, widget=widget)


class WarningForm(GovukForm):
    """A form that shows what in its `free_text` may identify a person, and saves it only after “keep it as it is”.

    The fields in `rare` stand folded away at the end, open where one of them is at fault, or holds something that is not there by
    itself (`rare_given`).
    """

    free_text: ClassVar[tuple[str, ...]] = ()
    rare: ClassVar[tuple[str, ...]] = ()
    rare_words: ClassVar[Promise | str] = ""
    rare_given: ClassVar[tuple[str, ...]] = ()
    keep = forms.BooleanField(label=_("Keep it as it is: it is needed, and nobody will be harmed by it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {name: personal_in(self.data.get(name, "")) for name in self.free_text} if self.is_bound else {}
        if not any(self.found.values()):
            del self.fields["keep"]
        self.lay_out()

    def lay_out(self) -> None:
        """Every field in order, the rare ones folded away, then the one button; again where a field was taken out."""
        folded = [name for name in self.rare if name in self.fields]
        plain = [name for name in self.fields if name not in (*folded, "keep")]
        last = [name for name in ("keep",) if name in self.fields]
        opening, closing = (HTML(_FOLD), HTML("</div></details>")) if folded else (HTML(""), HTML(""))
        self.helper.layout = Layout(*plain, opening, *folded, closing, *last, Button("submit", self.send_label))

    @property
    def rare_open(self) -> bool:
        if any(name in self.errors for name in self.rare):
            return True
        asked = [name for name in self.rare if name in self.fields and name not in self.rare_given]
        return any(self[name].value() not in (None, "", [], self.fields[name].initial) for name in asked)

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
    rare = ("visibility", "language", "promise_owner", "promise_due")
    rare_words = _("Who may read it, its language, and for a promise who keeps it by when")
    rare_given = ("language",)
    words = _said_words(_("What was said"), _("In the words it was said. Leave out what would identify a person or a case."))
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
    reply_by = forms.ChoiceField(
        label=_("How they want to be told (optional)"), required=False, choices=[("", _("They did not say")), *Point.ReplyBy.choices]
    )
    reply_address = forms.CharField(
        label=_("Where they want to be told (optional)"), max_length=254, required=False,
        help_text=_("An e-mail address, a telephone number or a postal address. It is used for nothing else"),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Point.Visibility.choices,
        widget=forms.RadioSelect,
        initial=Point.Visibility.AREA,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the words (optional)"), required=False, choices=[("", _("Find out from the words")), *LANGUAGES],
        help_text=_("So that it is read aloud and shown in the right way"),
    )  # fmt: skip
    promise_owner = forms.ModelChoiceField(
        label=_("Who keeps the promise (only for a promise)"), queryset=Account.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    promise_due = DayField(label=_("By when it is kept (only for a promise)"), required=False)

    def __init__(self, *args: Any, owners: QuerySet[Account] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim"].queryset = Aim.objects.select_related("strategy")
        if owners is not None:
            self.fields["promise_owner"].queryset = owners

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or Point.Visibility.AREA


class NewPointForm(PointForm):
    """A point that came by itself, not from an activity: where it came from is asked for."""

    origin_kind = forms.ChoiceField(label=_("Where it came from"), choices=STAND_ALONE)
    equality = forms.MultipleChoiceField(
        label=_("Which protected characteristics it is about (optional)"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What the words are about, not who said them. Ethnic groups, religions and so on can be named on the next page"),
    )  # fmt: skip
    field_order = ("origin_kind", "words", "said_on", "nature", "theme", "aim", "equality", "said_by", "reply_by", "reply_address", "keep")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["equality"].choices = characteristic_choices()

    def clean_equality(self) -> list[tuple[str, None]]:
        return [(characteristic, None) for characteristic in self.cleaned_data["equality"]]


class ChangePointForm(PointForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class EqualityForm(GovukForm):
    """For each characteristic whether the words are about it as a whole, or about which of its categories."""

    send_label = _("Save what it is about")
    WHOLE = "whole"

    def __init__(self, *args: Any, offered: list[tuple[str, Any, list[Any]]], held: dict[str, list[str]], **kwargs: Any) -> None:
        """`offered`: characteristic, its name, its categories. `held`: the values ticked now, by characteristic."""
        super().__init__(*args, **kwargs)
        self.categories = {category.pk: category for _code, _name, categories in offered for category in categories}
        for code, name, categories in offered:
            choices = [(self.WHOLE, _("As a whole")), *((str(category.pk), category.name) for category in categories)]
            self.fields[code] = forms.MultipleChoiceField(
                label=name, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, initial=held.get(code, [])
            )
        folds = [self._fold(code, name, bool(held.get(code))) for code, name, _categories in offered]
        self.helper.layout = Layout("mark", *(part for fold in folds for part in fold), Button("submit", self.send_label))

    def _fold(self, code: str, name: Any, is_open: bool) -> tuple[Any, ...]:
        opening = f'<details class="govuk-details"{" open" if is_open else ""}><summary class="govuk-details__summary">'
        heading = f'<span class="govuk-details__summary-text">{name}</span></summary><div class="govuk-details__text">'
        return HTML(opening + heading), code, HTML("</div></details>")

    @property
    def codes(self) -> list[tuple[str, Any]]:
        """What was ticked, as `operations.set_equality` takes it."""
        values = {code: ticked for code, ticked in self.cleaned_data.items() if code != "mark"}
        return [(code, None if value == self.WHOLE else self.categories[int(value)]) for code, ticked in values.items() for value in ticked]


class AnswerForm(WarningForm):
    """An answer, and folded away the action that it promises: saved in one step, or not at all."""

    send_label = _("Save the answer")
    free_text = ("words", "reason")
    rare = ("plan_title", "plan_measure", "plan_resources", "plan_owner", "plan_due_on")
    rare_words = _("What will be done about it: raise the action with this answer")
    rare_given = ("plan_owner",)
    outcome = forms.ChoiceField(label=_("Our answer"), widget=forms.RadioSelect)
    words = WordsField(label=_("What we answer"), help_text=_("In words the person who said it would understand"), rows=4)
    reason = WordsField(label=_("Reason (needed where we do not accept it)"), required=False, rows=3)
    on = DayField(label=_("Answered on"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    plan_title = forms.CharField(
        label=_("What will be done"), max_length=300, required=False,
        help_text=_("Where we accept what was said and nothing is planned, the point says so until an action is raised"),
    )  # fmt: skip
    plan_measure = forms.CharField(label=_("How we will know it worked"), max_length=300, required=False)
    plan_resources = forms.CharField(label=_("What it takes, and that it is there"), max_length=300, required=False)
    plan_owner = forms.ModelChoiceField(label=_("Who owns it"), queryset=Account.objects.none(), required=False)
    plan_due_on = DayField(label=_("By when"), required=False)

    def __init__(self, *args: Any, nature: str, owners: QuerySet[Account] | None = None, **kwargs: Any) -> None:
        """`owners`: who may own an action here; None: this person raises none."""
        super().__init__(*args, **kwargs)
        outcomes = [
            (value, label) for value, label in Answer.Outcome.choices if value != Answer.Outcome.THANKED or nature == Point.Nature.PRAISE
        ]
        self.fields["outcome"].choices = outcomes
        if owners is None:
            for name in self.rare:
                del self.fields[name]
            self.lay_out()
        else:
            self.fields["plan_owner"].queryset = owners

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        given = {name.removeprefix("plan_"): values.pop(name, None) for name in self.rare}
        asked = {name: value for name, value in given.items() if name != "owner"}
        values["plan"] = None
        if any(asked.values()):
            self._require_all(given)
            if not self.errors:
                values["plan"] = Planned(**given)
        return values

    def _require_all(self, given: dict[str, Any]) -> None:
        for name, value in given.items():
            if not value and f"plan_{name}" not in self.errors:
                self.add_error(f"plan_{name}", gettext("An action needs this too: fill it in, or empty the others and raise it later."))


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
    send_to = forms.EmailField(
        label=_("Send it now, as an e-mail to (optional)"), required=False,
        help_text=_("Leave it empty where they have been told already: then only the telling is recorded"),
    )  # fmt: skip
