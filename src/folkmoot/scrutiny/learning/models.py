"""What panels learned from cases, the replies, what was done, and who was told."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.actions.models import Action
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.papers.models import PanelFile
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.packs.models import Pack

Q, F = models.Q, models.F


class LearningPoint(Row):
    """What a panel learned at a meeting, in one sentence, numbered in the panel: learning and good practice alike. It stays as written.

    `theme` is of `learning.themes`; `audiences` holds values of `Audience`. No pack: learned from several cases together.
    `reply_due`: the last day on which a reply still comes before the panel meets again.
    """

    class Kind(models.TextChoices):
        LEARNING = "learning", _("Learning")
        GOOD_PRACTICE = "good_practice", _("Good practice")

    class To(models.TextChoices):
        PROSECUTOR = "prosecutor", _("The prosecutor of the case")
        UNIT = "unit", _("A unit of the prosecution service")
        GUIDANCE = "guidance", _("National guidance of the prosecution service")
        FORCE = "force", _("The police")
        COURTS = "courts", _("The courts")
        PARTNER = "partner", _("Another partner")

    class Audience(models.TextChoices):
        COMMUNITY = "community", _("The community")
        STAFF = "staff", _("Staff of the prosecution service")
        SYSTEM = "system", _("The wider criminal justice system")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="learning")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="learning")
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, null=True, blank=True, related_name="learning")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("learning or good practice"), max_length=13, choices=Kind)
    words_en = models.CharField(_("what was learned"), max_length=400)
    words_cy = models.CharField(_("what was learned, in Welsh"), max_length=400, blank=True)
    theme = models.CharField(_("theme"), max_length=40)
    strand = models.CharField(_("strand"), max_length=40, blank=True)
    audiences = models.JSONField(_("for whom it is worth knowing"), default=list)
    to = models.CharField(_("for whom it is"), max_length=10, choices=To)
    to_whom = models.CharField(_("which unit, force, court or partner"), max_length=160, blank=True)
    made_on = models.DateField(_("learned on"))
    reply_due = models.DateField(_("reply due by"))
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    privacy = labels(
        public="panel meeting number kind words_en words_cy theme audiences to to_whom made_on reply_due",
        case_related="pack strand", operational="entered_at", personal="entered_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["panel", "-number"]
        verbose_name = _("learning point")
        verbose_name_plural = _("learning points")
        indexes: ClassVar = [models.Index(fields=["panel", "made_on"]), models.Index(fields=["theme", "made_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "number"], name="learning_numbered_once"),
            models.CheckConstraint(name="learning_says_what", condition=~Q(words_en="") & ~Q(theme="")),
            models.CheckConstraint(name="learning_reply_due_later", condition=Q(reply_due__gte=F("made_on"))),
        ]

    def __str__(self) -> str:
        return self.words_en

    @property
    def words(self) -> str:
        return self.words_cy if self.language == "cy" else self.words_en

    @property
    def language(self) -> str:
        """The language in which `words` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.words_cy else "en"

    @property
    def area(self) -> Area | None:
        return self.panel.area

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id


class OfLearning(Row):
    """Something that was added to a learning point, by whom and when. It is never changed."""

    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def area_id(self) -> int | None:
        point: LearningPoint = getattr(self, "point")  # noqa: B009 - every child has one
        return point.panel.area_id


