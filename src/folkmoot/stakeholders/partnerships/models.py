"""A partnership, each contact within it, and each outcome of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Organisation
from folkmoot.strategy.models import Aim
from folkmoot.strategy.trends.models import Trend

Q, F = models.Q, models.F


class Partnership(Row):
    """Work with other organisations to a purpose, of the whole service (no Area) or of one Area. Ended, never deleted."""

    class Kind(models.TextChoices):
        STRATEGIC = "strategic", _("Strategic partnership")
        MENTAL_HEALTH = "mental_health", _("Mental health agencies")
        JUSTICE = "justice", _("Criminal justice partners")
        VICTIMS = "victims", _("Victim and witness support")
        COMMUNITY = "community", _("Community organisations")
        EDUCATION = "education", _("Schools, colleges and universities")
        OTHER = "other", _("Other")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    title = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("what it is for"))
    partners = models.ManyToManyField(Organisation, related_name="partnerships")
    aims = models.ManyToManyField(Aim, blank=True, related_name="+")
    trends = models.ManyToManyField(Trend, blank=True, related_name="+")
    agreement = models.TextField(_("what was agreed, and where the agreement is kept"), blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_until = models.DateField(_("agreed until"), null=True, blank=True)
    starts = models.DateField(_("began on"))
    review_every_months = models.PositiveSmallIntegerField(_("contact expected every (months)"), default=6)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=300, blank=True)

    privacy = labels(
        operational="area kind title purpose partners aims trends agreement agreed_on agreed_until starts"
        " review_every_months ended_on ended_why",
        personal="owner",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["title", "id"]
        indexes: ClassVar = [models.Index(fields=["area", "title"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="partnership_has_a_purpose", condition=~Q(title="") & ~Q(purpose="")),
            models.CheckConstraint(name="partnership_reviewed_within_three_years", condition=Q(review_every_months__range=(1, 36))),
            models.CheckConstraint(
                name="partnership_agreed_before_it_lapses",
                condition=Q(agreed_on__isnull=True) | Q(agreed_until__isnull=True) | Q(agreed_until__gte=F("agreed_on")),
            ),
            models.CheckConstraint(name="partnership_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")),
        ]

    def __str__(self) -> str:
        return self.title


class PartnershipContact(Row):
    """That the partners were in touch: a meeting, a call, or an activity elsewhere in the product (by `origin_kind` and `origin_id`)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField(_("on"))
    words = models.CharField(_("what was done"), max_length=300)
    origin_kind = models.CharField(max_length=40, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="partnership on words origin_kind origin_id", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [models.Index(fields=["origin_kind", "origin_id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "origin_kind", "origin_id"], condition=~Q(origin_kind=""), name="partnership_contact_once_an_origin"
            )
        ]

    def __str__(self) -> str:
        return self.words


class PartnershipOutcome(Row):
    """Something that came of a partnership, with what shows it. `number` counts what the kind names."""

    class Kind(models.TextChoices):
        PATHWAY = "pathway", _("A way to refer people was agreed")
        TRAINING = "training", _("Joint training was held")
        ADVICE = "advice", _("Advice on cases of a kind was given")
        SUPPORT = "support", _("Victims or witnesses were supported")
        POLICY = "policy", _("Policy or guidance was changed")
        SHARING = "sharing", _("Information is shared")
        OTHER = "other", _("Something else")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    words = models.TextField(_("what came of it"))
    evidence = models.TextField(_("what shows it"))
    number = models.PositiveIntegerField(_("how many (people trained, supported …)"), null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="partnership kind on words evidence number", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [models.CheckConstraint(name="partnership_outcome_shown", condition=~Q(words="") & ~Q(evidence=""))]

    def __str__(self) -> str:
        return self.words
