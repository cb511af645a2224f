"""An analyst counts a case file in the browser and reads the answer; the file itself is nowhere afterwards."""

import csv
import random

from tests.journeys.conftest import NARROW


def case_file(folder):
    """Three thousand suspects of two groups, one charged more often by sixteen points."""
    drawn = random.Random(7)
    path = folder / "suspects.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["ethnicity", "sex", "decision"])
        for _ in range(3000):
            group = "White British" if drawn.random() < 0.7 else "Caribbean"
            charged = drawn.random() < (0.62 if group == "White British" else 0.78)
            writer.writerow([group, drawn.choice(["Male", "Female"]), "Charge" if charged else "No further action"])
    return path


def test_file_to_answer(visit, cast, service, tmp_path):
    farah = visit()
    farah.sign_in(*cast["analyst"])
    page = farah.page
    farah.go("/casework/new")
    farah.look()
    page.locator("input[type=file]").set_input_files(case_file(tmp_path))
    page.get_by_label("Title").fill("Charging decisions, a sample")
    page.get_by_label("Data as of").fill("2026-06-30")
    page.get_by_label("Where the data come from").fill("An extract made for this journey")
    page.get_by_role("button", name="Continue").click()
    farah.look()
    page.get_by_label("Which column holds the outcome?").select_option(value="decision")
    page.get_by_role("checkbox", name="ethnicity", exact=False).check()
    page.get_by_role("button", name="Continue").click()
    farah.look()
    page.get_by_role("checkbox", name="Charge", exact=True).check()
    page.get_by_label("The outcome in words").fill("charged")
    page.get_by_role("radio").first.check()
    page.locator("main form button[type=submit], main form button[name=submit], main form input[type=submit]").first.click()
    answer = page.locator("main").inner_text()
    assert "needs review" in answer
    assert "biased" not in answer.casefold()
    farah.look()
    farah.picture("casework")
    phone = visit(NARROW)
    phone.sign_in(*cast["analyst"])
    phone.page.goto(page.url)
    phone.look()
    assert not list(service.home.rglob("suspects.csv")), "the case file was not deleted"
