"""The options of an analysis, as words of the command line, and the request they make."""

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.disparity.request import Adjustment, Period, Request
    from folkmoot.engines.spec import Condition, Outcome


class WrongOption(FolkmootError):
    """An option cannot be understood."""


def add_counting_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """The options that say what is counted: shared by `folkmoot disparity` and `folkmoot cube build`."""
    add = parser.add_argument
    add(
        "--outcome", action="append", required=required, default=[], metavar="COLUMN[=VALUE,…]",
        help="what is compared; without values the column must hold yes and no. Given several times, the outcomes are a chain:"
        " those at risk of each are those who had the one before",
    )  # fmt: skip
    add("--separate", action="store_true", help="several outcomes are separate questions, not a chain")
    add("--at-risk", action="append", default=[], metavar="COLUMN=VALUE,…", help="who is at risk of the (first) outcome (default: all)")
    add("--by", action="extend", nargs="+", required=required, default=[], metavar="COLUMN", help="characteristics, one after the other")
    add("--adjust", action="append", default=[], metavar="COLUMN[:linear],…", help="take account of these in a model")
    add("--model", action="append", default=[], metavar="COLUMN,…", help="characteristics the model is made for (default: all of --by)")
    add("--model-outcome", action="append", default=[], metavar="OUTCOME", help="outcomes the model is made for (default: all)")
    add("--cluster", metavar="COLUMN", help="standard errors robust to cases of one cluster being alike, such as a police force")
    add("--intersect", action="append", default=[], metavar="A,B", help="characteristics taken together. May be repeated")
    add("--area", metavar="COLUMN", help="compare Areas (or forces, or units), in a funnel")
    add(
        "--period",
        metavar="COLUMN[:UNIT]",
        help="follow it over time; a unit is month (the default), quarter, half, year or financial-year",
    )
    add("--where", action="append", default=[], metavar="COLUMN=VALUE,…", help="count only these rows")
    add("--count", metavar="COLUMN", help="the file is already tabulated, and this column holds the number of cases in each row")
    add("--missing", action="append", default=[], metavar="CODE,…", help="further values that mean not recorded")
    add("--bands", action="append", default=[], metavar="COLUMN=0-17,18-24,…", help="read a column of numbers in bands; 65+ is open")
    add("--scheme", action="append", default=[], metavar="COLUMN=SCHEME", help="read a column's values by a category scheme")
    add("--engine", choices=("duckdb", "postgres", "spark", "reference"), help="what counts (default: chosen by the source)")


def add_looking_options(parser: argparse.ArgumentParser) -> None:
    """The options that say how the counts are looked at."""
    add = parser.add_argument
    add("--reference", action="append", default=[], metavar="COLUMN=VALUE", help="the group to compare with (default: the largest)")
    add("--ratio-method", choices=("score", "katz", "exact"), default="score", help="interval of relative rates (default: score)")
    add("--level", type=_level, default=0.95, metavar="0.95", help="confidence level of the intervals")
    add("--target", type=_share, metavar="RATE", help="the rate Areas are compared with, 0 to 1 (default: all Areas together)")
    add("--break", dest="breaks", action="append", default=[], metavar="PERIOD", help="a new series begins here: never joined to the old")
    add("--scan", action="store_true", help="search for the subgroup that departs most from what is expected")
    add("--permutations", type=_permutations, default=99, metavar="99", help="how often the search is repeated on chance alone")
    add("--seed", type=int, default=1, metavar="1", help="where chance starts from: the same seed gives the same search")
    add("--adverse", choices=("yes", "no"), default="yes", help="whether having the outcome is the adverse side (default: yes)")
    add("--min-gap", type=_share, default=0.02, metavar="0.02", help="the least gap called a difference, as a share (0.02: 2 points)")
    add("--threshold", type=_threshold, default=5, metavar="5", help="counts below this are withheld; 3 or more")
    add("--no-suppression", action="store_true", help="show every number: only for those who may see the file itself")
    add("--register", type=Path, metavar="FILE", help="keep what is released in this register, and check against what it holds")
    add(
        "--format", choices=("text", "json", "html", "ods", "csv"), default=None,
        help="how it is told (default: by the name given to --out, else text)",
    )  # fmt: skip
    add("--out", type=Path, metavar="FILE", help="write to a file instead of the screen")


def _level(text: str) -> float:
    level = float(text)
    if not 0.5 <= level < 1:
        raise argparse.ArgumentTypeError("give a level between 0.5 and 1, such as 0.95")
    return level


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("give a share between 0 and 1, such as 0.7")
    return share


def _threshold(text: str) -> int:
    threshold = int(text)
    if threshold < 3:
        raise argparse.ArgumentTypeError("small numbers are always withheld: give 3 or more")
    return threshold


def _permutations(text: str) -> int:
    number = int(text)
    if not 19 <= number <= 9999:
        raise argparse.ArgumentTypeError("give a number between 19 and 9999")
    return number


