"""Seats on panels: who, from where, how and why appointed, until when, and how they left."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account, Invitation
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.models import Panel, Position, Terms
from folkmoot.stakeholders.models import Affiliation, Contact, Organisation

Q, F = models.Q, models.F
OFFICES = [(each.value, each.label) for each in (Position.CHAIR, Position.DEPUTY)]
ERASED = "—"  # stands where a reason was, once the person's details are gone


class Member(Row):
    """One person's seat on one panel, for one term: a renewal is a new row that follows the old (`renews`).

    The person's details and the communities they can speak for are stakeholders' (Contact, SpeaksFor). `account` is whom they sign in as.
    A seat is held from `starts` to `ends`, both included; whoever leaves earlier holds it until the day before `ended_on`.
    `position` is the one held now; `Office` keeps who chaired when. `affiliation` is the same seat as stakeholders' reach sees it.
    `bare_on`: the day on which everything personal about it was taken away, after the months that `rules.KEPT_MONTHS` says.
    """

    class How(models.TextChoices):
        ADVERT = "advert", _("Applied to an advert")
        NOMINATED = "nominated", _("Nominated by their organisation")
        INVITED = "invited", _("Invited by the service")
        ELECTED = "elected", _("Elected by the members")
        OFFICE = "office", _("By the office they hold")
        CARRIED_OVER = "carried_over", _("From a panel that went before")
        RENEWED = "renewed", _("Renewed")

    class Left(models.TextChoices):
        TERM = "term", _("The term was over")
        RESIGNED = "resigned", _("They resigned")
        MOVED = "moved", _("They changed their work or moved away")
        REMOVED = "removed", _("They were removed under the terms of reference")
        PANEL = "panel", _("The panel ended")
        OTHER = "other", _("Another reason")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField(_("position"), max_length=14, choices=Position, default=Position.MEMBER)
    how = models.CharField(_("how they came to the panel"), max_length=12, choices=How)
    why = models.TextField(_("why they were appointed"))
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    appointed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    appointed_at = models.DateTimeField()
    ended_on = models.DateField(_("left on"), null=True, blank=True)
    ended_how = models.CharField(_("how they left"), max_length=8, choices=Left, blank=True)
    ended_why = models.TextField(_("why they left"), blank=True)
    affiliation = models.ForeignKey(Affiliation, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    bare_on = models.DateField(null=True, blank=True, editable=False)

    privacy = labels(
        personal="contact organisation account how why appointed_by ended_how ended_why affiliation",
        operational="panel position starts ends renews appointed_at ended_on bare_on",
    )
    gone_with_contact: ClassVar = {"organisation": None, "account": None, "why": ERASED, "ended_why": ""}

    class Meta:
        ordering: ClassVar = ["panel", "starts", "id"]
        verbose_name = _("seat on a panel")
        verbose_name_plural = _("seats on panels")
        indexes: ClassVar = [models.Index(fields=["panel", "ended_on"], name="seats_of_panel")]
        constraints: ClassVar = [
            models.CheckConstraint(name="seat_ends_after_start", condition=Q(ends__isnull=True) | Q(ends__gte=F("starts"))),
            models.CheckConstraint(name="seat_says_why", condition=~Q(why="") & ~Q(how="")),
            models.CheckConstraint(
                name="seat_left_whole", condition=Q(ended_on__isnull=True, ended_how="") | Q(ended_on__isnull=False) & ~Q(ended_how="")
            ),
            models.UniqueConstraint(
                fields=["panel", "contact"], condition=Q(ended_on__isnull=True, renews__isnull=True), name="one_first_seat_on_a_panel"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.contact}, {self.get_position_display()}"

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id

    @property
    def last_day(self) -> date | None:
        """The last day on which the seat is held; None while no end is known."""
        return min((day for day in (self.ends, self.ended_on) if day), default=None)


class OfMember(Row):
    """Something kept about a member. `contact` is the person: what is kept about somebody is found, given and erased by that."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="%(class)ss")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def area_id(self) -> int | None:
        return self.member.panel.area_id


