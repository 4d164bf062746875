"""What the corpus must reach, language by language.

The cases were written without a look at the rules. The rules have been mended with them since: new text may do worse.
"""

from collections import Counter

import pytest

from tests.redaction.cases import judge, read_cases

# Shares in percent. What is missed is listed when a test fails.
GONE = {"card": 99.5, "key": 99.5, "password": 95.0}
UNTOUCHED = 98.5
WORDS = 99.5


@pytest.fixture(scope="module")
def verdicts():
    return [(case, judge(case)) for case in read_cases()]


def test_the_corpus_is_large_and_half_of_it_is_harmless(verdicts):
    negatives = sum(case.is_negative for case, _ in verdicts)
    assert len(verdicts) >= 1500
    assert 0.4 < negatives / len(verdicts) < 0.6
    assert {case.language for case, _ in verdicts} >= {"en", "de", "es", "pt-BR", "ru"}


@pytest.mark.parametrize("kind", GONE)
def test_secrets_are_gone(verdicts, kind):
    total, left = Counter(), Counter()
    missed = []
    for case, verdict in verdicts:
        if case.is_draft:
            continue
        total[case.language] += sum(secret.kind == kind for secret in case.secrets)
        leaks = [secret for secret in verdict.leaks if secret.kind == kind]
        left[case.language] += len(leaks)
        missed += [f"{case.name}: {verdict.texts}" for _ in leaks]
    assert 100 * (1 - left.total() / total.total()) >= GONE[kind], "\n".join(missed)
    for language in total:
        assert 100 * (1 - left[language] / max(1, total[language])) >= GONE[kind] - 2, (language, missed)


def test_ordinary_talk_stays_byte_for_byte(verdicts):
    negatives = [(case, verdict) for case, verdict in verdicts if case.is_negative]
    harmed = [f"{case.name}: {verdict.texts}" for case, verdict in negatives if verdict.harmed]
    assert 100 * (1 - len(harmed) / len(negatives)) >= UNTOUCHED, "\n".join(harmed)


def test_the_words_around_a_secret_survive(verdicts):
    positives = [(case, verdict) for case, verdict in verdicts if not case.is_negative and not case.is_draft]
    words = sum(len(case.kept) for case, _ in positives)
    harmed = [f"{case.name}: {verdict.harmed}" for case, verdict in positives if verdict.harmed]
    lost = sum(len(verdict.harmed) for _, verdict in positives)
    assert 100 * (1 - lost / words) >= WORDS, "\n".join(harmed)


def test_half_a_secret_is_not_readable_in_a_draft(verdicts):
    drafts = [(case, verdict) for case, verdict in verdicts if case.is_draft and case.secrets]
    assert len(drafts) >= 60
    assert not [f"{case.name}: {verdict.texts}" for case, verdict in drafts if verdict.leaks]
