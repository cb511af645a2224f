"""Actions; what is added to them with a date and then stays: progress, evidence, moved days, handovers, asking, "did it work?"."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.actions.minimum.models import MinimumItem
from folkmoot.actions.plans.models import Plan
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.trends.models import Trend

F, Q = models.F, models.Q


class Action(Row):
    """What will be done, by whom, by when, and the measure it should move. Its status is derived, never typed.

    `owner` is blank only for an action of the minimum set that its Area has not taken on. `weight` counts beside the other
    sub-actions of one parent, or the other actions of one plan. `ended_on`: it will not be done, and why.
    """

    class Agency(models.TextChoices):
        CPS = "cps", _("CPS")
        POLICE = "police", _("Police")
        HMCTS = "hmcts", _("Courts and tribunals service")
        PARTNER = "partner", _("Partner organisation")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin_kind = models.CharField(max_length=40)
    origin_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(_("what will be done"), max_length=300)
    measure = models.CharField(_("how we will know it worked"), max_length=300)
    moves = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("the measure it should move")
    )
    baseline = models.CharField(_("where it stands now"), max_length=200, blank=True)
    target = models.CharField(_("where it should be"), max_length=200, blank=True)
    resources = models.CharField(_("what it takes"), max_length=300, blank=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    agency = models.CharField(_("agency"), max_length=10, choices=Agency, default=Agency.CPS)
    partner_name = models.CharField(_("name of the partner organisation"), max_length=200, blank=True)
    starts_on = models.DateField()
    due_on = models.DateField(_("due"))
    raised_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    trends = models.ManyToManyField(Trend, blank=True, related_name="+", verbose_name=_("trends and priorities it answers"))
    commitments = models.ManyToManyField(
        Commitment, blank=True, related_name="actions", verbose_name=_("commitments of the strategy it delivers")
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("plan"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of"))
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    minimum = models.ForeignKey(MinimumItem, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    privacy = labels(
        personal="owner raised_by",
        operational="area origin_kind origin_id title measure moves baseline target resources agency partner_name starts_on due_on "
        "raised_at trends commitments plan parent weight minimum ended_on ended_why",
    )

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [models.Index(fields=["origin_kind", "origin_id"]), models.Index(fields=["area", "due_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="action_due_after_start", condition=Q(due_on__gte=F("starts_on"))),
            models.CheckConstraint(name="action_says_what", condition=~Q(title="") & ~Q(measure="")),
            models.CheckConstraint(name="action_owned_or_minimum", condition=Q(owner__isnull=False) | Q(minimum__isnull=False)),
            models.CheckConstraint(name="action_weight_1_to_100", condition=Q(weight__gte=1, weight__lte=100)),
            models.CheckConstraint(name="action_not_part_of_itself", condition=Q(parent__isnull=True) | ~Q(parent=F("pk"))),
            models.CheckConstraint(
                name="action_ended_with_reason",
                condition=Q(ended_on__isnull=True, ended_why="") | (Q(ended_on__isnull=False) & ~Q(ended_why="")),
            ),
            models.UniqueConstraint(name="action_one_per_area_and_item", fields=["area", "minimum"], condition=Q(minimum__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class Progress(Row):
    """One dated step on an action. Levels: the four used in follow-up inspection (practice note 2.13). A step is never altered.

    `reopens`: an achieved action was taken up again, and the note says why. `rolled_up`: worked out from its sub-actions.
    """

    class Level(models.TextChoices):
        NOT_PROGRESSED = "not_progressed", _("Not progressed")
        IN_PROGRESS = "in_progress", _("In progress")
        SUBSTANTIAL = "substantial", _("Substantial progress")
        ACHIEVED = "achieved", _("Achieved")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField(_("on"))
    level = models.CharField(_("how far it has got"), max_length=16, choices=Level)
    note = models.TextField(_("what was done"))
    reopens = models.BooleanField(default=False)
    rolled_up = models.BooleanField(default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="by", operational="action on level note reopens rolled_up")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.note}"


class Evidence(Row):
    """What shows that an action was done: words, and where the thing itself is kept. Evidence is added, never removed."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    on = models.DateField(_("on"))
    title = models.CharField(_("what shows it was done"), max_length=300)
    kept_at = models.CharField(_("where it is kept"), max_length=500, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="by", operational="action on title kept_at")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return self.title


class DueMove(Row):
    """A due date that was moved: the day it was, the day it became, and why. Each stays."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="due_moves")
    was_due_on = models.DateField()
    now_due_on = models.DateField()
    reason = models.CharField(_("why the date is moved"), max_length=300)
    on = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="by", operational="action was_due_on now_due_on reason on")

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="due_move_moves", condition=~Q(was_due_on=F("now_due_on"))),
            models.CheckConstraint(name="due_move_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


class Handover(Row):
    """An action that passed from one owner to another on a day. `from_owner` is blank where nobody had taken it on."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="handovers")
    from_owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("from which day"))
    note = models.CharField(_("what the new owner should know"), max_length=500, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="from_owner to_owner by", operational="action on note")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.to_owner}"


class Asking(Row):
    """A partner who was asked how their action stands, and what they replied. A reply is another row than the asking."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="askings")
    on = models.DateField(_("on which day"))
    is_reply = models.BooleanField(default=False)
    words = models.TextField(_("what was asked, or what they replied"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="by", operational="action on is_reply words")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return self.words


class Review(Row):
    """Whether an achieved action did what it was for, against its measure: the figure before, after, and where it comes from."""

    class Verdict(models.TextChoices):
        WORKED = "worked", _("It worked")
        PARTLY = "partly", _("It worked in part")
        NO = "no", _("It did not work")
        CANNOT_TELL = "cannot_tell", _("We cannot tell yet")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField(_("on which day"))
    verdict = models.CharField(_("did it work?"), max_length=12, choices=Verdict)
    before = models.CharField(_("figure before"), max_length=200, blank=True)
    after = models.CharField(_("figure after"), max_length=200, blank=True)
    source = models.CharField(_("where the figures come from"), max_length=300, blank=True)
    words = models.TextField(_("what we learned"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="by", operational="action on verdict before after source words")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return str(self.get_verdict_display())
