"""Drawing points for a second coding, and saving it. A second coding measures agreement; it changes no coding."""

import random
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused
from folkmoot.voice.models import Point
from folkmoot.voice.themes.agreement.queries import could_be_drawn, to_code_again
from folkmoot.voice.themes.models import Drawn, Reading, Theme
from folkmoot.voice.themes.rules import reading_problem

LARGEST = 500


@transaction.atomic
def draw(*, by: Viewer, at: datetime, number: int, seed: int) -> int:
    """Draw coded points at random for a second coding; fewer than asked for where there are not so many. Returns how many.

    The same seed draws the same points from the same codings. Raises Refused (by field) or NotAllowed.
    """
    by.require("voice.write")
    if not 1 <= number <= LARGEST:
        raise Refused({"number": [_("Between 1 and %(most)d points can be drawn at a time.") % {"most": LARGEST}]})
    there = list(could_be_drawn(by).values_list("pk", flat=True))
    if not there:
        raise Refused({"number": [_("No point is there to be drawn: each was drawn before, or nobody has coded it yet.")]})
    drawn = sorted(random.Random(seed).sample(there, min(number, len(there))))  # noqa: S311  # a sample is no secret
    Drawn.objects.bulk_create([Drawn(point_id=point, at=at, by_id=by.account_id, seed=seed) for point in drawn])
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject="voice.drawn", ids=drawn, detail={"seed": seed})
    return len(drawn)


@transaction.atomic
def code_again(*, by: Viewer, at: datetime, point: Point, themes: Collection[Theme], none_fits: bool = False) -> Reading:
    """Save a blind second coding of a drawn point. Raises Refused (by field) or NotAllowed."""
    by.require("voice.write", point.area_id)
    problem = reading_problem(chosen=[theme.pk for theme in themes], none_fits=none_fits)
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    Point.objects.select_for_update().get(pk=point.pk)
    if not to_code_again(by).filter(pk=point.pk).exists():
        raise Refused({"": [_("This point waits for no second coding by you: somebody has given it, or you coded it first.")]})
    reading = Reading.objects.create(point=point, by_id=by.account_id, at=at, blind=True)
    reading.themes.set(themes)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=reading, detail={"point": point.pk})
    return reading
