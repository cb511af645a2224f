"""Guidance beside the work: `{% guidance_beside "meeting" %}` names the pages of guidance that belong there."""

from typing import Any

from django import template

from folkmoot.panels.guidance.queries import current
from folkmoot.panels.guidance.web.presenters import shown_of

register = template.Library()


@register.inclusion_tag("panels/guidance_beside.html")
def guidance_beside(where: str) -> dict[str, Any]:
    """`where` is of `Guidance.Where`; nothing is shown where no page belongs there."""
    return {"pages": [(version, shown_of(version)) for version in current(where=where) if version.page.meant_for != "members"]}
