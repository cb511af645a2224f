"""Sentences about actions that operations keep and pages show alike."""

from django.utils.translation import ngettext

from folkmoot.actions.weighing import Weighed


def weighed_in_words(weighed: Weighed) -> str:
    """“3 of 5 sub-actions achieved; by weight 62% of the way”: the count and the share always stand together."""
    return ngettext(
        "%(achieved)d of %(parts)d sub-action achieved; by weight %(percent)d%% of the way",
        "%(achieved)d of %(parts)d sub-actions achieved; by weight %(percent)d%% of the way",
        weighed.parts,
    ) % {"achieved": weighed.achieved, "parts": weighed.parts, "percent": weighed.percent}


def plan_in_words(weighed: Weighed) -> str:
    """The same of a plan's actions."""
    return ngettext(
        "%(achieved)d of %(parts)d action achieved; by weight %(percent)d%% of the way",
        "%(achieved)d of %(parts)d actions achieved; by weight %(percent)d%% of the way",
        weighed.parts,
    ) % {"achieved": weighed.achieved, "parts": weighed.parts, "percent": weighed.percent}
