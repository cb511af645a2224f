"""The page of the strategies: what was promised, aim by aim."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.accounts.access import may
from folkmoot.strategy import queries
from folkmoot.strategy.web import presenters


@may("reference.read")
def list_page(request: HttpRequest) -> HttpResponse:
    sight = request.viewer.sight("strategy.write")
    strategies = presenters.strategy_pages(queries.list_strategies(request.viewer), sight)
    return render(
        request,
        "strategy/list.html",
        {"strategies": strategies, "may_write": not sight.nothing, "may_follow": request.viewer.may("actions.read")},
    )
