"""Campaigns for the members a panel lacks, where each was told of, the applications, and every step that was taken with them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.communities.models import Community
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.stakeholders.models import Contact, Organisation

Q, F = models.Q, models.F


class Campaign(Row):
    """One search for members of one panel: whom it lacks and why, the advert, and how those who apply are chosen.

    Where it stands follows from its days; see `rules.campaign_state`. `looks_for_…` holds one thing a line; each is marked at the sift.
    `sifters`: how many people mark each application, each alone. `keep_months`: how long applications are kept once they are over.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="campaigns")
    title_en = models.CharField(_("title"), max_length=160)
    title_cy = models.CharField(_("title in Welsh"), max_length=160, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats to fill"))
    communities = models.ManyToManyField(Community, blank=True, related_name="+")
    sought_en = models.CharField(_("who else is sought"), max_length=300, blank=True)
    sought_cy = models.CharField(_("who else is sought, in Welsh"), max_length=300, blank=True)
    why = models.TextField(_("why these people are sought"))
    about_en = models.TextField(_("what members do"))
    about_cy = models.TextField(_("what members do, in Welsh"), blank=True)
    asks_en = models.TextField(_("what we ask of members"))
    asks_cy = models.TextField(_("what we ask of members, in Welsh"), blank=True)
    gives_en = models.TextField(_("what members get"), blank=True)
    gives_cy = models.TextField(_("what members get, in Welsh"), blank=True)
    looks_for_en = models.TextField(_("what we look for"))
    looks_for_cy = models.TextField(_("what we look for, in Welsh"), blank=True)
    ways_en = models.TextField(_("other ways to apply and to ask"))
    ways_cy = models.TextField(_("other ways to apply and to ask, in Welsh"), blank=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    sifters = models.PositiveSmallIntegerField(_("people who mark each application"), default=1)
    interviews = models.BooleanField(_("those who are shortlisted are interviewed"), default=True)
    keep_months = models.PositiveSmallIntegerField(_("months that applications are kept"), default=6)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=300, blank=True)

    privacy = labels(
        public="panel title_en title_cy seats communities sought_en sought_cy about_en about_cy asks_en asks_cy gives_en gives_cy"
        " looks_for_en looks_for_cy ways_en ways_cy opens_on closes_on",
        operational="why sifters interviews keep_months opened_at ended_on ended_why",
        personal="owner",
    )

    class Meta:
        ordering: ClassVar = ["-opens_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["panel", "closes_on"], name="campaign_of_panel")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="campaign_says_what",
                condition=~Q(title_en="") & ~Q(why="") & ~Q(about_en="") & ~Q(asks_en="") & ~Q(looks_for_en="") & ~Q(ways_en=""),
            ),
            models.CheckConstraint(name="campaign_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(name="campaign_fills_a_seat", condition=Q(seats__gte=1, sifters__range=(1, 3))),
            models.CheckConstraint(name="campaign_keeps_for_a_time", condition=Q(keep_months__range=(1, 24))),
            models.CheckConstraint(name="campaign_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_cy if get_language() == "cy" and self.title_cy else self.title_en

    @property
    def language(self) -> str:
        """The language in which `title` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.title_cy else "en"


class Placing(Row):
    """That a campaign was told of somewhere: where, how, for which of the communities sought."""

    class Channel(models.TextChoices):
        GROUP = "group", _("Through a community group")
        WORSHIP = "worship", _("At a place of worship")
        MEETING = "meeting", _("At a meeting or event")
        POSTER = "poster", _("Poster or leaflet")
        RADIO = "radio", _("Local or community radio")
        ONLINE = "online", _("Website or social media")
        NEWSLETTER = "newsletter", _("Newsletter")
        ASKED = "asked", _("Somebody was asked in person")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="placings")
    on = models.DateField(_("on which day"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    where = models.CharField(_("where"), max_length=200)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="campaign on channel community organisation", personal="where by")

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [models.CheckConstraint(name="placing_says_where", condition=~Q(where=""))]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.where}"


class Application(Row):
    """One person's application. Where it stands follows from its steps. When its time is over every personal value goes.

    `knows` are the communities they say they can speak for. `doubtful`: it was sent as a machine would send it. `later`: they asked to
    hear of later campaigns. `formats` and `needs` hold values of `Contact.Format` and `Contact.Need`.
    """

    class Channel(models.TextChoices):
        PAGE = "page", _("On the public page")
        PAPER = "paper", _("On paper")
        PHONE = "phone", _("By telephone")
        VIDEO = "video", _("In a recording or sign language video")
        IN_PERSON = "in_person", _("In person")

    class HeardFrom(models.TextChoices):
        GROUP = "group", _("A community group or charity")
        WORSHIP = "worship", _("A place of worship")
        PERSON = "person", _("Somebody I know")
        EVENT = "event", _("A meeting or event")
        MEDIA = "media", _("Radio, newspaper or poster")
        ONLINE = "online", _("The internet")
        OTHER = "other", _("Another way")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="applications")
    reference = models.CharField(max_length=9, unique=True)
    mark = models.CharField(max_length=64)
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.PAGE)
    language = models.CharField(_("language"), max_length=2, choices=[("en", _("English")), ("cy", _("Welsh"))], default="en")
    received_on = models.DateField(_("received on"))
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    place = models.CharField(_("town or village"), max_length=120, blank=True)
    organisation = models.CharField(_("group they belong to"), max_length=200, blank=True)
    reasons = models.TextField(_("why they want to join"), blank=True)
    brings = models.TextField(_("what they would bring"), blank=True)
    knows = models.ManyToManyField(Community, blank=True, related_name="+")
    knows_words = models.CharField(_("communities they can speak for, in their own words"), max_length=300, blank=True)
    interests = models.TextField(_("what we should know: work for the police or the courts, a case of their own"), blank=True)
    formats = models.JSONField(_("formats"), default=list, blank=True)
    needs = models.JSONField(_("what they need in order to take part"), default=list, blank=True)
    access_needs = models.TextField(_("access needs"), blank=True)
    heard_from = models.CharField(_("how they heard of it"), max_length=8, choices=HeardFrom, blank=True)
    later = models.BooleanField(_("wants to hear of later campaigns"), default=False)
    doubtful = models.BooleanField(default=False)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="applications")
    member = models.OneToOneField(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="application")
    erased_on = models.DateField(null=True, blank=True, editable=False)

    privacy = labels(
        operational="campaign reference mark channel received_on doubtful later erased_on",
        personal="language name email phone address place organisation reasons brings interests heard_from entered_by contact member",
        special_category="knows knows_words formats needs access_needs",
    )
    gone_with_contact: ClassVar = {
        "name": "", "email": "", "phone": "", "address": "", "place": "", "organisation": "", "reasons": "", "brings": "",
        "knows_words": "", "interests": "", "formats": [], "needs": [], "access_needs": "", "heard_from": "", "later": False,
    }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["received_on", "id"]
        indexes: ClassVar = [models.Index(fields=["campaign", "erased_on"], name="applications_of_campaign")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "mark"], condition=~Q(mark=""), name="application_sent_once"),
            models.CheckConstraint(
                name="application_empty_once_erased",
                condition=Q(erased_on__isnull=True)
                | Q(name="", email="", phone="", address="", place="", organisation="", reasons="", brings="", knows_words="",
                    interests="", access_needs="", heard_from="", later=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def area_id(self) -> int | None:
        return self.campaign.panel.area_id


class Sifting(Row):
    """How one person marked one application, alone. `marks`: from 0 to 3 for each thing the campaign looks for, in its order."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="siftings")
    marks = models.JSONField(_("marks"), default=list)
    words = models.TextField(_("what the marks rest on"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="application at", personal="marks words by")

    class Meta:
        ordering: ClassVar = ["application", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["application", "by"], name="sifted_once_by_each")]

    def __str__(self) -> str:
        return f"{self.application}: {self.marks}"


class Interview(Row):
    """A talk with somebody who applied: when, where, with whom, what was arranged for them, and how it went."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="interviews")
    starts_at = models.DateTimeField(_("begins"))
    lasts = models.PositiveSmallIntegerField(_("minutes"), default=45)
    where = models.CharField(_("where, or by which link or number"), max_length=300)
    who = models.CharField(_("who they will meet"), max_length=300)
    arranged = models.TextField(_("what is arranged for them"), blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    marks = models.JSONField(_("marks"), default=list, blank=True)
    words = models.TextField(_("what was said, and what it showed"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(
        operational="application starts_at lasts cancelled_on held_on", personal="where who marks words by", special_category="arranged"
    )

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="interview_lasts", condition=Q(lasts__range=(10, 240))),
            models.UniqueConstraint(
                fields=["application"], condition=Q(held_on__isnull=True, cancelled_on__isnull=True), name="one_interview_ahead"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application} {self.starts_at:%Y-%m-%d}"


class Step(Row):
    """One step taken with an application: which, when, by whom, on what grounds (`reason`), and what they were told (`said`).

    A step is never changed; only how and when the person was told is added to it, and its words go when the application's time is over.
    """

    class Kind(models.TextChoices):
        SHORTLISTED = "shortlisted", _("Shortlisted")
        INTERVIEWED = "interviewed", _("Interviewed")
        RESERVED = "reserved", _("Put on the reserve list")
        OFFERED = "offered", _("Offered a seat")
        ACCEPTED = "accepted", _("Accepted the offer")
        DECLINED = "declined", _("Declined the offer")
        APPOINTED = "appointed", _("Appointed")
        TURNED_DOWN = "turned_down", _("Not successful")
        WITHDREW = "withdrew", _("Withdrew")

    class Told(models.TextChoices):
        LETTER = "email", _("By e-mail")
        PHONE = "phone", _("By telephone")
        POST = "post", _("By letter")
        IN_PERSON = "in_person", _("In person")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField(_("on"))
    reason = models.TextField(_("reason"), blank=True)
    said = models.TextField(_("what they were told"), blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    told_how = models.CharField(_("how they were told"), max_length=10, choices=Told, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="application kind on told_on told_how at", personal="reason said by")

    class Meta:
        ordering: ClassVar = ["application", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="told_when_and_how", condition=Q(told_on__isnull=True, told_how="") | Q(told_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.kind}"
