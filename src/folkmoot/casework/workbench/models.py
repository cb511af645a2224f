"""Views that somebody kept: the choice, never a figure. What it shows is counted anew whenever it is opened."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q = models.Q


class SavedView(Row):
    """A view under a title. `view` is what `workbench.rules.View` writes; `area` the Area it is limited to, none for England and Wales."""

    class Sharing(models.TextChoices):
        ME = "me", _("Only me")
        ALL = "all", _("Everyone who may see what it shows")

    source = models.ForeignKey("casework.Source", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    note = models.TextField(_("note"), blank=True)
    view = models.JSONField(_("what is shown"))
    sharing = models.CharField(_("who may see it"), max_length=3, choices=Sharing)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="source area title note view sharing at", personal="by")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        indexes: ClassVar = [models.Index(fields=["source", "at"]), models.Index(fields=["by", "at"])]
        constraints: ClassVar = [models.CheckConstraint(name="saved_view_has_a_title", condition=~Q(title=""))]

    def __str__(self) -> str:
        return self.title
