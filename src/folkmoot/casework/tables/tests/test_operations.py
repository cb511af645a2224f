"""The life of an edition: two people, nothing without the check, corrections said, and a register nobody changes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.casework.models import Analysis
from folkmoot.casework.tables import open_pages, operations, queries
from folkmoot.casework.tables.models import Content, Edition, Publication, PublishedRelease
from folkmoot.casework.tables.rules import State
from folkmoot.casework.tables.tests import factories
from folkmoot.casework.tables.tests.factories import LATER, agreed, analyst, begun, checked, filled, fresh, published
from folkmoot.casework.tests.factories import GROUPS, analysis, cases, cube
from folkmoot.casework.workbench.tests import factories as bench
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted

pytestmark = pytest.mark.django_db


def test_from_draft_to_published_by_two_people():
    edition = filled()
    assert edition.state == State.DRAFT
    assert edition.body is None
    held = published(edition)
    assert held.state == State.PUBLISHED
    assert {held.prepared_by.name, held.agreed_by.name} == {"Ada Brook", "Owen Achebe"}
    assert held.data_as_of == date(2025, 6, 30)
    assert [row.number for row in PublishedRelease.objects.order_by("number")] == [1, 2]
    assert AuditEvent.objects.filter(kind=audit.Kind.DISCLOSURE, subject_kind="casework.edition", recipient="everybody").count() == 1


def test_nobody_agrees_to_their_own():
    edition = begun(by=hq())
    operations.add_content(by=hq(), at=NOW, edition=edition, choice=factories.choice(analysis()))
    held = operations.run_check(by=hq(), at=NOW, edition=edition)
    with pytest.raises(Refused, match="second person"):
        operations.agree(by=hq(), at=NOW, edition=held, seen=held.fingerprint)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=held.pk).update(agreed_by=held.prepared_by)


def test_who_only_checked_it_cannot_agree_either():
    edition = filled()
    held = operations.run_check(by=hq(), at=NOW, edition=edition)
    with pytest.raises(Refused, match="second person"):
        operations.agree(by=hq(), at=NOW, edition=held, seen=held.fingerprint)


def test_an_edit_after_the_check_takes_the_check_and_the_agreement_away():
    held = agreed()
    operations.change_words(by=analyst(), at=LATER, edition=held, title_en="Charging by ethnicity, corrected")
    held = fresh(held)
    assert (held.state, held.body, held.agreed_by) == (State.DRAFT, None, None)
    with pytest.raises(Refused, match="checked"):
        operations.publish(by=analyst(), at=LATER, edition=held)


def test_agreement_is_to_what_stood_on_the_page():
    held = checked()
    with pytest.raises(ChangedMeanwhile):
        operations.agree(by=hq(), at=LATER, edition=held, seen="something else")


def test_figures_changed_behind_the_agreement_are_not_published():
    row = analysis()
    held = agreed(filled(row))
    more = cases((*GROUPS, ("White", "Male", 60, 20)))
    Analysis.objects.filter(pk=row.pk).update(cube=cube(more).to_json())
    with pytest.raises(Refused, match="Check it again"):
        operations.publish(by=analyst(), at=LATER, edition=held)
    assert fresh(held).state == State.AGREED
    assert not PublishedRelease.objects.exists()


def test_a_correction_says_so_and_marks_what_is_revised():
    row = analysis()
    first = published(filled(row))
    second = operations.next_edition(
        by=analyst(), at=LATER, edition=first, minor=True, mistake=True, changes="Fifty charges of White suspects were left out by mistake."
    )
    assert (second.number, second.corrects) == ("1.1", first)
    assert second.contents.count() == 1
    more = cases((("White", "Male", 400, 290), *GROUPS[1:]))
    Analysis.objects.filter(pk=row.pk).update(cube=cube(more).to_json())
    held = published(second)
    revised = {line.group[0]: line.revised for grid in queries.grids_of(held) for line in grid.lines if line.revised}
    assert "k" in revised["White"]
    assert "n" not in revised["White"]
    assert "k" not in revised.get("Black", ())  # its own counts are as they were; its gap to the others is not
    assert held.checked["revised"] > 0
    page = open_pages.page_of(first.publication.slug, (1, 0))
    assert page.later == held
    assert page.grids


def test_another_period_is_no_revision():
    row = analysis()
    first = published(filled(row))
    second = operations.next_edition(by=analyst(), at=LATER, edition=first, minor=False, changes="The second half of the year is told.")
    operations.change_words(by=analyst(), at=LATER, edition=second, period_first=date(2025, 7, 1), period_last=date(2025, 12, 31))
    days = {"title": "July to December", "file_sha256": "ef" * 32, "data_as_of": date(2025, 12, 31)}
    other = analysis(**days, rows=cases(tuple((e, s, n + 20, c + 9) for e, s, n, c in GROUPS)))
    operations.remove_content(by=analyst(), at=LATER, edition=second, place=1)
    operations.add_content(by=analyst(), at=LATER, edition=second, choice=factories.choice(other))
    held = checked(fresh(second))
    assert held.number == "2.0"
    assert held.checked["revised"] == 0
    assert not [line for grid in queries.grids_of(held) for line in grid.lines if line.marks]


def test_only_one_edition_is_in_hand_and_it_says_what_changed():
    first = published()
    with pytest.raises(Refused, match="what changed"):
        operations.next_edition(by=analyst(), at=LATER, edition=first, minor=True, changes="Typo.")
    operations.next_edition(by=analyst(), at=LATER, edition=first, minor=True, changes="A note on the source was added.")
    with pytest.raises(Refused, match="in hand"):
        operations.next_edition(by=analyst(), at=LATER, edition=first, minor=True, changes="Another note on the source was added.")


def test_what_is_published_stays_as_it_was():
    held = published()
    for act in (
        lambda: operations.change_words(by=analyst(), at=LATER, edition=held, title_en="Another title altogether"),
        lambda: operations.add_content(by=analyst(), at=LATER, edition=held, choice=factories.choice(analysis())),
        lambda: operations.discard(by=analyst(), at=LATER, edition=held),
        lambda: operations.run_check(by=analyst(), at=LATER, edition=held),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(FolkmootError):
        held.delete()
    with pytest.raises(FolkmootError):
        Content.objects.first().save()
    assert queries.is_as_agreed(held)
    with lifted("casework.migrations.0005_what_was_found_stays"):
        Edition.objects.filter(pk=held.pk).update(title_en="Changed behind the product")
    assert not queries.is_as_agreed(fresh(held))


def test_the_register_only_grows():
    published()
    row = PublishedRelease.objects.first()
    with pytest.raises(FolkmootError):
        row.save()
    with pytest.raises(FolkmootError):
        row.delete()


def test_withdrawn_keeps_its_place_and_stays_on_the_register():
    held = published()
    with pytest.raises(Refused):
        operations.withdraw(by=analyst(), at=LATER, edition=held, reason="Wrong.")
    operations.withdraw(by=analyst(), at=LATER, edition=held, reason="The wrong month was counted.")
    page = open_pages.page_of(held.publication.slug)
    assert (page.edition.state, bool(page.grids)) == (State.WITHDRAWN, True)
    assert PublishedRelease.objects.count() == 2


def test_figures_that_point_to_somebody_are_taken_down():
    held = published()
    operations.withdraw(by=analyst(), at=LATER, edition=held, reason="A figure points to a person.", taken_down=True)
    assert open_pages.page_of(held.publication.slug).grids == ()


def test_the_same_tables_are_not_put_in_twice_and_an_address_is_used_once():
    row = analysis()
    held = filled(row)
    with pytest.raises(Refused, match="already"):
        operations.add_content(by=analyst(), at=NOW, edition=held, choice=factories.choice(row))
    with pytest.raises(Refused, match="address"):
        begun()
    with pytest.raises(Refused) as refused:
        begun("Goals", about_en="Too few words", period_last=date(2024, 1, 1))
    assert set(refused.value.problems) == {"title_en", "about_en", "period_last"}


def test_a_first_draft_that_is_discarded_leaves_nothing():
    operations.discard(by=analyst(), at=NOW, edition=filled())
    assert not Publication.objects.exists()


def test_who_may_what():
    edition = filled()
    with pytest.raises(NotAllowed):
        operations.change_words(by=icem(), at=NOW, edition=edition, title_en="Charging by sex")
    with pytest.raises(NotAllowed):
        begun("Another publication", by=icem())
    held = checked(edition)
    with pytest.raises(NotAllowed):
        operations.agree(by=analyst(), at=NOW, edition=held, seen=held.fingerprint)
    assert queries.get_edition(icem(), held.pk) == held
    own = begun("Charging in Wessex", area=area("wessex", "Wessex"))
    with pytest.raises(Edition.DoesNotExist):
        queries.get_edition(icem(), own.pk)


def test_sent_back_with_what_has_to_change():
    held = checked()
    with pytest.raises(Refused):
        operations.send_back(by=hq(), at=LATER, edition=held, reason="No.")
    operations.send_back(by=hq(), at=LATER, edition=held, reason="Leave out the table by sex.")
    held = fresh(held)
    assert (held.state, held.body) == (State.DRAFT, None)
    assert held.returned_by.name == "Owen Achebe"


def test_tables_of_other_days_than_the_edition_says_are_refused():
    edition = filled(analysis(data_as_of=date(2025, 5, 31)))
    with pytest.raises(queries.CannotBeChecked, match="run to 31 May 2025"):
        operations.run_check(by=analyst(), at=NOW, edition=edition)


def test_a_view_of_other_months_is_refused(tmp_path, settings):
    settings.HOME = tmp_path
    edition, source = begun("Charging in another year"), bench.source()
    view = {"source": source.pk, "by": ["sex"], "period": "2023/24"}
    operations.add_content(by=analyst(), at=NOW, edition=edition, choice={"kind": "view", "view": view})
    with pytest.raises(queries.CannotBeChecked, match="2023-04, 2023-05"):
        operations.run_check(by=analyst(), at=NOW, edition=edition)
    operations.change_words(by=analyst(), at=NOW, edition=edition, period_first=date(2023, 4, 1), period_last=date(2024, 3, 31))
    assert checked(fresh(edition)).state == State.CHECKED
