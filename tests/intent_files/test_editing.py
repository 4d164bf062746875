import shlex

import pytest

from chatserver.intent_files import load_intents
from chatserver.intent_files.editing import CannotEdit, Refused, add_intent, adopt, adopt_command, new_folder
from tests.intent_files.small_set import FAQ, VARIABLES, WORDS, write_small_set


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path / "intents")


def said(folder, intent: str) -> tuple[str, ...]:
    return load_intents(folder, VARIABLES).intents.languages["en"].intents[intent].examples


def test_a_line_is_appended_and_everything_else_stays_byte_for_byte(folder):
    placed = adopt(folder, "en", "hours", "  may I come   at noon ")
    assert (placed.text, placed.node.line) == ("may I come at noon", 14)
    night = "      is anybody there at night\n"
    assert (folder / "en/faq.yml").read_text() == FAQ.replace(night, f"{night}      may I come at noon\n")
    assert said(folder, "hours")[-1] == "may I come at noon"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "      is anybody there at night\n",
            "      is anybody there at night\n\n\n",
            "after the last line, not the blank ones",
        ),
        ("say: |\n      when", "say: |  # lines\n      when", "a comment behind the block's sign"),
        ("say: |\n      when", "say: |\n\n      when", "a blank line at the top"),
        ("    not: |\n", "    # why\n    not: |\n", "a comment below the block"),
    ],
)
def test_comments_and_blank_lines_around_the_block_stay(folder, old, new, told):
    text = FAQ.replace(old, new, 1)
    (folder / "en/faq.yml").write_text(text)
    adopt(folder, "en", "hours", "may I come at noon")
    night = "      is anybody there at night\n"
    assert (folder / "en/faq.yml").read_text() == text.replace(night, f"{night}      may I come at noon\n"), told


def test_other_indentation_line_ends_and_a_missing_last_line_end_stay(folder):
    text = "format: 1\nintents:\n   hours:\n      title: Hours\n      answer: Six.\n      say: |\n           open"
    text = text.replace("\n", "\r\n")
    (folder / "en/faq.yml").write_bytes(text.encode())
    adopt(folder, "en", "hours", "are you closed at noon")
    assert (folder / "en/faq.yml").read_bytes().decode() == text + "\r\n           are you closed at noon\r\n"


def test_an_intent_without_lines_gets_its_first(folder):
    for say in ("", "    say: |\n"):
        (folder / "en/faq.yml").write_text(f"format: 1\nintents:\n  hours:\n    title: Hours\n{say}    answer: Six.\n")
        adopt(folder, "en", "hours", "are you open")
        assert "    say: |\n      are you open\n" in (folder / "en/faq.yml").read_text()


@pytest.mark.parametrize(
    "line", ["# 1 in the list?", "- a dash", "key: value", "'quoted'", "{{ braces }}", "100 %", "é日本"]
)
def test_a_line_may_have_any_sign(folder, line):
    adopt(folder, "en", "hours", line)
    assert said(folder, "hours")[-1] == line


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("When are you open?", "there already, in 'hours', at .*faq.yml:8"),
        ("WHERE is my parcel", "there already, in 'parcel', at .*faq.yml:3"),
        ("Why is your shop closed for ever", "under 'not' of 'hours', at .*faq.yml:15"),
        ("my password is hunter2", "password"),
        ("my card 4111 1111 1111 1111", "card number"),
        ("my code is ••••", "masked"),
        ("write to anna@shop.example", "e-mail address"),
        ("???", "no word"),
        ("   ", "no word"),
        ("x" * 301, "up to 300"),
        ("bell \a", "up to 300"),
    ],
)
def test_a_line_that_would_do_harm_is_refused_with_the_reason(folder, line, reason):
    with pytest.raises(Refused, match=reason):
        adopt(folder, "en", "hours", line)
    assert (folder / "en/faq.yml").read_text() == FAQ


def test_what_another_intent_denies_may_be_adopted(folder):
    adopt(folder, "en", "parcel", "why is your shop closed for ever")
    assert "why is your shop closed for ever" in said(folder, "parcel")


