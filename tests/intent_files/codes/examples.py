"""Writes the example of a problem code to its file, and tells which codes come."""

from chatserver.intent_files import load_intents
from chatserver.intent_files.codes.entry import Entry
from tests.intent_files.small_set import STRUCTURE, VARIABLES, WORDS, write_small_set


def codes_of(entry: Entry, folder) -> set[str]:
    """Returns the codes of all problems of the small set with the example in its place."""
    write_small_set(folder, "en")
    if entry.file.startswith("de/"):
        (folder / "de").mkdir()
        (folder / "de/bot.yml").write_text(WORDS)
        (folder / "bot.yml").write_text(STRUCTURE.replace("[en]", "[en, de]"))
    usual = {"format": "1"} | ({"default": "en", "languages": "[en]"} if entry.file == "bot.yml" else {})
    text = entry.wrong()
    head = "".join(f"{key}: {value}\n" for key, value in usual.items() if not f"\n{text}".count(f"\n{key}:"))
    (folder / entry.file).write_text(head + text)
    return {problem.code for problem in load_intents(folder, VARIABLES).problems}


def with_examples(table) -> list[str]:
    """Returns the codes of a table whose fault can be written down."""
    return [code for code, entry in table.items() if entry.example]
