"""The base row, the audit trail's table, and the record of forms already sent."""

from typing import Any, ClassVar

from django.db import models

from folkmoot.errors import FolkmootError
from folkmoot.foundation.privacy import Label, labels


class Row(models.Model):
    """A row with a version, so that two editors cannot overwrite each other unseen. Subclasses label their own fields."""

    privacy: ClassVar[dict[str, Label]] = {}
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        """The label of a field; the base row's own fields are operational; None where nobody has labelled it."""
        return cls.privacy.get(field) or (Label.OPERATIONAL if field in {"id", "version"} else None)


class AuditEvent(models.Model):
    """One thing done with data, chained to the one before. Written only through `foundation.audit`; never changed."""

    class Kind(models.TextChoices):
        COLLECTION = "collection"
        ALTERATION = "alteration"
        CONSULTATION = "consultation"
        DISCLOSURE = "disclosure"
        COMBINATION = "combination"
        ERASURE = "erasure"

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=254)
    subject_kind = models.CharField(max_length=80)
    subject_ids = models.JSONField(default=list)
    area_id = models.BigIntegerField(null=True)
    route = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=254, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    privacy = labels(
        operational="seq at kind actor_id subject_kind subject_ids area_id route detail previous_hash hash",
        personal="actor_name recipient",
    )

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "at"]), models.Index(fields=["actor_id", "at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="audit_kind_known",
                condition=models.Q(kind__in=["collection", "alteration", "consultation", "disclosure", "combination", "erasure"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject_kind}"

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FolkmootError("An audit event cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FolkmootError("An audit event cannot be deleted.")


class SentForm(models.Model):
    """A form that was sent, by the random mark it carried: sending it again leads to the same place and changes nothing."""

    mark = models.CharField(max_length=64, unique=True)
    account_id = models.BigIntegerField()
    went_to = models.CharField(max_length=300)
    at = models.DateTimeField()

    privacy = labels(operational="id mark account_id went_to at")

    def __str__(self) -> str:
        return self.mark

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)


class ColumnMatch(models.Model):
    """How a person matched the columns of a file with ours, for the next file of the same shape.

    `fields` holds one field name for each column of the file, "" for one not brought in; `fingerprint` is of its headings.
    """

    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    fields = models.JSONField(default=list)
    account_id = models.BigIntegerField(null=True)
    area_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    privacy = labels(operational="id kind fingerprint fields account_id area_id at")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "fingerprint"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)


class ImportRun(models.Model):
    """A file that was brought in: what it was, by whom, and how many rows it added, changed and left as they were."""

    kind = models.CharField(max_length=20)
    area_id = models.BigIntegerField(null=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    privacy = labels(operational="id kind area_id sha256 rows added changed unchanged account_id at", personal="file_name")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)
