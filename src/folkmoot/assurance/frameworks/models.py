"""Versions of the framework: criteria in groups, and what each level of each means."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class Framework(Row):
    """One version. A draft until it is issued; from then on neither it nor its criteria and levels change.

    `source`: whose words they are.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(_("title"), max_length=160)
    about = models.TextField(_("what it is for"), blank=True)
    source = models.CharField(_("where its words come from"), max_length=400)
    begun_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(operational="number title about source begun_at issued_at", personal="begun_by issued_by")

    class Meta:
        ordering: ClassVar = ["-number"]
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        constraints: ClassVar = [
            models.CheckConstraint(name="assurance_framework_named", condition=~Q(title="") & ~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    @property
    def draft(self) -> bool:
        return self.issued_at is None


class Criterion(Row):
    """One thing that is assessed. `figures` are codes of `assurance.figures.FIGURES`: what is pulled from the records beside the words.

    `code` is the same from version to version where the criterion is, so that rounds can be compared.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(_("short name"), max_length=40)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=1)
    group = models.CharField(_("group"), max_length=120)
    title = models.CharField(_("criterion"), max_length=160)
    asks = models.TextField(_("what is asked"))
    guidance = models.TextField(_("what counts as evidence"))
    figures = models.JSONField(_("figures pulled from the records"), default=list, blank=True)

    privacy = labels(operational="framework code order group title asks guidance figures")

    class Meta:
        ordering: ClassVar = ["framework", "order", "id"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "code"], name="assurance_criterion_once"),
            models.CheckConstraint(
                name="assurance_criterion_says_what", condition=~Q(group="") & ~Q(title="") & ~Q(asks="") & ~Q(guidance="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Level(Row):
    """What one level of one criterion means. 1 is the lowest."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("name of the level"), max_length=60)
    words = models.TextField(_("what it means"))

    privacy = labels(operational="criterion number name words")

    class Meta:
        ordering: ClassVar = ["criterion", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criterion", "number"], name="assurance_level_once"),
            models.CheckConstraint(name="assurance_level_1_to_4", condition=Q(number__gte=1, number__lte=4)),
            models.CheckConstraint(name="assurance_level_described", condition=~Q(name="") & ~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.name
