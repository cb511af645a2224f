"""The tables of scrutiny, each in its own room."""

import folkmoot.scrutiny.assessment.models
import folkmoot.scrutiny.assessment.questions.models
import folkmoot.scrutiny.draws.models
import folkmoot.scrutiny.frames.models
import folkmoot.scrutiny.identities.models
import folkmoot.scrutiny.impact.models
import folkmoot.scrutiny.learning.models
import folkmoot.scrutiny.packs.models
import folkmoot.scrutiny.signals.models  # noqa: F401
