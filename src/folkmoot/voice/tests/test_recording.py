"""What a point keeps besides its words: who may see it, language, characteristics, how to tell, and words of any length."""

import pytest

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, icem
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.voice import operations, queries
from folkmoot.voice.languages import guess
from folkmoot.voice.models import EqualityCode, LongWords, Point
from folkmoot.voice.operations import AnsweredMeanwhile
from folkmoot.voice.rules import LONGEST, MOST_WORDS
from folkmoot.voice.tests.factories import answer, point

pytestmark = pytest.mark.django_db
URDU = "ہمیں کوئی جواب نہیں ملتا اور ہم ایک سال سے انتظار کر رہے ہیں 😀"
LONG = "Nobody told us anything. " * 8000  # 200,000 characters


def comms():
    who = account("kim.reader@example.org", "Kim Reader")
    grant(who, Role.COMMS, [area()])
    return viewer_for(who, TODAY)


def religion():
    scheme = Scheme.objects.create(code="religion-test", characteristic="religion_or_belief", name_en="Religion")
    return [Category.objects.create(scheme=scheme, code=code, name_en=code.title(), kind="answer") for code in ("sikh", "jewish")]


def test_what_is_kept_to_those_who_answer_does_not_exist_for_the_others():
    kept = point(visibility="restricted")
    assert list(queries.points(icem())) == [kept]
    assert not queries.points(comms()).exists()
    with pytest.raises(Point.DoesNotExist):
        queries.get_point(comms(), kept.pk)
    Point.objects.update(visibility="area")  # the control: open, the same point is in everybody's sight
    assert list(queries.points(comms())) == [kept]


def test_words_of_any_length_are_kept_whole_and_only_their_beginning_is_read_on_every_page():
    said = point(words=LONG)
    assert len(said.words) <= MOST_WORDS
    assert said.words.endswith("…")
    assert LongWords.objects.get(point=said).words == LONG.strip()
    operations.change_point(by=icem(), at=NOW, point=said, words=LONG + "Nobody.")
    assert LongWords.objects.get(point=said).words.endswith("anything. Nobody.")
    operations.change_point(by=icem(), at=NOW, point=said, words="Nobody told us.")
    assert said.words == "Nobody told us."
    assert not LongWords.objects.exists()
    with pytest.raises(Refused, match="longer than a book"):
        point(words="x" * (LONGEST + 1))


def test_the_beginning_alone_unchanged_still_keeps_a_changed_end():
    said = point(words=LONG)
    assert operations.change_point(by=icem(), at=NOW, point=said, words=LONG + "Not a word.") == ["words"]
    assert operations.change_point(by=icem(), at=NOW, point=said, words=LONG + "Not a word.") == []


def test_scripts_emoji_and_every_language_are_stored_as_said():
    for words in (URDU, "<script>alert('x')</script>", "Does neb byth yn ateb ein llythyrau ni."):
        assert point(words=words).words == words


def test_the_language_is_found_out_and_a_person_can_say_otherwise():
    assert point(words=URDU).language == "ur"
    said = point(words="Mae’r llys yn bell, a does neb byth yn ateb ein llythyrau ni.")
    assert said.language == "cy"
    operations.change_point(by=icem(), at=NOW, point=said, language="en")
    assert Point.objects.get(pk=said.pk).language == "en"
    assert point(language="pl").language == "pl"
    assert [guess(words) for words in ("", "ok", "😀😀😀", "We report hate crime and then hear nothing for a year.")] == ["", "", "", "en"]


def test_a_point_is_about_a_characteristic_or_some_of_its_categories():
    sikh, jewish = religion()
    said = point(equality=[("religion_or_belief", sikh), ("age", None)])
    assert list(queries.points_by_equality(icem(), "religion_or_belief")) == [said]
    assert operations.set_equality(by=icem(), at=NOW, point=said, codes=[("religion_or_belief", jewish), ("age", None)])
    assert not operations.set_equality(by=icem(), at=NOW, point=said, codes=[("age", None), ("religion_or_belief", jewish)])
    assert queries.count_by_category(icem(), "religion_or_belief") == {jewish.pk: 1}
    assert queries.count_by_category(icem(), "age") == {None: 1}
    assert list(queries.list_points(icem(), category_id=sikh.pk)) == []
    with pytest.raises(Refused, match="not a category"):
        operations.set_equality(by=icem(), at=NOW, point=said, codes=[("age", sikh)])
    assert EqualityCode.objects.count() == 2
    assert not queries.points_by_equality(icem(), "sex").exists()


def test_names_found_on_entry_are_flagged_by_kind_and_never_in_the_trail():
    said = point(words="My name is Aisha Khan, of 12 Station Road.")
    detail = AuditEvent.objects.get(subject_kind="voice.point").detail
    assert detail["may_identify"] == ["address", "name"]
    assert said.words == "My name is Aisha Khan, of 12 Station Road."


def test_two_who_answer_at_once_neither_loses_a_word():
    said = point()
    first = answer(said, seen=0)
    with pytest.raises(AnsweredMeanwhile, match="yours is still below") as meanwhile:
        answer(said, words="We are looking into it.", seen=0)
    assert meanwhile.value.latest == first.pk
    second = answer(said, words="We are looking into it.", seen=first.pk)
    assert list(said.answers.all()) == [first, second]


def test_an_email_telling_is_sent_from_here_with_its_letter_and_other_channels_are_recorded():
    said = point(reply_by="email", reply_address="forum@example.org")
    answer(said)
    values = {"by": icem(), "at": NOW, "point": said, "who": "Forum", "words": "Letters go out."}
    for over in ({"channel": "phone", "on": TODAY}, {"channel": "email", "on": answer(said).on}):
        with pytest.raises(Refused, match="can be sent from here"):
            operations.tell(**values, **over, send_to="forum@example.org")
    with pytest.raises(Refused):
        operations.tell(**values, channel="email", on=TODAY, send_to="no address")
    assert not said.tellings.exists()
    told = operations.tell(**values, channel="email", on=TODAY, send_to="forum@example.org")
    assert (Letter.objects.get(), told.letter.about) == (told.letter, f"voice.point {said.pk}")
    assert operations.tell(**values, channel="phone", on=TODAY).letter is None
