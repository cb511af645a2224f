"""The years in which anything in sight was recommended, as a choice above the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import number_choice
from folkmoot.panels.queries import of_panels
from folkmoot.panels.recommendations.models import Recommendation


def year_choice(viewer: Viewer) -> dict[str, forms.Field]:
    """The field `year`; none where everything is of one year."""
    days: Any = of_panels(viewer, Recommendation.objects.order_by(), "panels.read").dates("made_on", "year", order="DESC")
    years = [day.year for day in days]
    return {"year": number_choice(_("Year it was made"), [(year, str(year)) for year in years])} if len(years) > 1 else {}
