"""Documents of a case, what is to be replaced in them, and who is called what."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.scrutiny.packs.models import Pack

Q, F = models.Q, models.F


class PackDocument(Row):
    """One document of a case. The file lies sealed under a random name; `sealed_text` is what a person sees in it, sealed too.

    Neither its name nor a word of it stands in the clear. `hazards` says what else the file holds: kind, where, how many. `cuts` are
    the characters of the text at which a page of suggestions begins. Reading one may take a while: `beat_at` says it is still read.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READ = "read", _("Read")
        REFUSED = "refused", _("It cannot be read")
        REMOVED = "removed", _("Removed")

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(_("what it is"), max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    kept_as = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sealed_name = models.TextField(blank=True, editable=False)
    sealed_text = models.TextField(blank=True, editable=False)
    kind = models.CharField(max_length=10, blank=True)
    pages = models.PositiveIntegerField(default=0)
    pages_done = models.PositiveIntegerField(default=0)
    hazards = models.JSONField(default=list, blank=True)
    hazards_seen_at = models.DateTimeField(null=True, blank=True)
    cuts = models.JSONField(default=list, blank=True)
    by_model = models.BooleanField(default=False)
    problem = models.CharField(max_length=600, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(_("why it was removed"), max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="pack number state kept_as size kind pages pages_done hazards hazards_seen_at cuts by_model problem beat_at added_at"
        " removed_at erased_at",
        case_related="what sealed_name sealed_text removed_why",
        personal="added_by",
    )

    class Meta:
        ordering: ClassVar = ["pack", "number"]
        verbose_name = _("document of a pack")
        verbose_name_plural = _("documents of packs")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "number"], name="pack_document_numbered_once"),
            models.CheckConstraint(name="pack_document_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="pack_document_read_whole", condition=~Q(state="read") | ~Q(sealed_text="") | Q(erased_at__isnull=False)
            ),
            models.CheckConstraint(name="pack_document_removed_with_reason", condition=~Q(state="removed") | ~Q(removed_why="")),
            models.CheckConstraint(
                name="pack_document_erased_is_empty",
                condition=Q(erased_at__isnull=True) | Q(kept_as="", sealed_text="", sealed_name=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}. {self.what}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


class PackSuggestion(Row):
    """One passage to be replaced: found by the machine or marked by a person. The passage itself stands in the sealed text alone.

    `start` and `end` count characters of that text from 0. Open until a person accepted it, wrote another replacement, or refused it
    with a reason; for what a person marked, it is accepted from the beginning.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        ACCEPTED = "accepted", _("Accepted")
        CHANGED = "changed", _("Changed")
        REFUSED = "refused", _("Left as it stands")

    class Reason(models.TextChoices):
        WORD = "word", _("An ordinary word here, nobody’s name")
        PUBLIC = "public", _("A public body or office that tells who nobody is")
        WIDE = "wide", _("Too wide to tell who anybody is")
        SENSE = "sense", _("The panel cannot judge without it, and it tells who nobody is")
        MISTAKE = "mistake", _("The machine took the wrong words; the right ones are marked beside it")

    document = models.ForeignKey(PackDocument, on_delete=models.PROTECT, related_name="suggestions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    replacement = models.CharField(_("replacement"), max_length=120)
    suggested = models.CharField(max_length=120, blank=True)
    confidence = models.FloatField(default=1.0)
    rule = models.CharField(max_length=200, blank=True)
    by_machine = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("why it is left"), max_length=8, choices=Reason, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="document start end kind confidence by_machine state reason decided_at",
        case_related="replacement suggested rule",
        personal="decided_by",
    )

    class Meta:
        ordering: ClassVar = ["document", "start"]
        verbose_name = _("passage to be replaced")
        verbose_name_plural = _("passages to be replaced")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "start"], name="pack_passage_once_at_a_place"),
            models.CheckConstraint(name="pack_passage_covers_something", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(name="pack_passage_replaced_by_something", condition=~Q(replacement="")),
            models.CheckConstraint(
                name="pack_passage_decided_by_a_person",
                condition=Q(state="open", decided_by__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="open"),
            ),
            models.CheckConstraint(name="pack_passage_left_with_reason", condition=~Q(state="refused") | ~Q(reason="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.document_id} {self.start}–{self.end}"

    @property
    def area_id(self) -> int | None:
        return self.document.pack.area_id


class PackNames(Row):
    """Who is called what in one pack (Victim A, Officer 1), sealed: the same person has the same name in every document."""

    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="names")
    sealed = models.TextField(blank=True, editable=False)

    privacy = labels(operational="pack", case_related="sealed")

    def __str__(self) -> str:
        return f"names of {self.pack_id}"

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id
