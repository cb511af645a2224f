"""Reading schemes. They are public; the viewer is taken all the same, so that no page can forget who is looking."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from folkmoot.characteristics import rules
from folkmoot.characteristics.models import Category, CategoryLabel, CategoryMapping, Scheme
from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import Actor


class NoSuchScheme(FolkmootError):
    """No scheme has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no category scheme “{code}”.", "", "Choose one from the list of characteristics.")


class NoMapping(FolkmootError):
    """There is no published or reasoned way from one scheme to the other."""

    def __init__(self, from_scheme: str, to_scheme: str) -> None:
        super().__init__(
            f"Figures in “{from_scheme}” cannot be moved to “{to_scheme}”.",
            "There is no mapping between the two schemes.",
            "Compare within one scheme, or move both to a scheme that each maps to.",
        )


@dataclass(frozen=True)
class MappingRows:
    """All rows of the mapping between one pair of schemes."""

    from_scheme: Scheme
    to_scheme: Scheme
    rows: list[CategoryMapping]

    @property
    def lossy(self) -> bool:
        return any(row.lossy for row in self.rows)


def list_schemes(viewer: Actor, *, characteristic: str | None = None) -> QuerySet[Scheme]:
    """Every scheme with its categories, by characteristic."""
    rows = Scheme.objects.filter(withdrawn_on__isnull=True).prefetch_related(
        Prefetch("categories", Category.objects.filter(withdrawn_on__isnull=True))
    )
    return rows.filter(characteristic=characteristic) if characteristic else rows


def get_scheme(viewer: Actor, code: str) -> Scheme:
    """One scheme with its categories. Raises NoSuchScheme."""
    scheme = list_schemes(viewer).filter(code=code).first()
    if scheme is None:
        raise NoSuchScheme(code)
    return scheme


def list_categories(viewer: Actor, scheme: str, *, answers_only: bool = False) -> QuerySet[Category]:
    """The categories of a scheme in its own order; headings apart, or answers only."""
    rows = Category.objects.filter(scheme__code=scheme, withdrawn_on__isnull=True).select_related("scheme")
    return rows.filter(kind=rules.Kind.ANSWER) if answers_only else rows.exclude(kind=rules.Kind.GROUP)


def list_labels(viewer: Actor, scheme: Scheme) -> QuerySet[CategoryLabel]:
    """The labels under which the categories of a scheme arrive in files."""
    return CategoryLabel.objects.filter(scheme=scheme, withdrawn_on__isnull=True).select_related("category")


def list_mappings(viewer: Actor, scheme: Scheme) -> list[MappingRows]:
    """The mappings from a scheme to others, one for each other scheme."""
    rows = (
        CategoryMapping.objects.filter(from_category__scheme=scheme, withdrawn_on__isnull=True)
        .select_related("from_category", "to_category__scheme")
        .order_by("to_category__scheme__code", "from_category__order")
    )
    return [MappingRows(scheme, to, list(each)) for to, each in groupby(rows, key=lambda row: row.to_category.scheme)]


def mapped_from(viewer: Actor, scheme: Scheme) -> QuerySet[Scheme]:
    """The schemes that map to this one."""
    mappings = CategoryMapping.objects.filter(to_category__scheme=scheme, withdrawn_on__isnull=True)
    return list_schemes(viewer).filter(pk__in=mappings.values("from_category__scheme"))


def recogniser(viewer: Actor, scheme: str) -> list[rules.Entry]:
    """What `rules.normalise` needs to recognise the labels of a scheme; read once, then used for any number of labels."""
    found = get_scheme(viewer, scheme)
    met: dict[int, list[str]] = {}
    for label in list_labels(viewer, found):
        met.setdefault(label.category_id, []).append(label.label)
    return [
        rules.Entry(row.code, (row.name_en, row.name_cy), tuple(met.get(row.pk, ())), rules.Kind(row.kind))
        for row in found.categories.all()
    ]


def normalise(viewer: Actor, label: str | None, scheme: str) -> rules.Match:
    """The category of a scheme that one label stands for. For many labels read `recogniser` once. Raises NoSuchScheme."""
    return rules.normalise(label, recogniser(viewer, scheme))


def mapping(viewer: Actor, from_scheme: str, to_scheme: str) -> list[rules.Step]:
    """The lines of the mapping between two schemes. Raises NoSuchScheme or NoMapping."""
    for code in (from_scheme, to_scheme):
        get_scheme(viewer, code)
    rows = CategoryMapping.objects.filter(
        from_category__scheme__code=from_scheme, to_category__scheme__code=to_scheme, withdrawn_on__isnull=True
    ).values_list("from_category__code", "to_category__code", "lossy", "note")
    if not rows:
        raise NoMapping(from_scheme, to_scheme)
    return [rules.Step(*row) for row in rows]


def convert(viewer: Actor, counts: dict[str, int], from_scheme: str, to_scheme: str) -> rules.Converted:
    """Move counts by code from one scheme to another. Raises NoSuchScheme or NoMapping."""
    return rules.convert(counts, mapping(viewer, from_scheme, to_scheme))
