"""Reading campaigns and applications. Only those who keep a panel's members see them; anybody sees the adverts that are open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.communities.models import Community
from folkmoot.panels.models import Panel
from folkmoot.panels.recruitment.models import Application, Campaign, Interview, Placing, Sifting, Step
from folkmoot.panels.recruitment.rules import (
    OVER,
    CampaignState,
    State,
    campaign_state,
    campaign_warnings,
    criteria,
    erase_after,
    late_warning,
    state_of,
)
from folkmoot.stakeholders.models import Contact, SpeaksFor
from folkmoot.stakeholders.queries import may_be_used_for, speaking_for

CAPABILITY = "panels.members"
WELSH_AREA = "cymru-wales"


@dataclass(frozen=True)
class CampaignLine:
    """A campaign, where it stands, and how many applications stand where; erased ones are counted by the steps that stay."""

    campaign: Campaign
    state: CampaignState
    counts: Counter[State]

    @property
    def applications(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """Applications that somebody has yet to decide on; the reserve list left out."""
        return sum(number for state, number in self.counts.items() if state not in OVER and state is not State.RESERVE)


def campaigns(viewer: Viewer, *, panel: Panel | None = None) -> QuerySet[Campaign]:
    """The campaigns in sight with their panels, the newest first."""
    rows = within(viewer, Campaign.objects.select_related("panel__area", "panel__kind", "owner"), CAPABILITY, area="panel__area_id")
    return rows.filter(panel=panel) if panel else rows


def get_campaign(viewer: Viewer, campaign_id: int) -> Campaign:
    """One campaign in sight. Raises Campaign.DoesNotExist for one out of sight."""
    placings = Prefetch("placings", Placing.objects.select_related("community", "organisation"))
    return campaigns(viewer).prefetch_related("communities", placings).get(pk=campaign_id)


def campaign_lines(rows: Iterable[Campaign], today: date) -> list[CampaignLine]:
    """Campaigns that were read already, with where they and their applications stand: two more queries."""
    listed = list(rows)
    states = application_states(Application.objects.filter(campaign__in=listed))
    by_campaign: dict[int, Counter[State]] = {row.pk: Counter() for row in listed}
    for application, state in states:
        by_campaign[application.campaign_id][state] += 1
    return [CampaignLine(row, _state(row, by_campaign[row.pk], today), by_campaign[row.pk]) for row in listed]


def line_of(row: Campaign, today: date) -> CampaignLine:
    return campaign_lines([row], today)[0]


def _state(row: Campaign, counts: Counter[State], today: date) -> CampaignState:
    undecided = sum(number for state, number in counts.items() if state not in OVER and state is not State.RESERVE)
    return campaign_state(
        opened=row.opened_at is not None, opens_on=row.opens_on, closes_on=row.closes_on, ended_on=row.ended_on, undecided=undecided,
        today=today,
    )  # fmt: skip


def application_states(rows: QuerySet[Application]) -> list[tuple[Application, State]]:
    """Each application with where it stands, in two queries."""
    read = rows.prefetch_related(Prefetch("steps", Step.objects.order_by("pk")))
    return [(row, state_of(step.kind for step in row.steps.all())) for row in read]


def state_now(application: Application) -> State:
    """Where one application stands, read afresh."""
    return state_of(application.steps.order_by("pk").values_list("kind", flat=True))


def applications(viewer: Viewer) -> QuerySet[Application]:
    """The applications in sight."""
    rows = Application.objects.select_related("campaign__panel__area", "contact", "member")
    return within(viewer, rows, CAPABILITY, area="campaign__panel__area_id")


def get_application(viewer: Viewer, application_id: int) -> Application:
    """One application in sight with all that belongs to it. Raises Application.DoesNotExist for one out of sight."""
    siftings = Prefetch("siftings", Sifting.objects.select_related("by"))
    steps = Prefetch("steps", Step.objects.select_related("by").order_by("pk"))
    return applications(viewer).prefetch_related("knows", "interviews", siftings, steps).get(pk=application_id)


@dataclass(frozen=True)
class ApplicationLine:
    """One application in a list. `marked`: by how many people; `mine`: whether the viewer is among them. `total`: of all marks given,
    None until the viewer has marked it too or it is past the sift: nobody is led by what others gave.
    """

    application: Application
    state: State
    marked: int
    mine: bool
    total: int | None
    same_person: bool


def applications_of(viewer: Viewer, campaign: Campaign) -> list[ApplicationLine]:
    """The applications of a campaign that are not erased, the oldest first, those that a machine seems to have sent last."""
    rows = applications(viewer).filter(campaign=campaign, erased_on__isnull=True).prefetch_related("siftings", "knows")
    read = application_states(rows)
    addresses = Counter(row.email.casefold() for row, _state in read if row.email)
    lines = [_line(viewer, row, state, addresses) for row, state in read]
    return sorted(lines, key=lambda line: (line.application.doubtful, line.application.received_on, line.application.pk))


def _line(viewer: Viewer, row: Application, state: State, addresses: Counter[str]) -> ApplicationLine:
    given = list(row.siftings.all())
    mine = any(each.by_id == viewer.account_id for each in given)
    total = sum(sum(each.marks) for each in given) if given and (mine or state is not State.RECEIVED) else None
    return ApplicationLine(row, state, len(given), mine, total, addresses[row.email.casefold()] > 1 if row.email else False)


def over_on(application: Application, state: State) -> date | None:
    """The day on which an application (its steps read) was over; None while it is not."""
    steps = list(application.steps.all())
    return steps[-1].on if state in OVER and steps else None


def late(viewer: Viewer, today: date) -> list[tuple[CampaignLine, str]]:
    """The campaigns in sight in which people have waited too long for an answer, each with the sentence that says so."""
    lines = campaign_lines(campaigns(viewer).filter(closes_on__lt=today, ended_on__isnull=True), today)
    return [(line, words) for line in lines if (words := late_words(line, today))]


def late_words(line: CampaignLine, today: date) -> str:
    return late_warning(closed_on=closed_on(line.campaign), waiting=line.waiting, today=today)


def closed_on(campaign: Campaign) -> date:
    """The day on which a campaign stopped taking applications."""
    return min(campaign.closes_on, campaign.ended_on) if campaign.ended_on else campaign.closes_on


def erased_after(application: Application, state: State) -> date:
    """The day after which an application (its steps read) is erased, as things stand now."""
    campaign = application.campaign
    return erase_after(over_on=over_on(application, state), closed_on=closed_on(campaign), keep_months=campaign.keep_months)


def to_be_told(viewer: Viewer, campaign: Campaign) -> list[Step]:
    """The steps of a campaign of which somebody who applied has yet to be told."""
    rows = Step.objects.filter(application__campaign=campaign, application__erased_on__isnull=True, told_on__isnull=True)
    rows = rows.filter(kind__in=("shortlisted", "reserved", "offered", "turned_down")).select_related("application")
    return list(within(viewer, rows, CAPABILITY, area="application__campaign__panel__area_id"))


def interviews_ahead(viewer: Viewer, *, first: date) -> QuerySet[Interview]:
    """The interviews in sight from a day on that were neither held nor called off."""
    rows = Interview.objects.filter(held_on__isnull=True, cancelled_on__isnull=True, starts_at__date__gte=first)
    rows = rows.select_related("application__campaign__panel")
    return within(viewer, rows, CAPABILITY, area="application__campaign__panel__area_id")


@dataclass(frozen=True)
class Sought:
    """One community that a campaign seeks: where it was told of, who could pass it on, how many who applied speak for it."""

    community: Community
    placings: int
    organisations: list[str]
    to_ask: list[Contact]
    applications: int


def sought_of(viewer: Viewer, campaign: Campaign, today: date) -> list[Sought]:
    """Each community that is sought. `to_ask`: people who agreed to be asked to join a panel and speak for it (nobody else is named)."""
    rows = list(campaign.communities.all())
    speaking = speaking_for(viewer, [row.pk for row in rows], on=today)
    people = {each.contact.pk: each.contact for each in _flat(speaking.values()) if each.contact}
    willing = may_be_used_for(viewer, people, "panels", on=today)
    placed = Counter(each.community_id for each in campaign.placings.all())
    applied = Application.objects.filter(campaign=campaign, knows__in=rows, doubtful=False).order_by()
    counted = dict(applied.values_list("knows").annotate(how_many=Count("pk")))
    return [
        Sought(
            row, placed[row.pk], sorted({str(each.organisation) for each in speaking[row.pk] if each.organisation_id}),
            [people[pk] for pk in sorted({each.contact_id for each in speaking[row.pk] if each.contact_id in willing})],
            counted.get(row.pk, 0),
        )
        for row in rows
    ]  # fmt: skip


def _flat(groups: Iterable[Sequence[SpeaksFor]]) -> list[SpeaksFor]:
    return [each for group in groups for each in group]


def warnings_of(campaign: Campaign) -> list[str]:
    """What makes it less likely that those who are missing apply; of a campaign read by `get_campaign`."""
    told = {each.community_id for each in campaign.placings.all()}
    rows = list(campaign.communities.all())
    area = campaign.panel.area
    return campaign_warnings(
        days=(campaign.closes_on - campaign.opens_on).days + 1, sought=len(rows) + bool(campaign.sought_en),
        in_wales=area is None or area.code == WELSH_AREA, welsh=bool(campaign.title_cy and campaign.about_cy),
        untold=[str(row) for row in rows if row.pk not in told], placings=len(campaign.placings.all()),
        opened=campaign.opened_at is not None,
    )  # fmt: skip


def criteria_of(campaign: Campaign) -> list[str]:
    """What the campaign looks for, in English: in this order stand the marks."""
    return criteria(campaign.looks_for_en)


def open_campaigns(today: date) -> QuerySet[Campaign]:
    """The adverts that anybody may read and answer today: opened, within their days, of panels that go on. The next to close first."""
    rows = Campaign.objects.filter(opened_at__isnull=False, opens_on__lte=today, closes_on__gte=today, ended_on__isnull=True)
    rows = rows.filter(Q(panel__ended_on__isnull=True) | Q(panel__ended_on__gte=today))
    return rows.select_related("panel__area", "panel__kind").prefetch_related("communities").order_by("closes_on", "pk")


def open_campaign(campaign_id: int, today: date) -> Campaign | None:
    return open_campaigns(today).filter(pk=campaign_id).first()


def closed_publicly(campaign_id: int, today: date) -> Campaign | None:
    """An advert that was open and takes no more applications: its address says so instead of nothing at all."""
    rows = Campaign.objects.filter(Q(closes_on__lt=today) | Q(ended_on__isnull=False), pk=campaign_id, opened_at__isnull=False)
    return rows.select_related("panel__area").first()
