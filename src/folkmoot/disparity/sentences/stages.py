"""Stages one after another, and what a search found."""

from folkmoot.disparity import figures as f
from folkmoot.disparity.sentences.groups import Part
from folkmoot.disparity.words import Sentence, Value, gettext_noop

STEPS = gettext_noop("%(group)s beside %(reference)s, relative rate stage by stage: %(steps)s. All stages together: %(together)s.")
STEP = gettext_noop("%(stage)s %(ratio)s")
WITHHELD = gettext_noop("Withheld, so that no small number can be seen or worked out: %(groups)s.")
NOTHING_FOUND = gettext_noop("The search found no subgroup that stands out.")
FOUND = gettext_noop(
    "“%(outcome)s”, %(conditions)s: %(observed)s (%(with)s of %(base)s) where %(expected)s was expected; p %(p)s, from the same"
    " search in %(permutations)s files in which the outcomes had been shuffled."
)
FOUND_WITHHELD = gettext_noop("“%(outcome)s”: a subgroup was found whose figures are withheld.")
CONDITION = gettext_noop("%(column)s: %(values)s")


def about_chain(chain: Part) -> list[Sentence]:
    """Of each group the relative rate at each stage and of all stages together."""
    withheld = [group["group"] for group in chain["groups"] if _nothing_shown(group)]
    said = [_steps(group, chain) for group in chain["groups"] if not _nothing_shown(group) and group["group"] != chain["reference"]]
    said += [Sentence(WITHHELD, {"groups": withheld})] if withheld else []
    return said + [Sentence(note) for note in chain["notes"]]


def _nothing_shown(group: Part) -> bool:
    figures = [step["relative_rate"] for step in group["steps"]] + [group["cumulative"]]
    return bool(group["suppressed"]) and not any(f.is_number(figure) for figure in figures)


def _steps(group: Part, chain: Part) -> Sentence:
    steps = [
        Sentence(STEP, {"stage": step["stage"], "ratio": f.ratio_with(step["relative_rate"], step["relative_rate_ci"])})
        for step in group["steps"]
    ]
    together = f.ratio_with(group["cumulative"], group["cumulative_ci"])
    reference = chain["reference"] or f.NOT_DEFINED
    return Sentence(STEPS, {"group": group["group"], "reference": reference, "steps": steps, "together": together})


def about_scan(scan: Part) -> list[Sentence]:
    """What the search is, then what it found."""
    found = [_subgroup(one) for one in scan["subgroups"]] or [Sentence(NOTHING_FOUND, {})]
    return [Sentence(scan["label"]), *found, *(Sentence(note) for note in scan["notes"])]


def conditions_of(subgroup: Part) -> list[Sentence]:
    return [Sentence(CONDITION, {"column": one["column"], "values": ", ".join(one["values"])}) for one in subgroup["conditions"]]


def _subgroup(subgroup: Part) -> Sentence:
    if not f.is_number(subgroup["observed_rate"]) or not f.is_number(subgroup["expected_rate"]):
        return Sentence(FOUND_WITHHELD, {"outcome": subgroup["stage"]})
    values: dict[str, Value] = {
        "outcome": subgroup["stage"], "conditions": conditions_of(subgroup),
        "observed": f.share(subgroup["observed_rate"]), "with": f.counted(subgroup["k"]),
        "base": f.counted(subgroup["n"]), "expected": f.share(subgroup["expected_rate"]), "p": f.p_value(subgroup["p_value"]),
        "permutations": f.counted(subgroup["permutations"]),
    }  # fmt: skip
    return Sentence(FOUND, values)
