"""Reading what was learned with where each point stands, what the panel is owed, what came back, and what two draws show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.rules import State as ActionState
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.supplied import Supplied
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import of_panels
from folkmoot.scrutiny.draws.models import Draw, DrawnCase
from folkmoot.scrutiny.learning.models import (
    FeedbackLetter,
    LearningEvidence,
    LearningPoint,
    LearningRepeat,
    LearningReply,
    LearningStep,
    LearningTelling,
    Resample,
)
from folkmoot.scrutiny.learning.rules import (
    FINISHED,
    OF_THE_SERVICE,
    OPEN,
    CaseOf,
    Compared,
    State,
    compared,
    is_late,
    reply_day,
    reply_missing,
    state_of,
)
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.voice.issues.similar import MOST_TEXTS, most_like

CAPABILITY = "scrutiny.read"
ORIGIN = "scrutiny.learning"  # where an action comes from
HELD = (Meeting.State.IN_PROGRESS, Meeting.State.CLOSED)


@dataclass(frozen=True)
class Standing:
    """A learning point and what follows from its history.

    `missing` is what the panel is owed though it has met since ("reply", "telling" or ""); `to_tell` the audiences not told yet of what
    holds now: "panel" once there is a reply, the others once it is finished or was good practice that was replied to.
    """

    row: LearningPoint
    state: State
    reply: LearningReply | None
    late: bool
    missing: str
    to_tell: tuple[str, ...]
    age: int
    reply_due: date

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def learning(viewer: Viewer, *, panel: Panel | None = None) -> QuerySet[LearningPoint]:
    """The learning points of the panels in sight with all their history, the latest first; of one panel where one is given."""
    rows = of_panels(viewer, with_history(), CAPABILITY)
    return (rows.filter(panel=panel) if panel else rows).order_by("-made_on", "-pk")


def get_learning(viewer: Viewer, point_id: int) -> LearningPoint:
    """One learning point in sight. Raises LearningPoint.DoesNotExist for one out of sight."""
    return learning(viewer).get(pk=point_id)


def with_history() -> QuerySet[LearningPoint]:
    """Every learning point with replies, steps, evidence, tellings and looks again: for `standing_of`."""
    later = Meeting.objects.filter(panel=OuterRef("panel"), starts_at__gt=OuterRef("meeting__starts_at"))
    next_one = later.exclude(state=Meeting.State.CANCELLED).order_by("starts_at").values("starts_at")[:1]
    return (
        LearningPoint.objects.select_related(
            "panel__area", "panel__kind", "meeting", "pack__drawn__case", "pack__drawn__draw", "entered_by"
        )
        .prefetch_related(
            Prefetch("replies", LearningReply.objects.select_related("owner", "by").order_by("number")),
            Prefetch("steps", LearningStep.objects.select_related("by").order_by("at", "pk")),
            Prefetch("evidence", LearningEvidence.objects.select_related("file", "action", "by").order_by("pk")),
            Prefetch("tellings", LearningTelling.objects.select_related("meeting", "reply", "by").order_by("at", "pk")),
            Prefetch("resamples", Resample.objects.select_related("earlier", "later").order_by("pk")),
        )
        .annotate(met_since=Exists(later.filter(state__in=HELD)), next_at=Subquery(next_one))
    )


def standing_of(row: LearningPoint, today: date) -> Standing:
    """Where a row of `with_history` stands."""
    replies, told = list(row.replies.all()), list(row.tellings.all())
    reply = replies[-1] if replies else None
    state = state_of(outcome=reply.outcome if reply else "", steps=[step.kind for step in row.steps.all()])
    reply_due = reply_by(row)
    late = is_late(state, reply_due=reply_due, due_on=reply.due_on if reply else None, today=today)
    panel_told = any(each.whom == LearningTelling.Whom.PANEL for each in told)
    missing = reply_missing(state=state, told=panel_told, met_since=bool(getattr(row, "met_since", False)))
    return Standing(row, state, reply, late, missing, _to_tell(row, state, reply, told), (today - row.made_on).days, reply_due)


def reply_by(row: LearningPoint) -> date:
    """The last day for a reply to a row of `with_history`: earlier than was set where the panel was called to meet sooner since."""
    next_at: datetime | None = getattr(row, "next_at", None)
    return min(row.reply_due, reply_day(made_on=row.made_on, next_on=timezone.localdate(next_at))) if next_at else row.reply_due


def _to_tell(row: LearningPoint, state: State, reply: LearningReply | None, told: list[LearningTelling]) -> tuple[str, ...]:
    if reply is None:
        return ()
    finished = state is State.FINISHED
    knows = {each.whom for each in told if each.reply_id == reply.pk and each.finished >= finished}
    worth_telling = finished or state is State.ANSWERED or row.kind == LearningPoint.Kind.GOOD_PRACTICE
    wanted = ["panel", *(row.audiences if worth_telling else [])]
    return tuple(whom for whom in wanted if whom not in knows)


def list_learning(
    viewer: Viewer, *, today: date, panel: Panel | None = None, area_id: int | None = None, kind: str = "", theme: str = "", side: str = "",
    audience: str = "", stands: str = "", words: str = "",
) -> list[Standing]:  # fmt: skip
    """Those in sight, open and longest waiting first. `side`: "service" or "system"; `stands`: a state, "late", "owed", "to_tell"."""
    rows = learning(viewer, panel=panel)
    if area_id is not None:
        rows = rows.filter(panel__area_id=area_id)
    if kind:
        rows = rows.filter(kind=kind)
    if theme:
        rows = rows.filter(theme=theme)
    if side:
        rows = rows.filter(to__in=OF_THE_SERVICE) if side == "service" else rows.exclude(to__in=OF_THE_SERVICE)
    if words.strip():
        rows = rows.filter(Q(words_en__icontains=words.strip()) | Q(words_cy__icontains=words.strip()))
    if stands == "repeated":
        rows = rows.filter(pk__in={pk for pair in _same_pairs() for pk in pair})
    found = (standing_of(row, today) for row in rows if not audience or audience in row.audiences)
    return sorted((one for one in found if _stands(one, stands)), key=lambda one: (not one.is_open, -one.age if one.is_open else 0))


def _stands(standing: Standing, stands: str) -> bool:
    if stands in ("", "repeated"):
        return True
    if stands == "late":
        return standing.late
    if stands == "owed":
        return bool(standing.missing)
    return bool(standing.to_tell) if stands == "to_tell" else standing.state.value == stands


def of_panel(panel: Panel, today: date) -> list[Standing]:
    """The learning of a panel, the earliest first."""
    return [standing_of(row, today) for row in with_history().filter(panel=panel).order_by("number")]


def of_meeting(meeting: Meeting, today: date) -> list[Standing]:
    """What was learned at one meeting, in order."""
    return [standing_of(row, today) for row in with_history().filter(meeting=meeting).order_by("number")]


def of_pack(pack: Pack, today: date) -> list[Standing]:
    """What was learned from one case, good practice first."""
    rows = with_history().filter(pack=pack).order_by("kind", "number")
    return [standing_of(row, today) for row in rows]


def for_seat(seat: Member, today: date) -> list[Standing]:
    """What a member reads of what their panel found: the latest first. No case stands in it."""
    return list(reversed(of_panel(seat.panel, today)))


def open_for(panel: Panel, today: date) -> list[Standing]:
    """What a panel still waits for: no reply, not done, or replied to and not told to it yet; the earliest first."""
    return [each for each in of_panel(panel, today) if each.is_open or "panel" in each.to_tell]


def for_panels(panel: Panel, today: date) -> list[Supplied]:
    """What a panel still waits for, for its agenda: named in settings.AGENDA_SUPPLIERS."""
    return [_owed(each) for each in open_for(panel, today)]


def _owed(standing: Standing) -> Supplied:
    title = _("What came of learning point %(number)d") % {"number": standing.row.number}
    return Supplied(Item.Kind.ENQUIRY, title, "", ORIGIN, standing.row.pk, standing.row.words_en)


def late(viewer: Viewer, today: date) -> list[Standing]:
    """In sight: the reply, or what it promised, was due by a day that has passed."""
    return [standing for row in learning(viewer) if (standing := standing_of(row, today)).late]


def evidence_since_taken_up(row: LearningPoint) -> int:
    """How many pieces of evidence were added since it was last taken up again."""
    again = max((step.at for step in row.steps.all() if step.kind == LearningStep.Kind.REOPENED), default=None)
    return sum(again is None or each.at > again for each in row.evidence.all())


def achieved_actions(viewer: Viewer, point: LearningPoint, today: date) -> list[Action]:
    """The actions in sight that were raised from it and are achieved: they may stand as evidence."""
    return [action for action in actions_from(viewer, ORIGIN, point.pk) if state_of_row(action, today) is ActionState.ACHIEVED]


def finished_on(standing: Standing) -> date | None:
    """The day on which it was finished, where it stands finished."""
    days = [step.on for step in standing.row.steps.all() if step.kind == FINISHED]
    return days[-1] if standing.state is State.FINISHED and days else None


def next_meeting_day(meeting: Meeting) -> date | None:
    """The day on which the panel meets after this meeting, where it is called or planned already."""
    later = Meeting.objects.filter(panel=meeting.panel_id, starts_at__gt=meeting.starts_at).exclude(state=Meeting.State.CANCELLED)
    first: datetime | None = later.aggregate(first=Min("starts_at"))["first"]
    return timezone.localdate(first) if first else None


def packs_of(meeting: Meeting) -> QuerySet[Pack]:
    """The packs that were before a meeting and not recalled, in the order of the draw."""
    rows = Pack.objects.filter(drawn__draw__meeting=meeting, released_at__isnull=False).exclude(state=Pack.State.WITHDRAWN)
    return rows.select_related("drawn__case", "drawn__draw").order_by("drawn__draw", "drawn__order")


def case_of(pack: Pack, meeting: Meeting) -> CaseOf:
    """What the rules ask of a case before something is learned from it. What the panel met of it before counts as of this meeting."""
    draw = pack.drawn.draw
    recalled = pack.withdrawn_why if pack.state == Pack.State.WITHDRAWN else ""
    mine = draw.panel_id == meeting.panel_id and bool(
        draw.meeting.starts_at and meeting.starts_at and draw.meeting.starts_at <= meeting.starts_at
    )
    return CaseOf(of_this_meeting=mine, calibration=draw.calibration, recalled=recalled)


@dataclass(frozen=True)
class Alike:
    """A learning point that may say the same; `percent` is how alike the words are (0 to 100), never a probability."""

    row: LearningPoint
    percent: int


@dataclass(frozen=True)
class Repeats:
    """What says the same across panels, as people confirmed; what looks alike; `elsewhere`: how many are out of the viewer's sight."""

    confirmed: list[LearningPoint]
    likely: list[Alike]
    elsewhere: int


