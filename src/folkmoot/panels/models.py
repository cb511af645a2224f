"""Kinds of panel with their remits, panels, and the terms of reference that hold from a day."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference

Q, F = models.Q, models.F


class Named(models.Model):
    """A name in English and, where one is published, in Welsh."""

    name_en = models.CharField(_("name"), max_length=160)
    name_cy = models.CharField(_("name in Welsh"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, in English where there is no Welsh name."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en

    @property
    def language(self) -> str:
        """The language in which `name` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.name_cy else "en"


class Position(models.TextChoices):
    """What somebody is on a panel. Which positions vote is said by the terms of reference."""

    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Chair")
    DEPUTY = "deputy", _("Deputy chair")
    FACILITATOR = "facilitator", _("Independent facilitator")
    LEGAL_ADVISER = "legal_adviser", _("Independent legal adviser")
    SERVICE = "service", _("From the prosecution service")
    OBSERVER = "observer", _("Observer")


class Ways(models.Model):
    """How a panel works, as a kind of panel proposes it and as terms of reference lay it down.

    `quorum` counts those who vote. `voting` holds values of `Position`. Terms are in months; None where there is no limit.
    """

    class ChairRule(models.TextChoices):
        ELECTED = "elected", _("Elected by the members")
        APPOINTED = "appointed", _("Appointed by the service")
        INDEPENDENT = "independent", _("An independent facilitator chairs")
        SERVICE = "service", _("The service chairs")

    meetings_a_year = models.PositiveSmallIntegerField(_("meetings a year, at least"), default=3)
    quorum = models.PositiveSmallIntegerField(_("quorum: voting members present"), default=3)
    voting = models.JSONField(_("who votes"), default=list)
    chair_rule = models.CharField(_("how the chair is found"), max_length=12, choices=ChairRule, default=ChairRule.ELECTED)
    chair_months = models.PositiveSmallIntegerField(_("months a chair serves"), null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(_("months a member serves"), null=True, blank=True)
    renewals = models.PositiveSmallIntegerField(_("times a member may be renewed"), default=1)
    least_members = models.PositiveSmallIntegerField(_("members, at least"), default=4)
    most_members = models.PositiveSmallIntegerField(_("members, at most"), default=12)
    least_cases = models.PositiveSmallIntegerField(_("cases a meeting, at least"), default=0)
    most_cases = models.PositiveSmallIntegerField(_("cases a meeting, at most"), default=0)
    undertaking_months = models.PositiveSmallIntegerField(_("months a confidentiality undertaking holds"), null=True, blank=True)
    vetting = models.CharField(_("vetting that members need"), max_length=80, blank=True)
    training = models.CharField(_("training that members need"), max_length=200, blank=True)
    substitutes = models.BooleanField(_("members may send a substitute"), default=False)

    class Meta:
        abstract = True


class PanelKind(Reference, Named, Ways):
    """A kind of panel, kept as data: what it is for and how such panels work unless their terms say otherwise."""

    class Level(models.TextChoices):
        AREA = "area", _("In an Area")
        NATIONAL = "national", _("For the whole service")
        EITHER = "either", _("In an Area, or for the whole service")

    code = models.SlugField(max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    level = models.CharField(_("where such panels stand"), max_length=10, choices=Level)
    purpose_en = models.TextField(_("what it is for"))
    purpose_cy = models.TextField(_("what it is for, in Welsh"), blank=True)
    sees_cases = models.BooleanField(_("scrutinises cases"), default=False)
    source = models.CharField(max_length=300, blank=True)
    shipped = models.BooleanField(default=True, editable=False)

    privacy = labels(
        public="code order level name_en name_cy purpose_en purpose_cy sees_cases source withdrawn_on meetings_a_year quorum voting"
        " chair_rule chair_months term_months renewals least_members most_members least_cases most_cases undertaking_months"
        " vetting training substitutes",
        operational="shipped",
    )

    class Meta:
        ordering: ClassVar = ["order", "code"]
        verbose_name = _("kind of panel")
        verbose_name_plural = _("kinds of panel")
        constraints: ClassVar = [models.CheckConstraint(name="panel_kind_named", condition=~Q(name_en=""))]


class Remit(Reference, Named):
    """One part of what a kind of panel is there to discuss; each item of an agenda is of one remit. `every_months`: at least so often."""

    kind = models.ForeignKey(PanelKind, on_delete=models.PROTECT, related_name="remits")
    code = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    every_months = models.PositiveSmallIntegerField(_("to be discussed at least every so many months"), default=12)
    shipped = models.BooleanField(default=True, editable=False)

    privacy = labels(public="kind code order name_en name_cy every_months withdrawn_on", operational="shipped")

    class Meta:
        ordering: ClassVar = ["kind", "order", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "code"], name="remit_of_a_kind_once")]


