"""What a summary says, for those who prepare it and for what members read of it."""

from django.utils.translation import override

from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.summary.models import PackPerson, PackSummary
from folkmoot.scrutiny.packs.summary.rules import FIELDS, facts_of

CHOICES = {"decision": PackSummary.Decision, "vps": PackSummary.Recorded, "impact_statement": PackSummary.Recorded}


def summary_of(pack: Pack) -> PackSummary | None:
    return PackSummary.objects.filter(pack=pack).first()


def people_of(pack: Pack) -> list[PackPerson]:
    """The people of a case as members know them, each with their traits."""
    return list(PackPerson.objects.filter(pack=pack).prefetch_related("traits").order_by("called"))


def facts(pack: Pack) -> list[tuple[str, str]]:
    """What members read of the summary: name of the field and words. Nothing where none was written."""
    row = summary_of(pack)
    return facts_of({name: _words(row, name) for name, _label in FIELDS}) if row else []


def people(pack: Pack) -> list[str]:
    """What members read of each person: “Victim A: woman; 45 to 54; needed an interpreter”."""
    with override("en"):  # a pack is written in one language, whoever submits it
        return [_person(one) for one in people_of(pack)]


def _person(one: PackPerson) -> str:
    said = [*(trait.name for trait in one.traits.all()), *([one.words] if one.words else [])]
    return f"{one.called}: {'; '.join(said)}" if said else one.called


def _words(row: PackSummary, name: str) -> str:
    value = str(getattr(row, name))
    if name not in CHOICES:
        return value
    with override("en"):
        said = str(CHOICES[name](value).label)
    return f"{said}. {row.vps_words}" if name == "vps" and row.vps_words else said