def counting_request(args: argparse.Namespace) -> "Request":
    """What the counting options ask for. Raises WrongOption or WrongRequest."""
    from folkmoot.disparity.request import Request, checked
    from folkmoot.engines.spec import MISSING_CODES, folded

    outcomes, chain = _outcomes(args)
    return checked(
        Request(
            outcomes=outcomes,
            by=tuple(dict.fromkeys(column for text in args.by for column in _split(text))),
            chain=chain,
            adjust=tuple(dict.fromkeys(_adjustment(text) for listed in args.adjust for text in _split(listed))),
            model_by=tuple(dict.fromkeys(column for listed in args.model for column in _split(listed))),
            model_outcomes=tuple(dict.fromkeys(args.model_outcome)),
            cluster=args.cluster,
            intersect=tuple(dict.fromkeys(tuple(_split(text)) for text in args.intersect)),
            area=args.area,
            period=_period(args.period),
            where=tuple(_condition(text, "--where") for text in args.where),
            missing=MISSING_CODES | {folded(code) for listed in args.missing for code in _split(listed)},
            bands=dict(_assigned(text, "--bands") for text in args.bands),
            schemes={column: values[0] for column, values in (_assigned(text, "--scheme") for text in args.scheme)},
            count_column=args.count,
        )
    )


def looking_request(args: argparse.Namespace, request: "Request") -> "Request":
    """The same request with what the looking options ask for."""
    from dataclasses import replace

    from folkmoot.stats.judgement import Rule

    return replace(
        request,
        references=_references(args.reference, request),
        ratio_method=args.ratio_method,
        level=args.level,
        target=args.target,
        breaks=tuple(args.breaks),
        scan=args.scan,
        permutations=args.permutations,
        seed=args.seed,
        adverse=args.adverse == "yes",
        rule=Rule(min_gap=args.min_gap),
        threshold=None if args.no_suppression else args.threshold,
    )


def _outcomes(args: argparse.Namespace) -> "tuple[tuple[Outcome, ...], bool]":
    """The outcomes in the order given, and whether they are a chain: those at risk of each then had the one before."""
    from folkmoot.engines.spec import YES, Condition, Outcome

    at_risk = tuple(_condition(text, "--at-risk") for text in args.at_risk)
    outcomes: list[Outcome] = []
    for text in dict.fromkeys(args.outcome):
        column, equals, values = text.partition("=")
        outcomes.append(Outcome(text, column.strip(), frozenset(_split(values)) if equals else None, at_risk))
    columns = [outcome.column for outcome in outcomes]
    chain = len(outcomes) > 1 and not args.separate and len(set(columns)) == len(columns)
    if chain:
        for place in range(1, len(outcomes)):
            before, this = outcomes[place - 1], outcomes[place]
            had_it = Condition(before.column, before.positive or YES)
            outcomes[place] = Outcome(this.name, this.column, this.positive, (*before.among, had_it))
    return tuple(outcomes), chain


def _adjustment(text: str) -> "Adjustment":
    from folkmoot.disparity.request import Adjustment

    column, colon, kind = text.rpartition(":")
    if colon and kind == "linear":
        return Adjustment(column, linear=True)
    return Adjustment(text)


def _period(text: str | None) -> "Period | None":
    from folkmoot.disparity.request import Period
    from folkmoot.engines.periods import UNITS

    if text is None:
        return None
    column, colon, unit = text.rpartition(":")
    known = next((one for one in UNITS if one == unit), None)
    return Period(column, known) if colon and known else Period(text)


def _references(given: Sequence[str], request: "Request") -> dict[str, str]:
    from folkmoot.engines.files import matched

    references: dict[str, str] = {}
    for text in given:
        column, equals, value = text.partition("=")
        if equals:
            known = tuple(dict.fromkeys([*request.by, *(name for names in request.intersect for name in names)]))
            references[matched(column.strip(), known, "the characteristics given by --by")] = value.strip()
        elif len(request.by) == 1:
            references[request.by[0]] = text.strip()
        else:
            raise WrongOption(
                f"It is not clear which characteristic the reference '{text}' belongs to.",
                "There is more than one.",
                f'Write --reference "{request.by[0]}={text}".',
            )
    return references


def _condition(text: str, option: str) -> "Condition":
    from folkmoot.engines.spec import Condition

    column, values = _assigned(text, option)
    return Condition(column, frozenset(values))


def _assigned(text: str, option: str) -> tuple[str, tuple[str, ...]]:
    column, equals, values = text.partition("=")
    if not equals or not _split(values):
        raise WrongOption(f"{option} {text} names no value.", "", f'Write {option} "{column}=VALUE".')
    return column.strip(), tuple(_split(values))


def _split(text: str) -> list[str]:
    """Values between commas; a value that holds a comma stands in quotation marks."""
    row = next(csv.reader(io.StringIO(text), skipinitialspace=True), [])
    return [value.strip() for value in row if value.strip()]
