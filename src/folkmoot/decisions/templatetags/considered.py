"""`{% considered_in "voice.point" point.pk %}`: the decisions that looked at one thing, for the page of that thing."""

from typing import Any

from django import template

from folkmoot.decisions.queries import CAPABILITY, decisions_about
from folkmoot.decisions.web.presenters import TRACE_WORDS, line_of

register = template.Library()


@register.inclusion_tag("decisions/considered_in.html", takes_context=True)
def considered_in(context: Any, kind: str, row_id: int) -> dict[str, Any]:
    """Nothing is shown to a viewer who may not read decisions, and nothing where none looked at it."""
    viewer = context["request"].viewer
    found = decisions_about(viewer, kind, row_id) if viewer.may(CAPABILITY) else []
    return {"traces": [(line_of(each.decision), TRACE_WORDS[each.how]) for each in found]}
