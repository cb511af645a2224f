"""Keys for looking rows up, searches in the background, the pairs they found, and merges with every link they moved."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import Label, labels

PERSON, ORGANISATION = "person", "organisation"
KINDS = [(PERSON, _("People")), (ORGANISATION, _("Organisations"))]


class NameKey(models.Model):
    """One key of one row: a number of 64 bits made of what the row says, so that the table itself names nobody."""

    key = models.BigIntegerField()
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=KINDS)
    row_id = models.BigIntegerField()

    privacy = labels(operational="id area kind row_id", personal="key")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key", "area", "row_id"], name="name_key_looked_up"),
            models.Index(fields=["row_id", "kind"], name="name_key_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)


class DuplicateRun(Row):
    """A search in the background. `beat_at` is when the process that does it last said it was alive; `rows_done` of `rows_total`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to start")
        READING = "reading", _("Reading names")
        COMPARING = "comparing", _("Comparing")
        KEEPING = "keeping", _("Keeping what was found")
        DONE = "done", _("Finished")
        FAILED = "failed", _("Stopped")

    kind = models.CharField(max_length=12, choices=KINDS)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    pairs_found = models.PositiveIntegerField(default=0)
    started_by = models.BigIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    privacy = labels(operational="kind area state rows_total rows_done pairs_found started_by started_at beat_at ended_at error")

    class Meta:
        ordering: ClassVar = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d %H:%M}"


class DuplicatePair(Row):
    """Two rows that may be one. Put aside as not the same, it stays so until either row changes (`left_seen`, `right_seen`)."""

    kind = models.CharField(max_length=12, choices=KINDS)
    left_id = models.BigIntegerField()
    right_id = models.BigIntegerField()
    left_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    right_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    probability = models.FloatField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    left_seen = models.PositiveIntegerField(null=True, blank=True)
    right_seen = models.PositiveIntegerField(null=True, blank=True)
    put_aside_at = models.DateTimeField(null=True, blank=True)
    put_aside_by = models.BigIntegerField(null=True, blank=True)

    privacy = labels(
        operational="kind left_id right_id left_area right_area probability found_at left_seen right_seen put_aside_at put_aside_by",
        personal="reasons",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-probability", "id"]
        indexes: ClassVar = [models.Index(fields=["kind", "-probability"], name="duplicate_pair_likeliest")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "left_id", "right_id"], name="duplicate_pair_once"),
            models.CheckConstraint(name="duplicate_pair_in_order", condition=models.Q(left_id__lt=models.F("right_id"))),
            models.CheckConstraint(name="duplicate_probability_is_one", condition=models.Q(probability__range=(0, 1))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.left_id} {self.right_id}"


class Merge(Row):
    """`gone_id` was merged into `kept_id`. `before` and `after` hold the kept row's values of the fields that the merge changed."""

    kind = models.CharField(max_length=12, choices=KINDS)
    kept_id = models.BigIntegerField(db_index=True)
    gone_id = models.BigIntegerField(db_index=True)
    kept_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    gone_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    merged_by = models.BigIntegerField(null=True, blank=True)
    merged_at = models.DateTimeField()
    undone_by = models.BigIntegerField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="kind kept_id gone_id kept_area gone_area merged_by merged_at undone_by undone_at", special_category="before after"
    )

    class Meta:
        ordering: ClassVar = ["-merged_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="merge_of_two", condition=~models.Q(kept_id=models.F("gone_id"))),
            models.UniqueConstraint(fields=["kind", "gone_id"], condition=models.Q(undone_at__isnull=True), name="merged_away_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.gone_id} → {self.kept_id}"


class MergeMove(models.Model):
    """One thing a merge did to one row of another table, exactly enough to take it back.

    `moved`: `field` went from the row merged away to the row kept. `dropped`: the link stood at the kept row too and was taken
    away; `values` is the rest of it. `set`: fields were changed from `values["before"]` to `values["after"]`.
    """

    class Deed(models.TextChoices):
        MOVED = "moved"
        DROPPED = "dropped"
        SET = "set"

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moves")
    deed = models.CharField(max_length=8, choices=Deed)
    model = models.CharField(max_length=100)
    field = models.CharField(max_length=60, blank=True)
    row_id = models.BigIntegerField()
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField()
    values = models.JSONField(default=dict)

    privacy = labels(operational="id merge deed model field row_id from_id to_id", special_category="values")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["model", "row_id"], name="merge_move_of_row")]

    def __str__(self) -> str:
        return f"{self.deed} {self.model} {self.row_id}"

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)
