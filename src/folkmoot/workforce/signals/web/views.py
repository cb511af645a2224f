"""Pages of what needs review in the workforce: what meets the rule, and the signals raised of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.sentences import percent
from folkmoot.casework.signals.rules import Figures
from folkmoot.communities.web.consultation import shown
from folkmoot.workforce.signals import operations, queries
from folkmoot.workforce.signals.web.forms import RaiseForm


@may("workforce.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    found, signals = queries.offers(viewer), list(queries.raised(viewer))
    shown(request, signals)
    context = {
        "offers": [(one, said(one.figures)) for one in found], "signals": signals,
        "may_write": viewer.sight("workforce.write").national,
    }  # fmt: skip
    return render(request, "workforce/signals.html", context)


@may("workforce.write")
def raise_one(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("key") or request.GET.get("key", "")
    offer = next((one for one in queries.offers(request.viewer) if one.key == key), None)
    if offer is None:
        raise Http404
    form = RaiseForm(request.POST or None, initial=started(key=key))

    def do(values: dict[str, Any]) -> str:
        signal = operations.raise_of_workforce(by=request.viewer, at=request.at, key=values["key"], note=values["note"])
        return reverse("casework:signal", args=[signal.pk])

    back = reverse("workforce:signals")
    return form_page(request, form, title=_("Raise a signal"), lead=said(offer.figures), back=back, do=do, done=_("The signal was raised."))


def said(figures: Figures) -> str:
    """The difference in a sentence, with its range."""
    words = _(
        "%(group)s: %(rate)s %% beside %(other)s %% (%(reference)s), %(outcome)s. The difference lies between %(low)s and %(high)s points."
    )
    return words % {
        "group": figures.group, "rate": percent(figures.rate), "other": percent(figures.reference_rate), "reference": figures.reference,
        "outcome": figures.outcome, "low": f"{figures.gap_low * 100:+.1f}", "high": f"{figures.gap_high * 100:+.1f}",
    }  # fmt: skip
