"""The list as the rules of one draw read it: pseudonyms, bindings, and no more of what is known of the cases than the rules name.

A list given out for checking says neither strand nor force nor outcome: groups have bare names, and marks only say that a case is of
the theme or always comes. So nobody learns from it how few cases of a kind there were.

A case that was drawn before, from this list or another, and one to which a member said before that they are tied, is not in it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.sampling.drawing import Plan, plan
from folkmoot.sampling.frame import Case
from folkmoot.sampling.frame import Frame as DrawnFrom
from folkmoot.sampling.rules import Rules
from folkmoot.scrutiny.draws.models import Draw, DrawnCase
from folkmoot.scrutiny.frames.models import Frame, FrameCase, Tie
from folkmoot.scrutiny.frames.queries import eligible

ALWAYS, THEME = "always", "theme"


def list_of(frame: Frame, rules: Rules, narrowed: Mapping[str, list[str]], *, before: datetime) -> DrawnFrom:
    """The cases that may be drawn, as these rules read them; `before` is when the draw commits to them.

    Raises sampling.FrameError for a list without cases.
    """
    groups = frame.columns.get("groups", {})
    wanted = {fact: {value.casefold() for value in values} for fact, values in narrowed.items()}
    return DrawnFrom.of(_case(case, rules, groups, wanted) for case in free(frame, before))


def list_of_draw(draw: Draw, *, at: datetime | None = None) -> DrawnFrom:
    """The list of a draw that committed to it, the same for ever; of one that is being prepared, as it would be `at` a moment."""
    before = draw.committed_at or at or draw.prepared_at
    return list_of(draw.frame, Rules.from_plain(draw.rules), draw.narrowed, before=before)


def cases_of_list(draw: Draw) -> int:
    """How many cases stand on the list of a draw: those that the code of the list is made of, and no other."""
    return free(draw.frame, draw.committed_at or draw.prepared_at).count()


def plan_of(draw: Draw, *, at: datetime) -> Plan:
    """What would be drawn, without chance. Raises sampling.RulesError or FrameError."""
    return plan(list_of_draw(draw, at=at), Rules.from_plain(draw.rules))


def free(frame: Frame, before: datetime) -> QuerySet[FrameCase]:
    """The cases of a list that may be drawn and that neither a draw nor a tie took before a moment."""
    same = DrawnCase.objects.filter(case__identity=OuterRef("identity"))
    came = Q(stands_for__isnull=True, draw__drawn_at__lt=before) | Q(stands_for__replaced_at__lt=before)
    tied = Tie.objects.filter(case__identity=OuterRef("identity"), member__panel=frame.panel_id, declared_at__lt=before)
    rows = eligible(frame).filter(~Exists(tied))
    return rows if frame.again else rows.filter(~Exists(same.filter(came)))


def _case(case: FrameCase, rules: Rules, groups: Mapping[str, str], wanted: Mapping[str, set[str]]) -> Case:
    marks = []
    if case.always and ALWAYS in rules.always:
        marks.append(ALWAYS)
    if wanted and all(case.facts.get(fact, "").casefold() in values for fact, values in wanted.items()):
        marks.append(THEME)
    stratum = (groups[case.stratum],) if rules.grouped and case.stratum else ()
    return Case(case.pseudonym, stratum, tuple(marks), case.binding)