class Panel(Row, Named):
    """One panel, of an Area or of the whole service (no Area). `parent`: the panel to which it reports.

    `code` is what a member's role is given for. `account` of a member opens nothing here: the seat and the role together do.
    """

    code = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.ForeignKey(PanelKind, on_delete=models.PROTECT, related_name="panels")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    purpose_en = models.TextField(_("what it is for"))
    purpose_cy = models.TextField(_("what it is for, in Welsh"), blank=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField(_("set up on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=300, blank=True)
    public = models.BooleanField(_("on the public page"), default=True)

    privacy = labels(
        public="code kind area parent name_en name_cy purpose_en purpose_cy starts ended_on ended_why",
        operational="public",
        personal="owner",
    )

    class Meta:
        ordering: ClassVar = ["area", "name_en", "id"]
        indexes: ClassVar = [models.Index(fields=["area", "ended_on"], name="panel_of_area")]
        constraints: ClassVar = [
            models.CheckConstraint(name="panel_named", condition=~Q(name_en="") & ~Q(code="") & ~Q(purpose_en="")),
            models.CheckConstraint(name="panel_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("pk"))),
            models.CheckConstraint(name="panel_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")),
            models.CheckConstraint(name="panel_ends_after_start", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts"))),
        ]  # fmt: skip


class Terms(Row, Ways):
    """One version of a panel's terms of reference. A draft until agreed; then it holds from `holds_from` until the next does, and stays."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    scope_en = models.TextField(_("what the panel does, and what it cannot do"))
    scope_cy = models.TextField(_("what the panel does, and what it cannot do, in Welsh"), blank=True)
    conduct_en = models.TextField(_("how members work together, interests and leaving"), blank=True)
    conduct_cy = models.TextField(_("how members work together, interests and leaving, in Welsh"), blank=True)
    confidentiality_en = models.TextField(_("what members undertake to keep to themselves"), blank=True)
    confidentiality_cy = models.TextField(_("what members undertake to keep to themselves, in Welsh"), blank=True)
    changed_what = models.CharField(_("what changed since the last version"), max_length=400, blank=True)
    drafted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_how = models.CharField(_("who agreed them, and how"), max_length=200, blank=True)
    holds_from = models.DateField(_("hold from"), null=True, blank=True)

    privacy = labels(
        public="panel number scope_en scope_cy conduct_en conduct_cy confidentiality_en confidentiality_cy changed_what agreed_on"
        " agreed_how holds_from meetings_a_year quorum voting chair_rule chair_months term_months renewals least_members most_members"
        " least_cases most_cases undertaking_months vetting training substitutes",
        operational="drafted_at", personal="drafted_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["panel", "-number"]
        verbose_name = _("terms of reference")
        verbose_name_plural = _("terms of reference")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "number"], name="terms_numbered_once"),
            models.CheckConstraint(
                name="terms_agreed_whole",
                condition=Q(agreed_on__isnull=True, holds_from__isnull=True)
                | Q(agreed_on__isnull=False, holds_from__isnull=False) & ~Q(agreed_how="") & ~Q(scope_en=""),
            ),
            models.CheckConstraint(name="terms_need_a_quorum", condition=Q(quorum__gte=1) & Q(meetings_a_year__gte=1)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.panel}, {self.number}"


import folkmoot.panels.agenda.models  # noqa: E402
import folkmoot.panels.expenses.models  # noqa: E402
import folkmoot.panels.guidance.models  # noqa: E402
import folkmoot.panels.meetings.dates.models  # noqa: E402
import folkmoot.panels.meetings.models  # noqa: E402
import folkmoot.panels.members.models  # noqa: E402
import folkmoot.panels.papers.models  # noqa: E402
import folkmoot.panels.publications.models  # noqa: E402
import folkmoot.panels.recommendations.models  # noqa: E402
import folkmoot.panels.recruitment.models  # noqa: E402
import folkmoot.panels.space.models  # noqa: E402
import folkmoot.panels.space.survey.models  # noqa: E402,F401
