"""Bringing organisations in from a spreadsheet as it comes: the mistakes named by row and column, then all of it, then nothing twice."""

HEADINGS = "Organisation,Type,Where,E-mail\n"
WRONG = HEADINGS + "Ely Roma Voices,Community group,Ely,hello@example.org\n,Charity,Ely,\nMarch Deaf Club,Spaceship,March,no\n"
RIGHT = HEADINGS + "Ely Roma Voices,Community group,Ely,hello@example.org\nMarch Deaf Club,Community group,March,\n"


def send(visitor, folder, text: str) -> None:
    file = folder / "organisations.csv"
    file.write_text(text, encoding="utf-8")
    visitor.go("/import/")
    visitor.page.get_by_label("Organisations", exact=True).check()
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.page.get_by_role("button", name="Continue").click()


def test_mistakes_are_named_then_all_or_nothing(visit, cast, tmp_path):
    maya = visit()
    maya.sign_in(*cast["icem"])
    page = maya.page
    send(maya, tmp_path, WRONG)
    maya.look()
    page.get_by_label("C (Where)").select_option(label="Town")
    page.get_by_role("button", name="Check the file").click()
    places = [(row.locator("td").nth(0).inner_text(), row.locator("td").nth(1).inner_text()) for row in page.locator("tbody tr").all()]
    assert ("3", "A (Organisation)") in places, places
    assert ("4", "B (Type)") in places, places
    maya.look()
    maya.picture("import-mistakes")

    send(maya, tmp_path, RIGHT)
    if page.get_by_role("button", name="Check the file").count():
        page.get_by_role("button", name="Check the file").click()
    maya.look()
    page.get_by_role("button", name="Bring").click()
    maya.look()
    assert "2" in page.locator("main").inner_text()
    maya.go("/organisations/?q=March+Deaf+Club")
    assert "March Deaf Club" in page.locator("main").inner_text()

    send(maya, tmp_path, RIGHT)
    if page.get_by_role("button", name="Check the file").count():
        page.get_by_role("button", name="Check the file").click()
    assert not page.get_by_role("button", name="Bring").count(), "the same file must have nothing to bring in"
