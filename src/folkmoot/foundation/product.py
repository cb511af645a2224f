"""Which product made a file."""

from importlib.metadata import PackageNotFoundError, version


def product_version() -> str:
    """The version of the installed product; for one run from its source, words that say so."""
    try:
        return version("folkmoot")
    except PackageNotFoundError:
        return "run from source"
