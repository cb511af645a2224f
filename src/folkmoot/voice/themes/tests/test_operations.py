from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.reference.files import BadReferenceFile
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.voice.models import EqualityCode
from folkmoot.voice.tests.factories import point
from folkmoot.voice.themes import operations
from folkmoot.voice.themes.agreement.operations import code_again, draw
from folkmoot.voice.themes.agreement.queries import coded_twice, to_code_again
from folkmoot.voice.themes.lists import operations as lists
from folkmoot.voice.themes.lists.queries import differences, latest_issued
from folkmoot.voice.themes.models import Coding, CodingList, ListEntry, Suggester, Suggestion, Theme
from folkmoot.voice.themes.queries import Among, count_themes, last_reading
from folkmoot.voice.themes.rules import Changes
from folkmoot.voice.themes.suggesting import kept
from folkmoot.voice.themes.suggesting.operations import learn_from_codings, suggest
from folkmoot.voice.themes.suggesting.queries import changes_of_suggestions
from folkmoot.voice.themes.tests.factories import coded, live, the_list, theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _list(settings, tmp_path):
    settings.HOME = tmp_path
    the_list()


def other(name="Nia Two", email="two@example.org"):
    return icem(email, name)


def test_the_list_that_ships_is_issued_once_and_then_belongs_to_headquarters():
    assert latest_issued().number == 1
    assert lists.load_reference_data(by=THE_PRODUCT, at=NOW)[0].nothing
    assert CodingList.objects.count() == 1


def test_a_version_is_drafted_issued_and_never_changed_again():
    draft = lists.start_draft(by=hq(), at=NOW)
    assert lists.start_draft(by=hq(), at=NOW) == draft, "there is one draft"
    lists.save_entry(by=hq(), at=NOW, draft=draft, name_en="Bail", definition="Conditions of bail", aliases="", cues="bail\nconditions")
    retired = ListEntry.objects.get(coding_list=draft, code="online-abuse")
    values = {name: getattr(retired, name) for name in lists.WORDING}
    values |= {"retired": True, "replaced_by": "hate-crime"}
    lists.save_entry(by=hq(), at=NOW, draft=draft, code="online-abuse", seen_version=1, **values)
    said = point(theme="")
    coded(said, "online-abuse")
    with pytest.raises(Refused):
        lists.issue(by=hq(), at=NOW, draft=draft, note="")
    issued = lists.issue(by=hq(), at=NOW, draft=draft, note="Bail is new; abuse online is coded as hate crime.")
    assert {one.entry.code for one in differences(CodingList.objects.get(number=1), issued)} == {"bail", "online-abuse"}
    assert theme("online-abuse").replaced_by == theme("hate-crime")
    assert live(said) == ["online-abuse"], "its codings stay"
    with pytest.raises(Refused, match="not in use"):
        coded(point(theme="", words="Another thing that was said."), "online-abuse")
    with pytest.raises(Refused, match="never changes"):
        lists.save_entry(by=hq(), at=NOW, draft=issued, **values)


