from chatserver.core.triage.features import Analyser
from chatserver.core.triage.languages import en
from chatserver.core.triage.words import words_of


def test_every_group_of_synonyms_joins_at_least_two_stems():
    analyser = Analyser("en")
    for line in en.SYNONYMS.strip().splitlines():
        assert len({analyser.stem(word) for word in words_of(line)}) >= 2, line


def test_no_synonym_is_a_word_that_carries_no_matter():
    assert not set(en.SYNONYMS.split()) & set(en.STOP_WORDS.split())


def test_small_talk_is_whole_lines():
    lines = en.SMALL_TALK.strip().splitlines()
    assert len(lines) >= 30
    assert len(set(lines)) == len(lines)
