"""Areas in words, and what a page is asked so that it shows the rows behind a figure."""

from folkmoot.reports.shapes import Figures, Place
from folkmoot.reports.wording.document import Column
from folkmoot.reports.wording.words import Words, named
from folkmoot.reports.wording.words import say as _


def area_words(area: Place | None) -> Words:
    return named(area) if area else _("England and Wales")


def in_area(area: Place | None) -> str:
    """The code of the Area of a row, for the target that leads to it."""
    return area["code"] if area else ""


def area_column(national: bool) -> tuple[Column, ...]:
    """A column for the Area, in a report that covers more than one."""
    return (Column(_("Area"), number=False),) if national else ()


def communities_words(figures: Figures) -> Words:
    """What is counted where communities are: nationally one community may stand in the registers of several Areas."""
    return _("communities on record") if figures["scope"] else _("entries in the Areas' registers of communities")


def asks_days(figures: Figures) -> tuple[tuple[str, str], ...]:
    """As `asks_of`, for a page that is asked for the first and the last day."""
    return (*asks_of(figures, period=False), ("first", figures["first"]), ("last", figures["position_on"]))


def asks_of(figures: Figures, *, period: bool = True, **more: str) -> tuple[tuple[str, str], ...]:
    """The Area and the period of the report as a page is asked for them."""
    asked = {"area": figures["scope"]["code"]} if figures["scope"] else {}
    asked |= {"period": figures["period"]} if period else {}
    return tuple((asked | more).items())
