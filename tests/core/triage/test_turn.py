from tests.core.triage.test_dialogue import ENGLISH, HERE


def test_a_situation_knows_its_languages_words_and_matcher():
    assert HERE.matcher is HERE.matchers["en"]
    assert HERE.phrase("greeting") == ENGLISH.phrases["greeting"]
    assert (HERE.intent("hours"), HERE.intent(None)) == (ENGLISH.intents["hours"], None)
