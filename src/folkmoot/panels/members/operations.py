"""Writing seats: appointed, changed, renewed, left; chair and deputy handed over. Each is one transaction with its audit event.

What is recorded about a member stands in `details`, signing in in `sign_in`; both are given on from here.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.members.details import (
    declare_interest,
    end_interest,
    record_training,
    record_undertaking,
    record_vetting,
    sign_undertaking,
)
from folkmoot.panels.members.models import Member, Office
from folkmoot.panels.members.queries import offices_in_force, person_of, places, seated_between, sitting, times_renewed, voters
from folkmoot.panels.members.rules import appointment_problems, days_problems, leaving_problems, office_problems, renewal_problems
from folkmoot.panels.members.sign_in import close_sign_in, follow_renewal
from folkmoot.panels.models import Panel, Position, Terms
from folkmoot.panels.queries import terms_on
from folkmoot.panels.rules import last_day_of_term
from folkmoot.stakeholders.models import Affiliation, Contact, Organisation
from folkmoot.stakeholders.operations import add_affiliation, change_affiliation
from folkmoot.stakeholders.rules import NO_BASIS

__all__ = [
    "appoint", "change_seat", "declare_interest", "elect", "end_interest", "end_terms", "hand_over_chair", "leave", "record_training",
    "record_undertaking", "record_vetting", "renew", "sign_undertaking", "step_down",
]  # fmt: skip
CHANGEABLE = frozenset({"organisation", "ends"})
OFFICES = (Position.CHAIR.value, Position.DEPUTY.value)


@transaction.atomic
def appoint(
    *, by: Viewer, at: datetime, panel: Panel, contact: Contact, how: str, why: str, starts: date | None, position: str = Position.MEMBER,
    ends: date | None = None, organisation: Organisation | None = None,
) -> Member:  # fmt: skip
    """Give somebody a seat. Without `ends` it ends with the term that the panel's terms of reference lay down, where they do.

    Records the seat as a role of the person too, so that reach counts it. Raises Refused (by field) or NotAllowed.
    """
    by.require_for("panels.members", panel.area_id)
    panel = _locked(panel)
    terms = terms_on(panel, starts) if starts else None
    ends = ends or _end_of_term(starts, terms)
    first = _refuse_appointment(panel, contact, organisation, why, starts, ends)
    _refuse_place(panel, terms, position, first)
    member = Member(
        panel=panel, contact=contact, organisation=organisation, position=position, how=how, why=why.strip(), starts=first, ends=ends,
        appointed_by_id=by.account_id, appointed_at=at,
    )  # fmt: skip
    check(member)
    member.affiliation = add_affiliation(
        by=by, at=at, contact=contact, kind=Affiliation.Kind.PANEL_MEMBER, title=panel.name_en, starts=first, ends=ends
    )
    member.save()
    if position in OFFICES:
        _take_office(member, position, Office.How.APPOINTED, first, terms, by=by, at=at)
    _note(by, at, member, audit.Kind.COLLECTION, {"panel": panel.code, "position": str(position), "how": how})
    return member


@transaction.atomic
def change_seat(*, by: Viewer, at: datetime, member: Member, seen_version: int | None = None, **values: object) -> list[str]:
    """Change whom a member comes from, or the last day of the seat (`organisation`, `ends`); returns the fields that changed.

    Raises Refused, ChangedMeanwhile, NotAllowed, or KeyError for another field.
    """
    by.require_for("panels.members", member.panel.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a seat's {', '.join(sorted(unknown))} cannot be changed")
    _refuse_change(member, values, timezone.localdate(at))
    changed = change(member, values, seen_version=seen_version)
    if "ends" in changed:
        _follow_end(member, by=by, at=at)
    if changed:
        _note(by, at, member, audit.Kind.ALTERATION, {"fields": changed})
    return changed


@transaction.atomic
def renew(*, by: Viewer, at: datetime, member: Member, why: str, ends: date | None = None) -> Member:
    """Renew a seat for another term, from the day after its last. Without `ends` as long as the terms of reference say.

    The person goes on signing in. Raises Refused or NotAllowed.
    """
    by.require_for("panels.members", member.panel.area_id)
    _locked(member.panel)
    first = member.ends + timedelta(days=1) if member.ends else None
    terms = terms_on(member.panel, first) if first else None
    until = ends or _end_of_term(first, terms)
    left = member.ended_on is not None and member.ended_how != Member.Left.TERM
    problems = renewal_problems(
        why=why, left=left or person_of(member).erased_on is not None, renewed=member.renewed_by.exists(), ends=member.ends, until=until,
        times=times_renewed(member), most_times=terms.renewals if terms else None,
    )  # fmt: skip
    if problems or first is None:
        raise Refused(problems)
    row = Member(
        panel=member.panel, contact=member.contact, organisation=member.organisation, account=member.account, position=member.position,
        how=Member.How.RENEWED, why=why.strip(), starts=first, ends=until, renews=member, affiliation=member.affiliation,
        appointed_by_id=by.account_id, appointed_at=at,
    )  # fmt: skip
    check(row)
    row.save()
    _carry_offices(member, row)
    _follow_affiliation(row, until, by=by, at=at)
    follow_renewal(by=by, at=at, member=row)
    _note(by, at, row, audit.Kind.COLLECTION, {"panel": row.panel.code, "renews": member.pk})
    return row


@transaction.atomic
def leave(*, by: Viewer, at: datetime, member: Member, on: date | None, how: str, why: str = "") -> None:
    """Record that somebody left or was removed. Their sign-in to the panel's pages ends at this moment. Raises Refused or NotAllowed."""
    by.require_for("panels.members", member.panel.area_id)
    left = member.ended_on is not None
    problems = leaving_problems(on=on, why=why, how=how, starts=member.starts, left=left, today=timezone.localdate(at))
    if problems or on is None:
        raise Refused(problems)
    for seat in (member, *_following(member)):
        change(seat, {"ended_on": on, "ended_how": how, "ended_why": why.strip()})
        offices_in_force(seat).update(ended_on=on)
        _note(by, at, seat, audit.Kind.ALTERATION, {"left": how})
    _follow_affiliation(member, on, by=by, at=at)
    close_sign_in(by=by, at=at, member=member)


