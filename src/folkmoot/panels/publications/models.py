"""Publications of panels, their text in every language, and why something that the check found may stay."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.publications.rules import Kind, State
from folkmoot.panels.publications.working_days import answer_due
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.rules import Version

Q, F = models.Q, models.F
KIND_NAMES = {
    Kind.UPDATE: _("Update after a meeting"), Kind.ANNUAL: _("Annual report"), Kind.FOI: _("Answer to a request for information"),
    Kind.REPRESENTATION: _("Statement of representation"),
}  # fmt: skip
STATE_NAMES = {
    State.DRAFT: _("Draft"), State.WAITING: _("Waits for a second person"), State.PUBLISHED: _("Published"),
    State.WITHDRAWN: _("Withdrawn"),
}  # fmt: skip
_FROZEN = (State.PUBLISHED, State.WITHDRAWN)


class Publication(Row):
    """One thing that a panel publishes about the days from `first` to `last`, made from the records as they stood at `made_at`.

    `facts` is what was read from the records, without a person in it. On agreement the words are frozen in `body` (version → title and
    words) with their SHA-256 in `fingerprint`. A withdrawn one keeps its place: the reason stands there, and the words are gone.
    `asked_on`, `asked_as` and `question` belong to a request for information: its day, its reference, and what was asked, never who.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(_("what it is"), max_length=14, choices=[(each.value, KIND_NAMES[each]) for each in Kind])
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="publications")
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    asked_on = models.DateField(_("day the request came"), null=True, blank=True)
    asked_as = models.CharField(_("reference of the request"), max_length=40, blank=True)
    question = models.TextField(_("what was asked"), blank=True)
    state = models.CharField(max_length=10, choices=[(each.value, STATE_NAMES[each]) for each in State], default=State.DRAFT)
    facts = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    writers = models.ManyToManyField(Account, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_why = models.TextField(_("what has to change, and why"), blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)
    withdrawn_why_cy = models.CharField(_("why it is withdrawn, in Welsh"), max_length=300, blank=True)

    privacy = labels(
        public="panel kind meeting first last asked_on asked_as body withdrawn_why withdrawn_why_cy",
        operational="question state facts made_at submitted_at returned_at returned_why agreed_at fingerprint withdrawn_at",
        personal="prepared_by writers submitted_by returned_by agreed_by withdrawn_by",
    )

    class Meta:
        ordering: ClassVar = ["-last", "-id"]
        indexes: ClassVar = [models.Index(fields=["panel", "state"]), models.Index(fields=["state", "kind"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="publication_ends_after_start", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(name="publication_update_of_a_meeting", condition=~Q(kind="update") | Q(meeting__isnull=False)),
            models.CheckConstraint(
                name="publication_answer_to_a_request", condition=~Q(kind="foi") | Q(asked_on__isnull=False) & ~Q(asked_as="")
            ),
            models.CheckConstraint(
                name="publication_agreed_by_a_second",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("submitted_by")) & ~Q(agreed_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="publication_frozen_whole",
                condition=~Q(state__in=["published", "withdrawn"])
                | Q(submitted_at__isnull=False, agreed_at__isnull=False, body__isnull=False) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(
                name="publication_open_is_not_agreed",
                condition=~Q(state__in=["draft", "waiting"]) | Q(agreed_at__isnull=True, body__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(name="publication_waits_once_submitted", condition=~Q(state="waiting") | Q(submitted_at__isnull=False)),
            models.CheckConstraint(name="publication_returned_says_why", condition=Q(returned_at__isnull=True) | ~Q(returned_why="")),
            models.CheckConstraint(
                name="publication_withdrawn_says_why",
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
            ),
            models.UniqueConstraint(
                name="one_update_of_a_meeting", fields=["meeting"], condition=Q(kind="update") & ~Q(state="withdrawn")
            ),
            models.UniqueConstraint(
                name="one_report_of_a_year", fields=["panel", "first", "last"], condition=Q(kind="annual") & ~Q(state="withdrawn")
            ),
            models.UniqueConstraint(
                name="one_answer_to_a_request", fields=["panel", "asked_as"], condition=Q(kind="foi") & ~Q(state="withdrawn")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.panel}, {self.last}"

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id

    @property
    def answer_due_on(self) -> date | None:
        """The day by which a request has to be answered; None for what nobody asked for."""
        return answer_due(self.asked_on) if self.asked_on else None

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_frozen(self.pk)
        return super().delete(*args, **kwargs)


class OfAPublication(Row):
    """What belongs to a publication and is frozen with it."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="%(class)ss")

    privacy = labels(operational="publication")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_frozen(self.publication_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_frozen(self.publication_id)
        return super().delete(*args, **kwargs)


class PublicationText(OfAPublication):
    """A publication in one language, in full or easy words. `made` is what the records gave last, to see what a person changed.

    What is not English leaves only once a person who reads that language says that they have read it (`read_by`).
    """

    which = models.CharField(max_length=8, choices=[(each.value, VERSION_NAMES[each]) for each in Version])
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("text"))
    made = models.JSONField(default=list)
    read_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    privacy = OfAPublication.privacy | labels(operational="which title words made read_at", personal="read_by")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="publication_text_once", fields=["publication", "which"]),
            models.CheckConstraint(name="publication_text_written", condition=~Q(title="") & ~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by_hand(self) -> bool:
        """Whether a person changed what the records gave."""
        return bool([self.title, self.words] != self.made)


class PublicationFinding(OfAPublication):
    """Why something that the check found may stay. `key` names the finding; an edit that changes it leaves the explanation behind."""

    key = models.CharField(max_length=64)
    why = models.CharField(_("why it may stay"), max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = OfAPublication.privacy | labels(operational="key", personal="why by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="publication_finding_explained_once", fields=["publication", "key"]),
            models.CheckConstraint(name="publication_explanation_has_words", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return self.why


def _refuse_frozen(publication_id: int | None) -> None:
    if publication_id and Publication.objects.filter(pk=publication_id, state__in=_FROZEN).exists():
        raise FolkmootError("What was published stays as it was.", "", "Withdraw it with a reason, and make it again.")
