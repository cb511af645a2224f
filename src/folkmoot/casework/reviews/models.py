"""Question sets, rounds of review, the cases drawn, their readings and settlements, what is learned, and the process itself assessed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class QuestionSet(Row):
    """The questions of a round, issued once and never changed; the set with the highest number is asked in new rounds.

    `questions` is what `rules.Question.plain` writes, in order.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    questions = models.JSONField()
    why = models.CharField(_("why they were issued"), max_length=300)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField()

    privacy = labels(operational="number questions why issued_at", personal="issued_by")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.CheckConstraint(name="question_set_says_why", condition=~Q(why=""))]

    def __str__(self) -> str:
        return str(self.number)


class ReviewRound(Row):
    """Cases of one unit and one time, drawn by chance from a list that is not kept. No Area means the whole service.

    `facts` are the columns of the list that are kept of the drawn cases, coarse; `listed` how many cases of the list have each value.
    `receipt` is of `folkmoot.sampling`: with the same list it proves the draw.
    """

    title = models.CharField(_("title"), max_length=160)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Area"))
    unit = models.CharField(_("unit"), max_length=160, blank=True)
    questions = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="rounds")
    from_on = models.DateField(_("decisions from"))
    to_on = models.DateField(_("decisions to"))
    reference_column = models.CharField(max_length=200)
    facts = models.JSONField(default=list)
    listed = models.JSONField(default=dict)
    list_cases = models.PositiveIntegerField()
    receipt = models.JSONField()
    drawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drawn_at = models.DateTimeField()
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_words = models.TextField(_("what is said at the end"), blank=True)

    privacy = labels(
        operational="title area unit questions from_on to_on reference_column receipt drawn_at closed_at closing_words",
        case_related="facts listed list_cases", personal="drawn_by closed_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-drawn_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "drawn_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="review_round_is_of_a_time", condition=~Q(title="") & Q(from_on__lte=F("to_on"))),
            models.CheckConstraint(name="review_round_closed_with_words", condition=Q(closed_at=None) | ~Q(closing_words="")),
        ]

    def __str__(self) -> str:
        return self.title


class CaseReview(Row):
    """One case that was drawn: its number in the round, its mark, and coarse facts. No reference, and nobody's name."""

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    privacy = labels(operational="round number", case_related="mark facts")

    class Meta:
        ordering: ClassVar = ["round", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="review_case_numbered_once"),
            models.UniqueConstraint(fields=["round", "mark"], name="review_case_drawn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.number}"

    @property
    def area_id(self) -> int | None:
        return self.round.area_id


class CaseReading(Row):
    """One reviewer's answers on one case. Once locked they stay; until both are locked neither reviewer sees the other's.

    `answers` holds for each question's key a value of `rules.ANSWERS`; `remarks` a sentence for those that need one.
    """

    case = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="readings")
    place = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    took_no_part = models.BooleanField(_("declared to have had no part in the decision"))
    taken_at = models.DateTimeField()
    answers = models.JSONField(default=dict, blank=True)
    remarks = models.JSONField(default=dict, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(operational="case place took_no_part taken_at locked_at", case_related="answers remarks", personal="reviewer")

    class Meta:
        ordering: ClassVar = ["case", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "place"], name="review_case_read_by_two"),
            models.UniqueConstraint(fields=["case", "reviewer"], name="review_case_read_once_by_each"),
            models.CheckConstraint(name="review_reader_is_first_or_second", condition=Q(place__in=[1, 2])),
            models.CheckConstraint(name="review_reader_took_no_part", condition=Q(took_no_part=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.place}"

    @property
    def area_id(self) -> int | None:
        return self.case.round.area_id


class Settlement(Row):
    """How the differences between two readings were settled: by a third person, or agreed between the two, with reasons."""

    class How(models.TextChoices):
        THIRD = "third", _("A third person read the case")
        AGREED = "agreed", _("The two reviewers agreed")

    case = models.OneToOneField(CaseReview, on_delete=models.PROTECT, related_name="settlement")
    how = models.CharField(_("how it was settled"), max_length=6, choices=How)
    answers = models.JSONField()
    reasons = models.TextField(_("reasons"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="case how at", case_related="answers reasons", personal="by")

    class Meta:
        ordering: ClassVar = ["case"]
        constraints: ClassVar = [models.CheckConstraint(name="review_settled_with_reasons", condition=~Q(reasons=""))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.how}"

    @property
    def area_id(self) -> int | None:
        return self.case.round.area_id


class ReviewLearning(Row):
    """What a round teaches, in a sentence that names no case and nobody; actions are raised from it."""

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="learning")
    question = models.CharField(max_length=60, blank=True)
    words = models.TextField(_("what is to be learned"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="round question words at", personal="by")

    class Meta:
        ordering: ClassVar = ["round", "id"]
        constraints: ClassVar = [models.CheckConstraint(name="review_learning_says_what", condition=~Q(words=""))]

    def __str__(self) -> str:
        return self.words

    @property
    def area_id(self) -> int | None:
        return self.round.area_id


class ProcessAssessment(Row):
    """The process of review itself assessed against the Equality Act 2010, once a year. No Area means the whole service.

    `figures` are those of the rounds of the time as they stood, of `process.Figures.plain`. What the author wrote stays; a second person
    says whether they agree.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Area"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    figures = models.JSONField()
    sampling = models.TextField(_("how cases were drawn"))
    coverage = models.TextField(_("which groups were covered, beside the caseload"))
    reviewers = models.TextField(_("who reviews"))
    agreement = models.TextField(_("how far reviewers agree"))
    changed = models.TextField(_("what changed because of reviews"))
    findings = models.TextField(_("what was found, and what follows"))
    next_on = models.DateField(_("assessed next by"))
    author = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    agreed = models.BooleanField(_("the second person agrees"), null=True, blank=True)
    second_words = models.TextField(_("what the second person says"), blank=True)
    second = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="area from_on to_on figures sampling coverage reviewers agreement changed findings next_on at agreed second_words"
        " second_at",
        personal="author second",
    )

    class Meta:
        ordering: ClassVar = ["-to_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="process_assessment_of_a_time", condition=Q(from_on__lt=F("to_on"), next_on__gt=F("to_on"))),
            models.CheckConstraint(name="process_assessment_finds_something", condition=~Q(findings="")),
            models.CheckConstraint(name="process_assessed_by_another", condition=Q(second=None) | ~Q(second=F("author"))),
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%Y-%m-%d} {self.to_on:%Y-%m-%d}"
