from chatserver.core.triage.known_problems import KnownProblem

PROBLEM = KnownProblem("p-1", "Invoices cannot be downloaded right now.", {"de": "Rechnungen lassen sich nicht laden."})


def test_a_problem_is_told_in_the_visitors_language_or_as_it_was_written():
    assert PROBLEM.in_language("de-AT").startswith("Rechnungen")
    assert PROBLEM.in_language("ru").startswith("Invoices")


def test_a_message_is_about_a_problem_when_they_share_words_that_matter():
    assert PROBLEM.is_about("why can't I download my invoice?", "en")
    assert not PROBLEM.is_about("I cannot log in right now", "en")
    assert not PROBLEM.is_about("invoice", "en")
