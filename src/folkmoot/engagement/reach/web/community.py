"""What engagement knows of one community, on its page: who is known, who speaks for them, when they were met and what is promised."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.actions.models import Action
from folkmoot.communities.models import Community
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.sections import on_the_page, origin_said
from folkmoot.engagement.conversations.queries import ORIGIN
from folkmoot.engagement.reach.around import Known, known, latest_activities, promised
from folkmoot.engagement.reach.queries import Asked, family_of, line_of
from folkmoot.engagement.reach.web.presenters import contact_words, expected_words, plan_address
from folkmoot.stakeholders.queries import speaking_for

A_FEW = 20
origin_said(ORIGIN, gettext_lazy("heard by staff"))


@dataclass(frozen=True)
class Promise:
    words: str
    address: str


@on_the_page(10, "engagement/reach_community.html")
def beside(request: HttpRequest, community: Community) -> dict[str, Any] | None:
    """What stands on the page of one community; None for a viewer who sees neither engagement nor organisations."""
    viewer, asked = request.viewer, Asked(timezone.localdate(request.at))
    may_see_activity, may_see_who = viewer.may("engagement.read"), viewer.may("stakeholders.read")
    if not (may_see_activity or may_see_who):
        return None
    families = family_of(viewer, community)
    family = families.of(community.pk)
    speaking = speaking_for(viewer, family) if may_see_who else {}
    line = line_of(viewer, community, asked, families, speaking)
    found = known(viewer, family, A_FEW, speaking) if may_see_who else Known([], [])
    shown(request, [row.contact for row in found.speakers if row.contact])
    actions = promised(viewer, family, asked.today, A_FEW) if viewer.may("actions.read") else []
    return {
        "around": line, "organisations": found.organisations, "speakers": found.speakers, "may_see_activity": may_see_activity,
        "contact": contact_words(line.contact), "contacts": expected_words(line, asked.months),
        "activities": latest_activities(viewer, family, asked.first, asked.today, A_FEW) if may_see_activity else [],
        "promised": [_promise(each) for each in actions],
        "plan": plan_address(line), "may_plan": viewer.may("engagement.write", community.area_id) and not community.ends,
    }  # fmt: skip


def _promise(action: Action) -> Promise:
    words = _("%(title)s (due %(day)s)") % {"title": action.title, "day": date_format(action.due_on, "j F Y")}
    return Promise(words, reverse("actions:detail", args=[action.pk]))
