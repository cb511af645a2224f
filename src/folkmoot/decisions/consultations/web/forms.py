"""Forms for consultations. What makes one fair lives in `consultations.rules`; a form only asks."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.communities.queries import list_communities
from folkmoot.decisions.consultations.models import Consultation, ConsultationDocument, ConsultationResponse, ConsultationTelling
from folkmoot.decisions.consultations.web.presenters import STATE_WORDS
from folkmoot.decisions.models import Decision
from folkmoot.stakeholders.models import Organisation
from folkmoot.stakeholders.queries import organisations
from folkmoot.voice.forms.models import Form
from folkmoot.voice.forms.queries import forms as voice_forms
from folkmoot.voice.models import Point
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

SAID_AT_ONCE = 5


class ConsultationFilter(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Consultation.Kind.choices])
    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("All")), *((key.value, words) for key, words in STATE_WORDS.items())]
    )


class ConsultationForm(GovukForm):
    """What is proposed while it can still change, who is asked, and until when."""

    send_label = _("Save the consultation")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_en = forms.CharField(label=_("Title"), max_length=200)
    title_cy = forms.CharField(label=_("Title in Welsh (optional)"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Consultation.Kind.choices, widget=forms.RadioSelect, initial="service")
    proposal_en = WordsField(label=_("What is proposed, and why"), rows=5, help_text=_("With reasons enough for an informed answer"))
    proposal_cy = WordsField(label=_("The same in Welsh (optional)"), rows=4, required=False)
    open_to_change = WordsField(
        label=_("What can still change"), rows=2, help_text=_("What is settled already, and what the answers can still change")
    )
    opens_on = DayField(label=_("First day"))
    closes_on = DayField(label=_("Last day"), help_text=_("People need about four weeks"))
    short_why = WordsField(label=_("Why it must be shorter than four weeks (only where it is)"), rows=2, required=False)
    ways_en = WordsField(
        label=_("How people can answer"), rows=3, required=False, help_text=_("In writing, by telephone, at a meeting, in BSL")
    )
    ways_cy = WordsField(label=_("The same in Welsh (optional)"), rows=2, required=False)
    form = forms.ModelChoiceField(
        label=_("Form in which people can answer (optional)"), queryset=Form.objects.none(), required=False, empty_label=_("None")
    )  # fmt: skip
    communities = forms.ModelMultipleChoiceField(
        label=_("Communities that are asked (optional)"),
        queryset=Community.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organisation_names = WordsField(
        label=_("Organisations that are asked (optional)"), rows=3, required=False, help_text=_("One a line, by the name known here")
    )
    owner = forms.ModelChoiceField(
        label=_("Who runs it (optional)"), queryset=Account.objects.none(), required=False, empty_label=_("Nobody yet")
    )  # fmt: skip
    public = forms.BooleanField(label=_("Show it on the public page"), required=False, initial=True)

    def __init__(self, *args: Any, viewer: Viewer, area: Area | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        area_id = area.pk if area else None
        self.fields["communities"].queryset = list_communities(viewer, today=today, area_id=area_id)
        self.fields["form"].queryset = voice_forms(viewer).filter(Q(area_id=area_id))
        self.fields["owner"].queryset = people_who_may("consultations.write", area_id, today=today)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        names = [name.strip() for name in values.pop("organisation_names", "").splitlines() if name.strip()]
        found: list[Organisation] = []
        for name in names:
            known = organisations(self.viewer).filter(name__iexact=name).first()
            if known is None:
                self.add_error("organisation_names", _("No organisation called “%(name)s” is known in your sight.") % {"name": name})
            else:
                found.append(known)
        return values | {"organisations": found}


class DocumentForm(GovukForm):
    send_label = _("Add the document")
    title = forms.CharField(label=_("Title"), max_length=200)
    address = forms.URLField(
        label=_("Where it is published"), max_length=500, assume_scheme="https", help_text=_("An address that anybody can open")
    )
    language = forms.ChoiceField(label=_("Language"), choices=ConsultationDocument.Language.choices, widget=forms.RadioSelect, initial="en")
    easy_read = forms.BooleanField(label=_("It is in Easy Read"), required=False)


class ExtendForm(GovukForm):
    send_label = _("Give people longer")
    until = DayField(label=_("The new last day"))


class AnswerForm(GovukForm):
    """One answer that came by hand: up to five things said in it, each kept in its own words."""

    send_label = _("Log the answer")
    channel = forms.ChoiceField(
        label=_("How it came"), choices=ConsultationResponse.Channel.choices, widget=forms.RadioSelect, initial="letter"
    )
    on = DayField(label=_("The day it came"))
    who = forms.CharField(label=_("Person or group who answered (optional)"), max_length=200, required=False)

    def __init__(self, *args: Any, areas: QuerySet[Area] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas is not None:
            self._more("area", forms.ModelChoiceField(label=_("Area it came from"), queryset=areas, empty_label=_("Choose an Area")))
        for number in range(1, SAID_AT_ONCE + 1):
            needed = number == 1
            label = _("What was said") if needed else _("What else was said (optional)")
            self._more(f"words_{number}", WordsField(label=label, rows=2, required=needed))
            self._more(f"nature_{number}", forms.ChoiceField(label=_("Its kind"), choices=Point.Nature.choices, required=False))
            self._more(f"theme_{number}", forms.CharField(label=_("Its theme (optional)"), max_length=80, required=False))

    def _more(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.helper.layout.fields.insert(-1, name)

    @property
    def said(self) -> list[dict[str, str]]:
        """The things said, each with words, nature and theme."""
        return [
            {
                name: self.cleaned_data[f"{name}_{number}"] or ("concern" if name == "nature" else "")
                for name in ("words", "nature", "theme")
            }
            for number in range(1, SAID_AT_ONCE + 1)
        ]


class AnalysisForm(GovukForm):
    send_label = _("Record the analysis")
    version = forms.IntegerField(widget=forms.HiddenInput)
    findings = WordsField(
        label=_("What was found, and how far it can be trusted"), rows=6,
        help_text=_("From how many answers, who is missing among them, and where they disagree"),
    )  # fmt: skip


class ResponseForm(GovukForm):
    """What we heard, what changed because of it, and what did not and why."""

    send_label = _("Give the response")
    version = forms.IntegerField(widget=forms.HiddenInput)
    heard_en = WordsField(label=_("What we heard"), rows=4)
    heard_cy = WordsField(label=_("The same in Welsh (optional)"), rows=3, required=False)
    changed_en = WordsField(label=_("What changed because of it"), rows=4)
    changed_cy = WordsField(label=_("The same in Welsh (optional)"), rows=3, required=False)
    unchanged_en = WordsField(label=_("What did not change, and why"), rows=4)
    unchanged_cy = WordsField(label=_("The same in Welsh (optional)"), rows=3, required=False)
    decision = forms.ModelChoiceField(
        label=_("The decision taken on it (optional)"), queryset=Decision.objects.none(), required=False, empty_label=_("None yet")
    )  # fmt: skip

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions


class TellForm(GovukForm):
    send_label = _("Record that they were told")
    on = DayField(label=_("On which day"))
    channel = forms.ChoiceField(label=_("How"), choices=ConsultationTelling.Channel.choices, widget=forms.RadioSelect, initial="published")
    who = forms.CharField(label=_("Who was told"), max_length=200)
    words = WordsField(label=_("What they were told"), rows=3)
