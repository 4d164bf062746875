"""Only the lines of intents, as far as they can be read: for matching a set that is not ready to be a bot."""

from collections.abc import Iterator
from pathlib import Path

from chatserver.core.triage.intents import Intent
from chatserver.intent_files.language import PlacedLine
from chatserver.intent_files.load import intent_files
from chatserver.yaml_places import Node, Problems, read_yaml


def read_lines(folder: Path) -> dict[str, list[Intent]]:
    """Returns the intents that have lines, by language: the name of the folder below `folder` that their file is in.

    Files directly in `folder` belong to the language "". What is wrong with answers, forms or phrases does not matter.
    """
    found: dict[str, dict[str, Intent]] = {}
    for tag, name, node in _nodes(folder):
        problems = Problems()
        lines, title = node.lines(problems, "say"), node.text(problems, "title")
        intents = found.setdefault(tag, {})
        if lines:
            refused, keywords = node.lines(problems, "not"), node.lines(problems, "keywords")
            intents[name] = Intent(name, title, lines, counter_examples=refused, keywords=keywords)
    return {tag: list(intents.values()) for tag, intents in found.items() if intents}


def read_placed_lines(folder: Path) -> list[PlacedLine]:
    """Returns the same lines with their places, titles among them, in the order of the files."""
    return [
        PlacedLine(tag, name, key, text, place)
        for tag, name, node in _nodes(folder)
        for key in ("title", "say", "not", "keywords")
        for text, place in node.placed_lines(Problems(), key)
    ]


def _nodes(folder: Path) -> Iterator[tuple[str, str, Node]]:
    """Yields every intent with its language and name."""
    for path in intent_files(folder):
        parts = path.relative_to(folder).parts
        if "tests" in parts:
            continue
        problems = Problems()
        file = read_yaml(path, str(path), problems)
        if file is None or "intents" not in file or not file["intents"].as_map(problems, None, "intents"):
            continue
        for name, node in file["intents"].items():
            if node.as_map(problems, None, name):
                yield parts[0] if len(parts) > 1 else "", name, node
