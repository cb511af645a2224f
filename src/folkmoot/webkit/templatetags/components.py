"""Small pieces that stand on many pages: dates as people say them, money, tags, and the language of a value."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from folkmoot.webkit.dates import half_year_words, month_words
from folkmoot.webkit.words import is_translated

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as people say it: 7 March 2026; nothing for no date."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A time as people say it: 7 March 2026, 14:05."""
    return date_format(timezone.localtime(value), "j F Y, H:i") if value else ""


@register.filter
def month(value: str) -> str:
    """A month that is kept as “2026-03”, as people say it: March 2026."""
    return month_words(value)


@register.filter
def half_year(value: object) -> str:
    """A half-year that is kept as “2026-H1”, as people say it: January to June 2026."""
    return half_year_words(str(value))


@register.filter
def pounds(pence: int | None) -> str:
    """Money held in pence: 125000 gives £1,250; 12550 gives £125.50."""
    if pence is None:
        return ""
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence / 100:,.2f}"


@register.filter
def said(value: Any) -> str | SafeString:
    """A label from Python code in the language of the page, marked as English where nobody has translated it."""
    phrase = getattr(value, "_args", ("",))[0] if isinstance(value, Promise) else ""
    shown = str(value)
    if get_language() != "cy" or not phrase or is_translated(str(phrase)):
        return shown
    return format_html('<span lang="en">{}</span>', shown)


@register.simple_tag
def tag(label: str, colour: str = "grey") -> SafeString:
    """A GOV.UK tag. The words carry the meaning; the colour only helps the eye."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, said(label))


@register.simple_tag
def people(number: int | None) -> str:
    """A number with thousands separated; words where nobody counted."""
    return gettext("not counted") if number is None else f"{number:,}"
