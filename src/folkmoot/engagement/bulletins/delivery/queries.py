"""Who may get a bulletin, in which version, and what became of each delivery."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community
from folkmoot.engagement.bulletins.models import Bulletin, Copy, Recipient
from folkmoot.engagement.bulletins.queries import bulletins
from folkmoot.engagement.bulletins.rules import WELSH_AREA, Delivery, Fit, Version, fit
from folkmoot.stakeholders.models import Consent, Contact, Organisation
from folkmoot.stakeholders.queries import contacts, list_organisations, may_be_used_for


@dataclass(frozen=True)
class Candidate:
    """Somebody who could get it, as we would send it; `problem` says why they may not."""

    row: Organisation | Contact
    address: str
    way: str
    language: str
    easy: bool
    other_format: str = ""
    problem: str = ""

    @property
    def key(self) -> str:
        return f"{'organisation' if isinstance(self.row, Organisation) else 'person'}-{self.row.pk}"


def candidates(viewer: Viewer, bulletin: Bulletin, communities: Sequence[Community], *, today: date) -> list[Candidate]:
    """The organisations of the communities, and the people in them, who are in sight and not chosen yet.

    An organisation gets it in the language that somebody known there prefers where that is Welsh. A person must have agreed to
    bulletins, or another basis must allow it.
    """
    ids = [community.pk for community in communities]
    chosen = bulletin.recipients.values_list("organisation", "contact")
    taken = ({organisation for organisation, _contact in chosen}, {contact for _organisation, contact in chosen})
    known = list_organisations(viewer, area_id=bulletin.area_id).filter(communities__in=ids).distinct()
    groups = [each for each in known if each.merged_into_id is None]
    people = list(contacts(viewer).filter(organisation__in=[each.pk for each in groups], merged_into__isnull=True))
    allowed = may_be_used_for(viewer, [each.pk for each in people], Consent.Purpose.BULLETINS, on=today)
    welsh = {each.organisation_id for each in people if each.language == "cy"}
    found = [_organisation(each, each.pk in welsh) for each in groups if each.pk not in taken[0]]
    return [*found, *(_person(each, each.pk in allowed, today) for each in people if each.pk not in taken[1])]


def recipients_of(viewer: Viewer, bulletin: Bulletin) -> QuerySet[Recipient]:
    """Who gets a bulletin, with the copy each got; none for a bulletin out of sight."""
    rows = Recipient.objects.filter(bulletin__in=bulletins(viewer).filter(pk=bulletin.pk).values("pk"))
    return rows.select_related("copy", "contact", "organisation", "bulletin__area")


def get_recipient(viewer: Viewer, recipient_id: int) -> Recipient:
    """One recipient of a bulletin in sight. Raises Recipient.DoesNotExist."""
    rows = Recipient.objects.filter(bulletin__in=bulletins(viewer).order_by().values("pk"))
    return rows.select_related("copy", "contact", "organisation", "bulletin__area").get(pk=recipient_id)


def fit_of(recipient: Recipient, written: Iterable[Version]) -> Fit:
    """Which version a recipient gets, and what is missing for them."""
    bulletin = recipient.bulletin
    return fit(
        language=recipient.language, easy=recipient.easy, other=recipient.other_format,
        written=frozenset(written), agreed=bool(recipient.instead_why),
        welsh_area=bulletin.area.code == WELSH_AREA,
    )  # fmt: skip


def copies_of(viewer: Viewer, bulletin: Bulletin) -> QuerySet[Copy]:
    """The exact words that left; none for a bulletin out of sight."""
    return Copy.objects.filter(bulletin__in=bulletins(viewer).filter(pk=bulletin.pk).values("pk"))


def may_get_it(viewer: Viewer, recipients: Sequence[Recipient], *, today: date) -> dict[int, str]:
    """Why each of these may not be sent anything today, by recipient; no entry for those who may. Asked again before each message."""
    people = [each.contact_id for each in recipients if each.contact_id is not None]
    allowed = may_be_used_for(viewer, people, Consent.Purpose.BULLETINS, on=today)
    found = {each.pk: _why_not(each, allowed, today) for each in recipients}
    return {pk: words for pk, words in found.items() if words}


def written_to_at(recipient: Recipient) -> str:
    """The e-mail address that a recipient, as read, is written to today; empty where they have none or want no e-mail."""
    if recipient.contact is not None:
        return _mailed_at(recipient.contact).lower()
    return recipient.organisation.email.lower() if recipient.organisation is not None else ""


def _mailed_at(row: Contact) -> str:
    return row.email if row.channel == Contact.Channel.EMAIL else ""


def _why_not(recipient: Recipient, allowed: Collection[int | None], today: date) -> str:
    if recipient.contact is not None:
        return _person(recipient.contact, recipient.contact_id in allowed, today).problem
    ended = recipient.organisation is not None and (recipient.organisation.ended_on or recipient.organisation.merged_into_id)
    return _("This organisation no longer exists.") if ended else ""


def _organisation(row: Organisation, welsh: bool) -> Candidate:
    return Candidate(row, row.email, "email" if row.email else "paper", "cy" if welsh else "en", easy=False)


def _person(row: Contact, allowed: bool, today: date) -> Candidate:
    address = _mailed_at(row)
    problem = ""
    if row.erased_on:
        problem = _("Their details were erased.")
    elif row.keep_until and row.keep_until < today:
        problem = _("Their details should have gone by now.")
    elif not allowed:
        problem = _("They have not agreed to get bulletins.")
    easy = Contact.Format.EASY_READ in row.formats
    other = next((each for each in row.formats if each in Recipient.OtherFormat.values), "")
    return Candidate(row, address, "email" if address else "paper", row.language, easy, other, problem)


STILL_TO_GO = Q(state=Delivery.CHOSEN.value)
