"""Does the service reflect the public: figures come in, targets are read, plans begun and gaps answered; nobody is ever named."""

from pathlib import Path

from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, follow, in_days, path_of, save, see, send, words_of

HEADINGS = "Unit,Grade,What,Characteristic,Group,Headcount"
ROWS = (
    "Digital and Information,Band 3,In post,Disability,Disabled,46", "Digital and Information,Band 3,In post,Disability,Not disabled,190",
    "Operations,SCS,In post,Disability,Disabled,12", "Operations,SCS,In post,Disability,Not disabled,60",
)  # fmt: skip
SOURCE = "Personnel system, table of headcounts (invented)"
FOUND = "Half of the teams have not asked since the spring; managers ask at the next review."
DIGITAL = "Digital and Information"


def the_table(folder: Path, headings: str = HEADINGS, rows: tuple[str, ...] = ROWS, name: str = "staff-now.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([headings, *rows]), encoding="utf-8")
    return file


def bring(gareth, file: Path) -> None:
    gareth.go("/workforce/figures/bring-in/")
    gareth.page.set_input_files("main input[type=file]", file)
    fill(gareth, as_of=in_days(-1), source=SOURCE, counted="exact")
    gareth.page.locator("main [name=measure]").select_option("in_post")
    send(gareth, "Look at what it holds")


def link(gareth, start: str) -> str:
    return gareth.page.locator(f"main a[href*='{start}']").first.get_attribute("href")


def test_figures_on_staff_come_in(visit, cast, tmp_path):
    gareth = visit()
    gareth.sign_in(*cast["hr"])
    see(gareth, "/workforce/figures/", "/workforce/figures/bring-in/")
    bring(gareth, the_table(tmp_path, HEADINGS + ",Surname", tuple(f"{row},Somebody" for row in ROWS), "names.csv"))
    assert "the column “Surname”" in words_of(gareth)
    bring(gareth, the_table(tmp_path))
    assert "Band 3" in words_of(gareth)
    gareth.look()
    fill(gareth, word0="EO", word1="In post, joined, left or promoted")
    send(gareth, "Read it so")
    assert "staff-now.csv" in words_of(gareth)
    assert "kept" in words_of(gareth)
    gareth.look()
    send(gareth, "Keep these figures")
    gareth.go("/workforce/figures/")
    follow(gareth, "staff-now.csv")
    gareth.look()
    load = path_of(gareth)
    bring(gareth, the_table(tmp_path, name="again.csv"))
    assert "already" in words_of(gareth) or "the same file again" in words_of(gareth)
    see(gareth, load + "take-back")
    fill(gareth, why="The grades were those of last year.")
    save(gareth)
    gareth.go("/workforce/figures/")
    assert "The grades were those of last year." in words_of(gareth) or "aken back" in words_of(gareth)


def test_targets_and_who_is_where(visit, cast):
    gareth, plain, narrow = visit(), visit(javascript=False), visit(NARROW)
    gareth.sign_in(*cast["hr"])
    see(gareth, "/workforce/")
    follow(gareth, "Disabled staff in the Senior Civil Service")
    gareth.look()
    follow(gareth, "Change the target")
    gareth.look()
    fill(gareth, percent="9", words="At least nine in a hundred.", why="The people committee set it anew.")
    save(gareth)
    assert "9" in words_of(gareth)
    see(gareth, "/workforce/questions/", "/workforce/units/")
    follow(gareth, "Change")
    gareth.look()
    see(gareth, "/workforce/declaration/", "/workforce/declaration/review")
    fill(gareth, characteristic="Disability", words=FOUND, next_on=in_days(180))
    save(gareth)
    assert FOUND in words_of(gareth)
    see(gareth, "/workforce/representation/")
    plain.sign_in(*cast["hr"])
    representation_of_a_unit(plain)
    narrow.sign_in(*cast["hr"])
    see(narrow, "/workforce/")


def representation_of_a_unit(plain) -> None:
    """Without scripts: a characteristic, a group and a unit, and the table taken away."""
    plain.go("/workforce/representation/")
    fill(plain, characteristic="Disability")
    send(plain, "Show")
    follow(plain, DIGITAL)
    assert DIGITAL in words_of(plain)
    assert "By grade" in words_of(plain)
    with plain.page.expect_download() as awaited:
        plain.page.get_by_role("link", name="CSV", exact=True).click()
    assert awaited.value.suggested_filename.endswith(".csv")


def test_counts_of_units_and_what_holds_the_culture(visit, cast):
    gareth = visit()
    gareth.sign_in(*cast["hr"])
    see(gareth, "/workforce/objectives/", "/workforce/objectives/record", "/workforce/objectives/record-many")
    fill(
        gareth, question="Inclusive behaviours assessed", source="Return of the units (invented)",
        lines="Unit\tStaff\tWith\nOperations\t400\t300\nDigital and Information\t190\t130",
    )  # fmt: skip
    save(gareth)
    assert "The counts were kept." in words_of(gareth)
    see(gareth, "/workforce/culture/", "/workforce/culture/standards/new", "/workforce/culture/accreditations/new")
    gareth.go("/workforce/culture/")
    others = [link(gareth, f"/workforce/culture/{one}/") for one in ("standards", "accreditations")]
    see(gareth, *others, "/workforce/culture/networks/new")
    fill(gareth, name="Carers network", purpose="For staff who care for somebody", champion="Director of Operations")
    save(gareth)
    gareth.go("/workforce/culture/")
    follow(gareth, "Carers network")
    gareth.look()
    network = path_of(gareth)
    see(gareth, network + "change", network + "event")
    fill(gareth, on=in_days(-3), title="Working hours that fit", came="41", outcome="Two proposals to the people committee.")
    save(gareth)
    assert "Working hours that fit" in words_of(gareth)


def test_a_plan_is_begun_and_looked_at(visit, cast):
    gareth = visit()
    gareth.sign_in(*cast["hr"])
    see(gareth, "/workforce/plans/")
    follow(gareth, "Begin it")
    gareth.look()
    fill(
        gareth, title="Plan of our unit", purpose="Staff of every group are recruited as often as others.", owner="Gareth Hume",
        ends_on=in_days(365), review_on=in_days(90),
    )  # fmt: skip
    save(gareth)
    gareth.go("/workforce/plans/")
    follow(gareth, "Plan of our unit")
    gareth.look()
    plan = path_of(gareth)
    see(gareth, plan + "review")
    fill(gareth, words="The first action is to be agreed with the network.", next_on=in_days(120))
    save(gareth)
    gareth.go(plan)
    assert "The first action is to be agreed with the network." in words_of(gareth)


def test_a_gap_is_answered(visit, cast):
    """A gap of the People Survey becomes a signal; a hypothesis is tested, the answer read by somebody else."""
    gareth, owen = visit(), visit()
    gareth.sign_in(*cast["hr"])
    owen.sign_in(*cast["hq"])
    see(gareth, "/workforce/survey/")
    see(gareth, link(gareth, "/workforce/survey/score/"))
    see(gareth, link(gareth, "/workforce/survey/figure/"))
    see(gareth, *(f"/workforce/survey/{one}" for one in ("files/", "bring-in/", "organisation")))
    gareth.go("/workforce/survey/files/")
    load = link(gareth, "/workforce/survey/files/")
    see(gareth, load, load + "take-back")
    see(gareth, "/workforce/signals/")
    follow(gareth, "Raise a signal")
    gareth.look()
    save(gareth)
    gareth.look()
    signal = path_of(gareth)
    gareth.go(signal + "hypotheses/")
    fill(gareth, words="It is one directorate, not the service.")
    save(gareth)
    gareth.go(signal + "hypotheses/1/")
    fill(gareth, finding="supported", words="Without that directorate the gap is gone.", evidence="Table of the survey by directorate")
    save(gareth)
    gareth.go(signal + "answer/")
    fill(
        gareth, outcome="explained", reasons="The gap is in one directorate and not in the service.",
        evidence="Table of the survey by directorate", owner="Gareth Hume",
    )  # fmt: skip
    save(gareth)
    owen.go(signal + "review/")
    fill(owen, agreed="yes", remarks="Read beside the survey of last year.")
    save(owen)
    assert "Read beside the survey of last year." in words_of(owen)
