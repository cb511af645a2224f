"""Forms, their sections and questions in the wordings they had, the answers given, and counts of equality answers apart from them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.voice.forms.rules import Kind as KindOfQuestion
from folkmoot.voice.models import Point


def in_language(english: str, welsh: str) -> str:
    """The words in the language of the page; in English where there is no Welsh."""
    return welsh if get_language() == "cy" and welsh else english


class Form(Row):
    """A form or survey of one Area, or of the whole service (no Area). Its state is derived from its days: see `rules.state_of`.

    `finished_at`: no more sheets of paper will be entered, so that the equality counts may be read.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(_("short code"), max_length=24, unique=True)
    title_en = models.CharField(_("title"), max_length=150)
    title_cy = models.CharField(_("title in Welsh"), max_length=150, blank=True)
    introduction_en = models.TextField(_("introduction"), max_length=4000)
    introduction_cy = models.TextField(_("introduction in Welsh"), max_length=4000, blank=True)
    purpose = models.TextField(_("what it is for"), max_length=2000)
    audience = models.CharField(_("who it is for"), max_length=300)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day"))
    anonymous = models.BooleanField(_("anonymous"), default=True)
    consent_en = models.TextField(_("what people agree to when they leave an address"), max_length=1000, blank=True)
    consent_cy = models.TextField(_("what people agree to, in Welsh"), max_length=1000, blank=True)
    keep_months = models.PositiveSmallIntegerField(_("months for which names and addresses are kept"), default=6)
    schemes = models.ManyToManyField(Scheme, blank=True, related_name="+", verbose_name=_("equality questions"))
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="area purpose audience opens_on closes_on anonymous keep_months schemes copied_from made_at opened_at closed_at "
        "finished_at",
        public="code title_en title_cy introduction_en introduction_cy consent_en consent_cy",
        personal="made_by",
    )

    class Meta:
        ordering: ClassVar = ["-closes_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "closes_on"], name="form_by_area")]
        constraints: ClassVar = [
            models.CheckConstraint(name="form_closes_after_opening", condition=models.Q(closes_on__gte=models.F("opens_on"))),
            models.CheckConstraint(
                name="form_closed_was_opened", condition=models.Q(closed_at__isnull=True) | models.Q(opened_at__isnull=False)
            ),
            models.CheckConstraint(name="form_keeps_two_years_at_most", condition=models.Q(keep_months__lte=24)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.title_en, self.title_cy)

    @property
    def introduction(self) -> str:
        return in_language(self.introduction_en, self.introduction_cy)

    @property
    def consent(self) -> str:
        return in_language(self.consent_en, self.consent_cy)


class FormSection(Row):
    """One page of a form; asked always, or only where the answer to `only_if` is one of `only_keys`."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    title_en = models.CharField(_("heading of the page"), max_length=150)
    title_cy = models.CharField(_("heading in Welsh"), max_length=150, blank=True)
    only_if = models.ForeignKey("FormQuestion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    only_keys = models.JSONField(default=list, blank=True)

    privacy = labels(public="form order title_en title_cy only_if only_keys")

    class Meta:
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.title_en, self.title_cy)

    @property
    def area_id(self) -> int | None:
        return self.form.area_id


class FormQuestion(Row):
    """One question. Its words stand in its wordings, so that an answer keeps those it was given to.

    `nature`: what its answers are once they are recorded as points (a kind of point), or blank where they are not.
    A question taken out after answers came is withdrawn: it is asked no more, and what was answered stays and is shown.
    """

    class Kind(models.TextChoices):
        SHORT = KindOfQuestion.SHORT.value, _("Short answer in words")
        LONG = KindOfQuestion.LONG.value, _("Longer answer in words")
        ONE = KindOfQuestion.ONE.value, _("One choice")
        SEVERAL = KindOfQuestion.SEVERAL.value, _("Several choices")
        SCALE = KindOfQuestion.SCALE.value, _("Scale from 1 to 5")
        YES_NO = KindOfQuestion.YES_NO.value, _("Yes, no, or prefer not to say")
        NUMBER = KindOfQuestion.NUMBER.value, _("A number")
        DAY = KindOfQuestion.DAY.value, _("A day")

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(FormSection, on_delete=models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind)
    nature = models.CharField(_("what the answers are"), max_length=10, choices=Point.Nature.choices, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    only_if = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    only_keys = models.JSONField(default=list, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(public="form section order kind nature required only_if only_keys withdrawn_at")

    class Meta:
        ordering: ClassVar = ["section__order", "section_id", "order", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="question_kind_known", condition=models.Q(kind__in=[kind.value for kind in KindOfQuestion])),
            models.CheckConstraint(
                name="question_only_words_become_points", condition=models.Q(nature="") | models.Q(kind__in=["short", "long"])
            ),
        ]

    def __str__(self) -> str:
        return self.wording.words

    @property
    def area_id(self) -> int | None:
        return self.form.area_id

    @property
    def wording(self) -> "QuestionWording":
        """The words in use: those of the highest number."""
        return max(self.wordings.all(), key=lambda each: each.number)


class QuestionWording(models.Model):
    """The words of a question from a moment on. Once an answer was given to it, it never changes: a mended one is a new row.

    `options`: what may be chosen, as [{"key", "en", "cy"}]; a key stands for the same choice in every wording.
    """

    question = models.ForeignKey(FormQuestion, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField(default=1)
    words_en = models.CharField(_("question"), max_length=500)
    words_cy = models.CharField(_("question in Welsh"), max_length=500, blank=True)
    help_en = models.CharField(_("help"), max_length=500, blank=True)
    help_cy = models.CharField(_("help in Welsh"), max_length=500, blank=True)
    low_en = models.CharField(_("what 1 means"), max_length=60, blank=True)
    low_cy = models.CharField(_("what 1 means, in Welsh"), max_length=60, blank=True)
    high_en = models.CharField(_("what 5 means"), max_length=60, blank=True)
    high_cy = models.CharField(_("what 5 means, in Welsh"), max_length=60, blank=True)
    options = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()

    privacy = labels(public="id question number words_en words_cy help_en help_cy low_en low_cy high_en high_cy options", operational="at")

    class Meta:
        ordering: ClassVar = ["question", "number"]
        constraints: ClassVar = [models.UniqueConstraint(name="wording_number_once", fields=["question", "number"])]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def privacy_of(cls, field: str) -> object:
        return cls.privacy.get(field)

    @property
    def words(self) -> str:
        return in_language(self.words_en, self.words_cy)

    @property
    def help(self) -> str:
        return in_language(self.help_en, self.help_cy)


class Response(models.Model):
    """What one person sent, or what stood on one sheet. Its id is random, and of its time only the day is kept here.

    Words of an anonymous form that became a point, sent online and not held, bear the first moment of their day, and so does what the
    audit trail says of them. What a member of staff does (decides what was held, enters a sheet of paper) bears its own moment.

    `mark` is a random word that came with the first page, so that sending twice counts once. `held_for` names, separated by spaces,
    why a person should look at it first (`suspicion.Reason`); `decided` is what that person decided. `fingerprint` tells equal texts.
    """

    class Channel(models.TextChoices):
        ONLINE = "online", _("Online")
        PAPER = "paper", _("On paper")

    class Decision(models.TextChoices):
        TAKEN = "taken", _("Counted")
        REFUSED = "refused", _("Not counted")

    id = models.UUIDField(primary_key=True)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="responses")
    mark = models.CharField(max_length=64)
    on = models.DateField()
    channel = models.CharField(max_length=6, choices=Channel)
    language = models.CharField(max_length=2, default="en")
    reference = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=400, blank=True)
    batch = models.CharField(max_length=40, blank=True)
    sheet = models.PositiveIntegerField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    may_identify = models.BooleanField(default=False)
    held_for = models.CharField(max_length=80, blank=True)
    decided = models.CharField(max_length=7, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="id form mark on channel language reference batch sheet fingerprint may_identify held_for decided decided_at",
        personal="name address decided_by",
    )

    class Meta:
        ordering: ClassVar = ["on", "id"]
        indexes: ClassVar = [models.Index(fields=["form", "fingerprint"], name="response_same_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(name="response_counts_once", fields=["form", "mark"]),
            models.UniqueConstraint(name="sheet_entered_once", fields=["form", "batch", "sheet"], condition=models.Q(channel="paper")),
            models.CheckConstraint(name="response_channel_known", condition=models.Q(channel__in=["online", "paper"])),
            models.CheckConstraint(name="response_decision_known", condition=models.Q(decided__in=["", "taken", "refused"])),
            models.CheckConstraint(
                name="response_of_paper_has_number", condition=~models.Q(channel="paper") | models.Q(sheet__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"{self.channel} {self.on}"

    @classmethod
    def privacy_of(cls, field: str) -> object:
        return cls.privacy.get(field)

    @property
    def area_id(self) -> int | None:
        return self.form.area_id


class ResponseAnswer(models.Model):
    """One answer within a response: a text (words, a number, a day as YYYY-MM-DD) or the keys that were chosen."""

    id = models.UUIDField(primary_key=True)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(FormQuestion, on_delete=models.PROTECT, related_name="answers")
    wording = models.ForeignKey(QuestionWording, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    keys = models.JSONField(default=list, blank=True)
    points = models.ManyToManyField(Point, blank=True, related_name="+")

    privacy = labels(operational="id response question wording keys points", personal="text")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="question_answered_once", fields=["response", "question"])]

    def __str__(self) -> str:
        return self.text or ", ".join(self.keys)

    @classmethod
    def privacy_of(cls, field: str) -> object:
        return cls.privacy.get(field)


class MonitoringCount(models.Model):
    """How many people of a form gave one answer to one equality question (no category: preferred not to say, or left it empty).

    Nothing links these counts to the responses, and this is why, looked at as somebody who holds the whole database would:

    - There is no row for a person. Only a number is kept, so there is no key, no id, no order and no time to match with a response,
      and no two answers of one person (an ethnic group and a religion, say) are ever kept together.
    - All rows of a form are made when it opens, in the order of the scheme. Who answered first cannot be read from where a row stands.
    - Each response that asks them updates *every* row of the form in one statement, the unchosen by nothing. So whatever a database
      writes beside a row about the transaction that last touched it is the same for all rows, and names no category.
    - There is no day here, not even a week; and no audit event is written for a single set of answers.
    - Answers that come with a held response are not counted at all, because a later decision could only find them by a link.
    - Equality sheets on paper are torn off and entered as numbers, on a page of their own.
    - The counts are shown only once counting is over, so that nobody can compare the page before and after one response; and then in
      one-way tables from which small numbers cannot be worked out.

    What remains: somebody who holds two copies of the whole database, between which a single response came, can subtract the one from
    the other. No moment beside the response helps them to find such a pair, but the numbers of points and of audit events are given in
    the order of arrival, and tell between which acts of staff it came. So while a form that asks equality questions is open, its
    backups are kept days and many responses apart, and are as confidential as its answers.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="monitoring")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    count = models.PositiveIntegerField(default=0)

    privacy = labels(operational="id form scheme", special_category="category count")

    class Meta:
        ordering: ClassVar = ["form", "scheme", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="monitoring_category_once", fields=["form", "scheme", "category"]),
            models.UniqueConstraint(name="monitoring_unsaid_once", fields=["form", "scheme"], condition=models.Q(category__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.category or self.scheme}: {self.count}"

    @classmethod
    def privacy_of(cls, field: str) -> object:
        return cls.privacy.get(field)
