"""What stands on a timeline."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Event:
    """One thing that happened (or is planned) on a day. `row` is set where its words are personal, for the log of what was read."""

    day: date
    kind: str | Promise
    words: str
    address: str = ""
    row: Model | None = None
