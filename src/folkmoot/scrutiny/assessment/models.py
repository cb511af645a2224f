"""One assessment of a case by a panel: judgements made alone, the joint view, dissent, who stood aside, and what a grade set going."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.scrutiny.assessment.questions.models import Grade, QuestionSet
from folkmoot.scrutiny.packs.models import Pack

Q, F = models.Q, models.F


class Assessment(Row):
    """One round of judging one case for one meeting. It begins with the first member who answers; from then on its questions are fixed.

    Alone until `shown_at`: nobody sees what another answered, and from then on nobody can answer any more. A case on which the panel
    could not conclude comes back as the next round (`number`), answered afresh. `shown_why`: why the chair opened it before all had
    locked; blank where all had. `set_aside_at`: its judgements count for nothing, because the case should not have been read; the same
    holds, without it, while its pack is recalled.
    """

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField(default=1)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="assessments")
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="assessments")
    begun_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    shown_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shown_why = models.CharField(_("why it is opened before everybody has locked"), max_length=300, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_why = models.CharField(_("why it is set aside"), max_length=300, blank=True)

    privacy = labels(
        operational="pack number meeting question_set begun_at shown_at shown_why set_aside_at set_aside_why",
        personal="shown_by set_aside_by",
    )

    class Meta:
        ordering: ClassVar = ["pack", "number"]
        indexes: ClassVar = [models.Index(fields=["meeting"]), models.Index(fields=["shown_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "number"], name="assessment_round_once"),
            models.UniqueConstraint(fields=["pack", "meeting"], name="case_judged_once_at_a_meeting"),
            models.CheckConstraint(name="assessment_set_aside_with_reason", condition=Q(set_aside_at__isnull=True) | ~Q(set_aside_why="")),
            models.CheckConstraint(
                name="assessment_shown_after_it_began", condition=Q(shown_at__isnull=True) | Q(shown_at__gte=F("begun_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}, {self.number}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


class Judgement(Row):
    """What one member thinks of one case, alone. A draft as typed until it is locked; locked, it never changes.

    `answers`: code of a question → the value chosen, or the words. `remarks`: code → words beside the answer. `edition` of the pack
    that was read. Where the member is found to be tied to the case afterwards, it stays and is neither shown nor counted.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="judgements")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="judgements")
    edition = models.PositiveIntegerField()
    answers = models.JSONField(default=dict, blank=True)
    remarks = models.JSONField(default=dict, blank=True)
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    good = models.TextField(_("what was done well"), blank=True)
    better = models.TextField(_("what should be better"), blank=True)
    missing = models.TextField(_("what you would need to know to conclude"), blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="assessment edition begun_at saved_at locked_at", personal="member",
        case_related="answers remarks grade good better missing",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["assessment", "id"]
        indexes: ClassVar = [models.Index(fields=["member", "locked_at"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "member"], name="one_judgement_a_member")]

    def __str__(self) -> str:
        return f"{self.assessment}, judgement {self.pk}"

    @property
    def area_id(self) -> int | None:
        return self.assessment.pack.area_id


class JointView(Row):
    """What the panel agreed together, or that it could not conclude and what was missing. It stays; a later one (`number`) supersedes it.

    `took_part` are the members who may judge and were in the room. `chaired_by` chaired this case: not somebody tied to it.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="views")
    number = models.PositiveSmallIntegerField(default=1)
    concluded = models.BooleanField(_("the panel could conclude"))
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.TextField(_("why"), blank=True)
    good = models.TextField(_("what was done well"), blank=True)
    better = models.TextField(_("what should be better"), blank=True)
    missing = models.TextField(_("what the panel would need to know"), blank=True)
    why_anew = models.CharField(_("why it is recorded anew"), max_length=300, blank=True)
    took_part = models.ManyToManyField(Member, related_name="+")
    chaired_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(
        operational="assessment number concluded why_anew agreed_at", case_related="grade reasons good better missing",
        personal="took_part chaired_by recorded_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["assessment", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "number"], name="joint_view_numbered_once"),
            models.CheckConstraint(
                name="joint_view_whole", condition=Q(concluded=True, missing="") & ~Q(reasons="") | Q(concluded=False) & ~Q(missing="")
            ),
            models.CheckConstraint(name="joint_view_anew_with_reason", condition=Q(number=1) | ~Q(why_anew="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.assessment}, view {self.number}"

    @property
    def area_id(self) -> int | None:
        return self.assessment.pack.area_id


class Dissent(Row):
    """That a member does not share the joint view, and why. It stands beside the view for good; with a name only where they wish it."""

    view = models.ForeignKey(JointView, on_delete=models.PROTECT, related_name="dissents")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(_("in what you differ, and why"))
    named = models.BooleanField(_("show my name beside it to the panel and the service"), default=False)
    at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="view named at", case_related="grade words", personal="member entered_by")

    class Meta:
        ordering: ClassVar = ["view", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["view", "member"], name="dissent_once_a_member"),
            models.CheckConstraint(name="dissent_says_what", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.view}, dissent {self.pk}"

    @property
    def area_id(self) -> int | None:
        return self.view.assessment.pack.area_id


class Recusal(Row):
    """That a member stands aside from one case: they neither judge it nor take part. `what` is never shown to others; it is not undone."""

    class Why(models.TextChoices):
        TIED = "tied", _("They know somebody in it, worked on it, or have an interest in it")
        DISTRESS = "distress", _("Reading it would be too hard for them")
        OTHER = "other", _("Another reason")

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="recusals")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=8, choices=Why)
    what = models.CharField(_("in a few words (nobody on the panel sees this)"), max_length=300, blank=True)
    at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="pack at", personal="member why what entered_by")

    class Meta:
        ordering: ClassVar = ["pack", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "member"], name="recusal_once"),
            models.CheckConstraint(name="recusal_by_a_tie_says_what", condition=~Q(why="tied") | ~Q(what="")),
        ]

    def __str__(self) -> str:
        return f"{self.pack}, recusal {self.pk}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


class Escalation(Row):
    """What a joint view’s grade set going: to whom it went, by when they reply, and the reply, which stays as it was given."""

    view = models.OneToOneField(JointView, on_delete=models.PROTECT, related_name="escalation")
    to_whom = models.CharField(_("who replies"), max_length=160)
    due_on = models.DateField(_("reply due by"))
    made_at = models.DateTimeField()
    reply = models.TextField(_("the reply"), blank=True)
    replied_by = models.CharField(_("who replied, by office"), max_length=160, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="view to_whom due_on made_at replied_at", case_related="reply", personal="replied_by entered_by")

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [models.Index(fields=["replied_at", "due_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="escalation_replied_whole",
                condition=Q(replied_at__isnull=True, reply="") | Q(replied_at__isnull=False) & ~Q(reply="") & ~Q(replied_by=""),
            ),
            models.CheckConstraint(name="escalation_to_somebody", condition=~Q(to_whom="")),
        ]

    def __str__(self) -> str:
        return f"{self.view}, {self.to_whom}"

    @property
    def area_id(self) -> int | None:
        return self.view.assessment.pack.area_id


class CalibrationKey(Row):
    """How a lawyer read the case of a calibration round, question by question, set before anybody locked; shown once the round is shown."""

    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="calibration_key")
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.TextField(_("why it is read so"))
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    privacy = labels(operational="pack question_set set_at", case_related="answers grade reasons", personal="set_by")

    class Meta:
        ordering: ClassVar = ["pack"]
        constraints: ClassVar = [models.CheckConstraint(name="calibration_key_gives_reasons", condition=~Q(reasons=""))]

    def __str__(self) -> str:
        return f"{self.pack}, key"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id
