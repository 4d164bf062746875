from chatserver.core.triage.words import normalise, words_of


def test_case_accents_and_yo_are_folded_and_short_i_is_kept():
    assert normalise("Ёлка МОЙ Größe ÇA Señor") == "елка мой grosse ca senor"


def test_compatibility_forms_are_the_same_letters():
    assert normalise("ＡＢＣ ﬁn") == "abc fin"


def test_words_are_split_at_what_is_no_letter_or_digit():
    assert words_of("I don't know, do-you?") == ("i", "don", "t", "know", "do", "you")
    assert words_of("  ?! ") == ()
