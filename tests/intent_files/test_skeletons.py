import pytest

from chatserver.intent_files import load_intents
from chatserver.intent_files.skeletons import EXAMPLES, faq, skeleton, structure
from tests.intent_files.small_set import VARIABLES, WORDS


@pytest.mark.parametrize("tag", EXAMPLES)
def test_the_worked_example_of_each_language_is_in_order(tmp_path, tag):
    (tmp_path / tag).mkdir()
    (tmp_path / "bot.yml").write_text(structure("intents", (tag,)))
    (tmp_path / tag / "bot.yml").write_text(WORDS.partition("forms:")[0])
    (tmp_path / tag / "faq.yml").write_text(faq(tag))
    assert load_intents(tmp_path, VARIABLES).problems == ()


def test_a_skeleton_keeps_the_files_from_being_used_until_it_is_filled_in(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "bot.yml").write_text(structure("intents", ("en",)))
    (tmp_path / "en/bot.yml").write_text(WORDS.partition("forms:")[0])
    file = tmp_path / "en/faq.yml"
    file.write_text("format: 1\nintents:\n" + skeleton("late_parcel"))
    loaded = load_intents(tmp_path, VARIABLES)
    assert loaded.intents is None
    assert {problem.code for problem in loaded.problems} == {"missing-title", "missing-examples", "missing-answer"}
    text = file.read_text()
    for key in ("title", "say", "answer"):
        text = text.replace(f"    {key}: |\n", f"    {key}: |\n      the parcel is late\n", 1)
    file.write_text(text)
    assert load_intents(tmp_path, VARIABLES).intents is not None