def repeats_of(viewer: Viewer, point: LearningPoint, *, most: int = 5) -> Repeats:
    """The same learning before and after, across the panels in sight; and what looks like it, the likest first."""
    family = families().get(point.pk, set()) - {point.pk}
    seen = of_panels(viewer, LearningPoint.objects.select_related("panel__area", "meeting"), CAPABILITY)
    confirmed = list(seen.filter(pk__in=family).order_by("made_on", "pk"))
    judged = {each for pair in _judged(point.pk) for each in pair} | family | {point.pk}
    return Repeats(confirmed, _alike(point, seen.exclude(pk__in=judged), most), len(family) - len(confirmed))


def families() -> dict[int, set[int]]:
    """Each learning point that was confirmed to be repeated → all that say the same, itself among them."""
    found: dict[int, set[int]] = {}
    for one, other in _same_pairs():
        joined = found.get(one, {one}) | found.get(other, {other})
        for pk in joined:
            found[pk] = joined
    return found


def _alike(point: LearningPoint, rows: QuerySet[LearningPoint], most: int) -> list[Alike]:
    known = list(rows.order_by("-made_on", "-pk").values_list("pk", "words_en", "words_cy")[:MOST_TEXTS])
    like = most_like(f"{point.words_en} {point.words_cy}", [f"{english} {welsh}" for _pk, english, welsh in known], most=most)
    found = rows.in_bulk([known[place][0] for place, _value in like])
    return [Alike(found[known[place][0]], round(100 * value)) for place, value in like]


