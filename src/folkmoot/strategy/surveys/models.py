"""A survey as it was brought in, and its results for everybody and by community. Neither is changed; a survey is taken back whole."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.strategy.measures.models import Measure

F, Q = models.F, models.Q


class Survey(Row):
    """One round of a survey that answers one measure, of the whole service or of one Area.

    `unbased`: its publisher gives no base, `vouched` says who says so; its results are shown and never judged.
    `digest` is the SHA-256 of the results kept, so that the same results in another file are known again.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="surveys")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name of the survey"), max_length=200)
    question = models.TextField(_("the question as it was asked"), blank=True)
    source = models.CharField(_("where it is published"), max_length=300)
    starts = models.DateField(_("first day it covers"), null=True, blank=True)
    as_of = models.DateField(_("last day it covers"))
    unbased = models.BooleanField(_("no base is published"), default=False)
    vouched = models.TextField(_("how that is known"), blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_why = models.CharField(_("why"), max_length=300, blank=True)

    privacy = labels(
        public="measure area name question source starts as_of unbased",
        operational="vouched file_name sha256 digest at taken_back_at taken_back_why",
        personal="by taken_back_by",
    )

    class Meta:
        ordering: ClassVar = ["-as_of", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="survey_covers_days_in_order", condition=Q(starts__isnull=True) | Q(starts__lte=F("as_of"))),
            models.CheckConstraint(name="survey_is_named_with_source", condition=~Q(name="") & ~Q(source="")),
            models.CheckConstraint(name="survey_unbased_is_vouched", condition=Q(unbased=False) | ~Q(vouched="")),
            models.CheckConstraint(
                name="opinion_survey_taken_back_with_reason",
                condition=Q(taken_back_at__isnull=True, taken_back_why="") | Q(taken_back_at__isnull=False) & ~Q(taken_back_why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Result(Row):
    """What one group answered; `group` "" is everybody. `withheld`: fewer answered than may be shown, and nothing of them is kept."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="results")
    order = models.PositiveSmallIntegerField(default=0)
    characteristic = models.CharField(_("characteristic"), max_length=80, blank=True)
    group = models.CharField(_("group"), max_length=120, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4, null=True, blank=True)
    lower = models.DecimalField(_("lower end of the interval"), max_digits=14, decimal_places=4, null=True, blank=True)
    upper = models.DecimalField(_("upper end of the interval"), max_digits=14, decimal_places=4, null=True, blank=True)
    base = models.PositiveIntegerField(_("base"), null=True, blank=True)
    design_effect = models.DecimalField(_("design effect"), max_digits=6, decimal_places=3, null=True, blank=True)
    withheld = models.BooleanField(_("withheld"), default=False)
    place = models.CharField(_("where it stands in the file"), max_length=200, blank=True)

    privacy = labels(public="survey order characteristic group value lower upper base design_effect withheld", operational="place")

    class Meta:
        ordering: ClassVar = ["survey", "order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="survey_result_once", fields=["survey", "characteristic", "group"]),
            models.CheckConstraint(
                name="survey_result_or_withheld",
                condition=Q(withheld=False, value__isnull=False)
                | Q(withheld=True, value__isnull=True, base__isnull=True, lower__isnull=True, upper__isnull=True),
            ),
            models.CheckConstraint(
                name="survey_result_interval_whole",
                condition=Q(lower__isnull=True, upper__isnull=True) | Q(lower__lte=F("value"), upper__gte=F("value")),
            ),
            models.CheckConstraint(
                name="survey_result_design_effect_positive", condition=Q(design_effect__isnull=True) | Q(design_effect__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.group or str(self.survey)
