from chatserver.core.defects import place_of


def test_the_place_is_told_and_the_words_are_not():
    words = "secret" + " words"
    try:
        raise ValueError(words)
    except ValueError as error:
        place = place_of(error)
    assert "test_defects.py" in place
    assert words not in place
