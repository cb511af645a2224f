"""Reading rates and claims. A member reads their own; whoever keeps the members of a panel reads those of the panel."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from folkmoot.accounts.scope import Viewer, within
from folkmoot.panels.expenses.models import Claim, ClaimLine, Rate
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import seat_is_theirs

CAPABILITY = "panels.members"
_TOTALS = {
    "asked": Coalesce(Sum("lines__asked"), Decimal(0)),
    "payable": Coalesce(Sum(Coalesce("lines__agreed", "lines__asked")), Decimal(0)),
    "lines_count": Count("lines"),
}


def claims(viewer: Viewer) -> QuerySet[Claim]:
    """The claims of the panels in sight that were sent, or that the viewer entered; each with `asked`, `payable` and `lines_count`."""
    rows = Claim.objects.select_related("member__panel__area", "member__contact", "recorded_by", "decided_by")
    seen = within(viewer, rows, CAPABILITY, area="member__panel__area_id")
    return seen.filter(~Q(state=Claim.State.DRAFT) | Q(recorded_by=viewer.account_id)).annotate(**_TOTALS)


def get_claim(viewer: Viewer, claim_id: int) -> Claim:
    """One claim in sight with its lines. Raises Claim.DoesNotExist for one out of sight."""
    return claims(viewer).prefetch_related("lines__receipt", "lines__rate").get(pk=claim_id)


def own_claims(viewer: Viewer, member: Member) -> QuerySet[Claim]:
    """A member's claims on their panel, with earlier seats too; none for anybody else."""
    rows = Claim.objects.filter(contact=member.contact_id, member__panel=member.panel_id).select_related("member__panel")
    return (rows if seat_is_theirs(viewer, member) else rows.none()).annotate(**_TOTALS)


def get_own_claim(viewer: Viewer, member: Member, claim_id: int) -> Claim:
    """One of the member's own claims. Raises Claim.DoesNotExist."""
    return own_claims(viewer, member).prefetch_related("lines__receipt", "lines__rate").get(pk=claim_id)


def rate_on(kind: str, day: date) -> Rate | None:
    """The rate that holds for a kind of expense on a day; None where it is paid as it was spent."""
    return Rate.objects.filter(kind=kind, starts__lte=day).order_by("-starts").first()


def rates_now(today: date) -> list[Rate]:
    """The rate of each kind that holds today."""
    held = {rate.kind: rate for rate in Rate.objects.filter(starts__lte=today).order_by("starts")}
    return [held[kind] for kind in sorted(held)]


def doubled(claim: Claim) -> list[str]:
    """The expenses of a claim that stand, of the same day, kind and amount and without a word of difference, in another not refused."""
    others = ClaimLine.objects.filter(claim__contact=claim.contact_id).exclude(claim=claim).exclude(claim__state=Claim.State.REFUSED)
    known = set(others.values_list("kind", "on", "asked", "what"))
    return [f"{line} ({date_format(line.on, 'j F')})" for line in claim.lines.all() if (line.kind, line.on, line.asked, line.what) in known]


@dataclass(frozen=True)
class Spent:
    """What the claims of a panel that were paid between two days come to, in pounds, and how many they are."""

    claims: int
    pounds: Decimal


def spent(viewer: Viewer, first: date, last: date, *, panel_id: int | None = None) -> Spent:
    """What was paid in the viewer's sight between two days, both included."""
    paid = Claim.objects.filter(state=Claim.State.PAID, paid_on__range=(first, last))
    rows = within(viewer, paid, CAPABILITY, area="member__panel__area_id")
    if panel_id is not None:
        rows = rows.filter(member__panel=panel_id)
    total = rows.aggregate(pounds=Sum(Coalesce(F("lines__agreed"), F("lines__asked"))))["pounds"]
    return Spent(rows.count(), total or Decimal(0))
