from chatserver.core.redaction.words import words


def test_a_text_is_a_set_of_its_words():
    assert words("\n one two\n  two ") == {"one", "two"}
