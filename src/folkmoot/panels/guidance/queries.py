"""Reading guidance: what holds now, what held before, and who has read what."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.guidance.models import Guidance, GuidanceReading, GuidanceVersion
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import on_day
from folkmoot.panels.queries import of_panels

CAPABILITY, KEEPING = "panels.read", "panels.kinds"


def pages(*, withdrawn: bool = False) -> QuerySet[Guidance]:
    """The pages in use (with `withdrawn` all that ever were), each with its agreed versions, the latest first, in `agreed`."""
    agreed = GuidanceVersion.objects.filter(agreed_at__isnull=False).order_by("-number")
    rows = Guidance.objects.prefetch_related(Prefetch("versions", agreed, to_attr="agreed"))
    return rows if withdrawn else rows.filter(withdrawn_on__isnull=True)


def get_page(viewer: Viewer, code: str) -> Guidance:
    """One page, withdrawn or not. Raises Guidance.DoesNotExist where there is none, or the viewer may not read panels."""
    if not viewer.may(CAPABILITY):
        raise Guidance.DoesNotExist
    return pages(withdrawn=True).get(code=code)


def holds_now(code: str) -> GuidanceVersion | None:
    """The version of a page that holds now; None for a page that was withdrawn, was never agreed or does not exist."""
    rows = GuidanceVersion.objects.filter(page__code=code, page__withdrawn_on__isnull=True, agreed_at__isnull=False)
    return rows.select_related("page").order_by("-number").first()


def current(*, meant_for: str = "", where: str = "") -> list[GuidanceVersion]:
    """The versions that hold now, in order: those meant for somebody ("members", "service") or everybody; those of one place."""
    asked = Q(meant_for__in=[meant_for, Guidance.For.ALL]) if meant_for else Q()
    if where:
        asked &= Q(where=where)
    return [version for page in pages().filter(asked) if (version := _latest(page))]


def draft_of(page: Guidance) -> GuidanceVersion | None:
    return GuidanceVersion.objects.filter(page=page, agreed_at__isnull=True).select_related("drafted_by").first()


@dataclass(frozen=True)
class MemberPage:
    """A version that holds now, as it concerns one member. `read_before`: they read an earlier one, and it has changed since."""

    version: GuidanceVersion
    read_at: datetime | None
    read_before: bool

    @property
    def to_read(self) -> bool:
        return self.version.page.to_read and self.read_at is None


def guidance_for(member: Member) -> list[MemberPage]:
    """The guidance meant for members, in order, with what this member has read. Two seats of one person count as one."""
    rows = GuidanceReading.objects.filter(member__contact_id=member.contact_id).values_list("guidance_id", "guidance__page_id", "at")
    read = {version: at for version, _page, at in rows}
    seen = {page for _version, page, _at in rows}
    return [MemberPage(each, read.get(each.pk), each.page_id in seen and each.pk not in read) for each in current(meant_for="members")]


def unread_for(member: Member) -> list[MemberPage]:
    """What a member is to read and has not read as it stands now."""
    return [each for each in guidance_for(member) if each.to_read]


def members_on(viewer: Viewer, today: date) -> QuerySet[Member]:
    """Who sits on the panels in sight today; only for those who keep the members."""
    rows = Member.objects.filter(on_day(today), panel__ended_on__isnull=True, contact__erased_on__isnull=True)
    return of_panels(viewer, rows.select_related("panel", "contact"), "panels.members").order_by("panel__name_en", "pk")


def how_many_read(viewer: Viewer, versions: list[GuidanceVersion], today: date) -> dict[int, int]:
    """Of each version, how many people who sit on panels in sight today have read it."""
    sitting = members_on(viewer, today).values("contact_id")
    rows = GuidanceReading.objects.filter(guidance__in=versions, member__contact_id__in=sitting).order_by()
    found = rows.values_list("guidance_id").annotate(number=Count("member__contact_id", distinct=True))
    return dict(found)


def readers_of(viewer: Viewer, version: GuidanceVersion, today: date) -> list[tuple[Member, datetime | None]]:
    """Who sits on the panels in sight today, each with when they read this version (None: not yet)."""
    rows = GuidanceReading.objects.filter(guidance=version).order_by("-at").values_list("member__contact_id", "at")
    read = dict(rows)
    return [(member, read.get(member.contact_id)) for member in members_on(viewer, today)]


def _latest(page: Guidance) -> GuidanceVersion | None:
    agreed: list[GuidanceVersion] = getattr(page, "agreed", [])
    if agreed:
        agreed[0].page = page
    return agreed[0] if agreed else None
