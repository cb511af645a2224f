"""Steps of a journey: the minutes of a meeting written by two people at once, and what is recorded at an item meanwhile."""

from tests.journeys.hands import fill, save, see, unfold, words_of


def write_together(maya, owen, meeting: int) -> None:
    """Two write at once: other items are saved side by side, and over the same one neither loses a word."""
    address = f"/panels/agenda/meeting/{meeting}/minutes/write"
    maya.go(address)
    owen.go(address)
    said, other = (maya.page.get_by_label("What was said", exact=False).nth(number) for number in (0, 1))
    box = said.get_attribute("name")
    first, second = box.removeprefix("words_"), other.get_attribute("name").removeprefix("words_")
    fill(maya, **{box: "Three letters were read aloud."})
    keep(maya, first)
    fill(owen, **{f"words_{second}": "A teacher may come.", f"outcome_{second}": "The unit says so in the letter."})
    keep(owen, second)
    assert "Three letters were read aloud." in written(owen)
    assert "A teacher may come." in written(owen)
    fill(maya, **{box: "Three letters were read aloud. Two were hard."})
    keep(maya, first)
    fill(owen, **{box: "Members read three letters."})
    keep(owen, first)
    assert "Bring both texts together" in words_of(owen)
    assert "Two were hard." in words_of(owen)
    assert "Members read three letters." in written(owen)
    owen.look()
    fill(owen, **{box: "Members read three letters aloud. Two were hard."})
    keep(owen, first)
    maya.go(address)
    maya.look()
    assert "Members read three letters aloud." in written(maya)
    declare(maya, first)


def keep(visitor, item: str) -> None:
    visitor.page.locator(f"main button[value='stay:{item}']").click()
    visitor.page.wait_for_load_state()


def written(visitor) -> str:
    return " ".join(box.input_value() for box in visitor.page.locator("main textarea").all())


def declare(maya, item: str) -> None:
    unfold(maya)
    maya.page.locator(f"main button[value='interest:{item}']").click()
    maya.page.wait_for_load_state()
    maya.page.locator("main [name=attendance]").select_option(index=2)
    fill(maya, what="Works for the school that was named")
    maya.look()
    save(maya)
    assert "Works for the school that was named" in words_of(maya)
    maya.go(f"/panels/agenda/items/{item}/ask")
    fill(maya, words="How many letters go to people under eighteen?", of_whom="The charging unit")
    maya.look()
    save(maya)
    see(maya, f"/panels/agenda/items/{item}/action", f"/panels/agenda/items/{item}/")
    back = maya.page.locator("main a[href*='/agenda/interests/']").first.get_attribute("href")
    see(maya, back)
