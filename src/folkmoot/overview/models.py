"""The tables of the pages that gather: what may be found, and how far the trail has been read into it."""

from folkmoot.overview.reminders.models import DailyPart, DailyRun  # noqa: F401
from folkmoot.overview.search.models import Found, ReadSoFar  # noqa: F401
