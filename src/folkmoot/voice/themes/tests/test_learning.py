import math

import pytest

from folkmoot.voice.themes.labelled import INVENTED, UnreadableComments, read_labelled, read_published
from folkmoot.voice.themes.learning import (
    LEAST_POINTS,
    TooLittleToLearnFrom,
    UnreadableModel,
    _features,
    best_threshold,
    learn,
    packed,
    unpacked,
)
from folkmoot.voice.themes.measuring import mean_f1, scores, split
from folkmoot.voice.themes.tables import read_list

WORDS = ("the bus was late", "nid oedd cyfieithydd yno", "both bus and cyfieithydd")
TEXTS = [f"{words} {number}" for number in range(30) for words in WORDS]
CODES = [{"bus"}, {"welsh"}, {"bus", "welsh"}] * 30


def test_what_was_learned_says_of_a_text_what_the_regression_says_of_its_row():
    learned = learn(TEXTS, CODES, least=10)
    matrix, _families = _features(TEXTS)
    for place in (0, 1, 2):
        row = matrix[place].toarray()[0]
        sums = [row @ learned.weights[:, theme] + learned.offsets[theme] for theme in range(2)]
        wanted = [1 / (1 + math.exp(-each)) for each in sums]
        assert list(learned.probabilities(TEXTS[place]).values()) == pytest.approx(wanted, abs=1e-5)
    assert set(learned.scores("A bus, late again")) == {"bus"}
    assert "welsh" in learned.scores("dim gyfieithydd"), "pieces of words carry over the mutation"
    assert learned.probabilities("")["bus"] == pytest.approx(1 / (1 + math.exp(-float(learned.offsets[0]))), abs=1e-5)


def test_what_is_kept_is_numbers_and_names_and_nothing_else_is_read():
    learned = learn(TEXTS, CODES, least=10)
    again = unpacked(packed(learned))
    assert (again.themes, again.points) == (learned.themes, learned.points)
    assert again.probabilities(TEXTS[0]) == pytest.approx(learned.probabilities(TEXTS[0]), abs=5e-3)
    for broken in (b"", b"not ours", packed(learned)[:200]):
        with pytest.raises(UnreadableModel):
            unpacked(broken)


def test_too_little_is_refused_and_the_threshold_is_that_of_the_best_f1():
    with pytest.raises(TooLittleToLearnFrom, match=str(LEAST_POINTS)):
        learn(TEXTS[:9], CODES[:9])
    assert best_threshold([0.9, 0.6, 0.4, 0.1], [True, True, False, False]) == pytest.approx(0.5)
    assert best_threshold([0.9, 0.2, 0.15, 0.1], [True, True, False, False]) == pytest.approx(0.175)


def test_the_invented_comments_are_labelled_with_themes_of_the_list():
    comments = read_labelled(INVENTED, text="comment", themes="themes")
    assert len(comments.texts) > 50
    assert set().union(*comments.labels) <= {str(each["code"]) for each in read_list()}


def test_a_file_without_the_column_is_refused_by_name(tmp_path):
    with pytest.raises(UnreadableComments, match="no column “words”"):
        read_labelled(INVENTED, text="words", themes="themes")
    with pytest.raises(UnreadableComments, match="There is no file"):
        read_labelled(tmp_path / "none.csv", text="words", themes="themes")
    published = tmp_path / "published.csv"
    published.write_text("label,precision,recall,f1,base\nDelay,0.5,0.6,0.55,20\n", encoding="utf-8")
    assert read_published(published)["Delay"].f1 == 0.55
    published.write_text("label,precision\nDelay,much\n", encoding="utf-8")
    with pytest.raises(UnreadableComments, match="Delay"):
        read_published(published)


def test_on_real_comments_learning_beats_suggesting_the_commonest_theme(shared_data):
    path = shared_data / "labelled-comments" / "v6framework_230831.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    comments = read_labelled(path, text="FFT answer", first="Not assigned", merged={"Not assigned": "nothing"})
    texts, labels = comments.texts[:1500], comments.labels[:1500]
    learn_from, held_out = split(len(texts), 0.2, 42)
    learned = learn([texts[place] for place in learn_from], [labels[place] for place in learn_from], least=60)
    given = [labels[place] for place in held_out]
    reached = scores(given, [set(learned.scores(texts[place])) for place in held_out], learned.themes)
    commonest = max(learned.themes, key=lambda theme: sum(theme in each for each in labels))
    plain = scores(given, [{commonest}] * len(held_out), learned.themes)
    assert mean_f1(reached) > 0.5 > mean_f1(plain)
