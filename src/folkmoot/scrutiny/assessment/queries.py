"""Reading assessments: where each stands for the service, what a member has still to judge, and what a panel takes up again.

What one member answered is read by nobody else until the answers are shown, and then without the name.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer, within
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.sources import last_dealt_with
from folkmoot.panels.agenda.supplied import Supplied
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import chair_of, deputies_of, on_day, voters
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import latest_terms
from folkmoot.panels.space.seats import same_person
from folkmoot.scrutiny.assessment.models import Assessment, Dissent, Escalation, JointView, Judgement, Recusal
from folkmoot.scrutiny.assessment.questions.models import QuestionSet
from folkmoot.scrutiny.assessment.questions.queries import set_for
from folkmoot.scrutiny.assessment.rules import NEVER_JUDGE, State, judging_problem, may_judge, state_of
from folkmoot.scrutiny.frames.models import Tie
from folkmoot.scrutiny.packs.models import Pack, PackReading
from folkmoot.scrutiny.packs.queries import apart_why

CAPABILITY = "scrutiny.read"
AREA = "pack__drawn__draw__panel__area_id"
ORIGIN, REPLY = "scrutiny.assessment", "scrutiny.escalation"  # where an item of an agenda, an action or learning comes from
OVER = (Meeting.State.CLOSED, Meeting.State.CANCELLED)
_WITH = (
    "pack__drawn__draw__panel__area",
    "pack__drawn__draw__panel__kind",
    "pack__drawn__case",
    "meeting__chaired_by",
    "question_set__scale",
)


@dataclass(frozen=True)
class Standing:
    """An assessment with what follows from its history. `locked` judgements count; `judges` may judge it today (None: not asked for).

    `view` is the joint view that holds. `late` the reply of a unit is late; `returns` it waits to be taken to a later meeting.
    """

    row: Assessment
    state: State
    view: JointView | None
    locked: int
    judges: int | None
    late: bool
    returns: bool

    @property
    def aside_at(self) -> datetime | None:
        """When it was set aside, or its pack was recalled: the judgements of a recalled pack count for nothing."""
        return self.row.set_aside_at or self.row.pack.withdrawn_at

    @property
    def aside_why(self) -> str:
        return self.row.set_aside_why or self.row.pack.withdrawn_why

    @property
    def waiting(self) -> int:
        return max(0, (self.judges or 0) - self.locked)


def assessments(viewer: Viewer, capability: str = CAPABILITY) -> QuerySet[Assessment]:
    """The assessments of the panels in sight with their history, those of the latest meetings first."""
    return within(viewer, with_history(), capability, area=AREA).order_by("-meeting__starts_at", "pack__drawn__order", "-number")


def get_assessment(viewer: Viewer, pk: int, capability: str = CAPABILITY) -> Assessment:
    """One in sight. Raises Assessment.DoesNotExist."""
    return assessments(viewer, capability).get(pk=pk)


def with_history() -> QuerySet[Assessment]:
    """Every assessment with its joint views, dissent, escalation and locked judgements: for `standing_of`."""
    views = JointView.objects.select_related("grade", "escalation", "chaired_by__contact", "recorded_by").order_by("number")
    locked = that_count().select_related("grade")
    later = Assessment.objects.filter(pack=OuterRef("pack"), number__gt=OuterRef("number"))
    return (
        Assessment.objects.select_related(*_WITH)
        .annotate(has_later=Exists(later))
        .prefetch_related(
            Prefetch("views", views.prefetch_related(Prefetch("dissents", Dissent.objects.select_related("member__contact", "grade")))),
            Prefetch("judgements", locked, to_attr="counted"),
        )
    )


def that_count() -> QuerySet[Judgement]:
    """Locked judgements of members who neither stand aside from the case nor are tied to it, in whatever list it stands."""
    aside = Recusal.objects.filter(pack=OuterRef("assessment__pack"), member__contact=OuterRef("member__contact"))
    same_case = {"case__identity": OuterRef("assessment__pack__drawn__case__identity"), "member__contact": OuterRef("member__contact")}
    return Judgement.objects.filter(~Exists(aside), ~Exists(Tie.objects.filter(**same_case)), locked_at__isnull=False)


def standing_of(row: Assessment, today: date, judges: int | None = None) -> Standing:
    """Where a row of `with_history` stands."""
    views = list(row.views.all())
    view = views[-1] if views else None
    recalled = row.pack.state == Pack.State.WITHDRAWN
    state = state_of(
        set_aside=recalled or row.set_aside_at is not None, shown=row.shown_at is not None, concluded=view.concluded if view else None
    )
    owed: Escalation | None = getattr(view, "escalation", None)
    late = owed is not None and owed.replied_at is None and owed.due_on < today
    not_reached = state in (State.ALONE, State.SHOWN) and row.meeting.state in OVER
    returns = (state is State.NOT_CONCLUDED or not_reached) and not getattr(row, "has_later", False)
    return Standing(row, state, view, len(getattr(row, "counted", ())), judges, late, returns)


def list_assessments(
    viewer: Viewer, *, today: date, panel: int | None = None, area_id: int | None = None, stands: str = ""
) -> list[Standing]:
    """Those in sight with where they stand. `stands`: a state, "late" (a reply is) or "returns" (to be taken to a later meeting)."""
    rows = assessments(viewer)
    rows = rows.filter(pack__drawn__draw__panel=panel) if panel else rows
    rows = rows.filter(**{AREA: area_id}) if area_id is not None else rows
    found = list(rows)
    numbers = _judges(found, today)
    standings = [standing_of(row, today, numbers.get(row.pk)) for row in found]
    return [
        each for each in standings if not stands or each.state.value == stands or (stands in ("late", "returns") and getattr(each, stands))
    ]


def not_begun(viewer: Viewer, panel: int | None = None) -> QuerySet[Pack]:
    """Packs released to panels in sight that nobody has begun to judge."""
    rows = Pack.objects.filter(state=Pack.State.RELEASED, assessments__isnull=True).select_related(
        "drawn__draw__panel", "drawn__draw__meeting"
    )
    rows = within(viewer, rows, CAPABILITY, area="drawn__draw__panel__area_id")
    return (rows.filter(drawn__draw__panel=panel) if panel else rows).order_by("drawn__draw__meeting__starts_at", "drawn__order")


# -------------------------------------------------------------------------------------------------------------- who judges a case


def apart(packs: Collection[int]) -> dict[int, set[int]]:
    """Of each pack the people (contacts) who stand aside from it or are tied to its case, in whatever list that case stands."""
    found: dict[int, set[int]] = {pk: set() for pk in packs}
    for pack, who in Recusal.objects.filter(pack__in=packs).values_list("pack_id", "member__contact_id"):
        found[pack].add(who)
    identities: dict[int, list[int]] = {}
    for pack, identity in Pack.objects.filter(pk__in=packs).values_list("pk", "drawn__case__identity_id"):
        identities.setdefault(identity, []).append(pack)
    for identity, who in Tie.objects.filter(case__identity__in=identities).values_list("case__identity_id", "member__contact_id"):
        for pack in identities[identity]:
            found[pack].add(who)
    return found


def judges_of(assessment: Assessment) -> list[Member]:
    """The members who may judge a case: who vote on the day of its meeting, and do not stand aside from it."""
    day = _day(assessment.meeting)
    away = apart([assessment.pack_id])[assessment.pack_id]
    rows = voters(assessment.pack.drawn.draw.panel, day)
    return [row for row in rows if row.position not in NEVER_JUDGE and row.contact_id not in away]


def not_locked(assessment: Assessment) -> list[Member]:
    """Who may judge a case and has not locked a judgement. Their names are for whoever chairs the case, and nobody else."""
    done = set(assessment.judgements.filter(locked_at__isnull=False).values_list("member__contact_id", flat=True))
    return [row for row in judges_of(assessment) if row.contact_id not in done]


def chairs(seat: Member, assessment: Assessment) -> bool:
    """Whether a member chairs this case: the chair of the meeting (of the panel before it opens), or, where they stand aside, a deputy."""
    away = apart([assessment.pack_id])[assessment.pack_id]
    if seat.contact_id in away:
        return False
    day, panel = _day(assessment.meeting), assessment.pack.drawn.draw.panel
    chair = assessment.meeting.chaired_by or chair_of(panel, day)
    if chair is not None and chair.contact_id not in away:
        return chair.contact_id == seat.contact_id
    return any(row.contact_id == seat.contact_id for row in deputies_of(panel, day))


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.starts_at) if meeting.starts_at else timezone.localdate()


def _judges(rows: Iterable[Assessment], today: date) -> dict[int, int]:
    """How many may judge each case that is still judged alone, counted over today's seats; the same queries however many they are."""
    alone = [row for row in rows if row.shown_at is None and row.set_aside_at is None]
    panels = {row.pack.drawn.draw.panel_id: row.pack.drawn.draw.panel for row in alone}
    terms, away = latest_terms(list(panels.values()), today), apart([row.pack_id for row in alone])
    seats: dict[int, set[int]] = {pk: set() for pk in panels}
    sitting = Member.objects.filter(on_day(today), panel__in=panels, contact__erased_on__isnull=True)
    for panel, position, who in sitting.values_list("panel_id", "position", "contact_id"):
        if panel in terms and may_judge(position, terms[panel].voting):
            seats[panel].add(who)
    return {row.pk: len(seats[row.pack.drawn.draw.panel_id] - away[row.pack_id]) for row in alone}


