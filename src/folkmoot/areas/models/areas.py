"""Areas, police forces and counties, with dates, aliases and what came before."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.rules import Span
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference

F, Q = models.F, models.Q


def starts_before_ends(name: str) -> list[models.BaseConstraint]:
    """No row ends before it starts. A blank date is not known."""
    return [
        models.CheckConstraint(
            name=f"{name}_ends_after_start", condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts"))
        )
    ]


class Place(Reference):
    """A named place with a code, in English and Welsh, from a day to a day (blank: not known)."""

    code = models.SlugField(max_length=50, unique=True)
    name_en = models.CharField(max_length=120)
    name_cy = models.CharField(max_length=120, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    privacy = labels(public="code name_en name_cy starts ends withdrawn_on")

    class Meta:
        abstract = True
        ordering: ClassVar = ["name_en"]

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


class Area(Place):
    """A unit of the service. `starts_by` and `ends_by` are the latest days possible where the day itself is not known."""

    class Kind(models.TextChoices):
        AREA = "area", _("Area")
        DIRECT = "direct", _("CPS Direct")
        PROCEEDS_OF_CRIME = "proceeds_of_crime", _("Proceeds of Crime")
        CASEWORK_DIVISION = "casework_division", _("Casework division")
        HEADQUARTERS = "headquarters", _("Headquarters")

    kind = models.CharField(max_length=20, choices=Kind)
    starts_by = models.DateField(null=True, blank=True)
    ends_by = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    privacy = Place.privacy | labels(public="kind starts_by ends_by source")

    class Meta(Place.Meta):
        constraints: ClassVar = [
            *starts_before_ends("area"),
            models.CheckConstraint(name="area_start_known_or_bounded", condition=Q(starts__isnull=True) | Q(starts_by__isnull=True)),
            models.CheckConstraint(name="area_end_known_or_bounded", condition=Q(ends__isnull=True) | Q(ends_by__isnull=True)),
        ]

    @property
    def span(self) -> Span:
        return Span(self.starts, self.starts_by, self.ends, self.ends_by)


class AreaAlias(Reference):
    """Another name under which an Area arrives in files. `key` is the name with case, spaces and marks taken away."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=120)
    key = models.CharField(max_length=120, unique=True)
    note = models.CharField(max_length=300, blank=True)

    privacy = labels(public="area alias key note withdrawn_on")

    class Meta:
        ordering: ClassVar = ["alias"]
        verbose_name_plural = "area aliases"

    def __str__(self) -> str:
        return self.alias


class AreaSuccession(Reference):
    """One Area took over from another on a day, or by a day where the day itself is not known.

    `lossy`: what was counted for the earlier Area cannot be divided among the later ones.
    """

    from_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="followed_by")
    to_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField(null=True, blank=True)
    by = models.DateField(null=True, blank=True)
    lossy = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)

    privacy = labels(public="from_area to_area on by lossy note withdrawn_on")

    class Meta:
        ordering: ClassVar = ["from_area", "to_area"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="succession_once", fields=["from_area", "to_area"]),
            models.CheckConstraint(name="succession_to_another_area", condition=~Q(from_area=F("to_area"))),
            models.CheckConstraint(
                name="succession_has_a_date", condition=Q(on__isnull=True, by__isnull=False) | Q(on__isnull=False, by__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_area} → {self.to_area}"


class PoliceForce(Place):
    class Kind(models.TextChoices):
        TERRITORIAL = "territorial", _("Territorial force")
        NATIONAL = "national", _("National force")

    kind = models.CharField(max_length=20, choices=Kind)
    ons_code = models.CharField(max_length=9, blank=True)

    privacy = Place.privacy | labels(public="kind ons_code")

    class Meta(Place.Meta):
        constraints: ClassVar = [
            *starts_before_ends("force"),
            models.UniqueConstraint(name="force_ons_code_once", fields=["ons_code"], condition=~Q(ons_code="")),
        ]


class ForceAlias(Reference):
    """Another name under which a force arrives. A `combined` name stands for several forces counted as one."""

    force = models.ForeignKey(PoliceForce, on_delete=models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    combined = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    privacy = labels(public="force alias key combined note withdrawn_on")

    class Meta:
        ordering: ClassVar = ["alias"]
        verbose_name_plural = "force aliases"
        constraints: ClassVar = [
            models.UniqueConstraint(name="force_alias_once", fields=["force", "key"]),
            models.UniqueConstraint(name="force_alias_means_one_force", fields=["key"], condition=Q(combined=False)),
        ]

    def __str__(self) -> str:
        return self.alias


class County(Place):
    class Kind(models.TextChoices):
        CEREMONIAL = "ceremonial", _("Ceremonial county")
        PRESERVED = "preserved", _("Preserved county")

    class Nation(models.TextChoices):
        ENGLAND = "England", _("England")
        WALES = "Wales", _("Wales")

    kind = models.CharField(max_length=20, choices=Kind)
    nation = models.CharField(max_length=10, choices=Nation)

    privacy = Place.privacy | labels(public="kind nation")

    class Meta(Place.Meta):
        verbose_name_plural = "counties"
        constraints: ClassVar = [*starts_before_ends("county")]


class AreaForce(Reference):
    """A force whose cases an Area takes. `shared`: other Areas take some of them too, along a line that is not published."""

    class Basis(models.TextChoices):
        STATED = "stated", _("Stated by the source")
        INFERRED = "inferred", _("Inferred")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="area_forces")
    force = models.ForeignKey(PoliceForce, on_delete=models.PROTECT, related_name="area_forces")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    shared = models.BooleanField(default=False)
    basis = models.CharField(max_length=10, choices=Basis)
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)

    privacy = labels(public="area force starts ends shared basis source note withdrawn_on")

    class Meta:
        ordering: ClassVar = ["force__name_en"]
        constraints: ClassVar = [
            *starts_before_ends("area_force"),
            models.UniqueConstraint(name="area_force_once", fields=["area", "force"]),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.force}"


class Coverage(models.TextChoices):
    WHOLE = "whole", _("Whole")
    PART = "part", _("Part")


class AreaCounty(Reference):
    """A county that an Area serves, whole or in part."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="area_counties")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="area_counties")
    coverage = models.CharField(max_length=5, choices=Coverage)
    note = models.CharField(max_length=300, blank=True)

    privacy = labels(public="area county coverage note withdrawn_on")

    class Meta:
        ordering: ClassVar = ["county__name_en"]
        verbose_name_plural = "area counties"
        constraints: ClassVar = [models.UniqueConstraint(name="area_county_once", fields=["area", "county"])]

    def __str__(self) -> str:
        return f"{self.area}: {self.county}"


class ForceCounty(Reference):
    """A county that a force polices, whole or in part."""

    force = models.ForeignKey(PoliceForce, on_delete=models.PROTECT, related_name="force_counties")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="force_counties")
    coverage = models.CharField(max_length=5, choices=Coverage)
    note = models.CharField(max_length=300, blank=True)

    privacy = labels(public="force county coverage note withdrawn_on")

    class Meta:
        ordering: ClassVar = ["county__name_en"]
        verbose_name_plural = "force counties"
        constraints: ClassVar = [models.UniqueConstraint(name="force_county_once", fields=["force", "county"])]

    def __str__(self) -> str:
        return f"{self.force}: {self.county}"
