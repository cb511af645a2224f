"""Every check, found by its file: a new one is a new file here."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module of this folder, so that its checks are declared."""
    for found in iter_modules(__path__):
        import_module(f"{__name__}.{found.name}")
