"""What volunteering adds up to, in the lines of a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from folkmoot.engagement.volunteering.queries import VolunteeringFigures

PERIODS = 5  # half-years before this one that may be chosen
TOGETHER, UNNAMED = _("Others, kept together"), _("Not stated")


def sections(found: VolunteeringFigures) -> list[tuple[Any, str, list[tuple[Any, Any]]]]:
    """Each way of counting as (heading, id, lines); a line is its name and its figure."""
    return [
        (_("By unit"), "by-unit", [(_plain(each.key), each) for each in found.by_unit]),
        (_("By organisation"), "by-organisation", [(_plain(each.key), each) for each in found.by_organisation]),
        (_("By community"), "by-community", [(found.names["communities", each.key], each) for each in found.by_community]),
        (_("By aim"), "by-aim", [(found.names["aims", each.key], each) for each in found.by_aim]),
    ]


def _plain(key: Any) -> Any:
    return TOGETHER if key is None else key or UNNAMED
