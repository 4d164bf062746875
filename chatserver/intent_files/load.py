"""From the files under `intents/` to one `IntentSet`, or to the list of what keeps them from being used."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chatserver.core.triage.intents import (
    PHRASES,
    WORD_LISTS,
    Form,
    Intent,
    IntentSet,
    Language,
    Slot,
    SlotType,
    SlotWords,
    Then,
    fill,
    variables_in,
)
from chatserver.core.triage.words import normalise
from chatserver.intent_files.nodes import Node, Problem, Problems, Severity, read_yaml, suggestion

FORMAT = 1
STRUCTURE = "bot"
SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Loaded:
    """`intents` is None when there is an error among the problems."""

    intents: IntentSet | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Action:
    form: str | None = None
    then: Then = Then.NOTHING
    is_topic: bool = True


@dataclass(frozen=True, slots=True)
class _Structure:
    default: str
    languages: tuple[str, ...]
    forms: Mapping[str, Form]
    actions: Mapping[str, _Action]


def load_intents(folder: Path, variables: Mapping[str, str]) -> Loaded:
    """Reads every file of `folder`; `variables` fill the `{{ name }}` places of answers and phrases."""
    problems = Problems()
    files = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    root = next((path for path in files if path.parent == folder and path.stem == STRUCTURE), None)
    if root is None:
        problems.add_file(f"{folder}/{STRUCTURE}.yaml", "The file is missing.", "It names languages and forms.")
        return Loaded(None, tuple(problems.found))
    structure = _read_structure(root, problems)
    languages = {tag: _read_language(folder, tag, files, structure, variables, problems) for tag in structure.languages}
    if not problems.has_unread:
        # Otherwise every intent of the file that could not be read would seem to be missing.
        _compare_languages(folder, languages, structure, problems)
    if problems.has_errors:
        return Loaded(None, tuple(problems.found))
    try:
        digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]
    except OSError:
        problems.add_file(str(folder), "A file went away while it was read.", "Try again.")
        return Loaded(None, tuple(problems.found))
    return Loaded(IntentSet(structure.default, languages, structure.forms, digest), tuple(problems.found))


def _open(path: Path, problems: Problems, keys: tuple[str, ...]) -> Node | None:
    """The file's mapping, when its format is one that this program knows."""
    node = read_yaml(path, str(path), problems)
    problems.has_unread |= node is None
    if node is None or not node.as_map(problems, ("format", *keys), "the file"):
        return None
    if "format" not in node or node["format"].value != FORMAT:
        place = node["format"] if "format" in node else node
        problems.add(place, "The file's format is missing or not known.", f"Write `format: {FORMAT}`.")
    return node


def _read_structure(path: Path, problems: Problems) -> _Structure:
    node = _open(path, problems, ("default", "languages", "forms", "intents"))
    if node is None:
        return _Structure("", (), {}, {})
    languages = node.names(problems, "languages")
    default = node.text(problems, "default", required=True, what="The file")
    if default and default not in languages:
        problems.add(node, f"The default language '{default}' is not listed.", suggestion(default, languages))
    forms = {}
    if "forms" in node and node["forms"].as_map(problems, None, "forms"):
        forms = {name: _read_form(name, form, problems) for name, form in node["forms"].items()}
    actions = {}
    if "intents" in node and node["intents"].as_map(problems, None, "intents"):
        actions = {name: _read_action(action, forms, problems) for name, action in node["intents"].items()}
    return _Structure(default, languages, forms, actions)


def _read_form(name: str, node: Node, problems: Problems) -> Form:
    slots: list[Slot] = []
    if node.as_map(problems, None, f"form '{name}'"):
        for slot_name, slot in node.items():
            if not slot.as_map(problems, ("type", "optional", "choices"), f"slot '{slot_name}'"):
                continue
            kind = slot.text(problems, "type", required=True, what=f"slot '{slot_name}'")
            choices = slot.names(problems, "choices")
            if kind not in {known.value for known in SlotType}:
                problems.add(slot, f"Unknown type '{kind}'.", suggestion(kind, [known.value for known in SlotType]))
                continue
            if (kind == SlotType.CHOICE) != bool(choices):
                problems.add(slot, "A choice has `choices`, and nothing else has.", "Write `choices: [one, two]`.")
            optional = "optional" in slot and slot["optional"].value is True
            slots.append(Slot(slot_name, SlotType(kind), optional, choices))
    if not slots:
        problems.add(node, f"Form '{name}' asks nothing.", "Add a slot, or remove the form.")
    return Form(name, tuple(slots))


def _read_action(node: Node, forms: Mapping[str, Form], problems: Problems) -> _Action:
    if not node.as_map(problems, ("form", "then", "topic"), "the intent"):
        return _Action()
    form = node.text(problems, "form") or None
    if form is not None and form not in forms:
        problems.add(node["form"], f"There is no form '{form}'.", suggestion(form, forms))
    then = node.text(problems, "then") or Then.NOTHING.value
    if then not in {known.value for known in Then}:
        problems.add(node["then"], f"Unknown '{then}'.", suggestion(then, [known.value for known in Then]))
        then = Then.NOTHING.value
    is_topic = "topic" not in node or node["topic"].value is not False
    return _Action(form, Then(then), is_topic)


