from chatserver.core.triage.words import in_latin, normalise, typed_on_other_keys, words_in, words_of


def test_case_accents_and_yo_are_folded_and_short_i_is_kept():
    assert normalise("Ёлка МОЙ Größe ÇA Señor") == "елка мой grosse ca senor"


def test_compatibility_forms_are_the_same_letters():
    assert normalise("ＡＢＣ ﬁn") == "abc fin"


def test_words_are_split_at_what_is_no_letter_or_digit():
    assert words_of("I don't know, do-you?") == ("i", "don", "t", "know", "do", "you")
    assert words_of("  ?! ") == ()
    assert words_in("half normalised: Yes") == ("half", "normalised", "Yes")


def test_keys_of_the_other_script_are_undone():
    assert typed_on_other_keys("ghbdtn") == "привет"
    assert typed_on_other_keys("руддщ") == "hello"
    assert typed_on_other_keys("привет hello") == "привет hello"
    assert typed_on_other_keys("123") == "123"


def test_a_product_spelt_in_russian_is_read_by_its_sound():
    assert (in_latin("Премиум"), in_latin("Premium")) == ("premium", "Premium")


def test_a_phones_apostrophe_is_the_straight_one():
    assert normalise("that’s") == "that's"
