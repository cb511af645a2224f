"""Questions and scales: what ships, versions that stay, and who may put one in use."""

from pathlib import Path
from shutil import copytree

import pytest

from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem, inspector
from folkmoot.foundation.reference.files import BadReferenceFile
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.panels.tests.factories import kind, shipped_kinds
from folkmoot.scrutiny.assessment.questions import operations, queries, tables
from folkmoot.scrutiny.assessment.questions.models import Grade, GradeScale, QuestionSet
from folkmoot.scrutiny.assessment.questions.shipped import load_reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped():
    shipped_kinds()
    load_reference_data(by=THE_PRODUCT, at=NOW)


def edited(to: Path, file: str, before: str, after: str) -> Path:
    folder = to / "data"
    copytree(tables.FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def test_what_ships_asks_with_a_source_and_grades_nothing_unless_a_panel_agreed(shipped):
    sets = {row.code: row for row in queries.in_use()}
    assert set(sets) == {"any-case", "hate-crime", "vawg", "rape", "out-of-court"}
    assert all(question.source for row in sets.values() for question in row.questions.all())
    assert {code for code, row in sets.items() if row.scale.code != "learning-only"} == {"out-of-court"}
    four = queries.grades_of(GradeScale.objects.get(code="four-categories").pk)
    assert [grade.concludes for grade in four] == [True, True, True, False]
    assert not queries.grades_of(GradeScale.objects.get(code="learning-only").pk).exists()
    assert queries.set_for(strand="Disability", kind=kind("local-scrutiny-and-involvement")).code == "hate-crime"
    assert queries.set_for(strand="", kind=kind("rape-scrutiny")).code == "rape"
    assert queries.set_for(strand="burglary", kind=kind("youth-engagement")).code == "any-case"


def test_loading_again_changes_nothing_and_keeps_who_replies(shipped):
    red = Grade.objects.get(scale__code="traffic-light", code="red")
    operations.set_escalation(by=hq(), at=NOW, grade=red, escalates_to="Chief Crown Prosecutor", reply_days=14)
    assert all(changes.nothing for changes in load_reference_data(by=THE_PRODUCT, at=NOW))
    red.refresh_from_db()
    assert (red.escalates_to, red.reply_days) == ("Chief Crown Prosecutor", 14)
    assert QuestionSet.objects.count() == 5


def test_a_later_edition_arrives_as_a_new_version_and_only_as_a_draft_beside_ones_own(shipped, tmp_path):
    folder = edited(tmp_path, "sets.csv", "hate-crime,1,", "hate-crime,2,")
    first = QuestionSet.objects.get(code="hate-crime")
    load_reference_data(by=THE_PRODUCT, at=NOW, folder=folder)
    assert list(QuestionSet.objects.filter(code="hate-crime").values_list("number", "state")) == [(2, "issued"), (1, "issued")]
    assert first.questions.count() == QuestionSet.objects.get(code="hate-crime", number=2).questions.count()
    own = operations.draft_next(by=icem(), at=NOW, question_set=QuestionSet.objects.get(code="rape"))
    operations.change_set(by=icem(), at=NOW, question_set=own, changed_what="One question was reworded.")
    operations.issue(by=hq(), at=NOW, question_set=own)
    (folder / "sets.csv").write_text((folder / "sets.csv").read_text().replace("rape,1,", "rape,2,", 1))
    load_reference_data(by=THE_PRODUCT, at=NOW, folder=folder)
    assert list(QuestionSet.objects.filter(code="rape").values_list("number", "state")) == [(3, "draft"), (2, "issued"), (1, "issued")]


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("questions.csv", "any-case,charge", "no-case,charge", "not in sets.csv"),
        ("grades.csv", ",28", ",", "days for the reply"),
        ("sets.csv", "any-case,1,Any case,,,,learning-only", "any-case,1,Any case,,,,medals", "not in scales.csv"),
    ],
)
def test_a_fault_in_a_file_names_it_and_stores_nothing(file, before, after, said, tmp_path):
    with pytest.raises(BadReferenceFile, match=said):
        load_reference_data(by=THE_PRODUCT, at=NOW, folder=edited(tmp_path, file, before, after))
    assert not QuestionSet.objects.exists()