def _read_language(
    folder: Path,
    tag: str,
    files: list[Path],
    structure: _Structure,
    variables: Mapping[str, str],
    problems: Problems,
) -> Language:
    intents: dict[str, Intent] = {}
    phrases: dict[str, str] = {}
    words: dict[str, frozenset[str]] = {}
    slots: dict[tuple[str, str], SlotWords] = {}
    mine = [path for path in files if path.is_relative_to(folder / tag)]
    if not mine:
        problems.add_file(str(folder / tag), f"There are no files for '{tag}'.", "Add some, or unlist it.")
    seen: dict[str, Node] = {}
    for path in mine:
        node = _open(path, problems, ("intents", "phrases", "words", "forms"))
        if node is None:
            continue
        for name, intent in _entries(node, "intents", problems):
            if name in seen:
                first = seen[name]
                problems.add(intent, f"Intent '{name}' stands twice.", f"The first is at {first.file}:{first.line}.")
                continue
            seen[name] = intent
            intents[name] = _read_intent(name, intent, structure, variables, problems)
        for name, phrase in _entries(node, "phrases", problems, PHRASES):
            phrases[name] = _filled(phrase, node["phrases"].text(problems, name, required=True), variables, problems)
        for name, _ in _entries(node, "words", problems, WORD_LISTS):
            words[name] = frozenset(normalise(line) for line in node["words"].lines(problems, name))
        for form_name, form in _entries(node, "forms", problems, structure.forms):
            _read_slot_words(form_name, form, structure, variables, slots, problems)
    place = str(folder / tag / f"{STRUCTURE}.yaml")
    for name in PHRASES.keys() - phrases.keys():
        problems.add_file(place, f"The phrase '{name}' is missing.", f"It says: {PHRASES[name]}.")
    for name in WORD_LISTS.keys() - words.keys():
        problems.add_file(place, f"The word list '{name}' is missing.", f"It {WORD_LISTS[name]}.")
    for form_spec in structure.forms.values():
        for slot in form_spec.slots:
            if (form_spec.name, slot.name) not in slots:
                problems.add_file(place, f"Slot '{form_spec.name}.{slot.name}' has no words.", "Add it to `forms`.")
    return Language(tag, intents, phrases, words, slots)


def _entries(
    node: Node, key: str, problems: Problems, known: Mapping[str, object] | None = None
) -> list[tuple[str, Node]]:
    if key not in node or not node[key].as_map(problems, known, key):
        return []
    return [(name, entry) for name, entry in node[key].items() if known is None or name in known]


def _read_intent(
    name: str, node: Node, structure: _Structure, variables: Mapping[str, str], problems: Problems
) -> Intent:
    action = structure.actions.get(name, _Action())
    what = f"Intent '{name}'"
    if not node.as_map(problems, ("title", "say", "not", "keywords", "answer"), what):
        return Intent(name, name, ())
    is_answered = action.form is None and action.then is Then.NOTHING
    if is_answered and "answer" not in node:
        problems.add(node, f"{what} has no 'answer'.", "Add `answer: |`, or give it a form in bot.yaml.")
    answer = node.text(problems, "answer", required=is_answered and "answer" in node, what=what)
    examples = node.lines(problems, "say")
    if not examples:
        problems.add(node, f"{what} has no examples.", "Add `say: |` with one line for each way to say it.")
    return Intent(
        name=name,
        title=node.text(problems, "title", required=True, what=what),
        examples=examples,
        answer=_filled(node["answer"], answer, variables, problems) if "answer" in node else "",
        counter_examples=node.lines(problems, "not"),
        keywords=node.lines(problems, "keywords"),
        form=action.form,
        then=action.then,
        is_topic=action.is_topic,
    )


def _read_slot_words(
    form_name: str,
    node: Node,
    structure: _Structure,
    variables: Mapping[str, str],
    slots: dict[tuple[str, str], SlotWords],
    problems: Problems,
) -> None:
    form = structure.forms[form_name]
    if not node.as_map(problems, [slot.name for slot in form.slots], f"form '{form_name}'"):
        return
    for slot in form.slots:
        if slot.name not in node:
            continue
        words = node[slot.name]
        if not words.as_map(problems, ("label", "ask", "retry", "choices"), f"slot '{slot.name}'"):
            continue
        labels: dict[str, str] = {}
        if slot.choices:
            if "choices" not in words or not words["choices"].as_map(problems, slot.choices, "choices"):
                problems.add(words, f"Slot '{slot.name}' has no labels.", "Add `choices:` with one for each.")
            else:
                what = f"slot '{slot.name}'"
                labels = {key: words["choices"].text(problems, key, required=True, what=what) for key in slot.choices}
        ask = words.text(problems, "ask", required=True, what="The slot")
        slots[form_name, slot.name] = SlotWords(
            label=words.text(problems, "label", required=True, what="The slot"),
            ask=_filled(words, ask, variables, problems),
            retry=words.text(problems, "retry", required=True, what="The slot"),
            choices=labels,
        )


def _filled(node: Node, text: str, variables: Mapping[str, str], problems: Problems) -> str:
    for name in sorted(variables_in(text) - variables.keys()):
        problems.add(node, f"Unknown variable '{name}'.", suggestion(name, variables))
    return fill(text, variables)


def _compare_languages(
    folder: Path, languages: Mapping[str, Language], structure: _Structure, problems: Problems
) -> None:
    """Every intent has its words in the default language; a missing translation is worth a warning."""
    default = languages.get(structure.default)
    if default is None:
        return
    for name in structure.actions.keys() - default.intents.keys():
        problems.add_file(
            str(folder / f"{STRUCTURE}.yaml"),
            f"Intent '{name}' has no words.",
            "Add it to a language, or remove it.",
        )
    for tag, language in languages.items():
        for name in sorted(default.intents.keys() - language.intents.keys()):
            problems.add_file(str(folder / tag), f"Intent '{name}' is not translated.", "Add it.", Severity.WARNING)
        for name in sorted(language.intents.keys() - default.intents.keys()):
            problems.add_file(
                str(folder / tag),
                f"Intent '{name}' is not in '{structure.default}'.",
                "Add it.",
                Severity.WARNING,
            )