class LearningReply(OfLearning):
    """One reply of whoever it is for. Each stays; the one with the highest number holds.

    `owner` answers for it being done where that is the service, `owner_words` where it is police, courts or a partner.
    """

    class Outcome(models.TextChoices):
        WILL_ACT = "will_act", _("Something will be done")
        NOTHING_TO_DO = "nothing", _("Nothing more is to be done, for these reasons")
        DISAGREES = "disagrees", _("They see it differently, for these reasons")

    point = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(_("the reply"), max_length=9, choices=Outcome)
    words_en = models.TextField(_("the reply to the panel"))
    words_cy = models.TextField(_("the reply to the panel, in Welsh"), blank=True)
    from_whom = models.CharField(_("who replied"), max_length=160)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_words = models.CharField(_("who does it outside the service"), max_length=160, blank=True)
    due_on = models.DateField(_("done by"), null=True, blank=True)
    replied_on = models.DateField(_("replied on"))

    privacy = labels(
        public="point number outcome words_en words_cy due_on replied_on", operational="at", personal="from_whom owner owner_words by"
    )

    class Meta:
        ordering: ClassVar = ["point", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["point", "number"], name="learning_reply_numbered_once"),
            models.CheckConstraint(name="learning_reply_says_what", condition=~Q(words_en="") & ~Q(from_whom="")),
            models.CheckConstraint(
                name="learning_to_be_done_owned_by_a_day",
                condition=~Q(outcome="will_act") | Q(due_on__isnull=False) & (Q(owner__isnull=False) | ~Q(owner_words="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.replied_on:%Y-%m-%d}"


class LearningStep(OfLearning):
    """What was done about it on a day: progress, that it is finished, or that it was taken up again."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("Progress")
        FINISHED = "finished", _("Finished")
        REOPENED = "reopened", _("Taken up again")

    point = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField(_("on"))
    words = models.TextField(_("what was done"))

    privacy = labels(public="point kind on words", operational="at", personal="by")

    class Meta:
        ordering: ClassVar = ["point", "at", "id"]
        constraints: ClassVar = [models.CheckConstraint(name="learning_step_says_what", condition=~Q(words=""))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"


class LearningEvidence(OfLearning):
    """What shows that something changed: a file, an address, where the paper lies, or an action that was achieved."""

    point = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="evidence")
    what = models.CharField(_("what it shows"), max_length=300)
    address = models.URLField(_("where it can be read"), max_length=500, blank=True)
    lies = models.CharField(_("where the paper lies"), max_length=200, blank=True)
    file = models.ForeignKey(PanelFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="point what address lies file action at", personal="by")

    class Meta:
        ordering: ClassVar = ["point", "id"]
        verbose_name_plural = _("evidence of learning")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="learning_evidence_is_somewhere",
                condition=~Q(what="") & (~Q(address="") | ~Q(lies="") | Q(file__isnull=False) | Q(action__isnull=False)),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what


class LearningTelling(OfLearning):
    """That somebody was told of it, or of what became of it: the panel at a meeting, a unit, the community, staff, the wider system."""

    class Whom(models.TextChoices):
        PANEL = "panel", _("The panel, at a meeting")
        COMMUNITY = "community", _("The community")
        STAFF = "staff", _("Staff of the prosecution service")
        SYSTEM = "system", _("The wider criminal justice system")

    point = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="tellings")
    whom = models.CharField(_("who was told"), max_length=9, choices=Whom)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.ForeignKey(LearningReply, on_delete=models.PROTECT, null=True, blank=True, related_name="tellings")
    finished = models.BooleanField(_("that it was finished"), default=False)
    on = models.DateField(_("on"))
    how = models.CharField(_("how"), max_length=200, blank=True)
    words = models.TextField(_("what was said to it"), blank=True)

    privacy = labels(public="point whom meeting reply finished on", operational="how words at", personal="by")

    class Meta:
        ordering: ClassVar = ["point", "at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="panel_told_of_learning_at_a_meeting", condition=~Q(whom="panel") | Q(meeting__isnull=False)),
            models.CheckConstraint(name="others_told_of_learning_how", condition=Q(whom="panel") | ~Q(how="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_whom_display()} {self.on:%Y-%m-%d}"


class LearningRepeat(Row):
    """What a person found about two learning points that look alike: the later says the same again, or it does not."""

    later = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="earlier_ones")
    earlier = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="later_ones")
    same = models.BooleanField(_("it says the same again"))
    why = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="later earlier same", operational="why at", personal="by")

    class Meta:
        ordering: ClassVar = ["later", "at", "id"]
        constraints: ClassVar = [models.CheckConstraint(name="learning_repeats_another", condition=~Q(later=F("earlier")))]

    def __str__(self) -> str:
        return f"{self.later_id} {self.earlier_id}"


class Resample(Row):
    """That a panel looks at cases of a theme again after a day, to see whether anything changed; then which draw that was.

    `earlier` is the draw in which it was learned. What changed is worked out from both draws whenever it is shown, never stored.
    """

    point = models.ForeignKey(LearningPoint, on_delete=models.PROTECT, related_name="resamples")
    earlier = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="+")
    after = models.DateField(_("after"))
    why = models.CharField(_("what it is to show"), max_length=300)
    planned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField()
    later = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    linked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    linked_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.CharField(_("why it was not done"), max_length=300, blank=True)

    privacy = labels(operational="point earlier after why planned_at later linked_at dropped_why", personal="planned_by linked_by")

    class Meta:
        ordering: ClassVar = ["after", "id"]
        verbose_name = _("look again at a theme")
        verbose_name_plural = _("looks again at themes")
        indexes: ClassVar = [models.Index(fields=["after"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="resample_is_another_draw", condition=Q(later__isnull=True) | ~Q(later=F("earlier"))),
            models.CheckConstraint(name="resample_linked_whole", condition=Q(later__isnull=True) | Q(linked_at__isnull=False)),
            models.CheckConstraint(name="resample_done_or_dropped", condition=Q(later__isnull=True) | Q(dropped_why="")),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.after:%Y-%m-%d}"

    @property
    def area_id(self) -> int | None:
        return self.point.panel.area_id


class FeedbackLetter(Row):
    """What a prosecutor or a unit is told of one case, made from the records, good practice first; given by hand and never sent.

    `sha256` is of the words that were given. It names the case by its pseudonym alone.
    """

    class Whom(models.TextChoices):
        PROSECUTOR = "prosecutor", _("The prosecutor of the case")
        UNIT = "unit", _("The head of the unit")

    class How(models.TextChoices):
        PAPER = "paper", _("On paper, in person")
        UNIT_HEAD = "unit_head", _("Through the head of the unit")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="feedback")
    whom = models.CharField(_("for whom"), max_length=10, choices=Whom)
    words = models.TextField(_("the letter"))
    sha256 = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    given_on = models.DateField(_("given on"), null=True, blank=True)
    given_how = models.CharField(_("how it was given"), max_length=9, choices=How, blank=True)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said = models.TextField(_("what they said to it"), blank=True)

    privacy = labels(
        case_related="pack words said", operational="panel whom sha256 made_at given_on given_how", personal="made_by given_by"
    )

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="feedback_letter_says_something", condition=~Q(words="")),
            models.CheckConstraint(name="feedback_given_how", condition=Q(given_on__isnull=True) | ~Q(given_how="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_whom_display()}, {self.made_at:%Y-%m-%d}"

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id
