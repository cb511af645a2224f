"""Reading packs: by the service, as far as its panels are in sight, and by a member, as far as a case is theirs to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer, within
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import papers_problem
from folkmoot.panels.queries import terms_on
from folkmoot.panels.space.seats import same_person
from folkmoot.scrutiny.draws.models import DrawnCase
from folkmoot.scrutiny.frames.models import Tie
from folkmoot.scrutiny.packs.models import Pack, PackBlock, PackReading, PackReview
from folkmoot.scrutiny.packs.rules import closed_why

State = Pack.State
AREA = "drawn__draw__panel__area_id"
_WITH = ("drawn__draw__panel__area", "drawn__draw__meeting", "drawn__case", "begun_by", "released_by", "withdrawn_by")


@dataclass(frozen=True)
class Standing:
    """A pack as a line of the list: `waits` is for how many decisions, None where there is nothing to go through."""

    pack: Pack
    documents: int
    undecided: int


@dataclass(frozen=True)
class Block:
    """One piece of what members read; `field` as in PackBlock."""

    kind: str
    field: str
    words: str


def packs(viewer: Viewer, capability: str = "scrutiny.read") -> QuerySet[Pack]:
    """The packs of the panels in sight, those of the latest meetings first."""
    rows = within(viewer, Pack.objects.select_related(*_WITH), capability, area=AREA)
    return rows.order_by("-drawn__draw__meeting__starts_at", "drawn__draw_id", "drawn__order")


def get_pack(viewer: Viewer, pk: int, capability: str = "scrutiny.read") -> Pack:
    """One pack in sight. Raises Pack.DoesNotExist."""
    return packs(viewer, capability).get(pk=pk)


def list_packs(viewer: Viewer, *, state: str = "", panel: int | None = None) -> list[Standing]:
    """Packs with what is still to do in each; the same two queries however many they are."""
    rows = packs(viewer)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(drawn__draw__panel=panel) if panel else rows
    there = Q(documents__removed_at__isnull=True)
    counted = rows.annotate(
        of_documents=Count("documents", filter=there, distinct=True),
        of_open=Count("documents__suggestions", filter=there & Q(documents__suggestions__state="open"), distinct=True),
    )
    return [Standing(row, row.of_documents, row.of_open) for row in counted]


def without_pack(viewer: Viewer) -> QuerySet[DrawnCase]:
    """The cases drawn, and not replaced since, for which nobody has begun a pack; of a meeting that is over none is begun any more."""
    rows = DrawnCase.objects.filter(pack__isnull=True, replaced_at__isnull=True, draw__state="drawn").exclude(draw__meeting__state="closed")
    rows = rows.select_related("draw__panel__area", "draw__meeting", "case")
    return within(viewer, rows, "scrutiny.prepare", area="draw__panel__area_id").order_by("-draw__meeting__starts_at", "draw_id", "order")


def standing_reviews(pack: Pack) -> list[PackReview]:
    """The reviews of the edition as it is now, that nothing has made void."""
    return list(pack.reviews.filter(edition=pack.edition, void_at__isnull=True).select_related("by").order_by("number", "pk"))


def had_a_hand(pack: Pack, account_id: int | None) -> bool:
    """Whether somebody had a hand in preparing any edition of a pack."""
    return account_id is not None and pack.hands.filter(who=account_id).exists()


def blocks_of(pack: Pack, edition: int | None = None) -> list[Block]:
    """What members read of an edition (the present one), as it was written when it was submitted."""
    rows = PackBlock.objects.filter(pack=pack, edition=edition or pack.edition).order_by("order")
    return [Block(row.kind, row.field, row.words) for row in rows]


def readings_of(viewer: Viewer, pack: Pack) -> QuerySet[PackReading]:
    """Who opened a pack, when, the latest first."""
    rows = PackReading.objects.filter(pack=pack).select_related("member__contact").order_by("-at", "-pk")
    return within(viewer, rows, "scrutiny.review", area="pack__" + AREA)


# ------------------------------------------------------------------------------------------------------------------ for members


def packs_for(seat: Member, at: datetime) -> list[Pack]:
    """The packs that a member may open now, in the order of the meetings and of the draw. The same few queries however many they are."""
    rows = list(_released(seat))
    whys = _problems(rows, seat, at)
    return [row for row in rows if not whys[row.pk]]


def packs_asked(seat: Member) -> QuerySet[Pack]:
    """Every pack that was ever released to the panel of a seat, closed ones too: what a member may have heard of."""
    return _of_panel(seat).filter(released_at__isnull=False)


def reading_problem(pack: Pack, seat: Member, at: datetime) -> str:
    """Why a member may not open a pack now, in one sentence, or "". The caller has proved that the seat is this person's."""
    return _problems([pack], seat, at)[pack.pk]


