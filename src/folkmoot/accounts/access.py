"""The rule of each page: see `foundation.access`."""

from folkmoot.foundation.access import may, public, signed_in

__all__ = ["may", "public", "signed_in"]
