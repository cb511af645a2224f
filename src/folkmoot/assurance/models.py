"""The tables of the room, gathered from its parts."""

import folkmoot.assurance.certificates.models
import folkmoot.assurance.frameworks.models
import folkmoot.assurance.rounds.models  # noqa: F401
