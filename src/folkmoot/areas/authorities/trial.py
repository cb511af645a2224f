"""What a published file would do: read, stored and undone again, so that what is told is what would happen."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.areas.authorities.facts import BadPlaces, Facts, Held
from folkmoot.areas.authorities.reading import read_facts
from folkmoot.areas.authorities.storing import store_facts
from folkmoot.areas.models import Authority
from folkmoot.areas.queries import forces_by_key, list_forces
from folkmoot.foundation import audit
from folkmoot.foundation.reference.rows import Changes
from folkmoot.foundation.saving import constraints_left_to_the_database


@dataclass(frozen=True)
class Told:
    """What a file did, or would do, to one table."""

    table: str
    added: int
    changed: int
    withdrawn: int


@dataclass(frozen=True)
class Summary:
    """What a file is, how many rows it has, and what it did; `did` is empty where everything was known already."""

    source: str
    edition: str
    rows: int
    did: list[Told]
    notes: list[str]


def try_file(*, path: Path, name: str, by: audit.Actor, at: datetime, source: str = "", edition: str = "") -> Summary:
    """What bringing a file in would do; nothing is stored. Raises as `load_file` does."""
    code, facts = read_facts(path, name, held_for(by), source=source)
    edition = facts.edition or edition.strip()[:20]
    with transaction.atomic(), constraints_left_to_the_database():
        changes = stored(facts, name, edition, at)
        transaction.set_rollback(True)
    return summary_of(code, edition, facts, changes)


def held_for(by: audit.Actor) -> Held:
    """What a file is judged by: forces and authorities as they are stored."""
    return Held(
        forces_by_ons={force.ons_code: force.code for force in list_forces(by) if force.ons_code},
        forces_by_key={key: forces[0].code for key, forces in forces_by_key(by).items() if len(forces) == 1},
        names=dict(Authority.objects.values_list("code", "name_en")),
        ends={code: ends for code, ends in Authority.objects.values_list("code", "ends") if ends},
    )


def stored(facts: Facts, name: str, edition: str, at: datetime) -> list[Changes]:
    try:
        return store_facts(facts, file=name, edition=edition, on=timezone.localdate(at))
    except IntegrityError as error:
        raise BadPlaces(name, "", _("What it says does not fit what is stored already (%(why)s).") % {"why": error}) from error


def summary_of(code: str, edition: str, facts: Facts, changes: list[Changes]) -> Summary:
    did = [
        Told(str(each.model._meta.verbose_name_plural), len(each.added), len(each.changed), len(each.withdrawn))
        for each in changes
        if not each.nothing
    ]
    return Summary(code, edition, facts.rows, did, facts.notes)
