"""What a person does on any page: read it, fill it in, press a button, say a day."""

from datetime import date, timedelta

SUBMIT = "main button[type=submit], main button[name=submit], main input[type=submit], main form button:not([type=button])"


def words_of(visitor) -> str:
    return visitor.page.locator("main").inner_text()


def fill(visitor, **values: str) -> None:
    """Fill in the fields of these names: type, choose from a list by its words, or tick what is called so."""
    for name, value in values.items():
        field = visitor.page.locator(f"main [name={name}]")
        if field.first.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        elif field.first.get_attribute("type") in ("radio", "checkbox"):
            visitor.page.locator(f"main [name={name}]" if value == "on" else f"main [name={name}][value='{value}']").check()
        else:
            field.fill(value)


def unfold(visitor) -> None:
    folded = visitor.page.locator("main details:not([open]) > summary")
    while folded.count():
        folded.first.click()


def send(visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.page.wait_for_load_state()


def save(visitor) -> None:
    """Press the button of the page's own form, and be where it leads."""
    before = visitor.page.url
    visitor.page.locator(SUBMIT).last.click()
    visitor.page.wait_for_load_state()
    assert visitor.page.url != before, words_of(visitor)


def follow(visitor, name: str) -> None:
    visitor.page.get_by_role("link", name=name).first.click()
    visitor.page.wait_for_load_state()


def see(visitor, *addresses: str) -> None:
    """Go to each page and look at it."""
    for address in addresses:
        assert visitor.go(address).status == 200, address
        visitor.look()


def bring_up(visitor, heading: str) -> None:
    """Scroll to the part of the page under this heading."""
    visitor.page.get_by_role("heading", name=heading, exact=True).first.evaluate("one => one.scrollIntoView()")


def in_days(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011


def path_of(visitor) -> str:
    """Where the visitor is, without the service's address."""
    return visitor.page.url.removeprefix(visitor.service.address).split("?")[0].split("#")[0]
