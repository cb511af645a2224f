"""Are decisions fair: a month comes in, a view is asked for, a signal answered, recording put right with a force."""

import re
from datetime import date
from pathlib import Path

from folkmoot.demo.cases import write_case_file
from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, follow, in_days, path_of, save, see, send, unfold, words_of

EXTRACT = "Charging and prosecution extract"
SECTIONS = ("Areas", "Stages", "Over time", "What would change this answer?", "Two or three together", "Method")


def give(visitor, path: Path, **values: str) -> None:
    """Choose a file, fill in what is asked beside it, and go on."""
    visitor.page.set_input_files("main input[type=file]", path)
    fill(visitor, **values)
    save(visitor)


def extract_of(folder: Path, month: str, suspects: int) -> Path:
    return write_case_file(folder / f"extract-{month}.parquet", seed=99, months=[month], suspects=suspects, followed=True)


def address(visitor, start: str, end: str = "/") -> str:
    """Where the first link goes that begins and ends so."""
    return visitor.page.locator(f"main a[href^='{start}'][href*='{end}']").first.get_attribute("href")


def test_a_month_comes_in_and_is_taken_back(visit, cast, tmp_path):
    farah = visit()
    farah.sign_in(*cast["analyst"])
    today = date.today()  # noqa: DTZ011
    file = extract_of(tmp_path, f"{today:%Y-%m}", 3000)
    see(farah, "/casework/sources/")
    follow(farah, EXTRACT)
    farah.look()
    source = path_of(farah)
    see(farah, source + "load/")
    give(farah, file, data_as_of=today.isoformat())
    farah.look()
    assert "3,000" in words_of(farah)
    unusual = farah.page.locator("main [name=vouched]")
    if unusual.count():  # fewer rows than a month has as a rule
        unusual.check()
    farah.page.locator("main button[name=submit]").first.click()
    farah.page.wait_for_load_state()
    assert f"Load of {today:%B %Y}" in words_of(farah)
    farah.look()
    load = path_of(farah)
    farah.go(source + "load/")
    give_again(farah, file, today)
    see(farah, load + "take-back/")
    fill(farah, why="The extract was run before the month was closed.")
    save(farah)
    farah.go(load)
    assert "Taken back: The extract was run before the month was closed." in words_of(farah)


def give_again(farah, file: Path, today: date) -> None:
    farah.page.set_input_files("main input[type=file]", file)
    fill(farah, data_as_of=today.isoformat())
    farah.page.locator("main button[name=submit]").click()
    farah.page.wait_for_load_state()
    assert "already" in words_of(farah)
    farah.fits()


def test_a_source_is_declared_and_its_columns_read(visit, cast, tmp_path):
    farah = visit()
    farah.sign_in(*cast["analyst"])
    see(farah, "/casework/sources/new/")
    fill(
        farah, title="Charging decisions of one year", kind="Case extract: one row for each suspect, defendant, victim or witness",
        population="Suspects", owner="Farah Nadeem", publisher="Case management system", cadence="Once only",
    )  # fmt: skip
    save(farah)
    source = path_of(farah)
    see(farah, source + "change/", source + "columns/")
    give(farah, extract_of(tmp_path, "2026-01", 900))
    farah.look()
    save(farah)
    farah.look()
    save(farah)
    farah.go(source)
    assert "How its columns are read" in words_of(farah)


def test_the_workbench(visit, cast):
    farah = visit()
    farah.sign_in(*cast["analyst"])
    see(farah, "/casework/workbench/")
    follow(farah, EXTRACT)
    farah.look()
    choose(farah)
    farah.look()
    for section in SECTIONS:
        follow(farah, section)
        assert farah.page.get_by_role("heading", name=section).count(), section
        farah.look()
    with farah.page.expect_download() as awaited:
        farah.page.get_by_role("link", name="ODS", exact=True).click()
    assert awaited.value.suggested_filename.endswith(".ods")
    follow(farah, "Rates")
    saved = keep_view(farah)
    side_by_side(farah, saved)
    see(farah, saved + "change/", saved + "remove/")
    send(farah, "Remove it")
    farah.go("/casework/workbench/")
    assert "Custody by sex" not in words_of(farah)


def choose(farah) -> None:
    """Immediate custody by sex, with the offence taken into account."""
    unfold(farah)
    farah.page.locator("main [name=by][value=ethnicity]").uncheck()
    farah.page.locator("main [name=by][value=sex]").check()
    farah.page.locator("main [name=controls][value=offence]").check()
    farah.page.locator("main [name=stage]").select_option("custody")
    send(farah, "Show")
    assert "stage=custody" in farah.page.url
    assert "by=sex" in farah.page.url


def keep_view(farah) -> str:
    follow(farah, "Save this view")
    farah.look()
    fill(farah, title="Custody by sex", note="Look again when the year is whole.", sharing="all")
    save(farah)
    assert "Custody by sex" in words_of(farah)
    farah.look()
    return path_of(farah)


def side_by_side(farah, saved: str) -> None:
    see(farah, "/casework/workbench/compare/")
    farah.page.locator("main [name=left]").select_option(saved.split("/")[-2])
    farah.page.locator("main [name=right]").select_option(label="Charged, by ethnicity, with the offence taken into account")
    send(farah, "Show")
    assert "Custody by sex" in words_of(farah)
    farah.look()


