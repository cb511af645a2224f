"""Strategies, their aims, the commitments made under each, who answers for them and where they stand."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference

F, Q = models.F, models.Q


class Strategy(Reference):
    """A published strategy, of the whole service or of one Area. `period` is what the document says of its time."""

    code = models.SlugField(max_length=60, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=60, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    shipped = models.BooleanField(default=True, editable=False)
    ended_on = models.DateField(_("no longer in force since"), null=True, blank=True)
    ended_why = models.CharField(_("why"), max_length=300, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")

    privacy = labels(
        public="code area name_en name_cy period starts ends source withdrawn_on ended_on ended_why successor", operational="shipped"
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "strategies"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="strategy_ends_after_start", condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts"))
            ),
            models.CheckConstraint(name="strategy_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")),
            models.CheckConstraint(name="strategy_not_its_own_successor", condition=Q(successor__isnull=True) | ~Q(successor=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, in English where no Welsh name is published."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en

    @property
    def language(self) -> str:
        """The language in which `name` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.name_cy else "en"


class Aim(Reference):
    """What a strategy is for; a sub-aim has the aim it serves as its parent. Activities say which aims they serve."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="aims")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="sub_aims")
    code = models.SlugField(max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    words_en = models.CharField(max_length=400, blank=True)
    words_cy = models.CharField(max_length=400, blank=True)
    shipped = models.BooleanField(default=True, editable=False)

    privacy = labels(public="strategy parent code order name_en name_cy words_en words_cy withdrawn_on", operational="shipped")

    class Meta:
        ordering: ClassVar = ["strategy", "order", "code"]
        constraints: ClassVar = [models.CheckConstraint(name="aim_not_its_own_parent", condition=~Q(parent=F("pk")))]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, in English where no Welsh name is published."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en

    @property
    def language(self) -> str:
        """The language in which `name` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.name_cy else "en"

    @property
    def words(self) -> str:
        return self.words_cy if get_language() == "cy" and self.words_cy else self.words_en


class Commitment(Reference):
    """One line of a strategy, in its own words. `heading` is the part of the document it stands under; an aim where it has one."""

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", _("Commitment")
        SUCCESS_MEASURE = "success_measure", _("Measure of success")
        GOVERNANCE = "governance", _("Governance")

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="commitments")
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    code = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=Kind)
    heading = models.CharField(max_length=200, blank=True)
    words_en = models.CharField(max_length=600)
    words_cy = models.CharField(max_length=600, blank=True)
    shipped = models.BooleanField(default=True, editable=False)
    ended_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    ended_why = models.CharField(_("why"), max_length=300, blank=True)

    privacy = labels(public="strategy aim code order kind heading words_en words_cy withdrawn_on ended_on ended_why", operational="shipped")

    class Meta:
        ordering: ClassVar = ["strategy", "order"]
        constraints: ClassVar = [
            models.CheckConstraint(name="commitment_under_aim_or_heading", condition=Q(aim__isnull=False) | ~Q(heading="")),
            models.CheckConstraint(name="commitment_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The words in the language of the page, in English where no Welsh ones are published."""
        return self.words_cy if get_language() == "cy" and self.words_cy else self.words_en

    @property
    def language(self) -> str:
        """The language in which `words` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.words_cy else "en"


class Ownership(Row):
    """Who answers for a commitment from a day on. No account: from that day on nobody does. The latest one holds."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="ownerships")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    since = models.DateField(_("from"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="commitment since", personal="account by")

    class Meta:
        ordering: ClassVar = ["since", "id"]

    def __str__(self) -> str:
        return str(self.account or "")


class Standing(Row):
    """One dated report of where a commitment stands, with what shows it. The latest one holds; none is ever changed."""

    class Level(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        IN_PROGRESS = "in_progress", _("In progress")
        SUBSTANTIAL = "substantial", _("Substantial progress")
        ACHIEVED = "achieved", _("Achieved")
        CANNOT_BE_MET = "cannot_be_met", _("Cannot be met")

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="standings")
    on = models.DateField(_("on"))
    level = models.CharField(_("where it stands"), max_length=16, choices=Level)
    evidence = models.TextField(_("what shows it"), blank=True)
    reason = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="commitment on level evidence reason", personal="by")

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="standing_achieved_is_shown", condition=~Q(level="achieved") | ~Q(evidence="")),
            models.CheckConstraint(name="standing_unmet_says_why", condition=~Q(level="cannot_be_met") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.get_level_display()


class Correction(Row):
    """A dated correction of published words: what they were, what they are now, and why. Shown beside the words for good."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    on = models.DateField(_("on"))
    field = models.CharField(max_length=20)
    was = models.TextField(blank=True)
    now = models.TextField()
    reason = models.TextField(_("why"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(public="commitment aim on field was now reason", personal="by")

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="correction_of_one_thing",
                condition=Q(commitment__isnull=False, aim__isnull=True) | Q(commitment__isnull=True, aim__isnull=False),
            ),
            models.CheckConstraint(name="correction_says_why", condition=~Q(now="") & ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.now


import folkmoot.strategy.measures.models  # noqa: E402
import folkmoot.strategy.surveys.models  # noqa: E402
import folkmoot.strategy.trends.models  # noqa: E402,F401
