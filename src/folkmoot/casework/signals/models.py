"""A difference that needed review when somebody looked, or the run did: as it stood, and how it was answered."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.casework.models import Analysis
from folkmoot.casework.rules import in_words
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F
NO_ORIGIN = Q(origin_kind="", origin_id=None)


class Signal(Row):
    """One group whose figures met the rule for review: as they stood, which stay. It is a reason to look.

    Exactly one origin: the table of one file (`analysis`), the cube of a source at a stage (`source`), or a row of another room
    (`origin_kind` and `origin_id`). `identity` names what it is of, so that the same difference is listed once. Rates and gaps lie on
    the scale 0 to 1, `ratio` is relative to `reference`; each with the interval of `level`. `ratio_high` is empty where the data set no
    upper limit. `restricted_to`: the part of its source it was raised from, by column. Counts are empty where only shares are published.
    Only figures that may be shown are kept: nothing small, nothing withheld.
    """

    class Subject(models.TextChoices):
        CASEWORK = "casework", _("Casework")
        WORKFORCE = "workforce", _("Workforce")

    subject = models.CharField(_("subject"), max_length=9, choices=Subject, default=Subject.CASEWORK)
    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, null=True, blank=True, related_name="signals")
    source = models.ForeignKey("casework.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="signals")
    stage = models.CharField(_("stage"), max_length=60, blank=True)
    origin_kind = models.CharField(max_length=60, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    origin_words = models.CharField(_("where the figures come from"), max_length=300, blank=True)
    identity = models.CharField(max_length=64, blank=True)
    restricted_to = models.JSONField(default=dict, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_columns = models.JSONField()
    group = models.CharField(_("group"), max_length=300)
    reference = models.CharField(_("compared with"), max_length=300)
    outcome = models.CharField(_("the outcome in words"), max_length=200)
    window_first = models.CharField(_("first month"), max_length=7, blank=True)
    window_last = models.CharField(_("last month"), max_length=7, blank=True)
    data_as_of = models.DateField(_("data as of"), null=True, blank=True)
    base = models.PositiveBigIntegerField(null=True, blank=True)
    with_outcome = models.PositiveBigIntegerField(null=True, blank=True)
    rate, rate_low, rate_high = models.FloatField(), models.FloatField(), models.FloatField()
    reference_base = models.PositiveBigIntegerField(null=True, blank=True)
    reference_with = models.PositiveBigIntegerField(null=True, blank=True)
    reference_rate = models.FloatField()
    gap, gap_low, gap_high = models.FloatField(), models.FloatField(), models.FloatField()
    ratio = models.FloatField(null=True, blank=True)
    ratio_low = models.FloatField(null=True, blank=True)
    ratio_high = models.FloatField(null=True, blank=True)
    level = models.FloatField()
    completeness = models.FloatField(_("share in which the characteristic is recorded"), null=True, blank=True)
    noticed_on = models.DateField(_("noticed on"))
    note = models.TextField(_("what made somebody look"), blank=True)
    raised_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()

    privacy = labels(
        operational="subject analysis source stage origin_kind origin_id origin_words identity restricted_to area by_columns outcome"
        " window_first window_last data_as_of level noticed_on raised_at",
        case_related="group reference base with_outcome rate rate_low rate_high reference_base reference_with reference_rate"
        " gap gap_low gap_high ratio ratio_low ratio_high completeness note",
        personal="raised_by",
    )

    class Meta:
        ordering: ClassVar = ["-noticed_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "noticed_on"]), models.Index(fields=["subject", "noticed_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["analysis", "by_columns", "group"], name="signal_raised_once"),
            models.UniqueConstraint(fields=["identity"], condition=~Q(identity=""), name="signal_listed_once"),
            models.CheckConstraint(
                name="signal_has_one_origin",
                condition=Q(analysis__isnull=False, source=None, identity="") & NO_ORIGIN
                | Q(analysis=None, source__isnull=False) & NO_ORIGIN & ~Q(stage="") & ~Q(identity="")
                | Q(analysis=None, source=None, origin_id__isnull=False)
                & ~Q(origin_kind="")
                & ~Q(origin_words="")
                & ~Q(identity=""),
            ),
            models.CheckConstraint(name="signal_of_casework_from_cases", condition=Q(subject="workforce", analysis=None, source=None)
                                   | Q(subject="casework", origin_kind="")),
            models.CheckConstraint(name="signal_of_a_group", condition=~Q(group="") & ~Q(reference="") & ~Q(outcome="")),
            models.CheckConstraint(
                name="signal_of_cases_with_its_counts",
                condition=Q(subject="workforce")
                | Q(base__isnull=False, with_outcome__isnull=False, reference_base__isnull=False, reference_with__isnull=False),
            ),
            models.CheckConstraint(
                name="signal_with_its_interval",
                condition=Q(rate__gte=F("rate_low"), rate__lte=F("rate_high"), gap__gte=F("gap_low"), gap__lte=F("gap_high")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.group}: {self.outcome}"

    @property
    def by_in_words(self) -> str:
        return " × ".join(in_words(column) for column in self.by_columns)

    @property
    def from_words(self) -> str:
        """Where its figures come from, in the words of whoever keeps them."""
        if self.analysis is not None:
            return self.analysis.title
        return self.source.title if self.source is not None else self.origin_words


class OfSignal(Row):
    """Something that was added to a signal, by whom and when. It is never changed. Nobody: the product itself."""

    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def area_id(self) -> int | None:
        signal: Signal = getattr(self, "signal")  # noqa: B009 - every child leads to one
        return signal.area_id


class SignalAnswer(Row):
    """How a signal was answered. Each stays; the last holds, unless a second person disagreed with it.

    `way`: what follows from an acceptance. A signal is closed only by a person, after a re-test that no longer saw it.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted: the cases are to be looked at")
        EXPLAINED = "explained", _("Explained, with evidence")
        REOPENED = "reopened", _("Opened again")
        CLOSED = "closed", _("Closed: a re-test no longer saw it")

    class Way(models.TextChoices):
        ACTION = "action", _("By an action")
        PANEL = "panel", _("By bringing its cases before a panel")

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(_("answer"), max_length=9, choices=Outcome)
    way = models.CharField(_("how it is acted on"), max_length=6, choices=Way, blank=True)
    reasons = models.TextField(_("reasons"))
    evidence = models.TextField(_("what shows it, and where it lies"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="signal number outcome way at", case_related="reasons evidence", personal="by")

    class Meta:
        ordering: ClassVar = ["signal", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signal", "number"], name="signal_answer_numbered_once"),
            models.CheckConstraint(name="signal_answered_with_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(name="signal_explained_with_evidence", condition=~Q(outcome="explained") | ~Q(evidence="")),
            models.CheckConstraint(name="signal_way_of_an_acceptance", condition=Q(way="") | Q(outcome="accepted")),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d}"

    @property
    def area_id(self) -> int | None:
        return self.signal.area_id


class SignalReview(OfSignal):
    """What a second person said of an answer, never its author. Where they disagree the signal stands open again."""

    answer = models.OneToOneField(SignalAnswer, on_delete=models.PROTECT, related_name="review")
    agreed = models.BooleanField(_("agrees"))
    remarks = models.TextField(_("remarks"), blank=True)

    privacy = labels(operational="answer agreed at", case_related="remarks", personal="by")

    class Meta:
        ordering: ClassVar = ["answer"]
        constraints: ClassVar = [models.CheckConstraint(name="signal_disagreement_with_remarks", condition=Q(agreed=True) | ~Q(remarks=""))]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.at:%Y-%m-%d}"

    @property
    def signal(self) -> Signal:
        return self.answer.signal


class SignalOwner(OfSignal):
    """Who answers for a signal, from when. Each stays; the last holds."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="owners")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))

    privacy = labels(operational="signal at", personal="owner by")

    class Meta:
        ordering: ClassVar = ["signal", "id"]
        indexes: ClassVar = [models.Index(fields=["owner"])]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.owner_id}"


class Hypothesis(OfSignal):
    """One thing that could explain a difference, in a sentence, numbered in its signal. It stays as written."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="hypotheses")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(_("the hypothesis"), max_length=400)

    privacy = labels(operational="signal number at", case_related="words", personal="by")

    class Meta:
        ordering: ClassVar = ["signal", "number"]
        verbose_name_plural = "hypotheses"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signal", "number"], name="hypothesis_numbered_once"),
            models.CheckConstraint(name="hypothesis_says_what", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words


class HypothesisTest(OfSignal):
    """One test of a hypothesis and what it showed. Each stays; the last holds."""

    class Finding(models.TextChoices):
        SUPPORTED = "supported", _("Supported: it explains the difference, or a part of it")
        NOT_SUPPORTED = "not_supported", _("Not supported: it does not explain the difference")
        CANNOT_TELL = "cannot_tell", _("Cannot tell from what there is")

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.PROTECT, related_name="tests")
    number = models.PositiveSmallIntegerField()
    finding = models.CharField(_("what was found"), max_length=13, choices=Finding)
    words = models.TextField(_("how it was tested, and what was seen"))
    evidence = models.TextField(_("what shows it, and where it lies"))

    privacy = labels(operational="hypothesis number finding at", case_related="words evidence", personal="by")

    class Meta:
        ordering: ClassVar = ["hypothesis", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hypothesis", "number"], name="hypothesis_test_numbered_once"),
            models.CheckConstraint(name="hypothesis_tested_with_evidence", condition=~Q(words="") & ~Q(evidence="")),
        ]

    def __str__(self) -> str:
        return f"{self.hypothesis_id} {self.finding}"

    @property
    def signal(self) -> Signal:
        return self.hypothesis.signal


import folkmoot.casework.signals.runs.models  # noqa: E402,F401
