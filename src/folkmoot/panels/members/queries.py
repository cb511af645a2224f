"""Reading who sits on panels. What is kept about members is read only by whoever may (`panels.members`).

Functions without a viewer answer the rules of other parts of the room; nothing they give is shown to anybody by itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from folkmoot.accounts.models import RoleGrant
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, within
from folkmoot.panels.members.models import Interest, Member, Office, SignIn, Training, Undertaking, Vetting
from folkmoot.panels.members.rules import CHAIRS, SIGNS, TO_THE_END, Needed, Standing
from folkmoot.panels.members.rules import papers_problem as problem_with_papers
from folkmoot.panels.models import Panel, Position, Terms
from folkmoot.panels.queries import latest_terms, terms_on
from folkmoot.stakeholders.models import Contact

CAPABILITY = "panels.members"
_PANEL = F("member__panel_id")


def on_day(day: date) -> Q:
    """The seats held on a day. Whoever leaves before the term is over holds nothing any more from the very day on which they leave."""
    left = Q(ended_on__isnull=True) | Q(ended_on__gt=day) | Q(ended_on=day, ended_how__in=TO_THE_END)
    return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day)) & left


def person_of(member: Member) -> Contact:
    """Who holds a seat: the person with whom the seat's own was joined, where it was."""
    person = member.contact
    while person.merged_into is not None:
        person = person.merged_into
    return person


def sitting(panel: Panel, on: date) -> QuerySet[Member]:
    """The seats held on a day, each person once: two seats of one person, found when two entries were joined, count as one."""
    return _each_once(Member.objects.filter(panel=panel), on)


def still_sits(member: Member, on: date) -> bool:
    """Whether whoever holds this seat sits on its panel on a day, with this seat or one that renewed it; a joined entry is not followed."""
    return Member.objects.filter(on_day(on), panel=member.panel_id, contact=member.contact_id, contact__erased_on__isnull=True).exists()


def _each_once(rows: QuerySet[Member], on: date) -> QuerySet[Member]:
    known = Q(contact__erased_on__isnull=True) | Q(contact__erased_on__gt=on)
    held = rows.filter(on_day(on) & known)
    seen: set[tuple[int, int]] = set()
    doubled = []
    for member in held.select_related("contact__merged_into__merged_into").order_by("starts", "pk"):
        who = (member.panel_id, person_of(member).pk)
        if who in seen:
            doubled.append(member.pk)
        seen.add(who)
    shown = held.exclude(pk__in=doubled) if doubled else held
    return shown.select_related("panel", "contact", "organisation", "account").order_by("panel_id", "starts", "pk")


def voters(panel: Panel, on: date) -> QuerySet[Member]:
    """Those who vote on a day: the positions that the terms name; nobody where no terms hold."""
    terms = terms_on(panel, on)
    return sitting(panel, on).filter(position__in=terms.voting if terms else [])


def members(viewer: Viewer, panel: Panel, *, on: date) -> QuerySet[Member]:
    """Who sits on a panel in sight on a day: name, position and organisation are for every reader of panels, the rest is not."""
    return sitting(panel, on) if viewer.sight("panels.read").holds(panel.area_id) else Member.objects.none()


def seats(viewer: Viewer) -> QuerySet[Member]:
    """Every seat there is or was, of the panels in which the viewer keeps the members."""
    rows = Member.objects.select_related("panel__area", "contact", "organisation", "account")
    return within(viewer, rows, CAPABILITY, area="panel__area_id")


def get_seat(viewer: Viewer, member_id: int) -> Member:
    """One seat with all that is kept about it. Raises Member.DoesNotExist for one out of sight."""
    kept = ("undertakings__terms", "vettings", "trainings", "interests", "offices", "signins__invitation", "renewed_by")
    return seats(viewer).select_related("renews", "appointed_by", "panel__kind").prefetch_related(*kept).get(pk=member_id)


def seats_of(viewer: Viewer, panel: Panel) -> QuerySet[Member]:
    """Every seat of one panel, the latest first."""
    return seats(viewer).filter(panel=panel).prefetch_related("renewed_by").order_by("-starts", "-pk")


