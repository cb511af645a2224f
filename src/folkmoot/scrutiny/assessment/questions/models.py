"""Sets of questions in versions, and scales of grades."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference
from folkmoot.panels.models import Named, PanelKind

Q = models.Q


class GradeScale(Reference, Named):
    """A way to grade a case. One without grades is “learning only”: what was good and what should be better, and no grade."""

    code = models.SlugField(_("short name"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    about_en = models.TextField(_("when it is used"))
    about_cy = models.TextField(_("when it is used, in Welsh"), blank=True)
    source = models.CharField(_("source"), max_length=400)
    shipped = models.BooleanField(default=True, editable=False)

    privacy = labels(public="code order name_en name_cy about_en about_cy source withdrawn_on", operational="shipped")

    class Meta:
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [models.CheckConstraint(name="grade_scale_named", condition=~Q(name_en="") & ~Q(source=""))]

    @property
    def about(self) -> str:
        return self.about_cy if get_language() == "cy" and self.about_cy else self.about_en


class Grade(Reference, Named):
    """One grade of a scale, best first by `order`. `concludes`: False for “no conclusion”, which is no place on the scale.

    Where a joint view with this grade goes to somebody who must reply: `escalates_to`, within `reply_days`; the service sets both.
    """

    scale = models.ForeignKey(GradeScale, on_delete=models.PROTECT, related_name="grades")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    meaning_en = models.TextField(_("what it means"))
    meaning_cy = models.TextField(_("what it means, in Welsh"), blank=True)
    concludes = models.BooleanField(_("a conclusion"), default=True)
    escalates_to = models.CharField(_("goes to, for a reply"), max_length=160, blank=True)
    reply_days = models.PositiveSmallIntegerField(_("days for the reply"), null=True, blank=True)
    shipped = models.BooleanField(default=True, editable=False)

    privacy = labels(
        public="scale code order name_en name_cy meaning_en meaning_cy concludes escalates_to reply_days withdrawn_on",
        operational="shipped",
    )

    class Meta:
        ordering: ClassVar = ["scale", "order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scale", "code"], name="grade_of_a_scale_once"),
            models.CheckConstraint(name="grade_named", condition=~Q(name_en="")),
            models.CheckConstraint(
                name="grade_escalates_by_a_day",
                condition=Q(escalates_to="", reply_days__isnull=True) | ~Q(escalates_to="") & Q(reply_days__gte=1),
            ),
        ]  # fmt: skip

    @property
    def meaning(self) -> str:
        return self.meaning_cy if get_language() == "cy" and self.meaning_cy else self.meaning_en


class QuestionSet(Row, Named):
    """One version of the questions put to one sort of case. A draft may be changed; issued, it stays as it is.

    `code` is the same in every version. It is put to packs whose strand is among `strands` (one a line), else to panels of `kind`,
    else, with neither, to every case that no other set is for. `edition`: the edition of the shipped file it came from.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ISSUED = "issued", _("In use from its day")
        DROPPED = "dropped", _("Dropped")

    code = models.SlugField(_("short name"), max_length=40)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    kind = models.ForeignKey(PanelKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    strands = models.TextField(_("strands of cases it is for, one a line"), blank=True)
    scale = models.ForeignKey(GradeScale, on_delete=models.PROTECT, related_name="+")
    changed_what = models.CharField(_("what changed since the last version"), max_length=400, blank=True)
    edition = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    drafted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        public="code number state name_en name_cy kind strands scale changed_what edition issued_at",
        operational="drafted_at", personal="drafted_by issued_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["code", "-number"]
        verbose_name = _("set of questions")
        verbose_name_plural = _("sets of questions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="question_set_numbered_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(state="draft"), name="one_draft_of_a_question_set"),
            models.CheckConstraint(name="question_set_named", condition=~Q(name_en="")),
            models.CheckConstraint(name="question_set_issued_whole", condition=~Q(state="issued") | Q(issued_at__isnull=False)),
        ]


class Question(Row):
    """One question of one version. `code` is the same in every version that asks the same, so that answers are compared over time.

    `weight`: 0 asked and not counted where answers are added up, 1 as a rule, more for what matters most. `source`: where panels ask it.
    """

    class Kind(models.TextChoices):
        YES_NO = "yes_no", _("Yes, no, does not apply, or not said")
        SCALE = "scale", _("How far, in five steps")
        WORDS = "words", _("In words")

    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="questions")
    code = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("how it is answered"), max_length=8, choices=Kind, default=Kind.YES_NO)
    words_en = models.CharField(_("question"), max_length=300)
    words_cy = models.CharField(_("question in Welsh"), max_length=300, blank=True)
    help_en = models.CharField(_("what to look for"), max_length=400, blank=True)
    help_cy = models.CharField(_("what to look for, in Welsh"), max_length=400, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    source = models.CharField(_("source"), max_length=300, blank=True)

    privacy = labels(public="question_set code order kind words_en words_cy help_en help_cy weight source")

    class Meta:
        ordering: ClassVar = ["question_set", "order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question_set", "code"], name="question_of_a_set_once"),
            models.CheckConstraint(name="question_says_what", condition=~Q(words_en="")),
            models.CheckConstraint(name="question_weighs_at_most_five", condition=Q(weight__lte=5)),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return self.words_cy if get_language() == "cy" and self.words_cy else self.words_en

    @property
    def help(self) -> str:
        return self.help_cy if get_language() == "cy" and self.help_cy else self.help_en

    @property
    def language(self) -> str:
        """The language in which `words` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.words_cy else "en"
