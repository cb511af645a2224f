"""What is known of people in the Areas shown in full: roles, in whose word they speak, how much they matter, and who is recorded twice."""

from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.communities.operations import change_trust
from folkmoot.communities.succession.operations import Part, merge_communities, split_community
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.known import Known, Meeting
from folkmoot.stakeholders.duplicates.job import carry_out
from folkmoot.stakeholders.duplicates.operations import merge, start_search
from folkmoot.stakeholders.operations import (
    add_contact,
    add_organisation,
    add_relationship,
    assess,
    attest,
    withdraw,
    write_note,
)

SPEAKERS = 6


class PeopleKnown:
    """One Area's people as its manager comes to know them."""

    def __init__(self, area: Area, *, by: Viewer, known: Known) -> None:
        self.area, self.by, self.known = area, by, known
        self.met = [one for one in known.organisations if one[2]]

    def _standing_for(self, name: str) -> Meeting:
        """Somebody of an organisation that stands for the community whose name begins so, or whoever was met first."""
        return next((one for one in self.met if one[1].name.startswith(name)), self.met[0])

    def words_of_others(self, at: datetime) -> None:
        """Some communities have people who speak for them, in the word of their own."""
        today = timezone.localdate(at)
        for organisation, community, contact in self.met[:SPEAKERS]:
            assert contact
            attest(
                by=self.by, at=at, stakeholder=contact, community=community, attested_by=f"The committee of {organisation}",
                attested_on=today - timedelta(days=9),
            )  # fmt: skip
        organisation, community, _contact = self._standing_for("Gypsy")
        attest(by=self.by, at=at, stakeholder=organisation, community=community, attested_by="Families on the three sites we visited")

    def first_judgement(self, at: datetime) -> None:
        organisation = self._standing_for("Deaf")[0]
        assess(
            by=self.by, at=at, stakeholder=organisation, influence=2, interest=4, reason="A small club, and the only one for sixty miles."
        )
        parent = add_organisation(
            by=self.by, at=at, area=self.area, name="National Deaf Alliance, regional office", kind="charity",
            communities=[self._standing_for("Deaf")[1]], another=True,
        )  # fmt: skip
        add_relationship(by=self.by, at=at, organisation=organisation, kind="branch_of", other=parent)
        _organisation, _community, contact = self._standing_for("Older")
        assert contact
        write_note(
            by=self.by, at=at, contact=contact,
            words="Ring on a weekday morning, and only her own number. Never leave a message, never write to the house.",
        )  # fmt: skip

    def second_judgement(self, at: datetime) -> None:
        organisation = self._standing_for("Deaf")[0]
        assess(by=self.by, at=at, stakeholder=organisation, influence=4, interest=5, reason="Its chair now sits on the police's own panel.")

    def withdrawal(self, at: datetime) -> None:
        contact = self.met[-1][2]
        assert contact
        withdraw(by=self.by, at=at, contact=contact, purposes=["engagement", "invitations", "bulletins"])

    def trust_lost(self, at: datetime) -> None:
        self._trust(
            "Muslim women", at, low=True, words="Two of three groups said that they would not report again after the trial in March."
        )

    def trust_won(self, at: datetime) -> None:
        self._trust(
            "Black Caribbean people", at, low=False, words="The panel has seen the charging figures twice and said so in its minutes."
        )

    def _trust(self, name: str, at: datetime, *, low: bool, words: str) -> None:
        community = next(each for each in self.known.communities if each.name == name)
        community.refresh_from_db()
        change_trust(by=self.by, at=at, community=community, low=low, words=words, on=timezone.localdate(at))


class RecordedTwice:
    """People and organisations that were recorded twice: some found and joined, some waiting to be looked at. And one search."""

    def __init__(self, area: Area, *, by: Viewer) -> None:
        self.area, self.by = area, by

    def joined(self, at: datetime) -> None:
        kept, gone = (
            add_organisation(by=self.by, at=at, area=self.area, name=name, kind="community", town="Ely", another=True)
            for name in ("Ely Deaf Club", "The Ely Deaf Club")
        )
        merge(by=self.by, at=at, kept=kept, gone=gone)

    def waiting(self, at: datetime) -> None:
        for name, telephone in (("Chelmsford Women's Haven", "01632 960140"), ("Chelmsford Womens Haven", "01632960140")):
            refuge = add_organisation(
                by=self.by, at=at, area=self.area, name=name, kind="victim_support", town="Chelmsford", postcode="CM1 9ZZ",
                phone=telephone, another=True,
            )  # fmt: skip
            today = timezone.localdate(at)
            add_contact(
                by=self.by, at=at, area=self.area, name="Amina Ellis", organisation=refuge, role="Outreach worker", role_kind="worker",
                phone="07700 900123", birth_year=1984, basis="consent", basis_on=today, source="Telephone call",
                purposes=("engagement",), how="voice", keep_until=today + timedelta(days=700), another=True,
            )  # fmt: skip

    def search(self, at: datetime) -> None:
        for kind in ("organisation", "person"):
            run = start_search(by=self.by, at=at, kind=kind, area=self.area)
            carry_out(run, clock=lambda: at)


def enter_people_known(area: Area, *, by: Viewer, known: Known, calendar: Calendar, first: datetime) -> None:
    """Enter what becomes known of an Area's people in its year."""
    people = PeopleKnown(area, by=by, known=known)
    for days, happening in (
        (12, people.first_judgement), (30, people.words_of_others), (95, people.trust_lost), (160, people.second_judgement),
        (170, people.trust_won), (200, people.withdrawal),
    ):  # fmt: skip
        calendar.enter(first + timedelta(days=days), happening)
    if area.code != "east-of-england":
        return
    twice = RecordedTwice(area, by=by)
    calendar.enter(first + timedelta(days=60), twice.joined)
    calendar.enter(calendar.until - timedelta(days=20), twice.waiting)
    calendar.enter(calendar.until - timedelta(days=6), twice.search)
    calendar.enter(calendar.until - timedelta(days=3), partial(divide_and_join, area, by, known.communities))


def divide_and_join(area: Area, by: Viewer, communities: list[Community], at: datetime) -> None:
    """One community turns out to be two, and two turn out to be one."""
    by_name = {each.name: Community.objects.get(pk=each.pk) for each in communities}
    today = timezone.localdate(at)
    split_community(
        by=by, at=at, community=by_name["Polish and Romanian communities"], parts=[Part("Polish communities"), Part("Romanian communities")],
        on=today, reason="They meet apart and ask for different things",
    )  # fmt: skip
    merge_communities(
        by=by, at=at, communities=[by_name["Deaf people who use British Sign Language"], by_name["People with learning disabilities"]],
        name="Deaf people and people with learning disabilities", on=today, reason="They founded one forum and ask to be met there",
    )  # fmt: skip
