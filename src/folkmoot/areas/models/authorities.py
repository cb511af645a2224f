"""Local authorities: their names, dates, successions, forces, outlines and postcodes."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models.areas import County, Place, PoliceForce, starts_before_ends
from folkmoot.areas.rules import Span
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference

F, Q = models.F, models.Q
_GSS = RegexValidator(r"^[EW]\d{8}$", _("A code of England or Wales is a letter E or W and eight figures, as E07000146."))


class Authority(Place):
    """A local authority of England or Wales by its nine-character code as published (E07000146). Never withdrawn: it ends.

    `starts` and `ends` are its first and last day; blank is not known. A new code is a new authority, even under an old name.
    """

    class Kind(models.TextChoices):
        DISTRICT = "district", _("District")
        UNITARY = "unitary", _("Unitary authority")
        METROPOLITAN = "metropolitan", _("Metropolitan district")
        LONDON = "london", _("London borough or the City")
        WELSH = "welsh", _("Welsh principal area")
        COUNTY_COUNCIL = "county_council", _("County council")
        OTHER = "other", _("Other")

    code = models.CharField(max_length=9, unique=True, validators=[_GSS])
    kind = models.CharField(max_length=20, choices=Kind)
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="authorities")
    upper_tier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="lower_tier")
    note = models.CharField(max_length=300, blank=True)

    privacy = Place.privacy | labels(public="kind county upper_tier note")

    class Meta(Place.Meta):
        verbose_name_plural = "authorities"
        constraints: ClassVar = [*starts_before_ends("authority")]

    @property
    def span(self) -> Span:
        return Span(self.starts, None, self.ends, None)


class AuthorityAlias(Reference):
    """Another name of an authority. `key` is the name without case, marks, and words such as “council” and “borough of”."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=120)
    key = models.CharField(max_length=120, db_index=True)

    privacy = labels(public="authority alias key withdrawn_on")

    class Meta:
        ordering: ClassVar = ["alias"]
        verbose_name_plural = "authority aliases"
        constraints: ClassVar = [models.UniqueConstraint(name="authority_alias_once", fields=["authority", "key"])]

    def __str__(self) -> str:
        return self.alias


class AuthoritySuccession(Reference):
    """One authority took over from another on the day `on`, the first day of the later one.

    `lossy`: the earlier one was divided, so what was counted for it cannot be given to one of the later ones alone. `share` is the
    part of it, from 0 to 1, that came to the later one, where a source says so.
    """

    from_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="followed_by")
    to_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField()
    lossy = models.BooleanField(default=False)
    share = models.DecimalField(max_digits=6, decimal_places=5, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    privacy = labels(public="from_authority to_authority on lossy share note withdrawn_on")

    class Meta:
        ordering: ClassVar = ["on", "from_authority", "to_authority"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="authority_succession_once", fields=["from_authority", "to_authority"]),
            models.CheckConstraint(name="authority_succession_to_another", condition=~Q(from_authority=F("to_authority"))),
            models.CheckConstraint(name="authority_succession_share", condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.from_authority} → {self.to_authority}"


class AuthorityPart(Reference):
    """A community safety partnership of an authority, and its police force. An authority may have several; so may a partnership."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="parts")
    csp_code = models.CharField(max_length=9)
    csp_name = models.CharField(max_length=120)
    force = models.ForeignKey(PoliceForce, on_delete=models.PROTECT, related_name="authority_parts")
    edition = models.CharField(max_length=20, blank=True)

    privacy = labels(public="authority csp_code csp_name force edition withdrawn_on")

    class Meta:
        ordering: ClassVar = ["authority__name_en", "csp_name"]
        constraints: ClassVar = [models.UniqueConstraint(name="authority_part_once", fields=["authority", "csp_code", "force"])]

    def __str__(self) -> str:
        return f"{self.authority}: {self.csp_name}"


class Boundary(Reference):
    """The outline of an authority or of a force, as [[[longitude, latitude], …], …]: rings in degrees (WGS84), holes among them.

    `simplified`: points were left out on import, each outline by itself, so that shared borders may differ by a little.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="boundaries")
    force = models.ForeignKey(PoliceForce, on_delete=models.PROTECT, null=True, blank=True, related_name="boundaries")
    edition = models.CharField(max_length=20, blank=True)
    rings = models.JSONField()
    simplified = models.BooleanField(default=False)

    privacy = labels(public="authority force edition rings simplified withdrawn_on")

    class Meta:
        verbose_name_plural = "boundaries"
        constraints: ClassVar = [
            models.UniqueConstraint(name="boundary_of_authority_once", fields=["authority"], condition=Q(authority__isnull=False)),
            models.UniqueConstraint(name="boundary_of_force_once", fields=["force"], condition=Q(force__isnull=False)),
            models.CheckConstraint(
                name="boundary_of_one_place",
                condition=Q(authority__isnull=True, force__isnull=False) | Q(authority__isnull=False, force__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.authority or self.force)


class Tile(Reference):
    """Where an authority stands on a map of equal tiles: columns from the left, rows from the top, odd rows half a tile to the right."""

    authority = models.OneToOneField(Authority, on_delete=models.PROTECT, related_name="tile")
    column = models.PositiveSmallIntegerField()
    row = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=20, blank=True)

    privacy = labels(public="authority column row edition withdrawn_on")

    class Meta:
        ordering: ClassVar = ["row", "column"]
        constraints: ClassVar = [models.UniqueConstraint(name="tile_place_once", fields=["column", "row"])]

    def __str__(self) -> str:
        return str(self.authority)


class PostcodeSector(Reference):
    """An authority in which postcodes of a sector (“CB1 2”) lie. A sector may lie in several; `postcodes` says how many in this one."""

    sector = models.CharField(max_length=7, db_index=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="sectors")
    postcodes = models.PositiveIntegerField()
    edition = models.CharField(max_length=20, blank=True)

    privacy = labels(public="sector authority postcodes edition withdrawn_on")

    class Meta:
        ordering: ClassVar = ["sector"]
        constraints: ClassVar = [models.UniqueConstraint(name="postcode_sector_once", fields=["sector", "authority"])]

    def __str__(self) -> str:
        return f"{self.sector}: {self.authority}"


class BroughtIn(Row):
    """A published file of places that was brought in: which, of what edition, by whom and when, and what it did."""

    source = models.SlugField(max_length=50)
    edition = models.CharField(max_length=20, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    did = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    by_name = models.CharField(max_length=254)
    at = models.DateTimeField()

    privacy = labels(operational="source edition file_name sha256 rows did notes at", personal="by_name")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name_plural = "files of places brought in"

    def __str__(self) -> str:
        return f"{self.source} {self.edition}"
