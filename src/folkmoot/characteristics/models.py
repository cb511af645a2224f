"""Schemes and their categories, with dates, both languages, and mappings between schemes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.characteristics.rules import Kind as AnswerKind
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference

F, Q = models.F, models.Q


class Named(Reference):
    """Something named in English and, where a Welsh name is published, in Welsh; in use from a day to a day (blank: not known)."""

    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    privacy = labels(public="name_en name_cy starts ends withdrawn_on")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, in English where no Welsh name is published."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en

    @property
    def language(self) -> str:
        """The language in which `name` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.name_cy else "en"


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{name}_ends_after_start", condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts"))
    )


class Scheme(Named):
    """One published way of recording a characteristic, in one edition.

    `multiple`: one record may carry several of its categories. `provisional`: no published list was found.
    """

    code = models.SlugField(max_length=60, unique=True)
    characteristic = models.SlugField(max_length=60)
    edition = models.CharField(max_length=40, blank=True)
    multiple = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    privacy = Named.privacy | labels(public="code characteristic edition multiple provisional source note")

    class Meta:
        ordering: ClassVar = ["characteristic", "code"]
        constraints: ClassVar = [_ends_after_start("scheme")]


class Category(Named):
    """One category of a scheme. A `group` is a heading over answers and never an answer itself."""

    class Kind(models.TextChoices):
        ANSWER = AnswerKind.ANSWER.value, _("Answer")
        GROUP = AnswerKind.GROUP.value, _("Heading")
        NOT_STATED = AnswerKind.NOT_STATED.value, _("Not stated")
        NOT_KNOWN = AnswerKind.NOT_KNOWN.value, _("Not known")
        DOES_NOT_APPLY = AnswerKind.DOES_NOT_APPLY.value, _("Does not apply")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField(max_length=40)
    parent_code = models.CharField(max_length=40, blank=True)  # a code, not a row: so that a parent cannot lie in another scheme
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=Kind)

    privacy = Named.privacy | labels(public="scheme code parent_code order kind")

    class Meta:
        ordering: ClassVar = ["scheme", "order"]
        verbose_name_plural = "categories"
        constraints: ClassVar = [
            _ends_after_start("category"),
            models.UniqueConstraint(name="category_code_once_in_scheme", fields=["scheme", "code"]),
            models.CheckConstraint(name="category_not_its_own_parent", condition=~Q(parent_code=F("code"))),
            models.CheckConstraint(name="category_group_has_no_parent", condition=~Q(kind="group") | Q(parent_code="")),
            models.CheckConstraint(name="category_kind_known", condition=Q(kind__in=[kind.value for kind in AnswerKind])),
        ]


class CategoryMapping(Reference):
    """A category of one scheme stands for a category of another.

    `lossy`: some people under the first would stand under another category of the second, so the result is an approximation.
    """

    from_category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="maps_to")
    to_category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="mapped_from")
    lossy = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)

    privacy = labels(public="from_category to_category lossy note withdrawn_on")

    class Meta:
        ordering: ClassVar = ["from_category__scheme", "from_category__order"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="mapping_once", fields=["from_category", "to_category"]),
            models.CheckConstraint(name="mapping_to_another_category", condition=~Q(from_category=F("to_category"))),
            models.CheckConstraint(name="mapping_lossy_says_why", condition=Q(lossy=False) | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.from_category} → {self.to_category}"


class CategoryLabel(Reference):
    """A label under which a category arrives in real files. `key` is the label with case, spaces and marks taken away."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="met_labels")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="met_labels")
    label = models.CharField(max_length=200)
    key = models.CharField(max_length=200)

    privacy = labels(public="scheme category label key withdrawn_on")

    class Meta:
        ordering: ClassVar = ["label"]
        constraints: ClassVar = [models.UniqueConstraint(name="label_means_one_category", fields=["scheme", "key"])]

    def __str__(self) -> str:
        return self.label
