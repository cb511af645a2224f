"""Giving somebody what is held about them. It is a disclosure, and says to whom it was given."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused
from folkmoot.overview.subjects.files import FORMATS, as_file
from folkmoot.overview.subjects.gathering import Everything, everything_about
from folkmoot.overview.subjects.people import CAPABILITY, get, person_of


@dataclass(frozen=True)
class Given:
    """The file, and what stands in it."""

    data: bytes
    about: Everything


@transaction.atomic
def give(*, by: Viewer, at: datetime, key: str, recipient: str, ending: str, route: str = "") -> Given:
    """Everything held about the person at `key` as a file for `recipient`. Raises NotAllowed, or Refused.

    One disclosure is recorded for each kind of record, so that the next file says that this one was given.
    """
    by.require_national(CAPABILITY)
    found = get(by, key)
    problems = {} if recipient.strip() else {"recipient": [_("Say who receives it: the person, or who asks in their name.")]}
    problems |= {} if ending in FORMATS else {"ending": [_("Choose html, ods or json.")]}
    problems |= {} if found else {"key": [_("Nobody is found there. Search again.")]}
    if problems or found is None:
        raise Refused(problems)
    about = everything_about(person_of(found))
    data = as_file(about, ending, timezone.localdate(at))
    for kind in about.kinds:
        detail: dict[str, object] = {"access": ending, "records": len(kind.rows)}
        audit.record(
            audit.Kind.DISCLOSURE, by=by, at=at, subject=kind.model, ids=kind.keys, route=route, recipient=recipient.strip(), detail=detail
        )
    return Given(data, about)
