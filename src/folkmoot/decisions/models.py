"""Decision records: what was decided, by whom, with what in view; and what was added afterwards, visibly so."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class Decision(Row):
    """One decision on policy or on how we work, of an Area or of the whole service (no Area). Once taken, nothing in it changes.

    `record` is the whole of it as it stood when it was taken, `fingerprint` the SHA-256 of that. A decision taken on paper
    before it was entered says so: `on_paper`, the day it bears, and by whom.
    """

    class Kind(models.TextChoices):
        POLICY = "policy", _("Policy or guidance")
        BUSINESS = "business", _("How we work")
        PANEL = "panel", _("A panel’s recommendation")
        FUNDING = "funding", _("Money or procurement")
        STAFFING = "staffing", _("Staff and organisation")
        OTHER = "other", _("Other")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("the question to be decided"))
    decider = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("who will decide"))
    body = models.CharField(_("board or meeting that decides"), max_length=200, blank=True)
    planned_on = models.DateField(_("to be decided on"), null=True, blank=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by")
    no_assessment_why = models.TextField(_("why no equality impact assessment is needed"), blank=True)
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    taken_on = models.DateField(_("decided on"), null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on_paper = models.CharField(_("where the paper record is kept"), max_length=300, blank=True)
    outcome = models.TextField(_("what was decided"), blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    record = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    privacy = labels(
        operational="area kind title question body planned_on supersedes no_assessment_why prepared_at ready_at taken_on taken_at"
        " on_paper outcome reasons conditions fingerprint withdrawn_on withdrawn_why",
        personal="decider prepared_by taken_by record",
    )

    class Meta:
        ordering: ClassVar = ["-prepared_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "taken_on"]), models.Index(fields=["area", "planned_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="decision_says_what", condition=~Q(title="") & ~Q(question="")),
            models.CheckConstraint(
                name="decision_taken_whole",
                condition=Q(taken_at__isnull=True, taken_on__isnull=True, fingerprint="")
                | Q(taken_at__isnull=False, taken_on__isnull=False, taken_by__isnull=False, record__isnull=False)
                & ~Q(fingerprint="") & ~Q(outcome="") & ~Q(reasons=""),
            ),
            models.CheckConstraint(name="decision_withdrawn_with_reason", condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why="")),
            models.CheckConstraint(
                name="decision_withdrawn_or_taken", condition=Q(withdrawn_on__isnull=True) | Q(taken_at__isnull=True)
            ),
            models.CheckConstraint(name="decision_not_over_itself", condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk"))),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Option(Row):
    """One way the question could be answered. An option that was not chosen says why."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(_("the option"))
    rejected = models.BooleanField(_("rejected"), default=False)
    why = models.TextField(_("reasons for or against"), blank=True)

    privacy = labels(operational="decision order words rejected why")

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="option_has_words", condition=~Q(words="")),
            models.CheckConstraint(name="option_rejected_with_reason", condition=Q(rejected=False) | ~Q(why="")),
        ]

    def __str__(self) -> str:
        return self.words


class Considered(Row):
    """One thing put before the decision: a row elsewhere (by kind and id) or a document. `snapshot` is how it stood when it was taken.

    `left_out` says that it was known and was not considered; the reason is then in `why`.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="considered")
    kind = models.CharField(max_length=40)
    row_id = models.BigIntegerField(null=True, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=300, blank=True)
    kept_at = models.CharField(_("where it is kept"), max_length=500, blank=True)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64, blank=True)
    why = models.CharField(_("what it bears on"), max_length=500, blank=True)
    left_out = models.BooleanField(_("known, and not considered"), default=False)
    weighed = models.TextField(_("how it was weighed"), blank=True)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)

    privacy = labels(
        operational="decision kind row_id area title kept_at sha256 why left_out weighed added_at snapshot_sha256",
        personal="added_by snapshot",
    )

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        indexes: ClassVar = [models.Index(fields=["kind", "row_id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "kind", "row_id"], condition=Q(row_id__isnull=False), name="considered_once"),
            models.CheckConstraint(name="considered_is_something", condition=Q(row_id__isnull=False) | ~Q(title="")),
            models.CheckConstraint(name="left_out_with_reason", condition=Q(left_out=False) | ~Q(why="")),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.row_id}"


class LaterNote(Row):
    """What was added after a decision was taken: later evidence, or a correction. It stands beside the record, never in it."""

    class Kind(models.TextChoices):
        LATER = "later", _("Known later")
        CORRECTION = "correction", _("Correction")

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="later_notes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    words = models.TextField(_("what is to be known"))
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="decision kind words about_kind about_id at", personal="by")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["about_kind", "about_id"])]
        constraints: ClassVar = [models.CheckConstraint(name="later_note_has_words", condition=~Q(words=""))]

    def __str__(self) -> str:
        return self.words


import folkmoot.decisions.consultations.models  # noqa: E402,F401
from folkmoot.decisions.assessments.models import Assessment, Impact, TakenEvidence  # noqa: E402,F401
