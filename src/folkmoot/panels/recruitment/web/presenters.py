"""Campaigns and applications in words: where each stands, and texts in the language of the page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.recruitment.models import Campaign
from folkmoot.panels.recruitment.rules import CampaignState, State, criteria

CAMPAIGN_WORDS: dict[CampaignState, Promise] = {
    CampaignState.PLANNED: _("Planned"),
    CampaignState.OPEN: _("Open"),
    CampaignState.CHOOSING: _("Choosing"),
    CampaignState.FINISHED: _("Finished"),
    CampaignState.ENDED: _("Ended early"),
}
CAMPAIGN_COLOURS = {
    CampaignState.PLANNED: "grey", CampaignState.OPEN: "turquoise", CampaignState.CHOOSING: "orange", CampaignState.FINISHED: "green",
    CampaignState.ENDED: "grey",
}  # fmt: skip
STATE_WORDS: dict[State, Promise] = {
    State.RECEIVED: _("To be sifted"),
    State.SHORTLISTED: _("Shortlisted"),
    State.INTERVIEWED: _("Interviewed"),
    State.RESERVE: _("On the reserve list"),
    State.OFFERED: _("Offered a seat"),
    State.ACCEPTED: _("Accepted, to be appointed"),
    State.APPOINTED: _("Appointed"),
    State.DECLINED: _("Declined the offer"),
    State.UNSUCCESSFUL: _("Not successful"),
    State.WITHDRAWN: _("Withdrew"),
}
STATE_COLOURS = {
    State.RECEIVED: "orange", State.SHORTLISTED: "turquoise", State.INTERVIEWED: "turquoise", State.RESERVE: "light-blue",
    State.OFFERED: "purple", State.ACCEPTED: "orange", State.APPOINTED: "green", State.DECLINED: "grey", State.UNSUCCESSFUL: "grey",
    State.WITHDRAWN: "grey",
}  # fmt: skip
# The same, said to the person themselves.
TO_THEM: dict[State, Promise] = {
    State.RECEIVED: _("Your application has reached us. People will read it after applications close."),
    State.SHORTLISTED: _("You have been shortlisted."),
    State.INTERVIEWED: _("We have talked with you, and have not decided yet."),
    State.RESERVE: _("We would like to have you on the panel, and have no seat free now. You are on our reserve list."),
    State.OFFERED: _("We would like to offer you a seat on the panel."),
    State.ACCEPTED: _("You have accepted the seat. We will write to you about what comes next."),
    State.APPOINTED: _("You have been appointed to the panel. Welcome."),
    State.DECLINED: _("You have declined the seat. Thank you for applying."),
    State.UNSUCCESSFUL: _("This time we cannot offer you a seat. Thank you for applying."),
    State.WITHDRAWN: _("You have withdrawn your application. Thank you for telling us."),
}


@dataclass(frozen=True)
class Said:
    """A text and the language it is in ("" where that is the language of the page)."""

    words: str
    language: str


def said_in(row: Campaign, name: str, language: str) -> Said:
    welsh = str(getattr(row, f"{name}_cy"))
    if language == "cy":
        return Said(welsh, "") if welsh else Said(str(getattr(row, f"{name}_en")), "en")
    return Said(str(getattr(row, f"{name}_en")), "")


@dataclass(frozen=True)
class Advert:
    """A campaign as anybody reads it."""

    campaign: Campaign
    title: Said
    texts: dict[str, Said]
    looks_for: list[str]
    looks_language: str


def advert_of(row: Campaign, language: str) -> Advert:
    looks = said_in(row, "looks_for", language)
    texts = {name: said_in(row, name, language) for name in ("about", "asks", "gives", "ways", "sought")}
    return Advert(row, said_in(row, "title", language), texts, criteria(looks.words), looks.language)
