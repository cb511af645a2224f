"""Points as they were said, whom they concern, answers to them, and tellings."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Letter
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.strategy.models import Aim


class Point(Row):
    """One thing said, in the words it was said. Answered, changed and told are derived from what hangs on it.

    `language` is a BCP 47 code ("cy"), empty where it is not known. Of words too long for a page `words` holds the beginning,
    and `LongWords` all of them.
    """

    class Nature(models.TextChoices):
        CONCERN = "concern", _("Concern")
        PRAISE = "praise", _("Praise")
        QUESTION = "question", _("Question")
        IDEA = "idea", _("Idea")
        PROMISE = "promise", _("Promise we made")

    class Visibility(models.TextChoices):
        AREA = "area", _("Everyone who reads what is said in this Area")
        RESTRICTED = "restricted", _("Only those who answer: community engagement managers, leads and headquarters")

    class ReplyBy(models.TextChoices):
        EMAIL = "email", _("By e-mail")
        LETTER = "letter", _("By letter")
        PHONE = "phone", _("By telephone")
        MEETING = "meeting", _("At a meeting")
        THROUGH_GROUP = "through_group", _("Through their group or organisation")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    origin_kind = models.CharField(max_length=40)
    origin_id = models.BigIntegerField(null=True, blank=True)
    words = models.TextField(_("what was said"))
    said_on = models.DateField(_("said on"))
    nature = models.CharField(_("kind"), max_length=10, choices=Nature, default=Nature.CONCERN)
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said_by = models.CharField(_("person or group who said it"), max_length=200, blank=True)
    visibility = models.CharField(_("who may read it"), max_length=10, choices=Visibility, default=Visibility.AREA)
    language = models.CharField(_("language of the words"), max_length=12, blank=True, default="")
    reply_by = models.CharField(_("how they want to be told"), max_length=14, choices=ReplyBy, blank=True, default="")
    reply_address = models.CharField(_("where they want to be told"), max_length=254, blank=True, default="")
    promise_owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who keeps the promise")
    )
    promise_due = models.DateField(_("promised by"), null=True, blank=True)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    privacy = labels(
        personal="words said_by reply_address promise_owner recorded_by",
        operational="area origin_kind origin_id said_on nature theme aim visibility language reply_by promise_due recorded_at",
    )

    class Meta:
        ordering: ClassVar = ["-said_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["origin_kind", "origin_id"]), models.Index(fields=["area", "said_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="point_has_words", condition=~models.Q(words="")),
            models.CheckConstraint(name="point_seen_by_known", condition=models.Q(visibility__in=["area", "restricted"])),
        ]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else self.words[:77] + "…"


class LongWords(Row):
    """All the words of a point that is too long to show on every page; `Point.words` holds their beginning."""

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="long_words")
    words = models.TextField(_("all that was said"))

    privacy = labels(personal="words", operational="point")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="long_words_are_there", condition=~models.Q(words=""))]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else self.words[:77] + "…"


class EqualityCode(Row):
    """That a point bears on a protected characteristic, or on one category of it. It says what the words are about, not who spoke."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="equality")
    characteristic = models.SlugField(_("characteristic"), max_length=60)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(special_category="characteristic category", operational="point")

    class Meta:
        ordering: ClassVar = ["characteristic", "category__order", "id"]
        indexes: ClassVar = [models.Index(fields=["characteristic", "point"])]
        constraints: ClassVar = [
            models.UniqueConstraint(name="equality_code_once", fields=["point", "characteristic", "category"]),
            models.UniqueConstraint(
                name="equality_code_once_without_category", fields=["point", "characteristic"], condition=models.Q(category__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.characteristic}: {self.category}" if self.category_id else self.characteristic


class Answer(Row):
    """What the service answered to a point. The latest counts; earlier ones stay. `issue`: it was given to all points of that issue."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Partly accepted")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")
        NEEDS_MORE = "needs_more", _("Needs more")
        THANKED = "thanked", _("Thanked")

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="answers")
    outcome = models.CharField(_("answer"), max_length=14, choices=Outcome)
    words = models.TextField(_("what we answer"))
    reason = models.TextField(_("reason"), blank=True)
    on = models.DateField(_("answered on"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issue = models.ForeignKey("voice.Issue", on_delete=models.PROTECT, null=True, blank=True, related_name="answers")

    privacy = labels(personal="by", operational="point outcome words reason on issue")

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="refusal_has_reason", condition=~models.Q(outcome="not_accepted") | ~models.Q(reason=""))
        ]

    def __str__(self) -> str:
        return self.words


class Telling(Row):
    """That the person or group who said it was told what became of it: when, how, in what words.

    `letter` is the e-mail that tells them, where this service sends it.
    """

    class Channel(models.TextChoices):
        MEETING = "meeting", _("At a meeting")
        LETTER = "letter", _("By letter")
        EMAIL = "email", _("By e-mail")
        PHONE = "phone", _("By telephone")
        PUBLISHED = "published", _("Published")
        PANEL = "panel", _("Through a panel")
        GROUP = "group", _("Through their group or organisation")

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="tellings")
    on = models.DateField(_("told on"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    who = models.CharField(_("who was told"), max_length=200)
    words = models.TextField(_("what they were told"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="who by", operational="point on channel words letter")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.who}"


from folkmoot.voice.forms.models import (  # noqa: E402,F401
    Form,
    FormQuestion,
    FormSection,
    MonitoringCount,
    QuestionWording,
    Response,
    ResponseAnswer,
)
from folkmoot.voice.issues.models import Issue, IssuePoint  # noqa: E402,F401
from folkmoot.voice.published.models import Edition, EditionText, Entry, FindingExplained  # noqa: E402,F401
from folkmoot.voice.themes.models import Coding, CodingList, Theme  # noqa: E402,F401
