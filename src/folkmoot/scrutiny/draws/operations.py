"""The draw from its preparation to the cases and their replacements. One transaction each, audited; nothing fixed is ever changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import seat_is_theirs, still_sits
from folkmoot.panels.members.rules import goes_on
from folkmoot.panels.models import Panel
from folkmoot.sampling.errors import ReceiptError, SealError
from folkmoot.sampling.receipt import Receipt, replacement
from folkmoot.sampling.rules import Rules
from folkmoot.sampling.seals import closing as closing_of
from folkmoot.sampling.seals import commitment, new_salt, phrase_of, seal, sealed_by_server
from folkmoot.scrutiny.draws.asking import asked, full_title, refuse_impossible
from folkmoot.scrutiny.draws.contributions import contributions_of, new_service_phrase
from folkmoot.scrutiny.draws.listing import list_of, list_of_draw
from folkmoot.scrutiny.draws.models import Contribution, Draw, DrawnCase
from folkmoot.scrutiny.draws.queries import from_same_cases
from folkmoot.scrutiny.draws.rules import (
    State,
    drawing_problem,
    opening_problem,
    reason_problem,
    sealing_problem,
)
from folkmoot.scrutiny.draws.telling import tell_drawn, tell_entered, tell_given_up, tell_opening, tell_replaced, tell_sealing
from folkmoot.scrutiny.frames.blind import refuse_whoever_knows
from folkmoot.scrutiny.frames.models import Frame, FrameCase
from folkmoot.scrutiny.frames.operations import fix
from folkmoot.scrutiny.identities.keeping import keep_until
from folkmoot.scrutiny.limits import limits
from folkmoot.voice.naming import personal_in

CAPABILITY = "scrutiny.prepare"
SERVICE = "Service"
ENTERED = " (entered by the service)"  # behind the label, so that the receipt tells such a seal from one that a member handed in


@transaction.atomic
def prepare_draw(
    *, by: Viewer, at: datetime, frame: Frame, meeting: Meeting, title: str, each: int | None = None, total: int | None = None,
    least: int = 0, grouped: bool = False, only: Mapping[str, Sequence[str]] | None = None, theme: str = "", always: bool = True,
    chosen: Mapping[str, str] | None = None, calibration: bool = False, few_why: str = "",
) -> Draw:  # fmt: skip
    """Prepare a draw: `each` cases of every group, or `total` shared between the groups (at least `least` of each); nothing is drawn yet.

    `grouped`: by the groups of the list, else it is one. `only`: the theme, fact to the values it asks for; `theme` says it in words.
    `always`: the cases that the list marks so all come, besides. `chosen`: pseudonym to the reason.
    Raises Refused (by field) or NotAllowed.
    """
    by.require_for(CAPABILITY, frame.panel.area_id)
    if chosen:
        refuse_whoever_knows(by, frame.pk)
    draw = Draw(frame=frame, panel=frame.panel, meeting=meeting, prepared_by_id=by.account_id, prepared_at=at, calibration=calibration)
    values = asked(
        draw, at=at, meeting=meeting, title=title, each=each, total=total, least=least, grouped=grouped, only=only or {}, theme=theme,
        always=always, chosen=chosen or {}, few_why=few_why,
    )  # fmt: skip
    for name, value in values.items():
        setattr(draw, name, value)
    check(draw)
    draw.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=draw, detail={"method": draw.method, "frame": frame.pk})
    return draw


@transaction.atomic
def change_rules(
    *, by: Viewer, at: datetime, draw: Draw, meeting: Meeting, title: str, each: int | None = None, total: int | None = None,
    least: int = 0, grouped: bool = False, only: Mapping[str, Sequence[str]] | None = None, theme: str = "", always: bool = True,
    chosen: Mapping[str, str] | None = None, calibration: bool = False, few_why: str = "", seen_version: int | None = None,
) -> None:  # fmt: skip
    """Change what a draw is about while nothing is committed. As `prepare_draw`; raises ChangedMeanwhile too."""
    row = _to_alter(by, draw, State.PREPARED)
    if seen_version is not None and seen_version != row.version:
        raise ChangedMeanwhile(row)
    values = asked(
        row, at=at, meeting=meeting, title=title, each=each, total=total, least=least, grouped=grouped, only=only or {}, theme=theme,
        always=always, chosen=chosen or {}, few_why=few_why,
    )  # fmt: skip
    changed = change(row, values | {"calibration": calibration})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"fields": sorted(changed)})


@transaction.atomic
def commit(*, by: Viewer, at: datetime, draw: Draw, seals_until: datetime | None = None, phrase: str = "") -> Draw:
    """Fix list and rules, seal the service's own phrase (made by chance where none is given), and ask members for theirs.

    Raises Refused or NotAllowed.
    """
    row = _to_alter(by, draw, State.PREPARED)
    until = seals_until or at + timedelta(days=limits().sealing_days)
    if until <= at:
        raise Refused({"seals_until": [_("Give members some time: choose a moment to come.")]})
    frame = fix(by=by, at=at, frame=row.frame)
    _refuse_side_by_side(row)
    as_stated = row.rules | {"title": full_title(row, row.title, row.theme)}  # another may have been given up since it was prepared
    rules = Rules.from_plain(as_stated)
    drawn_from = list_of(frame, rules, row.narrowed, before=at)
    refuse_impossible(drawn_from, rules)
    own, salt = _phrase(phrase) if phrase.strip() else new_service_phrase(), new_salt()
    service = Contribution(
        draw=row, label=SERVICE, seal=seal(own, salt), sealed_in=Contribution.SealedIn.SERVER, sealed_at=at, phrase=own, salt=salt
    )
    check(service)
    service.save()
    values = {
        "state": State.COMMITTED.value, "fingerprint": drawn_from.fingerprint, "commitment": commitment(drawn_from, rules, service.seal),
        "committed_at": at, "committed_by_id": by.account_id, "seals_until": until, "rules": as_stated,
    }  # fmt: skip
    change(row, values)
    tell_sealing(by=by, at=at, draw=row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"committed": row.commitment, "list": row.fingerprint})
    return row


@transaction.atomic
def seal_phrase(*, by: Viewer, at: datetime, draw: Draw, member: Member, phrase: str = "", seal: str = "") -> Contribution:
    """Seal a member's phrase: `seal` made in their own browser, or `phrase` for the server to seal. Before closing it can be sealed anew.

    The member does it; the service may enter only a seal that a member made elsewhere, never a phrase, and never in place of one that
    the member handed in: it is marked for everybody, and the member is told. Raises Refused or NotAllowed.
    """
    row = _locked(draw)
    theirs = seat_is_theirs(by, member)
    if not theirs and not (seal and not phrase and by.sight(CAPABILITY).holds(row.panel.area_id)):
        raise NotAllowed("case.judge")
    sits = member.panel_id == row.panel_id and still_sits(member, timezone.localdate(at))
    if problem := sealing_problem(state=State(row.state), until=row.seals_until, at=at, sits=sits):
        raise Refused({"": [problem]})
    known = row.contributions.filter(member=member).first()
    if known and not theirs and not known.label.endswith(ENTERED):
        raise Refused({"member": [_("This member sealed a phrase already. Only they can seal another.")]})
    plain = known.label.removesuffix(ENTERED) if known else f"Member {row.contributions.filter(member__isnull=False).count() + 1}"
    label = plain if theirs else plain + ENTERED
    values = _sealed(row, label, phrase, seal, known) | {"sealed_at": at, "label": label}
    if known:
        change(known, values)
    else:
        known = Contribution(draw=row, member=member, **values)
        check(known)
        known.save()
    if not theirs:
        tell_entered(by=by, at=at, held=known)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=known, detail={"sealed": known.sealed_in, "label": label})
    return known


@transaction.atomic
def close_sealing(*, by: Viewer, at: datetime, draw: Draw) -> Draw:
    """Close sealing: whose phrases count is fixed from now on. What the server holds (the service's own first) is opened with it.

    Members open the phrases that stayed with them. Raises Refused or NotAllowed.
    """
    row = _to_alter(by, draw, State.COMMITTED)
    return _close(by, at, row)


@transaction.atomic
def open_phrase(*, by: Viewer, at: datetime, draw: Draw, member: Member, phrase: str, salt: str) -> Contribution:
    """Open a phrase that was sealed in the member's own browser. Raises Refused or NotAllowed.

    Where the time for sealing is over and nobody closed it, the first who opens does.
    """
    row = _locked(draw)
    if not seat_is_theirs(by, member) and not by.sight(CAPABILITY).holds(row.panel.area_id):
        raise NotAllowed("case.judge")
    if row.state == State.COMMITTED and row.seals_until and at >= row.seals_until:
        row = _close(by, at, row)
    held = row.contributions.filter(member=member).first()
    opened = held is not None and held.opened_at is not None
    if problem := opening_problem(state=State(row.state), sealed=held is not None, opened=opened):
        raise Refused({"": [problem]})
    if held is None:
        raise Refused({"": [_("No phrase was sealed, so there is none to open.")]})
    if not _fits(phrase, salt, held.seal):
        raise Refused(
            {"phrase": [_("This is not the phrase that was sealed. Write it exactly as it was, with the code you kept with it.")]}
        )
    change(held, {"phrase": phrase_of(phrase), "salt": salt.strip().lower(), "opened_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"opened": held.label})
    return held


@transaction.atomic
def draw_cases(*, by: Viewer, at: datetime, draw: Draw) -> Draw:
    """Draw: the seed is made from all phrases opened, and list, rules and seed alone decide. Raises Refused or NotAllowed."""
    by.require_for(CAPABILITY, draw.panel.area_id)
    row = _locked(draw)
    unopened = row.contributions.filter(opened_at__isnull=True).count()
    if problem := drawing_problem(state=State(row.state), unopened=unopened, until=row.opens_until, at=at):
        raise Refused({"": [problem]})
    frame, service = list_of_draw(row), row.contributions.get(member__isnull=True)
    if frame.fingerprint != row.fingerprint:
        raise Refused(
            {
                "": [
                    _(
                        "The list is not the one that was fixed: somebody changed it behind this service. Nothing was drawn."
                        " Give this draw up."
                    )
                ]
            }
        )
    receipt = Receipt.of(frame, Rules.from_plain(row.rules), service.seal, contributions_of(row), made_at=_stamp(at))
    change(
        row, {"state": State.DRAWN.value, "seed": receipt.seed, "receipt": receipt.to_plain(), "drawn_at": at, "drawn_by_id": by.account_id}
    )
    _keep_drawn(row, receipt)
    _keep_identities(row, at)
    tell_drawn(by=by, at=at, draw=row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"drawn": len(receipt.drawn), "receipt": receipt.checksum})
    return row


@transaction.atomic
def replace_case(*, by: Viewer, at: datetime, drawn: DrawnCase, why: str) -> DrawnCase | None:
    """Replace a drawn case by the next in line of its group: nobody chooses it. For one that chance did not take nothing comes (None).

    The reason stands on the receipt. Raises Refused or NotAllowed.
    """
    by.require_for(CAPABILITY, drawn.draw.panel.area_id)
    refuse_whoever_knows(by, drawn.case.frame_id)
    row = _locked(drawn.draw)
    gone = DrawnCase.objects.select_for_update().select_related("case").get(pk=drawn.pk)
    if row.state != State.DRAWN or row.meeting.state in ("closed", "cancelled"):
        raise Refused({"": [_("The meeting is over: a case is replaced before it is scrutinised.")]})
    if problem := reason_problem(why, [found.text for found in personal_in(why)]):
        raise Refused({"why": [problem]})
    try:
        receipt = replacement(list_of_draw(row), Receipt.from_plain(row.receipt), gone.case.pseudonym, why, at=_stamp(at))
    except ReceiptError as error:
        raise Refused({"": [str(error)]}) from error
    came = receipt.replacements[-1]
    change(gone, {"replaced_at": at, "replaced_why": came.why})
    change(row, {"receipt": receipt.to_plain()})
    new = _stand_in(row, gone, came.by, came.ticket) if came.by else None
    if new:
        _keep_identities(row, at)
    tell_replaced(by=by, at=at, draw=row, gone=gone.pk)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"replaced": gone.pk, "by": new.pk if new else None})
    return new


@transaction.atomic
def give_up(*, by: Viewer, at: datetime, draw: Draw, why: str) -> None:
    """Give up a draw before cases were drawn. It stays, with the reason, for members to see. Raises Refused or NotAllowed."""
    by.require_for(CAPABILITY, draw.panel.area_id)
    row = _locked(draw)
    if row.state in (State.DRAWN, State.GIVEN_UP):
        raise Refused({"": [_("Only a draw that is not done can be given up. A case that was drawn can be replaced, with the reason.")]})
    if problem := reason_problem(why, [found.text for found in personal_in(why)]):
        raise Refused({"why": [problem]})
    change(row, {"state": State.GIVEN_UP.value, "given_up_why": why.strip()[:300]})
    if row.committed_at:
        tell_given_up(by=by, at=at, draw=row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"given up": True})


@transaction.atomic
def move_to(*, by: Viewer, at: datetime, draw: Draw, meeting: Meeting) -> None:
    """Bring the cases of a draw to another meeting of the panel, for instance since theirs was cancelled. Raises Refused or NotAllowed."""
    by.require_for(CAPABILITY, draw.panel.area_id)
    row = _locked(draw)
    if meeting.panel_id != row.panel_id or meeting.state in ("closed", "cancelled"):
        raise Refused({"meeting": [_("Choose a meeting of this panel that is still to come.")]})
    if row.meeting.state == Meeting.State.CLOSED or row.state == State.GIVEN_UP:
        raise Refused({"": [_("The cases of this draw come to no other meeting.")]})
    begun = row.meeting.assessments.filter(pack__drawn__draw=row, shown_at__isnull=True, set_aside_at__isnull=True)
    begun.update(meeting=meeting)  # who began to judge a case goes on with it, for the meeting to which it now comes
    change(row, {"meeting": meeting})
    if row.state == State.DRAWN:
        _keep_identities(row, at)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"meeting": meeting.pk})


def _refuse_side_by_side(row: Draw) -> None:
    """Of two draws from the same cases that go on together one could be given up once it is seen what each would bring."""
    Panel.objects.select_for_update(of=("self",)).get(pk=row.panel_id)
    going = from_same_cases(row.frame).filter(state__in=(State.COMMITTED, State.OPENING)).exclude(pk=row.pk)
    if other := going.first():
        words = _("Another draw from these cases is still going on: “%(title)s”. Finish it, or give it up with the reason.")
        raise Refused({"": [words % {"title": other.title}]})


# ----------------------------------------------------------------------------------------------------------------------- the phrases


def _phrase(text: str) -> str:
    try:
        return phrase_of(text)
    except SealError as error:
        raise Refused({"phrase": [str(error)]}) from error


def _sealed(draw: Draw, label: str, phrase: str, given: str, known: Contribution | None) -> dict[str, object]:
    """What is kept of a seal made elsewhere, or of a phrase sealed here. Raises Refused."""
    if given:
        code = given.strip().lower()
        if len(code) != 64 or any(letter not in "0123456789abcdef" for letter in code):
            raise Refused({"seal": [_("A seal has 64 figures and letters from a to f. Copy all of it.")]})
        others = draw.contributions.exclude(pk=known.pk) if known else draw.contributions.all()
        if others.filter(seal=code).exists():
            raise Refused({"seal": [_("Somebody sealed the same already. Seal a phrase of your own.")]})
        return {"seal": code, "sealed_in": Contribution.SealedIn.BROWSER.value, "phrase": "", "salt": ""}
    service = draw.contributions.get(member__isnull=True)
    made = sealed_by_server(label, _phrase(phrase), service.salt)
    return {"seal": made.seal, "sealed_in": Contribution.SealedIn.SERVER.value, "phrase": made.phrase, "salt": made.salt}


def _fits(phrase: str, salt: str, sealed: str) -> bool:
    try:
        return bool(salt.strip()) and seal(phrase_of(phrase), salt.strip().lower()) == sealed
    except FolkmootError:
        return False


def _close(by: Viewer, at: datetime, row: Draw) -> Draw:
    values = {
        "state": State.OPENING.value, "closing": closing_of(row.commitment, contributions_of(row, sealed=True)), "opened_at": at,
        "opens_until": at + timedelta(hours=limits().opening_hours),
    }  # fmt: skip
    change(row, values)
    for held in row.contributions.exclude(phrase="").order_by("pk"):
        change(held, {"opened_at": at})
    tell_opening(by=by, at=at, draw=row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"closed": row.closing})
    return row


# ------------------------------------------------------------------------------------------------------------------------- the cases


def _keep_drawn(row: Draw, receipt: Receipt) -> None:
    cases = _by_pseudonym(row, [each.case for each in receipt.drawn])
    DrawnCase.objects.bulk_create(
        DrawnCase(draw=row, case=cases[each.case], order=order, how=each.how.value, ticket=each.ticket, why=each.why)
        for order, each in enumerate(receipt.drawn, 1)
    )


def _stand_in(row: Draw, gone: DrawnCase, pseudonym: str, ticket: str) -> DrawnCase:
    case = _by_pseudonym(row, [pseudonym])[pseudonym]
    last = row.drawn.order_by("-order").values_list("order", flat=True)[0]
    new = DrawnCase(draw=row, case=case, order=last + 1, how=DrawnCase.How.REPLACEMENT, ticket=ticket, stands_for=gone)
    check(new)
    new.save()
    return new


def _by_pseudonym(row: Draw, names: Iterable[str]) -> dict[str, FrameCase]:
    return {case.pseudonym: case for case in FrameCase.objects.filter(frame_id=row.frame_id, pseudonym__in=list(names))}


def _keep_identities(row: Draw, at: datetime) -> None:
    """How long it is kept which cases these are: the drawn for months after the meeting, the others, who may still come, not for long."""
    day = max(timezone.localdate(row.meeting.starts_at) if row.meeting.starts_at else timezone.localdate(at), timezone.localdate(at))
    drawn = row.drawn.values_list("case__identity", flat=True)
    others = row.frame.cases.filter(refused="").exclude(identity__in=list(drawn)).exclude(drawn__isnull=False)
    keep_until(list(others.values_list("identity", flat=True)), day + timedelta(days=limits().undrawn_days), at_least=True)
    keep_until(drawn, goes_on(day, limits().kept_months), at_least=True)


def _to_alter(by: Viewer, draw: Draw, state: State) -> Draw:
    by.require_for(CAPABILITY, draw.panel.area_id)
    row = _locked(draw)
    if row.state != state:
        raise Refused({"": [_("This draw has gone on since: open its page again.")]})
    return row


def _locked(draw: Draw) -> Draw:
    return Draw.objects.select_for_update(of=("self",)).select_related("panel", "meeting", "frame__panel").get(pk=draw.pk)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
