"""Stages: what is a legal decision and what is not, whose outcome it is, and the outcomes made of the columns of a layout."""

import pytest

from folkmoot.casework.sources.columns import Column, Role
from folkmoot.casework.stages import scheme
from folkmoot.casework.stages.outcomes import as_held, outcomes_for, stages_of
from folkmoot.casework.stages.scheme import FlagGroup, Population, SchemeDamaged, flags, meaning_of, stage, stages
from folkmoot.engines import memory
from folkmoot.engines.spec import CubeSpec

DECISION = Column(
    "D", Role.STAGE, "decision", meanings={"Charge": "charge", "NFA": "nfa", "Caution": "out_of_court", "Admin": "admin_finalised"}
)
RESULT = Column("R", Role.STAGE, "outcome", meanings={"Plea": "guilty_plea", "Verdict": "convicted_trial", "Dropped": "discontinued"})


def test_administrative_finalisation_is_no_legal_decision():
    legal = [each for each in stages() if each.field == "decision" and each.key != "finalised_before_charge"]
    assert len(legal) == 5
    assert all("admin_finalised" not in each.at_risk_codes for each in legal)
    assert "admin_finalised" in stage("finalised_before_charge").outcome_codes


def test_convictions_are_pleas_trials_and_proof_in_absence_and_administrative_finalisation_is_unsuccessful():
    assert stage("convicted").outcome_codes == {"guilty_plea", "convicted_trial", "proved_in_absence"}
    assert stage("convicted").outcome_codes | stage("unsuccessful").outcome_codes == stage("convicted").at_risk_codes
    assert "admin_finalised" in stage("unsuccessful").outcome_codes


def test_every_stage_names_its_denominator_and_every_population_has_one():
    assert all(each.denominator.endswith(".") and each.at_risk and each.outcome for each in stages())
    assert {each.population for each in stages()} == set(Population)


def test_five_strands_older_people_apart_and_eight_flags_of_violence_against_women_and_girls():
    groups = [flag.group for flag in flags()]
    assert [groups.count(group) for group in (FlagGroup.HATE, FlagGroup.OLDER, FlagGroup.VAWG)] == [5, 1, 8]


def test_known_ways_of_writing_a_value():
    assert meaning_of("decision", " No Further Action - Evidential ") == "nfa_evidential"
    assert meaning_of("outcome", "Jury acquittal") == "acquitted"
    assert meaning_of("decision", "Wibble") == ""


def rows(*pairs):
    return [{"D": decision, "R": result, "sex": "F"} for decision, result in pairs]


def counted(given, columns=(DECISION, RESULT)):
    present = {column.heading: [row[column.heading] for row in given] for column in columns}
    spec = CubeSpec(("sex",), outcomes_for(columns, present))
    return memory.count(given, spec)


def test_each_denominator_counts_whom_it_names():
    cube = counted(rows(("Charge", "Plea"), ("Charge", "Dropped"), ("Charge", ""), ("NFA", ""), ("Admin", ""), ("", ""), ("Other", "")))
    charged, convicted = cube.counts(("sex",), "charged"), cube.counts(("sex",), "convicted")
    assert (charged.cells[("F",)].base, charged.cells[("F",)].with_outcome, charged.eligible) == (4, 3, 5)
    assert (convicted.cells[("F",)].base, convicted.cells[("F",)].with_outcome, convicted.eligible) == (2, 1, 3)
    assert cube.used("finalised_before_charge") == 5


def test_a_month_without_one_of_the_values_is_counted_all_the_same():
    cube = counted(rows(("NFA", ""), ("NFA", "")))
    assert cube.counts(("sex",), "charged").cells[("F",)].with_outcome == 0


def test_a_stage_needs_both_sides():
    only = Column("D", Role.STAGE, "decision", meanings={"Charge": "charge"})
    assert stages_of([only]) == ()
    assert "charged" in {each.key for each in stages_of([DECISION])}


def test_outcomes_are_held_alike_whatever_the_file_called_them():
    other = Column("Beslut", Role.STAGE, "decision", meanings={"A": "charge", "B": "nfa"})
    held = {each.name: each for each in as_held(outcomes_for([DECISION]))}
    assert all(held[each.name] == each for each in as_held(outcomes_for([other])))


def test_files_that_contradict_each_other_are_refused(monkeypatch):
    broken = [{**line, "with": "flogged"} for line in scheme._lines("stages.csv")]
    monkeypatch.setattr(scheme, "_lines", lambda name: broken if name == "stages.csv" else [])
    with pytest.raises(SchemeDamaged):
        scheme._refuse_unknown(tuple(scheme._stage(line) for line in broken))
