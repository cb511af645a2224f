"""One whole chain of the invented cast: met, said, answered, done, told."""

from datetime import date

from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.communities.operations import link_point
from folkmoot.communities.tests.factories import travellers
from folkmoot.engagement.queries import ORIGIN
from folkmoot.engagement.tests.factories import activity
from folkmoot.stakeholders.tests.factories import contact
from folkmoot.voice.models import Point
from folkmoot.voice.queries import get_point
from folkmoot.voice.tests.factories import achieve, action_from, answer, point, telling


def met_point(**over: object) -> Point:
    """Said at an activity where a known contact was, and joined to a community."""
    held = activity(communities=[community := travellers()])
    held.contacts.add(contact())
    said = point(origin_kind=ORIGIN, origin_id=held.pk, said_by="Elder of the forum", **over)
    link_point(by=icem(), at=NOW, community=community, point=said)
    return said


def whole_chain() -> Point:
    said = met_point()
    answer(said)
    achieve(action_from(said), on=date(2026, 3, 1))
    telling(said)
    return get_point(icem(), said.pk)
