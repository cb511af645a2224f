"""Certificates from their beginning to what became of their exceptions; and what ships is loaded once."""

from datetime import timedelta

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.actions.tests.factories import action
from folkmoot.assurance.certificates import queries
from folkmoot.assurance.certificates.models import Certificate, CertificateLine
from folkmoot.assurance.certificates.operations import (
    answer_line,
    begin_certificate,
    name_lead,
    say_what_became,
    sign_certificate,
)
from folkmoot.assurance.certificates.pulling import PULLED
from folkmoot.assurance.certificates.rules import State
from folkmoot.assurance.due import due
from folkmoot.assurance.figures import FIGURES
from folkmoot.assurance.frameworks.models import Criterion, Framework
from folkmoot.assurance.frameworks.operations import begin_draft, drop_criterion, issue_framework, keep_criterion
from folkmoot.assurance.operations import load_reference_data
from folkmoot.assurance.place import Place
from folkmoot.assurance.queries import standing
from folkmoot.assurance.rounds.rules import fingerprint_of
from folkmoot.assurance.tests import factories as make
from folkmoot.foundation.periods import HalfYear
from folkmoot.foundation.saving import Refused

pytestmark = pytest.mark.django_db
NEXT = NOW + timedelta(days=120)


def test_what_ships_is_issued_once_and_then_it_is_headquarters_own():
    load_reference_data(by=THE_PRODUCT, at=NOW)
    again = load_reference_data(by=THE_PRODUCT, at=NOW)
    assert all(changes.nothing for changes in again)
    framework = Framework.objects.get()
    assert not framework.draft
    assert "Ours" in framework.source
    assert framework.criteria.count() == 10
    assert CertificateLine.objects.count() == 14
    draft = begin_draft(by=hq(), at=NOW, title="Second", about="", source="Ours")
    with pytest.raises(Refused):
        begin_draft(by=hq(), at=NOW, title="Third", about="", source="Ours")
    levels = {number: (f"Level {number}", "What it means here.") for number in (1, 2, 3, 4)}
    words = {"group": "New", "title": "New one", "asks": "Is it so everywhere?", "guidance": "Whatever shows it well."}
    keep_criterion(by=hq(), at=NOW, framework=draft, code="new-one", order=11, figures=[], levels=levels, **words)
    drop_criterion(by=hq(), at=NOW, criterion=draft.criteria.get(code="known"))
    issue_framework(by=hq(), at=NOW, framework=draft)
    assert draft.criteria.count() == 10
    with pytest.raises(Refused):
        drop_criterion(by=hq(), at=NOW, criterion=Criterion.objects.filter(framework=draft).first())
    with pytest.raises(NotAllowed):
        begin_draft(by=icem(), at=NOW, title="Mine", about="", source="Ours")


def test_every_line_is_answered_and_the_named_lead_signs_and_fixes_it():
    row = make.certificate()
    lead = make.lead()
    with pytest.raises(Refused) as refused:
        sign_certificate(by=lead, at=NOW, certificate=row)
    assert "2 lines" in str(refused.value)
    row = make.all_answered(row, exception="confidence")
    for wrong in (make.manager(area()), make.lead(make.areas()[1])):
        with pytest.raises(NotAllowed):
            sign_certificate(by=wrong, at=NOW, certificate=row)
    with pytest.raises(Refused):
        sign_certificate(by=hq(), at=NOW, certificate=row)
    signed = sign_certificate(by=lead, at=NOW, certificate=row, statement="I asked every head of unit.")
    assert signed.fingerprint == fingerprint_of(signed.record)
    assert [line["answer"] for line in signed.record["lines"]] == ["nothing", "exception"]
    assert signed.record["lines"][0]["found"]["words"] == ["0 actions were due in the half-year; 0 are overdue today."]
    entry = signed.entries.first()
    for late in (
        lambda: sign_certificate(by=lead, at=NOW, certificate=signed),
        lambda: answer_line(by=make.manager(area()), at=NOW, entry=entry, answer="nothing"),
        lambda: name_lead(by=make.manager(area()), at=NOW, certificate=signed, lead=account()),
    ):
        with pytest.raises(Refused):
            late()


def test_nobody_signs_what_they_prepared():
    both = account("both@example.org", "Manager and lead")
    grant(both, Role.ICEM, [area()])
    grant(both, Role.LEAD, [area()])
    viewer = viewer_for(both, TODAY)
    make.lines()
    row = begin_certificate(by=viewer, at=NOW, area=area(), period=make.PERIOD, lead=both)
    for entry in row.entries.all():
        answer_line(by=viewer, at=NOW, entry=entry, answer="nothing")
    with pytest.raises(Refused) as refused:
        sign_certificate(by=viewer, at=NOW, certificate=row)
    assert "nobody signs what they prepared" in str(refused.value)


def test_nothing_to_report_against_the_records_says_why():
    row, by = make.certificate(), make.manager(area())
    action(by=by, due_on=TODAY - timedelta(days=1), starts_on=TODAY - timedelta(days=90))
    entry = row.entries.get(code="actions")
    with pytest.raises(Refused):
        answer_line(by=by, at=NOW, entry=entry, answer="nothing")
    answered = answer_line(by=by, at=NOW, entry=entry, answer="nothing", words="It was done, and its evidence is on its way.")
    assert answered.found["late"] is True