@pytest.mark.parametrize(
    ("tag", "intent", "say", "reason"),
    [
        ("en", "ours", "say: |", "no intent 'ours'"),
        ("de", "hours", "say: |", "no folder"),
        ("en", "hours", "say: >", "fmt"),
    ],
)
def test_what_is_not_there_or_not_plain_cannot_be_edited(folder, tag, intent, say, reason):
    text = FAQ.replace("say: |", say, 1)
    (folder / "en/faq.yml").write_text(text)
    with pytest.raises(CannotEdit, match=reason):
        adopt(folder, tag, intent, "may I come at noon")
    assert (folder / "en/faq.yml").read_text() == text
    assert sorted(path.name for path in (folder / "en").iterdir()) == ["bot.yml", "faq.yml"]


def test_an_intent_on_one_line_cannot_be_edited(folder):
    (folder / "en/faq.yml").write_text("format: 1\nintents:\n  hours: {title: Hours, say: open, answer: Six.}\n")
    with pytest.raises(CannotEdit, match="not written in lines of its own"):
        adopt(folder, "en", "hours", "may I come at noon")


def test_the_command_to_adopt_a_line_survives_the_shell():
    for text in ("where's my parcel", "-x", 'say "hi" $HOME `x`'):
        words = shlex.split(adopt_command(text, "parcel", "en", "my intents"))
        assert words[:3] == ["chatserver", "intents", "adopt"]
        assert text in words
        assert words[words.index("--intent") + 1] == "parcel"
        assert words[words.index("--intents") + 1] == "my intents"
        assert text != "-x" or words[-2:] == ["--", "-x"]


def test_an_intent_is_begun_at_the_end_of_the_file(folder):
    path = add_intent(folder, "en", "returns", "faq")
    text = path.read_text()
    assert text.startswith(FAQ)
    assert text[len(FAQ) :].startswith("\n  returns:\n    # Two to five words.")
    assert {problem.code for problem in load_intents(folder, VARIABLES).problems} >= {"missing-title", "missing-answer"}


def test_an_intent_is_begun_before_the_next_section_and_its_comments(folder):
    (folder / "en/faq.yml").write_text(FAQ + "\n# About variables.\nvariables:\n  shop: Shop\n")
    text = add_intent(folder, "en", "returns", "faq").read_text()
    assert text.index("  returns:") < text.index("# About variables.\nvariables:")
    assert "\n\n# About variables." in text
    assert text.startswith(FAQ)


def test_an_intent_may_begin_a_file_or_its_section(folder):
    path = add_intent(folder, "en", "returns", "shop")
    assert path == folder / "en/shop.yml"
    assert path.read_text().startswith("format: 1\n\nintents:\n  returns:\n")
    assert add_intent(folder, "en", "swaps", "bot").read_text().startswith(WORDS + "\nintents:\n  swaps:\n")


def test_an_intent_that_is_there_is_not_begun_again(folder):
    with pytest.raises(Refused, match="already, at .*faq.yml:31"):
        add_intent(folder, "en", "parcel", "shop")


@pytest.mark.parametrize(("name", "file"), [("Late Parcel", "faq"), ("5a", "faq"), ("ok", "../faq"), ("ok", "a/b")])
def test_names_that_are_none_are_refused(folder, name, file):
    with pytest.raises(CannotEdit, match="is no name"):
        add_intent(folder, "en", name, file)


def test_a_new_folder_works_at_once(tmp_path, folder):
    files = new_folder(tmp_path / "mine", ["en"], folder)
    assert {path.relative_to(tmp_path / "mine").as_posix() for path in files} == {"bot.yml", "en/faq.yml", "en/bot.yml"}
    assert load_intents(tmp_path / "mine", VARIABLES).problems == ()
    with pytest.raises(CannotEdit, match="something in"):
        new_folder(tmp_path / "mine", ["en"], folder)
    with pytest.raises(CannotEdit, match="'xx' is not shipped"):
        new_folder(tmp_path / "other", ["xx"], folder)
