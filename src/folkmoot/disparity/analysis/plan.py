"""What has to be counted for a request: one specification, and so one scan."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from folkmoot.disparity.request import Adjustment, Period, Request
from folkmoot.engines.readings import AnyReading, Bands, Numbers, Periods, Scheme
from folkmoot.engines.spec import CubeSpec


def specification(request: Request, schemes: Callable[[str], Scheme]) -> CubeSpec:
    """The specification that holds every table, model and search asked for. `schemes` gives a category scheme by its name."""
    groupings = tuple(dict.fromkeys(wanted_groupings(request)))
    by = tuple(dict.fromkeys(column for grouping in groupings for column in grouping))
    return CubeSpec(
        by=by,
        outcomes=request.outcomes,
        where=request.where,
        missing=request.missing,
        count_column=request.count_column,
        groupings=groupings,
        readings=tuple((column, reading) for column, reading in _readings(request, schemes) if column in by),
    )


def wanted_groupings(request: Request) -> Iterator[tuple[str, ...]]:
    """Characteristics alone and together; each with Area and with period; each with the controls; all together for the search."""
    yield from ((column,) for column in request.by)
    yield from request.intersect
    for place in dimensions(request):
        yield (place,)
        yield from (with_place(column, place) for column in request.by if column != place)
    yield from (model_columns(request, column) for column in request.modelled)
    if request.scan:
        yield request.by


def dimensions(request: Request) -> tuple[str, ...]:
    """Where and when: the columns of Areas and of periods, as far as they are asked for."""
    return tuple(column for column in (request.area, request.period and request.period.column) if column)


def placed(request: Request, place: str) -> tuple[str, ...]:
    """The characteristics told by Area, or by period. Where both are asked for, only the first is followed over time: tables of every
    characteristic by both overlap in circles, and nobody could see whether small numbers can be worked out from them together.
    """
    over_time = request.period is not None and place == request.period.column
    told = request.by[:1] if over_time and request.area else request.by
    return tuple(column for column in told if column != place)


def with_place(column: str, place: str) -> tuple[str, str]:
    return (column, place)


def model_columns(request: Request, column: str) -> tuple[str, ...]:
    """The characteristic, its controls (never itself) and the cluster."""
    return tuple(dict.fromkeys([column, *request.controls, *([request.cluster] if request.cluster else [])]))


def _readings(request: Request, schemes: Callable[[str], Scheme]) -> Iterator[tuple[str, AnyReading]]:
    for column, bands in request.bands.items():
        yield column, Bands.parsed(",".join(bands))
    for column, name in request.schemes.items():
        yield column, schemes(name)
    yield from ((one.column, Numbers()) for one in request.adjust if one.linear)
    if request.period:
        yield request.period.column, Periods(request.period.unit)


def renamed(request: Request, real: Callable[[str], str]) -> Request:
    """The same request with every column called what the source calls it."""

    def names(columns: Sequence[str]) -> tuple[str, ...]:
        return tuple(real(column) for column in columns)

    return replace(
        request,
        by=names(request.by),
        references={real(column): group for column, group in request.references.items()},
        adjust=tuple(Adjustment(real(one.column), one.linear) for one in request.adjust),
        model_by=names(request.model_by),
        cluster=real(request.cluster) if request.cluster else None,
        intersect=tuple(names(combination) for combination in request.intersect),
        area=real(request.area) if request.area else None,
        period=Period(real(request.period.column), request.period.unit) if request.period else None,
        bands={real(column): bands for column, bands in request.bands.items()},
        schemes={real(column): scheme for column, scheme in request.schemes.items()},
    )
