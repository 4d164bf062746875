import random

import pytest

from chatserver.intent_files import load_intents
from chatserver.intent_files.layout import CannotFormat, formatted
from tests.intent_files.small_set import FAQ, STRUCTURE, VARIABLES, WORDS, write_small_set

UNTIDY = """# The head.
format: 1   # one
intents:
    # About hours.

    # More about hours.
    hours:   # inline
        # The answer first.
        answer: "{{ brand }} is open."  # behind it
        title:   Opening hours
        say: |  # the lines
           when are you open


           #not a comment
             until when
        # At the end of hours.
    closed:
        title: 'Closed: why'
        keywords: holiday
        say: >
           why are you closed

           why is nobody there
        answer: |-

           Because.

             1. It is Sunday.


# About phrases.
phrases:
    greeting: |
        Hello,
          you.
    rephrase:    Once more


    did_you_mean: "one
      of these"
words:
    cancel: |
        stop
    human: {}
# The end.


"""
TIDY = """# The head.
format: 1  # one

intents:
  # About hours.

  # More about hours.
  hours:  # inline
    title: Opening hours
    say: |  # the lines
      when are you open

      #not a comment
      until when
    # The answer first.
    answer: |  # behind it
      {{ brand }} is open.
    # At the end of hours.

  closed:
    title: 'Closed: why'
    say: |
      why are you closed
      why is nobody there
    keywords: |
      holiday
    answer: |
      Because.

        1. It is Sunday.

# About phrases.
phrases:
  greeting: |
    Hello,
      you.
  rephrase: Once more

  did_you_mean: "one
    of these"

words:
  cancel: |
    stop
  human: {}
# The end.
"""


def test_an_untidy_file_gets_the_usual_layout_and_keeps_its_comments():
    assert formatted(UNTIDY) == TIDY


def test_what_is_tidy_stays_as_it_is():
    for text in (TIDY, FAQ, WORDS, STRUCTURE):
        assert formatted(text) == text


def test_line_ends_and_the_byte_order_mark_stay():
    text = "\ufeff" + UNTIDY.replace("\n", "\r\n")
    assert formatted(text) == "\ufeff" + TIDY.replace("\n", "\r\n")


def test_lists_and_what_has_no_value_stay():
    text = "format: 1\nlanguages:\n- en   # English\n- de\nintents:\n  a: {then: handoff,\n    topic: false}\n  b:\n"
    assert formatted(text) == (
        "format: 1\nlanguages:\n  - en   # English\n  - de\n\nintents:\n  a: {then: handoff,\n    topic: false}\n  b:\n"
    )


def test_a_line_break_at_the_end_of_an_answers_line_stays():
    text = "format: 1\nintents:\n  a:\n    answer: |\n      one  \n      two   \n    title: A   \n"
    assert formatted(text) == "format: 1\n\nintents:\n  a:\n    title: A\n    answer: |\n      one  \n      two\n"


@pytest.mark.parametrize(
    "text",
    [
        "- a list\n",
        "{format: 1}\n",
        "format: 1\nintents:\n  a:\n    ? say\n    : x\n",
        "format: 1\nintents:\n  a:\n    title:\n      # between\n      A\n",
        "format: 1\nintents:\n  a:\n    say: |2\n       x\n",
        "format: 1\nlanguages:\n  - |\n    x\n",
        "format: 1\n...\n",
    ],
)
def test_what_cannot_be_moved_safely_is_left_alone(text):
    with pytest.raises(CannotFormat):
        formatted(text)


def test_signs_that_a_block_cannot_hold_stay_in_their_quotes():
    text = 'format: 1\n\nintents:\n  a:\n    answer: "bell \\a"\n'
    assert formatted(text) == text


@pytest.mark.parametrize("seed", range(40))
def test_however_a_file_is_laid_out_the_set_stays_the_same_and_a_second_run_changes_nothing(tmp_path, seed):
    folder = write_small_set(tmp_path)
    before = load_intents(folder, VARIABLES).intents
    for name, text in (("en/faq.yml", FAQ), ("en/bot.yml", WORDS), ("bot.yml", STRUCTURE)):
        untidy = mess_up(text, random.Random(seed))
        (folder / name).write_text(untidy)
        tidy = formatted(untidy)
        assert formatted(tidy) == tidy
        for comment in ("# Opening times", "# strewn 1"):
            assert tidy.count(comment) == untidy.count(comment)
        (folder / name).write_text(tidy)
    after = load_intents(folder, VARIABLES).intents
    assert after.languages == before.languages
    assert after.forms == before.forms


def mess_up(text: str, chance: random.Random) -> str:
    """The same file with other indentation, blank lines, comments and spaces at line ends."""
    step = chance.choice([2, 3, 4])
    lines: list[str] = []
    block = 99
    for number, line in enumerate(text.split("\n")):
        depth = len(line) - len(line.lstrip())
        if line.strip() and depth <= block:
            block = 99
        is_in_block = depth > block
        if block == 99 and line.endswith("|"):
            block = depth
        if not is_in_block and line.strip() and not line.startswith("format") and chance.random() < 0.2:
            lines.append(" " * (depth // 2 * step) + f"# strewn {number % 3}")
        if not is_in_block and chance.random() < 0.2:
            lines.append("")
        lines.append(" " * (depth // 2 * step) + line.strip() + chance.choice(["", "", "  "]) * (not is_in_block))
    return "\n".join(lines)
