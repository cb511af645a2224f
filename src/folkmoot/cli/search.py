"""`folkmoot search`: make the index of search anew, or bring it level with the records."""

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("rebuild", "catch-up"),
        help="rebuild: make the index anew from every record; catch-up: take in what was written since it was last asked",
    )


def run(args: argparse.Namespace) -> int:
    from folkmoot.cli import product

    product.start()
    from folkmoot.overview.search.keeping import catch_up, rebuild

    if args.what == "rebuild":
        total = rebuild(lambda source, done, number: print(f"{source}: {done:,} of {number:,}", flush=True))
        print(f"{total:,} records can be found.")
        return 0
    while not catch_up():
        print("still taking records in …", flush=True)
    print("The index is level with the records.")
    return 0
