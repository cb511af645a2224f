"""A text in Easy Read and in large print: written and made by one person, read, confirmed and released by others, read by anybody."""

import io
import re

from PIL import Image

from tests.journeys.hands import fill, follow, in_days, path_of, save, see, words_of


def signed_in(visit, cast, email: str):
    visitor = visit()
    visitor.sign_in(email, cast["hq"][1])
    return visitor


def a_picture() -> dict[str, object]:
    kept = io.BytesIO()
    Image.new("RGB", (240, 180), "navy").save(kept, "PNG")
    return {"name": "people-talking.png", "mimeType": "image/png", "buffer": kept.getvalue()}


def test_easy_read_from_the_first_words_to_its_release(visit, cast):
    leo = signed_in(visit, cast, "leo.marchetti@example.org")
    see(leo, "/languages/")
    follow(leo, "Headings of the public pages")
    document = path_of(leo)
    leo.go(f"{document}easy-read/begin/")
    save(leo)
    add(leo, "We meet people where they live.", picture=True)
    add(leo, "This part goes again.")
    parts = [link for link in addresses(leo) if re.search(r"/easy-read/part/\d+/$", link)]
    see(leo, parts[0], f"{parts[-1]}remove/")
    save(leo)
    assert "This part goes again" not in words_of(leo)
    edition = next(link for link in addresses(leo) if "/reader/" in link)
    see(leo, edition.replace("/reader/", "/print/"), edition)
    fill(leo, office="A self-advocacy group", read_on=in_days(0), changed="Nothing needed changing.")
    save(leo)
    owen = signed_in(visit, cast, "owen.achebe@example.org")
    see(owen, edition.replace("/reader/", "/release/"))
    fill(owen, office="Communications")
    save(owen)
    owen.look()


def add(visitor, words: str, *, picture: bool = False) -> None:
    visitor.page.locator("main a[href*='/part/']").filter(has_text="Add").first.click()
    visitor.look()
    fill(visitor, words=words)
    if picture:
        visitor.page.locator("main [name=picture]").set_input_files(a_picture())
        fill(visitor, alternative="Two people talk.", picture_source="Drawn for us", licence="CC0")
    save(visitor)
    visitor.look()
    assert words in words_of(visitor)


def test_large_print_is_confirmed_by_a_second_person(visit, cast, service):
    leo = signed_in(visit, cast, "leo.marchetti@example.org")
    leo.go("/languages/")
    follow(leo, "report to the Board")
    document = path_of(leo)
    see(leo, f"{document}media/", f"{document}media/new")
    printed = next(iter(sorted((service.home / "reports").glob("*.pdf"))))
    leo.page.locator("main [name=file]").set_input_files(printed)
    fill(leo, sort="large_print", language="en")
    leo.page.locator("main [name=made_from]").select_option(index=0)
    save(leo)
    leo.look()
    made = path_of(leo)
    owen = signed_in(visit, cast, "owen.achebe@example.org")
    see(owen, f"{made}send-back", f"{made}confirm")
    fill(owen, same="on")
    save(owen)
    see(owen, f"{made}release")
    fill(owen, office="Communications")
    save(owen)
    owen.look()
    assert "Released" in words_of(owen)
    see(owen, f"{made}withdraw")
    fill(owen, reason="It was set too small.")
    save(owen)
    see(owen, f"{made}remove")


def addresses(visitor) -> list[str]:
    return [each.get_attribute("href") or "" for each in visitor.page.locator("main a").all()]
