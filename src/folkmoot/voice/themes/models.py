"""Themes, the issued versions of the list, who coded which point with what, and what was suggested to them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.voice.models import Point

Q = models.Q


class Theme(Row):
    """One theme of the coding list; without an Area it is the whole service's. What it says now; `ListEntry` keeps what each version said.

    `aliases` are other names for it and `cues` words that point to it, one a line, in either language. A theme that ended keeps its
    codings and says in `replaced_by` what stands in its place. `first_area` is where a theme began that headquarters took into the
    national list.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name_en = models.CharField(_("name in English"), max_length=80)
    name_cy = models.CharField(_("name in Welsh"), max_length=80, blank=True)
    definition = models.TextField(_("what it takes in"), blank=True)
    aliases = models.TextField(_("also called"), blank=True)
    cues = models.TextField(_("cue words"), blank=True)
    order = models.PositiveIntegerField(default=0)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    first_area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_on = models.DateField(null=True, blank=True)
    proposed_why = models.TextField(_("why the whole service needs it"), blank=True)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(
        public="code area parent name_en name_cy definition aliases cues order starts ends replaced_by first_area",
        operational="proposed_on proposed_why", personal="proposed_by made_by",
    )  # fmt: skip

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["order", "name_en"]
        constraints: ClassVar = [
            models.CheckConstraint(name="theme_ends_after_start", condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts"))),
            models.CheckConstraint(name="theme_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk"))),
            models.CheckConstraint(name="theme_replaced_only_when_ended", condition=Q(replaced_by__isnull=True) | Q(ends__isnull=False)),
        ]

    @property
    def name(self) -> str:
        """In the language of the page; in English where nobody has translated it."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en

    def __str__(self) -> str:
        return self.name


class CodingList(Row):
    """A version of the national list: a draft until it is issued, and from then on never changed."""

    number = models.PositiveIntegerField(unique=True)
    draft = models.BooleanField(default=True)
    note = models.TextField(_("what changed"), blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(public="number draft note issued_on", operational="drafted_at", personal="drafted_by issued_by")

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_draft_of_the_list", fields=["draft"], condition=Q(draft=True)),
            models.CheckConstraint(
                name="draft_until_issued", condition=Q(draft=True, issued_on=None) | Q(draft=False, issued_on__isnull=False)
            ),
            models.CheckConstraint(name="issued_list_says_what_changed", condition=Q(draft=True) | ~Q(note="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("Coding list, version %(number)d") % {"number": self.number})


class ListEntry(Row):
    """What one version of the list says of one theme. `was` is the code of the local theme that it takes into the list, if any."""

    coding_list = models.ForeignKey(CodingList, on_delete=models.CASCADE, related_name="entries")
    code = models.SlugField(_("code"), max_length=60)
    parent = models.SlugField(_("under the theme"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_cy = models.CharField(_("name in Welsh"), max_length=80, blank=True)
    definition = models.TextField(_("what it takes in"), blank=True)
    aliases = models.TextField(_("also called"), blank=True)
    cues = models.TextField(_("cue words"), blank=True)
    order = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(_("no longer used"), default=False)
    replaced_by = models.SlugField(_("replaced by"), max_length=60, blank=True)

    privacy = labels(public="coding_list code parent name_en name_cy definition aliases cues order retired replaced_by")

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["order", "name_en"]
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            models.UniqueConstraint(name="entry_once_in_a_list", fields=["coding_list", "code"]),
            models.CheckConstraint(name="entry_replaced_only_when_retired", condition=Q(replaced_by="") | Q(retired=True)),
        ]

    def __str__(self) -> str:
        return self.name_en


class Suggester(Row):
    """What made suggestions: the cue words of a version of the list (nothing learned), or what was learned from codings up to `at`.

    `themes` holds, by code, on how many coded points each was learned; `file_hash` is of the numbers kept in the data folder.
    """

    class Kind(models.TextChoices):
        CUES = "cues", _("Cue words of the list")
        LEARNED = "learned", _("Learned from codings")

    kind = models.CharField(max_length=8, choices=Kind)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    list_number = models.PositiveIntegerField()
    points = models.PositiveIntegerField(default=0)
    themes = models.JSONField(default=dict)
    file_hash = models.CharField(max_length=64, blank=True)

    privacy = labels(operational="kind number at list_number points themes file_hash")

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(name="suggester_numbered_once", fields=["kind", "number"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.number}"


class Reading(Row):
    """One person went through one point with the list: the themes they chose, none where none fits.

    A `blind` reading is a second coding made without sight of the first; it measures agreement and codes nothing. `beside` is what had
    made the suggestions that this person saw. An undone reading stays, and counts nowhere.
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="readings")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    blind = models.BooleanField(default=False)
    beside = models.ForeignKey(Suggester, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(personal="by", operational="point at blind beside themes undone_at")

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["by", "at"])]

    def __str__(self) -> str:
        return f"{self.point_id} {self.at:%Y-%m-%d}"


class Suggestion(Row):
    """A theme suggested for a point. It is a suggestion until a person accepted or rejected it, and counts in no figure."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="suggestions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    suggester = models.ForeignKey(Suggester, on_delete=models.PROTECT, related_name="suggestions")
    score = models.FloatField()
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    reading = models.ForeignKey(Reading, on_delete=models.SET_NULL, null=True, blank=True, related_name="decided")

    privacy = labels(operational="point theme suggester score outcome reading")

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="suggested_once_by_each", fields=["point", "theme", "suggester"]),
            models.CheckConstraint(name="suggestion_decided_by_a_person", condition=Q(outcome="waiting") | Q(reading__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.point_id}: {self.theme_id}"


class Coding(Row):
    """That a point is about a theme, since `at` and until `ended_at`: how that was decided, by whom, and from which suggestion."""

    class How(models.TextChoices):
        HAND = "hand", _("By hand")
        ACCEPTED = "suggested_accepted", _("A suggestion that a person accepted")
        NOTED = "noted", _("From the word noted when it was recorded")

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    how = models.CharField(max_length=20, choices=How)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, null=True, blank=True, related_name="made")
    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reading = models.ForeignKey(Reading, on_delete=models.PROTECT, null=True, blank=True, related_name="ended")

    privacy = labels(personal="by ended_by", operational="point theme how at reading suggestion ended_at ended_reading")

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["theme", "point"])]
        constraints: ClassVar = [
            models.UniqueConstraint(name="coded_once_at_a_time", fields=["point", "theme"], condition=Q(ended_at__isnull=True)),
            models.CheckConstraint(
                name="accepted_coding_has_suggestion", condition=~Q(how="suggested_accepted") | Q(suggestion__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.point_id}: {self.theme_id}"


class Drawn(Row):
    """A point drawn at random for a second, blind coding."""

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="drawn")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seed = models.PositiveIntegerField()

    privacy = labels(personal="by", operational="point at seed")

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["at", "pk"]
        verbose_name_plural = "drawn"

    def __str__(self) -> str:
        return str(self.point_id)
