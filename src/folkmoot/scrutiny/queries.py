"""What the next meeting of each panel needs before it can scrutinise cases, from the list to what was learned."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import panels
from folkmoot.scrutiny.draws.models import Draw, DrawnCase
from folkmoot.scrutiny.frames.models import Frame
from folkmoot.scrutiny.rules import Progress, Step, next_step

CAPABILITY = "scrutiny.read"
_ORDER = [each.value for each in (Draw.State.PREPARED, Draw.State.COMMITTED, Draw.State.OPENING, Draw.State.DRAWN)]
_REVIEW, _CLEARED, _RELEASED = ("submitted", "reviewed"), ("cleared",), ("released",)


@dataclass(frozen=True)
class Needs:
    """One panel and meeting with what is to be done next. `draw` is the draw it is about, `frame` a list from which nothing was drawn."""

    panel: Panel
    meeting: Meeting | None
    progress: Progress | None
    draw: Draw | None
    frame: Frame | None

    @property
    def step(self) -> Step:
        return next_step(self.progress)


def needs(viewer: Viewer, at: datetime) -> list[Needs]:
    """For every panel in sight: its next meeting, and those that are over whose cases are not finished with; so many queries for any."""
    rows = {panel.pk: panel for panel in panels(viewer, CAPABILITY).order_by("name_en", "pk")}
    frames = _unused_frames(rows)
    coming, over = _meetings(rows, at)
    meetings = [*coming.values(), *over]
    draws = _draws(meetings)
    progress = _progress(meetings, draws, frames)
    found = [_needs(rows[meeting.panel_id], meeting, progress[meeting.pk], draws[meeting.pk], frames) for meeting in over]
    found = [each for each in found if each.step is not Step.DONE]
    for panel in rows.values():
        meeting = coming.get(panel.pk)
        if meeting:
            found.append(_needs(panel, meeting, progress[meeting.pk], draws[meeting.pk], frames))
        elif panel.pk in frames:
            found.append(Needs(panel, None, None, None, frames[panel.pk][0]))
    return found


def _needs(panel: Panel, meeting: Meeting, progress: Progress, draws: list[Draw], frames: dict[int, list[Frame]]) -> Needs:
    least = min(draws, key=lambda draw: _ORDER.index(draw.state), default=None)
    return Needs(panel, meeting, progress, least, next(iter(frames.get(panel.pk, [])), None))


def _unused_frames(rows: Iterable[int]) -> dict[int, list[Frame]]:
    used = Draw.objects.filter(frame=OuterRef("pk")).exclude(state=Draw.State.GIVEN_UP)
    found: dict[int, list[Frame]] = defaultdict(list)
    waiting = Frame.objects.filter(panel__in=list(rows), withdrawn_at__isnull=True).filter(~Exists(used))
    for frame in waiting.order_by("-brought_in_at", "-pk"):
        found[frame.panel_id].append(frame)
    return found


def _meetings(rows: Iterable[int], at: datetime) -> tuple[dict[int, Meeting], list[Meeting]]:
    """The next meeting of each panel, and those that are over and had cases, the latest first."""
    with_cases = Exists(Draw.objects.filter(meeting=OuterRef("pk"), state=Draw.State.DRAWN))
    all_rows = Meeting.objects.filter(panel__in=list(rows), starts_at__isnull=False).exclude(state=Meeting.State.CANCELLED)
    of_interest: QuerySet[Meeting] = all_rows.annotate(with_cases=with_cases).filter(~Q(state=Meeting.State.CLOSED) | Q(with_cases=True))
    coming: dict[int, Meeting] = {}
    over: list[Meeting] = []
    for meeting in of_interest.order_by("starts_at", "pk"):
        if meeting.state == Meeting.State.CLOSED:
            over.insert(0, meeting)
        elif meeting.state == Meeting.State.IN_PROGRESS or (meeting.starts_at and meeting.starts_at >= at):
            coming.setdefault(meeting.panel_id, meeting)
    return coming, over


def _draws(meetings: Iterable[Meeting]) -> dict[int, list[Draw]]:
    found: dict[int, list[Draw]] = defaultdict(list)
    rows = Draw.objects.filter(meeting__in=[meeting.pk for meeting in meetings]).exclude(state=Draw.State.GIVEN_UP)
    for draw in rows.defer("receipt").order_by("pk"):
        found[draw.meeting_id].append(draw)
    return found


def _progress(meetings: Iterable[Meeting], draws: dict[int, list[Draw]], frames: dict[int, list[Frame]]) -> dict[int, Progress]:
    held = list(meetings)
    states, agreed = _packs(held), _agreed(held)
    learned = Counter(Meeting.objects.filter(pk__in=[row.pk for row in held], learning__isnull=False).values_list("pk", flat=True))
    found = {}
    for meeting in held:
        of_this = states[meeting.pk]
        found[meeting.pk] = Progress(
            lists=len(frames.get(meeting.panel_id, [])),
            draw=min((draw.state for draw in draws[meeting.pk]), key=_ORDER.index, default=""),
            drawn=sum(of_this.values()), begun=sum(number for state, number in of_this.items() if state),
            in_review=sum(of_this[state] for state in _REVIEW), cleared=sum(of_this[state] for state in _CLEARED),
            released=sum(of_this[state] for state in _RELEASED), agreed=agreed[meeting.pk], learned=learned[meeting.pk],
            over=meeting.state == Meeting.State.CLOSED,
        )  # fmt: skip
    return found


def _packs(meetings: list[Meeting]) -> dict[int, Counter[str]]:
    """By meeting how many of its cases have a pack in which state; "" for those that have none."""
    rows = DrawnCase.objects.filter(draw__meeting__in=meetings, draw__state=Draw.State.DRAWN, replaced_at__isnull=True)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for meeting, state in rows.values_list("draw__meeting", "pack__state"):
        found[meeting][state or ""] += 1
    return found


def _agreed(meetings: list[Meeting]) -> Counter[int]:
    """By meeting how many of its cases the panel has a joint view of."""
    rows = DrawnCase.objects.filter(draw__meeting__in=meetings, replaced_at__isnull=True, pack__assessments__views__isnull=False)
    return Counter(rows.values_list("draw__meeting", "pk").distinct().values_list("draw__meeting", flat=True))
