"""Whether facts that stand in a text are together so rare in an Area that somebody could be recognised without any name."""

from folkmoot.redaction.jigsaw.facts import Attribute, Fact, facts_in
from folkmoot.redaction.jigsaw.rarity import Coarser, Counts, Suggestion, Warning, Why, age_band, estimated, rare_combinations

__all__ = [
    "Attribute",
    "Coarser",
    "Counts",
    "Fact",
    "Suggestion",
    "Warning",
    "Why",
    "age_band",
    "estimated",
    "facts_in",
    "rare_combinations",
]