def test_what_a_view_leads_to(visit, cast):
    """A signal is raised from a group that differs, and an action from a view that was saved."""
    farah, owen, narrow = visit(), visit(), visit(NARROW)
    farah.sign_in(*cast["analyst"])
    farah.go("/casework/workbench/")
    follow(farah, EXTRACT)
    source = path_of(farah)
    see(farah, address(farah, f"{source}signal/"))
    owen.sign_in(*cast["hq"])
    owen.go("/casework/workbench/")
    owen.go(address(owen, "/casework/workbench/saved/"))
    view = path_of(owen)
    see(owen, view + "action/", view + "action/?area=england-and-wales")
    fill(
        owen,
        title="Ask three Areas how they decide on charges of young men",
        measure="An answer of each",
        due_on=in_days(60),
        resources="Two hours of each Area, agreed",
    )
    owen.page.locator("main select[name=owner]").select_option(label="Owen Achebe")
    save(owen)
    owen.go(view)
    assert "Ask three Areas" in words_of(owen)
    narrow.sign_in(*cast["analyst"])
    see(narrow, "/casework/workbench/", source)


def test_a_signal_is_answered_and_read_by_a_second_person(visit, cast):
    farah, owen = visit(), visit()
    farah.sign_in(*cast["analyst"])
    owen.sign_in(*cast["hq"])
    see(farah, "/casework/signals/")
    farah.page.get_by_role("link", name="Caribbean: Charged", exact=True).click()
    farah.look()
    signal = path_of(farah)
    see(farah, signal + "owner/")
    fill(farah, owner="Farah Nadeem")
    save(farah)
    try_hypothesis(farah, signal)
    see(owen, signal + "action/")
    see(farah, signal + "retest/", signal + "answer/")
    fill(
        farah, outcome="accepted", reasons="The offence does not explain it: the decisions have to be read.", way="panel",
        owner="Farah Nadeem", retest_on=in_days(180),
    )  # fmt: skip
    fill(farah, outcome="explained", evidence="The decomposition in the workbench, by offence")
    save(farah)
    farah.go(signal)
    assert "second person" in words_of(farah)
    see(owen, signal + "review/")
    fill(owen, agreed="yes", remarks="Read with the figures of the quarter.")
    save(owen)
    assert "Read with the figures of the quarter." in words_of(owen)
    owen.look()
    rules_and_runs(farah)


def try_hypothesis(farah, signal: str) -> None:
    see(farah, signal + "hypotheses/")
    fill(farah, words="More of them are suspected of offences for which everybody is charged more often.")
    save(farah)
    farah.go(signal)
    see(farah, address(farah, signal + "hypotheses/", "hypotheses/1/"))
    fill(farah, finding="supported", words="The difference is smaller once it is taken into account.", evidence="Adjusted difference")
    save(farah)


def rules_and_runs(farah) -> None:
    see(farah, "/casework/signals/rules/", "/casework/signals/runs/")
    see(farah, address(farah, "/casework/signals/runs/", "runs/1"))
    farah.go("/casework/signals/rules/")
    follow(farah, f"Change this rule ({EXTRACT})")
    farah.look()
    fill(farah, min_gap="2.5", why="Agreed with the advisory group in autumn.")
    save(farah)
    farah.go("/casework/signals/rules/")
    assert "2.5" in words_of(farah)


def test_recording_is_put_right_with_a_force(visit, cast):
    farah, owen = visit(), visit()
    farah.sign_in(*cast["analyst"])
    owen.sign_in(*cast["hq"])
    see(farah, "/casework/quality/")
    follow(farah, EXTRACT)
    farah.look()
    follow(farah, "Ethnicity")
    farah.look()
    follow(farah, "Norfolk")
    farah.look()
    field = farah.page.url.removeprefix(farah.service.address)
    follow(farah, "A sheet to give to the force")
    farah.look()
    farah.go(field)
    follow(farah, "Agree an improvement with this force")
    farah.look()
    fill(
        farah, target="90", by_on=in_days(200), contact="Head of criminal justice", owner="Farah Nadeem",
        agreed="Officers ask when somebody is booked in, and the custody sergeant looks every week.",
    )  # fmt: skip
    save(farah)
    farah.look()
    plan = path_of(farah)
    see(farah, plan + "step/")
    fill(farah, words="The question is on the custody screen now.", on=in_days(-1))
    farah.page.locator("main [name=kind]").first.check()
    save(farah)
    assert "The question is on the custody screen now." in words_of(farah)
    see(farah, "/casework/quality/plans/")
    see(owen, plan + "action/")


def test_what_follows_tables_that_were_published(visit, cast):
    owen = visit()
    owen.sign_in(*cast["hq"])
    see(owen, "/casework/tables/")
    editions = sorted({link.split("?")[0] for link in links(owen) if re.fullmatch(r"/casework/tables/\d+/?", link)})
    *_, published = [one.rstrip("/") for one in editions if offers(owen, one, "withdraw")]
    see(owen, f"{published}/withdraw", f"{published}/next")
    fill(owen, kind="minor", changes="A second file is added; nothing that stood there was wrong.")
    save(owen)
    owen.look()
    follow(owen, "Put in a table")
    owen.look()
    owen.page.locator("main a[href*='/add/file/']").first.click()
    owen.look()


def links(visitor) -> list[str]:
    return [each.get_attribute("href") or "" for each in visitor.page.locator("main a").all()]


def offers(visitor, address: str, what: str) -> bool:
    visitor.go(address)
    return any(link.endswith(f"/{what}") for link in links(visitor))
