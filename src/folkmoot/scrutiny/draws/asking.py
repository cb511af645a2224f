"""What a draw is asked for, made into rules: checked against the list before anything is stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from folkmoot.foundation.saving import Refused
from folkmoot.panels.meetings.models import Meeting
from folkmoot.sampling.drawing import plan
from folkmoot.sampling.errors import FrameError, RulesError
from folkmoot.sampling.frame import Frame as DrawnFrom
from folkmoot.sampling.rules import Chosen, Rules, tidied
from folkmoot.scrutiny.draws.listing import ALWAYS, THEME, list_of
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.draws.queries import from_same_cases
from folkmoot.scrutiny.draws.rules import State, preparing_problems, reason_problem
from folkmoot.scrutiny.limits import limits
from folkmoot.voice.naming import personal_in


def asked(
    draw: Draw, *, at: datetime, meeting: Meeting, title: str, each: int | None, total: int | None, least: int, grouped: bool,
    only: Mapping[str, Sequence[str]], theme: str, always: bool, chosen: Mapping[str, str], few_why: str,
) -> dict[str, object]:  # fmt: skip
    """The values of a draw that is asked for. Raises Refused."""
    frame = draw.frame
    marked = always and frame.cases.filter(always=True, refused="").exists()
    narrowed = {fact: list(values) for fact, values in only.items() if values}
    try:
        rules = Rules(
            each, total, least, ((THEME,),) if narrowed else (), (ALWAYS,) if marked else (), _chosen(chosen), grouped,
            full_title(draw, title, theme),
        )  # fmt: skip
        planned = plan(list_of(frame, rules, narrowed, before=at), rules)
    except (RulesError, FrameError) as error:
        raise Refused({"": [str(error)]}) from error
    few = sum(1 for group in planned.groups if group.taken and group.cases < limits().few_for_draw)
    problems = preparing_problems(
        title=title, same_panel=meeting.panel_id == frame.panel_id, meeting_state=meeting.state, withdrawn=frame.withdrawn_at is not None,
        few=few, few_why=few_why,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    return {
        "meeting": meeting, "title": title.strip(), "method": rules.method.value, "theme": theme.strip(), "rules": rules.to_plain(),
        "narrowed": narrowed, "few_why": few_why.strip(),
    }  # fmt: skip


def full_title(draw: Draw, title: str, theme: str) -> str:
    """What the receipt says of itself: also that it is not the first attempt, so that nobody draws until the cases suit them."""
    parts = [title.strip(), f"Theme: {theme.strip()}" if theme.strip() else ""]
    before = from_same_cases(draw.frame).filter(state=State.GIVEN_UP).exclude(pk=draw.pk).count()
    if before:
        parts.append(f"Draws from these cases given up before: {before}")
    return tidied(". ".join(part for part in parts if part))


def _chosen(chosen: Mapping[str, str]) -> tuple[Chosen, ...]:
    for why in chosen.values():
        if problem := reason_problem(why, [found.text for found in personal_in(why)]):
            raise Refused({"chosen": [problem]})
    return tuple(Chosen(name, tidied(why)) for name, why in chosen.items())


def refuse_impossible(drawn_from: DrawnFrom, rules: Rules) -> None:
    """Raise Refused where the list does not hold what the rules name, for instance since a case was kept out meanwhile."""
    try:
        plan(drawn_from, rules)
    except RulesError as error:
        raise Refused({"": [str(error)]}) from error
