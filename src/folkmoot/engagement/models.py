"""Activities. The state (planned, recorded, closed, cancelled) is read off the dates; nobody types it."""

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area, County
from folkmoot.characteristics.models import Category
from folkmoot.communities.models import Community
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.partnerships.models import Partnership
from folkmoot.strategy.models import Aim
from folkmoot.strategy.trends.models import Trend

Q = models.Q


def _holds(name: str, condition: models.Q) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=condition)


class Activity(Row):
    """One piece of engagement. Staff time in quarter hours, money in pence."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        WORSHIP = "worship", _("Visit to a place of worship")
        EVENT = "event", _("Public event")
        FESTIVAL = "festival", _("Festival or celebration")
        CONFERENCE = "conference", _("Conference or seminar")
        STALL = "stall", _("Stall or surgery")
        CONVERSATION = "conversation", _("Community Conversation")
        SCHOOL = "school", _("School or college session")
        MOCK_TRIAL = "mock_trial", _("Mock trial")
        OPEN_DAY = "open_day", _("Open day, such as “Know your CJ” day")
        TRAINING = "training", _("Training or talk that we gave")
        TRAINED = "trained", _("Training that we were given")
        ONLINE = "online", _("Online meeting")
        CALL = "call", _("Telephone call")

    class Purpose(models.TextChoices):
        """The ladder of engagement, its lowest rung first."""

        INFORMATION = "information", _("Inform")
        CONSULTATION = "consultation", _("Consult")
        INVOLVEMENT = "involvement", _("Involve")
        PARTNERSHIP = "partnership", _("Partner")

    class Result(models.TextChoices):
        MET = "met", _("Met")
        PARTLY = "partly", _("Partly met")
        NOT_MET = "not", _("Not met")

    class FollowUp(models.TextChoices):
        NONE = "none", _("Nothing more is needed")
        AGAIN = "again", _("Another activity will follow")
        ACTION = "action", _("Work will follow")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    purpose = models.CharField(_("purpose"), max_length=14, choices=Purpose, blank=True)
    objective = models.CharField(_("what we want to achieve"), max_length=300, blank=True)
    measure = models.CharField(_("how we will know"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    headcount = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    staff_quarters = models.PositiveIntegerField(_("staff time (quarter hours)"), null=True, blank=True)
    cost_pence = models.PositiveBigIntegerField(_("money spent (pence)"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    result = models.CharField(_("did we achieve it"), max_length=8, choices=Result, blank=True)
    evidence = models.TextField(_("how we know"), blank=True)
    differently = models.TextField(_("what we would do differently"), blank=True)
    told_participants_on = models.DateField(_("those who took part were told what came of it on"), null=True, blank=True)
    told_community_on = models.DateField(_("the wider community was told what came of it on"), null=True, blank=True)
    follow_up = models.CharField(_("what follows"), max_length=8, choices=FollowUp, blank=True)
    follow_up_words = models.CharField(_("what follows, in words"), max_length=300, blank=True)
    aims = models.ManyToManyField(Aim, blank=True, related_name="+")
    communities = models.ManyToManyField(Community, blank=True, related_name="activities")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="activities")
    partners = models.ManyToManyField(Organisation, blank=True, related_name="activities_as_partner")
    contacts = models.ManyToManyField(Contact, blank=True, related_name="activities")
    staff = models.ManyToManyField(Account, blank=True, related_name="+")
    partnerships = models.ManyToManyField(Partnership, blank=True, related_name="activities")
    trends = models.ManyToManyField(Trend, blank=True, related_name="activities")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    reopened_why = models.CharField(_("why it was opened again"), max_length=300, blank=True)

    privacy = labels(
        personal="contacts staff recorded_by closed_by",
        operational="area title kind purpose objective measure place county planned_for held_on headcount staff_quarters cost_pence"
        " outcome result evidence differently told_participants_on told_community_on follow_up follow_up_words aims communities"
        " organisations partners partnerships trends recorded_at closed_at cancelled_on cancelled_why reopened_why",
    )

    class Meta:
        ordering: ClassVar = ["-held_on", "-planned_for", "-id"]
        verbose_name_plural = "activities"
        indexes: ClassVar = [
            models.Index(fields=["area", "held_on"]),
            models.Index(fields=["area", "planned_for"]),
            # The order of every list: of one Area, and of all.
            models.Index("area", Coalesce("held_on", "planned_for").desc(), F("id").desc(), name="activity_by_day_in_area"),
            models.Index(Coalesce("held_on", "planned_for").desc(), F("id").desc(), name="activity_by_day"),
            # Contact of a period in all Areas, and what waits: few rows of many.
            models.Index(fields=["held_on", "area", "county", "headcount"], name="activity_held"),
            models.Index(
                fields=["planned_for", "area"],
                name="activity_still_planned",
                condition=Q(held_on__isnull=True, cancelled_on__isnull=True),
            ),
            models.Index(fields=["held_on", "id"], name="activity_to_close", condition=Q(held_on__isnull=False, closed_at__isnull=True)),
        ]
        constraints: ClassVar = [
            _holds("activity_has_a_day", Q(planned_for__isnull=False) | Q(held_on__isnull=False)),
            _holds(
                "held_means_recorded",
                Q(held_on__isnull=True, recorded_at__isnull=True) | Q(held_on__isnull=False, recorded_at__isnull=False),
            ),
            _holds("planned_is_smart", Q(planned_for__isnull=True) | (~Q(objective="") & ~Q(measure=""))),
            _holds("closed_only_when_held", Q(closed_at__isnull=True) | Q(held_on__isnull=False)),
            _holds("closed_says_what_came_of_it", Q(closed_at__isnull=True) | (~Q(outcome="") & Q(headcount__isnull=False))),
            _holds("result_only_when_held", Q(result="") | Q(held_on__isnull=False)),
            _holds("what_follows_is_said", Q(follow_up__in=["", "none"]) | ~Q(follow_up_words="")),
            _holds("cancelled_has_reason", Q(cancelled_on__isnull=True) | ~Q(cancelled_why="")),
            _holds("cancelled_not_held", Q(cancelled_on__isnull=True) | Q(held_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Headcount(Row):
    """How many of the people reached shared one characteristic, and how that is known. It need not add up to those reached."""

    class How(models.TextChoices):
        SAID = "said", _("They said so")
        FORM = "form", _("A form they filled in")
        ESTIMATE = "estimate", _("An observer’s estimate")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="headcounts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(_("how many people"))
    how = models.CharField(_("how we know"), max_length=8, choices=How)

    privacy = labels(operational="activity how", special_category="category people")

    class Meta:
        ordering: ClassVar = ["activity", "category__scheme", "category__order"]
        constraints: ClassVar = [models.UniqueConstraint(name="headcount_once_for_category", fields=["activity", "category"])]

    def __str__(self) -> str:
        return f"{self.category}: {self.people}"


class Material(Row):
    """What was handed out or shown, in which language and format."""

    class Kind(models.TextChoices):
        LEAFLET = "leaflet", _("Leaflet")
        POSTER = "poster", _("Poster")
        SLIDES = "slides", _("Presentation")
        FILM = "film", _("Film or sound")
        BRIEFING = "briefing", _("Briefing or fact sheet")
        FORM = "form", _("Form or questionnaire")
        OTHER = "other", _("Other")

    class Format(models.TextChoices):
        STANDARD = "standard", _("Standard print or screen")
        EASY_READ = "easy_read", _("Easy Read")
        LARGE_PRINT = "large_print", _("Large print")
        BRAILLE = "braille", _("Braille")
        BSL = "bsl", _("British Sign Language film")
        AUDIO = "audio", _("Audio")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    quantity = models.PositiveIntegerField(_("how many"))
    language = models.CharField(_("language"), max_length=60)
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.STANDARD)

    privacy = labels(operational="activity kind quantity language format")

    class Meta:
        ordering: ClassVar = ["activity", "id"]
        constraints: ClassVar = [_holds("material_was_used", Q(quantity__gt=0))]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.get_kind_display()}"


class StaffPart(Row):
    """How many of one unit and grade took part: no names, so that everyone's business can be counted."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="staff_parts")
    unit = models.CharField(_("unit"), max_length=120)
    grade = models.CharField(_("grade"), max_length=60, blank=True)
    people = models.PositiveIntegerField(_("how many"))

    privacy = labels(operational="activity unit grade people")

    class Meta:
        ordering: ClassVar = ["activity", "unit", "grade"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="staff_part_once_for_unit_and_grade", fields=["activity", "unit", "grade"]),
            _holds("staff_part_is_somebody", Q(people__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.people}"


def title_of(kind: str, place: str) -> str:
    """A title for what was logged in a hurry: its kind, and where."""
    label = str(Activity.Kind(kind).label)
    return f"{label}: {place}"[:200] if place else label


from folkmoot.engagement.briefings.models import Attendance, Briefing, StaffUnit  # noqa: E402,F401
from folkmoot.engagement.bulletins.models import Bulletin, BulletinCase, Copy, Explanation, Recipient  # noqa: E402,F401
from folkmoot.engagement.calendar.models import ActivityInvitation, Communication, DraftActivity, Edition, Feed, TakenMessage, Timing  # noqa: E402,F401
from folkmoot.engagement.confidence.models import Reply, Sheet  # noqa: E402,F401
from folkmoot.engagement.conversations.models import Conversation, Interests  # noqa: E402,F401
from folkmoot.engagement.papers.models import Paper  # noqa: E402,F401
from folkmoot.engagement.volunteering.models import Opportunity, TakeUp, VolunteerTime  # noqa: E402,F401
