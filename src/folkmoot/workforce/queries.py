"""Reading units. A unit of an Area is seen by that Area and nationally, all others by everyone who may see figures about staff."""

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.workforce.models import Unit

READ = "workforce.read"


def units(viewer: Viewer) -> QuerySet[Unit]:
    """The units in sight, without the service as a whole, by name."""
    rows = Unit.objects.select_related("area", "parent").exclude(kind=Unit.Kind.SERVICE)
    return within(viewer, rows, READ, national_rows=True).order_by("name", "pk")


def every_unit(viewer: Viewer) -> QuerySet[Unit]:
    """The units in sight and the one that stands for the service as a whole."""
    rows = Unit.objects.select_related("area", "parent")
    return within(viewer, rows, READ, national_rows=True).order_by("name", "pk")
