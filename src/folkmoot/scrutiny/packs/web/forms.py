"""Forms for packs. What may be recorded lives in the rules; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.characteristics.models import Category
from folkmoot.panels.members.models import Member
from folkmoot.panels.papers.web.handing import FileForm
from folkmoot.scrutiny.packs.documents.rules import KINDS, MOST_MEGABYTES
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.rules import CHECKS
from folkmoot.scrutiny.packs.summary.models import PackSummary
from folkmoot.webkit.forms import GovukForm, WordsField

STRANDS = (
    ("", _("Not of one strand")), ("race", _("Race")), ("religion", _("Religion")), ("disability", _("Disability")),
    ("homophobic", _("Sexual orientation")), ("transphobic", _("Transgender identity")), ("older", _("Crime against older people")),
    ("domestic-abuse", _("Domestic abuse")), ("rape", _("Rape and serious sexual offences")),
    ("vawg", _("Violence against women and girls")),
    ("ooc", _("Dealt with out of court")),
)  # fmt: skip


class PackFilter(FilterForm):
    state = forms.ChoiceField(label=_("Where it stands"), required=False, choices=[("", _("All")), *Pack.State.choices])


class PackForm(GovukForm):
    """What the panel sees of a case, and what the case is called."""

    send_label = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("The case in a few words, by its kind only"), max_length=120, required=False,
        help_text=_("For example “A neighbour dispute with racist abuse”. Members and minutes call the case this."),
    )  # fmt: skip
    strand = forms.ChoiceField(label=_("Strand"), choices=STRANDS, required=False, help_text=_("It decides which questions are put."))
    level = forms.ChoiceField(
        label=_("What the panel sees"), choices=Pack.Level.choices, widget=forms.RadioSelect,
        help_text=_("A summary is enough for most questions and tells the least. A full file is read at the meeting only, on your screen."),
    )  # fmt: skip


class WhyForm(GovukForm):
    why = forms.CharField(label=_("Why"), max_length=300)


class RecallForm(WhyForm):
    send_label = _("Recall it now")
    why = forms.CharField(
        label=_("Why"), max_length=300,
        help_text=_("Members who opened it read that it was withdrawn, and not why. Never name anybody here."),
    )  # fmt: skip


class ReopenForm(WhyForm):
    send_label = _("Take it back to draft")


class KnownForm(GovukForm):
    send_label = _("Close this case for me")
    what = forms.CharField(
        label=_("How do you know them?"), max_length=300, help_text=_("A few words. Only the people who prepare cases read this.")
    )


class SubmitForm(GovukForm):
    send_label = _("Send it to review")
    version = forms.IntegerField(widget=forms.HiddenInput)


class OriginalForm(WhyForm):
    send_label = _("Open the original")
    why = forms.CharField(label=_("What do you need it for?"), max_length=300, help_text=_("It is recorded with your name and the time."))


class AsideForm(GovukForm):
    send_label = _("It is no leak")
    why = forms.CharField(label=_("Why it tells who nobody is"), max_length=300)
    alike = forms.BooleanField(label=_("Wherever the same words stand in this pack; I have looked at each of them"), required=False)


class ReviewForm(GovukForm):
    """What a second and a third person look at."""

    send_label = _("Record the review")
    edition = forms.IntegerField(widget=forms.HiddenInput)
    checked = forms.MultipleChoiceField(
        label=_("What I looked at, and found to be so"), choices=CHECKS, widget=forms.CheckboxSelectMultiple, required=False
    )
    cleared = forms.TypedChoiceField(
        label=_("May members read it?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("Yes: nothing in it tells who anybody is")), ("no", _("No: send it back"))],
    )  # fmt: skip
    remarks = WordsField(label=_("Remarks"), rows=3, required=False, help_text=_("Needed where it is sent back. Never name anybody here."))


class NamesForm(GovukForm):
    """Who is in the case, for the machine that looks for it."""

    send_label = _("Add them")
    names = WordsField(
        label=_("Names, addresses, numbers"), rows=8,
        help_text=_("One on each line, then a bar and who it is, such as “Amina Hussain | victim” or “Tom Hill | defendant”."),
    )  # fmt: skip


class EndForm(GovukForm):
    expires_at = forms.DateTimeField(
        label=_("Members may read it until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("By the clock of London. It closes by itself."),
    )  # fmt: skip


class ReleaseForm(EndForm):
    send_label = _("Release it to the panel")


class LengthenForm(EndForm):
    send_label = _("Save")


class DocumentForm(FileForm):
    send_label = _("Add the document")
    what = forms.CharField(
        label=_("What it is"), max_length=120,
        help_text=_("Members read this above its text. By kind, such as “Statement of the first witness”; never a name."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=255,
        help_text=_("A DOCX, PDF, ODT, e-mail, text or picture. Up to %(most)s MB. It is kept sealed and never handed to a member.")
        % {"most": MOST_MEGABYTES},
    )  # fmt: skip
    field_order = ("what", "file")


class RemoveForm(WhyForm):
    send_label = _("Remove the document")


class MissedForm(GovukForm):
    """A passage that the machine did not find: its words, or with a script the place that was selected."""

    send_label = _("Mark it")
    words = forms.CharField(label=_("Words that the machine missed"), max_length=400, help_text=_("Exactly as they stand in the text"))
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS)
    replacement = forms.CharField(
        label=_("What the panel reads instead"), max_length=120, required=False,
        help_text=_("Left empty, the same person or thing is called as elsewhere in this pack."),
    )  # fmt: skip
    everywhere = forms.BooleanField(label=_("Wherever these words stand in the documents of this pack"), required=False, initial=True)
    start = forms.IntegerField(widget=forms.HiddenInput, required=False)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PersonForm(GovukForm):
    """What members must know of somebody to judge the case, and nothing else."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    called = forms.CharField(label=_("Called in the pack"), max_length=60, help_text=_("For example “Victim A” or “Officer 1”"))
    traits = forms.ModelMultipleChoiceField(
        label=_("What the panel must know of them (optional)"), queryset=Category.objects.none(), required=False,
        widget=forms.SelectMultiple(attrs={"class": "govuk-select", "size": 12}),
        help_text=_("Give none that the judgement does not need. Together they are held against the census of the Area."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Anything else (optional)"), max_length=200, required=False, help_text=_("Such as “needed an interpreter”")
    )
    kept_why = forms.CharField(
        label=_("Why the panel must know a rare combination (where there is one)"), max_length=300, required=False,
        help_text=_("Those who review the pack read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, traits: QuerySet[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["traits"].queryset = traits
        self.fields["traits"].label_from_instance = lambda row: f"{row.scheme.name}: {row.name}"


class SummaryForm(GovukForm):
    """The facts of a case, each written afresh. Never a name, a place, a date or a number of the case."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind_of_case = forms.CharField(
        label=_("Kind of case"), max_length=160, help_text=_("Such as “Harassment of a neighbour with racist abuse”")
    )
    relationship = forms.CharField(label=_("How the people in it were connected"), max_length=160, required=False)
    happened = WordsField(label=_("What happened, by kind"), rows=6, help_text=_("In the order in which it happened: “On the first day …”"))
    flags = forms.CharField(label=_("How the case was flagged, and by whom"), max_length=200, required=False)
    known_then = WordsField(
        label=_("What the prosecutor knew when deciding"),
        rows=4,
        required=False,
        help_text=_("Members judge on this, not on what came out later."),
    )
    decision = forms.ChoiceField(label=_("What was decided"), choices=PackSummary.Decision.choices, widget=forms.RadioSelect)
    charge = forms.CharField(label=_("Charges, and whether hostility was part of them"), max_length=300, required=False)
    reasons = WordsField(label=_("Reasons given for the decision"), rows=4, required=False)
    stages = WordsField(label=_("Stages, one in a line, in days from the report"), rows=5, required=False, help_text=_("“Day 12: charged”"))
    vps = forms.ChoiceField(label=_("Victim Personal Statement"), choices=PackSummary.Recorded.choices)
    vps_words = forms.CharField(label=_("When it was taken, and how it was used"), max_length=300, required=False)
    special_measures = forms.CharField(label=_("Special measures"), max_length=300, required=False)
    impact_statement = forms.ChoiceField(label=_("Community Impact Statement"), choices=PackSummary.Recorded.choices)
    outcome = forms.CharField(label=_("Outcome"), max_length=300)
    uplift = forms.CharField(label=_("Sentence uplift: sought, announced, recorded"), max_length=300, required=False)
    hearing_record = forms.CharField(label=_("What the hearing record says"), max_length=300, required=False)
    letters = WordsField(label=_("What the victim was told, when and how"), rows=4, required=False)
    missing = WordsField(label=_("What the file does not say"), rows=3, required=False)


class SupervisedForm(GovukForm):
    send_label = _("Open it for these members")
    readers = forms.ModelMultipleChoiceField(
        label=_("Members who look at it with you"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = members