def seated_between(panel: Panel, contact: Contact, starts: date, ends: date | None, but: Member | None = None) -> bool:
    """Whether a person, also as an entry that was joined with theirs, has a seat on a panel for some of a time."""
    rows = Member.objects.filter(panel=panel).filter(Q(contact=contact) | Q(contact__merged_into=contact))
    rows = rows.filter(Q(ends__isnull=True) | Q(ends__gte=starts), Q(ended_on__isnull=True) | Q(ended_on__gte=starts))
    if ends is not None:
        rows = rows.filter(starts__lte=ends)
    return (rows.exclude(pk=but.pk) if but else rows).exists()


def first_seat(member: Member) -> Member:
    """The seat with which somebody's unbroken time on a panel began."""
    while member.renews is not None:
        member = member.renews
    return member


def times_renewed(member: Member) -> int:
    count = 0
    while member.renews is not None:
        count, member = count + 1, member.renews
    return count


def seat_is_theirs(viewer: Viewer, member: Member) -> bool:
    """Whether the viewer holds this seat and the role for its panel: both are needed for anything a member does alone."""
    return (
        viewer.account_id is not None
        and member.account_id == viewer.account_id
        and member.ended_on is None
        and member.panel.code in viewer.panels("panel.home")
    )


def open_interests(member: Member) -> QuerySet[Interest]:
    """What a person declared for a panel and has not ended, also with an earlier seat."""
    return Interest.objects.filter(contact=member.contact_id, member__panel=member.panel_id, ended_on__isnull=True)


def interests_of(member: Member) -> QuerySet[Interest]:
    """Everything a person declared for a panel, what ended too, the latest first."""
    return Interest.objects.filter(contact=member.contact_id, member__panel=member.panel_id).select_related("member__panel")


def undertakings_of(member: Member) -> QuerySet[Undertaking]:
    """What a person signed for a panel, also with an earlier seat, the latest first."""
    rows = Undertaking.objects.filter(contact=member.contact_id, member__panel=member.panel_id)
    return rows.select_related("terms", "member__panel").order_by("-signed_on", "-pk")


def signs(member: Member) -> bool:
    """Whether whoever holds this position undertakes confidentiality."""
    return member.position in SIGNS


def offices_in_force(member: Member) -> QuerySet[Office]:
    """What offices somebody took with this seat and has not given up."""
    return Office.objects.filter(member=member, ended_on__isnull=True)


# ---------------------------------------------------------------------------------------------------------------- no papers


def papers_problem(member: Member, on: date) -> str:
    """Why a member gets no papers on a day, in one sentence; "" where they do."""
    return problems_with_papers([member], on)[member.pk]


def papers_problems(panel: Panel, rows: Iterable[Member], on: date) -> dict[int, str]:
    """The same for many members of one panel, by the number of the seat."""
    return problems_with_papers([row for row in rows if row.panel_id == panel.pk], on)


def problems_with_papers(rows: Iterable[Member], on: date) -> dict[int, str]:
    """The same for many members, also of several panels; four queries however many they are."""
    seats_ = list(rows)
    terms = latest_terms([seat.panel for seat in seats_], on)
    needed = {pk: Needed(each.confidentiality_en, each.vetting, each.training) for pk, each in terms.items()}
    has = _standings(seats_, on)
    return {seat.pk: problem_with_papers(needed.get(seat.panel_id), has[seat.pk], on) for seat in seats_}


def _standings(rows: list[Member], on: date) -> dict[int, Standing]:
    people = [row.contact_id for row in rows]
    panels = {row.panel_id for row in rows}
    of_them = Q(contact__in=people, member__panel__in=panels)
    signed = _latest(Undertaking.objects.filter(of_them, signed_on__lte=on).select_related("terms").order_by("signed_on", "pk"))
    vetted = _latest(Vetting.objects.filter(of_them, on__lte=on).order_by("on", "pk"))
    trained = _latest(Training.objects.filter(of_them, needed=True, done_on__lte=on).order_by("done_on", "pk"))
    return {row.pk: _standing(row, on, signed.get(_who(row)), vetted.get(_who(row)), trained.get(_who(row))) for row in rows}


def _latest(rows: Any) -> dict[tuple[int, int], Any]:
    """The last row of each person on each panel: what was signed for a seat holds for the one that renews it."""
    return {(row.contact_id, row.panel_of): row for row in rows.annotate(panel_of=_PANEL)}


def _who(row: Member) -> tuple[int, int]:
    return row.contact_id, row.panel_id


