"""What a plan and a receipt mean, in English sentences for the command line."""

from folkmoot.sampling.drawing import Group, Plan
from folkmoot.sampling.receipt import Proof
from folkmoot.sampling.rules import Rules

PROOF = {
    Proof.SEALED: "What it proves: the service fixed list, rules and its own phrase before members sealed theirs. If one of those who "
    "sealed where nobody else saw it was honest, nobody could choose the outcome; whoever opened last could only leave their phrase out, "
    "and would be named.",
    Proof.SEEN: "What it proves: the service fixed list, rules and its own phrase first. It saw each member’s phrase when it was given, so "
    "it could have worked together with the last to give one.",
    Proof.OPEN: "What it proves: the same list, rules and phrases always give these cases. Whoever drew knew the phrases and could have "
    "tried others; `folkmoot sample commit` before the phrases are given rules that out.",
    Proof.ALONE: "What it proves: the cases follow from the phrase on the receipt. Nobody but whoever drew had a part in it, and they "
    "could have drawn again until the cases suited.",
}


def short_code(text: str) -> str:
    """The first 16 digits of a hash in fours, as people read them out: `3f2a 9c01 77de 0b4c`."""
    return " ".join(text[place : place + 4] for place in range(0, 16, 4))


def on_plan(plan: Plan, rules: Rules) -> list[str]:
    """Sentences on what the rules make of the list that somebody might not expect."""
    told = [f"{_name(group)} has {group.cases:,} of the {group.wanted:,} cases wanted: all are taken." for group in plan.short]
    if rules.total is not None and plan.missing:
        told.append(f"There are {plan.missing:,} cases fewer than the {rules.total:,} wanted: all are taken.")
    if plan.unseen:
        names = ", ".join(_name(group) for group in plan.unseen[:5]) + (" and others" if len(plan.unseen) > 5 else "")
        told.append(f"No case comes from {names}: --least 1 takes one of each group.")
    if rules.always and not plan.always:
        told.append("No case is of those that are always taken.")
    if plan.left_out:
        told.append(f"{plan.left_out:,} cases are outside the theme.")
    return told


def _name(group: Group) -> str:
    return f"the group “{', '.join(part or '(blank)' for part in group.stratum)}”" if group.stratum else "the list"
