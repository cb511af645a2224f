"""Forms for issues: what one is, which points join it and why, and telling all who want to be told by e-mail."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.voice.issues.queries import Alike
from folkmoot.voice.models import Point
from folkmoot.voice.web.forms import WarningForm
from folkmoot.webkit.forms import GovukForm, WordsField

NEW = "new"


class IssueForm(WarningForm):
    send_label = _("Save the issue")
    free_text = ("title", "about")
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What the points have in common, for example: Nobody hears what became of a report")
    )
    about = WordsField(
        label=_("What it is about (optional)"), required=False,
        help_text=_("Other Areas whose points belong to it read the title and this, never each other’s words"),
    )  # fmt: skip


class ChangeIssueForm(IssueForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class JoinForm(GovukForm):
    """Points to tick, each with its words; suggestions until somebody ticks them."""

    send_label = _("Join these points to the issue")
    points = forms.MultipleChoiceField(
        label=_("Points that may belong to it"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the points that belong to the issue.")},
    )  # fmt: skip
    why = forms.CharField(label=_("Why they belong to it (optional)"), max_length=300, required=False)

    def __init__(self, *args: Any, alike: Iterable[Alike], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = [(str(each.row.pk), point_words(each)) for each in alike]


class TakeOutForm(GovukForm):
    send_label = _("Take it out of the issue")
    why = forms.CharField(label=_("Why it does not belong to the issue"), max_length=300)


class PointIssueForm(WarningForm):
    """To which issue a point belongs: one that there is, or a new one, with other points that say the like."""

    send_label = _("Save")
    free_text = ("title",)
    issue = forms.ChoiceField(label=_("Which issue it belongs to"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title of the new issue"), max_length=200, required=False)
    points = forms.MultipleChoiceField(
        label=_("Points with like words, suggested: tick those that belong to it too"), widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(label=_("Why it belongs there (optional)"), max_length=300, required=False)

    def __init__(self, *args: Any, issues: Iterable[Alike], alike: Iterable[Alike], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"].choices = [*((str(each.row.pk), issue_words(each)) for each in issues), (NEW, _("A new issue"))]
        self.fields["points"].choices = [(str(each.row.pk), point_words(each)) for each in alike]
        if not self.fields["points"].choices:
            del self.fields["points"]
            self.lay_out()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("issue") == NEW and not values.get("title", "").strip():
            self.add_error("title", gettext("Give the new issue a title."))
        return values


class TellIssueForm(WarningForm):
    free_text = ("words",)
    words = WordsField(label=_("What they are told"), rows=6, help_text=_("The e-mail says this and nothing else"))

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        self.number = number
        super().__init__(*args, **kwargs)

    @property
    def send_label(self) -> str:
        return ngettext("Write to %(number)d person or group", "Write to %(number)d people or groups", self.number) % {
            "number": self.number
        }


def point_words(each: Alike) -> str:
    """The words of a suggested point, cut short, with where and when it was said."""
    point: Point = each.row
    words = point.words if len(point.words) <= 300 else point.words[:299] + "…"
    return f"“{words}” ({point.area.name}, {point.said_on:%d/%m/%Y})"


def issue_words(each: Alike) -> str:
    if not each.percent:
        return str(each.row.title)
    return gettext("%(title)s (suggested: like words)") % {"title": each.row.title}