def test_records_that_change_before_signing_send_a_line_back():
    row = make.all_answered(make.certificate())
    action(by=make.manager(area()), due_on=TODAY - timedelta(days=1), starts_on=TODAY - timedelta(days=90))
    with pytest.raises(Refused) as refused:
        sign_certificate(by=make.lead(), at=NOW, certificate=row)
    assert "now show something late" in str(refused.value)


def test_the_next_certificate_says_what_became_of_the_exceptions():
    first = make.all_answered(make.certificate(), exception="confidence")
    sign_certificate(by=make.lead(), at=NOW, certificate=first)
    later = make.certificate(period=HalfYear(2026, 1), at=NEXT)
    later = make.all_answered(later, at=NEXT)
    with pytest.raises(Refused):
        sign_certificate(by=make.lead(), at=NEXT, certificate=later)
    held = later.follow_ups.get()
    with pytest.raises(Refused):
        say_what_became(by=make.manager(area()), at=NEXT, follow_up=held, became="", words="")
    say_what_became(by=make.manager(area()), at=NEXT, follow_up=held, became="under_way", words="Two of three units read addresses back.")
    assert sign_certificate(by=make.lead(), at=NEXT, certificate=later).record["became"][0]["became"] == "under_way"
    third = make.certificate(period=HalfYear(2026, 2), at=NEXT + timedelta(days=180))
    assert [one.exception for one in third.follow_ups.all()] == [held.exception], "what is not put right is asked again"


def test_only_a_lead_of_that_area_is_named_and_head_office_signs_its_own():
    make.lines()
    make.lead()
    hq()
    with pytest.raises(Refused) as refused:
        begin_certificate(by=make.manager(area()), at=NOW, area=area(), period=make.PERIOD, lead=account("owen.achebe@example.org"))
    assert "lead" in refused.value.problems
    signer = hq("ingrid@example.org", "Ingrid Solheim")
    own = begin_certificate(by=hq(), at=NOW, area=None, period=make.PERIOD, lead=account("ingrid@example.org"))
    with pytest.raises(Refused):
        begin_certificate(by=hq(), at=NOW, area=None, period=make.PERIOD, lead=account("ingrid@example.org"))
    for entry in own.entries.all():
        answer_line(by=hq(), at=NOW, entry=entry, answer="nothing")
    assert sign_certificate(by=signer, at=NOW, certificate=Certificate.objects.get(pk=own.pk)).record["area"] is None
    with pytest.raises(NotAllowed):
        begin_certificate(by=icem(), at=NOW, area=None, period=HalfYear(2026, 1), lead=account("ingrid@example.org"))


def test_headquarters_sees_what_is_missing_and_an_area_only_its_own():
    make.areas()
    row = make.all_answered(make.certificate(), exception="confidence")
    assert not queries.exceptions(hq(), make.PERIOD), "nothing of a certificate that is not signed"
    sign_certificate(by=make.lead(), at=NOW, certificate=row)
    found = queries.standings(hq(), make.PERIOD, today=TODAY)
    assert [(one.area.code if one.area else None, one.state) for one in found] == [
        ("east-of-england", State.SIGNED), ("north-east", State.MISSING), ("south-west", State.MISSING), ("wessex", State.MISSING),
        (None, State.MISSING),
    ]  # fmt: skip
    assert all(one.late for one in found)
    other = make.manager(make.areas()[1])
    assert [one.area.code for one in queries.standings(other, make.PERIOD, today=TODAY) if one.area] == ["north-east"]
    assert not queries.exceptions(other, make.PERIOD)
    with pytest.raises(Certificate.DoesNotExist):
        queries.get_certificate(other, row.pk)
    said = standing(hq(), period=make.PERIOD, today=TODAY)["certificates"][0]
    assert (said["state"], said["late"], len(said["exceptions"])) == ("signed", True, 1)


def test_what_is_due_and_whose_it_is():
    held = make.a_round()
    row = make.all_answered(make.certificate())
    kinds = {(one.kind, one.area_id) for one in due(TODAY)}
    assert ("sign", area().pk) in kinds
    assert ("certificate", None) in kinds
    assert sum(kind == "assess" for kind, _area in kinds) == 4
    assert next(one for one in due(TODAY) if one.kind == "sign").account_id == row.lead_id
    make.assessed(make.assessment(held))
    later = {(one.kind, one.area_id) for one in due(TODAY + timedelta(days=20))}
    assert ("validate", make.assessment(held).validator_id) in later


def test_every_figure_and_every_line_can_be_pulled_of_an_area_and_of_head_office():
    for area_ in (area(), None):
        place = Place.of(area_, make.PERIOD, TODAY)
        for pulled in PULLED.values():
            assert pulled(place).words
        for figure in FIGURES.values():
            counted = figure.count(place)
            assert counted.counted <= counted.base