def _standing(row: Member, on: date, signed: Undertaking | None, vetted: Vetting | None, trained: Training | None) -> Standing:
    first, last = row.starts, row.last_day
    return Standing(
        position=row.position,
        held=first <= on and (last is None or on <= last) and row.contact.erased_on is None and not _gone(row, on),
        signed=signed.terms.confidentiality_en if signed else None,
        lapsed_on=signed.lapses_on if signed else None,
        vetting=vetted.state if vetted else "",
        cleared_until=vetted.valid_until if vetted else None,
        trained=trained is not None,
        training_over=trained.good_until if trained else None,
    )


def _gone(row: Member, on: date) -> bool:
    """Somebody who leaves early gets nothing more from that day on."""
    return row.ended_on is not None and row.ended_how not in TO_THE_END and row.ended_on <= on


# ---------------------------------------------------------------------------------------------------------- chair, succession


def chair_of(panel: Panel, on: date) -> Member | None:
    """Who chairs a panel on a day by its terms; None where nobody does."""
    terms = terms_on(panel, on)
    positions = CHAIRS[terms.chair_rule] if terms else (Position.CHAIR.value,)
    found = {member.position: member for member in sitting(panel, on).filter(position__in=positions).order_by("-starts", "-pk")}
    return next((found[position] for position in positions if position in found), None)


def chair_ends(panel: Panel, on: date) -> date | None:
    """The day on which whoever chairs a panel can do so no longer: the end of the office or of the seat; None where there is none."""
    chair = chair_of(panel, on)
    if chair is None:
        return None
    office = Office.objects.filter(member=chair, position=Position.CHAIR, ended_on__isnull=True).order_by("-starts").first()
    return min((day for day in (chair.last_day, office.ends if office else None) if day), default=None)


def deputies_of(panel: Panel, on: date) -> QuerySet[Member]:
    return sitting(panel, on).filter(position=Position.DEPUTY)


def offices_of(panel: Panel) -> QuerySet[Office]:
    """Who chaired a panel and was deputy, when, the latest first."""
    return Office.objects.filter(member__panel=panel).select_related("member__contact").order_by("-starts", "-pk")


@dataclass(frozen=True)
class Places:
    """The seats of those who vote, against the fewest and the most that the terms name; None where no terms hold."""

    taken: int
    least: int | None
    most: int | None

    @property
    def missing(self) -> int:
        return max(0, (self.least or 0) - self.taken)

    @property
    def free(self) -> int:
        return max(0, (self.most or 0) - self.taken)


def places(panel: Panel, on: date, *, terms: Terms | None = None) -> Places:
    terms = terms or terms_on(panel, on)
    if terms is None:
        return Places(sitting(panel, on).count(), None, None)
    return Places(sitting(panel, on).filter(position__in=terms.voting).count(), terms.least_members, terms.most_members)


def ending_between(panels: Iterable[Panel], first: date, last: date) -> QuerySet[Member]:
    """Seats that end between two days (both included) and were not renewed."""
    rows = Member.objects.filter(panel__in=list(panels), ends__range=(first, last), ended_on__isnull=True, renewed_by__isnull=True)
    return rows.select_related("panel", "contact").order_by("ends", "pk")


# ------------------------------------------------------------------------------------------------------------------- sign-in


def grants_of(member: Member) -> QuerySet[RoleGrant]:
    """The roles, not ended, with which whoever holds a seat signs in to its panel's pages."""
    tied = [member.account_id, *SignIn.objects.filter(member=member).values_list("account_id", flat=True)]
    accounts = [each for each in tied if each]
    rows = RoleGrant.objects.filter(account__in=accounts, role=Role.PANEL_MEMBER, panel=member.panel.code, ended_at=None)
    return rows.order_by("starts", "pk")


def open_sign_ins(member: Member) -> QuerySet[SignIn]:
    """The links sent to a member that were neither used nor taken back."""
    rows = SignIn.objects.filter(member=member, ended_at=None, invitation__accepted_at=None, invitation__withdrawn_at=None)
    return rows.filter(invitation__isnull=False).select_related("invitation")


def other_seats(viewer: Viewer, member: Member) -> dict[str, list[Member]]:
    """The same person's other seats in sight, by the name of the panel."""
    found: dict[str, list[Member]] = defaultdict(list)
    for seat in seats(viewer).filter(contact=member.contact_id).exclude(pk=member.pk).order_by("-starts"):
        found[str(seat.panel)].append(seat)
    return dict(found)
