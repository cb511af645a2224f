"""Forms of publications: words and period of an edition, what is put into it, sending back, withdrawing, and the edition that follows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.casework.rules import in_words
from folkmoot.casework.tables.contents import SECTIONS
from folkmoot.casework.tables.models import STATE_NAMES
from folkmoot.casework.workbench.opening import Opened
from folkmoot.casework.workbench.rules import Section
from folkmoot.casework.workbench.web.words import SECTIONS as SECTION_WORDS
from folkmoot.casework.workbench.web.words import window_words
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class TablesFilter(FilterForm):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *((each.value, words) for each, words in STATE_NAMES.items())]
    )


class WordsForm(GovukForm):
    """The words and days of an edition. A later edition also says what it changes."""

    send_label: ClassVar[Any] = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_en = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("The public address is made from the title of the first edition.")
    )
    about_en = WordsField(label=_("What the tables are about, for people who never saw them"), rows=4)
    period_first = DayField(label=_("First day of the period"))
    period_last = DayField(label=_("Last day of the period"))
    next_on = DayField(label=_("Day on which the next edition comes out (optional)"), required=False)
    provisional = forms.BooleanField(
        label=_("The figures are provisional: later months may still change them"), required=False, help_text=_("Marked [p] in every table")
    )
    changes = WordsField(label=_("What changed since the edition before, and why"), rows=3, required=False)
    changes_cy = WordsField(label=_("What changed, in Welsh (optional)"), rows=3, required=False)
    title_cy = forms.CharField(label=_("Title in Welsh (optional)"), max_length=160, required=False)
    about_cy = WordsField(
        label=_("What they are about, in Welsh (optional)"), rows=4, required=False,
        help_text=_("Without it the Welsh page says that it is not translated yet, and shows the English words"),
    )  # fmt: skip
    about_easy = WordsField(
        label=_("What they are about, in Easy Read (optional)"), rows=4, required=False, help_text=_("Short sentences, one idea in each")
    )
    about_easy_cy = WordsField(label=_("What they are about, in Easy Read in Welsh (optional)"), rows=4, required=False)

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            for name in ("changes", "changes_cy"):
                del self.fields[name]
            self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))


class NextForm(GovukForm):
    send_label: ClassVar[Any] = _("Begin the next edition")
    kind = forms.ChoiceField(
        label=_("What the next edition is"), widget=forms.RadioSelect, choices=[
            ("mistake", _("It corrects a mistake in this edition")), ("minor", _("It changes something small, and corrects no mistake")),
            ("major", _("It is about another period, or other tables")),
        ],
    )  # fmt: skip
    changes = WordsField(
        label=_("What changes, and why"),
        rows=4,
        help_text=_("Everybody reads this. Say what was wrong, how it came about, and what is right."),
    )


class Titled(GovukForm):
    """A title of its own for what is added, in both languages."""

    title_en = forms.CharField(
        label=_("Title of the table (optional)"), max_length=200, required=False, help_text=_("Without one it says what is counted by what")
    )
    title_cy = forms.CharField(label=_("Title of the table in Welsh (optional)"), max_length=200, required=False)

    def _laid_out(self, fields: Mapping[str, forms.Field]) -> None:
        self.fields = {**fields, **self.fields}
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))


class AddForm(Titled):
    send_label: ClassVar[Any] = _("Put it into the edition")


class AnalysisForm(AddForm):
    """Which characteristics of a counted file, each as a table; or one pair."""

    def __init__(self, *args: Any, columns: Sequence[str], pairs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        singles = [(str(place), escape(in_words(column))) for place, column in enumerate(columns)]
        doubles = [(f"{columns.index(a)}+{columns.index(b)}", escape(f"{in_words(a)} × {in_words(b)}")) for a, b in pairs]
        self._columns = columns
        self._laid_out({
            "by": forms.MultipleChoiceField(
                label=_("Tables by"), choices=[*singles, *doubles], widget=forms.CheckboxSelectMultiple,
                help_text=_("A table for each. Two together make a table of every combination."),
            )
        })  # fmt: skip

    def columns_chosen(self, values: Mapping[str, Any]) -> list[list[str]]:
        return [[self._columns[int(place)] for place in one.split("+")] for one in values["by"]]


class ViewForm(AddForm):
    """The choices of a view that is published: outcome, characteristics, place and period."""

    def __init__(self, *args: Any, opened: Opened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shape = opened.shape
        sections = [(one.value, SECTION_WORDS[one]) for one in SECTIONS if one is not Section.AREAS or shape.area]
        periods = [("", _("All months")), *((one, window_words(one)) for one in shape.windows)]
        areas = [(one, opened.areas[one].name if one in opened.areas else one) for one in shape.levels(shape.area)]
        by = forms.MultipleChoiceField(
            label=_("Compare by"), choices=[(one, shape.title(one)) for one in shape.characteristics], widget=forms.CheckboxSelectMultiple
        )
        fields: dict[str, forms.Field] = {
            "stage": forms.ChoiceField(label=_("Outcome"), choices=[(one.name, one.title) for one in shape.stages]), "by": by,
            "section": forms.ChoiceField(
                label=_("What the tables show"), choices=sections,
                help_text=_("“Areas” is a table of all Areas for the first characteristic"),
            ),
            "period": forms.ChoiceField(label=_("Period"), choices=periods, required=False),
        }  # fmt: skip
        if areas:
            fields["area"] = forms.ChoiceField(label=_("Area"), choices=[("", _("England and Wales")), *areas], required=False)
        self._laid_out(fields)


class OfferForm(AddForm):
    """A table of another room."""

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._laid_out({"key": forms.ChoiceField(label=_("Table"), choices=list(offered))})


class ReturnForm(GovukForm):
    send_label: ClassVar[Any] = _("Send it back")
    reason = WordsField(label=_("What has to change, and why"), rows=3)


class WithdrawForm(GovukForm):
    send_label: ClassVar[Any] = _("Withdraw it")
    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300, help_text=_("Everybody reads this."))
    reason_cy = forms.CharField(label=_("Why it is withdrawn, in Welsh (optional)"), max_length=300, required=False)
    taken_down = forms.BooleanField(
        label=_("Take its figures away too"), required=False,
        help_text=_("For figures that point to somebody. Otherwise they stay readable, with the reason above them."),
    )  # fmt: skip
