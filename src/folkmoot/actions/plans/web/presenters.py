"""Plans in words and as bars over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from folkmoot.actions.models import Action
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.plans.queries import Branch, PlanLine
from folkmoot.actions.plans.web.gantt import Bar, gantt_svg
from folkmoot.actions.queries import part_of_row
from folkmoot.actions.rules import State
from folkmoot.actions.web.presenters import Line, line_of
from folkmoot.actions.weighing import SHARES
from folkmoot.actions.words import plan_in_words, weighed_in_words
from folkmoot.webkit.charts import Drawing


@dataclass(frozen=True)
class ShownPlan:
    """A plan as a line: `progress` with its base, `period` in words, `warnings` what is late or nobody's."""

    plan: Plan
    progress: str
    period: str
    warnings: list[str]
    is_over: bool


def plan_line(line: PlanLine, today: date) -> ShownPlan:
    plan = line.plan
    days = {"first": date_format(plan.starts_on, "j F Y"), "last": date_format(plan.ends_on, "j F Y")}
    late = ngettext("%(number)d action overdue", "%(number)d actions overdue", line.overdue) % {"number": line.overdue}
    nobodys = ngettext("%(number)d action that nobody owns", "%(number)d actions that nobody owns", line.ownerless)
    warnings = [late if line.overdue else "", nobodys % {"number": line.ownerless} if line.ownerless else ""]
    return ShownPlan(
        plan, plan_in_words(line.weighed) if line.weighed else gettext("No action yet"), gettext("%(first)s to %(last)s") % days,
        [one for one in warnings if one], plan.ends_on < today,
    )  # fmt: skip


@dataclass(frozen=True)
class ShownBranch:
    """An action of a plan, its sub-actions, what they come to, and the due dates it had before."""

    line: Line
    parts: list[Line]
    progress: str
    earlier: list[date]


def branch_line(branch: Branch, earlier: Mapping[int, list[date]], today: date) -> ShownBranch:
    return ShownBranch(
        _line(branch.action, today), [_line(part, today) for part in branch.parts],
        weighed_in_words(branch.weighed) if branch.weighed else "", earlier.get(branch.action.pk, []),
    )  # fmt: skip


def _line(action: Action, today: date) -> Line:
    return line_of(action, _state(action), today)


def _state(action: Action) -> State:
    return State(action.state)


def drawn(plan: Plan, branches: Sequence[Branch], earlier: Mapping[int, list[date]], today: date) -> list[Drawing]:
    """The chart for a phone and the one for a wide screen; none without an action."""
    bars = [_bar(row, earlier, inset=row is not branch.action) for branch in branches for row in (branch.action, *branch.parts)]
    if not bars:
        return []
    said = gettext("%(number)s actions from first day to due date; the table below says the same in words.") % {"number": len(bars)}
    title = gettext("Actions of “%(title)s” over time") % {"title": plan.title}
    return [
        gantt_svg(
            bars, first=plan.starts_on, last=plan.ends_on, today=today, title=title, description=said, today_words=gettext("today"),
            broad=broad, lang="cy" if get_language() == "cy" else "en-GB",
        )
        for broad in (False, True)
    ]  # fmt: skip


def _bar(action: Action, earlier: Mapping[int, list[date]], *, inset: bool) -> Bar:
    state = _state(action)
    share = SHARES[part_of_row(action).level or "not_progressed"]
    return Bar(
        action.title, action.starts_on, action.due_on, share, tuple(earlier.get(action.pk, ())), state is State.OVERDUE,
        state is State.ENDED, inset,
    )  # fmt: skip
