"""A consultation, its documents, the answers logged by hand, and that those who answered were told."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.decisions.models import Decision
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Organisation
from folkmoot.voice.forms.models import Form
from folkmoot.voice.models import Point

Q, F = models.Q, models.F


class Consultation(Row):
    """One consultation of an Area or of the whole service (no Area). Where it stands follows from its days; see `rules.state_of`.

    `public` puts it on the page that anybody may open, from the moment it is opened.
    """

    class Kind(models.TextChoices):
        POLICY = "policy", _("Policy or guidance")
        SERVICE = "service", _("How we work")
        PLANNING = "planning", _("Area business planning")
        OBJECTIVES = "objectives", _("Equality objectives")
        OTHER = "other", _("Other")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title_en = models.CharField(_("title"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    proposal_en = models.TextField(_("what is proposed, and why"))
    proposal_cy = models.TextField(_("what is proposed, in Welsh"), blank=True)
    open_to_change = models.TextField(_("what can still change"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    short_why = models.TextField(_("why the time is shorter than four weeks"), blank=True)
    ways_en = models.TextField(_("how to answer"), blank=True)
    ways_cy = models.TextField(_("how to answer, in Welsh"), blank=True)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    communities = models.ManyToManyField(Community, blank=True, related_name="+")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    public = models.BooleanField(_("on the public page"), default=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    analysed_on = models.DateField(_("analysed on"), null=True, blank=True)
    findings = models.TextField(_("what the analysis found, and how far it can be trusted"), blank=True)
    responded_on = models.DateField(_("response given on"), null=True, blank=True)
    heard_en = models.TextField(_("what we heard"), blank=True)
    heard_cy = models.TextField(_("what we heard, in Welsh"), blank=True)
    changed_en = models.TextField(_("what changed because of it"), blank=True)
    changed_cy = models.TextField(_("what changed because of it, in Welsh"), blank=True)
    unchanged_en = models.TextField(_("what did not change, and why"), blank=True)
    unchanged_cy = models.TextField(_("what did not change, and why, in Welsh"), blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    privacy = labels(
        public="area kind title_en title_cy proposal_en proposal_cy open_to_change opens_on closes_on ways_en ways_cy responded_on heard_en"
        " heard_cy changed_en changed_cy unchanged_en unchanged_cy withdrawn_on withdrawn_why",
        operational="short_why form communities organisations public opened_at analysed_on findings decision",
        personal="owner",
    )

    class Meta:
        ordering: ClassVar = ["-opens_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "opens_on"]), models.Index(fields=["closes_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consultation_says_what", condition=~Q(title_en="") & ~Q(proposal_en="") & ~Q(open_to_change="")
            ),
            models.CheckConstraint(name="consultation_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="consultation_answered_after_analysis", condition=Q(responded_on__isnull=True) | Q(analysed_on__isnull=False)
            ),
            models.CheckConstraint(
                name="consultation_response_says_both",
                condition=Q(responded_on__isnull=True) | ~Q(heard_en="") & ~Q(changed_en="") & ~Q(unchanged_en=""),
            ),
            models.CheckConstraint(
                name="consultation_withdrawn_with_reason", condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_cy if get_language() == "cy" and self.title_cy else self.title_en

    @property
    def language(self) -> str:
        """The language in which `title` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.title_cy else "en"


class ConsultationDocument(Row):
    """A paper put before those who are asked: in which language, whether in Easy Read, and where it is published."""

    class Language(models.TextChoices):
        EN = "en", _("English")
        CY = "cy", _("Welsh")
        BSL = "bsl", _("British Sign Language")
        OTHER = "other", _("Another language")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    easy_read = models.BooleanField(_("in Easy Read"), default=False)
    address = models.URLField(_("where it is published"), max_length=500)
    added_on = models.DateField()

    privacy = labels(public="consultation title language easy_read address added_on")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.CheckConstraint(name="document_of_consultation_named", condition=~Q(title="") & ~Q(address=""))]

    def __str__(self) -> str:
        return self.title


class ConsultationResponse(Row):
    """One answer that came by letter, e-mail or word of mouth, logged by hand. What it said is in its points."""

    class Channel(models.TextChoices):
        LETTER = "letter", _("Letter")
        EMAIL = "email", _("E-mail")
        MEETING = "meeting", _("Meeting")
        PHONE = "phone", _("Telephone call")
        VIDEO = "video", _("Recording or sign language video")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="responses")
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel)
    on = models.DateField(_("received on"))
    who = models.CharField(_("person or group who answered"), max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    points = models.ManyToManyField(Point, blank=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="consultation channel on organisation points", personal="who by")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.on:%Y-%m-%d}"


class ConsultationTelling(Row):
    """That those who answered were told what became of it: when, how, in what words."""

    class Channel(models.TextChoices):
        PUBLISHED = "published", _("Published")
        EMAIL = "email", _("By e-mail")
        LETTER = "letter", _("By letter")
        MEETING = "meeting", _("At a meeting")
        BULLETIN = "bulletin", _("In a newsletter")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="tellings")
    on = models.DateField(_("told on"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    who = models.CharField(_("who was told"), max_length=200)
    words = models.TextField(_("what they were told"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="consultation on channel words", personal="who by")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.who}"
