"""A workbook brought in, known again, taken back; who may, and what is recorded."""

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.published.survey.reading import read
from folkmoot.workforce.survey import queries
from folkmoot.workforce.survey.models import SurveyFigure, SurveyLoad
from folkmoot.workforce.survey.operations import bring_in, choose_organisation, take_back
from folkmoot.workforce.survey.tests.factories import EVERYBODY, MINORITY, SERVICE, WHITE, analyst, hr, loaded, workbook

pytestmark = pytest.mark.django_db


def test_the_service_and_everybody_are_kept_and_no_other_organisation():
    load = loaded()
    assert (load.year, load.organisation, load.kept) == (2024, SERVICE, 12)
    assert set(load.figures.values_list("whose", flat=True)) == {"organisation", "mean"}
    found = load.figures.get(whose="organisation", group="minority", item="E01")
    assert (found.base, found.low, found.high, found.decimals) == (416, 12.7395, 12.7405, 3)
    assert load.report["organisations"] == 2
    event = AuditEvent.objects.get(subject_kind="workforce.surveyload")
    assert (event.kind, event.detail["figures"]) == ("collection", 12)


def test_the_same_file_and_the_same_figures_are_known_again():
    load = loaded()
    file = read(workbook(), "another-name.ods")
    again = bring_in(by=hr(), at=NOW, file=file, sha256=load.sha256)
    figures = bring_in(by=hr(), at=NOW, file=file, sha256="another")
    assert ((again.load, again.again), (figures.load, figures.again)) == ((load, "file"), (load, "figures"))
    assert SurveyLoad.objects.count() == 1
    assert SurveyFigure.objects.count() == 12


def test_without_a_name_or_anything_of_it_nothing_is_kept():
    file = read(workbook(MINORITY, WHITE), "x.ods")
    with pytest.raises(Refused, match="which organisation"):
        bring_in(by=hr(), at=NOW, file=file, sha256="a")
    choose_organisation(by=hr(), at=NOW, name="Another Service")
    with pytest.raises(Refused, match="Another Service"):
        bring_in(by=hr(), at=NOW, file=file, sha256="a")
    assert not SurveyLoad.objects.exists()


def test_the_name_is_found_whatever_its_case():
    choose_organisation(by=hr(), at=NOW, name=f"  {SERVICE.upper()} ")
    done = bring_in(by=hr(), at=NOW, file=read(workbook(MINORITY, WHITE), "x.ods"), sha256="a")
    assert done.load.figures.filter(whose="organisation").count() == 6


def test_a_file_taken_back_counts_no_more_and_may_come_again():
    load = loaded()
    with pytest.raises(Refused, match="Say why"):
        take_back(by=hr(), at=NOW, load=load, why=" ")
    with pytest.raises(ChangedMeanwhile):
        take_back(by=hr(), at=NOW, load=load, why="The publisher withdrew it.", seen_version=9)
    take_back(by=hr(), at=NOW, load=load, why="The publisher withdrew it.", seen_version=load.version)
    assert queries.asked(hr()) == {}
    assert queries.gap_rows(hr(), 2024) == []
    with pytest.raises(Refused, match="already"):
        take_back(by=hr(), at=NOW, load=load, why="Again")
    again = bring_in(by=hr(), at=NOW, file=read(workbook(), "x.ods"), sha256=load.sha256)
    assert again.again == ""
    assert queries.asked(hr()) == {"ethnicity": [2024]}


def test_only_human_resources_and_headquarters_write():
    load = loaded()
    reader = analyst()
    for do in (
        lambda: choose_organisation(by=reader, at=NOW, name="X"),
        lambda: bring_in(by=reader, at=NOW, file=read(workbook(), "x.ods"), sha256="b"),
        lambda: take_back(by=reader, at=NOW, load=load, why="x"),
    ):
        with pytest.raises(NotAllowed):
            do()
    assert len(queries.gap_rows(reader, 2024)) == 3


def test_another_name_leaves_figures_of_the_former_out():
    loaded()
    choose_organisation(by=hr(), at=NOW, name="Renamed Service")
    assert queries.asked(hr()) == {}
    choose_organisation(by=hr(), at=NOW, name=SERVICE)
    assert queries.asked(hr()) == {"ethnicity": [2024]}


def test_a_later_publication_says_it_anew():
    loaded(*EVERYBODY, MINORITY, WHITE, year=2023, name="2023.ods")
    corrected = [*MINORITY[:9], "13.500"]
    loaded(*EVERYBODY, corrected, WHITE, year=2023, name="2023-v2.ods")
    found = {row.item.code: row for row in queries.gap_rows(hr(), 2023, "ethnicity")}
    assert found["E01"].score.value == pytest.approx(13.5)
