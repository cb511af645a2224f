"""The tables of organisations and people."""

from folkmoot.stakeholders.models.organisations import Organisation, Relationship
from folkmoot.stakeholders.models.people import Consent, Contact, SafeContactNote, SafeContactReading
from folkmoot.stakeholders.models.standing import Affiliation, Assessment, SpeaksFor

__all__ = [
    "Affiliation",
    "Assessment",
    "Consent",
    "Contact",
    "Organisation",
    "Relationship",
    "SafeContactNote",
    "SafeContactReading",
    "SpeaksFor",
]

import folkmoot.stakeholders.partnerships.models
import folkmoot.stakeholders.sources.models  # noqa: F401
from folkmoot.stakeholders.duplicates.models import DuplicatePair, DuplicateRun, Merge, MergeMove, NameKey  # noqa: F401
