"""Rounds, the assessment of each Area, and under each criterion what was said by whom until it was settled."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.assurance.frameworks.models import Criterion, Framework
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class Round(Row):
    """One half-year assessed by one version of the framework, with the days by which each step is due."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="rounds")
    period = models.CharField(_("half-year"), max_length=7, unique=True)
    self_due = models.DateField(_("Areas assess themselves by"))
    validation_due = models.DateField(_("other Areas validate by"))
    reply_due = models.DateField(_("Areas answer by"))
    moderation_due = models.DateField(_("headquarters moderates by"))
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    privacy = labels(
        operational="framework period self_due validation_due reply_due moderation_due opened_at", personal="opened_by"
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-period"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assurance_round_days_in_order",
                condition=Q(validation_due__gt=F("self_due"), reply_due__gt=F("validation_due"), moderation_due__gt=F("reply_due")),
            ),
        ]

    def __str__(self) -> str:
        return self.period


class AreaAssessment(Row):
    """One Area in one round. `record` is its submission, frozen, and `fingerprint` its SHA-256; `hands` all who wrote in it.

    Where it stands follows from the days on which it was submitted, validated, answered and settled.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    validator = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("validated by"))
    validator_why = models.CharField(_("why another Area was chosen"), max_length=300, blank=True)
    hands = models.ManyToManyField(Account, blank=True, related_name="+")
    submitted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    validated_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    validated_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="round area validator validator_why submitted_at record fingerprint validated_at answered_at settled_at",
        personal="hands submitted_by validated_by answered_by",
    )

    class Meta:
        ordering: ClassVar = ["round", "area__name_en"]
        verbose_name = _("assessment of an Area")
        verbose_name_plural = _("assessments of Areas")
        indexes: ClassVar = [models.Index(fields=["area", "settled_at"]), models.Index(fields=["validator"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "area"], name="assurance_area_once_in_a_round"),
            models.CheckConstraint(name="assurance_validated_by_another", condition=~Q(validator=F("area"))),
            models.CheckConstraint(
                name="assurance_submitted_whole",
                condition=Q(submitted_at__isnull=True, record__isnull=True, fingerprint="")
                | Q(submitted_at__isnull=False, record__isnull=False) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(
                name="assurance_steps_in_order",
                condition=(Q(validated_at__isnull=True) | Q(submitted_at__isnull=False))
                & (Q(answered_at__isnull=True) | Q(validated_at__isnull=False))
                & (Q(settled_at__isnull=True) | Q(validated_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="assurance_not_validated_by_itself", condition=Q(validated_by=None) | ~Q(validated_by=F("submitted_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.round.period}"


class CriterionAnswer(Row):
    """One criterion of an assessment: what the Area, the validator, the Area again and the moderator said, and what was settled."""

    class Reply(models.TextChoices):
        ACCEPTS = "accepts", _("We accept the other Area’s level")
        STANDS = "stands", _("We stand by our own level")

    assessment = models.ForeignKey(AreaAssessment, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    words = models.TextField(_("why this level"), blank=True)
    validator_level = models.PositiveSmallIntegerField(_("level the other Area sees"), null=True, blank=True)
    validator_reasons = models.TextField(_("its reasons"), blank=True)
    reply = models.CharField(_("the Area’s answer"), max_length=7, choices=Reply, blank=True)
    reply_words = models.TextField(_("the Area’s reasons"), blank=True)
    moderated_level = models.PositiveSmallIntegerField(_("level settled by headquarters"), null=True, blank=True)
    moderated_reasons = models.TextField(_("headquarters’ reasons"), blank=True)
    moderated_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    moderated_at = models.DateTimeField(null=True, blank=True)
    settled_level = models.PositiveSmallIntegerField(_("settled level"), null=True, blank=True)

    privacy = labels(
        operational="assessment criterion level words validator_level validator_reasons reply reply_words moderated_level"
        " moderated_reasons moderated_at settled_level",
        personal="moderated_by",
    )

    class Meta:
        ordering: ClassVar = ["assessment", "criterion__order", "id"]
        verbose_name = _("answer to a criterion")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="assurance_answer_once"),
            models.CheckConstraint(
                name="assurance_levels_1_to_4",
                condition=(Q(level__isnull=True) | Q(level__gte=1, level__lte=4))
                & (Q(validator_level__isnull=True) | Q(validator_level__gte=1, validator_level__lte=4))
                & (Q(moderated_level__isnull=True) | Q(moderated_level__gte=1, moderated_level__lte=4)),
            ),
            models.CheckConstraint(
                name="assurance_other_level_with_reasons",
                condition=Q(validator_level__isnull=True) | Q(validator_level=F("level")) | ~Q(validator_reasons=""),
            ),
            models.CheckConstraint(
                name="assurance_moderated_whole",
                condition=Q(moderated_level__isnull=True, moderated_at__isnull=True)
                | Q(moderated_level__isnull=False, moderated_at__isnull=False) & ~Q(moderated_reasons=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    @property
    def area_id(self) -> int:
        return self.assessment.area_id


class EvidenceLink(Row):
    """A row of the product that supports an answer. `words` and `facts`: how it stood on `as_of` (once submitted, that day)."""

    answer = models.ForeignKey(CriterionAnswer, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    note = models.CharField(_("what it shows"), max_length=300)
    words = models.TextField()
    facts = models.JSONField(default=dict, blank=True)
    as_of = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="answer kind row_id note words facts as_of", personal="by")

    class Meta:
        ordering: ClassVar = ["answer", "id"]
        verbose_name = _("evidence")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "kind", "row_id"], name="assurance_evidence_once"),
            models.CheckConstraint(name="assurance_evidence_says_what", condition=~Q(note="") & ~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.note


class FrozenFigure(Row):
    """A figure as it was counted on the day of submission: how many of how many. It then stays."""

    answer = models.ForeignKey(CriterionAnswer, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(max_length=40)
    counted = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    as_of = models.DateField()

    privacy = labels(operational="answer code counted base as_of")

    class Meta:
        ordering: ClassVar = ["answer", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "code"], name="assurance_figure_once"),
            models.CheckConstraint(name="assurance_figure_part_of_its_base", condition=Q(counted__lte=F("base"))),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.counted}/{self.base}"
