from chatserver.intent_files.codes.trials import TRIALS


def test_every_entry_says_why_and_how_to_mend_it():
    assert all(entry.title and entry.why and entry.cure for entry in TRIALS.values())
