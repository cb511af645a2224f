"""Keeping strategies: a new one with its aims and lines, its dates, its end, and corrections of published words."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.strategy import operations
from folkmoot.strategy.models import Aim, Commitment, Strategy
from folkmoot.strategy.queries import get_commitment, list_aims, list_strategies
from folkmoot.strategy.web.forms import AimForm, CorrectionForm, DatesForm, EndForm, EndStrategyForm, LineForm, StrategyForm

FIELDS = {"name_en": _("The name"), "name_cy": _("The name in Welsh"), "words_en": _("The words"), "words_cy": _("The words in Welsh")}


@may("strategy.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Add a strategy"), reverse("strategy:list"), timezone.localdate(request.at)
    place = place_of_form(request, "strategy.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "strategy.write", title=title, back=back, today=today, national_too=True)
    earlier = Strategy.objects.filter(withdrawn_on__isnull=True, area=place.area)
    form = StrategyForm(request.POST or None, initial=started(), earlier=earlier)

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.add_strategy(by=request.viewer, at=request.at, area=place.area, **values))

    done = _("The strategy was added. Add its aims and lines, or bring them in from a table.")
    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=done)


@may("strategy.write")
def dates(request: HttpRequest, code: str) -> HttpResponse:
    strategy = strategy_to_write(request, code)
    form = DatesForm(request.POST or None, initial=started(starts=strategy.starts, ends=strategy.ends, version=strategy.version))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.date_strategy(by=request.viewer, at=request.at, strategy=strategy, seen_version=seen, **values)
        return address_of(strategy)

    return form_page(
        request, form, title=_("When the strategy is in force"), lead=strategy.name, back=address_of(strategy), do=do, done=_("Saved.")
    )


@may("strategy.write")
def end(request: HttpRequest, code: str) -> HttpResponse:
    strategy = strategy_to_write(request, code)
    others = Strategy.objects.filter(withdrawn_on__isnull=True, area=strategy.area).exclude(pk=strategy.pk)
    form = EndStrategyForm(request.POST or None, initial=started(successor=strategy.successor_id), others=others)

    def do(values: dict[str, Any]) -> str:
        operations.end_strategy(by=request.viewer, at=request.at, strategy=strategy, **values)
        return address_of(strategy)

    title, done = _("The strategy is no longer in force"), _("It was ended. Its words and its history stay.")
    return form_page(request, form, title=title, lead=strategy.name, back=address_of(strategy), do=do, done=done)


@may("strategy.write")
def new_aim(request: HttpRequest, code: str) -> HttpResponse:
    strategy = strategy_to_write(request, code)
    form = AimForm(request.POST or None, initial=started(), tops=list_aims(request.viewer, strategy=code, top_only=True))

    def do(values: dict[str, Any]) -> str:
        operations.add_aim(by=request.viewer, at=request.at, strategy=strategy, **values)
        return address_of(strategy)

    return form_page(
        request, form, title=_("Add an aim"), lead=strategy.name, back=address_of(strategy), do=do, done=_("The aim was added.")
    )


@may("strategy.write")
def new_line(request: HttpRequest, code: str) -> HttpResponse:
    strategy = strategy_to_write(request, code)
    form = LineForm(request.POST or None, initial=started(), aims=list_aims(request.viewer, strategy=code))

    def do(values: dict[str, Any]) -> str:
        operations.add_commitment(by=request.viewer, at=request.at, strategy=strategy, **values)
        return address_of(strategy)

    return form_page(
        request, form, title=_("Add a line"), lead=strategy.name, back=address_of(strategy), do=do, done=_("The line was added.")
    )


@may("strategy.write")
def correct_commitment(request: HttpRequest, pk: int) -> HttpResponse:
    return _correct(request, line_to_write(request, pk), reverse("actions:commitment", args=[pk]))


@may("strategy.write")
def correct_aim(request: HttpRequest, pk: int) -> HttpResponse:
    aim = list_aims(request.viewer).filter(pk=pk).first()
    if aim is None or not request.viewer.sight("strategy.write").holds(aim.strategy.area_id):
        raise Http404
    return _correct(request, aim, reverse("actions:aim", args=[pk]))


def _correct(request: HttpRequest, row: Aim | Commitment, back: str) -> HttpResponse:
    names = [(name, FIELDS[name]) for name in FIELDS if name in operations.CORRECTABLE[type(row)]]
    form = CorrectionForm(request.POST or None, initial=started(field="words_en", now=row.words_en, version=row.version), fields=names)

    def do(values: dict[str, Any]) -> str:
        operations.correct_words(by=request.viewer, at=request.at, row=row, seen_version=values.pop("version"), **values)
        return back

    done = _("The words were corrected; what they were stays beside them.")
    return form_page(request, form, title=_("Correct the words"), lead=str(row), back=back, do=do, done=done)


@may("strategy.write")
def withdraw_commitment(request: HttpRequest, pk: int) -> HttpResponse:
    commitment, back = line_to_write(request, pk), reverse("actions:commitment", args=[pk])
    form = EndForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.withdraw_commitment(by=request.viewer, at=request.at, commitment=commitment, **values)
        return back

    done = _("It was withdrawn. Its words and its history stay.")
    return form_page(request, form, title=_("Withdraw the commitment"), lead=commitment.words, back=back, do=do, done=done)


def line_to_write(request: HttpRequest, pk: int) -> Commitment:
    """A line that this viewer may write about; for any other the page does not exist."""
    try:
        found = get_commitment(request.viewer, pk)
    except Commitment.DoesNotExist:
        raise Http404 from None
    if not request.viewer.sight("strategy.write").holds(found.strategy.area_id):
        raise Http404
    return found


def strategy_to_write(request: HttpRequest, code: str) -> Strategy:
    found = list_strategies(request.viewer).prefetch_related(None).filter(code=code).first()
    if found is None or not request.viewer.sight("strategy.write").holds(found.area_id):
        raise Http404
    return found


def address_of(strategy: Strategy) -> str:
    return f"{reverse('strategy:list')}#{strategy.code}"
