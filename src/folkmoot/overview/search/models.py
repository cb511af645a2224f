"""One row for each thing that may be found, and how far the audit trail has been read into the index."""

from typing import ClassVar

from django.db import models

from folkmoot.foundation.privacy import Label, labels


class Found(models.Model):
    """A thing that may be found: its words with accents and marks taken off, and the scope in which it may be seen, as tokens.

    The words stand in a full-text index beside this table (`index.py`). The thing itself is read from its own room when it is shown.
    """

    source = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    title = models.TextField()
    body = models.TextField(blank=True)
    scope = models.CharField(max_length=200)
    day = models.DateField(null=True, blank=True)

    privacy = labels(personal="title body", operational="id source row_id scope day")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "row_id"], name="found_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.row_id}"

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)


class ReadSoFar(models.Model):
    """One row: the last event of the audit trail whose rows are in the index."""

    seq = models.BigIntegerField(default=0)

    privacy = labels(operational="id seq")

    def __str__(self) -> str:
        return str(self.seq)

    @classmethod
    def privacy_of(cls, field: str) -> Label | None:
        return cls.privacy.get(field)
