"""What a document says, in plain sentences with the uncertainty beside each figure. Never a cause, never a judgement of people.

Every sentence is a phrase of the catalogue and what fills its gaps: `said(translate)` writes it out.
"""

from folkmoot.disparity.sentences.answer import headline
from folkmoot.disparity.sentences.areas import about_areas
from folkmoot.disparity.sentences.files import about_completeness, about_disclosure, about_method, about_source, caveats
from folkmoot.disparity.sentences.groups import about_groups, about_what_would_change
from folkmoot.disparity.sentences.periods import about_periods
from folkmoot.disparity.sentences.stages import about_chain, about_scan
from folkmoot.disparity.sentences.taken_into_account import about_model, about_parts, about_strata

__all__ = [
    "about_areas",
    "about_chain",
    "about_completeness",
    "about_disclosure",
    "about_groups",
    "about_method",
    "about_model",
    "about_parts",
    "about_periods",
    "about_scan",
    "about_source",
    "about_strata",
    "about_what_would_change",
    "caveats",
    "headline",
]
