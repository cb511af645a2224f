"""The facts of a case, written afresh for members who must not know whose case it is."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.characteristics.models import Category
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.scrutiny.packs.models import Pack

Q = models.Q


class PackSummary(Row):
    """What happened, what was decided and when, by kind: never a name, a place, a date or a number of the case.

    `known_then` is what the prosecutor knew when deciding: members judge on that and on nothing learned since. `stages` has one stage
    in a line, counted from the report (“Day 12: charged”).
    """

    class Recorded(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        DECLINED = "declined", _("Offered and declined")
        NOT_RECORDED = "unknown", _("The file does not say")

    class Decision(models.TextChoices):
        CHARGE = "charge", _("Charged")
        NO_ACTION = "nfa", _("No further action")
        OUT_OF_COURT = "ooc", _("Dealt with out of court")
        STOPPED = "stopped", _("Stopped after charge")

    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="summary")
    kind_of_case = models.CharField(_("kind of case"), max_length=160)
    relationship = models.CharField(_("how the people in it were connected"), max_length=160, blank=True)
    happened = models.TextField(_("what happened, by kind"))
    flags = models.CharField(_("how the case was flagged"), max_length=200, blank=True)
    known_then = models.TextField(_("what the prosecutor knew when deciding"), blank=True)
    decision = models.CharField(_("what was decided"), max_length=8, choices=Decision)
    charge = models.CharField(_("charges, and whether hostility was part of them"), max_length=300, blank=True)
    reasons = models.TextField(_("reasons given for the decision"), blank=True)
    stages = models.TextField(_("stages, in days from the report"), blank=True)
    vps = models.CharField(_("Victim Personal Statement"), max_length=8, choices=Recorded, default=Recorded.NOT_RECORDED)
    vps_words = models.CharField(_("when it was taken, and how it was used"), max_length=300, blank=True)
    special_measures = models.CharField(_("special measures"), max_length=300, blank=True)
    impact_statement = models.CharField(_("Community Impact Statement"), max_length=8, choices=Recorded, default=Recorded.NOT_RECORDED)
    outcome = models.CharField(_("outcome"), max_length=300)
    uplift = models.CharField(_("sentence uplift: sought, announced, recorded"), max_length=300, blank=True)
    hearing_record = models.CharField(_("what the hearing record says"), max_length=300, blank=True)
    letters = models.TextField(_("what the victim was told, when and how"), blank=True)
    missing = models.TextField(_("what the file does not say"), blank=True)
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    privacy = labels(
        operational="pack written_at",
        case_related="kind_of_case relationship happened flags known_then decision charge reasons stages vps vps_words special_measures"
        " impact_statement outcome uplift hearing_record letters missing",
        personal="written_by",
    )

    class Meta:
        verbose_name = _("summary of a case")
        verbose_name_plural = _("summaries of cases")
        constraints: ClassVar = [
            models.CheckConstraint(name="pack_summary_whole", condition=~Q(kind_of_case="") & ~Q(happened="") & ~Q(outcome="")),
        ]

    def __str__(self) -> str:
        return self.kind_of_case

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id


class PackPerson(Row):
    """Somebody in the case as members know them (“Victim A”), with what the panel must know of them to judge. Nothing is given by default.

    `kept_why` says why traits that together are rare in the Area are given all the same; those who review see it.
    """

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="people")
    called = models.CharField(_("called in the pack"), max_length=60)
    traits = models.ManyToManyField(Category, blank=True, related_name="+")
    words = models.CharField(_("anything else the panel must know of them"), max_length=200, blank=True)
    kept_why = models.CharField(_("why the panel must know a rare combination"), max_length=300, blank=True)

    privacy = labels(operational="pack", case_related="called words kept_why", special_category="traits")

    class Meta:
        ordering: ClassVar = ["pack", "called"]
        verbose_name = _("person in a case")
        verbose_name_plural = _("people in cases")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "called"], name="pack_person_once"),
            models.CheckConstraint(name="pack_person_is_called", condition=~Q(called="")),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def area_id(self) -> int | None:
        return self.pack.area_id
