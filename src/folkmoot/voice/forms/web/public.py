"""The public page on which a form is answered: page by page, without a script, an account, or any cookie but the one that protects it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.access import public
from folkmoot.foundation.saving import Refused
from folkmoot.voice.forms.models import Form, FormQuestion, FormSection
from folkmoot.voice.forms.queries import Outline, categories_asked, outline, public_form, span_of, takes
from folkmoot.voice.forms.rules import IN_WORDS, Checked, Value, checked, shown
from folkmoot.voice.forms.taking import take_from_page
from folkmoot.voice.forms.web.asking import ContactForm, EqualityForm, PageForm, answer_words, name_of, said_in
from folkmoot.voice.forms.web.carrying import Carried, begun, packed, unpacked
from folkmoot.voice.naming import personal_in
from folkmoot.voice.web.forms import IDENTIFIER_WORDS

# Everybody in a hall may share one address, so the limit is wide. What comes to one form above its hour is held and not refused:
# else two addresses could close a form to everybody.
RATES = {"form": "150/10m/ip", "flood": "1000/h/key"}
MOST_LOOKED_AT = 20_000  # characters searched for names and numbers each time the last page is shown; all of them are once it is sent
CONTACT, EQUALITY, CHECK = "contact", "equality", "check"
MOST_CARRIED = 3_000_000  # characters over all pages: what is carried is packed, so a short request could ask for far more


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    language = _asked_language(request)
    with translation.override("cy" if language == "cy" else "en-gb"):
        return _answer(request, code)


def _asked_language(request: HttpRequest) -> str | None:
    """By the button for the other language, as the page before it, by the address, or as the browser prefers."""
    go = request.POST.get("go", "")
    if go.startswith("language:"):
        return go.removeprefix("language:")
    return request.POST.get("language") or request.GET.get("language") or translation.get_language()


def _answer(request: HttpRequest, code: str) -> HttpResponse:
    form = public_form(code)
    if form is None:
        return render(request, "voice/forms_unknown.html", status=404)
    carried = unpacked(request.POST.get("carried", ""), form) if request.method == "POST" else None
    if not takes(form, began=carried.began_at if carried else request.at, at=request.at):
        return _not_open(request, form)
    if request.method != "POST":
        return _start(request, form)
    if request.POST.get("go") == "begin" and carried is None:
        carried = begun(form, at=request.at, language=_language())
    if carried is None:
        return _start(request, form, lost=True)
    carried.language = _language()
    return _step(Walk(request, form, outline(form), carried))


def _language() -> str:
    return "cy" if translation.get_language() == "cy" else "en"


def _not_open(request: HttpRequest, form: Form) -> HttpResponse:
    first, _last = span_of(form)
    early = request.at < first
    return render(request, "voice/forms_not_open.html", {"form_row": form, "early": early}, status=200 if early else 410)


def _start(request: HttpRequest, form: Form, *, lost: bool = False, carried: Carried | None = None) -> HttpResponse:
    found = outline(form)
    context = {
        "form_row": form, "title": said_in(form.title_en, form.title_cy), "lost": lost, "questions": len(found.questions),
        "introduction": form.introduction, "in_english": _language() == "cy" and not form.introduction_cy, "language": _language(),
        "carried": packed(carried) if carried else "",
    }  # fmt: skip
    return render(request, "voice/forms_start.html", context, status=422 if lost else 200)


@dataclass
class Walk:
    """One person on the way through a form."""

    request: HttpRequest
    form: Form
    found: Outline
    carried: Carried

    @property
    def typed(self) -> QueryDict:
        return self.request.POST

    def judged(self) -> Checked:
        return checked(self.found.asked, self.carried.raw)

    def on_page(self, section: FormSection, judged: Checked) -> list[FormQuestion]:
        """The questions of a page that the answers so far lead to."""
        led = _led(self.found, judged)
        return [question for question in self.found.on_page(section) if question.pk in led]

    def steps(self, judged: Checked) -> list[str]:
        """The pages that lie on this person's way, by name."""
        pages = [str(section.pk) for section in self.found.sections if self.on_page(section, judged)]
        contact = [] if self.form.anonymous else [CONTACT]
        equality = [EQUALITY] if self.form.schemes.exists() else []
        return [*pages, *contact, *equality, CHECK]

    def section(self, step: str) -> FormSection:
        return next(section for section in self.found.sections if str(section.pk) == step)


def _led(found: Outline, judged: Checked) -> set[int]:
    """The ids of the questions that are asked: those with a value, a problem, or every condition met."""
    return {each.id for each in shown(found.asked, judged.values)}


def _step(walk: Walk) -> HttpResponse:
    """Take in what was typed on one page, and show the page that follows."""
    steps = walk.steps(walk.judged())
    go, now = walk.typed.get("go", "next"), walk.typed.get("step", "")
    if go == "begin" or now not in steps:
        return _show(walk, steps[0])
    _take_in(walk, now)
    if sum(len(text) for texts in walk.carried.raw.values() for text in texts) > MOST_CARRIED:
        return render(walk.request, "voice/forms_too_long.html", status=413)
    if walk.typed.get("website"):
        walk.carried.trapped = True
    if go.startswith("to:") and go[3:] in steps:
        return _show(walk, go[3:])
    if go.startswith("language:"):
        return _show(walk, now)
    if go == "back":
        place = steps.index(now)
        return _show(walk, steps[place - 1]) if place else _start(walk.request, walk.form, carried=walk.carried)
    return _send(walk) if go == "send" and now == CHECK else _forward(walk, now)


