"""Codes about the authors' tests: what `chatserver intents test` complains about."""

from collections.abc import Mapping

from chatserver.intent_files.codes.entry import Entry

TRIALS: Mapping[str, Entry] = {
    "no-tests": Entry(
        "There are no tests",
        "A set that nobody has tried may be wrong in every line. An empty suite that passes would say otherwise.",
        "Write lines that visitors type, and that stand in no intent, into `tests/<language>/lines.yml`.",
    ),
    "line-test": Entry(
        "A line is understood otherwise than its test wants",
        "Visitors who type it get the wrong answer, or none.",
        "Ask `chatserver intents why` what the bot makes of it. Give the right intent lines that are more like it, or"
        " the wrong one a `not:` line. If the test is wrong, change the test.",
    ),
    "dialogue-test": Entry(
        "A conversation goes otherwise than its test wants",
        "Somebody has changed what the bot says or does, perhaps without meaning to.",
        "Read the difference. If it is what you want, `chatserver intents test --accept` writes it into the file.",
    ),
    "wrong-script": Entry(
        "A dialogue of the tests cannot be read",
        "Its lines begin with `visitor:`, `bot:`, two spaces or `=>`, and the visitor says something in it.",
        "Begin each line so; `chatserver intents test --accept` fills in what the bot says.",
    ),
    "unknown-intent": Entry(
        "A test names an intent that there is not",
        "It would fail for ever, or test nothing.",
        "Write the name as it stands in the intent file.",
    ),
}
