"""Published workbooks of the People Survey that were brought in, and the figures kept of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

F, Q = models.F, models.Q


class SurveyOrganisation(Row):
    """Which organisation of the published tables is this service, as its name is printed there. The latest row holds."""

    name = models.CharField(_("the service's name in the published tables"), max_length=160)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="name", operational="at", personal="by")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [models.CheckConstraint(name="survey_organisation_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class SurveyLoad(Row):
    """One published workbook as it was brought in. `year` is the survey it publishes; its figures may reach further back.

    `digest` is the SHA-256 of the figures kept, so that the same figures in another file are known again. `report` says what was
    recognised and what was not (see `published.survey.figures.Remark`).
    """

    organisation = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField(_("year of the survey"))
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    kept = models.PositiveIntegerField(_("figures kept"))
    report = models.JSONField(default=dict)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_why = models.CharField(_("why"), max_length=300, blank=True)

    privacy = labels(
        public="organisation year kept", operational="file_name sha256 digest report at taken_back_at taken_back_why",
        personal="by taken_back_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-year", "-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="survey_figures_in_use_once", fields=["organisation", "digest"], condition=Q(taken_back_at__isnull=True)
            ),
            models.CheckConstraint(
                name="survey_taken_back_with_reason",
                condition=Q(taken_back_at__isnull=True, taken_back_why="") | Q(taken_back_at__gte=F("at")) & ~Q(taken_back_why=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name


class SurveyFigure(Row):
    """One published score. `low` and `high`, 0 to 100, hold every value that rounds to the one printed; neither where withheld.

    `characteristic` and `group` are "" for everybody; `base` is empty where it is withheld or not published.
    """

    class Whose(models.TextChoices):
        ORGANISATION = "organisation", _("The service")
        MEAN = "mean", _("All civil servants")
        MEDIAN = "median", _("Median of organisations")

    class Mark(models.TextChoices):
        WITHHELD = "c", _("Withheld: fewer than 10 people")
        NOT_PUBLISHED = "x", _("Not published")

    load = models.ForeignKey(SurveyLoad, on_delete=models.PROTECT, related_name="figures")
    year = models.PositiveSmallIntegerField()
    whose = models.CharField(max_length=12, choices=Whose)
    characteristic = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=20, blank=True)
    item = models.CharField(max_length=8)
    base = models.PositiveIntegerField(null=True, blank=True)
    base_rounded = models.BooleanField(default=False)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    mark = models.CharField(max_length=1, choices=Mark, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    place = models.CharField(_("where it stands in the file"), max_length=200)

    privacy = labels(public="load year whose characteristic group item base base_rounded low high mark decimals", operational="place")

    class Meta:
        ordering: ClassVar = ["load", "id"]
        indexes: ClassVar = [models.Index(fields=["characteristic", "year"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="survey_figure_once", fields=["load", "year", "whose", "characteristic", "group", "item"]
            ),
            models.CheckConstraint(
                name="survey_figure_or_mark",
                condition=Q(mark="", low__gte=0, high__lte=100, low__lte=F("high")) | ~Q(mark="") & Q(low__isnull=True, high__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.year} {self.item} {self.group or 'all'}"