@transaction.atomic
def hand_over_chair(
    *, by: Viewer, at: datetime, panel: Panel, to: Member, on: date | None, how: str, position: str = Position.CHAIR,
    votes_for: int | None = None, votes_against: int | None = None, votes_withheld: int | None = None,
) -> Office:  # fmt: skip
    """Make a member chair (or deputy): whoever was it becomes a member again. Raises Refused (by field) or NotAllowed."""
    by.require_for("panels.members", panel.area_id)
    panel, today = _locked(panel), timezone.localdate(at)
    terms, seats = terms_on(panel, on or today), sitting(panel, on or today)
    if terms is None:
        raise Refused({"": [_("The panel has no terms of reference that hold: they say how its chair is found. Agree them first.")]})
    if to.panel_id != panel.pk or not seats.filter(pk=to.pk).exists():
        raise Refused({"to": [_("They do not hold a seat on the panel on that day.")]})
    before = [] if position == Position.DEPUTY else list(seats.filter(position=position))
    begun = max((office.starts for seat in before for office in offices_in_force(seat)), default=None)
    problems = office_problems(
        position=position, how=how, on=on, rule=terms.chair_rule, holds=to.position, votes_for=votes_for, votes_against=votes_against,
        voters=voters(panel, on or today).count(), today=today, begun=begun,
    )  # fmt: skip
    if problems or on is None:
        raise Refused(problems)
    for seat in [*before, to]:
        _give_up_office(seat, on, terms, by=by, at=at)
    votes = {"votes_for": votes_for, "votes_against": votes_against, "votes_withheld": votes_withheld}
    return _take_office(to, position, how, on, terms, by=by, at=at, **(votes if how == Office.How.ELECTED else {}))


def elect(
    *, by: Viewer, at: datetime, panel: Panel, member: Member, on: date, votes_for: int, votes_against: int = 0, votes_withheld: int = 0,
    position: str = Position.CHAIR,
) -> Office:  # fmt: skip
    """Record that the members elected their chair (or deputy), and by which votes. Raises Refused or NotAllowed."""
    return hand_over_chair(
        by=by, at=at, panel=panel, to=member, on=on, how=Office.How.ELECTED, position=position, votes_for=votes_for,
        votes_against=votes_against, votes_withheld=votes_withheld,
    )  # fmt: skip


@transaction.atomic
def step_down(*, by: Viewer, at: datetime, member: Member, on: date | None) -> None:
    """Record that a chair or deputy gave up the office and stays a member. Raises Refused or NotAllowed."""
    by.require_for("panels.members", member.panel.area_id)
    offices = list(offices_in_force(member))
    if member.position not in OFFICES:
        raise Refused({"": [_("They hold no office.")]})
    if on is None or on > timezone.localdate(at) or any(on < office.starts for office in offices):
        raise Refused({"on": [_("Give the day: since they took the office, and not in the future.")]})
    _give_up_office(member, on, terms_on(member.panel, on), by=by, at=at)


@transaction.atomic
def end_terms(*, by: Viewer, at: datetime) -> int:
    """End the seats whose last day has passed, and those of people whose details were erased; returns how many. Made to be repeated."""
    today = timezone.localdate(at)
    over = Member.objects.filter(Q(ends__lt=today) | Q(contact__erased_on__isnull=False), ended_on__isnull=True)
    seats = list(over.select_related("panel", "contact", "account", "affiliation").order_by("pk"))
    for seat in seats:
        erased = seat.contact.erased_on
        how, day = (Member.Left.OTHER, erased) if erased else (Member.Left.TERM, seat.ends)
        why = _("Their details were erased.") if erased else ""
        change(seat, {"ended_on": day, "ended_how": how, "ended_why": why})
        if erased or not seat.renewed_by.exists():
            offices_in_force(seat).update(ended_on=day)
            close_sign_in(by=by, at=at, member=seat)
        _note(by, at, seat, audit.Kind.ALTERATION, {"left": str(how)})
    return len(seats)


