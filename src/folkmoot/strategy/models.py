"""Strategies, their aims, and the commitments made under each."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference

F, Q = models.F, models.Q


class Strategy(Reference):
    """A published strategy, of the whole service or of one Area. `period` is what the document says of its time."""

    code = models.SlugField(max_length=60, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=60, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    privacy = labels(public="code area name_en name_cy period starts ends source withdrawn_on")

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "strategies"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="strategy_ends_after_start", condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts"))
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, in English where no Welsh name is published."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en

    @property
    def language(self) -> str:
        """The language in which `name` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.name_cy else "en"


class Aim(Reference):
    """What a strategy is for; a sub-aim has the aim it serves as its parent. Activities say which aims they serve."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="aims")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="sub_aims")
    code = models.SlugField(max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    words_en = models.CharField(max_length=400, blank=True)
    words_cy = models.CharField(max_length=400, blank=True)

    privacy = labels(public="strategy parent code order name_en name_cy words_en words_cy withdrawn_on")

    class Meta:
        ordering: ClassVar = ["strategy", "order", "code"]
        constraints: ClassVar = [models.CheckConstraint(name="aim_not_its_own_parent", condition=~Q(parent=F("pk")))]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, in English where no Welsh name is published."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en

    @property
    def language(self) -> str:
        """The language in which `name` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.name_cy else "en"

    @property
    def words(self) -> str:
        return self.words_cy if get_language() == "cy" and self.words_cy else self.words_en


class Commitment(Reference):
    """One line of a strategy, in its own words. `heading` is the part of the document it stands under; an aim where it has one."""

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", _("Commitment")
        SUCCESS_MEASURE = "success_measure", _("Measure of success")
        GOVERNANCE = "governance", _("Governance")

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="commitments")
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    code = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=Kind)
    heading = models.CharField(max_length=200, blank=True)
    words_en = models.CharField(max_length=600)
    words_cy = models.CharField(max_length=600, blank=True)

    privacy = labels(public="strategy aim code order kind heading words_en words_cy withdrawn_on")

    class Meta:
        ordering: ClassVar = ["strategy", "order"]
        constraints: ClassVar = [
            models.CheckConstraint(name="commitment_under_aim_or_heading", condition=Q(aim__isnull=False) | ~Q(heading=""))
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The words in the language of the page, in English where no Welsh ones are published."""
        return self.words_cy if get_language() == "cy" and self.words_cy else self.words_en

    @property
    def language(self) -> str:
        """The language in which `words` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.words_cy else "en"


import folkmoot.strategy.trends.models  # noqa: E402,F401