def test_only_headquarters_issues_and_only_one_draft_can_be_there():
    with pytest.raises(NotAllowed):
        lists.start_draft(by=icem(), at=NOW)
    lists.start_draft(by=hq(), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodingList.objects.create(number=9, drafted_at=NOW)


def test_a_file_with_a_fault_changes_nothing_and_one_that_leaves_a_theme_out_is_refused(tmp_path):
    path = tmp_path / "ours.csv"
    header = "code,parent,order,name_en,name_cy,definition,aliases,cues,retired,replaced_by\n"
    path.write_text(header + "charging,nowhere,1,Charging,,,,,no,\n", encoding="utf-8")
    with pytest.raises(BadReferenceFile, match="row 2, column “parent”"):
        lists.draft_from_file(by=hq(), at=NOW, path=path)
    path.write_text(header + "charging,,1,Charging,,,,,no,\n", encoding="utf-8")
    with pytest.raises(Refused, match="leaves out"):
        lists.draft_from_file(by=hq(), at=NOW, path=path)
    assert CodingList.objects.count() == 1


def test_an_area_adds_its_own_theme_proposes_it_and_headquarters_takes_it_in_with_its_codings():
    viewer = icem()
    with pytest.raises(Refused, match="already stands for"):
        lists.add_local(by=viewer, at=NOW, area=area(), name_en="BSL", name_cy="", definition="", aliases="", cues="")
    own = lists.add_local(by=viewer, at=NOW, area=area(), name_en="Fenland drainage", name_cy="", definition="", aliases="", cues="drain*")
    said = point(theme="")
    operations.code(by=viewer, at=NOW, point=said, themes=[own])
    with pytest.raises(Refused):
        lists.propose(by=viewer, at=NOW, theme=own, why=" ")
    lists.propose(by=viewer, at=NOW, theme=own, why="Three Areas hear of it.")
    draft = lists.start_draft(by=hq(), at=NOW)
    lists.take_in(by=hq(), at=NOW, draft=draft, theme=own)
    lists.issue(by=hq(), at=NOW, draft=draft, note="Drainage is national now.")
    own.refresh_from_db()
    assert (own.area, own.first_area) == (None, area())
    assert live(said) == [own.code]


def test_a_merged_theme_of_an_area_counts_as_the_one_it_was_merged_into_and_once_a_point():
    own = lists.add_local(by=icem(), at=NOW, area=area(), name_en="Hold-ups", name_cy="", definition="", aliases="", cues="")
    one, both = point(theme=""), point(theme="", words="Both at once.")
    operations.code(by=icem(), at=NOW, point=one, themes=[own])
    operations.code(by=icem(), at=NOW, point=both, themes=[own, theme("delays")])
    lists.merge(by=hq(), at=NOW, theme=own, into=theme("delays"))
    period = (one.said_on - timedelta(days=1), one.said_on)
    assert [(line.theme.code, line.numbers) for line in count_themes(hq(), periods=[period]).lines] == [("delays", [2])]


def test_a_word_noted_at_entry_codes_the_point_in_either_language_and_an_unknown_word_does_not():
    said = point(theme="Fair CHARGING decisions")
    assert live(said) == ["charging"]
    assert said.codings.get().how == Coding.How.NOTED
    assert live(point(theme="gofalwyr")) == ["carers"]
    assert live(point(theme="parking meters")) == []


def test_points_noted_before_the_list_came_are_coded_once_as_of_when_they_were_recorded():
    said = point(theme="delays")
    with lifted("voice.migrations.0004_what_was_said_stays"):
        Coding.objects.all().delete()
    assert operations.code_all_noted(by=THE_PRODUCT, at=NOW + timedelta(days=9)) == 1
    assert said.codings.get().at == said.recorded_at
    assert operations.code_all_noted(by=THE_PRODUCT, at=NOW) == 0


def test_coding_anew_ends_what_was_not_chosen_again_and_keeps_who_coded_it():
    said = point(theme="delays")
    coded(said, "charging", "carers", characteristics=["disability"])
    assert live(said) == ["carers", "charging"]
    assert list(EqualityCode.objects.values_list("characteristic", flat=True)) == ["disability"]
    ended = said.codings.get(theme__code="delays")
    assert ended.ended_at == NOW
    coded(said, "carers", by=other(), characteristics=[])
    assert live(said) == ["carers"]
    assert str(said.codings.get(theme__code="carers").by) == "Nia Rowe"
    assert not EqualityCode.objects.exists()


def test_two_coders_at_once_lose_nothing_and_each_is_told_of_the_other():
    said = point(theme="")
    coded(said, "charging", seen=0)
    with pytest.raises(operations.CodedMeanwhile, match=r"Nia Rowe coded this point .*Charging decisions"):
        coded(said, "delays", by=other(), seen=0)
    assert live(said) == ["charging"]
    coded(said, "delays", by=other(), seen=last_reading(said))
    assert live(said) == ["delays"]


def test_undoing_brings_back_what_was_there_and_only_ones_own():
    said = point(theme="delays")
    reading = coded(said, "charging")
    with pytest.raises(Refused, match="your own"):
        operations.undo(by=other(), at=NOW, reading=reading)
    operations.undo(by=icem(), at=NOW, reading=reading)
    assert live(said) == ["delays"]
    reading.refresh_from_db()
    with pytest.raises(Refused):
        operations.undo(by=icem(), at=NOW, reading=reading)


def test_a_suggestion_counts_nowhere_until_a_person_accepts_it_and_what_people_changed_is_kept():
    said = point(theme="", words="She did not know she could give evidence behind a screen, and there was a long delay.")
    suggester, made = suggest(by=icem(), at=NOW, point=said)
    assert {one.theme.code for one in made} == {"special-measures", "delays"}
    assert suggest(by=icem(), at=NOW, point=said)[1] == made, "looking again changes nothing"
    period = (said.said_on, said.said_on)
    counts = count_themes(icem(), periods=[period])
    assert (counts.lines, counts.coded, counts.points) == ([], [0], [1])
    reading = coded(said, "special-measures", "carers", beside=suggester)
    kinds = dict(said.codings.values_list("theme__code", "how"))
    assert kinds == {"special-measures": "suggested_accepted", "carers": "hand"}
    assert said.codings.get(theme__code="special-measures").suggestion.score > 0
    changed = {one.code: each for one, each in changes_of_suggestions(icem()).items()}
    assert changed == {"special-measures": Changes(accepted=1), "delays": Changes(rejected=1), "carers": Changes(added=1)}
    operations.undo(by=icem(), at=NOW, reading=reading)
    assert not Suggestion.objects.exclude(outcome="waiting").exists()


def test_figures_have_their_base_and_leave_out_what_others_may_not_read():
    coded(point(theme=""), "delays")
    coded(point(theme="", words="Nothing of the list."))
    point(theme="", words="Not coded.")
    coded(point(theme="", words="Kept close.", visibility="restricted"), "delays")
    period = (point(theme="").said_on,) * 2
    counts = count_themes(icem(), periods=[period], among=Among(nature="concern"))
    assert (counts.lines[0].numbers, counts.coded, counts.points) == ([2], [3], [5])
    from folkmoot.accounts.rules import Role
    from folkmoot.accounts.scope import viewer_for
    from folkmoot.accounts.tests.factories import TODAY, account, grant

    who = account("comms@example.org", "Com Ms")
    grant(who, Role.COMMS, [area()])
    assert count_themes(viewer_for(who, TODAY), periods=[period]).lines[0].numbers == [1]


def test_a_second_coding_is_blind_by_somebody_else_and_changes_no_coding():
    said = [point(theme="", words=f"Thing number {number} that was said.") for number in range(4)]
    for each in said:
        coded(each, "delays")
    with pytest.raises(Refused):
        draw(by=icem(), at=NOW, number=0, seed=1)
    assert draw(by=icem(), at=NOW, number=3, seed=1) == 3
    assert not to_code_again(icem()).exists(), "the first coder does not code again"
    drawn = list(to_code_again(other()))
    with pytest.raises(Refused):
        code_again(by=icem(), at=NOW, point=drawn[0], themes=[theme("delays")])
    code_again(by=other(), at=NOW, point=drawn[0], themes=[theme("charging")])
    assert live(drawn[0]) == ["delays"]
    twice = coded_twice(hq())
    assert twice.pairs == [(frozenset({"delays"}), frozenset({"charging"}))]
    assert (twice.drawn, twice.helped) == (3, 0)


def test_learning_needs_enough_codings_and_what_was_learned_is_used_until_its_file_is_gone():
    with pytest.raises(FolkmootError, match="not enough"):
        learn_from_codings(by=THE_PRODUCT, at=NOW)
    said = {"delays": "The hearing for the orchard matter was moved again", "carers": "My sister needs me at home with her walnut frame"}
    for number in range(52):
        for code, words in said.items():
            coded(point(theme="", words=f"{words}, number {number}."), code)
    learned = learn_from_codings(by=THE_PRODUCT, at=NOW)
    assert (learned.points, set(learned.themes)) == (104, {"delays", "carers"})
    suggester, made = suggest(by=icem(), at=NOW, point=point(theme="", words="Orchard matter, moved again."))
    assert suggester == learned
    assert [one.theme.code for one in made] == ["delays"]
    kept.path_of(learned.number).write_bytes(b"something else")
    kept._read.cache_clear()
    assert suggest(by=icem(), at=NOW, point=point(theme="", words="A delay."))[0].kind == Suggester.Kind.CUES


def test_who_codes_needs_the_area_and_everything_leaves_an_event():
    said = point(theme="")
    with pytest.raises(NotAllowed):
        coded(said, "delays", by=icem("w@example.org", "W", of=area("wessex", "Wessex")))
    before = AuditEvent.objects.count()
    coded(said, "delays")
    assert AuditEvent.objects.count() == before + 1
    assert Theme.objects.filter(area__isnull=True).count() == 27
