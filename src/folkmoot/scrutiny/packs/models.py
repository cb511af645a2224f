"""The pack of one drawn case, what members read of it, and who prepared, reviewed, released, read and recalled it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.members.models import Member
from folkmoot.scrutiny.draws.models import DrawnCase

Q, F = models.Q, models.F


class Pack(Row):
    """What the panel reads of one case. `edition` grows with every change of what members would read: a review holds for one edition only.

    Members read it from release to the end of `expires_at`; it can be recalled at once. `title` is by kind ("a neighbour dispute"),
    never by anything that is of the case. `strand` decides which questions are put.
    """

    class Level(models.TextChoices):
        SUMMARY = "summary", _("Anonymised summary")
        REDACTED = "redacted", _("Redacted file")
        FULL = "full", _("Full file, read under supervision")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for the first review")
        REVIEWED = "reviewed", _("Waiting for the second review")
        CLEARED = "cleared", _("Reviewed twice, ready to release")
        RELEASED = "released", _("Released to the panel")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    drawn = models.OneToOneField(DrawnCase, on_delete=models.PROTECT, related_name="pack")
    level = models.CharField(_("what the panel sees"), max_length=8, choices=Level, default=Level.SUMMARY)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("the case in a few words, by its kind only"), max_length=120, blank=True)
    strand = models.CharField(_("strand"), max_length=40, blank=True)
    edition = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(_("members may read it until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    privacy = labels(
        operational="drawn level state edition begun_at submitted_at released_at expires_at withdrawn_at withdrawn_why",
        case_related="title strand",
        personal="begun_by released_by withdrawn_by",
    )

    class Meta:
        ordering: ClassVar = ["drawn"]
        indexes: ClassVar = [models.Index(fields=["state", "expires_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pack_released_whole",
                condition=~Q(state="released") | Q(released_at__isnull=False, expires_at__isnull=False) & ~Q(title=""),
            ),
            models.CheckConstraint(name="pack_withdrawn_with_reason", condition=~Q(state="withdrawn") | ~Q(withdrawn_why="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title or str(self.drawn)

    @property
    def numbered(self) -> str:
        """What it is called before those who have no part in it: its place in the draw."""
        return gettext("Case %(number)d") % {"number": self.drawn.order}

    @property
    def told_as(self) -> str:
        """What its panel calls it: its title while it is released, for at no other time has anybody reviewed the title that stands."""
        return self.title if self.state == self.State.RELEASED else self.numbered

    @property
    def area_id(self) -> int | None:
        return self.drawn.draw.panel.area_id


class PackReview(Row):
    """One review of one edition of a pack, by somebody who had no hand in it. Two by two people release it; any change makes them void."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="reviews")
    edition = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cleared = models.BooleanField(_("nothing in it tells who anybody is"))
    checked = models.JSONField(_("what was looked at"), default=list, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    void_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(operational="pack edition number at cleared checked void_at", personal="by", case_related="remarks")

    class Meta:
        ordering: ClassVar = ["pack", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="pack_review_first_or_second", condition=Q(number__in=[1, 2])),
            models.UniqueConstraint(
                fields=["pack", "edition", "by"], condition=Q(void_at__isnull=True), name="one_review_a_person_and_edition"
            ),
            models.UniqueConstraint(
                fields=["pack", "edition", "number"], condition=Q(void_at__isnull=True, cleared=True), name="pack_cleared_once_by_each"
            ),
            models.CheckConstraint(name="pack_sent_back_says_why", condition=Q(cleared=True) | ~Q(remarks="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pack}, {self.number}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


class PackReading(Row):
    """That a member opened a pack, of which edition and when. It stays."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="readings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()

    privacy = labels(operational="pack edition at", personal="member")

    class Meta:
        ordering: ClassVar = ["pack", "id"]
        indexes: ClassVar = [models.Index(fields=["pack", "member"])]

    def __str__(self) -> str:
        return f"{self.pack}, {self.at:%Y-%m-%d}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


class PackHand(Row):
    """That somebody had a hand in preparing a pack, in any edition: they can never review it."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="hands")
    who = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()

    privacy = labels(operational="pack first_at", personal="who")

    class Meta:
        ordering: ClassVar = ["pack", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "who"], name="pack_hand_once")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.who_id}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


class PackBlock(Row):
    """One piece of what members read in one edition: written when it was submitted, from accepted text alone, and never changed.

    `field` names what a fact of the summary answers (`summary.rules.FIELDS`); it is "" for the text of a document.
    """

    class Kind(models.TextChoices):
        HEADING = "heading", _("Heading")
        FACT = "fact", _("Fact")
        PERSON = "person", _("Person")
        PARAGRAPH = "paragraph", _("Paragraph")

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="blocks")
    edition = models.PositiveIntegerField()
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    field = models.CharField(max_length=20, blank=True)
    words = models.TextField()

    privacy = labels(operational="pack edition order kind field", case_related="words")

    class Meta:
        ordering: ClassVar = ["pack", "edition", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "edition", "order"], name="pack_block_in_order"),
            models.CheckConstraint(name="pack_block_says_something", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.edition} {self.order}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


class PackFalseAlarm(Row):
    """That something the leak scan found is no leak: a surname that is an ordinary word here. Those who review see it and may disagree.

    `mark` is a keyed hash of what was found with the words around it: in other words it is found again.
    """

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="false_alarms")
    mark = models.CharField(max_length=64)
    why = models.CharField(_("why it tells who nobody is"), max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="pack mark at", case_related="why", personal="by")

    class Meta:
        ordering: ClassVar = ["pack", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "mark"], name="pack_false_alarm_once"),
            models.CheckConstraint(name="pack_false_alarm_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.pk}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


import folkmoot.scrutiny.packs.documents.models  # noqa: E402
import folkmoot.scrutiny.packs.summary.models  # noqa: E402, F401
