"""The tables of figures about staff, each in its own room. What stands here is what they all refer to: the units."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels


class Unit(Row):
    """A part of the service as figures about staff name it. One of an Area is seen there and nationally; others by all who may read."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("The whole service")
        AREA = "area", _("Area")
        DIVISION = "division", _("Division")
        DIRECTORATE = "directorate", _("Directorate")

    name = models.CharField(_("name"), max_length=160, unique=True)
    kind = models.CharField(_("kind of unit"), max_length=11, choices=Kind)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")

    privacy = labels(operational="name kind area parent")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(name="unit_has_a_name", condition=~models.Q(name="")),
            models.CheckConstraint(name="unit_of_an_area_names_it", condition=~models.Q(kind="area") | models.Q(area__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


import folkmoot.workforce.culture.models  # noqa: E402
import folkmoot.workforce.headcounts.models  # noqa: E402
import folkmoot.workforce.objectives.models  # noqa: E402
import folkmoot.workforce.plans.models  # noqa: E402
import folkmoot.workforce.survey.models  # noqa: E402
import folkmoot.workforce.targets.models  # noqa: E402,F401