class Undertaking(OfMember):
    """That a member undertook confidentiality in the words of one version of the terms. It is never changed; a new one is signed."""

    class How(models.TextChoices):
        PAPER = "paper", _("On paper")
        SCREEN = "screen", _("On the member’s own pages")
        EMAIL = "email", _("By e-mail")

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(_("signed on"))
    lapses_on = models.DateField(_("last day on which it holds"), null=True, blank=True)
    how = models.CharField(_("how it was signed"), max_length=6, choices=How, default=How.PAPER)
    kept_at = models.CharField(_("where the signed paper is kept"), max_length=200, blank=True)

    privacy = labels(personal="member contact recorded_by kept_at", operational="terms signed_on lapses_on how recorded_at")
    gone_with_contact: ClassVar = {"kept_at": ""}

    class Meta:
        ordering: ClassVar = ["member", "-signed_on", "-id"]
        verbose_name = _("undertaking of confidentiality")
        verbose_name_plural = _("undertakings of confidentiality")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="undertaking_lapses_after_signing", condition=Q(lapses_on__isnull=True) | Q(lapses_on__gte=F("signed_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_on:%Y-%m-%d}"


class Vetting(OfMember):
    """How a member's vetting stood on a day. The latest says how it stands; what was found is never kept here."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        CLEARED = "cleared", _("Cleared")
        REFUSED = "refused", _("Not cleared")

    level = models.CharField(_("level of vetting"), max_length=80)
    state = models.CharField(_("how it stands"), max_length=8, choices=State)
    on = models.DateField(_("since"))
    valid_until = models.DateField(_("cleared until"), null=True, blank=True)
    reference = models.CharField(_("reference of the check"), max_length=80, blank=True)

    privacy = labels(personal="member contact recorded_by level state on valid_until reference", operational="recorded_at")
    gone_with_contact: ClassVar = {"reference": ""}

    class Meta:
        ordering: ClassVar = ["member", "-on", "-id"]
        verbose_name = _("vetting of a panel member")
        verbose_name_plural = _("vetting of panel members")
        constraints: ClassVar = [
            models.CheckConstraint(name="vetting_has_a_level", condition=~Q(level="")),
            models.CheckConstraint(
                name="vetting_valid_only_when_cleared", condition=Q(valid_until__isnull=True) | Q(state="cleared", valid_until__gte=F("on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.get_state_display()}"


class Training(OfMember):
    """Training that a member did. `needed`: it is (part of) what the terms ask for before papers are opened."""

    what = models.CharField(_("training"), max_length=200)
    done_on = models.DateField(_("done on"))
    needed = models.BooleanField(_("it is the training that the terms of reference ask for"), default=True)
    good_until = models.DateField(_("to be repeated after"), null=True, blank=True)

    privacy = labels(personal="member contact recorded_by what done_on good_until", operational="needed recorded_at")

    class Meta:
        ordering: ClassVar = ["member", "-done_on", "-id"]
        verbose_name = _("training of a panel member")
        verbose_name_plural = _("training of panel members")
        constraints: ClassVar = [
            models.CheckConstraint(name="training_named", condition=~Q(what="")),
            models.CheckConstraint(name="training_good_after_done", condition=Q(good_until__isnull=True) | Q(good_until__gte=F("done_on"))),
        ]

    def __str__(self) -> str:
        return self.what


class Interest(OfMember):
    """An interest a member declared: it stays, with the day on which it ended. That there is none is declared too (`NONE`)."""

    class Kind(models.TextChoices):
        NONE = "none", _("Nothing to declare")
        WORK = "work", _("Paid work")
        OFFICE = "office", _("An office they hold")
        FAMILY = "family", _("Family or a close friend")
        CASE = "case", _("A case, as victim, witness, suspect or supporter")
        POLICE = "police", _("Work for the police or another criminal justice body")
        OTHER = "other", _("Something else")

    kind = models.CharField(_("kind of interest"), max_length=8, choices=Kind)
    what = models.TextField(_("what it is"), blank=True)
    declared_on = models.DateField(_("declared on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    privacy = labels(special_category="what", personal="member contact recorded_by kind declared_on ended_on", operational="recorded_at")
    gone_with_contact: ClassVar = {"what": ERASED}

    class Meta:
        ordering: ClassVar = ["member", "-declared_on", "-id"]
        verbose_name = _("declared interest")
        verbose_name_plural = _("declared interests")
        constraints: ClassVar = [
            models.CheckConstraint(name="interest_says_what", condition=Q(kind="none") | ~Q(what="")),
            models.CheckConstraint(
                name="interest_ends_after_declared", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("declared_on"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Office(OfMember):
    """That a member was chair or deputy from a day to a day, how they came to it, and by which votes where there were any."""

    class How(models.TextChoices):
        ELECTED = "elected", _("Elected by the members")
        APPOINTED = "appointed", _("Appointed by the service")
        ACTING = "acting", _("Acting until the next election or appointment")

    position = models.CharField(_("position"), max_length=14, choices=OFFICES)
    how = models.CharField(_("how they came to it"), max_length=9, choices=How)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    votes_withheld = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)

    privacy = labels(
        personal="member contact recorded_by how",
        operational="position starts ends ended_on votes_for votes_against votes_withheld recorded_at",
    )

    class Meta:
        ordering: ClassVar = ["-starts", "-id"]
        verbose_name = _("office on a panel")
        verbose_name_plural = _("offices on panels")
        constraints: ClassVar = [
            models.CheckConstraint(name="office_ends_after_start", condition=Q(ends__isnull=True) | Q(ends__gte=F("starts"))),
            models.CheckConstraint(name="office_left_after_start", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts"))),
            models.UniqueConstraint(fields=["member", "position"], condition=Q(ended_on__isnull=True), name="office_held_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_position_display())


class SignIn(OfMember):
    """That a member was asked to sign in. `invitation` is the link sent to them; None where they had an account already.

    `account` is whom the seat was tied to, kept here as well: the seat forgets it when the person's details are erased.
    """

    invitation = models.OneToOneField(Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(personal="member contact account recorded_by", operational="invitation recorded_at ended_at")

    class Meta:
        ordering: ClassVar = ["member", "-id"]
        verbose_name = _("invitation to sign in to a panel’s pages")
        verbose_name_plural = _("invitations to sign in to a panel’s pages")

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d}"
