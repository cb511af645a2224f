"""Saying the reminders: into inboxes, each once. The inbox itself is the log of what was said."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone, translation

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Notice, Preference
from folkmoot.accounts.notices.operations import notify
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.foundation.audit import Actor
from folkmoot.overview.reminders.kinds import KINDS, Kind, Reminder

log = logging.getLogger("folkmoot.reminders")
AT_ONCE = 500
TONGUES = {"en": "en-gb", "cy": "cy"}


@dataclass
class Ran:
    """How many notices of each kind were new, and which kinds could not be read, each by its name."""

    said: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def run(*, at: datetime, by: Actor = THE_PRODUCT, kinds: Iterable[Kind] = KINDS) -> Ran:
    """Say every reminder that holds at this moment and was not said before. Run it as often and as late as you like.

    Each notice is a transaction of its own; a kind that fails does not keep the others from being said.
    """
    ran, languages = Ran(), dict(Preference.objects.values_list("account_id", "language"))
    tongues = {language: tongue for language, tongue in TONGUES.items() if language in {"en", *languages.values()}}
    for kind in kinds:
        try:
            for language, tongue in tongues.items():
                with translation.override(tongue):
                    _say(kind, language, languages, ran, at=at, by=by)
        except Exception as error:
            log.error("the reminders of %s could not be said: %s", kind.__name__, type(error).__name__)  # its text may name people
            ran.broken.append(kind.__name__)
    return ran


def _say(kind: Kind, language: str, languages: dict[int, str], ran: Ran, *, at: datetime, by: Actor) -> None:
    wanted = {  # read to the end before anything is written
        _key_of(reminder, pk): (pk, reminder)
        for reminder in kind(at, timezone.localdate(at)) for pk in reminder.account_ids if languages.get(pk, "en") == language
    }  # fmt: skip
    said = _said_before(list(wanted))
    new = {key: asked for key, asked in wanted.items() if key not in said}
    accounts = Account.objects.in_bulk({pk for pk, _reminder in new.values()})
    for key, (pk, reminder) in new.items():
        notify(by=by, at=at, account=accounts[pk], kind=reminder.kind, words=reminder.words, address=reminder.address, key=key)
        ran.said[reminder.kind] = ran.said.get(reminder.kind, 0) + 1


def _said_before(keys: list[str]) -> set[str]:
    """Those of the keys that stand in an inbox; asked for by hundreds, so that many rows do not cost a question each."""
    parts = [keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE)]
    return {key for part in parts for key in Notice.objects.filter(key__in=part).values_list("key", flat=True)}


def _key_of(reminder: Reminder, account_id: int) -> str:
    return f"{reminder.key}:to {account_id}"
