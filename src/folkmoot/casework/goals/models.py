"""Goals: what was agreed and with whom, every version of its words and target, and what each month showed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Organisation

Q, F = models.Q, models.F


class Goal(Row):
    """What is measured, from where it began, and who agreed it. `low` and `high` of the baseline are its interval of 95 percent.

    Values are on the scale of the measure: a gap or a rate from 0 to 1, a ratio relative to the reference. `present` says who was there;
    it is not published. Only the end is ever added to a row.
    """

    class Measure(models.TextChoices):
        GAP = "gap", _("Difference between two groups, in percentage points")
        RATIO = "ratio", _("Rate of the group relative to the other")
        RATE = "rate", _("Rate of the group, in percent")

    source = models.ForeignKey("casework.Source", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.CharField(_("stage"), max_length=60)
    outcome = models.CharField(_("the outcome in words"), max_length=200)
    column = models.CharField(_("characteristic"), max_length=120)
    group = models.CharField(_("group"), max_length=300)
    reference = models.CharField(_("compared with"), max_length=300)
    measure = models.CharField(_("what is measured"), max_length=5, choices=Measure)
    months = models.PositiveSmallIntegerField(_("months looked at together"), default=12)
    baseline = models.FloatField(_("where it began"))
    baseline_low, baseline_high = models.FloatField(), models.FloatField()
    window_first = models.CharField(_("first month"), max_length=7, blank=True)
    window_last = models.CharField(_("last month"), max_length=7, blank=True)
    data_as_of = models.DateField(_("data as of"), null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    advisory_words = models.CharField(_("advisory group"), max_length=200, blank=True)
    agreed_on = models.DateField(_("agreed at the meeting of"))
    present = models.TextField(_("who was there"))
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.TextField(_("why it ended"), blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(
        public="area outcome column group reference measure months baseline baseline_low baseline_high window_first window_last data_as_of"
        " organisation advisory_words agreed_on ended_on ended_why",
        operational="source stage set_at", personal="present set_by ended_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-set_at", "-id"]
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        indexes: ClassVar = [models.Index(fields=["area", "ended_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="goal_agreed_with_somebody", condition=Q(organisation__isnull=False) | ~Q(advisory_words="")),
            models.CheckConstraint(name="goal_of_a_group", condition=~Q(group="") & ~Q(reference="") & ~Q(stage="") & ~Q(column="")),
            models.CheckConstraint(
                name="goal_baseline_with_its_interval", condition=Q(baseline__gte=F("baseline_low"), baseline__lte=F("baseline_high"))
            ),
            models.CheckConstraint(name="goal_ended_with_a_reason", condition=Q(ended_on=None) | ~Q(ended_why="")),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.outcome}"

    @property
    def with_whom(self) -> str:
        """The advisory group as it is published."""
        return self.advisory_words or (self.organisation.name if self.organisation else "")


class GoalVersion(Row):
    """One version of the words, the target and the day of a goal. Each stays; the public sees the last that a second person published."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title_en = models.CharField(_("title"), max_length=160)
    title_cy = models.CharField(_("title in Welsh"), max_length=160, blank=True)
    words_en = models.TextField(_("what is to change, and why"))
    words_cy = models.TextField(_("what is to change, and why, in Welsh"), blank=True)
    target = models.FloatField(_("target"))
    by_on = models.DateField(_("by when"))
    why = models.TextField(_("why it was changed"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        public="goal number title_en title_cy words_en words_cy target by_on why published_at", operational="at", personal="by published_by"
    )

    class Meta:
        ordering: ClassVar = ["goal", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["goal", "number"], name="goal_version_numbered_once"),
            models.CheckConstraint(name="goal_version_says_what", condition=~Q(title_en="") & ~Q(words_en="")),
            models.CheckConstraint(name="goal_change_with_a_reason", condition=Q(number=1) | ~Q(why="")),
            models.CheckConstraint(name="goal_published_by_another", condition=Q(published_by=None) | ~Q(published_by=F("by"))),
        ]

    def __str__(self) -> str:
        return self.title_en

    @property
    def area_id(self) -> int | None:
        return self.goal.area_id

    @property
    def language(self) -> str:
        """The language in which `title` and `words` answer: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.title_cy and self.words_cy else "en"

    @property
    def title(self) -> str:
        return self.title_cy if self.language == "cy" else self.title_en

    @property
    def words(self) -> str:
        return self.words_cy if self.language == "cy" else self.words_en


class GoalReading(Row):
    """What a goal read in one window, from figures that may be shown, and what that says. Empty where nothing could be shown."""

    class Finding(models.TextChoices):
        REACHED = "reached", _("Reached")
        NEARER = "nearer", _("Nearer than at the start, not reached")
        NOT_YET = "not_yet", _("Not reached, and no change from the start can be told")
        FURTHER = "further", _("Further away than at the start")
        CANNOT_TELL = "cannot_tell", _("The interval does not allow a judgement")
        WITHHELD = "withheld", _("The numbers are too small to be shown")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="readings")
    window_first = models.CharField(_("first month"), max_length=7, blank=True)
    window_last = models.CharField(_("last month"), max_length=7, blank=True)
    as_of = models.DateField(_("data as of"), null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    base = models.PositiveBigIntegerField(null=True, blank=True)
    target = models.FloatField(_("target then"))
    finding = models.CharField(_("what it says"), max_length=11, choices=Finding)
    at = models.DateTimeField()

    privacy = labels(public="goal window_first window_last as_of value low high base target finding", operational="at")

    class Meta:
        ordering: ClassVar = ["goal", "id"]
        indexes: ClassVar = [models.Index(fields=["goal", "window_last"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="goal_reading_with_figures", condition=Q(finding="withheld", value=None) | Q(value__isnull=False)),
            models.CheckConstraint(
                name="goal_reading_with_its_interval", condition=Q(value=None) | Q(value__gte=F("low"), value__lte=F("high"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.window_last} {self.finding}"

    @property
    def area_id(self) -> int | None:
        return self.goal.area_id
