"""Writing campaigns: planned, opened, told of, extended, ended. Each is one transaction with its audit event."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import terms_on
from folkmoot.panels.recruitment.models import Campaign, Placing
from folkmoot.panels.recruitment.queries import line_of
from folkmoot.panels.recruitment.rules import SENTENCE_WORDS, campaign_problems, opening_problem
from folkmoot.stakeholders.models import Organisation

CHANGEABLE = frozenset(
    {
        "title_en", "title_cy", "seats", "sought_en", "sought_cy", "why", "about_en", "about_cy", "asks_en", "asks_cy", "gives_en",
        "gives_cy", "looks_for_en", "looks_for_cy", "ways_en", "ways_cy", "opens_on", "closes_on", "sifters", "interviews", "keep_months",
        "owner",
    }
)  # fmt: skip
# Once people answer it, what they were told they would be judged by and how long their words are kept stays as it was.
SETTLED_WHEN_OPEN = frozenset({"looks_for_en", "opens_on", "closes_on", "sifters", "interviews", "keep_months"})
_JUDGED = {
    "title": "title_en", "why": "why", "about": "about_en", "asks": "asks_en", "looks_for": "looks_for_en", "looks_for_cy": "looks_for_cy",
    "ways": "ways_en",
}  # fmt: skip


@transaction.atomic
def plan_campaign(*, by: Viewer, at: datetime, panel: Panel, communities: Iterable[Community] = (), **values: object) -> Campaign:
    """Plan a search for members of a panel. `values` are of CHANGEABLE. Raises Refused (by field) or NotAllowed."""
    by.require_for("panels.members", panel.area_id)
    _known(values)
    if panel.ended_on:
        raise Refused({"": [_("The panel has ended: nobody can join it.")]})
    row = Campaign(panel=panel, **values)
    wanted = list(communities)
    _refuse(row, values, wanted)
    check(row)
    row.save()
    row.communities.set(wanted)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=panel.area_id, detail={"communities": len(wanted)})
    return row


@transaction.atomic
def change_campaign(
    *, by: Viewer, at: datetime, campaign: Campaign, seen_version: int | None = None, communities: Iterable[Community] | None = None,
    **values: object,
) -> list[str]:  # fmt: skip
    """Change what is in CHANGEABLE; once opened not what is in SETTLED_WHEN_OPEN. Returns the fields that changed.

    Raises Refused or ChangedMeanwhile.
    """
    by.require_for("panels.members", campaign.panel.area_id)
    _known(values)
    _refuse_settled(campaign, values)
    wanted = None if communities is None else list(communities)
    _refuse(campaign, values, wanted or ())
    links: dict[str, list[Community]] = {} if wanted is None else {"communities": wanted}
    changed = change_with_links(campaign, values, links, seen_version=seen_version)
    if changed:
        _note(by, at, campaign, {"fields": changed})
    return changed


@transaction.atomic
def open_campaign(*, by: Viewer, at: datetime, campaign: Campaign, seen_version: int | None = None) -> None:
    """Put the advert on the page that anybody may open, from its first day on. Raises Refused."""
    by.require_for("panels.members", campaign.panel.area_id)
    today = timezone.localdate(at)
    problem = opening_problem(
        opened=campaign.opened_at is not None, ended=campaign.ended_on is not None, closes_on=campaign.closes_on,
        panel_ended=campaign.panel.ended_on is not None, has_terms=terms_on(campaign.panel, today) is not None, today=today,
    )  # fmt: skip
    if problem:
        raise Refused({"": [problem]})
    change(campaign, {"opened_at": at}, seen_version=seen_version)
    _note(by, at, campaign, {"state": "open"})


@transaction.atomic
def extend_campaign(*, by: Viewer, at: datetime, campaign: Campaign, until: date | None) -> None:
    """Take applications longer, where too few came or not from those who are missing. Raises Refused."""
    by.require_for("panels.members", campaign.panel.area_id)
    if campaign.opened_at is None or campaign.ended_on:
        raise Refused({"until": [_("Only a campaign that was opened and goes on can be extended.")]})
    if until is None or until <= campaign.closes_on or until < timezone.localdate(at):
        raise Refused({"until": [_("Give a later day than its last, and not one that has passed.")]})
    was = campaign.closes_on.isoformat()
    change(campaign, {"closes_on": until})
    _note(by, at, campaign, {"extended_from": was})


@transaction.atomic
def end_campaign(*, by: Viewer, at: datetime, campaign: Campaign, why: str) -> None:
    """End it before its time; refused while somebody who applied waits for an answer. Raises Refused."""
    by.require_for("panels.members", campaign.panel.area_id)
    today = timezone.localdate(at)
    if campaign.ended_on:
        raise Refused({"": [_("It has been ended already.")]})
    if len(why.split()) < SENTENCE_WORDS:
        raise Refused({"why": [_("Say in a sentence why it ends.")]})
    if waiting := line_of(campaign, today).waiting:
        sentence = _("Applications that wait for a decision: %(number)d. Decide on them first: people are owed an answer.")
        raise Refused({"": [sentence % {"number": waiting}]})
    change(campaign, {"ended_on": today, "ended_why": why.strip()})
    _note(by, at, campaign, {"state": "ended"})


@transaction.atomic
def record_placing(
    *, by: Viewer, at: datetime, campaign: Campaign, on: date | None, channel: str, where: str, community: Community | None = None,
    organisation: Organisation | None = None,
) -> Placing:  # fmt: skip
    """Record that people were told of the campaign somewhere. Raises Refused."""
    by.require_for("panels.members", campaign.panel.area_id)
    if on is None or on > timezone.localdate(at):
        raise Refused({"on": [_("Give the day on which it was told, not one in the future.")]})
    row = Placing(
        campaign=campaign, on=on, channel=channel, where=where.strip(), community=community, organisation=organisation, by_id=by.account_id
    )  # fmt: skip
    check(row)
    row.save()
    _note(by, at, campaign, {"placing": row.pk})
    return row


def _note(by: Viewer, at: datetime, campaign: Campaign, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=campaign, area_id=campaign.panel.area_id, detail=detail)


def _known(values: Mapping[str, object]) -> None:
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a campaign has no {', '.join(sorted(unknown))} to be given")


def _refuse_settled(row: Campaign, values: Mapping[str, object]) -> None:
    if row.ended_on:
        raise Refused({"": [_("It has ended, and stays as it was.")]})
    if row.opened_at is None:
        return
    settled = sorted(name for name in SETTLED_WHEN_OPEN & set(values) if values[name] != getattr(row, name))
    if settled:
        sentence = _("It has been opened: what people were told they are judged by, and for how long we keep it, stays. Its last day can be"
                     " extended.")  # fmt: skip
        raise Refused({name: [sentence] for name in settled})


def _refuse(row: Campaign, values: Mapping[str, object], communities: Iterable[Community]) -> None:
    words = {name: str(values.get(field, getattr(row, field))) for name, field in _JUDGED.items()}
    days = {name: values.get(name, getattr(row, name)) for name in ("opens_on", "closes_on")}
    problems = campaign_problems(
        **words, opens_on=days["opens_on"] if isinstance(days["opens_on"], date) else None,
        closes_on=days["closes_on"] if isinstance(days["closes_on"], date) else None,
    )  # fmt: skip
    if any(each.area_id not in (None, row.panel.area_id) for each in communities):
        problems["communities"] = [_("Choose among the communities of the panel’s own Area and of the whole service.")]
    if problems:
        raise Refused(problems)
