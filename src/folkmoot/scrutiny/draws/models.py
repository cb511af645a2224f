"""A draw, the phrases that made its seed, and the cases drawn."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.frames.models import Frame, FrameCase

Q, F = models.Q, models.F


class Draw(Row):
    """One draw from one list for one meeting: prepared, committed (members seal), opening, drawn; or given up with the reason.

    `rules` is folkmoot.sampling.Rules as JSON; `narrowed` the values of facts that a theme asks for, by fact. `fingerprint` is of the
    list as these rules read it (grouped or not, with the marks they name). From `committed_at` on list, rules and `commitment` are
    fixed; `closing` fixes whose phrases count, before the first is opened (`opened_at`). `seed` and `receipt` come
    with the draw; a replacement adds to the receipt and changes nothing before it. `calibration`: every member judges the same known
    cases so that their reading of the questions can be compared; nothing found in such a round is told of a prosecutor.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("Being prepared")
        COMMITTED = "committed", _("Open for members’ phrases")
        OPENING = "opening", _("Phrases are being opened")
        DRAWN = "drawn", _("Drawn")
        GIVEN_UP = "given_up", _("Given up")

    class Method(models.TextChoices):
        RANDOM = "random", _("At random")
        STRATIFIED = "stratified", _("At random within each group")
        THEME = "theme", _("At random within a theme")
        CHOSEN = "chosen", _("Chosen by the facilitator, with a reason")
        MIXED = "mixed", _("Mixed")

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="draws")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="draws")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="draws")
    title = models.CharField(_("what is drawn"), max_length=200)
    method = models.CharField(_("how cases are drawn"), max_length=10, choices=Method)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    narrowed = models.JSONField(default=dict, blank=True)
    few_why = models.CharField(_("why it is drawn from so few"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    calibration = models.BooleanField(_("a calibration round"), default=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    committed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    committed_at = models.DateTimeField(null=True, blank=True)
    seals_until = models.DateTimeField(_("members may seal a phrase until"), null=True, blank=True)
    closing = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opens_until = models.DateTimeField(_("a phrase that is not opened by then is left out"), null=True, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    receipt = models.JSONField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField()
    given_up_why = models.CharField(_("why it was given up"), max_length=300, blank=True)

    privacy = labels(
        operational="frame panel meeting title method theme state calibration fingerprint commitment committed_at seals_until closing"
        " opened_at opens_until drawn_at prepared_at given_up_why",
        case_related="rules narrowed few_why seed receipt",
        personal="drawn_by prepared_by committed_by",
    )

    class Meta:
        ordering: ClassVar = ["-prepared_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["panel", "state"]), models.Index(fields=["meeting"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="draw_says_what", condition=~Q(title="")),
            models.CheckConstraint(
                name="draw_committed_whole",
                condition=Q(state__in=["prepared", "given_up"]) | ~Q(commitment="") & ~Q(fingerprint="") & Q(committed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="draw_opening_closed_whole",
                condition=~Q(state__in=["opening", "drawn"]) | ~Q(closing="") & Q(opened_at__isnull=False, opens_until__isnull=False),
            ),
            models.CheckConstraint(
                name="draw_drawn_whole",
                condition=~Q(state="drawn") | ~Q(seed="") & Q(receipt__isnull=False, drawn_at__isnull=False),
            ),
            models.CheckConstraint(name="draw_given_up_with_reason", condition=~Q(state="given_up") | ~Q(given_up_why="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id


class Contribution(Row):
    """One phrase towards the seed: the service's (no member) or a member's. `label` stands on the receipt instead of a name.

    `seal` is sent first. With `sealed_in` the browser, phrase and salt stay with the member until all are opened; sealed by the server,
    the phrase waits here and is shown to nobody until then. Never opened: named on the receipt and left out of the seed.
    """

    class SealedIn(models.TextChoices):
        BROWSER = "browser", _("In the member’s own browser")
        SERVER = "server", _("By Folkmoot")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="contributions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=40)
    seal = models.CharField(max_length=64)
    sealed_in = models.CharField(max_length=7, choices=SealedIn)
    sealed_at = models.DateTimeField()
    phrase = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(operational="draw label seal sealed_in sealed_at opened_at", personal="member phrase salt")

    class Meta:
        ordering: ClassVar = ["draw", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "member"], name="one_phrase_a_member"),
            models.UniqueConstraint(fields=["draw"], condition=Q(member__isnull=True), name="one_phrase_of_the_service"),
            models.UniqueConstraint(fields=["draw", "label"], name="contribution_labelled_once"),
            models.CheckConstraint(name="contribution_opened_whole", condition=Q(opened_at__isnull=True) | ~Q(phrase="") & ~Q(salt="")),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def area_id(self) -> int | None:
        return self.draw.panel.area_id


class DrawnCase(Row):
    """One case that came out of a draw, in its order. `how` says whether chance took it. A replaced one stays, with the reason."""

    class How(models.TextChoices):
        RANDOM = "random", _("Drawn at random")
        ALWAYS = "always", _("Always included: the strand is rare")
        CHOSEN = "chosen", _("Chosen by the facilitator")
        REPLACEMENT = "replacement", _("Drawn as a replacement")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="drawn")
    case = models.ForeignKey(FrameCase, on_delete=models.PROTECT, related_name="drawn")
    order = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=12, choices=How)
    ticket = models.CharField(max_length=64, blank=True)
    why = models.CharField(_("why it was chosen"), max_length=300, blank=True)
    stands_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_why = models.CharField(_("why it was replaced"), max_length=300, blank=True)

    privacy = labels(operational="draw case order how ticket stands_for replaced_at", case_related="why replaced_why")

    class Meta:
        ordering: ClassVar = ["draw", "order"]
        verbose_name = _("case drawn")
        verbose_name_plural = _("cases drawn")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "case"], name="case_drawn_once"),
            models.UniqueConstraint(fields=["draw", "order"], name="drawn_in_order"),
            models.CheckConstraint(name="chosen_case_says_why", condition=~Q(how="chosen") | ~Q(why="")),
            models.CheckConstraint(name="replaced_case_says_why", condition=Q(replaced_at__isnull=True) | ~Q(replaced_why="")),
        ]

    def __str__(self) -> str:
        return f"{self.draw}, {self.order}"

    @property
    def area_id(self) -> int | None:
        return self.draw.panel.area_id
