"""A file of headcounts that was brought in, and the headcounts kept of it, each as the range it lies in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class HeadcountLoad(Row):
    """One file. `digest` is of the figures kept, so that last year's file is recognised under another name. Taken back, it stays on record.

    `words` are the words of this file that a person said the meaning of, kept for the next file of the same headings (`headings`).
    """

    class Counted(models.TextChoices):
        EXACT = "exact", _("Exact: kept as ranges wherever a small number could be found")
        TO_5 = "to_5", _("Published to the nearest 5, fewer than 5 withheld")
        TO_10 = "to_10", _("Published to the nearest 10, fewer than 10 withheld")

    as_of = models.DateField(_("as of"))
    source = models.CharField(_("where the figures come from"), max_length=200)
    counted = models.CharField(_("how the numbers were counted"), max_length=5, choices=Counted)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    headings = models.CharField(max_length=64)
    words = models.JSONField(default=dict, blank=True)
    kept = models.PositiveIntegerField(_("headcounts kept"))
    report = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_why = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    privacy = labels(
        operational="as_of source counted file_name sha256 digest headings words kept report at taken_back_at taken_back_why",
        personal="by taken_back_by",
    )

    class Meta:
        ordering: ClassVar = ["-as_of", "-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], condition=Q(taken_back_at__isnull=True), name="headcounts_in_use_once"),
            models.CheckConstraint(name="headcounts_say_where_from", condition=~Q(source="") & Q(kept__gt=0)),
            models.CheckConstraint(
                name="headcounts_taken_back_with_reason", condition=Q(taken_back_at__isnull=True) | ~Q(taken_back_why="")
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class Headcount(Row):
    """How many staff of a unit and level belong to a group of a characteristic: from `low` to `high`.

    `printed` is the figure as it may be shown, empty where it is withheld. `kind` says whether it is a group, or those who declined to
    say, or those who never answered, or (of `words.together`) several groups counted as one. `level` is one of `words.levels`, or
    `words.ALL_LEVELS`. What is counted of the unit that is the whole service, or at all levels, is a total of what else is there.
    """

    class Measure(models.TextChoices):
        IN_POST = "in_post", _("In post")
        JOINED = "joined", _("Joined in the year")
        LEFT = "left", _("Left in the year")
        PROMOTED = "promoted", _("Promoted in the year")

    class Kind(models.TextChoices):
        GROUP = "group", _("Group")
        UNDECLARED = "undeclared", _("Declined to say")
        UNKNOWN = "unknown", _("Never answered")
        TOGETHER = "together", _("Several groups together")

    load = models.ForeignKey(HeadcountLoad, on_delete=models.PROTECT, related_name="headcounts")
    unit = models.ForeignKey("workforce.Unit", on_delete=models.PROTECT, related_name="headcounts")
    level = models.CharField(max_length=12)
    measure = models.CharField(max_length=8, choices=Measure)
    characteristic = models.CharField(max_length=24)
    group = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    printed = models.PositiveIntegerField(null=True, blank=True)

    privacy = labels(operational="load unit level measure characteristic group kind", special_category="low high printed")

    class Meta:
        ordering: ClassVar = ["load", "id"]
        indexes: ClassVar = [models.Index(fields=["characteristic", "measure"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["load", "unit", "level", "measure", "characteristic", "group", "kind"], name="headcount_stands_once"
            ),
            models.CheckConstraint(name="headcount_is_a_range", condition=Q(low__lte=F("high"))),
            models.CheckConstraint(
                name="headcount_keeps_no_small_number", condition=Q(printed__isnull=True) | Q(printed=0) | Q(printed__gte=5)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.group or self.kind}"
