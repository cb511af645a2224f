"""Forms for the public: one that is closed and counted, one open in both languages with an answer that waits to be looked at, one in draft."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.demo.calendar import Calendar
from folkmoot.voice.forms.models import Form, FormQuestion, FormSection
from folkmoot.voice.forms.operations import copy_form, finish_counting, make_form, open_form, save_question, save_section
from folkmoot.voice.forms.taking import Sent, take_from_page

YES_NO = [{"key": "1", "en": "Yes", "cy": "Do"}, {"key": "2", "en": "No", "cy": "Naddo"}]
PEOPLE = 60
WISHES = (
    "Tell us what happened, even if nothing did.", "One name and one telephone number.", "Write in words we use.",
    "Come to the centre once a month.", "Somebody who speaks Polish on the telephone.", "Do not make us tell it three times.",
    "Say why it was dropped.", "A letter I can show to my daughter.",
)  # fmt: skip
WISHES_CY = ("Llythyr yn Gymraeg, os gwelwch yn dda.", "Dywedwch wrthym beth ddigwyddodd.")


class FormMaker:
    """One manager's forms of how it went after reporting. `chance` makes the answers."""

    def __init__(self, area: Area, *, by: Viewer, chance: Random) -> None:
        self.area, self.by, self.chance = area, by, chance
        self.form: Form | None = None
        self.questions: list[FormQuestion] = []

    def make(self, at: datetime, *, code: str, days: int, schemes: tuple[str, ...]) -> None:
        """A form of three pages: did you report, how it went for those who did, and what should change."""
        today = timezone.localdate(at)
        form = make_form(
            by=self.by, at=at, area=self.area, code=code, schemes=Scheme.objects.filter(code__in=schemes), title_en="After you reported",
            title_cy="Ar ôl i chi roi gwybod", introduction_en="We ask how it went when you reported a hate crime. It takes three minutes.",
            introduction_cy="Rydym yn gofyn sut aeth hi pan wnaethoch roi gwybod am drosedd casineb. Mae’n cymryd tair munud.",
            purpose="To find out what puts people off reporting, and to mend it", audience="Anybody who has reported, or thought of it",
            opens_on=today, closes_on=today + timedelta(days=days),
        )  # fmt: skip
        first = form.sections.get()
        reported = self._ask(at, first, "one", "Did you report it?", "Wnaethoch chi roi gwybod?", required=True, options=YES_NO)
        went = save_section(by=self.by, at=at, form=form, title_en="How it went", title_cy="Sut aeth hi", only_if=reported, only_keys=["1"])
        scale = self._ask(
            at, went, "scale", "How did it go?", "Sut aeth hi?", low_en="Badly", high_en="Well", low_cy="Yn wael", high_cy="Yn dda"
        )
        last = save_section(by=self.by, at=at, form=form, title_en="Anything else", title_cy="Unrhyw beth arall")
        wish = self._ask(at, last, "long", "What should change?", "Beth ddylai newid?", nature="concern")
        open_form(by=self.by, at=at, form=form)
        self.form, self.questions = Form.objects.get(pk=form.pk), [reported, scale, wish]

    def _ask(self, at: datetime, section: FormSection, kind: str, words: str, welsh: str, **more: Any) -> FormQuestion:
        return save_question(by=self.by, at=at, section=section, kind=kind, words_en=words, words_cy=welsh, **more)

    def answered(self, at: datetime) -> None:
        """Sixty people answer, and tell which groups they belong to or would rather not."""
        assert self.form
        choices = {
            scheme.pk: list(Category.objects.filter(scheme=scheme, kind="answer").order_by("order")) for scheme in self.form.schemes.all()
        }
        for number in range(PEOPLE):
            wish = WISHES[number // 7 % len(WISHES)] if number % 7 == 0 else ""
            monitoring = {pk: self.chance.choice(rows).pk for pk, rows in choices.items() if self.chance.random() < 0.9}
            self._send(at, reported=self.chance.random() < 0.7, wish=wish, monitoring=monitoring)

    def answered_in_welsh(self, at: datetime) -> None:
        """Some answer in Welsh; one answer came faster than anybody reads, and waits for somebody to look."""
        for number in range(12):
            language = "cy" if number % 3 == 0 else "en"
            wish = (WISHES_CY if language == "cy" else WISHES)[number // 4 % 2] if number % 4 == 0 else ""
            self._send(at, reported=number % 2 == 0, wish=wish, language=language)
        self._send(at, reported=True, wish="Cheap letters here www.example.com www.example.net", took=timedelta(seconds=2))

    def _send(
        self, at: datetime, *, reported: bool, wish: str, language: str = "en", took: timedelta = timedelta(minutes=3),
        monitoring: dict[int, int] | None = None,
    ) -> None:  # fmt: skip
        assert self.form
        asked, scale, words = (question.pk for question in self.questions)
        raw: dict[int, list[str]] = {asked: ["1" if reported else "2"]}
        if reported:
            raw[scale] = [str(self.chance.choice((1, 2, 2, 3, 3, 4, 5)))]
        if wish:
            raw[words] = [wish]
        mark = str(UUID(int=self.chance.getrandbits(128)))
        take_from_page(
            at=at, form=self.form, sent=Sent(mark=mark, raw=raw, language=language, monitoring=dict(monitoring or {})), began=at - took
        )

    def count(self, at: datetime) -> None:
        """No more sheets of paper will come: the equality counts may be read. Next year's is begun."""
        assert self.form
        finish_counting(by=self.by, at=at, form=self.form)
        opens_on = timezone.localdate(at) + timedelta(days=200)
        copy_form(by=self.by, at=at, form=self.form, area=self.area, opens_on=opens_on, closes_on=opens_on + timedelta(days=30))


def enter_forms(areas: dict[str, Area], accounts: dict[str, Account], *, calendar: Calendar, first: datetime, seed: int) -> None:
    """Enter a closed form of the East of England, with its successor in draft, and an open one of Wales into the year."""
    day, until = timezone.localdate(first), calendar.until
    maya, nia = (viewer_for(accounts[f"{name}@example.org"], day) for name in ("maya.fenwick", "nia.rowe"))
    east = FormMaker(areas["east-of-england"], by=maya, chance=Random(f"{seed} form east"))
    wales = FormMaker(areas["cymru-wales"], by=nia, chance=Random(f"{seed} form wales"))
    for days, happening in (
        (95, lambda at: east.make(at, code="after", days=28, schemes=("ethnicity-5", "sex"))), (80, east.answered), (60, east.count),
        (18, lambda at: wales.make(at, code="wedyn", days=40, schemes=())), (4, wales.answered_in_welsh),
    ):  # fmt: skip
        calendar.enter(until - timedelta(days=days), happening)
