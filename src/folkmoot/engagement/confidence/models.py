"""Question sheets and their answers. An answer holds no account, no address, no moment: only its phase and what was ticked."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.characteristics.models import Category
from folkmoot.engagement.models import Activity
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels


class Sheet(Row):
    """The question asked before and after one activity. Each phase has a link of its own; both stop working on the day after `until`.

    The tokens are kept as they are, not as fingerprints: the page shows the codes again whenever they are to be printed or held up, and
    what a token opens is meant for everybody in the room. It lets somebody answer, and shows nothing that was answered.
    """

    class Question(models.TextChoices):
        PROSECUTING = "prosecuting", _("Confidence that the CPS is effective at prosecuting")
        FAIRNESS = "fairness", _("Confidence that the criminal justice system is fair")

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="confidence_sheet")
    question = models.CharField(_("question"), max_length=12, choices=Question, default=Question.PROSECUTING)
    characteristic = models.CharField(_("what else is asked"), max_length=60, blank=True)
    before_token = models.CharField(max_length=64, unique=True, editable=False)
    after_token = models.CharField(max_length=64, unique=True, editable=False)
    until = models.DateField(_("answers are taken until"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(operational="activity question characteristic before_token after_token until made_at stopped_at", personal="made_by")

    def __str__(self) -> str:
        return self.get_question_display()

    @property
    def area_id(self) -> int:
        return self.activity.area_id


class Reply(models.Model):
    """One answer. `mark` is a random word that the page carried, so that sending it twice counts once; it says nothing of who sent it.

    Rows have no time: with few answers the order and the moment would say who gave which.
    """

    class Phase(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    class Answer(models.TextChoices):
        VERY = "very", _("Very confident")
        FAIRLY = "fairly", _("Fairly confident")
        NOT_VERY = "not_very", _("Not very confident")
        NOT_AT_ALL = "not_at_all", _("Not at all confident")
        UNKNOWN = "unknown", _("Don’t know")

    id = models.UUIDField(primary_key=True)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="replies")
    phase = models.CharField(max_length=6, choices=Phase)
    answer = models.CharField(max_length=10, choices=Answer)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=64)

    privacy = labels(operational="id sheet phase answer mark", special_category="category")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="reply_counts_once", fields=["sheet", "phase", "mark"]),
            models.CheckConstraint(name="reply_phase_known", condition=models.Q(phase__in=["before", "after"])),
            models.CheckConstraint(
                name="reply_answer_known", condition=models.Q(answer__in=["very", "fairly", "not_very", "not_at_all", "unknown"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase}: {self.answer}"

    @classmethod
    def privacy_of(cls, field: str) -> object:
        return cls.privacy.get(field)
