"""Reading certificates: one's own Areas'; for the whole service all of them, with those that are missing or late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.rules import ROLE_MAY
from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.areas.rules import in_being
from folkmoot.assurance.certificates.models import Certificate, CertificateEntry
from folkmoot.assurance.certificates.rules import EXCEPTION, State, due_day, is_late, state_of
from folkmoot.foundation.periods import HalfYear

READ, SIGN = "assurance.read", "certificates.sign"


@dataclass(frozen=True)
class Standing:
    """The certificate of a unit (`area` None: head office) for a half-year, where there is one.

    `late`: signed after its day, or not signed and its day has passed.
    """

    area: Area | None
    due_on: date
    row: Certificate | None
    state: State
    late: bool
    open_lines: int
    exceptions: tuple[CertificateEntry, ...]


def certificates(viewer: Viewer) -> QuerySet[Certificate]:
    """Those of the Areas in sight; head office's only for those who see the whole service."""
    rows = Certificate.objects.select_related("area", "lead", "prepared_by", "signed_by")
    return within(viewer, rows, READ).order_by("-period", "area__name_en", "pk")


def get_certificate(viewer: Viewer, pk: int) -> Certificate:
    """Raises Certificate.DoesNotExist for one out of sight."""
    return certificates(viewer).get(pk=pk)


def entries_of(row: Certificate) -> list[CertificateEntry]:
    """The lines of a certificate that was found in sight."""
    return list(row.entries.select_related("owner").order_by("order", "pk"))


def standings(viewer: Viewer, period: HalfYear, *, today: date) -> list[Standing]:
    """Every unit in sight, by name and head office last, with its certificate or that it is missing."""
    held = {row.area_id: row for row in certificates(viewer).filter(period=str(period)).prefetch_related("entries__owner")}
    areas = in_being(within(viewer, Area.objects.filter(kind=Area.Kind.AREA, withdrawn_on__isnull=True), READ, area="pk"), period.last)
    by_name: list[Area] = sorted(areas, key=lambda area: area.name_en)
    units: list[Area | None] = [*by_name]
    if viewer.sight(READ).national:
        units.append(None)
    return [_standing(area, held.get(area.pk if area else None), period, today) for area in units]


def exceptions(viewer: Viewer, period: HalfYear) -> list[CertificateEntry]:
    """The exceptions of signed certificates in sight, by line and then by Area: side by side."""
    rows = CertificateEntry.objects.filter(
        answer=EXCEPTION, certificate__in=certificates(viewer).filter(period=str(period), signed_at__isnull=False).values("pk")
    )
    return list(rows.select_related("certificate__area", "owner").order_by("order", "certificate__area__name_en", "pk"))


def earlier_exceptions(row: Certificate) -> list[CertificateEntry]:
    """The exceptions of the unit's last signed certificate before this one, and those it said were not put right itself."""
    own_unit = Certificate.objects.filter(area=row.area, period__lt=row.period, signed_at__isnull=False)
    before = own_unit.order_by("-period").first()
    if before is None:
        return []
    still = before.follow_ups.exclude(became="resolved").values("exception")
    own = Q(certificate=before, answer=EXCEPTION)
    return list(CertificateEntry.objects.filter(own | Q(pk__in=still)).order_by("certificate__period", "order"))


def possible_leads(area_id: int | None, *, today: date) -> QuerySet[Account]:
    """Who may sign: of an Area those with a lead's role in that very Area; of head office those who sign for the whole service."""
    roles = [role for role, capabilities in ROLE_MAY.items() if SIGN in capabilities]
    where = Q(national=True) if area_id is None else Q(national=False, areas=area_id)
    in_force = Q(ended_at=None, starts__lte=today) & (Q(ends=None) | Q(ends__gte=today))
    grants = RoleGrant.objects.filter(where, in_force, role__in=roles)
    return Account.objects.filter(is_active=True, pk__in=grants.values("account")).order_by("name", "pk")


def _standing(area: Area | None, row: Certificate | None, period: HalfYear, today: date) -> Standing:
    due = row.due_on if row else due_day(period)
    signed = timezone.localdate(row.signed_at) if row and row.signed_at else None
    entries: Iterable[CertificateEntry] = row.entries.all() if row else ()
    return Standing(
        area, due, row, state_of(begun=row is not None, signed=signed is not None), is_late(due_on=due, signed_on=signed, today=today),
        sum(not one.answer for one in entries), tuple(one for one in entries if one.answer == EXCEPTION and row and row.signed_at),
    )  # fmt: skip
