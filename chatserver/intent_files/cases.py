"""The authors' tests: `intents/tests/<language>/*.yml`, lines and conversations, read with their places."""

from dataclasses import dataclass
from pathlib import Path

from chatserver.core.triage.intents import IntentSet
from chatserver.intent_files.load import SUFFIXES, TESTS
from chatserver.intent_files.structure import open_file
from chatserver.services.rehearsal import BOT, VISITOR, DialogueCase, LineCase, Wanted
from chatserver.yaml_places import Node, Problems, suggestion

_SECTIONS = ("lines", "buttons", "silent", "dialogues")


@dataclass(frozen=True, slots=True)
class Cases:
    """What is to be tried; each case has the place that it stands at."""

    lines: tuple[tuple[LineCase, Node], ...] = ()
    dialogues: tuple[tuple[DialogueCase, Node], ...] = ()

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.dialogues)


def read_cases(folder: Path, intents: IntentSet, problems: Problems, tag: str | None = None) -> Cases:
    """Reads the tests of a folder of intents, of all its languages or of one; what is wrong goes to `problems`."""
    lines: list[tuple[LineCase, Node]] = []
    dialogues: list[tuple[DialogueCase, Node]] = []
    for path in sorted((folder / TESTS).rglob("*")):
        if path.suffix not in SUFFIXES or not path.is_file():
            continue
        lang = path.relative_to(folder / TESTS).parts[0]
        node = open_file(path, problems, _SECTIONS)
        if node is None or (tag is not None and lang != tag):
            continue
        if lang not in intents.languages:
            fault = f"There is no language '{lang}'."
            problems.add(node, fault, suggestion(lang, intents.languages), code="unknown-language")
            continue
        lines += _read_lines(node, lang, intents, problems)
        dialogues += _read_dialogues(node, lang, problems)
    return Cases(tuple(lines), tuple(dialogues))


def _read_lines(node: Node, lang: str, intents: IntentSet, problems: Problems) -> list[tuple[LineCase, Node]]:
    found = [
        (LineCase(lang, text, Wanted.SILENT), place) for text, place in node.placed_lines(problems, Wanted.SILENT.value)
    ]
    known = intents.languages[lang].intents
    for wanted in (Wanted.ANSWERED, Wanted.OFFERED):
        if wanted.value not in node or not node[wanted.value].as_map(problems, None, wanted.value):
            continue
        section = node[wanted.value]
        for name, entry in section.items():
            if name not in known:
                problems.add(entry, f"There is no intent '{name}'.", suggestion(name, known), code="unknown-intent")
            found += [
                (LineCase(lang, text, wanted, name), place) for text, place in section.placed_lines(problems, name)
            ]
    return found


def _read_dialogues(node: Node, lang: str, problems: Problems) -> list[tuple[DialogueCase, Node]]:
    if "dialogues" not in node or not node["dialogues"].as_map(problems, None, "dialogues"):
        return []
    section = node["dialogues"]
    found: list[tuple[DialogueCase, Node]] = []
    for name, entry in section.items():
        script = tuple(line.rstrip() for line in section.text(problems, name).splitlines() if line.strip())
        stray = [line for line in script if not line.startswith((VISITOR, BOT, "  ", "=>"))]
        if stray or not any(line.startswith(VISITOR) for line in script):
            fault = f"Dialogue '{name}' is no script."
            problems.add(entry, fault, f"Begin each line with `{VISITOR}` or `{BOT}`.", code="wrong-script")
            continue
        found.append((DialogueCase(lang, name, script), entry))
    return found


def accept(path: Path, node: Node, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Writes what the bot says now in the place of a dialogue's script; the rest of the file stays as it is.

    `node` is the script's place. Several of one file are accepted from its end to its beginning.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    first = node.line
    while not lines[first].strip():
        first += 1
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    last = first
    left = len(before)
    while left:
        left -= bool(lines[last].strip())
        last += 1
    lines[first:last] = [f"{indent}{line}" for line in after]
    path.write_text("\n".join(lines), encoding="utf-8")
