"""Cubes with a characteristic, a force and an outcome, made of counts."""

from collections.abc import Mapping

from folkmoot.engines import memory
from folkmoot.engines.cube import Cube
from folkmoot.engines.readings import Scheme
from folkmoot.engines.spec import CubeSpec, Outcome

ETHNICITY = Scheme.of("ethnicity-5", {"W": "White", "B": "Black", "A": "Asian", "NS": "Not stated"})


def cube_of(counts: Mapping[tuple[str, ...], int], by: tuple[str, ...] = ("ethnicity", "force"), charged: int = 2) -> Cube:
    """So many records of each combination of `by`; every `charged`-th of them charged."""
    rows = [
        {**dict(zip(by, key, strict=True)), "decision": "yes" if place % charged == 0 else "no"}
        for key, number in counts.items()
        for place in range(number)
    ]
    readings = (("ethnicity", ETHNICITY),) if "ethnicity" in by else ()
    return memory.count(rows, CubeSpec(by, (Outcome("charged", "decision"),), readings=readings))
