"""Only the lines of intents, as far as they can be read: for matching a set that is not ready to be a bot."""

from pathlib import Path

from chatserver.core.triage.intents import Intent
from chatserver.intent_files.load import intent_files
from chatserver.yaml_places import Problems, read_yaml


def read_lines(folder: Path) -> dict[str, list[Intent]]:
    """Returns the intents that have lines, by language: the name of the folder below `folder` that their file is in.

    Files directly in `folder` belong to the language "". What is wrong with answers, forms or phrases does not matter.
    """
    found: dict[str, dict[str, Intent]] = {}
    for path in intent_files(folder):
        parts = path.relative_to(folder).parts
        if "tests" in parts:
            continue
        problems = Problems()
        file = read_yaml(path, str(path), problems)
        if file is None or "intents" not in file or not file["intents"].as_map(problems, None, "intents"):
            continue
        intents = found.setdefault(parts[0] if len(parts) > 1 else "", {})
        for name, node in file["intents"].items():
            if not node.as_map(problems, None, name):
                continue
            lines, title = node.lines(problems, "say"), node.text(problems, "title")
            if lines:
                refused, keywords = node.lines(problems, "not"), node.lines(problems, "keywords")
                intents[name] = Intent(name, title, lines, counter_examples=refused, keywords=keywords)
    return {tag: list(intents.values()) for tag, intents in found.items() if intents}
