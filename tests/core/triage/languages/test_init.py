from chatserver.core.triage.languages import Knowledge, knowledge_of


def test_a_language_is_found_by_any_of_its_tags():
    assert knowledge_of("pt-BR") is knowledge_of("PT")
    assert knowledge_of("de").stemmer == "german"


def test_of_other_languages_nothing_is_known():
    assert knowledge_of("fi") == Knowledge()