def test_a_version_is_drafted_by_those_who_prepare_and_issued_for_the_whole_service(shipped):
    first = QuestionSet.objects.get(code="any-case")
    with pytest.raises(NotAllowed):
        operations.draft_next(by=inspector(), at=NOW, question_set=first)
    draft = operations.draft_next(by=icem(), at=NOW, question_set=first)
    assert draft.questions.count() == first.questions.count()
    with pytest.raises(Refused, match="being drafted already"):
        operations.draft_next(by=icem(), at=NOW, question_set=first)
    added = operations.keep_question(by=icem(), at=NOW, question_set=draft, words_en="Was an interpreter offered?", kind="yes_no")
    assert added.code == "was-an-interpreter-offered"
    operations.keep_question(
        by=icem(), at=NOW, question_set=draft, question=added, words_en="Was an interpreter offered in time?", kind="yes_no"
    )
    with pytest.raises(ChangedMeanwhile):
        operations.keep_question(
            by=hq(), at=NOW, question_set=draft, question=added, words_en="Was one there?", kind="yes_no", seen_version=1
        )
    operations.take_out_question(by=icem(), at=NOW, question=draft.questions.get(code="else"))
    with pytest.raises(NotAllowed):
        operations.issue(by=icem(), at=NOW, question_set=draft)
    with pytest.raises(Refused, match="what changed"):
        operations.issue(by=hq(), at=NOW, question_set=draft)
    operations.change_set(by=icem(), at=NOW, question_set=draft, changed_what="Asks about interpreters.")
    operations.issue(by=hq(), at=NOW, question_set=draft)
    assert [row.number for row in queries.in_use() if row.code == "any-case"] == [2]
    for forbidden in (
        lambda: operations.keep_question(by=icem(), at=NOW, question_set=draft, words_en="Was anything else asked?", kind="yes_no"),
        lambda: operations.change_set(by=icem(), at=NOW, question_set=draft, name_en="Other"),
        lambda: operations.drop_draft(by=icem(), at=NOW, question_set=draft),
        lambda: operations.take_out_question(by=icem(), at=NOW, question=draft.questions.first()),
    ):
        with pytest.raises(Refused, match="stays as it is"):
            forbidden()


def test_a_scale_of_the_services_own(shipped):
    given = {"name_en": "Five stars", "about_en": "Agreed by the panel.", "source": "The panel of 4 March", "no_conclusion": "Not known"}
    with pytest.raises(NotAllowed):
        operations.keep_scale(by=icem(), at=NOW, grades=["Good", "Bad"], **given)
    scale = operations.keep_scale(by=hq(), at=NOW, grades=["Good", " ", "Bad"], **given)
    assert [(grade.name, grade.concludes) for grade in queries.grades_of(scale.pk)] == [("Good", True), ("Bad", True), ("Not known", False)]
    with pytest.raises(Refused, match="this short name"):
        operations.keep_scale(by=hq(), at=NOW, grades=["Good", "Bad"], **given)
    own = operations.draft_set(by=icem(), at=NOW, name_en="Stop and account", scale=scale, strands="stop")
    with pytest.raises(Refused, match="short name"):
        operations.draft_set(by=icem(), at=NOW, name_en="Stop and account", scale=scale)
    with pytest.raises(Refused, match="nothing that can be compared"):
        operations.issue(by=hq(), at=NOW, question_set=own)
    operations.drop_draft(by=icem(), at=NOW, question_set=own)
    load_reference_data(by=THE_PRODUCT, at=NOW)
    assert GradeScale.objects.filter(withdrawn_on=None).count() == 4
