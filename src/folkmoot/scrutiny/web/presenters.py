"""What a panel's meeting needs next, in words, with the page on which it is done."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.scrutiny.queries import Needs
from folkmoot.scrutiny.rules import Step
from folkmoot.webkit.templatetags.components import moment

STEPS: tuple[tuple[tuple[Step, ...], Promise], ...] = (
    ((Step.MEETING, Step.LIST), gettext_lazy("List")),
    ((Step.DRAW, Step.FIX, Step.SEALING, Step.OPENING), gettext_lazy("Draw")),
    ((Step.PACKS,), gettext_lazy("Packs")),
    ((Step.REVIEWS, Step.RELEASE), gettext_lazy("Reviews")),
    ((Step.JUDGING, Step.JOINT), gettext_lazy("Judged")),
    ((Step.LEARNING,), gettext_lazy("Learned")),
)
BUTTONS: dict[Step, Promise] = {
    Step.MEETING: gettext_lazy("Plan a meeting"), Step.LIST: gettext_lazy("Bring in a list"), Step.DRAW: gettext_lazy("Prepare a draw"),
    Step.FIX: gettext_lazy("Fix the list"), Step.SEALING: gettext_lazy("See the phrases"), Step.OPENING: gettext_lazy("Draw the cases"),
    Step.PACKS: gettext_lazy("Prepare the packs"), Step.REVIEWS: gettext_lazy("Review the packs"),
    Step.RELEASE: gettext_lazy("Release the packs"), Step.JUDGING: gettext_lazy("See who has judged"),
    Step.JOINT: gettext_lazy("Record the joint view"), Step.LEARNING: gettext_lazy("Record what is learned"),
    Step.DONE: gettext_lazy("See it"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One panel and meeting. `stages` are pairs of words and how it stands: "done", "now" or "later"."""

    needs: Needs
    words: str
    address: str
    button: Promise
    stages: list[tuple[Promise, str]]


def line_of(needs: Needs, *, may_prepare: bool, at: datetime) -> Line:
    """Whoever only reads is led to no page on which a meeting is planned or a list brought in."""
    address = "" if needs.step in (Step.MEETING, Step.LIST) and not may_prepare else _address(needs)
    return Line(needs, _words(needs, at), address, BUTTONS[needs.step], _stages(needs.step))


def _stages(step: Step) -> list[tuple[Promise, str]]:
    place = next((number for number, (steps, _label) in enumerate(STEPS) if step in steps), len(STEPS))
    return [
        (label, "done" if number < place else "now" if number == place else "later") for number, (_steps, label) in enumerate(STEPS)
    ]  # fmt: skip


def _words(needs: Needs, at: datetime) -> str:
    """What is to be done next, in a sentence."""
    progress, draw = needs.progress, needs.draw
    said = {
        Step.MEETING: _("A list is there, but no meeting is planned. Plan one: cases are drawn for a meeting."),
        Step.LIST: _("No list of finalised cases was brought in for it yet."),
        Step.DRAW: _("A list is there. Say how many cases are drawn."),
        Step.FIX: _("The draw is prepared. Fix the list and ask members for phrases."),
        Step.LEARNING: _("The panel has judged its cases. Record what is to be learned, and what was done well."),
        Step.DONE: _("The panel has judged its cases, and what was learned is recorded."),
    }  # fmt: skip
    if needs.step in said or progress is None:
        return said.get(needs.step, "")
    if needs.step is Step.SEALING and draw:
        if draw.seals_until and at >= draw.seals_until:
            return _("The time for members’ phrases ended on %(until)s. Close sealing.") % {"until": moment(draw.seals_until)}
        return _("Members can seal phrases until %(until)s. Then close sealing.") % {"until": moment(draw.seals_until)}
    if needs.step is Step.OPENING and draw:
        return _("Members open their phrases until %(until)s. Then the cases can be drawn.") % {"until": moment(draw.opens_until)}
    numbers = {
        "drawn": progress.drawn, "begun": progress.begun, "review": progress.in_review, "cleared": progress.cleared,
        "released": progress.released, "agreed": progress.agreed,
    }  # fmt: skip
    counted = {
        Step.PACKS: _("%(drawn)d cases were drawn; packs of %(begun)d are begun, %(released)d are released."),
        Step.REVIEWS: _("%(review)d of %(drawn)d packs wait for a review by somebody who did not prepare them."),
        Step.RELEASE: _("%(cleared)d of %(drawn)d packs were reviewed twice and can be released."),
        Step.JUDGING: _("All %(released)d packs are released. Members read and judge alone first; %(agreed)d have a joint view."),
        Step.JOINT: _("The meeting is over; of %(released)d cases %(agreed)d have a joint view."),
    }  # fmt: skip
    return counted[needs.step] % numbers


def _address(needs: Needs) -> str:
    """Where it is done; "" where there is no such page."""
    step, draw = needs.step, needs.draw
    if step is Step.MEETING:
        return _reverse("panels:meetings")
    if step is Step.LIST:
        return f"{_reverse('scrutiny:new_frame')}?panel={needs.panel.code}"
    if step is Step.DRAW and needs.frame:
        return _reverse("scrutiny:draw_from", needs.frame.pk)
    if step in (Step.FIX, Step.SEALING, Step.OPENING) and draw:
        return _reverse("scrutiny:draw", draw.pk)
    if step in (Step.PACKS, Step.REVIEWS, Step.RELEASE):
        return _reverse("scrutiny:packs")
    if step is Step.LEARNING and needs.meeting:
        return _reverse("scrutiny:learn", needs.meeting.pk) or _reverse("scrutiny:learning")
    return _reverse("scrutiny:judgements")


def _reverse(route: str, *args: int) -> str:
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
