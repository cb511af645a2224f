"""What the address of a form's page asks it to begin with: the community, and the county so that the map counts the contact there."""

from typing import Any

from django.http import HttpRequest

from folkmoot.communities.models import Community
from folkmoot.communities.queries import get_community
from folkmoot.foundation.typed import number


def asked_in_address(request: HttpRequest) -> dict[str, Any]:
    """`communities` and `county_id` as a form begins with them; the county is that of the community where the address names none."""
    community, county = (number(request.GET.get(name, "")) for name in ("community", "county"))
    if community is not None and county is None:
        county = _county_of(request, community)
    return ({"communities": [community]} if community is not None else {}) | ({"county_id": county} if county is not None else {})


def _county_of(request: HttpRequest, community: int) -> int | None:
    try:
        return get_community(request.viewer, community).county_id
    except Community.DoesNotExist:
        return None
