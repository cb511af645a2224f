"""Reading organisations. Those merged into another are never read: the one that took them in stands for them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.areas.queries import postcode_places
from folkmoot.stakeholders.models import Contact, Organisation, SpeaksFor
from folkmoot.stakeholders.queries.people import first_found
from folkmoot.stakeholders.rules import postcode_problem, search_words, tidy_postcode

POSTCODES_NOT_CHECKED = gettext_lazy("Postcodes are not checked against the Area: no postcode directory has been brought in.")


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations in sight, each with `contacts_count`: the people whose main role is there."""
    present = _people_of(OuterRef("pk")).order_by().values("organisation")
    counted = Subquery(present.annotate(how_many=Count("pk")).values("how_many"), output_field=IntegerField())
    rows = Organisation.objects.filter(merged_into__isnull=True).select_related("area", "county")
    return within(viewer, rows.annotate(contacts_count=Coalesce(counted, 0)).order_by("name", "pk"), "stakeholders.read")


def get_organisation(viewer: Viewer, organisation_id: int) -> Organisation:
    """One organisation in sight. Raises Organisation.DoesNotExist for one out of sight or merged into another."""
    return organisations(viewer).get(pk=organisation_id)


def list_organisations(
    viewer: Viewer, *, search: str = "", area_id: int | None = None, county_id: int | None = None, kind: str = "",
    community_id: int | None = None, ended: bool = False, not_met_since: date | None = None, nobody_known: bool = False,
    speaks_for_id: int | None = None,
) -> QuerySet[Organisation]:  # fmt: skip
    """Organisations by name; `search` finds every word typed, whatever its case and accents. `ended`: those that no longer exist.

    `community_id`: those that work with it; `speaks_for_id`: those that can speak for it. `not_met_since` leaves out those with
    which an activity was held on that day or later, `nobody_known` those where somebody is known by name.
    """
    rows = organisations(viewer).filter(ended_on__isnull=not ended)
    for word in search_words(search):
        rows = rows.filter(search_key__contains=word)
    if community_id is not None:
        rows = rows.filter(pk__in=Organisation.communities.through.objects.filter(community=community_id).values("organisation"))
    if speaks_for_id is not None:
        rows = rows.filter(pk__in=SpeaksFor.objects.filter(community=speaks_for_id, ended_on__isnull=True).values("organisation"))
    if not_met_since is not None:
        rows = rows.exclude(_met(not_met_since, "activities")).exclude(_met(not_met_since, "activities_as_partner"))
    if nobody_known:
        rows = rows.exclude(Exists(_people_of(OuterRef("pk"))))
    asked: dict[str, Any] = {"area_id": area_id, "county_id": county_id, "kind": kind or None}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return organisations(viewer).filter(pk__in=first_found(rows)) if search_words(search) else rows


def _people_of(organisation: OuterRef) -> QuerySet[Contact]:
    return Contact.objects.filter(organisation=organisation, erased_on__isnull=True, merged_into__isnull=True)


def _met(since: date, activities: str) -> Exists:
    """Whether an activity of theirs was held since; `activities` is the name that the engagement room gives to them here."""
    return Exists(Organisation.objects.filter(pk=OuterRef("pk"), **{f"{activities}__held_on__gte": since}))


def organisation_counts(viewer: Viewer, community_ids: Iterable[int]) -> dict[int, int]:
    """How many organisations in sight, still in being, are known in each community; 0 for none."""
    ids = list(community_ids)
    known = Organisation.objects.filter(ended_on__isnull=True, merged_into__isnull=True)
    links = Organisation.communities.through.objects.filter(community__in=ids, organisation__in=within(viewer, known, "stakeholders.read"))
    counted = links.values_list("community").annotate(how_many=Count("pk")).order_by()
    return dict.fromkeys(ids, 0) | dict(counted)


def postcodes_are_checked(viewer: Viewer) -> bool:
    """Whether a postcode directory was brought in, so that postcodes can be checked against the Area."""
    return postcode_places(viewer, "").known


def postcode_outside(viewer: Viewer, postcode: str, area: Area) -> str:
    """What to say of a whole postcode that lies outside an Area, or in no sector of the directory that was brought in.

    "" where it lies inside, or cannot be checked: there is no directory, or no lookup from authorities to forces.
    """
    tidied = tidy_postcode(postcode)
    if not tidied or postcode_problem(tidied):
        return ""
    places = postcode_places(viewer, tidied)
    if places.known and not places.authorities:
        return _("“%(postcode)s” is not in the postcode directory that was brought in. Check it.") % {"postcode": tidied}
    if not places.areas or any(each.pk == area.pk for each in places.areas):
        return ""
    there = ", ".join(each.name for each in places.areas)
    return _("“%(postcode)s” lies outside %(area)s, in %(there)s. Check it.") % {"postcode": tidied, "area": area.name, "there": there}
