"""Filters by community, which a page offers only where a person can choose among them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from folkmoot.accounts.web.choices import chosen_area
from folkmoot.accounts.web.filters import number_choice
from folkmoot.areas.models import Area
from folkmoot.communities.queries import community_names
from folkmoot.foundation.typed import number

MOST_OFFERED = 100


def community_choices(request: HttpRequest, areas: Sequence[Area], **labels: Any) -> dict[str, forms.Field]:
    """A choice for each name in `labels`, among the communities in being of the Area chosen, or of all in sight where they are few.

    Where they are more than a list can show, a choice is offered once an Area is chosen; one named in the address holds all the same.
    """
    today, area = timezone.localdate(request.at), chosen_area(request.GET, areas)
    offered = community_names(request.viewer, today=today, area_id=area.pk if area else None, most=MOST_OFFERED + 1)
    if area is None and len(offered) > MOST_OFFERED:
        offered = []
    fields: dict[str, forms.Field] = {}
    for name, label in labels.items():
        asked = request.GET.get(name, "")
        named = number(asked) and int(asked) not in {pk for pk, _words in offered}
        among = [*offered, *community_names(request.viewer, today=today, only=int(asked))] if named else offered
        if among:
            fields[name] = number_choice(label, among)
    return fields
