"""A measure, and the dated observations of it. An observation is never changed: a correction is a new one that replaces it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference
from folkmoot.strategy.models import Aim, Commitment, Strategy

F, Q = models.F, models.Q


class Measure(Reference):
    """What shows whether a commitment (or an aim) is met. `target` is given only where somebody set or published one."""

    class Unit(models.TextChoices):
        PERCENT = "percent", _("Per cent")
        NUMBER = "number", _("Number")
        SCORE = "score", _("Score")
        DAYS = "days", _("Days")
        POUNDS = "pounds", _("Pounds")
        UNSTATED = "", _("Not stated")

    class Direction(models.TextChoices):
        UP = "up", _("Higher is better")
        DOWN = "down", _("Lower is better")
        UNSTATED = "", _("Not stated")

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every three months")
        HALF_YEARLY = "half_yearly", _("Every six months")
        YEARLY = "yearly", _("Every year")
        UNSTATED = "", _("Not stated")

    code = models.SlugField(_("short name"), max_length=80, unique=True)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    order = models.PositiveSmallIntegerField(default=0)
    name_en = models.CharField(_("name"), max_length=300)
    name_cy = models.CharField(_("name in Welsh"), max_length=300, blank=True)
    definition = models.TextField(_("what is counted, out of what"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, blank=True)
    source = models.CharField(_("source"), max_length=300)
    frequency = models.CharField(_("how often it is known"), max_length=12, choices=Frequency, blank=True)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=3, null=True, blank=True)
    target_on = models.DateField(_("to be met by"), null=True, blank=True)
    why = models.TextField(_("why it is measured"), blank=True)
    how = models.TextField(_("how it is measured"), blank=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    wanted = models.TextField(_("what would give a figure"), blank=True)
    shipped = models.BooleanField(default=True, editable=False)

    privacy = labels(
        public="code commitment aim order name_en name_cy definition why how unit direction source frequency target target_on wanted "
        "withdrawn_on",
        operational="shipped",
        personal="owner",
    )

    class Meta:
        ordering: ClassVar = ["commitment__strategy", "commitment__order", "order", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="measure_of_something", condition=Q(commitment__isnull=False) | Q(aim__isnull=False)),
            models.CheckConstraint(name="measure_is_defined", condition=~Q(name_en="") & ~Q(definition="") & ~Q(source="")),
            models.CheckConstraint(name="measure_dated_target_has_one", condition=Q(target_on__isnull=True) | Q(target__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def strategy(self) -> Strategy:
        """The strategy of the commitment or aim that it stands under."""
        above = self.commitment or self.aim
        assert above is not None  # held by the constraint measure_of_something
        return above.strategy

    @property
    def name(self) -> str:
        """The name in the language of the page, in English where there is no Welsh one."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en

    @property
    def language(self) -> str:
        """The language in which `name` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.name_cy else "en"


class Observation(Row):
    """What a measure was on a day, of the whole service or of one Area. `base`: how many it rests on.

    `replaces` names the observation that this one corrects, with the reason in `note`; both are kept. `restated`: it was not entered
    wrongly, its source itself gave another figure later. `design_effect`: by how much less a base is worth than as many independent
    answers (Kish 1965); none: not known. `unbased`: its source publishes no base, somebody vouches for that, and it is never judged.
    `origin` is the supplier that gave it, "" where a person typed it, and `link` the page there; `survey` the survey that it is of.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    lower = models.DecimalField(_("lower end of the interval"), max_digits=14, decimal_places=4, null=True, blank=True)
    upper = models.DecimalField(_("upper end of the interval"), max_digits=14, decimal_places=4, null=True, blank=True)
    base = models.PositiveIntegerField(_("base"), null=True, blank=True)
    design_effect = models.DecimalField(_("design effect"), max_digits=6, decimal_places=3, null=True, blank=True)
    unbased = models.BooleanField(_("its source publishes no base"), default=False)
    origin = models.CharField(max_length=120, blank=True)
    link = models.CharField(max_length=300, blank=True)
    survey = models.ForeignKey("strategy.Survey", on_delete=models.PROTECT, null=True, blank=True, related_name="figures")
    source = models.CharField(_("source"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    restated = models.BooleanField(_("its source gave another figure"), default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(
        operational="measure area as_of value lower upper base design_effect unbased origin link survey source note replaces restated at",
        personal="by",
    )

    class Meta:
        ordering: ClassVar = ["as_of", "id"]
        indexes: ClassVar = [models.Index(fields=["measure", "area", "as_of"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="observation_interval_whole",
                condition=Q(lower__isnull=True, upper__isnull=True) | Q(lower__lte=F("value"), upper__gte=F("value")),
            ),
            models.CheckConstraint(name="observation_has_source", condition=~Q(source="")),
            models.CheckConstraint(name="observation_correction_says_why", condition=Q(replaces__isnull=True) | ~Q(note="")),
            models.CheckConstraint(name="observation_restates_another", condition=Q(restated=False) | Q(replaces__isnull=False)),
            models.CheckConstraint(name="observation_unbased_has_no_base", condition=Q(unbased=False) | Q(base__isnull=True)),
            models.CheckConstraint(
                name="observation_design_effect_positive", condition=Q(design_effect__isnull=True) | Q(design_effect__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value.normalize():f} ({self.as_of:%Y-%m-%d})"


class Baseline(Row):
    """The figure from which a measure is judged, of the place that the figure is of. The latest row holds."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="baselines", verbose_name=_("figure"))
    why = models.TextField(_("why this one"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="observation why at", personal="by")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [models.CheckConstraint(name="baseline_says_why", condition=~Q(why=""))]

    def __str__(self) -> str:
        return str(self.observation)


class Break(Row):
    """From this day on a measure is counted otherwise. Figures on its two sides are never compared. `was`: the definition before."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="breaks")
    on = models.DateField(_("from which day"))
    what = models.TextField(_("what changed"))
    was = models.TextField(_("the definition before"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="measure on what was", operational="at", personal="by")

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="measure_breaks_once_a_day", fields=["measure", "on"]),
            models.CheckConstraint(name="measure_break_says_what", condition=~Q(what="")),
        ]

    def __str__(self) -> str:
        return self.what