# ------------------------------------------------------------------------------------------------------------------ for a member


@dataclass(frozen=True)
class Case:
    """A case before a member's panel. `stage` is one of `member_cases.ORDER`; "read": the member reads it and does not vote."""

    pack: Pack
    assessment: Assessment | None
    judgement: Judgement | None
    stage: str

    @property
    def title(self) -> str:
        """What it is called before this member: whoever has no part in it, or no longer, learns nothing of its kind."""
        return self.pack.numbered if self.stage in ("aside", "closed") else self.pack.told_as

    @property
    def meeting(self) -> Meeting:
        return self.assessment.meeting if self.assessment else self.pack.drawn.draw.meeting


def round_of(pack: Pack) -> Assessment | None:
    """The latest round of a case, or None where nobody has begun to judge it."""
    return with_history().filter(pack=pack).order_by("-number").first()


def missing_before(row: Assessment | None) -> str:
    """What the panel said in the round before that it would need to know, or "": it is judged again with what was found out."""
    before = JointView.objects.filter(assessment__pack=row.pack_id, assessment__number=row.number - 1) if row else JointView.objects.none()
    view = before.order_by("-number").first()
    return view.missing if view else ""


def own_judgement(seat: Member, assessment: Assessment | None) -> Judgement | None:
    """What somebody answered in this round, also with the seat they held before their term was renewed."""
    rows = Judgement.objects.filter(same_person(seat), assessment=assessment, assessment__isnull=False)
    return rows.select_related("assessment__question_set__scale", "assessment__pack", "grade").order_by("-pk").first()