def confirmed_repeats() -> QuerySet[LearningRepeat]:
    """The pairs that were last said to be the same."""
    after = LearningRepeat.objects.filter(later=OuterRef("later"), earlier=OuterRef("earlier"), pk__gt=OuterRef("pk"))
    return LearningRepeat.objects.filter(~Exists(after), same=True)


def _judged(pk: int) -> Iterable[tuple[int, int]]:
    return LearningRepeat.objects.filter(Q(later=pk) | Q(earlier=pk)).values_list("later", "earlier")


def _same_pairs() -> list[tuple[int, int]]:
    return list(confirmed_repeats().order_by("pk").values_list("later", "earlier"))


@dataclass(frozen=True)
class Repeated:
    """A theme learned at several meetings: at how many of those that learned anything, by how many panels, in how many Areas."""

    theme: str
    points: int
    meetings: int
    of_meetings: int
    panels: int
    areas: int
    finished: int


def repeats(viewer: Viewer, *, since: date, today: date, kind: str = "learning") -> list[Repeated]:
    """Themes learned at two or more meetings since a day, the most repeated first: “personal statement late” at 4 of 6 meetings.

    `of_meetings` counts, of the panels that learned it, all meetings at which they learned anything. `finished`: points that were done.
    """
    rows = [standing_of(row, today) for row in learning(viewer).filter(made_on__gte=since)]
    meetings: dict[int, set[int]] = {}
    for each in rows:
        meetings.setdefault(each.row.panel_id, set()).add(each.row.meeting_id)
    themes = {each.row.theme for each in rows if each.row.kind == kind}
    found = [_repeated(theme, [one for one in rows if one.row.theme == theme and one.row.kind == kind], meetings) for theme in themes]
    return sorted((one for one in found if one.meetings > 1), key=lambda one: (-one.meetings, -one.points, one.theme))


