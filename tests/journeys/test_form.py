"""A form without a line of code: made, opened, answered on a phone in Welsh without script, looked at, counted, and printed."""

import re

from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, in_days, path_of, save, see, send, unfold, words_of

WISH = "Dylai’r llythyr fod yn Gymraeg."


def test_a_form_without_code(visit, cast):
    nia = visit()
    nia.sign_in("nia.rowe@example.org", cast["icem"][1])
    form = make(nia)
    ask(nia, form)
    open_it(nia, form)
    answer_on_a_phone(visit)
    decide_what_was_held(nia)
    read_the_results(nia, form)


def make(nia) -> str:
    nia.go("/voice/forms/new")
    fill(nia, title_en="How was the waiting room?", title_cy="Sut oedd yr ystafell aros?", introduction_en="Two questions.")
    fill(nia, introduction_cy="Dau gwestiwn.", purpose="To mend it", audience="Witnesses", opens_on=in_days(0), closes_on=in_days(30))
    fill(nia, code="aros")
    nia.page.get_by_label("Sex", exact=True).check()
    nia.look()
    save(nia)
    nia.look()
    return path_of(nia)


def ask(nia, form: str) -> None:
    nia.go(f"{form}questions/new/scale")
    fill(nia, words_en="How did it go?", words_cy="Sut aeth hi?", low_en="Badly", low_cy="Yn wael", high_en="Well", high_cy="Yn dda")
    nia.look()
    save(nia)
    nia.go(f"{form}pages/new")
    fill(nia, title_en="Anything else", title_cy="Unrhyw beth arall")
    nia.look()
    save(nia)
    nia.go(f"{form}questions/new/long")
    unfold(nia)
    fill(nia, words_en="What should change?", words_cy="Beth ddylai newid?", nature="concern", section="Anything else")
    save(nia)


def open_it(nia, form: str) -> None:
    for page in ("preview", "poster"):
        nia.go(form + page)
        nia.look()
    nia.go(form)
    send(nia, "Open the form")
    assert "/f/aros" in words_of(nia)


def answer_on_a_phone(visit) -> None:
    """Without script; axe needs script to look, so a second phone looks at the first page."""
    looking = visit(NARROW)
    looking.go("/f/aros?language=cy")
    looking.look()
    phone = visit(NARROW, javascript=False)
    phone.go("/f/aros?language=cy")
    assert "Sut oedd yr ystafell aros?" in words_of(phone)
    for _page in range(6):
        if phone.page.locator("main [type=radio]").count() and not phone.page.locator("main [type=radio]:checked").count():
            phone.page.locator("main [type=radio]").nth(1).check()
        if phone.page.locator("main textarea").count() and not phone.page.locator("main textarea").first.input_value():
            phone.page.locator("main textarea").first.fill(WISH)
            phone.picture("form-phone")
            phone.page.wait_for_timeout(4500)  # people read before they answer: what comes faster is held to be looked at
        onward = phone.page.locator(
            "main form .govuk-button[value=begin], main form .govuk-button[value=next], main form .govuk-button[value=send]"
        )
        if not onward.count():
            break
        onward.first.click()
        phone.page.wait_for_load_state()
    assert phone.page.locator("html").get_attribute("lang") == "cy"
    assert re.search("Diolch|Thank you", words_of(phone)), words_of(phone)


def decide_what_was_held(nia) -> None:
    nia.go("/voice/forms/")
    nia.look()
    nia.page.get_by_role("link", name="After you reported").first.click()
    nia.page.wait_for_load_state()
    nia.page.get_by_role("link", name=re.compile("held to be looked at")).click()
    nia.page.wait_for_url(re.compile("/held$"))
    nia.look()
    assert nia.page.locator("main [name=response]").count(), words_of(nia)
    nia.page.locator("main [name=response]").first.check()
    send(nia, "Do not count those chosen")
    assert not nia.page.get_by_role("button", name="Count those chosen").count()


def read_the_results(nia, form: str) -> None:
    see(nia, f"{form}equality", f"{form}enter", f"{form}results")
    unfold(nia)
    assert WISH in words_of(nia)
    for language in ("en", "cy"):
        printed = nia.page.request.get(f"{nia.service.address}{form}paper-{language}.pdf")
        assert printed.body().startswith(b"%PDF")
