"""Sources, how their columns are read, and what was loaded. Cubes are files beside the database; no row of a case is in either."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class Source(Row):
    """One stream of data. No Area means England and Wales.

    `days_after`: the data of a period are due so many days after its end. `connection_name` is a name from the settings
    (FOLKMOOT_CASEWORK); the address behind it, and whatever opens it, is never in the database.
    """

    class Kind(models.TextChoices):
        EXTRACT = "extract", _("Case extract: one row for each suspect, defendant, victim or witness")
        OUTCOMES = "outcomes", _("Published tables of case outcomes")
        STOP_SEARCH = "stop_search", _("Published stop and search records")
        USE_OF_FORCE = "use_of_force", _("Published use of force tables")

    class Population(models.TextChoices):
        SUSPECTS = "suspects", _("Suspects")
        DEFENDANTS = "defendants", _("Defendants")
        VICTIMS = "victims", _("Victims")
        WITNESSES = "witnesses", _("Witnesses")

    class Cadence(models.TextChoices):
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        YEARLY = "yearly", _("Every year")
        ONCE = "once", _("Once only")

    class Arrives(models.TextChoices):
        UPLOADED = "uploaded", _("Somebody brings a file")
        TABLE = "table", _("It is fetched every day from a table or folder that the server knows")

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind)
    population = models.CharField(_("what one row stands for"), max_length=10, choices=Population)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Area"))
    publisher = models.CharField(_("who makes the data"), max_length=200)
    licence = models.CharField(_("terms under which it may be used"), max_length=200, blank=True)
    cadence = models.CharField(_("how often data come"), max_length=9, choices=Cadence)
    days_after = models.PositiveSmallIntegerField(_("days after the end of a period by which its data are due"), default=30)
    arrives = models.CharField(_("how data come"), max_length=8, choices=Arrives, default=Arrives.UPLOADED)
    connection_name = models.CharField(_("name of the table or folder in the settings"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    declared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField()
    retired_on = models.DateField(_("no longer kept up since"), null=True, blank=True)

    privacy = labels(
        operational="title kind population area publisher licence cadence days_after arrives connection_name note declared_at retired_on",
        personal="owner declared_by",
    )

    class Meta:
        ordering: ClassVar = ["title", "id"]
        verbose_name = _("data source")
        verbose_name_plural = _("data sources")
        indexes: ClassVar = [models.Index(fields=["area", "kind"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title"], name="source_titled_once"),
            models.CheckConstraint(name="source_says_what_and_whose", condition=~Q(title="") & ~Q(publisher="")),
            models.CheckConstraint(name="source_table_is_named", condition=Q(arrives="uploaded") | ~Q(connection_name="")),
            models.CheckConstraint(name="source_due_within_two_years", condition=Q(days_after__lte=730)),
        ]

    def __str__(self) -> str:
        return self.title


class Layout(Row):
    """How the columns of a source's files are read, issued once by a person; never changed, only followed by the next version.

    `columns` is what `columns.Column.plain` writes. `break_from` is the first month read in this way, and `break_words` says what
    changed there: figures on both sides do not compare in it.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="layouts")
    number = models.PositiveSmallIntegerField()
    columns = models.JSONField()
    break_from = models.CharField(_("first month read in this way"), max_length=7, blank=True)
    break_words = models.CharField(_("what changed"), max_length=300, blank=True)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField()

    privacy = labels(case_related="columns", operational="source number break_from break_words issued_at", personal="issued_by")

    class Meta:
        ordering: ClassVar = ["source", "-number"]
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "number"], name="layout_numbered_once"),
            models.CheckConstraint(name="layout_change_is_explained", condition=Q(number=1) | ~Q(break_words="")),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.number}"

    @property
    def area_id(self) -> int | None:
        return self.source.area_id


class Load(Row):
    """One file (or one reading of a table) that was counted. It stays as it was; a load taken back stays with its reason.

    `months` are those it holds, such as ["2026-01"]. `content_sha256` is of the counts, so that the same rows in another file or
    another order are recognised; `undated_sha256` of the counts without their months. `report` is what `report.Report` writes.
    `replaces`: the load whose months this one took the place of, a revision of them.
    """

    class State(models.TextChoices):
        IN_USE = "in_use", _("In use")
        TAKEN_BACK = "taken_back", _("Taken back")
        REPLACED = "replaced", _("Replaced by a later load")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="loads")
    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, null=True, blank=True, related_name="loads")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64)
    undated_sha256 = models.CharField(max_length=64)
    months = models.JSONField(default=list)
    first_month = models.CharField(max_length=7, blank=True)
    last_month = models.CharField(max_length=7, blank=True)
    data_as_of = models.DateField(_("data as of"))
    rows_read = models.PositiveBigIntegerField()
    rows_counted = models.PositiveBigIntegerField()
    cells = models.PositiveBigIntegerField()
    report = models.JSONField(default=dict)
    cube_name = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.IN_USE)
    replaces = models.ManyToManyField("self", symmetrical=False, related_name="replaced_by", blank=True)
    received_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_why = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    privacy = labels(
        case_related="report rows_read rows_counted cells file_name",
        operational="source layout sha256 content_sha256 undated_sha256 months first_month last_month data_as_of cube_name state replaces"
        " received_at taken_back_at taken_back_why",
        personal="received_by taken_back_by",
    )

    class Meta:
        ordering: ClassVar = ["-last_month", "-received_at", "-id"]
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        indexes: ClassVar = [
            models.Index(fields=["source", "state", "last_month"]), models.Index(fields=["sha256"]),
            models.Index(fields=["content_sha256"]),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "content_sha256"], condition=Q(state="in_use"), name="load_content_in_use_once"),
            models.CheckConstraint(name="load_counted_something", condition=Q(rows_counted__gt=0)),
            models.CheckConstraint(
                name="load_taken_back_with_a_reason",
                condition=~Q(state="taken_back") | ~Q(taken_back_why="") & Q(taken_back_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def area_id(self) -> int | None:
        return self.source.area_id


class LoadedMonth(Row):
    """A month of a source that a load holds now. One load at a time: two people who bring the same month cannot both succeed."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="loaded_months")
    month = models.CharField(max_length=7)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="held_months")
    revised = models.PositiveSmallIntegerField(_("how many times it was replaced"), default=0)

    privacy = labels(operational="source month load revised")

    class Meta:
        ordering: ClassVar = ["source", "month"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "month"], name="month_of_source_loaded_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.month}"

    @property
    def area_id(self) -> int | None:
        return self.source.area_id
