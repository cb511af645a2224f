"""That the cases of a signal came before a panel, from which list, and, sealed until the views are agreed, which case is of which group."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.casework.signals.models import Signal
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.frames.models import Frame, FrameCase

Q = models.Q


class SignalReading(Row):
    """A list brought in with exactly the cases of a signal, and where asked as many of the group it is compared with.

    `blind`: until the panel's joint views are agreed nobody but who set it up is shown that the list is of a signal, and nobody which
    case is of which group. `found` cases of the signal were in the file, where the analysis had counted `expected`. `file_sha256` is of
    the file as it was sent; the list itself was made from it without the columns that tell the group.
    """

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="readings")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    frame = models.OneToOneField(Frame, on_delete=models.PROTECT, related_name="of_signal")
    blind = models.BooleanField(_("blind"), default=True)
    compared = models.BooleanField(_("with as many cases of the group it is compared with"), default=True)
    found = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    file_sha256 = models.CharField(max_length=64)
    set_up_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_up_at = models.DateTimeField()

    privacy = labels(
        operational="signal panel frame blind compared file_sha256 set_up_at", case_related="found expected", personal="set_up_by"
    )

    class Meta:
        ordering: ClassVar = ["-set_up_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["signal"])]
        constraints: ClassVar = [models.CheckConstraint(name="signal_reading_found_cases", condition=Q(found__gt=0))]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.frame_id}"

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id


class SignalCase(Row):
    """Of which side one case of the list is: of the signal's group, or of the group it is compared with."""

    reading = models.ForeignKey(SignalReading, on_delete=models.PROTECT, related_name="sides")
    case = models.OneToOneField(FrameCase, on_delete=models.PROTECT, related_name="+")
    of_signal = models.BooleanField()

    privacy = labels(operational="reading", case_related="case of_signal")

    class Meta:
        ordering: ClassVar = ["reading", "id"]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.case_id}"

    @property
    def area_id(self) -> int | None:
        return self.reading.panel.area_id
