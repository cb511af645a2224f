"""An invented form: feelings after reporting hate crime, with a page that only some are asked."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import area, icem
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.voice.forms import operations
from folkmoot.voice.forms.models import Form, FormQuestion

DAY = datetime(2026, 3, 10, 10, 0, tzinfo=timezone.get_default_timezone())
OPTIONS = [{"key": "1", "en": "Yes", "cy": "Do"}, {"key": "2", "en": "No", "cy": "Naddo"}]


def scheme() -> Scheme:
    """A small invented scheme of three answers."""
    row, _made = Scheme.objects.get_or_create(code="belief-3", defaults={"characteristic": "religion_or_belief", "name_en": "Belief"})
    for order, name in enumerate(("North", "South", "East"), 1):
        Category.objects.get_or_create(scheme=row, code=name.lower(), defaults={"name_en": name, "kind": "answer", "order": order})
    return row


def form(by: Viewer | None = None, at: datetime = DAY, **over: object) -> Form:
    values = {
        "area": area(), "title_en": "After reporting", "title_cy": "Ar ôl adrodd", "introduction_en": "We ask how it went.",
        "introduction_cy": "Rydym yn gofyn sut aeth hi.", "purpose": "To mend it", "audience": "Anybody", "opens_on": at.date(),
        "closes_on": at.date() + timedelta(days=20), "code": "after",
    }  # fmt: skip
    return operations.make_form(by=by or icem(), at=at, **{**values, **over})


def ask(of: Form, kind: str, words: str, by: Viewer | None = None, at: datetime = DAY, **over: object) -> FormQuestion:
    values: dict[str, object] = {"kind": kind, "words_en": words, "words_cy": f"{words} (cy)"}
    if kind in ("one", "several"):
        values["options"] = [dict(option) for option in OPTIONS]
    if kind == "scale":
        values |= {"low_en": "Badly", "high_en": "Well", "low_cy": "Gwael", "high_cy": "Da"}
    section = over.pop("section", None) or of.sections.order_by("order").first()
    return operations.save_question(by=by or icem(), at=at, section=section, **(values | over))


def whole(by: Viewer | None = None, at: datetime = DAY, opened: bool = True, **over: object) -> tuple[Form, list[FormQuestion]]:
    """A form with four questions: did you report (one), how did it go (scale, only if yes), what else (long, a concern), and a day."""
    made = form(by, at, **over)
    first = ask(made, "one", "Did you report it?", by, at, required=True)
    second = operations.save_section(
        by=by or icem(), at=at, form=made, title_en="How it went", title_cy="Sut aeth hi", only_if=first, only_keys=["1"]
    )
    scale = ask(made, "scale", "How did it go?", by, at, section=second)
    third = operations.save_section(by=by or icem(), at=at, form=made, title_en="Anything else", title_cy="Rhywbeth arall")
    words = ask(made, "long", "What should change?", by, at, section=third, nature="concern")
    day = ask(made, "day", "When was it?", by, at, section=third)
    if opened:
        operations.open_form(by=by or icem(), at=at, form=made)
    return made, [first, scale, words, day]


TODAY = date(2026, 3, 10)
