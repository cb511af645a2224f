"""What was counted, and the counts: never a case."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.casework.rules import in_words
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels


class Analysis(Row):
    """One case file counted for one outcome by some characteristics. No Area means England and Wales."""

    class Adverse(models.TextChoices):
        WITH = "with", _("Having the outcome is the worse result for the person")
        WITHOUT = "without", _("Not having the outcome is the worse result for the person")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(_("where the data come from"), max_length=300)
    data_as_of = models.DateField(_("data as of"))
    outcome = models.CharField(_("the outcome in words"), max_length=120)
    outcome_column = models.CharField(max_length=200)
    outcome_values = models.JSONField()
    by_columns = models.JSONField()
    references = models.JSONField(default=dict, blank=True)
    restricted_to = models.JSONField(default=dict, blank=True)
    adverse = models.CharField(_("which side is adverse"), max_length=7, choices=Adverse)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    rows_counted = models.PositiveBigIntegerField()
    cube = models.TextField()
    threshold = models.PositiveSmallIntegerField(default=5)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    privacy = labels(
        personal="made_by",
        case_related="cube rows_counted file_name outcome_values references restricted_to",
        operational="area title source data_as_of outcome outcome_column by_columns adverse file_sha256 threshold made_at",
    )

    class Meta:
        ordering: ClassVar = ["-data_as_of", "-id"]
        verbose_name_plural = "analyses"
        indexes: ClassVar = [models.Index(fields=["area", "data_as_of"]), models.Index(fields=["file_sha256"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="analysis_says_what", condition=~models.Q(title="") & ~models.Q(outcome="")),
            models.CheckConstraint(name="analysis_protects_small_numbers", condition=models.Q(threshold__gte=3)),
            models.CheckConstraint(name="analysis_counted_something", condition=models.Q(rows_counted__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by_in_words(self) -> list[tuple[str, str]]:
        """The columns compared: each as the file calls it, and as people read it."""
        return [(column, in_words(column)) for column in self.by_columns]

    @property
    def outcome_column_in_words(self) -> str:
        return in_words(self.outcome_column)


import folkmoot.casework.goals.models  # noqa: E402
import folkmoot.casework.quality.models  # noqa: E402
import folkmoot.casework.reviews.models  # noqa: E402
import folkmoot.casework.signals.models  # noqa: E402
import folkmoot.casework.sources.models  # noqa: E402
import folkmoot.casework.tables.models  # noqa: E402
import folkmoot.casework.workbench.models  # noqa: E402,F401
