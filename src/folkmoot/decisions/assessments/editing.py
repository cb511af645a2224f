"""What an edit starts from: the version as it is now, and marks of what a person saw, so that two people lose nothing."""

import hashlib
import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.rules import FIELDS, Step
from folkmoot.foundation.saving import Refused

_SCREENED = ("title", "proposal", "affected", "large", "screening", "asked_for", "kind", "screening_reason")


def mark_of_step(assessment: Assessment, step: Step) -> str:
    """What stands in a step, as a short mark: it changes when, and only when, the step does."""
    return _mark(assessment, FIELDS[step])


def mark_of_screening(assessment: Assessment) -> str:
    return _mark(assessment, _SCREENED)


def _mark(assessment: Assessment, names: Sequence[str]) -> str:
    said = json.dumps([str(getattr(assessment, name)) for name in names], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def to_edit(by: Viewer, assessment: Assessment) -> Assessment:
    """The version as it is now, held until the transaction ends. Raises Refused once it is signed: then a new version follows."""
    by.require_for("assessments.write", assessment.area_id)
    held = Assessment.objects.select_for_update(of=("self",)).select_related("area").get(pk=assessment.pk)
    if held.signed_at:
        raise Refused({"": [_("This version is settled and stays as it is. Begin a new version to change it.")]})
    return held