def _repeated(theme: str, points: list[Standing], meetings: dict[int, set[int]]) -> Repeated:
    panels = {each.row.panel_id for each in points}
    return Repeated(
        theme, len(points), len({each.row.meeting_id for each in points}), sum(len(meetings[panel]) for panel in panels), len(panels),
        len({each.row.panel.area_id for each in points}), sum(each.state is State.FINISHED for each in points),
    )  # fmt: skip


def resamples(viewer: Viewer, *, waiting: bool = False) -> QuerySet[Resample]:
    """The looks again at themes of the panels in sight, the soonest first; with `waiting` only those neither done nor dropped."""
    rows = Resample.objects.select_related("point__panel__area", "earlier", "later").order_by("after", "pk")
    rows = of_panels(viewer, rows, CAPABILITY, panel="point__panel")
    return rows.filter(later__isnull=True, dropped_why="") if waiting else rows


def later_draws(resample: Resample) -> QuerySet[Draw]:
    """The draws that may be the one that looks again."""
    rows = Draw.objects.filter(panel=resample.point.panel_id, state=Draw.State.DRAWN, drawn_at__date__gte=resample.after)
    return rows.exclude(pk=resample.earlier_id).order_by("-drawn_at")


def compared_in(resample: Resample) -> Compared | None:
    """What the two draws show of the theme; None while the later one is not linked."""
    if resample.later_id is None:
        return None
    theme = resample.point.theme
    return compared(earlier=_looked_at(resample.earlier_id, theme), later=_looked_at(resample.later_id, theme))


def _looked_at(draw_id: int, theme: str) -> tuple[int, int]:
    """Of how many cases of a draw the panel read the pack, and from how many of them it learned something (not good) of a theme."""
    read = DrawnCase.objects.filter(draw=draw_id, replaced_at__isnull=True, pack__released_at__isnull=False)
    read = read.exclude(pack__state=Pack.State.WITHDRAWN)
    learned = Q(pack__learning__theme=theme, pack__learning__kind=LearningPoint.Kind.LEARNING)
    counts = read.aggregate(cases=Count("pk", distinct=True), found=Count("pk", distinct=True, filter=learned))
    return counts["cases"], counts["found"]


def letters(viewer: Viewer, *, pack: Pack | None = None) -> QuerySet[FeedbackLetter]:
    """The feedback of the panels in sight, the latest first; on one case where one is given."""
    rows = of_panels(viewer, FeedbackLetter.objects.select_related("panel__area", "pack__drawn__case", "made_by", "given_by"), CAPABILITY)
    return rows.filter(pack=pack) if pack else rows
