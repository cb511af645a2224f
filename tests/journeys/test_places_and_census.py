"""Published places and census tables brought in through the browser: said first, done at the press of a button, nothing done twice."""

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "src" / "folkmoot" / "areas" / "data"
PARTNERSHIP = "Fenland and Wisbech together"
LOOKUP = f"LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM\nE07000010,Fenland,E22000999,{PARTNERSHIP},E23000023,Cambridgeshire\n"
VARIABLE = "Disability"
CATEGORIES = (
    "Disabled under the Equality Act: Day-to-day activities limited a lot",
    "Disabled under the Equality Act: Day-to-day activities limited a little",
    "Not disabled under the Equality Act: Has long-term physical or mental health condition but day-to-day activities are not limited",
    "Not disabled under the Equality Act: No long-term physical or mental health conditions",
)


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def census_table(folder: Path) -> Path:
    """A table of every authority there is today, with invented figures, in the shape in which it is published."""
    ended = {row["from_authority"] for row in rows_of("authority_successions.csv")}
    today = [row for row in rows_of("authority_counties.csv") if row["county"] and row["authority"] not in ended]
    path = folder / "census2021-ts038-ltla.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        headings = ("Total: All usual residents", *CATEGORIES)
        writer.writerow(["date", "geography", "geography code", *(f"{VARIABLE}: {words}" for words in headings)])
        for number, row in enumerate(today):
            counts = [700 + number, 1200 + number, 800, 9000 + 3 * number]
            writer.writerow(["2021", row["name_en"], row["authority"], sum(counts), *counts])
    return path


def bring(visitor, address: str, file: Path) -> None:
    visitor.go(address)
    visitor.look()
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.page.get_by_role("button", name="Continue").click()
    visitor.look()


def test_places_and_a_census_table_through_the_browser(visit, cast, tmp_path):
    # given an analyst with two published files
    farah = visit()
    farah.sign_in(*cast["analyst"])
    page = farah.page
    lookup = tmp_path / "lookup.csv"
    lookup.write_text(LOOKUP, encoding="utf-8")
    # when she brings in who works with whom
    bring(farah, "/areas/brought-in/new/", lookup)
    page.get_by_role("button", name="Bring it in").click()
    farah.look()
    # then the authority says so
    farah.go("/areas/authorities/E07000010/")
    assert PARTNERSHIP in page.locator("main").inner_text()
    farah.look()
    # and a census table: first what it holds, then it is stored and compared with what was published
    bring(farah, "/who-lives-here/bring-in/", census_table(tmp_path))
    page.get_by_role("button", name="Bring it in").click()
    farah.look()
    farah.go("/who-lives-here/totals/")
    assert "Disability" in page.locator("main").inner_text()
    farah.look()
    farah.go("/who-lives-here/area/east-of-england/")
    assert "Norwich" not in page.locator("h1").inner_text()
    farah.look()
    farah.picture("who-lives-here")
