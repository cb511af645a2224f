"""Community impact statements: what a crime does to a community, in the words of the police who own it; never evidence of who did it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.identities.models import CaseIdentity

Q, F = models.Q, models.F


class ImpactStatement(Row):
    """One request for a statement and what became of it: of many cases of a kind (generic), or of one incident (specific).

    The police compile and own it; panel members and others are among its authors. `identity` is the case, sealed, where it is specific.
    """

    class Kind(models.TextChoices):
        GENERIC = "generic", _("Generic: for many cases of a kind, for a fixed time")
        SPECIFIC = "specific", _("Specific: for one incident")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, null=True, blank=True, related_name="impact_statements")
    kind = models.CharField(_("generic or specific"), max_length=8, choices=Kind)
    case_kind = models.CharField(_("kind of case"), max_length=160)
    identity = models.ForeignKey(CaseIdentity, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    community_words = models.CharField(_("community affected"), max_length=200, blank=True)
    requested_by = models.CharField(_("who asked for it"), max_length=160)
    requested_on = models.DateField(_("asked for on"))
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    force = models.CharField(_("police force"), max_length=120)
    police_owner = models.CharField(_("who owns it in the police"), max_length=160, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    privacy = labels(
        operational="area panel kind requested_by requested_on wanted_by force withdrawn_on withdrawn_why opened_at community"
        " community_words",
        case_related="case_kind identity", personal="police_owner opened_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-requested_on", "-id"]
        verbose_name = _("community impact statement")
        verbose_name_plural = _("community impact statements")
        indexes: ClassVar = [models.Index(fields=["area", "requested_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="impact_says_what", condition=~Q(case_kind="") & ~Q(requested_by="") & ~Q(force="")),
            models.CheckConstraint(name="impact_of_a_community", condition=Q(community__isnull=False) | ~Q(community_words="")),
            models.CheckConstraint(name="impact_generic_of_no_case", condition=~Q(kind="generic") | Q(identity__isnull=True)),
            models.CheckConstraint(name="impact_withdrawn_with_reason", condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why="")),
        ]

    def __str__(self) -> str:
        return f"{self.affected}, {self.case_kind}"

    @property
    def affected(self) -> str:
        """The community affected, by its name or as it was written."""
        return str(self.community) if self.community else self.community_words


class ImpactVersion(Row):
    """One version, laid out as Annex B of the guidance. A draft until the police supplied it signed; from then on it stays.

    `review_on`: a generic statement may not be used after it. `vouched`: somebody read what looked as if it did not belong in it.
    """

    statement = models.ForeignKey(ImpactStatement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    areas_affected = models.CharField(_("area or areas affected"), max_length=300)
    groups_affected = models.CharField(_("community group or groups affected"), max_length=300)
    author = models.CharField(_("author of the statement, with rank or office"), max_length=200)
    sources = models.TextField(_("what the community said and where: each meeting or survey, with how many took part"))
    circumstances = models.TextField(_("kind of offence and what it is about"), blank=True)
    impact = models.TextField(_("the impact on the community, with quotes"))
    comparison = models.TextField(_("recorded crime here and nationally, and for which period"), blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    vouched_why = models.CharField(_("why what looks out of place belongs in it"), max_length=300, blank=True)
    supplied_on = models.DateField(_("supplied by the police, signed, on"), null=True, blank=True)
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    privacy = labels(
        operational="statement number areas_affected groups_affected review_on vouched_why supplied_on written_at",
        case_related="sources circumstances impact comparison", personal="author written_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["statement", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "number"], name="impact_version_numbered_once"),
            models.UniqueConstraint(fields=["statement"], condition=Q(supplied_on__isnull=True), name="one_impact_draft"),
            models.CheckConstraint(
                name="impact_supplied_whole",
                condition=Q(supplied_on__isnull=True)
                | ~Q(impact="") & ~Q(sources="") & ~Q(author="") & ~Q(areas_affected="") & Q(review_on__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.statement}, {self.number}"

    @property
    def area_id(self) -> int | None:
        return self.statement.area_id


class ImpactAuthor(Row):
    """Who took part in making it: a panel member, or somebody else by their office."""

    class Part(models.TextChoices):
        AUTHOR = "author", _("Wrote it")
        SOURCE = "source", _("Said what the impact is")
        CHECKED = "checked", _("Read it and agreed that it says what was said")

    statement = models.ForeignKey(ImpactStatement, on_delete=models.PROTECT, related_name="authors")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office = models.CharField(_("office or organisation, where it is no panel member"), max_length=200, blank=True)
    part = models.CharField(_("what they did"), max_length=7, choices=Part)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    privacy = labels(operational="statement part added_at", personal="member office added_by")

    class Meta:
        ordering: ClassVar = ["statement", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="impact_author_is_somebody", condition=Q(member__isnull=False, office="") | Q(member__isnull=True) & ~Q(office="")
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.statement_id} {self.get_part_display()}"

    @property
    def area_id(self) -> int | None:
        return self.statement.area_id


class ImpactUse(Row):
    """That a version was put into one case, for what, when it was served on all parties, and whether it was used. Never evidence."""

    class Purpose(models.TextChoices):
        SENTENCE = "sentence", _("For sentence")
        PUBLIC_INTEREST = "public_interest", _("For whether a prosecution is in the public interest")
        OUT_OF_COURT = "out_of_court", _("For an out-of-court resolution")

    class Used(models.TextChoices):
        READ_OUT = "read_out", _("Read out or referred to in court")
        TAKEN_INTO_ACCOUNT = "taken", _("The court said it took it into account")
        WEIGHED = "weighed", _("Weighed in the decision")
        NOT_USED = "not_used", _("Not used, for this reason")

    version_used = models.ForeignKey(ImpactVersion, on_delete=models.PROTECT, related_name="uses")
    purpose = models.CharField(_("for what"), max_length=15, choices=Purpose)
    case_kind = models.CharField(_("kind of case"), max_length=160)
    identity = models.ForeignKey(CaseIdentity, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    put_in_on = models.DateField(_("put into the case on"))
    served_on = models.DateField(_("served on"), null=True, blank=True)
    served_on_all = models.BooleanField(_("served on all parties"), default=False)
    heard_on = models.DateField(_("sentenced or decided on"), null=True, blank=True)
    used = models.CharField(_("how it was used"), max_length=8, choices=Used, blank=True)
    used_words = models.CharField(_("what was said of it, or why it was not used"), max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(
        operational="version_used purpose put_in_on served_on served_on_all heard_on used at", case_related="case_kind identity used_words",
        personal="by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-put_in_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="impact_never_evidence", condition=Q(purpose__in=["sentence", "public_interest", "out_of_court"])),
            models.CheckConstraint(name="impact_served_on_all_parties", condition=Q(served_on__isnull=True) | Q(served_on_all=True)),
            models.CheckConstraint(
                name="impact_used_after_it_was_served", condition=Q(used__in=["", "not_used"]) | Q(served_on__isnull=False)
            ),
            models.CheckConstraint(name="impact_not_used_says_why", condition=~Q(used="not_used") | ~Q(used_words="")),
            models.CheckConstraint(name="impact_use_heard", condition=Q(used="") | Q(heard_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.version_used}, {self.get_purpose_display()}"

    @property
    def area_id(self) -> int | None:
        return self.version_used.statement.area_id