def _take_in(walk: Walk, step: str) -> None:
    carried, typed = walk.carried, walk.typed
    if step == CONTACT:
        carried.name, carried.address, carried.agreed = typed.get("name", "")[:200], typed.get("address", "")[:400], "agreed" in typed
    elif step == EQUALITY:
        carried.monitoring = {scheme.pk: typed.get(f"e{scheme.pk}", "") for scheme, _rows in categories_asked(walk.form)}
    elif step != CHECK:
        here = set(typed.getlist("asked"))
        for question in walk.found.on_page(walk.section(step)):
            if str(question.pk) in here:
                carried.raw[question.pk] = typed.getlist(name_of(question))
                carried.wordings[question.pk] = question.wording.number


def _forward(walk: Walk, now: str) -> HttpResponse:
    """On to the next page; or the same again, where something does not fit or an answer leads to a further question on it."""
    judged = walk.judged()
    if now == CONTACT and (problems := _contact_problems(walk.carried)):
        return _show(walk, now, contact_problems=problems)
    if now not in (CONTACT, EQUALITY, CHECK):
        here = walk.on_page(walk.section(now), judged)
        more = {str(question.pk) for question in here} - set(walk.typed.getlist("asked"))
        unfit = {row.pk: judged.problems[row.pk] for row in here if row.pk in judged.problems and str(row.pk) not in more}
        if unfit:
            return _show(walk, now, problems=unfit)
        if more:
            return _show(walk, now, more=True)
    steps = walk.steps(judged)
    place = steps.index(now) if now in steps else -1
    return _show(walk, steps[min(place + 1, len(steps) - 1)])


def _contact_problems(carried: Carried) -> dict[str, list[str]]:
    if (carried.name.strip() or carried.address.strip()) and not carried.agreed:
        return {"agreed": [_("Tick that you agree, or leave name and address empty.")]}
    if carried.name.strip() and not carried.address.strip():
        return {"address": [_("Give an address, so that we can tell you; or leave the name empty.")]}
    return {}


def _show(
    walk: Walk,
    step: str,
    *,
    problems: dict[int, str] | None = None,
    contact_problems: dict[str, list[str]] | None = None,
    more: bool = False,
) -> HttpResponse:
    judged = walk.judged()
    context: dict[str, Any] = {
        "form_row": walk.form, "title": said_in(walk.form.title_en, walk.form.title_cy), "step": step, "more": more,
        "carried": packed(walk.carried), "language": walk.carried.language, "number": walk.steps(judged).index(step) + 1,
        "steps": len(walk.steps(judged)),
    }  # fmt: skip
    if step == CHECK:
        return _check(walk, judged, context)
    if step == CONTACT:
        values = {"name": [walk.carried.name], "address": [walk.carried.address], "agreed": ["on"] if walk.carried.agreed else []}
        consent = said_in(walk.form.consent_en, walk.form.consent_cy)
        context |= {"form": ContactForm(values, contact_problems, consent=consent), "heading": _("If you want to be told")}
    elif step == EQUALITY:
        context |= {"form": EqualityForm(categories_asked(walk.form), walk.carried.monitoring), "heading": _("About you")}
    else:
        section = walk.section(step)
        questions = walk.on_page(section, judged)
        context |= {
            "form": PageForm(questions, walk.carried.raw, problems), "heading": said_in(section.title_en, section.title_cy),
            "asked": [question.pk for question in questions],
        }  # fmt: skip
    return render(walk.request, "voice/forms_page.html", context, status=422 if problems or contact_problems else 200)


@dataclass(frozen=True)
class CheckLine:
    """One question and its answer on the last page; `step` leads back to it."""

    words: Any
    answers: list[Any]
    step: str


def _check(walk: Walk, judged: Checked, context: dict[str, Any], *, busy: bool = False, refused: Sequence[str] = ()) -> HttpResponse:
    unfit = next((walk.found.get(key) for key in judged.problems), None)
    if unfit is not None:
        return _show(walk, str(unfit.section_id), problems=dict(judged.problems))
    led = _led(walk.found, judged)
    questions = [question for question in walk.found.questions if question.pk in led]
    texts = [judged.values[each.pk].text for each in questions if each.kind in IN_WORDS and each.pk in judged.values]
    kinds = dict.fromkeys(one.kind for one in personal_in("\n\n".join(texts)[:MOST_LOOKED_AT]))
    context |= {
        "lines": [_check_line(question, judged.values.get(question.pk)) for question in questions], "busy": busy, "refused": refused,
        "found": [IDENTIFIER_WORDS[kind] for kind in kinds], "contact": walk.carried, "asks_equality": walk.form.schemes.exists(),
    }  # fmt: skip
    return render(walk.request, "voice/forms_check.html", context, status=429 if busy else 422 if refused else 200)


def _check_line(question: FormQuestion, value: Value | None) -> CheckLine:
    wording = question.wording
    return CheckLine(said_in(wording.words_en, wording.words_cy), answer_words(question, value), str(question.section_id))


def _send(walk: Walk) -> HttpResponse:
    context = {
        "form_row": walk.form, "title": said_in(walk.form.title_en, walk.form.title_cy), "step": CHECK, "carried": packed(walk.carried),
        "language": walk.carried.language,
    }  # fmt: skip
    if not ratelimit.consume(walk.request, app="folkmoot", action="form", config=RATES):
        return _check(walk, walk.judged(), context, busy=True)
    unlooked_at = ratelimit.consume(walk.request, app="folkmoot", action="flood", config=RATES, key=f"form {walk.form.pk}")
    sent = replace(walk.carried.sent, flooded=not unlooked_at)
    try:
        response, _new = take_from_page(at=walk.request.at, form=walk.form, sent=sent, began=walk.carried.began_at)
    except Refused as refused:
        return _check(walk, walk.judged(), context, refused=refused.problems.get("", []))
    return render(walk.request, "voice/forms_thanks.html", context | {"response": response})
