"""The survey through its pages: the name, a workbook checked and kept, the gaps, a score over the years, files out, taken back."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import panel_member
from folkmoot.actions.models import Action
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tables.reading import read_table
from folkmoot.workforce.survey.models import SurveyFigure, SurveyLoad, SurveyOrganisation
from folkmoot.workforce.survey.tests.factories import EVERYBODY, MINORITY, SERVICE, WHITE, analyst, hr, loaded, workbook

pytestmark = pytest.mark.django_db
HOME = "/workforce/survey/"
BRING_IN = f"{HOME}bring-in/"


@pytest.fixture(autouse=True)
def home(tmp_path, settings, db):
    settings.HOME = tmp_path


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=hr().account_id))
    return client


def send(client, data: bytes, name: str = "by-ethnicity.ods", **more):
    return client.post(BRING_IN, {"file": SimpleUploadedFile(name, data), **more})


def test_from_the_name_to_the_gaps(here):
    assert "First step" in here.get(HOME).text
    assert here.get(BRING_IN).url == f"{HOME}organisation"
    here.post(f"{HOME}organisation", {"name": SERVICE, "mark": "m1"})
    assert SurveyOrganisation.objects.get().name == SERVICE
    assert "No figures of" in here.get(HOME).text
    check = send(here, workbook(year=2024)).url
    page = here.get(check).text
    for words in ("Check before it is kept", SERVICE, "6 figures", "12 figures", "Organisations by group"):
        assert words in page
    kept = here.post(check).url
    assert here.post(check).url == kept
    assert SurveyLoad.objects.count() == 1
    page = here.get(HOME).text
    assert "the engagement gap is near zero (−0.4 points)" in page
    assert "reported 2.1 times as often (12.7% beside 6.0%): needs review" in page
    for words in ("z 4.94", "p &lt; 0.001", "(416)", "(2,464)", "+3.9", "higher is worse", "2,880 answered"):
        assert words in page
    assert "biased" not in page
    assert here.get(f"{HOME}?year=2009&by=ethnicity").status_code == 200


def test_a_file_that_is_not_one_changes_nothing(here):
    loaded()
    assert "Choose a file" in here.post(BRING_IN, {}).text
    assert "no result of the People Survey" in send(here, b"Name,Town\nAda,Neath\n", "x.csv").text
    broken = send(here, workbook(*EVERYBODY, MINORITY, [*WHITE[:9], "abc"])).text
    assert "row 9, column J" in broken
    assert "is not a figure" in broken
    assert SurveyLoad.objects.count() == 1


def test_the_same_file_again_and_one_thrown_away(here):
    loaded()
    check = send(here, workbook()).url
    assert "brought in already" in here.get(check).text
    assert here.post(f"{check}forget").url == BRING_IN
    assert here.get(check).status_code != 200
    assert SurveyLoad.objects.count() == 1


def test_what_was_not_recognised_is_said(here):
    loaded()
    strange = [*MINORITY[:4], "Martian", *MINORITY[5:]]
    check = send(here, workbook(*EVERYBODY, MINORITY, WHITE, strange, year=2023), "by-ethnicity.csv").url
    page = here.get(check).text
    assert "A group that is not known, not kept: “Martian”." in page
    assert "Its name ends in .csv" in page


def test_one_score_over_the_years(here):
    for year in (2020, 2021, 2024):
        loaded(*EVERYBODY, [*MINORITY[:6], 400 + year % 100, *MINORITY[7:]], WHITE, year=year, name=f"{year}.ods")
    page = here.get(f"{HOME}score/E01/?by=ethnicity&year=2024").text
    for words in (
        "The series breaks here",
        "The wording of the questions on discrimination changed in 2021.",
        "not compared: the series breaks",
    ):
        assert words in page
    assert "In 2021 the gap was" in page
    assert here.get(f"{HOME}score/XYZ/").status_code == 404


def test_an_action_is_raised_from_a_gap(here):
    loaded()
    figure = SurveyFigure.objects.get(whose="organisation", group="minority", item="E01")
    assert f"{HOME}figure/{figure.pk}/action" in here.get(f"{HOME}score/E01/").text
    page = here.get(f"{HOME}figure/{figure.pk}/action")
    assert "Discriminated against at work" in page.text
    given = {"title": "Ask staff networks what lies behind reported discrimination", "measure": "Reported discrimination",
             "due_on": "2026-12-01", "starts_on": "2026-03-10", "owner": hr().account_id, "agency": "cps", "mark": "a1",
             "resources": "Two half days of the networks, agreed",
             "baseline": "12.7%", "target": "8%"}  # fmt: skip
    sent = here.post(f"{HOME}figure/{figure.pk}/action", given)
    assert sent.status_code == 302, sent.text[sent.text.find("error-summary") :][:900]
    action = Action.objects.get()
    assert (action.origin_kind, action.origin_id) == ("workforce.surveyfigure", figure.pk)
    assert action.title in here.get(f"{HOME}score/E01/").text
    assert here.get(f"{HOME}figure/999999/action").status_code == 404


def test_the_table_as_a_file_is_recorded_as_a_disclosure(here, tmp_path):
    loaded()
    answer = here.get(f"{HOME}table.csv?year=2024&by=ethnicity")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = next(row for row in rows if row[0].startswith("Discriminated"))
    assert found[1:7] == ["Ethnic minority", "12.74", "416", "White", "6.05", "2464"] or found[3] == "416"
    assert found[12] == "Needs review"
    event = AuditEvent.objects.get(kind="disclosure")
    assert (event.subject_kind, event.detail["by"]) == ("workforce.surveyload", "ethnicity")
    place = tmp_path / "t.ods"
    place.write_bytes(here.get(f"{HOME}table.ods").content)
    assert len(read_table(place).rows) == 3
    assert here.get(f"{HOME}table.pdf").status_code == 404


def test_a_file_is_taken_back_with_its_reason(here):
    load = loaded()
    page = f"{HOME}files/{load.pk}/"
    assert "Organisations by group" in here.get(page).text
    assert here.post(f"{page}take-back", {"why": "", "version": load.version, "mark": "t1"}).status_code == 422
    here.post(f"{page}take-back", {"why": "The publisher withdrew it.", "version": load.version, "mark": "t2"})
    assert "The publisher withdrew it." in here.get(page).text
    assert "Taken back" in here.get(f"{HOME}files/").text
    assert "No figures of" in here.get(HOME).text


def test_a_reader_reads_and_writes_nothing(client):
    loaded()
    client.force_login(Account.objects.get(pk=analyst().account_id))
    page = client.get(HOME)
    assert page.status_code == 200
    assert BRING_IN not in page.text
    assert client.get(BRING_IN).status_code == 403
    assert client.post(f"{HOME}organisation", {"name": "X"}).status_code == 403
    client.force_login(Account.objects.get(pk=panel_member().account_id))
    assert client.get(HOME).status_code in (302, 403)


def test_the_pages_ask_as_many_questions_whatever_they_show(here):
    loaded()
    here.get(HOME)
    with CaptureQueriesContext(connection) as few:
        here.get(HOME)
    for year in (2019, 2020, 2021, 2022, 2023):
        loaded(*EVERYBODY, MINORITY, [*WHITE[:6], 2000 + year, *WHITE[7:]], year=year, name=f"{year}.ods")
    with CaptureQueriesContext(connection) as many:
        here.get(HOME)
    assert len(many) == len(few)


def test_the_page_speaks_welsh_without_failing(here):
    loaded()
    here.cookies["django_language"] = "cy"
    assert here.get(HOME, headers={"accept-language": "cy"}).status_code == 200
