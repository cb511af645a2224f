from folkmoot.voice.issues.similar import most_like

NONE_BACK = "We reported hate crime and nobody told us what became of it."


def test_the_likest_come_first_and_the_unlike_do_not_come_at_all():
    others = [
        "The car park at the court is full by nine.",
        "Victims who report a hate crime are never told what became of the report.",
        "Nobody tells us anything after we report.",
        "",
    ]
    found = most_like(NONE_BACK, others, most=5)
    assert [place for place, _likeness in found] == [1, 2]
    assert 1 >= found[0][1] > found[1][1] > 0


def test_welsh_words_are_compared_too_and_no_words_are_like_nothing():
    assert most_like("Nid oes neb yn ateb llythyrau", ["Does neb byth yn ateb ein llythyrau ni", "Maes parcio"], most=5)[0][0] == 0
    assert most_like("", ["We hear nothing.", ""], most=5) == []
    assert most_like("😀😀", ["😀😀"], most=5) == []
    assert most_like(NONE_BACK, [], most=5) == []


def test_no_more_than_asked_for_are_found():
    assert len(most_like(NONE_BACK, [NONE_BACK] * 9, most=4)) == 4
