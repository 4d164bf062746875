"""From the files under `intents/` to one `IntentSet`, or to the list of what keeps them from being used."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chatserver.core.triage.intents import IntentSet
from chatserver.intent_files.language import STRUCTURE, Authored, PlacedLine, compare_languages, read_language
from chatserver.intent_files.review import review
from chatserver.intent_files.structure import read_structure
from chatserver.yaml_places import Problem, Problems

SUFFIXES = (".yml", ".yaml")
TESTS = "tests"


@dataclass(frozen=True, slots=True)
class Loaded:
    """`intents` is None when there is an error among the problems. `lines` are the author's, with their places."""

    intents: IntentSet | None
    problems: tuple[Problem, ...]
    lines: tuple[PlacedLine, ...] = ()


def load_intents(folder: Path, variables: Mapping[str, str]) -> Loaded:
    """Reads every file of `folder`; `variables` fill the `{{ name }}` places of answers and phrases."""
    problems = Problems()
    files = intent_files(folder)
    root = next((path for path in files if path.parent == folder and path.stem == STRUCTURE), None)
    if root is None:
        place = f"{folder}/{STRUCTURE}.yml"
        problems.add_file(place, "The file is missing.", "It names languages and forms.", code="missing-file")
        return Loaded(None, tuple(problems.found))
    structure = read_structure(root, problems)
    authored = Authored()
    languages = {
        tag: read_language(folder, tag, files, structure, variables, problems, authored) for tag in structure.languages
    }
    if not problems.has_unread:
        # Otherwise every intent of the file that could not be read would seem to be missing.
        compare_languages(folder, languages, structure, problems)
    small_talk = frozenset(name for name, action in structure.actions.items() if not action.is_topic)
    review(authored, small_talk, problems)
    lines = tuple(authored.lines)
    if problems.has_errors:
        return Loaded(None, tuple(problems.found), lines)
    try:
        digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]
    except OSError:
        place = "A file went away while it was read."
        problems.add_file(str(folder), place, "Try again.", code="unreadable-file")
        return Loaded(None, tuple(problems.found), lines)
    intents = IntentSet(structure.default, languages, structure.forms, digest)
    return Loaded(intents, tuple(problems.found), lines)


def intent_files(folder: Path) -> list[Path]:
    """Returns the files of an intent set, without its tests."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file() and path.relative_to(folder).parts[0] != TESTS
    )
