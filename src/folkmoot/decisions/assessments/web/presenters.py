"""Assessments in words: states, parts and lines in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.decisions.assessments.contents import SCREENING, Difference, Line, Part
from folkmoot.decisions.assessments.models import CONCLUSION_NAMES, EFFECT_NAMES, NEED_NAMES, Assessment, Impact, TakenEvidence
from folkmoot.decisions.assessments.rules import RULE_SETS, STEP_NAMES, State
from folkmoot.decisions.assessments.screening import AIM_NAMES, NAMES, Touch
from folkmoot.webkit.templatetags.components import day as day_words

STATE_WORDS: dict[State, Promise] = {
    State.DRAFT: _("Draft"), State.NOT_NEEDED: _("Not needed"), State.SUBMITTED: _("Waiting for signature"), State.RETURNED: _("Returned"),
    State.SIGNED: _("Signed"), State.PUBLISHED: _("Published"), State.REVIEW_DUE: _("Review due"), State.SUPERSEDED: _("Superseded"),
}  # fmt: skip
STATE_COLOURS = {
    State.DRAFT: "grey", State.NOT_NEEDED: "grey", State.SUBMITTED: "yellow", State.RETURNED: "orange", State.SIGNED: "turquoise",
    State.PUBLISHED: "green", State.REVIEW_DUE: "red", State.SUPERSEDED: "grey",
}  # fmt: skip
TOUCH_WORDS: dict[Touch, Promise] = {
    Touch.POSITIVE: _("For the better"), Touch.NEGATIVE: _("For the worse"), Touch.NONE: _("Not touched"), Touch.NOT_KNOWN: _("Not known"),
}  # fmt: skip
EFFECT_COLOURS = {"positive": "green", "negative": "red", "mixed": "orange", "no_impact": "grey", "no_evidence": "yellow"}
_OTHER_LABELS: dict[str, Promise] = {
    "large": _("Changes a policy, a public service, or a thing for many people"), "asked_for": _("What the answers ask for"),
    "kind": _("What is done"),
}  # fmt: skip
_VALUES: dict[str, dict[str, Any]] = {
    "large": {"yes": _("Yes"), "no": _("No")}, "asked_for": {each.value: name for each, name in NEED_NAMES.items()},
    "kind": {each.value: name for each, name in NEED_NAMES.items()},
    "conclusion": {each.value: name for each, name in CONCLUSION_NAMES.items()},
    "rule_set": {each.code: each.name for each in RULE_SETS.values()},
}  # fmt: skip


@dataclass(frozen=True)
class ShownLine:
    """One line of a page: `label` and `facts` in the language of the page, `words` as somebody wrote them."""

    label: str
    words: list[str] = field(default_factory=list)
    tag: str | Promise = ""
    colour: str = "grey"
    facts: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""
    number: int | None = None


@dataclass(frozen=True)
class ShownPart:
    code: str
    title: str | Promise
    lines: list[ShownLine]
    withheld: str = ""


def part_title(code: str) -> str | Promise:
    return _("Screening") if code == SCREENING else next(name for step, name in STEP_NAMES.items() if step.value == code)


# Which capability opens the page that a piece of evidence came from, by the beginning of its address.
_OPENED_BY = (("/engagement/", "engagement.read"), ("/who-lives-here/", "communities.read"), ("/voice/", "voice.read"),
              ("/casework/", "casework.read"))  # fmt: skip


def shown_parts(parts: Iterable[Part], viewer: Viewer | None = None) -> list[ShownPart]:
    """Parts as a page shows them; with a `viewer` without the links that their role does not open."""
    closed = tuple(start for start, capability in _OPENED_BY if viewer and not viewer.may(capability))
    shown = []
    for part in parts:
        lines = [shown_line(line) for line in part.get("lines", [])]
        kept = [replace(line, address="") if line.address.startswith(closed) else line for line in lines]
        shown.append(ShownPart(part["code"], part_title(part["code"]), kept, part.get("withheld", "")))
    return shown


def shown_line(line: Line) -> ShownLine:
    """A stored line as a page shows it."""
    return {"words": _words, "choice": _choice, "day": _day, "touch": _touch, "impact": _impact, "evidence": _evidence,
            "mitigation": _mitigation}[line["kind"]](line)  # fmt: skip


def differences_shown(found: Iterable[Difference]) -> list[tuple[str | Promise, ShownLine | None, ShownLine | None]]:
    """Each difference: the part, and the line before and after."""
    return [
        (part_title(each.part), shown_line(each.before) if each.before else None, shown_line(each.after) if each.after else None)
        for each in found
    ]


def names_of(codes: str) -> str:
    """ "age+race" in words."""
    known = {each.value: name for each, name in NAMES.items()}
    return " + ".join(str(known[code]) for code in codes.split("+"))


def _label(name: str) -> str:
    own = _OTHER_LABELS.get(name)
    label = str(own if own is not None else getattr(Assessment._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def _words(line: Line) -> ShownLine:
    return ShownLine(_label(line["label"]), [line["words"]])


def _choice(line: Line) -> ShownLine:
    return ShownLine(_label(line["label"]), facts=[("", str(_VALUES[line["label"]].get(line["value"], line["value"])))])


def _day(line: Line) -> ShownLine:
    return ShownLine(_label(line["label"]), facts=[("", day_words(date.fromisoformat(line["value"])))])


def _touch(line: Line) -> ShownLine:
    tag = TOUCH_WORDS[Touch(line["value"])] if line["value"] else _("Blank")
    return ShownLine(names_of(line["label"]), [line["words"]] if line["words"] else [], tag, EFFECT_COLOURS.get(line["value"], "grey"))


def _impact(line: Line) -> ShownLine:
    aims = [str(name) for aim, name in AIM_NAMES.items() if aim.value in line["aims"]]
    facts = [
        (gettext("How likely"), str(dict(Impact.Likely.choices).get(line["likely"], ""))),
        (gettext("How much it matters to them"), str(dict(Impact.Severe.choices).get(line["severe"], ""))),
        (gettext("Bears on"), "; ".join(aims)),
        (gettext("Rests on evidence"), ", ".join(str(number) for number in line["cited"])),
    ]
    effect = next(name for each, name in EFFECT_NAMES.items() if each.value == line["effect"])
    said = [words for words in (line["words"], line["will_do"]) if words]
    return ShownLine(names_of(line["label"]), said, effect, EFFECT_COLOURS[line["effect"]], [fact for fact in facts if fact[1]])


def _evidence(line: Line) -> ShownLine:
    facts = [
        (gettext("Tells of"), names_of(line["label"]) if line["label"] else ""),
        (gettext("As of"), day_words(date.fromisoformat(line["as_of"])) if line["as_of"] else ""),
        (gettext("Based on"), line["base"]), (gettext("What it does not tell"), line["gaps"]),
    ]  # fmt: skip
    said = [words for words in (line["words"], line["own_words"]) if words]
    kind = str(dict(TakenEvidence.Source.choices)[line["source"]])
    return ShownLine(line["title"], said, kind, "blue", [fact for fact in facts if fact[1]], line["address"], line.get("number"))


def _mitigation(line: Line) -> ShownLine:
    facts = [(gettext("How we will know it worked"), line["measure"]), (gettext("Due"), day_words(date.fromisoformat(line["value"])))]
    return ShownLine(gettext("Action"), [line["words"]], facts=facts)
