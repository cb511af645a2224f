"""Recommendations of panels, the answers given to them, and what was told to the panel."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.papers.models import PanelFile

Q, F = models.Q, models.F


class Recommendation(Row):
    """What a panel recommended at a meeting, in its words, numbered in the panel; it stays as it was written."""

    class To(models.TextChoices):
        SERVICE = "service", _("Prosecution service")
        POLICE = "police", _("Police")
        COURTS = "courts", _("Courts")
        PARTNER = "partner", _("Another partner")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="recommendations")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="recommendations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    words_en = models.TextField(_("what the panel recommends"))
    words_cy = models.TextField(_("what the panel recommends, in Welsh"), blank=True)
    reasons = models.TextField(_("why"), blank=True)
    to = models.CharField(_("to whom"), max_length=8, choices=To)
    to_whom = models.CharField(_("which force, court or partner"), max_length=160, blank=True)
    made_on = models.DateField(_("made on"))
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    privacy = labels(
        public="panel meeting number words_en words_cy reasons to to_whom made_on", operational="item entered_at", personal="entered_by"
    )

    class Meta:
        ordering: ClassVar = ["panel", "-number"]
        indexes: ClassVar = [models.Index(fields=["panel", "made_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "number"], name="recommendation_numbered_once"),
            models.CheckConstraint(name="recommendation_says_what", condition=~Q(words_en="")),
        ]

    def __str__(self) -> str:
        return self.words_en

    @property
    def words(self) -> str:
        return self.words_cy if self.language == "cy" else self.words_en

    @property
    def language(self) -> str:
        """The language in which `words` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.words_cy else "en"

    @property
    def area(self) -> Area | None:
        return self.panel.area

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id


class RecommendationAnswer(Row):
    """One answer. Each stays as it was given; the one with the highest number holds, and those before it are shown as superseded.

    `owner` is whoever answers for it being done where that is the service, `owner_words` where it is police, courts or a partner.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        IN_PART = "in_part", _("Accepted in part")
        REJECTED = "rejected", _("Rejected")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(_("answer"), max_length=8, choices=Outcome)
    reason_en = models.TextField(_("the reply to the panel, with reasons"))
    reason_cy = models.TextField(_("the reply to the panel, in Welsh"), blank=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_words = models.CharField(_("who does it outside the service"), max_length=160, blank=True)
    due_on = models.DateField(_("done by"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(
        public="recommendation number outcome reason_en reason_cy due_on answered_on", operational="at", personal="owner owner_words by"
    )

    class Meta:
        ordering: ClassVar = ["recommendation", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="recommendation_answer_numbered_once"),
            models.CheckConstraint(name="recommendation_answer_gives_reasons", condition=~Q(reason_en="")),
            models.CheckConstraint(
                name="accepted_recommendation_owned_by_a_day",
                condition=Q(outcome="rejected") | Q(due_on__isnull=False) & (Q(owner__isnull=False) | ~Q(owner_words="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.answered_on:%Y-%m-%d}"


class RecommendationStep(Row):
    """What was done about a recommendation on a day: progress, that it is finished, or that it was taken up again."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("Progress")
        FINISHED = "finished", _("Finished")
        REOPENED = "reopened", _("Taken up again")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField(_("on"))
    words = models.TextField(_("what was done"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="recommendation kind on words", operational="at", personal="by")

    class Meta:
        ordering: ClassVar = ["recommendation", "at", "id"]
        constraints: ClassVar = [models.CheckConstraint(name="recommendation_step_says_what", condition=~Q(words=""))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"


class RecommendationEvidence(Row):
    """What shows that it was done: a file, an address, or where the paper lies."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="evidence")
    what = models.CharField(_("what it shows"), max_length=300)
    address = models.URLField(_("where it can be read"), max_length=500, blank=True)
    lies = models.CharField(_("where the paper lies"), max_length=200, blank=True)
    file = models.ForeignKey(PanelFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="recommendation what address lies file at", personal="by")

    class Meta:
        ordering: ClassVar = ["recommendation", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="recommendation_evidence_is_somewhere", condition=~Q(what="") & (~Q(address="") | ~Q(lies="") | Q(file__isnull=False))
            )
        ]

    def __str__(self) -> str:
        return self.what


class RecommendationTelling(Row):
    """That the panel was told at a meeting what became of its recommendation: `answer` is the one that held then."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="tellings")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(RecommendationAnswer, on_delete=models.PROTECT, related_name="tellings")
    finished = models.BooleanField(_("that it was finished"), default=False)
    words = models.TextField(_("what the panel said to it"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="recommendation meeting answer finished", operational="words at", personal="by")

    class Meta:
        ordering: ClassVar = ["recommendation", "at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "meeting", "answer", "finished"], name="panel_told_once_at_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.meeting_id}"


class RecommendationRepeat(Row):
    """What a person found about two recommendations that look alike: the later says the same again, or it does not."""

    later = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="earlier_ones")
    earlier = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="later_ones")
    same = models.BooleanField(_("it recommends the same again"))
    why = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="later earlier same", operational="why at", personal="by")

    class Meta:
        ordering: ClassVar = ["later", "at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="recommendation_repeats_another", condition=~Q(later=F("earlier"))),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.later_id} {self.earlier_id}"
