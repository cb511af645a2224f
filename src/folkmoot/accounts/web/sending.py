"""One way for a form to be sent: checked, done once, and shown again with the reasons where it was refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.webkit.forms import GovukForm


def started(**values: object) -> dict[str, object]:
    """The first values of a form that has not been sent, with its mark."""
    return {"mark": new_mark(), **values}


def form_page(
    request: HttpRequest, form: GovukForm, *, title: object, back: str, do: Callable[[dict[str, Any]], str], done: object = "",
    template: str = "webkit/form_page.html", **context: object,
) -> HttpResponse:  # fmt: skip
    """Show the form or, when it was sent and holds, run `do` once and go to the address it returns, saying `done`.

    Where somebody else saved the same meanwhile, both versions are shown (409). The form's first values have to be the row as it is now.
    """
    if request.method == "POST" and form.is_valid():
        answer = _try(request, form, do, done)
        if answer:
            return answer
    status = 409 if form.both_versions is not None else 422 if form.errors else 200
    return render(request, template, {"form": form, "title": title, "back": back, **context}, status=status)


def _try(request: HttpRequest, form: GovukForm, do: Callable[[dict[str, Any]], str], done: object) -> HttpResponse | None:
    values = dict(form.cleaned_data)
    mark = values.pop("mark", "")
    try:
        address = only_once(mark, account_id=request.viewer.account_id, at=request.at, do=lambda: do(values))
    except Refused as refused:
        form.add_problems(refused.problems)
        return None
    except ChangedMeanwhile as meanwhile:
        form.add_error(None, meanwhile.what if form.compare_versions() else str(meanwhile))
        return None
    if done:
        messages.success(request, str(done))
    return redirect(address)
