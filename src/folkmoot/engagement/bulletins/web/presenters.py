"""Bulletins, findings and deliveries in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.engagement.bulletins.leaks import Kind
from folkmoot.engagement.bulletins.models import VERSION_NAMES, Recipient
from folkmoot.engagement.bulletins.queries import Check
from folkmoot.engagement.bulletins.rules import Delivery, Fit, State, Version, after_delivery
from folkmoot.foundation.outbox import messages_reach_nobody

STATE_WORDS: dict[State, Promise] = {
    State.DRAFT: _("Draft"), State.SUBMITTED: _("With the lawyer"), State.RETURNED: _("Sent back"), State.CLEARED: _("Cleared"),
    State.SEALED: _("Released"),
}  # fmt: skip
STATE_COLOURS = {
    State.DRAFT: "grey",
    State.SUBMITTED: "yellow",
    State.RETURNED: "orange",
    State.CLEARED: "turquoise",
    State.SEALED: "light-blue",
}
KIND_WORDS: dict[Kind, Promise] = {
    Kind.EMAIL: _("An e-mail address"), Kind.PHONE: _("A telephone number"), Kind.POSTCODE: _("A postcode"),
    Kind.ADDRESS: _("A street address"), Kind.VEHICLE: _("The registration mark of a vehicle"),
    Kind.BIRTH: _("A date of birth"), Kind.CASE: _("A case reference"), Kind.INSURANCE: _("A National Insurance number"),
    Kind.PARTY: _("A name that must not appear"), Kind.CONTACT: _("The name of somebody we know"),
    Kind.SMALL_NUMBER: _("A number so small that people may be recognised"), Kind.OLD_DATE: _("A date that may be a date of birth"),
}  # fmt: skip
DELIVERY_COLOURS = {
    Delivery.CHOSEN: "grey", Delivery.SENDING: "orange", Delivery.SENT: "turquoise", Delivery.FAILED: "red", Delivery.BOUNCED: "red",
    Delivery.HANDED_OVER: "turquoise",
}  # fmt: skip
# What a person may say of a delivery: part of an address -> what the table calls it, and the words of its link.
SAYINGS: dict[str, tuple[str, Promise]] = {
    "arrived": ("say it arrived", _("It arrived")),
    "not-arrived": ("say it did not arrive", _("It did not arrive")),
    "again": ("try again", _("Try again")),
    "came-back": ("came back", _("It came back")),
    "handed-over": ("hand over", _("Handed over on paper")),
}
WITH_REASON = frozenset({"came-back", "handed-over"})


@dataclass(frozen=True)
class DeliveryLine:
    """One recipient as a line: what they get, what is missing for them, why they may not be written to, and what may be said."""

    row: Recipient
    name: str
    gets: str
    missing: str
    stopped: str
    state_words: str
    state_colour: str
    sayings: list[tuple[str, Promise]]
    may_reply: bool
    may_change: bool


def delivery_line(row: Recipient, chosen: Fit, stopped: str, *, sealed: bool) -> DeliveryLine:
    state = Delivery(row.state)
    sent = row.copy is not None
    version = Version(row.copy.which) if row.copy else chosen.version
    gets = str(VERSION_NAMES[version]) if version else gettext("nothing yet")
    waiting = state in (Delivery.CHOSEN, Delivery.FAILED)
    may_say = [(slug, words) for slug, (what, words) in SAYINGS.items() if after_delivery(state, what) and (sealed or sent)]
    may_hand = not stopped and (sent or chosen.version is not None)
    name = str(row.contact) if row.contact and row.contact.erased_on else row.name
    return DeliveryLine(
        row, name, gets, " ".join(chosen.missing) if waiting else "", stopped if waiting else "", _state_words(row),
        DELIVERY_COLOURS[state], [saying for saying in may_say if may_hand or saying[0] != "handed-over"],
        state in (Delivery.SENT, Delivery.HANDED_OVER), waiting,
    )  # fmt: skip


def _state_words(row: Recipient) -> str:
    """What became of a delivery; without a mail server a message that went lies in the outbox."""
    if row.state == Delivery.SENT and row.way == Recipient.Way.EMAIL and messages_reach_nobody():
        return gettext("Written to the outbox")
    return str(row.get_state_display())


def gaps_in_words(checked: Check) -> list[tuple[str, str]]:
    """For each version that is begun in part, or is missing: its name and what is still to be written."""
    told = {"title": gettext("the title"), "body": gettext("the text")}
    found = []
    for version, gaps in checked.gaps.items():
        parts = [told.get(gap) or gettext("case %(number)s") % {"number": gap.removeprefix("case ")} for gap in gaps]
        if parts:
            found.append((str(VERSION_NAMES[version]), ", ".join(parts)))
    return found