def _locked(panel: Panel) -> Panel:
    """Two who appoint at once wait for each other, so that neither overlooks the other's seat."""
    return Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)


def _end_of_term(starts: date | None, terms: Terms | None) -> date | None:
    return last_day_of_term(starts, terms.term_months) if starts and terms and terms.term_months else None


def _refuse_appointment(
    panel: Panel, contact: Contact, organisation: Organisation | None, why: str, starts: date | None, ends: date | None
) -> date:
    """The first day, once nothing speaks against the seat."""
    usable = contact.erased_on is None and contact.merged_into_id is None and contact.basis not in NO_BASIS
    problems = appointment_problems(
        why=why, starts=starts, ends=ends, panel_starts=panel.starts, panel_ended=panel.ended_on, usable=usable,
        seated=starts is not None and seated_between(panel, contact, starts, ends),
        same_area=panel.area_id in (None, contact.area_id),
        same_organisation_area=organisation is None or organisation.area_id == contact.area_id,
    )  # fmt: skip
    if problems or starts is None:
        raise Refused(problems)
    return starts


def _refuse_place(panel: Panel, terms: Terms | None, position: str, starts: date) -> None:
    if terms is None:
        return
    if position == Position.CHAIR and sitting(panel, starts).filter(position=Position.CHAIR).exists():
        raise Refused({"position": [_("The panel has a chair. Appoint them as a member, then hand the chair over.")]})
    if position in terms.voting and places(panel, starts, terms=terms).free < 1:
        words = _("The terms of reference allow %(most)d voting members, and all places are taken.") % {"most": terms.most_members}
        raise Refused({"position": [words]})


def _refuse_change(member: Member, values: dict[str, object], today: date) -> None:
    if member.ended_on is not None:
        raise Refused({"": [_("They have left the panel: the seat stays as it was.")]})
    ends, organisation = values.get("ends", member.ends), values.get("organisation", member.organisation)
    problems = days_problems(starts=member.starts, ends=ends if isinstance(ends, date) else None)
    if ends != member.ends and member.renewed_by.exists():
        problems["ends"] = [_("This seat was renewed. Change the last day of the one that follows it.")]
    elif ends != member.ends and isinstance(ends, date) and ends < today:
        problems["ends"] = [_("That day has passed. Record that they left instead.")]
    if isinstance(organisation, Organisation) and organisation.area_id != member.contact.area_id:
        problems["organisation"] = [_("This organisation is known to another Area than the person.")]
    if problems:
        raise Refused(problems)


def _follow_end(member: Member, *, by: Viewer, at: datetime) -> None:
    _follow_affiliation(member, member.ends, by=by, at=at)
    follow_renewal(by=by, at=at, member=member)


def _follow_affiliation(member: Member, ends: date | None, *, by: Viewer, at: datetime) -> None:
    """Stakeholders' role of the same seat ends with it; nothing where somebody ended or removed it there."""
    role = member.affiliation
    if role is None or role.ends == ends or role.contact.erased_on is not None or role.contact.merged_into_id is not None:
        return
    if ends is not None and role.starts is not None and ends < role.starts:
        ends = role.starts
    change_affiliation(by=by, at=at, affiliation=role, ends=ends)


def _following(member: Member) -> list[Member]:
    """The seats that renew this one and have not ended."""
    found = list(Member.objects.filter(renews=member, ended_on__isnull=True))
    return [*found, *(seat for each in found for seat in _following(each))]


def _carry_offices(before: Member, after: Member) -> None:
    """An office goes on through a renewal, under the new seat."""
    offices_in_force(before).update(member=after)


def _give_up_office(member: Member, on: date, terms: Terms | None, *, by: Viewer, at: datetime) -> None:
    """End what office somebody holds; they are again what the way of finding the chair says they come from."""
    if member.position not in OFFICES:
        return
    offices_in_force(member).update(ended_on=on)
    rule = terms.chair_rule if terms and member.position == Position.CHAIR else ""
    back = {"independent": Position.FACILITATOR, "service": Position.SERVICE}.get(rule, Position.MEMBER)
    change(member, {"position": back})
    _note(by, at, member, audit.Kind.ALTERATION, {"fields": ["position"]})


def _take_office(
    member: Member, position: str, how: str, on: date, terms: Terms | None, *, by: Viewer, at: datetime, **votes: int | None
) -> Office:
    ends = last_day_of_term(on, terms.chair_months) if terms and terms.chair_months and how != Office.How.ACTING else None
    office = Office(
        member=member, contact=member.contact, position=position, how=how, starts=on, ends=ends, recorded_by_id=by.account_id,
        recorded_at=at, **votes,
    )  # fmt: skip
    check(office)
    office.save()
    change(member, {"position": position})
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=office, detail={"position": str(position), "how": str(how)})
    return office


def _note(by: Viewer, at: datetime, member: Member, kind: audit.Kind, detail: dict[str, object]) -> None:
    audit.record(kind, by=by, at=at, subject=member, detail=detail)
