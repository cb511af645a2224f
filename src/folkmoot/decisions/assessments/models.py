"""Equality impact assessments in their versions: what was screened, found, cited, signed, published and learned afterwards."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.decisions.assessments.rules import RULE_SETS, Conclusion, Effect
from folkmoot.decisions.assessments.screening import NAMES, Characteristic, Need
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F
NEED_NAMES = {Need.NONE: _("No assessment needed"), Need.SHORT: _("Short assessment"), Need.FULL: _("Full assessment")}
EFFECT_NAMES = {
    Effect.POSITIVE: _("Positive"), Effect.NEGATIVE: _("Negative"), Effect.MIXED: _("Mixed"),
    Effect.NO_IMPACT: _("Evidence of no impact"), Effect.NO_EVIDENCE: _("No evidence found"),
}  # fmt: skip
CONCLUSION_NAMES = {
    Conclusion.NO_CHANGE: _("No change needed"), Conclusion.ADJUST: _("Adjust the proposal"),
    Conclusion.JUSTIFY: _("Continue, with justification"), Conclusion.STOP: _("Stop"),
}  # fmt: skip


class Assessment(Row):
    """One version of one assessment, of an Area or of the whole service (no Area). Its state is read off what has happened.

    `edition` counts its versions; each later one names the one `before` it, and the first one names all of them through `first`
    (None: it is the first itself). `screening` is {characteristic: [touch, why]}. `withheld` is {part: why it isn't published}.
    Of a screening-out (`kind` none), whoever screened it stands as `signed_by`. `signed_parts` is all that was signed, as
    `contents` gives it, and `signed_hash` the SHA-256 of that.
    """

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the decision it is for")
    )
    edition = models.PositiveSmallIntegerField(default=1)
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="after")
    title = models.CharField(_("title"), max_length=200)
    proposal = models.TextField(_("what is proposed"))
    affected = models.TextField(_("who is affected"))
    large = models.BooleanField(_("it changes a policy, a service to the public, or a thing for many people"), default=False)
    screening = models.JSONField(default=dict)
    asked_for = models.CharField(max_length=5, choices=[(each.value, NEED_NAMES[each]) for each in Need])
    kind = models.CharField(_("how much"), max_length=5, choices=[(each.value, NEED_NAMES[each]) for each in Need])
    screening_reason = models.TextField(_("why none is needed, or why more was chosen"), blank=True)
    rule_set = models.CharField(_("rule set"), max_length=10, choices=[(each.code, each.name) for each in RULE_SETS.values()])
    language = models.CharField(_("language it is written in"), max_length=2, choices=Language, default=Language.ENGLISH)
    aims_of_it = models.TextField(_("what it is meant to achieve"), blank=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    starts_on = models.DateField(_("it would begin on"), null=True, blank=True)
    decision_due = models.DateField(_("the decision is due on"), null=True, blank=True)
    welsh = models.TextField(_("what it does for the use of Welsh"), blank=True)
    gaps = models.TextField(_("what is not known"), blank=True)
    engaged = models.TextField(_("who was spoken with, and what they said"), blank=True)
    consulted = models.TextField(_("consultation"), blank=True)
    no_combination = models.TextField(_("why no combination needs its own answer"), blank=True)
    eliminate = models.TextField(_("how regard was had to eliminating discrimination"), blank=True)
    advance = models.TextField(_("how regard was had to advancing equality of opportunity"), blank=True)
    foster = models.TextField(_("how regard was had to fostering good relations"), blank=True)
    alternatives = models.TextField(_("alternatives considered"), blank=True)
    no_mitigation = models.TextField(_("why nothing is done against the harm found"), blank=True)
    conclusion = models.CharField(
        _("conclusion"), max_length=9, blank=True, choices=[(each.value, CONCLUSION_NAMES[each]) for each in Conclusion]
    )
    conclusion_why = models.TextField(_("why"), blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    monitoring = models.TextField(_("how the real effect will be watched"), blank=True)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    writers = models.ManyToManyField(Account, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.TextField(_("why it was returned"), blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.CharField(_("as what you sign"), max_length=120, blank=True)
    signed_hash = models.CharField(max_length=64, blank=True)
    signed_parts = models.JSONField(null=True, blank=True)
    withheld = models.JSONField(default=dict, blank=True)

    privacy = labels(
        personal="owner author writers signed_by",
        operational="area decision edition first before title proposal affected large screening asked_for kind screening_reason rule_set"
        " language aims_of_it starts_on decision_due welsh gaps engaged consulted no_combination eliminate advance foster alternatives"
        " no_mitigation conclusion conclusion_why review_on monitoring begun_at submitted_at returned_at returned_why signed_at signed_as"
        " signed_hash signed_parts withheld",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-begun_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "review_on"]), models.Index(fields=["decision"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="assessment_says_what", condition=~Q(title="") & ~Q(proposal="") & ~Q(affected="")),
            models.CheckConstraint(name="assessment_returned_says_why", condition=Q(returned_at__isnull=True) | ~Q(returned_why="")),
            models.CheckConstraint(name="assessment_signed_whole", condition=Q(signed_at__isnull=True) | Q(signed_parts__isnull=False)),
            models.CheckConstraint(
                name="assessment_signed_by_another",
                condition=Q(kind="none") | Q(signed_by__isnull=True) | Q(author__isnull=True) | ~Q(signed_by=F("author")),
            ),
            models.CheckConstraint(
                name="assessment_signed_says_review", condition=Q(signed_at__isnull=True) | Q(kind="none") | Q(review_on__isnull=False)
            ),
            models.CheckConstraint(name="assessment_none_says_why", condition=~Q(kind="none") | ~Q(screening_reason="")),
            models.CheckConstraint(name="assessment_edition_follows", condition=Q(edition=1, before__isnull=True) | Q(edition__gt=1)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def line_id(self) -> int:
        """The key of its first version: what is the same through all of them."""
        return self.first_id or self.pk


class TakenEvidence(Row):
    """Evidence as it stood when it was taken: words, base, gaps and figures stay so; only a person's own words may be added.

    `code` is the characteristic it tells of ("" for all). `key` names what was offered, so that it is taken once.
    """

    class Source(models.TextChoices):
        CENSUS = "census", _("Census profile")
        POINTS = "points", _("What people said")
        REACH = "reach", _("Communities known and met")
        DISPARITY = "disparity", _("Comparison of casework")
        PAST = "past", _("Earlier assessment")
        GAP = "gap", _("A gap in what is known")
        OUTSIDE = "outside", _("Outside source")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    code = models.CharField(_("characteristic"), max_length=20, blank=True, choices=[(each.value, NAMES[each]) for each in Characteristic])
    source = models.CharField(_("kind"), max_length=10, choices=Source)
    key = models.CharField(max_length=80, blank=True)
    title = models.CharField(_("source"), max_length=300)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    base = models.CharField(_("based on"), max_length=200, blank=True)
    words = models.TextField(_("what it shows"))
    gaps = models.TextField(_("what it does not tell"), blank=True)
    address = models.CharField(_("where it can be read"), max_length=300, blank=True)
    own_words = models.TextField(_("in your words: what it means here"), blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="assessment code source key title as_of base words gaps address own_words taken_at", personal="taken_by")
    fixed: ClassVar = ("code", "source", "key", "title", "as_of", "base", "words", "gaps", "address", "taken_at", "taken_by_id")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "taken evidence"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "key"], condition=~Q(key=""), name="evidence_taken_once"),
            models.CheckConstraint(name="evidence_says_what", condition=~Q(title="") & ~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.title


class Impact(Row):
    """The effect on people of one characteristic, or of several together (`codes`). Blank until somebody says; never “none” by silence."""

    class Likely(models.TextChoices):
        UNLIKELY = "unlikely", _("Unlikely")
        POSSIBLE = "possible", _("Possible")
        LIKELY = "likely", _("Likely")

    class Severe(models.TextChoices):
        SLIGHT = "slight", _("Slight")
        MODERATE = "moderate", _("Moderate")
        SERIOUS = "serious", _("Serious")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="impacts")
    codes = models.JSONField()
    together = models.CharField(max_length=300)  # the codes in their order as "+age+race+": what may stand once
    effect = models.CharField(_("effect"), max_length=11, choices=[(each.value, EFFECT_NAMES[each]) for each in Effect])
    likely = models.CharField(_("how likely"), max_length=8, choices=Likely, blank=True)
    severe = models.CharField(_("how much it matters to them"), max_length=8, choices=Severe, blank=True)
    aims = models.JSONField(default=list, blank=True)
    words = models.TextField(_("what the evidence shows"), blank=True)
    will_do = models.TextField(_("what will be done to find out"), blank=True)
    cited = models.ManyToManyField(TakenEvidence, blank=True, related_name="cited_by")

    privacy = labels(operational="assessment codes together effect likely severe aims words will_do cited")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "together"], name="impact_once"),
            models.CheckConstraint(name="impact_says_of_what", condition=~Q(together="")),
        ]

    def __str__(self) -> str:
        return " + ".join(str(NAMES[Characteristic(code)]) for code in self.codes)

    @property
    def is_combination(self) -> bool:
        return len(self.codes) > 1


class AssessmentExplanation(Row):
    """Why something that the check before publishing found may stay. `key` names the finding."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="explanations")
    key = models.CharField(max_length=64)
    words = models.CharField(_("why it may stay"), max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="assessment key words", personal="by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "key"], name="assessment_finding_explained_once"),
            models.CheckConstraint(name="assessment_explanation_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words


class AssessmentPublication(Row):
    """The exact words that were published, kept for ever; the latest of an assessment is what the public register shows."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="publications")
    parts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(public="assessment parts sha256 at", personal="by")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.assessment)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FolkmootError("What was published cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FolkmootError("What was published cannot be deleted.")


class AssessmentReview(Row):
    """What really happened, found on a day, and when it is looked at again. Never changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField(_("reviewed on"))
    words = models.TextField(_("what really happened"))
    next_on = models.DateField(_("to be reviewed again on"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="assessment on words next_on at", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [models.CheckConstraint(name="assessment_review_says_what", condition=~Q(words=""))]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.on}"


class ImpactReviewed(Row):
    """What one expected impact came to."""

    class CameTo(models.TextChoices):
        AS_EXPECTED = "as_expected", _("As expected")
        BETTER = "better", _("Better than expected")
        WORSE = "worse", _("Worse than expected")
        NOT_KNOWN = "not_known", _("Not known yet")

    review = models.ForeignKey(AssessmentReview, on_delete=models.PROTECT, related_name="impacts")
    impact = models.ForeignKey(Impact, on_delete=models.PROTECT, related_name="reviewed")
    came_to = models.CharField(_("what it came to"), max_length=11, choices=CameTo)
    words = models.TextField(_("what shows it"), blank=True)

    privacy = labels(operational="review impact came_to words")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "impacts reviewed"
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "impact"], name="impact_reviewed_once")]

    def __str__(self) -> str:
        return f"{self.impact}: {self.get_came_to_display()}"
