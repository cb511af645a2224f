"""Forms of a draw. What may be drawn lives in `draws.rules` and `sampling.rules`; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.webkit.forms import GovukForm, WordsField
from folkmoot.webkit.templatetags.components import day


class DrawForm(GovukForm):
    """What is drawn, from which groups, for which meeting."""

    send_label = _("Save and see what would be drawn")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    meeting = forms.ModelChoiceField(label=_("For which meeting"), queryset=Meeting.objects.none(), empty_label=_("Choose a meeting"))
    title = forms.CharField(
        label=_("What is drawn, in a few words"), max_length=200,
        help_text=_("For example “Five hate crime cases of the winter”. It stands on the receipt, which members and others read."),
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("How many cases"),
        choices=[
            ("total", _("So many in all")), ("each", _("So many of every group")),
            ("none", _("None at random: only those chosen or always included")),
        ],
        widget=forms.RadioSelect, initial="total",
    )  # fmt: skip
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=500, required=False)
    grouped = forms.BooleanField(label=_("Draw from each group of the list by itself"), required=False)
    least = forms.IntegerField(
        label=_("At least so many of each group (optional)"), min_value=0, max_value=100, required=False,
        help_text=_("Where cases are drawn in all and from each group"),
    )  # fmt: skip
    theme = forms.CharField(
        label=_("Theme in words (optional)"), max_length=200, required=False, help_text=_("For example “Disability hate crime”")
    )
    theme_fact = forms.ChoiceField(label=_("What the theme asks for (optional)"), required=False)
    always = forms.BooleanField(label=_("Bring every case that the list marks as always included"), required=False)
    chosen = WordsField(
        label=_("Cases chosen by the facilitator (optional)"), rows=3, required=False,
        help_text=_("One on each line: the pseudonym, then why. For example “K7QM-4T2X The panel asked to see it again”."),
    )  # fmt: skip
    calibration = forms.BooleanField(
        label=_("A calibration round: every member judges the same known cases, to compare readings"), required=False
    )
    few_why = forms.CharField(
        label=_("Why it is right to draw from groups with very few cases (only where there are any)"), max_length=300, required=False
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], facts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = lambda meeting: f"{meeting.number}: {day(meeting.starts_at)}"
        self.fields["theme_fact"].choices = [("", _("Any case of the list")), *facts]

    def clean_chosen(self) -> dict[str, str]:
        """Pseudonym to reason, from one line each."""
        pairs = (line.strip().split(None, 1) for line in self.cleaned_data["chosen"].splitlines() if line.strip())
        return {pair[0].upper(): pair[1] if len(pair) > 1 else "" for pair in pairs}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("way") in ("total", "each") and not values.get("number"):
            self.add_error("number", _("Enter how many cases are drawn."))
        return values

    def asked(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the operations take them."""
        way, number = values.pop("way"), values.pop("number")
        fact, _equals, value = values.pop("theme_fact").partition("=")
        return values | {
            "each": number if way == "each" else None, "total": number if way == "total" else None,
            "least": (values["least"] or 0) if way == "total" else 0, "only": {fact: [value]} if fact else {},
        }  # fmt: skip


class CommitForm(GovukForm):
    """Until when members may seal; the service's phrase."""

    send_label = _("Fix the list and ask members for phrases")
    seals_until = forms.DateTimeField(
        label=_("Members may seal a phrase until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
    )  # fmt: skip
    phrase = forms.CharField(
        label=_("The service’s own phrase (optional)"), max_length=200, required=False,
        help_text=_("Left blank, one is made by chance. It is sealed now and opened first, for all to see."),
    )  # fmt: skip

    def clean_seals_until(self) -> Any:
        moment = self.cleaned_data["seals_until"]
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class SureForm(GovukForm):
    """One button."""

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        self.send_label = label  # type: ignore[misc]
        super().__init__(*args, **kwargs)


class WhyForm(GovukForm):
    send_label = _("Record it")
    why = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("It stands on the receipt and is read by members. Name nobody and no place.")
    )


class MoveForm(GovukForm):
    send_label = _("Move the draw")
    meeting = forms.ModelChoiceField(label=_("To which meeting"), queryset=Meeting.objects.none(), empty_label=_("Choose a meeting"))

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = lambda meeting: f"{meeting.number}: {day(meeting.starts_at)}"


class PhraseForm(GovukForm):
    """A member's phrase. Where JavaScript runs the browser puts the seal into `seal` and sends no phrase."""

    send_label = _("Seal my phrase")
    phrase = forms.CharField(
        label=_("Your phrase"), max_length=200, required=False,
        help_text=_("Any words nobody would guess, such as “three geese on the roof of the mill”. Everybody reads it after the draw, so do"
                    " not use a name or a password."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    seal = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("phrase", "").strip() and not values.get("seal", "").strip():
            self.add_error("phrase", _("Write your phrase."))
        return values


class OpenForm(GovukForm):
    """A phrase and the code kept with it."""

    send_label = _("Open my phrase")
    phrase = forms.CharField(
        label=_("Your phrase, exactly as it was"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    salt = forms.CharField(
        label=_("The code that was kept with it"), max_length=64, help_text=_("64 figures and letters from a to f"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class SealMadeElsewhereForm(GovukForm):
    send_label = _("Enter the seal")
    member = forms.ModelChoiceField(label=_("Whose seal it is"), queryset=Member.objects.none(), empty_label=_("Choose a member"))
    seal = forms.CharField(
        label=_("The seal"), max_length=64, help_text=_("64 figures and letters from a to f. The member keeps phrase and code.")
    )

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["member"].label_from_instance = lambda member: str(member.contact)


class TieForm(GovukForm):
    send_label = _("I am tied to this case")
    what = forms.CharField(
        label=_("How you are tied to it, in a few words"), max_length=300,
        help_text=_("For example “I know somebody in it”. Only those who prepare the cases read it. You will not be shown the case."),
    )  # fmt: skip
