"""Published tables, the counts and scores they brought, by the codes they were published for."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Authority
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

F, Q = models.F, models.Q


class PublishedTable(Row):
    """One published table as it was brought in. `subject` is what it is about: one table a subject is in use, earlier ones stay.

    `source` names the declaration it was read by. `boundaries` is the day whose authorities it lists. `digest` is the SHA-256 of
    what it says, so that the same figures in another file are known again. `partial`: not all authorities are in it.
    """

    class Kind(models.TextChoices):
        COUNTS = "counts", _("Counts of people or households")
        SCORES = "scores", _("Deprivation scores")

    subject = models.SlugField(max_length=80)
    source = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField()
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, null=True, blank=True, related_name="published_tables")
    boundaries = models.DateField()
    partial = models.BooleanField(default=False)
    cells = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    brought_in_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        public="subject source kind year scheme boundaries partial cells", operational="file_name sha256 digest brought_in_at replaced_at"
    )

    class Meta:
        ordering: ClassVar = ["-year", "subject", "-brought_in_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="table_in_use_once", fields=["subject"], condition=Q(replaced_at__isnull=True)),
            models.CheckConstraint(
                name="table_replaced_after_brought_in", condition=Q(replaced_at__isnull=True) | Q(replaced_at__gte=F("brought_in_at"))
            ),
            models.CheckConstraint(name="table_counts_by_scheme", condition=Q(kind="scores") | Q(scheme__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.source


class Count(Row):
    """People (or households) of one authority in one category, as published; without a category: all whom the table is about."""

    table = models.ForeignKey(PublishedTable, on_delete=models.PROTECT, related_name="counts")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="census_counts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="census_counts")
    people = models.PositiveIntegerField()

    privacy = labels(public="table authority category people")

    class Meta:
        ordering: ClassVar = ["table", "authority", "category"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="count_once", fields=["table", "authority", "category"]),
            models.UniqueConstraint(name="count_of_all_once", fields=["table", "authority"], condition=Q(category__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.people}"


class Score(Row):
    """How deprived an authority is by one index. `share_worst`: the share, 0 to 1, of its small areas among the nation's worst tenth."""

    table = models.ForeignKey(PublishedTable, on_delete=models.PROTECT, related_name="scores")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="deprivation_scores")
    average = models.DecimalField(max_digits=9, decimal_places=5)
    share_worst = models.DecimalField(max_digits=6, decimal_places=5)

    privacy = labels(public="table authority average share_worst")

    class Meta:
        ordering: ClassVar = ["table", "-average"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="score_once", fields=["table", "authority"]),
            models.CheckConstraint(name="score_share_is_a_share", condition=Q(share_worst__gte=0) & Q(share_worst__lte=1)),
            models.CheckConstraint(name="score_not_negative", condition=Q(average__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.average}"