def has_read(seat: Member, pack: Pack) -> bool:
    """Whether somebody opened the edition of a pack as it is now, alone or, a full file, at the meeting under supervision."""
    return PackReading.objects.filter(same_person(seat), pack=pack, edition=pack.edition).exists()


def why_not_judge(seat: Member, pack: Pack, assessment: Assessment | None, at: datetime) -> str:
    """Why a member may not answer about a case now, in one sentence, or ""."""
    day = _day(assessment.meeting if assessment else pack.drawn.draw.meeting)
    terms = latest_terms([seat.panel], day).get(seat.panel_id)
    state = standing_of(assessment, timezone.localdate(at)).state if assessment else State.ALONE
    return judging_problem(
        judges=may_judge(seat.position, terms.voting if terms else []), stands_aside=seat.contact_id in apart([pack.pk])[pack.pk],
        set_aside=state is State.SET_ASIDE, shown=state is State.SHOWN, viewed=state in (State.CONCLUDED, State.NOT_CONCLUDED),
        reading_problem=apart_why(pack, seat, at),
    )  # fmt: skip


def put_to(pack: Pack) -> QuestionSet | None:
    """The set of questions that is put to a case which nobody has begun to judge."""
    return set_for(strand=pack.strand, kind=pack.drawn.draw.panel.kind)


# ---------------------------------------------------------------------------------------------------------------- for the agenda


def for_panels(panel: Panel, today: date) -> list[Supplied]:
    """Cases a panel takes up again, told by their kind alone, and replies it has not heard: named in settings.AGENDA_SUPPLIERS."""
    rows = with_history().filter(pack__drawn__draw__panel=panel, pack__drawn__draw__calibration=False).order_by("pk")
    cases = [each for row in rows if (each := standing_of(row, today)).returns]
    return [*(_case_again(each) for each in cases), *_replies(panel)]


def _case_again(standing: Standing) -> Supplied:
    title = _("Case to be taken up again: %(title)s") % {"title": standing.row.pack.told_as}
    missing = standing.view.missing if standing.view else _("The panel did not get to it.")
    return Supplied(Item.Kind.CASE, title[:200], "", ORIGIN, standing.row.pk, missing)


def _replies(panel: Panel) -> list[Supplied]:
    heard = last_dealt_with(panel, REPLY)
    rows = Escalation.objects.filter(view__assessment__pack__drawn__draw__panel=panel, view__assessment__set_aside_at__isnull=True)
    rows = rows.exclude(view__assessment__pack__state=Pack.State.WITHDRAWN)
    rows = rows.select_related("view__assessment__pack__drawn", "view__grade").order_by("due_on", "pk")
    waiting = [row for row in rows if row.pk not in heard or (row.replied_at and row.replied_at > heard[row.pk])]
    return [_reply(row) for row in waiting]


def _reply(row: Escalation) -> Supplied:
    title = _("Reply about a case: %(title)s") % {"title": row.view.assessment.pack.told_as}
    if row.replied_at:
        news = f"{row.replied_by}: {row.reply}"
    else:
        news = _("No reply yet from %(whom)s; due by %(day)s.") % {"whom": row.to_whom, "day": date_format(row.due_on, "j F Y")}
    return Supplied(Item.Kind.CASE, title[:200], "", REPLY, row.pk, news)


def last_round(pack: Pack) -> int:
    return Assessment.objects.filter(pack=pack).aggregate(last=Max("number"))["last"] or 0


def recusals(viewer: Viewer, pack: Pack) -> QuerySet[Recusal]:
    """Who stands aside from a case, for those who prepare cases; why is for them alone."""
    rows = Recusal.objects.filter(pack=pack).select_related("member__contact")
    return within(viewer, rows, "scrutiny.prepare", area="pack__drawn__draw__panel__area_id")