def apart_why(pack: Pack, seat: Member, at: datetime) -> str:
    """Why a member has no part in judging a pack, or "": as `reading_problem`, whatever its time and level."""
    return _problems([pack], seat, at, judging=True)[pack.pk]


def outside_why(pack: Pack, seat: Member, at: datetime) -> str:
    """Why a member has no part in a case, whatever has become of its pack since, or "": only what is true of the member counts."""
    return _problems([pack], seat, at, judging=True, of_member=True)[pack.pk]


def _of_panel(seat: Member) -> QuerySet[Pack]:
    rows = Pack.objects.select_related(*_WITH).filter(drawn__draw__panel=seat.panel_id)
    return rows.order_by("drawn__draw__meeting__starts_at", "drawn__draw_id", "drawn__order")


def _released(seat: Member) -> QuerySet[Pack]:
    return _of_panel(seat).filter(state=Pack.State.RELEASED, drawn__replaced_at__isnull=True)


def _problems(rows: Iterable[Pack], seat: Member, at: datetime, *, judging: bool = False, of_member: bool = False) -> dict[int, str]:
    held, day = list(rows), timezone.localdate(at)
    if not held:
        return {}
    terms, problem = terms_on(seat.panel, day), papers_problem(seat, day)
    asked, tied = _asked_to(seat, held), _tied_to(seat, held)
    return {
        row.pk: closed_why(
            same_panel=row.drawn.draw.panel_id == seat.panel_id, papers_problem=problem, position=seat.position,
            voting=terms.voting if terms else [], asked=row.pk in asked, tied=row.drawn.case_id in tied,
            level="" if judging else row.level, state=State.RELEASED if of_member else row.state,
            expired=not judging and (row.expires_at is None or row.expires_at <= at),
            replaced=not of_member and row.drawn.replaced_at is not None,
            meeting_state=Meeting.State.CALLED if of_member else row.drawn.draw.meeting.state,
        )
        for row in held
    }  # fmt: skip


def _asked_to(seat: Member, rows: list[Pack]) -> set[int]:
    """The packs of those meetings to which the person was asked: that of the draw, and those to which a case came back."""
    pairs = {(row.pk, row.drawn.draw.meeting_id) for row in rows}
    pairs |= set(Pack.objects.filter(pk__in=[row.pk for row in rows], assessments__isnull=False).values_list("pk", "assessments__meeting"))
    meetings = {meeting for _pack, meeting in pairs}
    asked = set(Attendance.objects.filter(same_person(seat), meeting__in=meetings).values_list("meeting_id", flat=True))
    return {pack for pack, meeting in pairs if meeting in asked}


def _tied_to(seat: Member, rows: list[Pack]) -> set[int]:
    """The cases of these packs that the person is tied to, in whatever list the same case stands."""
    identities = {row.drawn.case.identity_id: row.drawn.case_id for row in rows}
    ties = Tie.objects.filter(same_person(seat), case__identity__in=identities)
    return {identities[pk] for pk in ties.values_list("case__identity_id", flat=True)}
