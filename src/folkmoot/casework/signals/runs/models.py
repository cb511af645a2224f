"""The declared rule, each run, what it read of each signal, and the re-tests that are due."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.casework.signals.models import OfSignal, Signal
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class SignalRule(Row):
    """One version of the rule of a source, or of the workforce: what is looked at, and when a difference is listed.

    `stages` and `characteristics` are names as the source has them (none: all); `references` gives the group compared with by
    characteristic. Thresholds are those of `stats.judgement.Rule`: `min_gap`, `q` and `min_completeness` on the scale 0 to 1. Each
    version stays with the reason for it; the last holds. `holds` False: from then on nothing is looked at.
    """

    subject = models.CharField(_("subject"), max_length=9, choices=Signal.Subject, default=Signal.Subject.CASEWORK)
    source = models.ForeignKey("casework.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="signal_rules")
    number = models.PositiveSmallIntegerField()
    stages = models.JSONField(_("stages"), default=list, blank=True)
    characteristics = models.JSONField(_("characteristics"), default=list, blank=True)
    references = models.JSONField(_("groups compared with"), default=dict, blank=True)
    controls = models.JSONField(_("taken into account"), default=list, blank=True)
    by_area = models.BooleanField(_("each Area by itself as well"), default=True)
    months = models.PositiveSmallIntegerField(_("months looked at together"), default=12)
    min_gap = models.FloatField(_("least difference"), default=0.02)
    min_events = models.PositiveIntegerField(_("least number of events"), default=10)
    min_at_risk = models.PositiveIntegerField(_("least base"), default=30)
    q = models.FloatField(_("false discovery rate"), default=0.05)
    min_completeness = models.FloatField(_("least share recorded"), default=0.6)
    holds = models.BooleanField(_("in force"), default=True)
    why = models.TextField(_("why it is so"))
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField()

    privacy = labels(
        operational="subject source number stages characteristics references controls by_area months min_gap min_events min_at_risk q"
        " min_completeness holds why issued_at",
        personal="issued_by",
    )

    class Meta:
        ordering: ClassVar = ["subject", "source", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "number"], name="signal_rule_numbered_once"),
            models.UniqueConstraint(fields=["subject", "number"], condition=Q(source=None), name="signal_rule_without_source_once"),
            models.CheckConstraint(
                name="signal_rule_of_a_source_or_the_workforce",
                condition=Q(subject="casework", source__isnull=False) | Q(subject="workforce", source=None),
            ),
            models.CheckConstraint(name="signal_rule_says_why", condition=~Q(why="")),
            models.CheckConstraint(name="signal_rule_in_quarters", condition=Q(months__in=[3, 6, 9, 12, 24, 36])),
            models.CheckConstraint(
                name="signal_rule_within_bounds",
                condition=Q(min_gap__gte=0, min_gap__lt=1, q__gt=0, q__lte=0.2, min_completeness__gte=0, min_completeness__lte=1)
                & Q(min_at_risk__gte=10, min_events__gte=5),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject} {self.source_id or ''} {self.number}"

    @property
    def area_id(self) -> int | None:
        return self.source.area_id if self.source else None

    @property
    def percents(self) -> dict[str, float]:
        """The shares of the rule as a person reads them: 0.025 is 2.5."""
        return {name: round(getattr(self, name) * 100, 4) for name in ("min_gap", "q", "min_completeness")}


class Run(Row):
    """One run over all sources with a rule, for the data up to `month`. `report` says what could not be judged, and why."""

    month = models.CharField(_("month"), max_length=7)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sources = models.PositiveIntegerField(_("sources looked at"), default=0)
    comparisons = models.PositiveIntegerField(_("comparisons judged together"), default=0)
    crossed = models.PositiveIntegerField(_("met the rule"), default=0)
    listed = models.PositiveIntegerField(_("new signals"), default=0)
    read = models.PositiveIntegerField(_("signals read again"), default=0)
    retested = models.PositiveIntegerField(_("re-tests made"), default=0)
    report = models.JSONField(default=list)

    privacy = labels(operational="month at sources comparisons crossed listed read retested", case_related="report", personal="by")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["month"])]

    def __str__(self) -> str:
        return f"{self.month} {self.at:%Y-%m-%d}"

    @property
    def area_id(self) -> int | None:
        return None


class SignalReading(OfSignal):
    """The figures of a signal in one window, as they could be shown then. Its history; nothing follows from one by itself.

    Figures are empty where they could not be judged or shown; `why` then says the reason. `adjusted_gap` is what is left of the gap once
    `controls` are taken into account, where the data allow it.
    """

    class Finding(models.TextChoices):
        SEEN = "seen", _("Meets the rule")
        NOT_SEEN = "not_seen", _("Does not meet the rule")
        CANNOT_TELL = "cannot_tell", _("Cannot tell")

    class Why(models.TextChoices):
        TOO_FEW = "too_few", _("too few to judge")
        MISSING = "missing", _("too much is not recorded")
        WITHHELD = "withheld", _("the numbers are too small to be shown")
        NO_DATA = "no_data", _("no complete period of new data")
        NO_RULE = "no_rule", _("no rule is in force for its source")
        GONE = "gone", _("its group is not in the data any more")
        STOPPED = "stopped", _("the source could not be read")

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="history")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="readings")
    window_first = models.CharField(_("first month"), max_length=7, blank=True)
    window_last = models.CharField(_("last month"), max_length=7, blank=True)
    as_of = models.DateField(_("data as of"), null=True, blank=True)
    finding = models.CharField(_("finding"), max_length=11, choices=Finding)
    why = models.CharField(_("why it cannot be told"), max_length=8, choices=Why, blank=True)
    reference = models.CharField(_("compared with"), max_length=300, blank=True)
    base = models.PositiveBigIntegerField(null=True, blank=True)
    with_outcome = models.PositiveBigIntegerField(null=True, blank=True)
    rate = models.FloatField(null=True, blank=True)
    rate_low = models.FloatField(null=True, blank=True)
    rate_high = models.FloatField(null=True, blank=True)
    reference_base = models.PositiveBigIntegerField(null=True, blank=True)
    reference_with = models.PositiveBigIntegerField(null=True, blank=True)
    reference_rate = models.FloatField(null=True, blank=True)
    gap = models.FloatField(null=True, blank=True)
    gap_low = models.FloatField(null=True, blank=True)
    gap_high = models.FloatField(null=True, blank=True)
    ratio = models.FloatField(null=True, blank=True)
    ratio_low = models.FloatField(null=True, blank=True)
    ratio_high = models.FloatField(null=True, blank=True)
    completeness = models.FloatField(null=True, blank=True)
    controls = models.JSONField(default=list, blank=True)
    adjusted_gap = models.FloatField(null=True, blank=True)
    adjusted_low = models.FloatField(null=True, blank=True)
    adjusted_high = models.FloatField(null=True, blank=True)

    privacy = labels(
        operational="signal run window_first window_last as_of finding why controls at",
        case_related="reference base with_outcome rate rate_low rate_high reference_base reference_with reference_rate gap gap_low gap_high"
        " ratio ratio_low ratio_high completeness adjusted_gap adjusted_low adjusted_high",
        personal="by",
    )

    class Meta:
        ordering: ClassVar = ["signal", "id"]
        indexes: ClassVar = [models.Index(fields=["signal", "window_last"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signal", "run"], name="signal_read_once_a_run"),
            models.CheckConstraint(name="signal_reading_says_why", condition=~Q(finding="cannot_tell") ^ ~Q(why="")),
            models.CheckConstraint(name="signal_reading_judged_with_its_gap", condition=Q(finding="cannot_tell") | Q(gap__isnull=False)),
            models.CheckConstraint(
                name="signal_reading_with_its_interval",
                condition=Q(gap=None) | Q(gap__gte=F("gap_low"), gap__lte=F("gap_high"), rate__gte=F("rate_low"), rate__lte=F("rate_high")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.signal_id} {self.window_last} {self.finding}"


class Retest(Row):
    """The day from which a signal is tested again, and what that showed. Done once; then it stays, and another may be set.

    `words`: where a person judged it, how they came to it.
    """

    class Finding(models.TextChoices):
        STILL_THERE = "still_there", _("Still there")
        NOT_SEEN = "not_seen", _("Not seen any more")
        CANNOT_TELL = "cannot_tell", _("Cannot tell")

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="retests")
    due_on = models.DateField(_("re-test from"))
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()
    finding = models.CharField(_("what it showed"), max_length=11, choices=Finding, blank=True)
    reading = models.ForeignKey(SignalReading, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(_("remarks"), blank=True)
    done_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(operational="signal due_on set_at finding reading done_at", case_related="words", personal="set_by done_by")

    class Meta:
        ordering: ClassVar = ["signal", "id"]
        indexes: ClassVar = [models.Index(fields=["done_at", "due_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signal"], condition=Q(done_at=None), name="signal_one_retest_waits"),
            models.CheckConstraint(
                name="retest_done_with_a_finding",
                condition=Q(done_at=None, finding="") | Q(done_at__isnull=False) & ~Q(finding=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.due_on}"

    @property
    def area_id(self) -> int | None:
        return self.signal.area_id
